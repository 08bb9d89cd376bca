#ifndef FISC_BASELINE_H
#define FISC_BASELINE_H
/* The violated results of an earlier run, read from its JSON, and what has become of them: known
 * (violated still, with the same figures), changed, mended, or without a verdict. */
#include "find.h"

enum baseline_fate { FATE_GONE,     /* there is no such result */
                     FATE_KNOWN, FATE_CHANGED, FATE_WAIVED, FATE_MENDED,
                     FATE_UNDECIDED /* unknown, or not applicable */ };
struct baseline_item {
    const char *rule, *kind, *unit; /* as in JSON */
    const char *key, *difference;   /* NULL: none */
    sym place, same;                /* which result it is; that, and its figures */
    enum baseline_fate fate;
    uint32_t next;                  /* 1 + the next one of its place; 0: none */
};
struct baseline {
    struct arena *arena;
    struct symtab *syms;            /* places, and results with their figures */
    const char *file, *rules;       /* of the results; the rule file they came from */
    struct baseline_item *item;     /* as they are listed */
    uint32_t n, cap;
    uint32_t *first; uint32_t nfirst;           /* by place: 1 + its first item */
    const uint8_t *watched;         /* by rule: some item is of it */
    const struct findings *f;
    struct scratch *scratch;
};

/* Reads a file of at most so many bytes (0: 256 MiB). NULL after a diagnostic. */
struct baseline *baseline_read(struct arena *a, struct diags *d, const char *path,
                               uint64_t max_bytes);

/* A run: opened, shown every verdict of the rules that it watches, settled once the findings are
 * there. NULL is a run without. */
void baseline_open(struct baseline *b, const struct findings *f);
static inline bool baseline_watches(const struct baseline *b, uint32_t rule)
{
    return b && b->watched[rule];
}
void baseline_see(struct baseline *b, uint32_t rule, uint64_t row, enum ir_status status);
/* Violated findings that were violated with the same figures become ST_KNOWN. */
void baseline_settle(struct baseline *b, struct findings *f);

/* For the reader: the place of a result, and the result with what tells it from one that differs:
 * its difference, or where it has none the texts of its cells. */
struct baseline_texts { const char *rule, *kind, *key, *unit, *difference; };
void baseline_place(struct strbuf *out, const struct baseline_texts *t);
void baseline_figures(struct strbuf *out, const struct baseline_texts *t);
void baseline_cell(struct strbuf *out, const char *text);
enum { BASELINE_CELLS = 100 };      /* as many as JSON lists of one sum */
#endif
