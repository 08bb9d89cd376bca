/* Many data folders, one program.
 * In: a session with --each. Out: a report for each folder and one of all.
 * Invariant: a folder's data and results live in an arena of its own, freed before the next one is
 * read; what goes wrong in one folder does not keep the others from being checked. */
#include "each.h"
#include "folders.h"
#include "../runtime/notice.h"
#include "../runtime/report_units.h"
#include "../runtime/say.h"
#include "../runtime/units.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_NS UINT64_C(100000000)

struct each {
    struct session *s;
    const struct report_kind *kind;
    struct folders folders;
    struct units *units;            /* the roll-up; NULL: no rule reads it */
    struct unit_summary *row;       /* by folder */
    struct findings total;          /* counts of all */
    enum exit_status status;
    bool progress;                  /* standard error is a terminal */
    bool line_shown;                /* a line of progress stands on it */
    uint64_t shown_ns;
    uint64_t reported;              /* reports written so far */
};

/* ── exit status ── */

static void status_note(struct each *e, enum exit_status status)
{
    e->status = run_worst(e->status, status);
}

/* ── progress ── */

static void progress_clear(struct each *e)
{
    static const char clear[] = "\r\033[K";

    if (e->line_shown)
        session_write(e->s, STDERR_FILENO, clear, sizeof clear - 1);
    e->line_shown = false;
}

static void progress_show(struct each *e, struct session *one, uint64_t i)
{
    uint64_t now = compile_clock();
    const char *line;

    if (!e->progress || now - e->shown_ns < PROGRESS_NS)
        return;
    progress_clear(e);
    line = arena_printf(&one->arena, "[%lu/%lu] %s", (unsigned long)i + 1,
                        (unsigned long)e->folders.n,
                        say_escaped(&one->arena, e->folders.path[i]));
    session_write(e->s, STDERR_FILENO, line, strlen(line));
    e->line_shown = true;
    e->shown_ns = now;
}

/* ── one folder ── */

static bool reads_prior(const struct ir_program *p)
{
    for (uint32_t i = 0; i < p->ntable; i++)
        if (p->table[i].origin == ORIGIN_PRIOR)
            return true;
    return false;
}

/* The prior data of a folder are in the folder of its name in --prior. */
static void prior_set(struct session *one, const char *path)
{
    const char *name = str_last(path);
    const char *prior = one->opt.prior;

    if (!prior)
        return;
    one->opt.prior = NULL;
    if (!reads_prior(one->unit.ir))
        return;
    prior = arena_printf(&one->arena, "%s/%s", prior, name);
    if (access(prior, F_OK) == 0)
        one->opt.prior = prior;
    else
        diag_add(one->unit.diags, DIAG_EACH_NO_PRIOR, NO_SPAN, prior, NULL);
}

/* A session for one folder: the program is shared, all else is its own. */
static void child_open(const struct session *s, struct session *one, const char *path)
{
    size_t left = s->arena.limit > s->arena.used ? s->arena.limit - s->arena.used : 1;

    *one = *s;
    arena_init(&one->arena, left, s->arena.oom, s->arena.oom_ctx);
    one->unit.arena = &one->arena;
    one->unit.diags = ARENA_NEW(&one->arena, struct diags);
    diags_init(one->unit.diags, &one->arena);
    one->opt.data = path;
    one->data = NULL;
    one->beneath = true;
    prior_set(one, path);
}

static void child_close(struct session *s, struct session *one)
{
    s->load_ns += one->load_ns;
    s->run_ns += one->run_ns;
    if (one->output_failed)
        session_output_failed(s, one->output_error);
    data_close(one->data);
    arena_free(&one->arena);
}

/* One engine for all, chosen by the first folder's work and their number. */
static void engine_share(struct each *e, struct session *one)
{
    struct session *s = e->s;

    if (!s->engine) {
        s->data = one->data;
        s->runs = e->folders.n;
        status_note(e, session_choose_engine(s));
        s->data = NULL;
    }
    one->engine = s->engine;
}

static struct eval_opts eval_opts(const struct each *e, enum eval_part part)
{
    enum result_set set = e->s->opt.results;

    if (set == RESULTS_AUTO)
        set = RESULTS_FAILING;
    return (struct eval_opts){ .part = part,
                               .set = e->kind->check ? set : RESULTS_SUMMARY,
                               .max_results = e->s->opt.max_results,
                               .coverage = e->s->opt.coverage,
                               .today = e->s->today, .use = e->s->waiver_use,
                               .feasible = e->kind->check ? &e->s->opt.joint : NULL };
}

/* results that fail, the accepted ones too */
static uint64_t failing(const struct findings *f)
{
    uint64_t n = 0;

    for (unsigned sev = 0; sev < 3; sev++)
        n += f->count[sev][ST_VIOLATED] + f->count[sev][ST_WAIVED];
    return n;
}

static void summary_note(struct each *e, struct unit_summary *row, const struct session *one,
                         const struct findings *f)
{
    row->faults = one->unit.diags->errors;
    row->total = f->total;
    row->notices = e->kind->check ? notice_count(one->unit.arena, f) : 0;
    e->total.total += f->total;
    e->total.truncated = e->total.truncated || f->truncated;
    for (unsigned sev = 0; sev < 3; sev++)
        for (unsigned st = 0; st < ST_COUNT; st++) {
            row->count[sev][st] = f->count[sev][st];
            e->total.count[sev][st] += f->count[sev][st];
        }
}

/* In text only what fails is shown, unless all is asked for. */
static bool is_shown(const struct each *e, const struct unit_summary *row,
                     const struct findings *f)
{
    if (e->s->opt.json || !e->kind->check)
        return true;
    if (e->s->opt.results == RESULTS_SUMMARY)
        return false;
    return e->s->opt.results == RESULTS_ALL || failing(f) || row->faults;
}

static void report_unit(struct each *e, struct session *one, const struct unit_summary *row,
                        const struct findings *f)
{
    struct report_out out = run_output(one);
    struct report_opts text_opts = { .render = e->s->opt.render, .brief = e->s->opt.brief };
    struct json_opts json_opts = run_json_opts(one);
    struct json_unit unit = { row->name, row->faults, !e->kind->check };
    uint64_t t = compile_clock();
    bool ok;

    if (e->s->opt.json) {
        ok = report_json_unit(&out, f, &json_opts, &unit, e->reported == 0);
    } else {
        if (e->reported)
            session_write(one, STDOUT_FILENO, "\n", 1);
        run_heading(one, STDOUT_FILENO, row->name);
        ok = e->kind->text(&out, one->unit.srcs, f, &text_opts);
    }
    e->reported++;
    e->s->report_ns += compile_clock() - t;
    if (!ok)
        session_output_failed(one, errno);
}

static void run_unit(struct each *e, uint64_t i)
{
    struct unit_summary *row = &e->row[i];
    struct eval_opts o = eval_opts(e, PART_UNIT);
    struct session one;
    struct findings *f;

    child_open(e->s, &one, e->folders.path[i]);
    row->name = e->folders.path[i];
    progress_show(e, &one, i);
    session_load(&one);
    if (!one.data) {
        one.data = data_new(&one.arena, one.unit.ir, one.unit.diags);
        one.absent_late = false;
    }
    if (e->units)
        units_take(e->units, one.data, row->name);
    engine_share(e, &one);
    f = run_evaluate(&one, e->kind, &o);
    summary_note(e, row, &one, f);
    if (one.absent_late && notice_known(f) && !is_shown(e, row, f))
        session_say_absent(&one);
    if (one.unit.diags->first || is_shown(e, row, f))
        progress_clear(e);
    run_diagnostics_of(&one, row->name);
    if (is_shown(e, row, f))
        report_unit(e, &one, row, f);
    status_note(e, run_status(&one, e->kind, f));
    child_close(e->s, &one);
}

/* ── the whole ── */

/* The data of the whole: those that --data names, if it does, and the roll-up of the units. */
static bool load_whole(struct each *e)
{
    struct session *s = e->s;

    if (s->opt.data && session_load(s)) {
        status_note(e, EXIT_DATA);
        return false;
    }
    if (!s->data) {
        s->data = data_new(&s->arena, s->unit.ir, s->unit.diags);
        s->absent_late = false;
    }
    if (e->units)
        units_give(e->units, s->data);
    return true;
}

/* NULL: there is none */
static struct findings *run_whole(struct each *e, struct unit_summary *row)
{
    struct session *s = e->s;
    struct eval_opts o = eval_opts(e, s->opt.data ? PART_ALL : PART_WHOLE);
    struct findings *f;

    if ((!s->opt.data && !e->units) || !load_whole(e))
        return NULL;
    f = run_evaluate(s, e->kind, &o);
    summary_note(e, row, s, f);
    return f;
}

static void whole_text(struct each *e, const struct findings *f, const struct unit_summary *row)
{
    struct session *s = e->s;
    struct report_out out = run_output(s);
    struct report_opts o = { .render = s->opt.render, .brief = s->opt.brief };

    if (f && is_shown(e, row, f)) {
        if (e->reported++)
            session_write(s, STDOUT_FILENO, "\n", 1);
        run_heading(s, STDOUT_FILENO, row->name);
        e->kind->text(&out, s->unit.srcs, f, &o);
    }
    if (!e->kind->check)
        return;
    if (e->reported)
        session_write(s, STDOUT_FILENO, "\n", 1);
    report_units_text(&out, e->row, e->folders.n, f != NULL, &e->total, &o);
}

static void whole_json(struct each *e, const struct findings *f, const struct unit_summary *row)
{
    struct session *s = e->s;
    struct report_out out = run_output(s);
    struct json_opts o = run_json_opts(s);
    struct json_unit unit = { s->opt.data ? s->opt.data : "", row->faults, !e->kind->check };

    if (!report_json_units_close(&out, f, &e->total, &o, &unit))
        session_output_failed(s, errno);
}

static enum exit_status prepare(struct each *e)
{
    struct session *s = e->s;
    struct report_out out = run_output(s);
    enum exit_status status = session_compile(s, STOP_NEVER);
    struct json_opts o;

    if (!status)
        status = folders_find(s, &e->folders);
    session_diagnostics(s);
    if (status) {
        run_fault_json(s);
        return s->output_failed ? EXIT_IO : status;
    }
    o = run_json_opts(s);
    if (s->opt.json && !report_json_units_open(&out, &o))
        session_output_failed(s, errno);
    diags_init(s->unit.diags, &s->arena);       /* those are told */
    e->row = ARENA_ARRAY(&s->arena, struct unit_summary, e->folders.n + 1);
    e->total.prog = s->unit.ir;
    e->units = units_new(&s->arena, s->unit.ir);
    e->progress = isatty(STDERR_FILENO);
    return EXIT_HOLDS;
}

enum exit_status each_run(struct session *s, const struct report_kind *kind)
{
    struct each e = { .s = s, .kind = kind };
    enum exit_status status;
    struct unit_summary *whole;
    struct findings *f;

    s->absent_late = kind->check;
    status = prepare(&e);
    if (status)
        return status;
    for (uint64_t i = 0; i < e.folders.n && !s->output_failed; i++)
        run_unit(&e, i);
    whole = &e.row[e.folders.n];
    whole->name = say_text(SAY_WHOLE, s->opt.render.lang);
    f = run_whole(&e, whole);
    if (kind->check)
        session_idle_waivers(s);
    progress_clear(&e);
    session_diagnostics(s);
    if (s->opt.json)
        whole_json(&e, f, whole);
    else
        whole_text(&e, f, whole);
    if (s->opt.time)
        session_print_times(s);
    if (f)
        status_note(&e, run_status(s, kind, f));
    status_note(&e, s->output_failed ? EXIT_IO : EXIT_HOLDS);
    return e.status;
}
