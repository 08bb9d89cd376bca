#ifndef FISC_UNITCHAIN_H
#define FISC_UNITCHAIN_H
/* Units printed in data (元/人·天, %), read against the units that the rules declare. */
#include "ir.h"
#include "num.h"

#define UNITCHAIN_PARTS 12u         /* base units in one dimension */
struct unitchain {
    struct ir_unit unit;            /* its factor; text 0 */
    struct ir_power dim[UNITCHAIN_PARTS]; uint32_t ndim;    /* by base unit, no exponent 0 */
};
enum unitchain_fault { UNITCHAIN_OK,
                       UNITCHAIN_UNKNOWN,   /* not made of declared units */
                       UNITCHAIN_WIDE };    /* its factor or dimension cannot be kept */
/* Unit names are compared like headers (NFKC, without blanks); a blank text is a bare number.
 * Scratch memory comes from the arena. */
enum unitchain_fault unitchain_read(struct arena *a, const struct ir_program *p, const char *text,
                                    struct unitchain *r);
/* Do figures of the two add up? Equal dimensions, or a single count and a bare number. */
bool unitchain_agree(const struct ir_program *p, const struct unitchain *x,
                     const struct unitchain *y);
/* v, printed in `from`, as a whole number of 10^-scale of `to`; false if it is none, or leaves 64
 * bits. The dimensions agree. */
bool unitchain_convert(int64_t *stored, struct dec v, const struct ir_unit *from,
                       const struct ir_unit *to, int scale);
#endif
