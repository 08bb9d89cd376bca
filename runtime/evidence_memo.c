/* Keeps the figures that are the same in every row of a rule, once they were gathered, so that the
 * evidence of all its results takes time for the rows of a table once.
 * In: a figure of a rule, and how many of its cells are wanted. Out: the figure with its cells.
 * Invariant: nothing depends on it but time; no more is kept than one finding shows of a figure. */
#include "evidence_part.h"

enum { MEMO_BUCKETS = 64 };

struct memo_entry {
    const struct ir_bind *of;
    uint64_t most;
    struct evidence e;
    struct memo_entry *next;
};
struct evidence_memo { struct arena *arena; struct memo_entry *bucket[MEMO_BUCKETS]; };

struct evidence_memo *evidence_memo_new(struct arena *a)
{
    struct evidence_memo *m = ARENA_NEW(a, struct evidence_memo);
    m->arena = a;
    return m;
}

static struct memo_entry *entry_new(const struct collector *k, const struct ir_bind *b)
{
    struct evidence_memo *m = k->e->all->memo;
    struct memo_entry *x = ARENA_NEW(m->arena, struct memo_entry);
    *x = (struct memo_entry){ .of = b, .most = k->most };
    x->e = (struct evidence){ .all = k->e->all, .find = k->e->find, .rule = k->e->rule,
                              .figure = ARENA_ARRAY(m->arena, struct evidence_figure, 2) };
    struct collector own = { .e = &x->e, .arena = m->arena, .most = k->most };
    evidence_collect(&own, b);
    x->e.find = NULL;               /* it is of no one finding */
    return x;
}

static const struct evidence *memo_of(const struct collector *k, const struct ir_bind *b)
{
    struct memo_entry **at = &k->e->all->memo->bucket[(uintptr_t)b / sizeof *b % MEMO_BUCKETS];
    for (const struct memo_entry *x = *at; x; x = x->next)
        if (x->of == b && x->most == k->most)
            return &x->e;
    struct memo_entry *x = entry_new(k, b);
    x->next = *at;
    *at = x;
    return &x->e;
}

void evidence_recall(struct collector *k, const struct ir_bind *b)
{
    const struct evidence *m = memo_of(k, b);
    uint32_t first = k->e->ncell;
    for (uint32_t i = 0; i < m->ncell; i++)
        ARENA_PUSH(k->arena, k->e->cell, k->e->ncell, k->e->cap_cell, m->cell[i]);
    for (uint32_t i = 0; i < m->nfigure; i++) {
        k->e->figure[k->e->nfigure] = m->figure[i];
        k->e->figure[k->e->nfigure++].first += first;
    }
}
