/* Which token begins a line, and how far in.
 * In: tokens and what stands between them. Out: for each whether a line begins with it, and its
 * columns, were there no lines.
 * Invariant: a line begins only where one stood, or where one may: at a statement, at an entry of
 * a tree, at braces. What was on several lines stays so, save a `{` alone. */
#include "format_part.h"
#include "../runtime/width.h"
#include "parse.h"
#include <string.h>

/* ---- gaps ---- */

uint32_t format_gap(const struct format *f, uint32_t i)
{
    return i ? f->tok[i - 1].off + f->tok[i - 1].len : f->base;
}

static uint32_t comment_len(const char *p, uint32_t max)
{
    uint32_t n = 0;
    while (n < max && p[n] != '\n' && p[n] != '\r')
        n++;
    while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'
                     || (n > 3 && !strncmp(p + n - 3, "\xe3\x80\x80", 3))))
        n -= p[n - 1] == ' ' || p[n - 1] == '\t' ? 1 : 3;
    return n;
}

bool format_comment_next(const struct format *f, uint32_t *at, uint32_t end,
                         struct format_comment *c)
{
    *c = (struct format_comment){ 0 };
    while (*at < end && f->src[*at] != '#')
        c->newlines += f->src[(*at)++] == '\n';
    if (*at == end)
        return false;
    c->p = f->src + *at;
    c->len = comment_len(c->p, end - *at);
    while (*at < end && f->src[*at] != '\n')
        ++*at;
    return true;
}

/* Whether a comment there stands behind the token before, and what is before token i itself. */
static void gap_look(struct format *f, uint32_t i)
{
    struct piece *p = &f->piece[i];
    uint32_t at = format_gap(f, i);
    struct format_comment c;
    while (format_comment_next(f, &at, f->tok[i].off, &c)) {
        p->newline = true;
        if (i > 0 && c.newlines == 0)
            p[-1].noted = true;
        else
            p->apart = true;
    }
    p->newline = p->newline || c.newlines > 0;
    p->empty = c.newlines > 1;
}

/* ---- brackets ---- */

struct open { uint32_t at, lines; };    /* the bracket, line ends before what it holds */
struct nesting {
    struct open open[NEST_MAX];
    uint32_t n, lines;
    uint16_t braces, brackets;
    bool tree;
};

static bool is_brace(const struct format *f, uint32_t i)
{
    return f->tok[i].kind == T_LBRACE || f->tok[i].kind == T_RBRACE;
}

static void bracket_open(struct format *f, struct nesting *s, uint32_t i)
{
    s->open[s->n++] = (struct open){ i, s->lines };
    if (is_brace(f, i)) {
        s->braces++;
        s->tree = !nest_holds_lines(f->tok[i].nest);
    } else {
        s->brackets++;
    }
}

/* Braces that hold a line end hold lines, unless they hold nothing at all. */
static void bracket_close(struct format *f, struct nesting *s, uint32_t i)
{
    const struct open *o = &s->open[--s->n];
    struct piece *open = &f->piece[o->at], *p = &f->piece[i];
    bool empty = o->at + 1 == i && !p->apart && !open->noted;
    open->match = i;
    p->match = o->at;
    if (is_brace(f, i)) {
        open->opens = s->lines > o->lines && !empty;
        s->braces--;
        s->tree = open->tree;
    } else {
        s->brackets--;
    }
}

static bool is_open(int kind)
{
    return kind == T_LBRACE || kind == T_LPAREN || kind == T_LBRACKET;
}

static bool is_close(int kind)
{
    return kind == T_RBRACE || kind == T_RPAREN || kind == T_RBRACKET;
}

static void nest_look(struct format *f)
{
    struct nesting s = { .n = 0 };
    for (uint32_t i = 0; i < f->n; i++) {
        struct piece *p = &f->piece[i];
        s.lines += p->newline;
        if (is_close(f->tok[i].kind))
            bracket_close(f, &s, i);
        p->braces = s.braces;
        p->brackets = s.brackets;
        p->tree = s.tree;
        if (is_open(f->tok[i].kind))
            bracket_open(f, &s, i);
    }
}

/* ---- beginnings ---- */

/* In a tree the next entry begins with its name, or with the word before it. */
static bool begins_entry(const struct format *f, uint32_t i)
{
    int before = f->tok[i - 1].kind;
    switch (f->tok[i].kind) {
    case T_LESS: case T_OF: case T_LIST: case T_OTHERS: return true;
    case T_NAME: case T_QNAME: return before != T_LESS && before != T_OF && before != T_LIST;
    default: return false;
    }
}

/* `from` or `until`, where this one does not end what `from` began */
static bool begins_period(const struct format *f, uint32_t i)
{
    int kind = f->tok[i].kind;
    return kind == T_FROM || (kind == T_UNTIL && f->tok[i - 1].kind != T_DATE);
}

static bool begins(const struct format *f, uint32_t i)
{
    const struct scan_token *t = &f->tok[i];
    if (t->kind == T_RBRACE || t->kind == 0)
        return false;
    if (i == 0 || t->ends || t[-1].kind == T_LBRACE)
        return true;
    if (t->nest == NEST_PERIODS)
        return begins_period(f, i);
    return f->piece[i].tree && t->nest != NEST_ROWS && t->nest >= NEST_ROWS && begins_entry(f, i);
}

/* The innermost braces around, NULL: none. */
static const struct piece *around(const struct format *f, const struct nesting *s)
{
    return s->n ? &f->piece[s->open[s->n - 1].at] : NULL;
}

static bool breaks(const struct format *f, uint32_t i, const struct piece *around)
{
    const struct piece *p = &f->piece[i];
    const struct scan_token *t = &f->tok[i];
    if (i == 0)
        return true;
    if (t->kind == T_RBRACE)
        return f->piece[p->match].opens;
    if (t->kind == T_LBRACE && !p->apart && !p[-1].noted)
        return false;
    if (p->begins && (t->ends || t[-1].kind == T_LBRACE))
        return !around || around->opens;
    bool behind = p->begins && t[-1].kind == T_RBRACE;
    return p->newline || (behind && f->piece[p[-1].match].opens);
}

static bool opens_clause(const struct format *f, uint32_t i)
{
    return f->piece[i].brackets == 0 && (f->tok[i].kind == T_WHERE || f->tok[i].kind == T_WHEN);
}

static void breaks_look(struct format *f)
{
    struct nesting s = { .n = 0 };
    for (uint32_t i = 0; i < f->n; i++) {
        struct piece *p = &f->piece[i];
        if (f->tok[i].kind == T_RBRACE)
            s.n--;
        p->begins = begins(f, i);
        p->head = p->begins ? i : p[-1].head;
        p->clause = !p->begins && (p[-1].clause || opens_clause(f, i - 1));
        p->breaks = breaks(f, i, around(f, &s));
        if (f->tok[i].kind == T_LBRACE)
            s.open[s.n++].at = i;
    }
    f->piece[f->n].breaks = true;
}

/* ---- on one line ---- */

bool format_is_binary(const struct format *f, uint32_t i)
{
    if (i == 0)
        return false;
    switch (f->tok[i - 1].kind) {
    case T_NAME: case T_TEXT: case T_QNAME: case T_NUMBER: case T_QUANTITY: case T_CHAIN:
    case T_RPAREN: case T_RBRACKET:
        return true;
    default:
        return false;
    }
}

bool format_parts_key(const struct format *f, uint32_t i)
{
    while (i > 1 && f->tok[i].kind == T_DIVIDE) {
        if (f->tok[i - 2].kind == T_FOR)
            return true;
        i -= 2;
    }
    return false;
}

/* Is there no blank before token i? */
static bool is_tight(const struct format *f, uint32_t i)
{
    const struct scan_token *t = &f->tok[i], *before = t - 1;
    switch (t->kind) {
    case T_RPAREN: case T_RBRACKET: case T_LBRACKET: case T_COMMA: case T_COLON: case T_DOT:
    case T_POWER:
        return true;
    case T_LPAREN:
        if (before->kind == T_NAME || before->kind == T_PRESENT)
            return true;
        break;
    case T_TIMES:
        if (t->nest == NEST_BRACKET)
            return true;
        break;
    default:
        break;
    }
    return before->kind == T_LPAREN || before->kind == T_LBRACKET || before->kind == T_DOT
        || before->kind == T_POWER || format_parts_key(f, i) || format_parts_key(f, i - 1)
        || (before->kind == T_MINUS && !format_is_binary(f, i - 1));
}

const char *format_between(const struct format *f, uint32_t i)
{
    if (i == 0)
        return "";
    if (f->tok[i].ends && f->piece[i].begins)
        return "; ";
    return is_tight(f, i) ? "" : " ";
}

static void columns_look(struct format *f)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        struct piece *p = &f->piece[i];
        p->at = at + (uint32_t)strlen(format_between(f, i));
        p->end = p->at + width_cells(f->text.p + p->text, p[1].text - p->text, false);
        at = p->end;
    }
}

uint32_t format_indent(const struct format *f, uint32_t i)
{
    const struct piece *p = &f->piece[i];
    int kind = f->tok[i].kind;
    uint32_t deep = p->brackets;
    if (deep == 0 && kind != 0 && !p->begins && !is_close(kind))
        deep = 1;
    uint32_t columns = INDENT_BRACES * (uint32_t)p->braces + INDENT_ON * deep;
    return columns < INDENT_MOST ? columns : INDENT_MOST;
}

void format_lines(struct format *f)
{
    for (uint32_t i = 0; i <= f->n; i++)
        gap_look(f, i);
    nest_look(f);
    breaks_look(f);
    columns_look(f);
}
