#ifndef FISC_FORM_BIND_H
#define FISC_FORM_BIND_H
/* The labels of a form that its nodes mean, and what its parents are the sums of. */
#include "table.h"

/* t->pivot is set; so is, for form_unlisted, what is bound (t->sheet_of, t->use). */
struct binding form_bind(struct data_table *t);
/* The unlisted labels that each parent covers, in the order of the sheet. */
void form_unlisted(struct data_table *t, void (*each)(void *ctx, uint32_t column, uint32_t sheet),
                   void *ctx);
/* The label that looks most like the one that a column wants, in its block. */
uint32_t form_nearest(const struct data_table *t, uint32_t column, const struct binding *b);
/* The sheet column of which this one is a repetition that no node means, or IR_NONE. */
uint32_t form_repeat(const struct data_table *t, uint32_t sheet);
#endif
