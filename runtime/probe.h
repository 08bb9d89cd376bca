#ifndef FISC_PROBE_H
#define FISC_PROBE_H
/* What would hold if cells printed other figures: results decided again by the interpreter. */
#include "eval_part.h"
#include "place.h"

struct probe;
struct probe *probe_new(struct run *r, struct arena *a);

/* A result, and how it stands as the data are. */
struct probe_lane { uint32_t rule; uint64_t row; uint8_t before; };
struct probe_lanes { struct probe_lane *of; uint64_t n, cap; };
/* The results that the cells of a row may decide, in the order of rules and rows, are added. Those
 * that other rows decide too may be among them. */
void probe_lanes_add(struct probe *p, uint32_t table, uint64_t row, struct probe_lanes *out);

/* Puts figures in their places, and makes every sum that depends on them again; takes them out. */
void probe_make(struct probe *p, struct change *c, uint32_t n);
void probe_undo(struct probe *p, const struct change *c, uint32_t n);
/* What a rule gives in a lane as the figures stand now; the verdict as it is told. */
uint8_t probe_outcome(struct probe *p, uint32_t rule, uint64_t row, struct outcome *o);
/* Work done so far: figures that were looked at. */
uint64_t probe_work(const struct probe *p);
void probe_spend(struct probe *p, uint64_t work);
#endif
