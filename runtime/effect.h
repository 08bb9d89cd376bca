#ifndef FISC_EFFECT_H
#define FISC_EFFECT_H
/* What each input of a figure does to it: how the figure changes when the input as printed changes
 * by 1 in its last place and all else stays, exactly. */
#include "formula.h"
#include "why.h"

/* Why another step would not do as many times as much. */
enum effect_bend { BEND_NONE,       /* it would */
                   BEND_DIVISOR, BEND_FACTORS /* it stands in two factors */, BEND_POWER,
                   BEND_ROUND, BEND_CHOICE /* min, max */ };

struct effect {
    const struct formula *of;
    const char *value, *step;       /* in its unit; NULL: unknown */
    const char *change;             /* of the figure, in the figure's unit; NULL: unknown */
    uint8_t reason;                 /* why value or change is unknown: enum ir_reason */
    uint8_t bend;                   /* enum effect_bend */
    int places;                     /* of value */
    uint64_t cells;                 /* FIGURE: each of them does so */
    const struct evidence_cell *cell;       /* the only one; NULL: none or several */
    struct rat size;                /* |change| in base units */
    bool sized;
};
struct effects {
    const struct why_tree *tree;    /* the figure: its first root */
    struct effect *p; uint32_t n, cap;      /* greatest changes first */
    uint64_t left_out;              /* inputs that are not listed */
    bool rounded;                   /* a quotient in it is rounded, and here it is not */
    bool cut;                       /* the figure has too many parts, or too wide ones */
};
struct effects *effects_find(struct arena *a, const struct why_tree *t,
                             const struct why_plan *plan);

bool effect_text(struct report_out *out, const struct effects *e, const struct why_show *o);
bool effect_json(struct report_out *out, const struct effects *e, const struct why_show *o);
#endif
