#ifndef FISC_NUM_H
#define FISC_NUM_H
/* Exact decimals: a whole coefficient at a decimal scale; value = coef * 10^-scale. Rounding is half away from zero. */
#include "wide.h"
#include <stddef.h>

struct dec { w256 coef; int scale; };       /* scale may be negative */

enum dec_parse { DEC_OK, DEC_SYNTAX, DEC_TOO_LONG };
/* Digits [ . digits ], no sign, no separators, at most max_digits significant digits. *places is the printed number of decimal places. */
enum dec_parse dec_parse(struct dec *r, const char *s, size_t len, unsigned max_digits);
/* All return true on overflow of 256 bits (r unspecified). */
bool dec_add(struct dec *r, struct dec a, struct dec b);
bool dec_sub(struct dec *r, struct dec a, struct dec b);
bool dec_mul(struct dec *r, struct dec a, struct dec b);
bool dec_rescale(struct dec *r, struct dec a, int scale);               /* rounds half away when digits are lost */
bool dec_quantize(struct dec *r, struct dec a, struct dec step);       /* nearest multiple of step > 0 */
bool dec_div(struct dec *r, struct dec a, struct dec b, int scale);     /* a / b rounded once at scale; b is not 0 */
int dec_cmp(struct dec a, struct dec b);                                /* exact for any scales, never overflows */
struct dec dec_strip(struct dec a);                                     /* without trailing zeros after the point (scale >= 0 kept) */
/* Exact text: [-]digits[.digits], `scale` places, no exponent; a negative scale appends zeros. Returns the length; buf holds at least 350 bytes.
 * thousands: a comma between groups of three whole digits. */
size_t dec_format(char *buf, size_t size, struct dec a, bool thousands);
#endif
