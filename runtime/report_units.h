#ifndef FISC_REPORT_UNITS_H
#define FISC_REPORT_UNITS_H
/* Reports of many units checked with the same rules. */
#include "json.h"

/* What the summary says of a unit. */
struct unit_summary {
    const char *name;
    uint64_t count[3][ST_COUNT];    /* as in struct findings */
    uint64_t total;
    uint64_t faults;                /* errors in its data */
    uint64_t notices;
};
/* A row for each of n units, and one more for the whole if it has results; a verdict on the units;
 * the counts of all (total->count). False after a failed write. */
bool report_units_text(struct report_out *out, const struct unit_summary *row, uint64_t n,
                       bool whole, const struct findings *total, const struct report_opts *o);

/* The same as one JSON object, written as it comes: open, each unit, close. */
struct json_unit {
    const char *name;
    uint64_t faults;
    bool lines;                     /* the values of lines; else results */
};
bool report_json_units_open(struct report_out *out, const struct json_opts *o);
bool report_json_unit(struct report_out *out, const struct findings *f, const struct json_opts *o,
                      const struct json_unit *u, bool first);
/* whole: results of the whole, or NULL */
bool report_json_units_close(struct report_out *out, const struct findings *whole,
                             const struct findings *total, const struct json_opts *o,
                             const struct json_unit *u);
#endif
