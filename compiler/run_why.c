/* Where a figure comes from.
 * In: a session that asks for one. Out: its derivation on standard output, diagnostics, the exit
 * status. The interpreter runs, for it alone is asked. */
#include "run_why.h"
#include "run_scenario.h"
#include "step.h"
#include "../runtime/effect.h"

/* What is no figure and no written rule may be the name of a rule that a table's shape states: if
 * it is not, what is said is what is wrong with the figure. */
static enum exit_status try_program(struct session *s, struct why_ask *ask)
{
    struct unit figure = s->unit;

    ask->in_program = true;
    if (!session_compile(s, STOP_NEVER)) {
        if (ask->plan->nrule)
            return EXIT_HOLDS;
        if (ask->near)
            diag_add(figure.diags, DIAG_RULE_NEAR, NO_SPAN, ask->near, NULL);
    }
    s->unit = figure;
    return EXIT_RULES;
}

static enum exit_status prepare(struct session *s, struct why_ask *ask)
{
    enum exit_status e;

    s->ask = ask;
    e = session_compile(s, STOP_NEVER);
    if (e == EXIT_RULES && !ask->rule)
        e = try_program(s, ask);
    return e ? e : session_load(s);
}

/* What reads a figure can be asked of a line, a param, figures of data. */
static bool has_uses(const struct why_ask *ask)
{
    const struct why_node *root = ask->plan->root;

    return root && (root->kind == WHY_FIGURE || root->kind == WHY_LINE || root->kind == WHY_PARAM);
}

/* A rule, or a figure that nothing reads: what is wrong with what is asked. */
static enum exit_status refuse(struct session *s, const struct why_ask *ask)
{
    if (ask->uses && !has_uses(ask))
        diag_add(s->unit.diags, DIAG_USES_OF_NO_FIGURE, NO_SPAN, s->opt.asked, NULL);
    else if (ask->by && !ask->plan->root)
        diag_add(s->unit.diags, DIAG_BY_OF_RULE, NO_SPAN, s->opt.asked, NULL);
    else
        return EXIT_HOLDS;
    return EXIT_RULES;
}

static struct why_tree *explain(struct session *s, const struct why_ask *ask)
{
    struct eval_opts o = { .set = RESULTS_SUMMARY, .again = true, .today = s->today };
    struct why_opts w = { .members = (uint32_t)s->opt.members, .key = s->opt.key };

    s->engine = interp_engine(&s->arena, s->unit.ir);
    return why_resolve(&s->arena, eval_run(&s->arena, s->unit.ir, s->data, s->engine, &o),
                       ask->plan, &w);
}

static bool show_tree(struct session *s, struct report_out *out, const struct why_tree *t,
                      const struct why_show *o)
{
    return s->opt.dot ? why_dot(out, t, o)
        : s->opt.json ? why_json(out, t, o) : why_text(out, t, o);
}

static bool show_effects(struct session *s, struct report_out *out, const struct why_tree *t,
                         const struct why_show *o)
{
    const struct effects *e = effects_find(&s->arena, t, s->ask->plan);

    return s->opt.json ? effect_json(out, e, o) : effect_text(out, e, o);
}

static void show(struct session *s, const struct why_tree *t, const struct supposed *scenario)
{
    struct report_out out = run_output(s);
    struct why_show o = { .render = s->opt.render, .rules = s->opt.rules, .asked = s->opt.asked,
                          .scenario = scenario };
    bool ok = s->opt.by ? show_effects(s, &out, t, &o) : show_tree(s, &out, t, &o);

    s->output_failed = s->output_failed || !ok;
}

static enum exit_status why_measured(struct session *s, const void *what,
                                     struct scenario_base *base)
{
    struct why_ask ask = { .text = s->opt.asked, .uses = s->opt.uses,
                           .by = s->opt.by };
    enum exit_status e = prepare(s, &ask);
    const struct why_tree *t = NULL;
    bool no_key;

    (void)what;
    if (!e)
        e = refuse(s, &ask);
    if (!e)
        t = explain(s, &ask);
    no_key = t && (t->no_key || (s->opt.key && ask.plan->root));   /* a figure has no results */
    if (no_key)
        diag_add(s->unit.diags, DIAG_NO_SUCH_KEY, NO_SPAN, s->opt.key, s->opt.asked, NULL);
    session_diagnostics(s);
    if (e)
        return e;
    if (no_key)
        return EXIT_USAGE;
    show(s, t, base ? scenario_supposed(base, s, false) : NULL);
    return s->output_failed ? EXIT_IO : session_fault(s);
}

enum exit_status why_run(struct session *s)
{
    return scenario_run(s, why_measured, NULL);
}
