/* fisc test.
 * In: a session. Out: what became of each test on standard output, diagnostics, the exit status.
 * Invariant: a test sees nothing of another: its data and results live in an arena of its own. The
 * program is compiled once for many tests, and anew where a test puts figures in the place of
 * params. */
#include "run_test.h"
#include <errno.h>
#include <string.h>

#define MAIN_FILE 0u
#define BATCH 128u                  /* tests that share a program */

struct testing {
    struct session *s;
    struct test_choice chosen;      /* of all tests of the file */
    const struct test **test;       /* by number */
    struct span *span;              /* likewise */
    uint32_t ntest;
    bool apart;                     /* all stand in the main file */
    uint8_t *seen; uint32_t nrule;  /* by rule of the file */
    uint64_t passed, failed;
    bool folder_told;               /* what is wrong with the folder's data */
    bool begun;                     /* something is reported */
    enum exit_status status;
};

/* ── exit status ── */

/* 70, 6, 5, 4, 1: the first that applies to any test */
static void status_note(struct testing *t, enum exit_status status)
{
    static const enum exit_status worst[] = { EXIT_INTERNAL, EXIT_IO, EXIT_LIMIT, EXIT_DATA,
                                              EXIT_VIOLATED };

    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        if (status == worst[i] || t->status == worst[i]) {
            t->status = worst[i];
            return;
        }
}

/* ── which tests ── */

static void choose(struct testing *t)
{
    struct unit *u = &t->s->unit;
    const char *filter = t->s->opt.filter;
    uint32_t n = 0, *number = ARENA_ARRAY(u->arena, uint32_t, u->ast.nstmt + 1);

    t->test = ARENA_ARRAY(u->arena, const struct test *, u->ast.nstmt + 1);
    t->span = ARENA_ARRAY(u->arena, struct span, u->ast.nstmt + 1);
    t->apart = true;
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct test *x = u->ast.stmt[i].kind == ST_TEST ? u->ast.stmt[i].u.test : NULL;
        if (!x)
            continue;
        if (!filter || strstr(unit_text(u, x->title.text), filter))
            number[t->chosen.n++] = n;
        t->span[n] = u->ast.stmt[i].span;
        t->apart = t->apart && t->span[n].file == MAIN_FILE;
        t->test[n++] = x;
    }
    t->ntest = n;
    t->chosen.number = number;
}

static bool gives_param(const struct test *x)
{
    for (uint32_t i = 0; i < x->ngiven; i++)
        if (x->given[i].kind == GIVEN_PARAM)
            return true;
    return false;
}

/* How many tests from `at` on share a program. */
static uint32_t batch_size(const struct testing *t, uint32_t at)
{
    uint32_t n = 0;

    while (n < BATCH && at + n < t->chosen.n
           && !gives_param(t->test[t->chosen.number[at + n]]))
        n++;
    return n ? n : 1;
}

/* ── the data folder ── */

static void keep_errors(struct diags *d)
{
    struct diag **to = &d->first;

    d->last = NULL;
    for (struct diag *g = d->first; g; g = g->next)
        if (diag_severity(g->code) == SEV_ERROR) {
            *to = d->last = g;
            to = &g->next;
        }
    *to = NULL;
    d->warnings = d->notes = 0;
}

static bool gives_rows_of(const struct test *x, uint32_t table)
{
    for (uint32_t i = 0; i < x->ngiven; i++)
        if (x->given[i].kind == GIVEN_TABLE && x->given[i].number == table)
            return true;
    return false;
}

/* Does the test read a file of the folder that is at fault? */
static bool reads_faulty(const struct session *b, const struct test *x, const struct diags *base)
{
    const struct ir_program *p = b->unit.ir;

    for (const struct diag *g = base->first; g; g = g->next)
        for (uint32_t i = 0; i < p->ntable; i++)
            if (g->place.file && !strcmp(g->place.file, data_file(b->data, i))
                && !gives_rows_of(x, i))
                return true;
    return false;
}

static void tell_folder(struct testing *t, const struct session *b, const struct diags *base)
{
    for (const struct diag *g = base->first; g && !t->folder_told; g = g->next)
        diag_add_data(t->s->unit.diags, g->code, g->place, g->arg[0], g->arg[1], g->arg[2],
                      g->arg[3], g->arg[4], g->arg[5], NULL);
    t->folder_told = true;
    status_note(t, session_fault(b));
}

/* ── one test ── */

static void test_open(struct test_at_work *x, struct session *batch, const struct stmt *s)
{
    size_t left = batch->arena.limit > batch->arena.used ? batch->arena.limit - batch->arena.used
                                                         : 1;

    *x = (struct test_at_work){ .batch = batch, .one = *batch, .test = s->u.test };
    arena_init(&x->one.arena, left, batch->arena.oom, batch->arena.oom_ctx);
    x->one.unit.arena = &x->one.arena;
    x->one.unit.diags = ARENA_NEW(&x->one.arena, struct diags);
    diags_init(x->one.unit.diags, &x->one.arena);
}

static void test_close(struct test_at_work *x)
{
    if (x->one.data && x->one.data != x->batch->data)
        data_close(x->one.data);
    arena_free(&x->one.arena);
}

/* Of the errors of its data those that are the folder's are told once, for all. */
static bool same_place(const struct diag *a, const struct diag *b)
{
    return a->code == b->code && a->place.file && b->place.file
        && !strcmp(a->place.file, b->place.file) && a->place.line == b->place.line
        && a->place.column == b->place.column;
}

static void drop_folder_errors(struct diags *d, const struct diags *base)
{
    struct diag **to = &d->first;

    for (struct diag *g = d->first; g; g = g->next) {
        const struct diag *b = base->first;
        while (b && !same_place(b, g))
            b = b->next;
        if (!b) {
            *to = g;
            to = &g->next;
        }
    }
    *to = NULL;
}

/* Rows that cannot be read as a whole test nothing; a cell that cannot be read may be the point. */
static bool rows_broken(const struct diags *d)
{
    for (const struct diag *g = d->first; g; g = g->next)
        if (!g->place.column)
            return true;
    return false;
}

static struct test_outcome outcome_new(const struct test_at_work *x)
{
    struct srcs *srcs = x->batch->unit.srcs;
    struct span at = x->test->title.span;
    struct test_outcome o = { .name = unit_text(&x->batch->unit, x->test->title.text),
                              .passed = true, .diags = x->one.unit.diags, .srcs = srcs };

    o.at.file = srcs->file[at.file].name;
    srcs_locate(srcs, at, &o.at.line, &o.at.column);
    return o;
}

/* Not before it is known that there are data. */
static void begin(struct testing *t)
{
    struct report_out out = run_output(t->s);
    struct json_opts json = run_json_opts(t->s);

    if (!t->begun && t->s->opt.json && !report_test_json_open(&out, &json))
        session_output_failed(t->s, errno);
    t->begun = true;
}

static void report(struct testing *t, struct arena *a, const struct test_outcome *o)
{
    struct report_out out = run_output(t->s);
    struct report_opts text = { .render = t->s->opt.render };
    struct json_opts json = run_json_opts(t->s);
    bool first = t->passed + t->failed == 0, ok;

    begin(t);
    out.arena = a;
    ok = t->s->opt.json ? report_test_json(&out, o, &json, first)
        : report_test_text(&out, o, &text);
    if (!ok)
        session_output_failed(t->s, errno);
    t->passed += o->passed;
    t->failed += !o->passed;
    if (!o->passed)
        status_note(t, EXIT_VIOLATED);
}

static void late_faults(struct testing *t, const struct findings *f)
{
    if (f->disagreement) {
        diag_add(t->s->unit.diags, DIAG_ENGINES_DISAGREE, NO_SPAN, f->disagreement, NULL);
        status_note(t, EXIT_INTERNAL);
    }
    if (f->truncated)
        status_note(t, EXIT_LIMIT);
}

static void run_one(struct testing *t, struct session *batch, const struct stmt *s,
                    const struct diags *base)
{
    struct test_at_work x;
    struct test_outcome o;
    bool given;

    test_open(&x, batch, s);
    x.nrowref = t->s->unit.ir->nrowref;
    o = outcome_new(&x);
    given = test_give(&x);
    if (reads_faulty(batch, x.test, base))
        tell_folder(t, batch, base);
    keep_errors(x.one.unit.diags);
    drop_folder_errors(x.one.unit.diags, base);
    o.passed = given && !rows_broken(x.one.unit.diags);
    if (given)
        test_judge(&x, &o, t->seen);
    if (o.f)
        late_faults(t, o.f);
    report(t, &x.one.arena, &o);
    test_close(&x);
}

/* ── a batch ── */

/* Its tests with the params that they give do not compile. */
static void fail_batch(struct testing *t, struct session *b, uint32_t at)
{
    for (uint32_t i = 0; i < b->tests.n; i++) {
        const struct test *x = t->test[t->chosen.number[at + i]];
        struct test_outcome o = { .name = unit_text(&t->s->unit, x->title.text),
                                  .diags = b->unit.diags, .srcs = b->unit.srcs };
        o.at.file = t->s->unit.srcs->file[x->title.span.file].name;
        srcs_locate(t->s->unit.srcs, x->title.span, &o.at.line, &o.at.column);
        report(t, &b->arena, &o);
    }
}

/* The chosen tests are then those that are read: their numbers are 0, 1, 2 … */
static void leave_others_out(struct testing *t, struct session *b)
{
    uint32_t n = b->tests.n, next = 0, *number = ARENA_ARRAY(&b->arena, uint32_t, n);
    struct span *blank = ARENA_ARRAY(&b->arena, struct span, t->ntest);

    for (uint32_t i = 0; i < t->ntest; i++)
        if (next < n && b->tests.number[next] == i)
            next++;
        else
            blank[b->tests.nblank++] = t->span[i];
    for (uint32_t i = 0; i < n; i++)
        number[i] = i;
    b->tests.blank = blank;
    b->tests.number = number;
}

static enum exit_status batch_open(struct testing *t, struct session *b, uint32_t at, uint32_t n)
{
    struct arena *a = &t->s->arena;
    enum exit_status e;

    *b = (struct session){ .opt = t->s->opt, .env = t->s->env };
    b->tests = (struct test_choice){ .number = t->chosen.number + at, .n = n };
    b->runs = n;
    arena_init(&b->arena, a->limit > a->used ? a->limit - a->used : 1, a->oom, a->oom_ctx);
    if (t->apart)
        leave_others_out(t, b);
    e = session_compile(b, STOP_NEVER);
    if (e) {
        keep_errors(b->unit.diags);
        fail_batch(t, b, at);
        return e;
    }
    diags_init(b->unit.diags, &b->arena);       /* warnings on the rules are told */
    return session_load_given(b, NULL);
}

static void batch_run(struct testing *t, struct session *b)
{
    struct diags base;
    enum exit_status e;

    keep_errors(b->unit.diags);
    base = *b->unit.diags;
    e = session_choose_engine(b);
    status_note(t, e);
    for (uint32_t i = 0; i < b->unit.ast.nstmt && !e && !t->s->output_failed; i++)
        if (b->unit.ast.stmt[i].kind == ST_TEST)
            run_one(t, b, &b->unit.ast.stmt[i], &base);
}

/* False: no test can be run, as there is no data folder, say. */
static bool batch(struct testing *t, uint32_t at, uint32_t n)
{
    struct session b;
    enum exit_status e = batch_open(t, &b, at, n);

    if (!e) {
        batch_run(t, &b);
    } else if (e != EXIT_RULES) {
        session_diagnostics(&b);
        run_fault_json(&b);
        status_note(t, e);
    }
    session_close(&b);
    return !e || e == EXIT_RULES;
}

/* ── the whole ── */

static enum test_cover cover_of(uint8_t seen)
{
    bool held = seen & (1u << ST_EXACT | 1u << ST_ROUNDING), violated = seen & 1u << ST_VIOLATED;

    if (!held && !violated)
        return COVER_UNSEEN;
    if (!violated)
        return COVER_HELD;
    if (!held)
        return COVER_FAILED;
    return seen & TEST_EXPECTED ? COVER_TESTED : COVER_UNASKED;
}

static struct test_totals totals(const struct testing *t)
{
    const struct ir_program *p = t->s->unit.ir;
    struct test_rule *rule = ARENA_ARRAY(&t->s->arena, struct test_rule, t->nrule);

    for (uint32_t i = 0; i < t->nrule; i++) {
        const struct ir_rule *r = &p->rule[i];
        rule[i] = (struct test_rule){ p->string[r->name],
                                      { p->string[p->file[r->file]], r->line, r->col },
                                      cover_of(t->seen[i]) };
    }
    return (struct test_totals){ t->passed, t->failed, rule, t->nrule, t->s->unit.diags };
}

static void finish(struct testing *t)
{
    struct report_out out = run_output(t->s);
    struct report_opts text = { .render = t->s->opt.render };
    struct json_opts json = run_json_opts(t->s);
    struct test_totals all = totals(t);
    bool ok = t->s->opt.json ? report_test_json_close(&out, &all, &json)
        : report_test_text_end(&out, &all, &text);

    if (!ok)
        session_output_failed(t->s, errno);
}

static enum exit_status prepare(struct testing *t)
{
    struct session *s = t->s;
    enum exit_status e = session_compile(s, STOP_NEVER);

    if (!e) {
        choose(t);
        t->nrule = s->unit.ir->nrule;
        t->seen = ARENA_ARRAY(&s->arena, uint8_t, t->nrule);
    }
    if (!e && !t->chosen.n) {
        diag_add(s->unit.diags, DIAG_NO_TESTS, NO_SPAN, NULL);
        e = EXIT_DATA;
    }
    return e;
}

static void run_all(struct testing *t)
{
    uint32_t n;

    for (uint32_t at = 0; at < t->chosen.n && !t->s->output_failed; at += n) {
        n = batch_size(t, at);
        if (!batch(t, at, n))
            return;
    }
}

enum exit_status test_run(struct session *s)
{
    struct testing t = { .s = s, .status = EXIT_HOLDS };
    enum exit_status e = prepare(&t);

    if (!e)
        run_all(&t);
    session_diagnostics(s);
    if (e) {
        run_fault_json(s);
        return s->output_failed ? EXIT_IO : e;
    }
    if (t.begun)
        finish(&t);
    status_note(&t, s->output_failed ? EXIT_IO : EXIT_HOLDS);
    return t.status;
}
