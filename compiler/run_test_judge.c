/* Whether a test's expectations are met.
 * In: a test with its data. Out: what is other than expected, each a diagnostic at the line that
 * expects it, with the result that was found. */
#include "run_test.h"
#include "fold.h"
#include "../runtime/judge.h"
#include "../runtime/message.h"
#include "lower.h"
#include <string.h>

/* ── words ── */

struct both { const char *zh, *en; };

static struct both want_words(enum test_want w)
{
    static const struct both word[] = {
        [WANT_HOLDS] = { "成立", "holds" }, [WANT_EXACT] = { "精确", "exact" },
        [WANT_ROUNDING] = { "舍入内", "rounding" }, [WANT_VIOLATED] = { "不成立", "violated" },
        [WANT_NOT_APPLICABLE] = { "不适用", "not-applicable" },
        [WANT_UNKNOWN] = { "未知", "unknown" } };
    return word[w];
}

static struct both status_words(struct arena *a, enum ir_status status, enum ir_reason reason)
{
    static const enum test_want want[] = {
        [ST_EXACT] = WANT_EXACT, [ST_ROUNDING] = WANT_ROUNDING, [ST_VIOLATED] = WANT_VIOLATED,
        [ST_NOT_APPLICABLE] = WANT_NOT_APPLICABLE, [ST_UNKNOWN] = WANT_UNKNOWN };
    struct both w = want_words(want[status]);
    enum say why;

    if (status != ST_UNKNOWN || reason == RS_NONE)
        return w;
    why = message_reason(reason);
    w.zh = arena_printf(a, "%s（%s）", w.zh, say_text(why, LANG_ZH));
    w.en = arena_printf(a, "%s (%s)", w.en, say_text(why, LANG_EN));
    return w;
}

/* ── what is other than expected ── */

static const char *rule_unit(const struct findings *f, const struct finding *x)
{
    return x->rule == IR_NONE ? "" : f->prog->string[f->prog->rule[x->rule].unit.text];
}

static const char *figure(struct arena *a, const char *text, const char *unit)
{
    return text ? message_figure(a, text, 0, unit) : "…";
}

static const char *source(struct test_at_work *t, struct span at)
{
    struct unit *u = &t->batch->unit;

    return unit_text(u, lower_source(u, at));
}

static struct diag *tell_results(struct test_at_work *t, const struct expectation *e,
                                 const struct test_judged *j, const struct findings *f)
{
    struct arena *a = &t->one.arena;
    const char *name = unit_text(&t->batch->unit, e->result.text);
    const char *key = unit_text(&t->batch->unit, e->key.text);
    struct both want = want_words(e->want), got;

    switch (j->answer) {
    case ANSWER_MET:
        break;
    case ANSWER_STATUS:
        got = status_words(a, j->status, j->reason);
        return diag_add(t->told, DIAG_EXPECT_STATUS, e->span, name, want.zh, got.zh, want.en,
                        got.en, NULL);
    case ANSWER_NO_RESULT:
        return diag_add(t->told, DIAG_EXPECT_NO_RESULT, e->span, name, NULL);
    case ANSWER_NO_KEY:
        return diag_add(t->told, DIAG_EXPECT_NO_KEY, e->key.span, name, key, NULL);
    case ANSWER_DIFFERENCE:
        return diag_add(t->told, DIAG_EXPECT_OTHER_DIFFERENCE, e->difference->span, name,
                        source(t, e->difference->span),
                        figure(a, j->find.difference, rule_unit(f, &j->find)), NULL);
    case ANSWER_NO_DIFFERENCE:
        return diag_add(t->told, DIAG_EXPECT_NO_DIFFERENCE, e->difference->span, name, NULL);
    }
    return NULL;
}

static struct diag *tell_figures(struct test_at_work *t, const struct rule *r,
                                 const struct test_judged *j, const struct findings *f)
{
    struct arena *a = &t->one.arena;
    const char *unit = rule_unit(f, &j->find), *text = source(t, r->span);
    struct both got;

    if (j->status != ST_UNKNOWN)
        return diag_add(t->told, DIAG_EXPECT_FIGURE, r->span, text,
                        figure(a, j->find.left, unit), figure(a, j->find.right, unit), NULL);
    got = status_words(a, j->status, j->reason);
    return diag_add(t->told, DIAG_EXPECT_UNKNOWN, r->span, text, got.zh, got.en, NULL);
}

/* ── one expectation ── */

static void checked_place(struct test_at_work *t, struct test_checked *c, struct span at)
{
    struct srcs *srcs = t->batch->unit.srcs;

    c->source = source(t, at);
    c->at.file = srcs->file[at.file].name;
    srcs_locate(srcs, at, &c->at.line, &c->at.column);
}

static void disagree(struct findings *f, uint32_t rule)
{
    if (!judge_agrees(f, rule))
        f->disagreement = f->prog->string[f->prog->rule[rule].name];
}

/* The first pair of its sides that is not so. */
static void judge_relation(struct test_at_work *t, const struct expectation *e, struct findings *f,
                           struct test_checked *c)
{
    const struct rule *r = e->rule;

    for (uint32_t i = 0; i + 1 < r->nside && !c->unmet; i++) {
        struct test_judged j = judge_figures(&t->one.arena, f, r->number + i);
        disagree(f, r->number + i);
        if (j.answer == ANSWER_MET)
            continue;
        c->unmet = tell_figures(t, r, &j, f);
        c->found = j.found;
        c->find = j.find;
    }
}

static void note_expected(const struct findings *f, const char *name, uint8_t *seen)
{
    for (uint32_t i = 0; i < f->prog->nrule; i++)
        if (f->seen[i] & 1u << ST_VIOLATED && !strcmp(f->prog->string[f->prog->rule[i].name], name)
            && f->prog->rule[i].kind != KIND_EXPECT)
            seen[i] |= TEST_EXPECTED;
}

static void judge_status(struct test_at_work *t, const struct expectation *e,
                         const struct findings *f, struct test_checked *c, uint8_t *seen)
{
    struct unit *u = &t->batch->unit;
    struct test_asked asked = { .result = unit_text(u, e->result.text), .want = e->want,
                                .nrowref = t->nrowref };
    struct test_judged j;

    if (e->key.text)
        asked.key = unit_text(u, e->key.text);
    if (e->difference)
        asked.difference = fold_constant(u, e->difference);
    j = judge_results(&t->one.arena, f, &asked);
    if (j.answer == ANSWER_MET && e->want == WANT_VIOLATED)
        note_expected(f, asked.result, seen);
    c->unmet = tell_results(t, e, &j, f);
    c->found = j.found;
    c->find = j.find;
}

/* ── the test ── */

static bool asks_system(struct test_at_work *t)
{
    static const char end[] = ".system";

    for (uint32_t i = 0; i < t->test->nexpect; i++) {
        const char *name = unit_text(&t->batch->unit, t->test->expect[i].result.text);
        size_t n = strlen(name);
        if (n > strlen(end) && !strcmp(name + n - strlen(end), end))
            return true;
    }
    return false;
}

static struct findings *evaluate(struct test_at_work *t)
{
    struct session *one = &t->one;
    struct eval_opts o = { .set = RESULTS_FAILING, .max_results = one->opt.max_results,
                           .today = one->today, .again = true, .seen = true };

    o.feasible = asks_system(t) ? &one->opt.joint : NULL;
    return eval_run(&one->arena, one->unit.ir, one->data, one->engine, &o);
}

static void judge_all(struct test_at_work *t, struct test_outcome *out, struct findings *f,
                      uint8_t *seen)
{
    out->ncheck = t->test->nexpect;
    out->check = ARENA_ARRAY(&t->one.arena, struct test_checked, out->ncheck);
    for (uint32_t i = 0; i < f->prog->nrule; i++)
        seen[i] |= f->prog->rule[i].kind == KIND_EXPECT ? 0 : f->seen[i];
    for (uint32_t i = 0; i < out->ncheck; i++) {
        const struct expectation *e = &t->test->expect[i];
        struct test_checked *c = &out->check[i];
        checked_place(t, c, e->span);
        if (e->rule)
            judge_relation(t, e, f, c);
        else
            judge_status(t, e, f, c, seen);
        out->passed = out->passed && !c->unmet;
    }
}

void test_judge(struct test_at_work *t, struct test_outcome *out, uint8_t *seen)
{
    struct findings *f = evaluate(t);

    t->told = ARENA_NEW(&t->one.arena, struct diags);
    diags_init(t->told, &t->one.arena);
    t->told->limit = UINT32_MAX;
    out->f = f;
    judge_all(t, out, f, seen);
}
