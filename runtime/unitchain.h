#ifndef FISC_UNITCHAIN_H
#define FISC_UNITCHAIN_H
/* Units printed in data (元/人·天, %), read against the units that the rules declare. */
#include "cell.h"
#include "ir.h"
#include "num.h"

#define UNITCHAIN_PARTS 12u         /* base units in one dimension */
enum unitchain_fault { UNITCHAIN_OK,
                       UNITCHAIN_UNKNOWN,   /* not made of declared units */
                       UNITCHAIN_WIDE };    /* its factor or dimension cannot be kept */
struct unitchain {
    enum unitchain_fault fault;
    struct ir_unit unit;            /* its factor; text 0 */
    struct ir_power dim[UNITCHAIN_PARTS]; uint32_t ndim;    /* by base unit, no exponent 0 */
};

/* The units that a program declares, and the texts that were read by them. */
struct unit_texts;
struct unit_texts *unit_texts_new(struct arena *a, const struct ir_program *p);
/* The chain that a text is, read once and kept. Unit names are compared like headers (NFKC,
 * without blanks); a blank text is a bare number. */
const struct unitchain *unit_texts_read(struct unit_texts *u, const char *text, size_t len);
/* The same, if its figures add up with those of `wanted`: equal dimensions, or a single count and
 * a bare number. Else NULL. */
const struct unitchain *unit_texts_alike(struct unit_texts *u, const char *text, size_t len,
                                         const struct ir_unit *wanted);

/* v, printed in the unit `from`, in the unit `to`: exactly, or false. */
bool unit_texts_convert(struct unit_texts *u, struct dec *v, const char *from, const char *to);

enum conversion { CONVERTED,
                  CONVERSION_INEXACT,       /* it is no whole number of these */
                  CONVERSION_WIDE };        /* more than a stored figure may be (CELL_LIMIT) */
/* v, printed in `from`, as a whole number of 10^-scale of `to`, which it is alike. */
enum conversion unitchain_convert(int64_t *stored, struct dec v, const struct ir_unit *from,
                                  const struct ir_unit *to, int scale);
#endif
