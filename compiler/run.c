/* Check and calc of one data folder.
 * In: a session. Out: a report on standard output, diagnostics, the exit status. */
#include "run.h"
#include "run_scenario.h"
#include "../runtime/baseline.h"
#include "../runtime/notice.h"
#include "../runtime/say.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

const struct report_kind report_of_check = { true, report_text, report_json };
const struct report_kind report_of_calc = { false, report_calc_text, report_calc_json };

static bool write_out(void *ctx, const char *text, size_t len)
{
    return session_write(ctx, STDOUT_FILENO, text, len);
}

struct report_out run_output(struct session *s)
{
    return (struct report_out){ .write = write_out, .ctx = s, .arena = &s->arena };
}

struct json_opts run_json_opts(const struct session *s)
{
    return (struct json_opts){ .lang = s->opt.render.lang, .rules = s->opt.rules,
                               .diags = s->unit.diags, .srcs = s->unit.srcs };
}

void run_fault_json(struct session *s)
{
    struct report_out out = run_output(s);
    struct json_opts o = run_json_opts(s);

    if (s->opt.json && !report_diags_json(&out, &o))
        session_output_failed(s, errno);
}

void run_heading(struct session *s, int fd, const char *name)
{
    const char *line = arena_printf(&s->arena, "== %s ==\n", say_escaped(&s->arena, name));

    session_write(s, fd, line, strlen(line));
}

void run_diagnostics_of(struct session *s, const char *name)
{
    if (!s->unit.diags->first)
        return;
    run_heading(s, STDERR_FILENO, name);
    session_diagnostics(s);
    session_write(s, STDERR_FILENO, "\n", 1);
}

enum exit_status run_worst(enum exit_status a, enum exit_status b)
{
    static const enum exit_status worst[] = { EXIT_INTERNAL, EXIT_IO, EXIT_LIMIT, EXIT_DATA,
                                              EXIT_VIOLATED };

    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        if (a == worst[i] || b == worst[i])
            return worst[i];
    return a;
}

static enum exit_status verdict_status(const struct session *s, const struct findings *f)
{
    for (unsigned sev = 0; sev <= s->opt.fail_on; sev++)
        if (f->count[sev][ST_VIOLATED])
            return EXIT_VIOLATED;
    return EXIT_HOLDS;
}

enum exit_status run_status(const struct session *s, const struct report_kind *kind,
                            const struct findings *f)
{
    enum exit_status fault = session_fault(s);

    if (f->disagreement)
        return EXIT_INTERNAL;
    if (s->output_failed)
        return EXIT_IO;
    if (fault || !kind->check)
        return fault;
    return verdict_status(s, f);
}

static void late_diagnostics(struct session *s, const struct report_kind *kind,
                             const struct findings *f)
{
    if (f->disagreement)
        diag_add(s->unit.diags, DIAG_ENGINES_DISAGREE, NO_SPAN, f->disagreement, NULL);
    findings_say_truncated(f, s->unit.diags);
    if (s->absent_late && !notice_known(f))     /* else the report says so */
        session_say_absent(s);
    if (kind->check && notice_nothing_checked(f))
        diag_add(s->unit.diags, DIAG_NOTHING_CHECKED, NO_SPAN, NULL);
}

struct findings *run_evaluate(struct session *s, const struct report_kind *kind,
                              const struct eval_opts *o)
{
    uint64_t t = compile_clock();
    struct findings *f = eval_run(&s->arena, s->unit.ir, s->data, s->engine, o);

    s->run_ns = compile_clock() - t;
    late_diagnostics(s, kind, f);
    return f;
}

/* Sets s->output_failed if it could not be written. */
static void report(struct session *s, const struct report_kind *kind, const struct findings *f,
                   const struct supposed *scenario)
{
    struct report_out out = run_output(s);
    struct report_opts text_opts = { .render = s->opt.render, .scenario = scenario,
                                     .brief = s->opt.brief };
    struct json_opts json_opts = run_json_opts(s);
    bool ok;

    json_opts.scenario = scenario;
    ok = s->opt.json ? kind->json(&out, f, &json_opts)
        : kind->text(&out, s->unit.srcs, f, &text_opts);

    if (!ok)
        session_output_failed(s, errno);
}

static enum exit_status load_baseline(struct session *s, struct eval_opts *o)
{
    if (!s->opt.baseline)
        return EXIT_HOLDS;
    o->baseline = baseline_read(&s->arena, s->unit.diags, s->opt.baseline, s->opt.max_data_bytes);
    if (!o->baseline)
        return EXIT_DATA;
    if (strcmp(str_last(o->baseline->rules), str_last(s->opt.rules)))
        diag_add_data(s->unit.diags, DIAG_BASELINE_RULES,
                      (struct data_place){ s->opt.baseline, 0, 0, "", "" }, o->baseline->rules,
                      s->opt.rules, NULL);
    if (o->set == RESULTS_SUMMARY)
        o->set = RESULTS_FAILING;
    return EXIT_HOLDS;
}

static enum exit_status prepare(struct session *s, struct eval_opts *o)
{
    enum exit_status e = session_compile(s, STOP_NEVER);

    o->today = s->today;
    o->use = s->waiver_use;
    if (!e)
        e = load_baseline(s, o);
    if (!e)
        e = session_load(s);
    return e ? e : session_choose_engine(s);
}

/* The violated results had to be kept for the baseline; now they are not wanted. */
static void drop_results(struct findings *f)
{
    f->n = f->nnear = 0;
    f->set = RESULTS_SUMMARY;
}

static enum exit_status run_measured(struct session *s, const void *what,
                                     struct scenario_base *base)
{
    const struct report_kind *kind = what;
    struct eval_opts o = { .set = kind->check ? s->opt.results : RESULTS_SUMMARY,
                           .max_results = s->opt.max_results, .coverage = s->opt.coverage,
                           .feasible = kind->check ? &s->opt.joint : NULL };
    enum exit_status e;
    struct findings *f = NULL;
    uint64_t t;

    s->absent_late = kind->check;
    e = prepare(s, &o);
    if (!e)
        f = run_evaluate(s, kind, &o);
    if (f && o.baseline && s->opt.results == RESULTS_SUMMARY)
        drop_results(f);
    if (f && kind->check)
        session_idle_waivers(s);
    session_diagnostics(s);
    if (e) {
        run_fault_json(s);
        return s->output_failed ? EXIT_IO : e;
    }
    t = compile_clock();
    report(s, kind, f, base ? scenario_supposed(base, s, !kind->check) : NULL);
    s->report_ns = compile_clock() - t;
    if (s->opt.time)
        session_print_times(s);
    return run_status(s, kind, f);
}

enum exit_status run_alone(struct session *s, const struct report_kind *kind)
{
    return scenario_run(s, run_measured, kind);
}
