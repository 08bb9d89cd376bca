#ifndef FISC_WHY_PART_H
#define FISC_WHY_PART_H
/* What the files of a derivation share. */
#include "why.h"

enum { WHY_RANKS = 3, WHY_DEPTH = 40, WHY_ITEMS = 3000 };

struct resolver {
    struct arena *arena;
    const struct findings *f;
    const struct why_plan *plan;
    const struct why_opts *opts;
    struct why_tree *tree;
    const struct why_item **of_node;        /* by number */
    uint64_t most;
};

/* ── why.c ── */
struct why_item *why_item(struct resolver *r, enum why_kind kind);
void why_add(struct resolver *r, struct why_item *to, struct why_item *part);
/* A line or param, without what it is made of. */
struct why_item *why_named(struct resolver *r, const struct why_node *n);
/* A result of a rule, without its figures. */
struct why_item *why_result(struct resolver *r, uint32_t rule, uint64_t row);
/* the row of a lane; of a rule without lanes none */
uint64_t why_lane_row(const struct resolver *r, const struct ir_rule *x, uint64_t lane,
                      uint64_t lanes);
/* Results that do not hold are listed first, then those that are unknown: 0 … WHY_RANKS − 1. */
int why_rank(uint8_t verdict);

/* ── why_rows.c ── */
/* The rows that are the least or the greatest of an aggregate's, r->most of them at most, into
 * `row`; how many. */
uint32_t why_furthest(const struct resolver *r, const struct why_node *n, uint64_t *row);
/* Under the item of an aggregate: the rows that it leaves out. */
void why_left(struct resolver *r, struct why_item *i);

/* ── why_uses.c ── */
/* Under the item of a figure: what reads it. */
void why_uses(struct resolver *r, struct why_item *root);
#endif
