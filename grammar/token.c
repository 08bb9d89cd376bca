/* Lexemes to tokens: keywords by context, line ends, brackets.
 * In: lexemes. Out: tokens for the parser, where every statement and every item of a table ends
 * with EOL.
 * Invariant: the parser never sees more than NEST_MAX brackets open, nor a table left open at
 * the end of the file; each of these faults is said here, and the missing tokens are put in.
 * After a syntax error the statement at hand is lost: nothing more is said about it, and it ends
 * where the next statement begins. */
#include "lexeme.h"
#include <string.h>

int parse_lex(union PARSE_STYPE *value, struct span *span, struct scan *s);

/* ---- the queue ---- */

static bool at_statements(const struct scan *s)
{
    return s->depth == 0 || nest_holds_lines(s->nest[s->depth - 1].kind);
}

static bool in_tree(const struct scan *s)
{
    return s->depth > 0 && s->nest[s->depth - 1].kind >= NEST_ROWS;
}

static bool in_row_name(const struct scan *s)
{
    return s->depth > 0 && s->nest[s->depth - 1].kind == NEST_BRACKET;
}

static bool in_codes(const struct scan *s)
{
    return s->depth > 0 && s->nest[s->depth - 1].kind == NEST_CODES;
}

/* behind `for`: the key of a result, codes with `/` between them */
static bool in_key(const struct scan *s)
{
    return s->prev == T_FOR || (s->prev == T_DIVIDE && (s->head == T_WAIVE || s->head == T_EXPECT));
}

static void token_put(struct scan *s, const struct token *t)
{
    s->queue[s->queued++] = *t;
    if (s->record)
        record_token(s, t);
    s->before = s->prev;
    s->prev = t->kind;
    s->prev_end = t->span.off + t->span.len;
    s->minus_run = t->kind == T_MINUS ? s->minus_run + 1 : 0;
    if (s->at_head) {
        s->head = t->kind;
        s->table_begun = t->kind == T_TABLE || t->kind == T_FORM;
    }
    s->attrs = !s->at_head && (s->head == T_TABLE || s->head == T_FORM)
        && (s->attrs || t->kind == T_FROM);
    s->rows_at = !s->at_head && (s->rows_at || t->kind == T_AT);
    s->at_head = t->kind == T_EOL;
}

/* a token that is not in the text, behind the last one */
static void token_put_missing(struct scan *s, int kind)
{
    struct token t = { .kind = kind, .span = scan_span(s, s->prev_end, 0) };
    token_put(s, &t);
}

/* ---- brackets left open ---- */

static const char *closing_of(enum nest_kind kind)
{
    return kind == NEST_PAREN ? ")" : kind == NEST_BRACKET ? "]" : "}";
}

static void unclosed_report(struct scan *s, const struct nest *n)
{
    if (s->fault && s->out != T_EOL)
        return;
    const char *open = arena_strndup(s->arena, s->text + n->span.off, n->span.len);
    diag_add(s->diags, DIAG_UNCLOSED_BRACKET, n->span, open, closing_of(n->kind), NULL);
    scan_give_up(s);
}

static bool ends_table(const struct token *t)
{
    return t->kind == 0 || words_is_file_head(t->word);
}

static void table_leave(struct scan *s)
{
    s->depth--;
    token_put_missing(s, T_RBRACE);
    token_put_missing(s, T_EOL);
}

/* A statement (or the end, or a bracket of the table) stands where brackets are open: they end
 * here, and with them the statement they are in. */
static void brackets_leave(struct scan *s, const struct token *t)
{
    unclosed_report(s, &s->nest[s->depth - 1]);
    while (!at_statements(s))
        s->depth--;
    token_put_missing(s, T_EOL);
    if (s->depth > 0 && ends_table(t))
        table_leave(s);
}

bool scan_leave_tree(struct scan *s)
{
    if (!in_tree(s) || !s->line_word)
        return false;
    struct token t = { .kind = T_NAME, .word = s->line_word };
    s->taken = s->queued = 0;
    s->holding = false;
    brackets_leave(s, &t);
    lexeme_seek(s, s->line_head);
    s->line_word = 0;
    return true;
}

/* ---- one token ---- */

static bool in_columns(const struct scan *s)
{
    return s->depth > 0 && s->nest[s->depth - 1].kind == NEST_COLUMN;
}

/* Where the context makes a keyword of a word that heads no statement. */
static bool word_holds(const struct scan *s, enum word_context context)
{
    if (in_row_name(s))
        return false;
    if (context == WORD_ATTR)
        return s->attrs && s->depth == 0;
    if (context == WORD_ROWS)
        return s->depth > 0 && s->nest[s->depth - 1].kind == NEST_ROWS;
    if (context == WORD_WAIVE)
        return (s->head == T_WAIVE && !s->at_head) || scan_in_test(s);
    if (context == WORD_DATED)
        return (s->head == T_WAIVE || s->head == T_PARAM) && !s->at_head;
    if (context == WORD_TEST)
        return scan_in_test(s);
    if (context == WORD_CODES || (context == WORD_TREE && in_codes(s)))
        return in_codes(s);
    if (context == WORD_CALL)
        return before_call(s->text + lexeme_at(s));
    return context == WORD_CLAUSE || in_columns(s);
}

static void name_token(struct scan *s, struct token *t, uint32_t off, uint32_t len, bool plain)
{
    enum word_context context;
    sym name = name_intern(s, off, len, plain);
    int word = words_find(s->words, name, &context);
    t->kind = T_NAME;
    t->value.T_NAME = (struct name){ .text = name, .span = t->span };
    if (!word)
        return;
    if (word == T_UNKNOWN && scan_in_test(s))
        t->kind = word;
    else if (context == WORD_STEP)
        t->word = scan_in_test(s) ? word : 0;
    else if (word == T_UNIT && !s->at_head && before_from(s->text + off + len))
        t->kind = word;
    else if ((word == T_COLUMN || word == T_UNIT) && s->attrs && s->depth == 0 && !s->newline)
        t->kind = word;             /* `long … column … unit` */
    else if (context == WORD_HEAD || (context == WORD_BOTH && !in_columns(s)))
        t->word = word;
    else if (word_holds(s, context) && !(word == T_COUNT && before_call(s->text + lexeme_at(s))))
        t->kind = word;             /* count( … ) is a function */
}

/* In a tree, and where an item names things, a text is a name unless it stands right behind one,
 * or behind `|`. */
static bool text_is_name(const struct scan *s)
{
    bool naming = s->head == T_ROWS || s->head == T_COLUMN || s->head == T_KEY;
    bool behind = (s->prev == T_NAME || s->prev == T_QNAME) && !s->newline;
    return (in_tree(s) || naming) && !behind && s->prev != T_BAR && s->prev != T_FROM;
}

static const char *closing_quote(const struct scan *s, uint32_t off)
{
    return s->text[off] == '"' ? "\"" : "”";
}

static void text_token(struct scan *s, struct token *t, uint32_t off, uint32_t len, bool closed)
{
    if (!closed)
        lexical_edit(s, DIAG_UNCLOSED_TEXT, off, len, NULL,
                     (struct diag_edit){ span_end(scan_span(s, off, len)), closing_quote(s, off) });
    t->kind = text_is_name(s) ? T_QNAME : T_TEXT;
    t->value.T_TEXT = text_name(s, off, len, closed);
}

/* In a list of codes, and between the brackets of a row's name, digits and what follows them
 * tightly are a code: 12A. */
static void code_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    sym code = digits_intern(s, off, len);
    size_t n, more = 0;
    while ((n = name_char_len(s->text + off + len + more)))
        more += n;
    if (more) {
        sym rest = name_intern(s, off + len, (uint32_t)more, false);
        code = sym_of(s->syms, arena_printf(s->arena, "%s%s", sym_text(s->syms, code),
                                            sym_text(s->syms, rest)));
    }
    t->kind = T_NUMBER;
    t->span.len = len + (uint32_t)more;
    t->value.T_NUMBER = (struct quantity){ code, NULL };
    lexeme_seek(s, off + t->span.len);
}

static void number_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    bool chain = s->prev != T_TO && s->prev != T_POWER;
    if (in_row_name(s) || in_codes(s) || in_key(s)) {
        code_token(s, t, off, len);
        return;
    }
    uint32_t end = quantity_scan(s, off, len, chain, &t->value.T_NUMBER);
    t->kind = t->value.T_NUMBER.unit ? T_QUANTITY : T_NUMBER;
    t->span.len = end - off;
    if (end != off + len)
        lexeme_seek(s, end);
}

static bool number_goes_on(const char *p)
{
    return name_char_len(p) || *p == '%' || !strncmp(p, "％", 3) || !strncmp(p, "‰", 3) ||
           (*p == '.' && p[1] >= '0' && p[1] <= '9');
}

/* Only the first `len` bytes of the lexeme are a number. */
static void shorter_number_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    lexeme_seek(s, off + len);
    t->span.len = len;
    number_token(s, t, off, len);
}

/* 1,200 has a comma too many; 1,2000 are two numbers, and codes in a row's name always are. */
static void thousands_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    if (digits_len(s->text + off + len, 1) || in_row_name(s)) {
        shorter_number_token(s, t, off, digits_len(s->text + off, 4));
        return;
    }
    thousands_report(s, off, len);
    number_token(s, t, off, len);
}

static bool awaits_date(const struct scan *s)
{
    return s->prev == T_UNTIL || s->prev == T_AT || (s->prev == T_FROM && s->head == T_PARAM);
}

/* 2022-12 is a date behind `until`, `at`, and `from` of a param; 2022-120 and 2000-10人 subtract. */
static void date_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    if (number_goes_on(s->text + off + len) || in_key(s)) {
        shorter_number_token(s, t, off, digits_len(s->text + off, 4));
        return;
    }
    if (awaits_date(s)) {
        t->kind = T_DATE;
        t->value.T_DATE = (struct name){ .text = date_intern(s, off, len), .span = t->span };
        return;
    }
    date_report(s, off, len);
    t->kind = T_NUMBER;
    t->value.T_NUMBER = (struct quantity){ sym_of(s->syms, "0"), NULL };
}

/* half-up is a word only behind `to` and a number; else a name and a minus */
static void half_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    if (s->prev == T_NUMBER && s->before == T_TO && !name_char_len(s->text + off + len)) {
        t->kind = len == strlen("half-up") ? T_HALF_UP : T_HALF_EVEN;
        return;
    }
    lexeme_seek(s, off + 4);
    t->span.len = 4;
    name_token(s, t, off, 4, true);
}

/* elsewhere `not`, a minus and a name */
static void not_token(struct scan *s, struct token *t, uint32_t off, uint32_t len)
{
    if (scan_in_test(s) && !name_char_len(s->text + off + len)) {
        t->kind = T_INAPPLICABLE;
        return;
    }
    lexeme_seek(s, off + 3);
    t->span.len = 3;
    name_token(s, t, off, 3, true);
}

/* the chain behind `in` */
static bool chain_token(struct scan *s, struct token *t)
{
    uint32_t at = lexeme_at(s), end;
    size_t blank;
    while ((blank = blank_len(s->text + at)))
        at += (uint32_t)blank;
    struct chain *c = chain_scan_any(s, at, &end);
    if (!c)
        return false;
    lexeme_seek(s, end);
    *t = (struct token){ .kind = T_CHAIN, .span = scan_span(s, at, end - at), .value.T_CHAIN = c };
    return true;
}

/* `<-` outside of a map is a comparison and a sign */
static void takes_token(struct scan *s, struct token *t, uint32_t off)
{
    bool in_map = in_codes(s) || (s->depth > 0 && s->nest[s->depth - 1].kind == NEST_MAP);
    uint32_t first = s->text[off] == '<' ? 1 : 3;
    t->kind = T_TAKES;
    if (in_map || !strncmp(s->text + off, "←", 3))
        return;
    lexeme_seek(s, off + first);
    t->kind = T_REL;
    t->span.len = first;
    t->value.T_REL = REL_LT;
}

/* The next lexeme that is more than a line end; those set s->newline. */
static int lexeme_next_solid(struct scan *s, uint32_t *off, uint32_t *len)
{
    int kind;
    while ((kind = lexeme_next(s, off, len)) == LX_NEWLINE || kind == LX_BAD ||
           kind == LX_COMMENT) {
        if (kind == LX_BAD) {
            bad_report(s, *off, *len);
        } else if (kind == LX_COMMENT) {
            comment_check(s, *off, *len);
        } else {
            s->newline = true;
            s->fault |= s->lexical && !s->at_head;
            s->lexical = false;
        }
    }
    return kind;
}

static void token_make(struct scan *s, struct token *t)
{
    uint32_t off, len;
    s->newline = s->lexical = false;
    if (s->prev == T_IN && chain_token(s, t))
        return;
    if (s->depth > 0 && s->nest[s->depth - 1].kind == NEST_RECORDS && row_token(s, t))
        return;
    int kind = lexeme_next_solid(s, &off, &len);
    *t = (struct token){ .kind = kind, .span = scan_span(s, off, len) };
    switch (kind) {
    case LX_NAME: name_token(s, t, off, len, true); break;
    case LX_NAME_ANY: name_token(s, t, off, len, false); break;
    case LX_TEXT: text_token(s, t, off, len, true); break;
    case LX_TEXT_OPEN: text_token(s, t, off, len, false); break;
    case LX_THOUSANDS: thousands_token(s, t, off, len); break;
    case LX_NUMBER: number_token(s, t, off, len); break;
    case LX_DATE: date_token(s, t, off, len); break;
    case LX_TAKES: takes_token(s, t, off); break;
    case LX_HALF: half_token(s, t, off, len); break;
    case LX_NOT: not_token(s, t, off, len); break;
    default:
        if (kind >= LX_REL) {
            t->kind = T_REL;
            t->value.T_REL = (enum rel)(kind - LX_REL);
        }
    }
    t->fault = s->lexical;
}

/* ---- a token's place ---- */

/* Behind these a statement goes on in the next line. */
static bool joins(int kind)
{
    switch (kind) {
    case T_PLUS: case T_MINUS: case T_TIMES: case T_DIVIDE: case T_POWER: case T_EQ: case T_REL:
    case T_COMMA: case T_COLON: case T_BAR: case T_TAKES: case T_AND: case T_OR: case T_NOT:
    case T_TIMES_EQ: case T_PLUS_EQ: case T_MINUS_EQ:
        return true;
    default:
        return false;
    }
}

/* `line x`, `must "a"`: two operands side by side, which only a statement has. */
static bool begins_statement(struct scan *s, const struct token *t)
{
    uint32_t at = t->span.off + t->span.len;
    size_t blank;
    if (t->kind != T_NAME)
        return false;
    while ((blank = blank_len(s->text + at)))
        at += (uint32_t)blank;
    return operand_at(s->text + at);
}

/* A line end stands before t: does it end the statement? */
static void line_end(struct scan *s, const struct token *t)
{
    bool next = t->word && (scan_is_lost(s) || begins_statement(s, t));
    if (at_statements(s)) {
        bool goes_on = joins(s->prev) && !next;
        if (scan_is_lost(s))
            goes_on = !next && t->kind != T_RBRACE && !begins_statement(s, t) && !in_codes(s);
        if (!s->at_head && (!goes_on || t->kind == 0))
            token_put_missing(s, T_EOL);
        return;
    }
    if (t->kind == 0 || (next && (scan_is_lost(s) || !in_tree(s)))) {
        brackets_leave(s, t);
        return;
    }
    s->line_word = t->word;
    s->line_head = t->span.off;
}

static void token_place(struct scan *s, struct token *t);

/* Skips to the next line that begins a statement or closes the table. */
static void too_deep(struct scan *s, struct token *t)
{
    if (!scan_is_lost(s))
        diag_add(s->diags, DIAG_TOO_DEEP, t->span, arena_printf(s->arena, "%d", NEST_MAX), NULL);
    scan_give_up(s);
    do
        token_make(s, t);
    while (t->kind && !(s->newline && (t->word || t->kind == T_RBRACE)));
    while (!at_statements(s))
        s->depth--;
    token_put_missing(s, T_EOL);
    token_place(s, t);
}

static enum nest_kind brace_kind(const struct scan *s)
{
    if (s->depth == 0)
        return s->head == T_TABLE || s->head == T_FORM ? NEST_TABLE
            : s->head == T_MAP ? NEST_MAP : s->head == T_SAME ? NEST_SAME
            : s->head == T_PARAM ? NEST_PERIODS : s->head == T_TEST ? NEST_TEST
            : s->head == T_SCENARIO ? NEST_CHANGES
            : s->head == T_CODES || s->head == T_MAPPING ? NEST_CODES
            : s->head == T_LIST ? NEST_COLUMN : NEST_OTHER;
    enum nest_kind around = s->nest[s->depth - 1].kind;
    if (around == NEST_ROWS || around == NEST_COLUMN || around == NEST_CODES)
        return around;
    if (around == NEST_TEST)
        return NEST_RECORDS;
    if (around == NEST_TABLE && s->head == T_ROWS)
        return s->rows_at ? NEST_COLUMN : NEST_ROWS;
    bool tree = s->head == T_COLUMN || s->head == T_BLOCK;
    return around == NEST_TABLE && tree ? NEST_COLUMN : NEST_OTHER;
}

static void bracket_open(struct scan *s, struct token *t, enum nest_kind kind)
{
    if (s->depth == NEST_MAX) {
        too_deep(s, t);
        return;
    }
    s->nest[s->depth++] = (struct nest){ kind, t->span };
    token_put(s, t);
    s->table_begun = false;
    if (nest_holds_lines(kind))
        s->at_head = true;
    s->line_word = 0;
}

static bool in_brackets(const struct scan *s)
{
    return s->depth > 0 && s->nest[s->depth - 1].kind <= NEST_BRACKET;
}

static void brace_close(struct scan *s, struct token *t)
{
    if (in_brackets(s))
        unclosed_report(s, &s->nest[s->depth - 1]);
    while (in_brackets(s))
        s->depth--;
    if (s->depth > 0) {
        if (at_statements(s) && !s->at_head)
            token_put_missing(s, T_EOL);
        s->depth--;
    }
    token_put(s, t);
}

static void bracket_close(struct scan *s, struct token *t, enum nest_kind kind)
{
    if (s->depth > 0 && s->nest[s->depth - 1].kind == kind)
        s->depth--;
    token_put(s, t);
}

static void semicolon(struct scan *s, struct token *t)
{
    if (in_tree(s)) {
        token_put(s, t);
    } else if (!at_statements(s)) {
        brackets_leave(s, t);
    } else if (!s->at_head) {
        t->kind = T_EOL;
        token_put(s, t);
    }
}

/* What follows a faulty line and begins no statement belongs to it. */
static bool goes_on_faulty(struct scan *s, const struct token *t)
{
    return s->fault && t->kind && !t->word && t->kind != T_RBRACE && !begins_statement(s, t)
        && !in_codes(s);
}

static void head_place(struct scan *s, struct token *t)
{
    if (s->depth > 0 && ends_table(t)) {
        unclosed_report(s, &s->nest[s->depth - 1]);
        table_leave(s);
    }
    if (s->table_begun && goes_on_faulty(s, t))
        token_put_missing(s, T_TABLE);      /* so that the items are parsed */
    else if (t->word)
        t->kind = t->word;
}

static void token_place(struct scan *s, struct token *t)
{
    if (s->at_head)
        head_place(s, t);
    switch (t->kind) {
    case T_LPAREN: bracket_open(s, t, NEST_PAREN); break;
    case T_LBRACE: bracket_open(s, t, brace_kind(s)); break;
    case T_LBRACKET: bracket_open(s, t, NEST_BRACKET); break;
    case T_RPAREN: bracket_close(s, t, NEST_PAREN); break;
    case T_RBRACKET: bracket_close(s, t, NEST_BRACKET); break;
    case T_RBRACE: brace_close(s, t); break;
    case T_SEMI: semicolon(s, t); break;
    case T_MINUS:
        if (s->minus_run == NEST_MAX)
            too_deep(s, t);
        else
            token_put(s, t);
        break;
    default: token_put(s, t);
    }
}

/* ---- handing out ---- */

/* A fault is forgotten with the next statement. */
static void token_hand_out(struct scan *s, const struct token *t)
{
    if (s->out == T_EOL && t->span.len > 0)
        s->fault = s->lost = goes_on_faulty(s, t);
    s->fault |= t->fault;
    s->out = t->kind;
}

/* Reads on until the queue has a token. A line end goes out before what follows it is placed:
 * the parser may find the ended statement at fault. */
static void queue_fill(struct scan *s)
{
    struct token t;
    s->taken = s->queued = 0;
    while (s->queued == 0) {
        if (s->holding) {
            t = s->held;
            s->holding = false;
        } else {
            token_make(s, &t);
            if (s->newline || t.kind == 0)
                line_end(s, &t);
            if (s->queued) {
                s->held = t;
                s->holding = true;
                return;
            }
        }
        token_place(s, &t);
    }
}

int parse_lex(union PARSE_STYPE *value, struct span *span, struct scan *s)
{
    if (s->taken == s->queued)
        queue_fill(s);
    struct token *t = &s->queue[s->taken++];
    token_hand_out(s, t);
    *value = t->value;
    *span = t->span;
    return t->kind;
}
