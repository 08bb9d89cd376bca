/* Judges what tests expect.
 * In: the findings of a run, and a name of results with what they should be. Out: whether they are,
 * else the first result that is not.
 * Invariant: a name that has no result never meets anything. */
#include "judge.h"
#include "evidence.h"
#include "scratch.h"
#include <string.h>

/* The first result of each status. */
struct spot { bool met; uint32_t rule; uint64_t row; const struct finding *find;
              enum ir_reason reason; };
struct tally {
    const struct findings *f;
    const struct test_asked *t;
    const char *form;               /* of the key; NULL: any */
    struct spot of[ST_COUNT];
    struct spot apart;              /* violated, with another difference */
    bool named;                     /* there is a result of the name, whatever its key */
    bool same;                      /* one that is violated has the difference */
    struct arena *arena;
    struct scratch scratch;
};

/* ---- differences ---- */

static const struct ir_unit *unit_of(const struct findings *f, const struct ir_rule *r)
{
    const struct data_quote *q = r->printed ? data_quote(f->data, r->printed - 1) : NULL;
    return q && *q->unit ? &q->factor : &r->unit;
}

/* The figure of a finding in base units; false if it does not fit. */
static bool in_base(struct rat *out, const char *text, const struct ir_unit *unit)
{
    struct dec d;
    struct rat factor;
    if (!text || !evidence_parse(&d, text)
        || rat_make(&factor, w256_from_i64(unit->factor), w256_from_i64(unit->divisor)))
        return false;
    d.scale -= unit->pow10;
    return !rat_dec(out, d) && !rat_mul(out, *out, factor);
}

static bool differs_so(struct tally *k, uint32_t rule, uint64_t row)
{
    struct rule_result x;
    struct rat r;
    return eval_result(k->f, &k->scratch.arena, rule, row, &x)
        && in_base(&r, x.find.difference, unit_of(k->f, &k->f->prog->rule[rule]))
        && rat_equal(r, *k->t->difference);
}

/* ---- gathering ---- */

static void take(struct tally *k, enum ir_status status, struct spot s)
{
    s.met = true;
    if (!k->of[status].met)
        k->of[status] = s;
    if (status != ST_VIOLATED || !k->t->difference)
        return;
    if (!s.find && differs_so(k, s.rule, s.row))
        k->same = true;
    else if (!k->apart.met)
        k->apart = s;
}

static void take_row(struct tally *k, uint32_t rule, uint64_t row)
{
    const struct ir_rule *r = &k->f->prog->rule[rule];
    struct arena *a = &k->scratch.arena;
    uint8_t v;
    bool is = !k->form || evidence_key_is(a, evidence_key(k->f, a, r, row), k->form);
    k->named = true;
    if (is) {
        v = eval_verdict(k->f, rule, row);
        if (v != VERDICT_NONE)
            take(k, VERDICT_STATUS(v),
                 (struct spot){ .rule = rule, .row = row, .reason = VERDICT_REASON(v) });
    }
    scratch_reset(&k->scratch);
}

static void take_rule(struct tally *k, uint32_t rule)
{
    const struct ir_rule *r = &k->f->prog->rule[rule];
    const struct data_set *data = k->f->data;
    enum ir_domain domain = (enum ir_domain)r->domain;
    uint64_t n = data_lanes(data, domain, r->table);
    const uint64_t *rows = domain == DOMAIN_PARENTS ? data_parents(data, r->table) : NULL;
    bool absent = domain == DOMAIN_JOIN ? data_join_reason(data, r->table) != RS_NONE
        : domain != DOMAIN_UNIT && !data_usable(data, r->table);
    if (domain == DOMAIN_UNIT || absent) {
        take_row(k, rule, DATA_NO_ROW);
        return;
    }
    for (uint64_t i = 0; i < n; i++)
        take_row(k, rule, rows ? rows[i] : i);
}

/* A row that is not there, and that no rule names: a test, perhaps another one, does. */
static bool named_by_tests(const struct tally *k, const struct shape_finding *s)
{
    return s && s->kind == SHAPE_MISSING_ROW && s->rowref >= k->t->nrowref;
}

/* A finding of a table's shape, or a conflict. */
static void take_finding(struct tally *k, const struct finding *x)
{
    struct evidence e;
    struct arena *a = &k->scratch.arena;
    evidence_gather(&e, a, k->f, x, 1);
    if (!strcmp(e.name, k->t->result)) {
        k->named = true;
        if (!k->form || evidence_key_is(a, evidence_shape_key(&e, a), k->form))
            take(k, finding_verdict(x), (struct spot){ .find = x });
    }
    scratch_reset(&k->scratch);
}

/* The table of a name TABLE.rows or TABLE.column; IR_NONE if it is none. */
static uint32_t table_of(const struct ir_program *p, const char *name)
{
    for (uint32_t i = 0; i < p->ntable; i++) {
        const char *table = p->string[p->table[i].name];
        size_t n = strlen(table);
        if (p->table[i].origin == ORIGIN_CURRENT && !strncmp(table, name, n) && name[n] == '.')
            return i;
    }
    return IR_NONE;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n > m && !strcmp(s + n - m, end);
}

/* No rule has the name: findings alone would. */
static void take_absence(struct tally *k)
{
    uint32_t table = table_of(k->f->prog, k->t->result);
    bool system = ends_with(k->t->result, ".system");
    struct spot none = { .rule = IR_NONE, .reason = RS_NONE };
    if (table == IR_NONE && !system)
        return;
    k->named = true;
    if (!system && !data_usable(k->f->data, table)) {
        none.reason = data_present(k->f->data, table) ? RS_UNREADABLE : RS_MISSING;
        take(k, ST_UNKNOWN, none);
    } else {
        take(k, ST_EXACT, none);
    }
}

static void gather(struct tally *k)
{
    const struct ir_program *p = k->f->prog;
    bool rule = false;
    for (uint32_t i = 0; i < p->nrule; i++)
        if (p->rule[i].kind != KIND_EXPECT && !strcmp(p->string[p->rule[i].name], k->t->result)) {
            rule = true;
            take_rule(k, i);
        }
    for (uint64_t i = 0; i < k->f->n; i++)
        if (k->f->find[i].rule == IR_NONE && !named_by_tests(k, k->f->find[i].shape))
            take_finding(k, &k->f->find[i]);
    if (!rule && !k->named)
        take_absence(k);
}

/* ---- judging ---- */

/* The status of the first result that keeps the expectation from being met; ST_COUNT: it is met. */
static enum ir_status wrong_status(const struct tally *k)
{
    static const enum ir_status worst[] = { ST_VIOLATED, ST_UNKNOWN, ST_ROUNDING, ST_EXACT,
                                            ST_NOT_APPLICABLE };
    static const bool bad[][ST_COUNT] = {
        [WANT_HOLDS] = { [ST_VIOLATED] = true, [ST_UNKNOWN] = true },
        [WANT_EXACT] = { [ST_VIOLATED] = true, [ST_UNKNOWN] = true, [ST_ROUNDING] = true },
        [WANT_ROUNDING] = { [ST_VIOLATED] = true, [ST_UNKNOWN] = true },
        [WANT_NOT_APPLICABLE] = { [ST_VIOLATED] = true, [ST_UNKNOWN] = true, [ST_ROUNDING] = true,
                                  [ST_EXACT] = true },
        [WANT_VIOLATED] = { false }, [WANT_UNKNOWN] = { false } };
    static const bool good[][ST_COUNT] = {
        [WANT_HOLDS] = { [ST_EXACT] = true, [ST_ROUNDING] = true },
        [WANT_EXACT] = { [ST_EXACT] = true },
        [WANT_ROUNDING] = { [ST_ROUNDING] = true },
        [WANT_NOT_APPLICABLE] = { [ST_NOT_APPLICABLE] = true },
        [WANT_VIOLATED] = { [ST_VIOLATED] = true },
        [WANT_UNKNOWN] = { [ST_UNKNOWN] = true } };
    enum ir_status other = ST_COUNT;
    bool some = false;
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++) {
        enum ir_status st = worst[i];
        if (!k->of[st].met)
            continue;
        if (bad[k->t->want][st])
            return st;
        some = some || good[k->t->want][st];
        other = other == ST_COUNT ? st : other;
    }
    return some ? ST_COUNT : other;
}

static void show(struct test_judged *j, const struct tally *k, enum ir_status status,
                 const struct spot *s)
{
    struct rule_result x;
    j->status = status;
    j->reason = s->reason;
    if (s->find) {
        j->find = *s->find;
        j->found = true;
    } else if (s->rule != IR_NONE && eval_result(k->f, k->arena, s->rule, s->row, &x)) {
        j->find = x.find;
        j->found = true;
    }
}

static struct test_judged judge(struct tally *k)
{
    struct test_judged j = { .answer = ANSWER_MET, .status = ST_COUNT };
    bool any = false;
    enum ir_status wrong;
    for (unsigned i = 0; i < ST_COUNT; i++)
        any = any || k->of[i].met;
    if (!any) {
        j.answer = k->named && k->form ? ANSWER_NO_KEY : ANSWER_NO_RESULT;
        return j;
    }
    wrong = wrong_status(k);
    if (wrong != ST_COUNT) {
        j.answer = ANSWER_STATUS;
        show(&j, k, wrong, &k->of[wrong]);
    } else if (k->t->difference && !k->same) {
        show(&j, k, ST_VIOLATED, &k->apart);
        j.answer = j.found && j.find.difference ? ANSWER_DIFFERENCE : ANSWER_NO_DIFFERENCE;
    }
    return j;
}

struct test_judged judge_results(struct arena *a, const struct findings *f,
                                 const struct test_asked *t)
{
    struct tally k = { .f = f, .t = t, .arena = a };
    k.form = t->key ? str_form(a, t->key, strlen(t->key)) : NULL;
    scratch_open(&k.scratch, a);
    gather(&k);
    struct test_judged j = judge(&k);
    scratch_close(&k.scratch);
    return j;
}

struct test_judged judge_figures(struct arena *a, const struct findings *f, uint32_t rule)
{
    struct test_judged j = { .answer = ANSWER_NO_RESULT, .status = ST_COUNT };
    struct rule_result x;
    if (!eval_result(f, a, rule, DATA_NO_ROW, &x))
        return j;
    j.status = finding_verdict(&x.find);
    j.reason = (enum ir_reason)x.find.reason;
    j.find = x.find;
    j.found = true;
    j.answer = j.status == ST_EXACT ? ANSWER_MET : ANSWER_STATUS;
    return j;
}

bool judge_agrees(const struct findings *f, uint32_t rule)
{
    return f->seen[rule] & 1u << VERDICT_STATUS(eval_verdict(f, rule, DATA_NO_ROW));
}
