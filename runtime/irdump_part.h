#ifndef FISC_IRDUMP_PART_H
#define FISC_IRDUMP_PART_H
/* What the files that write a program as text share. */
#include "find.h"
#include <string.h>

struct dump { struct strbuf *out; const struct ir_program *p; };

static inline void put(struct dump *d, const char *s) { strbuf_adds(d->out, s); }

static inline void put_text(struct dump *d, sym s)
{
    const char *text = d->p->string[s];
    diag_escape(d->out, text, strlen(text));
}

static inline void put_quoted(struct dump *d, sym s)
{
    put(d, "\"");
    put_text(d, s);
    put(d, "\"");
}

/* ` word "text"`, or nothing if there is no text */
static inline void put_clause(struct dump *d, const char *word, sym s)
{
    if (s == 0)
        return;
    strbuf_addf(d->out, " %s ", word);
    put_quoted(d, s);
}

static inline void put_wide(struct dump *d, w256 v)
{
    char buf[350];
    size_t n = dec_format(buf, sizeof buf, (struct dec){ v, 0 }, false);
    strbuf_add(d->out, buf, n);
}

static inline void put_flag(struct dump *d, bool on, const char *word)
{
    if (on)
        strbuf_addf(d->out, " %s", word);
}

static inline const char *rel_text(unsigned rel)
{
    static const char *const text[] = { "=", "!=", "<", "<=", ">", ">=", "is" };
    return text[rel];
}

static inline void put_place(struct dump *d, uint32_t file, uint32_t line, uint32_t col)
{
    strbuf_addf(d->out, " at %u:%u:%u\n", file, line, col);
}

static inline void put_unit(struct dump *d, const struct ir_unit *u)
{
    if (u->text == 0)
        return;
    put(d, " in ");
    put_text(d, u->text);
    strbuf_addf(d->out, " (%lld", (long long)u->factor);
    if (u->divisor != 1)
        strbuf_addf(d->out, "/%lld", (long long)u->divisor);
    if (u->pow10 != 0)
        strbuf_addf(d->out, "e%d", u->pow10);
    put(d, ")");
}

/* ── irdump_schema.c ── */
void irdump_table(struct dump *d, uint32_t i);
void irdump_same(struct dump *d, uint32_t i);
void irdump_codes(struct dump *d, uint32_t i);
void irdump_join(struct dump *d, uint32_t i);
#endif
