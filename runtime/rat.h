#ifndef FISC_RAT_H
#define FISC_RAT_H
/* Exact rationals: literals, unit factors, coefficients, ends. den > 0, lowest terms. */
#include "num.h"

struct rat { w256 num, den; };

struct rat rat_int(int64_t v);
struct rat rat_whole(w256 v);
/* These return true on overflow of 256 bits. */
bool rat_make(struct rat *r, w256 num, w256 den);       /* den is not 0 */
bool rat_dec(struct rat *r, struct dec d);
bool rat_add(struct rat *r, struct rat a, struct rat b);
bool rat_mul(struct rat *r, struct rat a, struct rat b);
bool rat_div(struct rat *r, struct rat a, struct rat b);        /* b is not 0 */
bool rat_sub(struct rat *r, struct rat a, struct rat b);
bool rat_cmp(int *order, struct rat a, struct rat b);   /* -1, 0, 1 */
struct rat rat_neg(struct rat a);
int rat_sign(struct rat a);
bool rat_equal(struct rat a, struct rat b);
bool rat_is_one(struct rat a);
bool rat_lcm(w256 *lcm, w256 a, w256 b);                /* of positive numbers; true on overflow */
/* num * (lcm / den): the whole numerator of a over a common multiple of its denominator */
bool rat_over(w256 *num, struct rat a, w256 lcm);
#endif
