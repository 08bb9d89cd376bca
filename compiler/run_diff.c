/* Two data folders, one program.
 * In: a session that names rules and two folders. Out: what differs, diagnostics of each folder,
 * the exit status.
 * Invariant: the program is shared, all else of a side is its own; what goes wrong on one side does
 * not keep the other from being read. */
#include "run_diff.h"
#include "../runtime/compare_json.h"
#include "../runtime/compare_text.h"
#include <errno.h>
#include <sys/stat.h>

struct side {
    struct session s;
    const char *name;
    const struct findings *f;       /* NULL: its data could not be opened */
    enum exit_status status;
};

/* A session of its own for a side; what is left of the memory is for both. */
static void side_open(const struct session *s, size_t used, struct side *x, const char *name,
                      const char *prior)
{
    size_t left = s->arena.limit > used ? s->arena.limit - used : 1;

    x->s = *s;
    x->name = name;
    arena_init(&x->s.arena, left, s->arena.oom, s->arena.oom_ctx);
    x->s.unit.arena = &x->s.arena;
    x->s.unit.diags = ARENA_NEW(&x->s.arena, struct diags);
    diags_init(x->s.unit.diags, &x->s.arena);
    x->s.opt.data = name;
    x->s.opt.prior = prior;
    x->s.every_field = true;
}

static void side_close(struct side *x)
{
    if (x->s.data)
        data_close(x->s.data);
    arena_free(&x->s.arena);
}

/* A file in the place of a folder becomes that of the only table: for this side alone. */
static enum exit_status side_load(struct side *x)
{
    struct ir_program *p = x->s.unit.ir;
    sym from = p->ntable ? p->table[0].from : 0;
    enum exit_status e = session_load(&x->s);

    if (p->ntable)
        p->table[0].from = from;
    return e;
}

static void side_run(struct side *x)
{
    struct session *s = &x->s;
    struct eval_opts o = { .set = RESULTS_ALL, .max_results = s->opt.max_results,
                           .today = s->today, .use = s->waiver_use, .feasible = &s->opt.joint,
                           .again = true };

    x->status = side_load(x);
    if (x->status)
        return;
    s->engine = interp_engine(&s->arena, s->unit.ir);
    x->f = run_evaluate(s, &report_of_calc, &o);
    x->status = run_status(s, &report_of_calc, x->f);
}

static bool is_same_data(const char *a, const char *b)
{
    struct stat x, y;

    return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool report(struct session *s, const struct side *side, const struct comparison *c)
{
    struct report_opts text = { .render = s->opt.render };
    struct json_opts json = run_json_opts(s);
    struct compare_diags diags = { { side[COMPARE_OLD].s.unit.diags,
                                     side[COMPARE_NEW].s.unit.diags } };
    struct report_out out = run_output(s);

    if (s->opt.results == RESULTS_ALL)
        text.max_findings = UINT64_MAX;
    return s->opt.json ? compare_json(&out, c, &json, &diags)
        : compare_text(&out, s->unit.srcs, c, &text);
}

static enum exit_status compare(struct session *s, struct side *side)
{
    struct compare_source from[COMPARE_SIDES];
    struct comparison *c;

    for (unsigned i = 0; i < COMPARE_SIDES; i++)
        from[i] = (struct compare_source){ side[i].f, side[i].name,
                                           session_data_folder(&side[i].s) };
    c = compare_runs(&s->arena, from, s->lines);
    c->same = is_same_data(side[COMPARE_OLD].name, side[COMPARE_NEW].name);
    if (!report(s, side, c))
        session_output_failed(s, errno);
    return compare_alike(c) ? EXIT_HOLDS : EXIT_VIOLATED;
}

/* Where there is nothing to compare: what was said, of whichever side, as one list. */
static void fault_json(struct session *s, const struct side *side)
{
    for (unsigned i = 0; i < COMPARE_SIDES; i++)
        diags_append(s->unit.diags, side[i].s.unit.diags);
    run_fault_json(s);
}

static enum exit_status both(struct session *s, struct side *side)
{
    enum exit_status e = EXIT_HOLDS;

    for (unsigned i = 0; i < COMPARE_SIDES; i++) {
        run_diagnostics_of(&side[i].s, side[i].name);
        e = side[i].status == EXIT_USAGE ? EXIT_USAGE : run_worst(e, side[i].status);
    }
    if (side[COMPARE_OLD].f && side[COMPARE_NEW].f)
        e = run_worst(e, compare(s, side));
    else
        fault_json(s, side);
    return s->output_failed ? EXIT_IO : e;
}

enum exit_status diff_run(struct session *s)
{
    struct side side[COMPARE_SIDES] = { { .f = NULL } };
    struct line_formulas lines = { .of = NULL };
    size_t held = 0;                /* by the sides: it counts against the whole */
    const char *prior[COMPARE_SIDES] = { s->opt.prior, s->opt.prior_new ? s->opt.prior_new
                                                                        : s->opt.prior };
    enum exit_status e;

    s->lines = &lines;
    e = session_compile(s, STOP_NEVER);
    session_diagnostics(s);
    if (e) {
        run_fault_json(s);
        return s->output_failed ? EXIT_IO : e;
    }
    for (unsigned i = 0; i < COMPARE_SIDES; i++) {
        side_open(s, s->arena.used + held, &side[i], s->opt.subject[1 + i], prior[i]);
        side_run(&side[i]);
        held += side[i].s.arena.used;
    }
    s->arena.limit = s->arena.limit > held ? s->arena.limit - held : 1;
    e = both(s, side);
    for (unsigned i = 0; i < COMPARE_SIDES; i++)
        side_close(&side[i]);
    return e;
}
