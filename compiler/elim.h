#ifndef FISC_ELIM_H
#define FISC_ELIM_H
/* Exact elimination of sparse linear relations Σ coef·var + k = 0, and what they are combinations
 * of. Arithmetic is that of rat.h: what leaves 256 bits, or the work allowed, is told apart from an
 * answer. */
#include "../runtime/arena.h"
#include "../runtime/rat.h"

struct elim_term { uint32_t var; struct rat coef; };
/* terms in no order, each variable once, none with coefficient 0 */
struct elim_row { struct elim_term *term; uint32_t n; struct rat k; };
/* factor times the relation that was kept as number `kept` */
struct elim_step { uint32_t kept; struct rat factor; };
/* a row = Σ factor·kept + rest */
struct elim_rest { struct elim_row row; struct elim_step *step; uint32_t nstep; };
/* factor times a relation by its owner's number */
struct elim_part { uint32_t of; struct rat factor; };

struct elim;
/* Variables are numbers below nvar; uses[v]: in how many relations v stands (a rare one is taken
 * out first). work: how many products may be made in all. */
struct elim *elim_new(struct arena *a, uint32_t nvar, const uint32_t *uses, uint64_t work);
/* False: it was too wide, or the work is spent. */
bool elim_reduce(struct elim *e, const struct elim_row *row, struct elim_rest *rest);
/* Keeps a relation, known as `of`, whose rest has a variable. False: too wide. */
bool elim_keep(struct elim *e, uint32_t of, const struct elim_rest *rest);
/* Σ factor·relation that the steps of a rest come to, by number of `of` as they were kept; NULL: it
 * was too wide. */
struct elim_part *elim_parts(struct elim *e, const struct elim_rest *rest, uint32_t *n);
/* What was kept after a mark is forgotten. */
uint32_t elim_mark(const struct elim *e);
void elim_forget(struct elim *e, uint32_t mark);
#endif
