/* What a scenario is measured by.
 * In: a session that supposes one. Out: a session of its own that supposes none, and what the two
 * differ in.
 * Invariant: rules that do not compile are told once, here. */
#include "run_scenario.h"
#include "fold.h"
#include "lower.h"
#include "measure.h"
#include "run.h"
#include "scenario.h"
#include "../runtime/figure.h"
#include <string.h>

static bool reads_the_same(struct arena *a, const struct ir_program *p, const struct ir_program *q)
{
    struct ir_image x = ir_image_data(a, p), y = ir_image_data(a, q);

    return x.len == y.len && !memcmp(x.bytes, y.bytes, x.len);
}

/* The lines without the scenario: params choose no data, as a rule, so these are read once. */
static void evaluate(struct scenario_base *b, const struct session *with)
{
    struct eval_opts o = { .set = RESULTS_SUMMARY };
    bool shared = reads_the_same(&b->s.arena, with->unit.ir, b->s.unit.ir);

    if (shared)
        b->s.data = with->data;
    else if (session_load(&b->s))
        return;                     /* told of the data with the scenario */
    b->s.engine = interp_engine(&b->s.arena, b->s.unit.ir);
    b->supposed.without = run_evaluate(&b->s, &report_of_calc, &o);
    if (shared)
        b->s.data = NULL;           /* the other session's */
}

static enum exit_status base_open(struct scenario_base *b, struct session *s)
{
    size_t left = s->arena.limit > s->arena.used ? s->arena.limit - s->arena.used : 1;
    enum exit_status e;

    b->s = *s;
    b->s.opt.scenario = NULL;
    arena_init(&b->s.arena, left, s->arena.oom, s->arena.oom_ctx);
    e = session_compile(&b->s, STOP_NEVER);
    s->without = &b->s.unit;
    s->arena.limit = left > b->s.arena.used ? s->arena.limit - b->s.arena.used : 1;
    if (!e)
        return EXIT_HOLDS;
    session_diagnostics(&b->s);
    run_fault_json(&b->s);
    if (b->s.output_failed)
        session_output_failed(s, b->s.output_error);
    return s->output_failed ? EXIT_IO : e;
}

/* A param's value in a unit, NULL: it fits no 256 bits. */
static const char *param_value(struct unit *u, const struct decl *d, const struct ir_unit *unit)
{
    const struct rat *k = fold_constant(u, d->stmt->u.fig.value);

    return k ? figure_text(u->arena, figure_dec(k->num, k->den, false), unit) : NULL;
}

const struct supposed *scenario_supposed(struct scenario_base *b, struct session *s, bool lines)
{
    struct unit *now = &s->unit, *was = &b->s.unit;
    const struct stmt *with = scenario_find(now, s->opt.scenario);
    const struct scenario *x = with->u.scenario;
    const struct scenario *x_was = scenario_find(was, s->opt.scenario)->u.scenario;
    struct supposed_param *p = ARENA_ARRAY(&s->arena, struct supposed_param, x->nchange);

    for (uint32_t i = 0; i < x->nchange; i++) {
        const struct decl *d = x->change[i].decl, *d_was = x_was->change[i].decl;
        struct ir_unit unit = measure_ir(was, measure_settle(was, d_was->measure));
        struct span target = x->change[i].target->span;
        p[i] = (struct supposed_param){ .name = unit_text(now, lower_source(now, target)),
                                        .unit = unit_text(was, unit.text),
                                        .was = param_value(was, d_was, &unit),
                                        .now = param_value(now, d, &unit) };
    }
    b->supposed.name = unit_text(now, with->name.text);
    b->supposed.because = unit_text(now, x->because);
    b->supposed.param = p;
    b->supposed.nparam = x->nchange;
    if (lines)
        evaluate(b, s);
    return &b->supposed;
}

enum exit_status scenario_run(struct session *s, scenario_work *work, const void *what)
{
    struct scenario_base base = { .supposed = { .name = NULL } };
    enum exit_status e;

    if (!s->opt.scenario)
        return work(s, what, NULL);
    e = base_open(&base, s);
    if (!e)
        e = work(s, what, &base);
    session_close(&base.s);
    return e;
}
