#ifndef FISC_MEASURE_H
#define FISC_MEASURE_H
/* Units of measure as types. A measure is a product of powers of declared units as it
 * is shown (元/人·天), together with its dimension, the same in base units, and the
 * exact factor between the two. */
#include "../runtime/rat.h"
#include "unit.h"

#define MEASURE_PARTS 12            /* most different units in one measure */
struct power { uint32_t unit; int32_t exp; };
/* sorted by unit, no zero exponent */
struct powers { struct power p[MEASURE_PARTS]; uint8_t n; };

struct measure {
    struct powers dim;              /* in base units */
    struct powers shown;            /* in declared units */
    struct rat factor;              /* 1 of it as shown = factor base units */
};

struct measures;                    /* the declared units */
struct measures *measures_new(struct unit *u);          /* with % and ‰ */
/* Declares one; base units have factor NULL. Reports duplicates and bad factors. */
void measures_declare(struct unit *u, const struct stmt *s);
/* NULL after a diagnostic */
const struct measure *measure_of_chain(struct unit *u, const struct chain *c);
const struct measure *measure_none(struct unit *u);     /* a bare number */
bool measure_is_bare(const struct measure *m);          /* no dimension */
bool measure_has_unit(const struct measure *m);         /* shown with a unit */

const struct measure *measure_product(struct unit *u, const struct measure *a,
                                      const struct measure *b, int sign_b);
const struct measure *measure_power(struct unit *u, const struct measure *a, int n);
/* The measure that both have once forgiven counts are dropped (shown as `a`, or as `b` where `a`
 * has no unit); NULL if they do not agree. */
const struct measure *measure_agree(struct unit *u, const struct measure *a,
                                    const struct measure *b);
/* Positive powers of counts dropped if an amount is left */
const struct measure *measure_settle(struct unit *u, const struct measure *a);
/* Do figures of it add up over rows? Not ratios (%) and rates (元/人). */
bool measure_adds_up(const struct measure *m);
/* Puts the declared units into the program, for units printed in data; once. */
void measures_export(struct unit *u);
/* 元/人·天; "（无单位）/no unit" is the caller's business: "" here */
const char *measure_text(struct unit *u, const struct measure *m);
struct ir_unit measure_ir(struct unit *u, const struct measure *m);
/* Largest p such that factor = integer * 10^p (p may be negative). */
int measure_pow10(const struct measure *m);
/* The first base unit in its numerator that is no count (元), by name; NULL: it is no amount. For
 * help messages. */
const char *measure_amount(struct unit *u, const struct measure *m);
/* If a is b divided by counts (元/月 against 元), their text ("月"); else NULL. For help messages. */
const char *measure_missing_counts(struct unit *u, const struct measure *a,
                                   const struct measure *b);
#endif
