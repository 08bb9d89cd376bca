#ifndef FISC_JSON_H
#define FISC_JSON_H
/* Reports for programs: one JSON object, described by docs/schema. Figures are decimal strings.
 * It says nothing of the engine: both give the same bytes. */
#include "report.h"

struct json_opts {
    enum lang lang;                 /* of messages */
    const struct supposed *scenario;        /* NULL: none */
    const char *rules;              /* name of the rule file; NULL: as in the program */
    uint32_t max_cells;             /* cells listed of one sum. 0: 100 */
    const struct diags *diags;      /* what was said of rules and data; NULL: not told */
    struct srcs *srcs;              /* the texts that they point into */
};

/* All kept results, one on a line, each written before the next is made. False after a failed write
 * (out->failed is set then) or when memory ran out. */
bool report_json(struct report_out *out, const struct findings *f, const struct json_opts *o);
/* The lines and their values. */
bool report_calc_json(struct report_out *out, const struct findings *f, const struct json_opts *o);
/* The diagnostics alone, of rules that do not compile or data that cannot be had. */
bool report_diags_json(struct report_out *out, const struct json_opts *o);
/* What an audit of the rules found. */
bool report_lint_json(struct report_out *out, const struct json_opts *o);
#endif
