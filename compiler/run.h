#ifndef FISC_RUN_H
#define FISC_RUN_H
/* Check and calc of one data folder: evaluation, report, exit status. */
#include "session.h"
#include "../runtime/json.h"
#include "../runtime/report.h"

/* What a subcommand reports. */
struct report_kind {
    bool check;                     /* results; else lines */
    bool (*text)(struct report_out *out, struct srcs *srcs, const struct findings *f,
                 const struct report_opts *o);
    bool (*json)(struct report_out *out, const struct findings *f, const struct json_opts *o);
};
extern const struct report_kind report_of_check, report_of_calc;

/* Compiles, loads, evaluates, reports; the diagnostics are printed. */
enum exit_status run_alone(struct session *s, const struct report_kind *kind);

/* The steps of it, for those who do more. */
/* Evaluates the loaded data. What is wrong with the run itself becomes diagnostics. */
struct findings *run_evaluate(struct session *s, const struct report_kind *kind,
                              const struct eval_opts *o);
struct report_out run_output(struct session *s);
/* What JSON reports are told: the language, the rules, the diagnostics so far. */
struct json_opts run_json_opts(const struct session *s);
/* Where nothing can be reported: with --format json, the diagnostics alone on standard output. */
void run_fault_json(struct session *s);
/* Of several data folders: "== units/甲 ==", and its diagnostics under that, if there are any. */
void run_heading(struct session *s, int fd, const char *name);
void run_diagnostics_of(struct session *s, const char *name);
/* What two runs end with together: the first that applies to either of 70, 6, 5, 4, 1. */
enum exit_status run_worst(enum exit_status a, enum exit_status b);
/* the first that applies of 70, 6, 5, 4, 1 */
enum exit_status run_status(const struct session *s, const struct report_kind *kind,
                            const struct findings *f);
#endif
