/* The tokens of a whole file in order, as the parser is given them.
 * In: tokens on their way to the parser. Out: an array that ends with the end of the file.
 * Invariant: ends of statements are no tokens of it: the token behind one says so. */
#include "lexeme.h"

int parse_lex(union PARSE_STYPE *value, struct span *span, struct scan *s);

void scan_record_into(struct scan *s, struct scan_record *r)
{
    r->arena = s->arena;
    s->record = r;
}

void scan_through(struct scan *s)
{
    union PARSE_STYPE value;
    struct span span;
    while (parse_lex(&value, &span, s))
        continue;
}

static void record_value(struct scan_token *to, const struct token *t)
{
    switch (t->kind) {
    case T_NUMBER: case T_QUANTITY:
        to->text = t->value.T_NUMBER.digits;
        to->unit = t->value.T_NUMBER.unit;
        break;
    case T_CHAIN: to->unit = t->value.T_CHAIN; break;
    case T_REL: to->rel = t->value.T_REL; break;
    default: to->text = t->value.T_NAME.text;       /* of a sign nothing is set */
    }
}

void record_token(struct scan *s, const struct token *t)
{
    struct scan_record *r = s->record;
    if (t->kind == T_EOL) {
        r->ended = true;
        return;
    }
    struct scan_token to = { .off = t->span.off, .len = t->span.len, .kind = t->kind,
                             .ends = r->ended, .word = t->kind == T_NAME && t->word };
    if (s->depth > 0)
        to.nest = s->nest[s->depth - 1].kind;
    record_value(&to, t);
    ARENA_PUSH(r->arena, r->p, r->n, r->cap, to);
    r->ended = false;
}
