/* Tests, for people.
 * In: what became of one test after the other, and of all. Out: text. */
#include "report_test.h"
#include "report_part.h"

enum { RULES_SHOWN = 20 };

/* ---- a test that fails ---- */

/* "== failed: name ==" */
static void heading(struct report *r, const char *name)
{
    struct arena *a = &r->scratch.arena;
    report_title(r, arena_printf(a, "== %s ==", say_with(a, r->lang, SAY_TEST_FAILED, 1, name)));
}

static bool is_relation(const struct ir_program *p, const struct finding *x)
{
    return x->rule != IR_NONE && p->rule[x->rule].kind == KIND_EXPECT;
}

/* What was found is no error of the data: a result that holds is a remark. */
static void checked_draw(struct report *r, const struct test_checked *c)
{
    struct finding x = c->find;
    if (!c->unmet)
        return;
    diag_render(&r->text, r->srcs, c->unmet, &r->opts->render);
    x.severity = finding_verdict(&x) == ST_VIOLATED ? x.severity : SEV_NOTE;
    if (c->found && is_relation(r->f->prog, &x)) {
        report_figures(r, &x);
    } else {
        strbuf_addc(&r->text, '\n');
        if (c->found)
            report_finding(r, &x);
    }
    report_flush(r);
}

bool report_test_text(struct report_out *out, const struct test_outcome *t,
                      const struct report_opts *o)
{
    struct report r;
    if (t->passed)
        return true;
    report_open(&r, out, t->srcs, t->f, o);
    heading(&r, t->name);
    if (t->diags->first) {
        diags_render(&r.text, t->srcs, t->diags, &o->render);
        strbuf_addc(&r.text, '\n');
    }
    report_flush(&r);
    for (uint32_t i = 0; i < t->ncheck && t->f; i++)
        checked_draw(&r, &t->check[i]);
    report_close(&r);
    return !out->failed;
}

/* ---- rules ---- */

static uint32_t count_of(const struct test_totals *t, enum test_cover c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->nrule; i++)
        n += t->rule[i].cover == c;
    return n;
}

static void rules_of(struct report *r, const struct test_totals *t, enum test_cover c,
                     enum say head)
{
    struct arena *a = &r->scratch.arena;
    uint32_t n = count_of(t, c), shown = 0;
    struct brush b = report_brush(r, SEV_WARNING);
    struct columns k = { .arena = a, .count = 2, .give = { GIVE_END, GIVE_START } };
    if (!n)
        return;
    strbuf_adds(&r->text, "  ");
    brush_bold(&b);
    strbuf_adds(&r->text, say_with(a, r->lang, head, 1, say_count(a, n)));
    brush_end(&b);
    brush_newline(&b);
    for (uint32_t i = 0; i < t->nrule && shown < RULES_SHOWN; i++) {
        const struct test_rule *x = &t->rule[i];
        if (x->cover != c)
            continue;
        shown++;
        columns_add(&k, ROW_PLAIN, (const char *const[]){ say_escaped(a, x->name),
            arena_printf(a, "%s:%u", say_escaped(a, x->at.file), x->at.line) });
    }
    columns_draw(&b, &k, 4, r->columns);
    if (n > shown)
        strbuf_addf(&r->text, "    %s\n",
                    say_with(a, r->lang, SAY_TEST_MORE, 1, say_count(a, n - shown)));
    report_flush(r);
}

bool report_test_text_end(struct report_out *out, const struct test_totals *t,
                          const struct report_opts *o)
{
    struct report r;
    report_open(&r, out, NULL, NULL, o);
    struct arena *a = &r.scratch.arena;
    strbuf_addf(&r.text, "%s\n\n", say_with(a, r.lang, SAY_TEST_SUMMARY, 2,
                                            say_count(a, t->passed), say_count(a, t->failed)));
    report_title(&r, say_with(a, r.lang, SAY_TEST_COVER, 2, say_count(a, t->nrule),
                              say_count(a, count_of(t, COVER_TESTED))));
    report_flush(&r);
    rules_of(&r, t, COVER_UNSEEN, SAY_TEST_UNSEEN);
    rules_of(&r, t, COVER_HELD, SAY_TEST_HELD);
    rules_of(&r, t, COVER_FAILED, SAY_TEST_VIOLATED);
    rules_of(&r, t, COVER_UNASKED, SAY_TEST_UNASKED);
    report_flush(&r);
    report_close(&r);
    return !out->failed;
}

const char *test_cover_name(enum test_cover c)
{
    static const char *const name[COVER_KINDS] = { "unseen", "held", "violated", "unexpected",
                                                   "tested" };
    return name[c];
}
