#ifndef FISC_MESSAGE_H
#define FISC_MESSAGE_H
/* Figures and findings in words. */
#include "evidence.h"
#include "say.h"

/* A figure with thousands separators, at least `places` decimal places and its unit ("" for none).
 * More than eight places are cut with an ellipsis. Arena text. */
const char *message_figure(struct arena *a, const char *figure, int places, const char *unit);
/* The same of a decimal, and of a figure as it was printed. */
const char *message_dec(struct arena *a, struct dec d, int places, const char *unit);
const char *message_unit(struct arena *a, const char *figure, const char *unit);

/* The figures of a result, in words and as they stand below one another. NULL: not known. */
struct message_figures {
    const char *left, *right;
    const char *word;               /* that the right side says of the left, a change; NULL: none */
    const char *difference;         /* with its sign */
    const char *apart;              /* without */
    bool equal;                     /* the difference is nothing */
    const char *slack, *beyond;     /* beyond: what rounding cannot explain */
    enum { MARGIN_POINT, MARGIN_BEYOND, MARGIN_TOUCH, MARGIN_NONE } margin;
};
struct message_figures message_figures(struct arena *a, const struct evidence *e);

/* What stands for the left (0) or the right side (1): its figure, or why it is not known. NULL:
 * there is nothing to say of it. */
const char *message_side(struct arena *a, const struct evidence *e,
                         const struct message_figures *m, unsigned side, enum lang lang);

/* One sentence that says what a finding is, without its rule and row. Arena text. */
const char *message_text(struct arena *a, const struct evidence *e, enum lang lang);
/* The same without what rounding explains of it. */
const char *message_brief(struct arena *a, const struct evidence *e, enum lang lang);
/* That a waiver has ended, and what it said. */
const char *message_ended(struct arena *a, const struct ir_waiver *w, const struct ir_program *p,
                          enum lang lang);
/* What the difference was in the baseline. */
struct baseline_item;
const char *message_before(struct arena *a, const struct baseline_item *x, enum lang lang);
/* Why something is unknown: a sentence, or a few words. Reason is not RS_NONE. */
enum say message_unknown(enum ir_reason reason);
enum say message_reason(enum ir_reason reason);
#endif
