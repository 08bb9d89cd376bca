#ifndef FISC_MESSAGE_HYPOTHESIS_H
#define FISC_MESSAGE_HYPOTHESIS_H
/* Hypotheses in words. */
#include "find.h"
#include "hypothesis.h"
#include "say.h"

/* A cell of a hypothesis, as reports show it. Arena texts. */
struct hypothesis_cell {
    const char *table, *row, *column, *unit;
    const char *header;             /* the column as it is shown */
    struct origin at;
    const char *printed;            /* as printed; or that it is blank */
    const char *meant;              /* NULL: nothing else is meant */
    const char *value;              /* what stands, a decimal text; and what is meant */
    const char *would_be;
};
struct hypothesis_cell hypothesis_cell(struct arena *a, const struct findings *f,
                                       struct place at, const int64_t *meant, enum lang lang);
/* The correction alone: "if 3.5 in t.csv D3 (合计, 总计) should be 3.00". Arena text. */
const char *hypothesis_slip(struct arena *a, const struct findings *f, const struct hypothesis *y,
                            enum lang lang);
/* One sentence: what the slip was, and what holds without it. Arena text. */
const char *hypothesis_text(struct arena *a, const struct findings *f, const struct hypothesis *y,
                            enum lang lang);
#endif
