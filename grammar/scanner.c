/* A scanner is opened, and says what is at fault.
 * In: a text. Out: a scanner at its start; diagnostics.
 * Invariant: nothing is said of a statement that had a syntax error. */
#include "lexeme.h"
#include <string.h>

/* ---- opening ---- */

struct scan *scan_open(struct arena *a, struct symtab *syms, struct diags *d,
                       const struct vocabulary *v, uint32_t file, const char *text, size_t len)
{
    struct scan *s = ARENA_NEW(a, struct scan);
    s->arena = a;
    s->syms = syms;
    s->diags = d;
    s->units = v;
    s->words = words_new(a, syms);
    s->file = file;
    s->len = (uint32_t)len;
    s->base = len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;
    s->text = arena_alloc(a, len + TEXT_PADDING);
    memcpy(s->text, text, len);
    lexeme_open(s);
    s->at_head = true;
    s->head_at = s->prev_end = s->base;
    return s;
}

void *scan_room(const struct scan *s, size_t size) { return arena_alloc(s->arena, size); }

struct span scan_start(const struct scan *s)
{
    return (struct span){ s->file, s->base, 0 };
}

struct span scan_span(const struct scan *s, uint32_t off, uint32_t len)
{
    return (struct span){ s->file, off, len };
}

/* ---- faults ---- */

/* After EOL, fault and lost still speak of the statement before. */
bool scan_is_lost(const struct scan *s)
{
    return s->lost && s->out != T_EOL;
}

bool scan_in_test(const struct scan *s)
{
    return s->depth > 0 && s->nest[s->depth - 1].kind == NEST_TEST;
}

void scan_give_up(struct scan *s)
{
    s->fault = s->lost = true;
}

bool scan_fault(struct scan *s)
{
    s->lexical = true;
    return !s->quiet && !scan_is_lost(s);
}

void lexical_report(struct scan *s, enum diag_code code, uint32_t off, uint32_t len,
                    const char *arg)
{
    if (scan_fault(s))
        diag_add(s->diags, code, scan_span(s, off, len), arg, NULL);
}

void lexical_edit(struct scan *s, enum diag_code code, uint32_t off, uint32_t len, const char *arg,
                  struct diag_edit edit)
{
    if (scan_fault(s))
        diag_edit(s->diags, diag_add(s->diags, code, scan_span(s, off, len), arg, NULL), edit.at,
                  edit.text);
}
