#ifndef FISC_NUM_H
#define FISC_NUM_H
/* Exact decimals: a whole coefficient at a decimal scale; value = coef * 10^-scale.
 * Rounding is half away from zero. */
#include "wide.h"
#include <stddef.h>

struct dec { w256 coef; int scale; };       /* scale may be negative */

enum dec_parse { DEC_OK, DEC_SYNTAX, DEC_TOO_LONG };
/* Digits [ . digits ], no sign, no separators. r->scale is the printed number of decimal places.
 * DEC_TOO_LONG: more than max_digits significant digits, or more decimal places than that, or more
 * than 256 bits. */
enum dec_parse dec_parse(struct dec *r, const char *s, size_t len, unsigned max_digits);

/* All return true if the result does not fit 256 bits (r unspecified); intermediates never
 * overflow. Sums and differences have the greater scale of the two, products the scales' sum. */
bool dec_add(struct dec *r, struct dec a, struct dec b);
bool dec_sub(struct dec *r, struct dec a, struct dec b);
bool dec_mul(struct dec *r, struct dec a, struct dec b);
/* a at `scale`, rounded where digits are lost */
bool dec_rescale(struct dec *r, struct dec a, int scale);
/* nearest multiple of step > 0, at the step's scale */
bool dec_quantize(struct dec *r, struct dec a, struct dec step);
/* a / b rounded once at `scale`; b is not 0 */
bool dec_div(struct dec *r, struct dec a, struct dec b, int scale);

/* -1, 0, 1; exact for any scales, never overflows */
int dec_cmp(struct dec a, struct dec b);
/* without trailing zeros after the point; a scale of 0 or less is kept */
struct dec dec_strip(struct dec a);
/* Exact text: [-]digits[.digits], `scale` places, no exponent; a negative scale appends zeros.
 * thousands: a comma between groups of three whole digits. Returns the length. 350 bytes hold
 * every figure with a scale from -150 to 300; a text that does not fit is not cut: the result is
 * "" and 0. */
size_t dec_format(char *buf, size_t size, struct dec a, bool thousands);
#endif
