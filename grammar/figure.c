/* A figure that is asked for by itself.
 * In: the text of an expression. Out: a scanner whose tokens are those of a line with that value.
 * Invariant: every place that is told lies in the text; the tokens before it have none. */
#include "lexeme.h"

static void token_ahead(struct scan *s, int kind)
{
    s->queue[s->queued++] = (struct token){ .kind = kind, .span = scan_start(s) };
    s->before = s->prev;
    s->prev = kind;
}

struct scan *scan_open_figure(struct arena *a, struct symtab *syms, struct diags *d,
                              const struct vocabulary *v, uint32_t file, const char *text,
                              size_t len)
{
    struct scan *s = scan_open(a, syms, d, v, file, text, len);
    token_ahead(s, T_LINE);
    token_ahead(s, T_NAME);
    s->queue[1].value.T_NAME = (struct name){ .text = sym_alone(syms, "?", 1),
                                              .span = scan_start(s) };
    token_ahead(s, T_EQ);
    s->head = T_LINE;
    s->at_head = false;
    return s;
}
