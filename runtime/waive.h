#ifndef FISC_WAIVE_H
#define FISC_WAIVE_H
/* Waivers of a run: which violated results are accepted. All take NULL for a program without
 * any. */
#include "find.h"

struct waivers;
struct waivers *waivers_open(struct arena *a, const struct findings *f, const struct eval_opts *o);
/* The waiver that is about a violated result, 1 + its number; of several the one that ends last.
 * 0: none. Each of them counts as used. */
uint32_t waivers_of_rule(struct waivers *w, uint32_t rule, uint64_t row);
/* The same of a finding that is no rule's. */
uint32_t waivers_of_other(struct waivers *w, const struct finding *x);
/* ST_WAIVED if the waiver has not ended; else the status as it is. */
enum ir_status waivers_status(const struct waivers *w, uint32_t waiver, enum ir_status status);
/* Notes which keys of waivers that were of no use there are. */
void waivers_close(struct waivers *w);
#endif
