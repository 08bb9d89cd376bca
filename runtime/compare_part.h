#ifndef FISC_COMPARE_PART_H
#define FISC_COMPARE_PART_H
/* What the files of a comparison share. */
#include "compare.h"
#include "table.h"

/* A comparison's table with both sides' data. */
struct compare_pair { struct compare_table *t; const struct data_set *data[COMPARE_SIDES]; };
static inline const struct data_table *compare_side(const struct compare_pair *p, unsigned side)
{
    return &p->data[side]->table[p->t->table];
}

/* ── compare_rows.c ── */
/* Finds each row's other (t->other), and the rows that have none. */
void compare_rows(struct arena *a, const struct compare_pair *p);

/* ── compare_cells.c ── */
/* Finds the columns of figures, those of one side, and the cells that differ; counts figures. After
 * compare_rows. */
void compare_cells(struct arena *a, const struct compare_pair *p);

/* ── compare_sums.c ── */
/* What the cells that differ are made of. After compare_cells. */
void compare_sums(const struct comparison *c, struct compare_table *t);

/* ── compare_lines.c ── */
void compare_lines(struct comparison *c);

/* ── compare_results.c ── */
void compare_results(struct comparison *c);
#endif
