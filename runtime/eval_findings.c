/* The findings of a run. In: the verdicts that were kept, with their rules and rows. Out: findings
 * in the order of the program and the sheet, with figures that the interpreter computes once more,
 * one lane at a time; a verdict that it does not share is a disagreement of the engines. */
#include "eval_part.h"
#include "evidence.h"
#include "feasible.h"
#include "figure.h"
#include "verdict.h"
#include <stdlib.h>

static struct lanes one_lane(const struct ir_rule *rule, uint64_t row)
{
    return (struct lanes){ .domain = rule->domain, .table = rule->table, .row0 = row, .n = 1 };
}

static void shape_outcome(struct run *r, uint32_t rule, uint64_t row, struct outcome *o)
{
    struct site at = r->site[rule];
    const struct ir_kernel *kernel = &r->p->kernel[at.kernel];
    const struct ir_instance *inst = &kernel->inst[at.inst];
    const struct ir_shape *s = &r->p->shape[kernel->shape];
    struct lanes l = one_lane(&r->p->rule[rule], row);
    uint64_t buf[IR_SHAPE_OPS][4];

    for (uint32_t i = 0; i < s->nin; i++)
        r->in[i] = eval_bind(r, &inst->in[i], s->in_width[i], &l, r->in_buf[i]);
    for (uint32_t i = 0; i < s->nout; i++)
        r->out_ptr[i] = buf[i];
    r->interp->shape(r->interp, kernel->shape, r->in, r->out_ptr, 1);
    for (uint32_t i = 0; i < s->nout; i++) {
        if (s->out[i].kind == OUT_EVIDENCE) {
            o->v[inst->out[i].role] = eval_load(buf[i], s->out[i].width);
            o->has[inst->out[i].role] = true;
        } else if (s->out[i].kind == OUT_VERDICT) {
            o->verdict = *(uint8_t *)buf[i];
        }
    }
}

static int64_t first_lane(const int64_t *v) { return v ? *v : 0; }

/* one rule of a lin, over its own terms only */
static void lin_outcome(struct run *r, uint32_t rule, uint64_t row, struct outcome *o)
{
    struct site at = r->site[rule];
    const struct ir_lin *x = &r->p->kernel[at.kernel].lin;
    struct lanes l = one_lane(&r->p->rule[rule], row);
    i128 left = x->kleft[at.inst], sums[3];

    for (uint32_t t = x->start[at.inst]; t < x->start[at.inst + 1]; t++) {
        uint32_t i = x->input[t];
        eval_lin_input(r, x, i, &l, &r->lin_in[i], r->facet_buf + (size_t)i * EVAL_LIN_FACETS, 1);
        left += (i128)x->left[t] * first_lane(r->lin_in[i].mid);
    }
    o->verdict = interp_lin_rule(r->interp, at.kernel, at.inst, r->lin_in, sums);
    o->v[ROLE_LEFT] = w256_from_i128(left);
    o->v[ROLE_DIFF] = w256_from_i128(sums[0]);
    o->v[ROLE_LOWER] = w256_from_i128(sums[0] - sums[1]);
    o->v[ROLE_UPPER] = w256_from_i128(sums[0] + sums[2]);
    o->has[ROLE_LEFT] = o->has[ROLE_DIFF] = o->has[ROLE_LOWER] = o->has[ROLE_UPPER] = true;
}

void eval_outcome(struct run *r, uint32_t rule, uint64_t row, struct outcome *o)
{
    *o = (struct outcome){ .verdict = VERDICT_NONE };
    if (r->p->kernel[r->site[rule].kernel].shape == IR_NONE)
        lin_outcome(r, rule, row, o);
    else
        shape_outcome(r, rule, row, o);
}

static w256 role_den(const struct ir_rule *rule, const struct outcome *o, enum ir_role role)
{
    return role % 2 == 0 && o->has[role + 1] ? o->v[role + 1] : rule->den;
}

static struct dec role_dec(const struct ir_rule *rule, const struct outcome *o, enum ir_role role)
{
    return figure_dec(o->v[role], role_den(rule, o, role), rule->fraction);
}

/* upper − lower of two roles. Linear results have one denominator throughout:
 * their distance is exact. */
static struct dec distance(const struct ir_rule *rule, const struct outcome *o, enum ir_role upper,
                           enum ir_role lower)
{
    w256 n;

    if (!rule->fraction && !w256_sub(&n, o->v[upper], o->v[lower]))
        return figure_dec(n, role_den(rule, o, upper), false);
    return figure_add(role_dec(rule, o, upper), role_dec(rule, o, lower), -1);
}

/* half of the last place of what x should round to */
static struct dec is_half(const struct run *r, const struct ir_rule *rule)
{
    const struct data_quote *q = rule->printed ? data_quote(r->data, rule->printed - 1) : NULL;
    const struct ir_cell *cell = rule->printed ? &r->p->cell[rule->printed - 1] : NULL;
    w256 den;

    if (!rule->printed)
        return figure_dec(rule->is_half, rule->is_half_den, false);
    w256_pow10(&den, (unsigned)r->p->quote[r->p->colref[cell->colref].quote].scale);
    return figure_dec(w256_from_i64(q ? q->radius : 0), den, false);
}

/* how far the interval lets the difference move (language reference, "Linear relations") */
static struct dec slack_of(const struct run *r, const struct ir_rule *rule,
                           const struct outcome *o)
{
    struct dec zero = { w256_from_i64(0), 0 }, down = zero, above = zero;
    int sign = w256_sign(o->v[ROLE_DIFF]);

    if (!rule->exactly) {
        down = distance(rule, o, ROLE_DIFF, ROLE_LOWER);
        above = distance(rule, o, ROLE_UPPER, ROLE_DIFF);
    }
    if (sign < 0 || (sign == 0 && dec_cmp(above, down) > 0))
        down = above;
    if (rule->rel == IR_REL_IS)
        down = figure_add(down, is_half(r, rule), 1);
    return down;
}

static struct dec right_of(const struct ir_rule *rule, const struct outcome *o)
{
    w256 n;

    if (o->has[ROLE_RIGHT])
        return role_dec(rule, o, ROLE_RIGHT);
    w256_sub(&n, o->v[ROLE_LEFT], o->v[ROLE_DIFF]);
    return figure_dec(n, rule->den, rule->fraction);
}

/* A rounding pass among the three that come nearest to their slack: those whose
 * |difference| / slack is largest. */
struct nearness { struct dec diff, slack; };

static bool nearer(const struct nearness *a, const struct nearness *b)
{
    struct dec x, y;

    if (dec_mul(&x, a->diff, b->slack) || dec_mul(&y, b->diff, a->slack))
        return false;
    return dec_cmp(x, y) > 0;
}

static void note_near(struct findings *f, struct nearness near[3], struct nearness n, uint32_t at)
{
    uint32_t i = f->nnear;

    if (w256_sign(n.slack.coef) <= 0)
        return;
    while (i > 0 && nearer(&n, &near[i - 1]))
        i--;
    if (i == 3)
        return;
    if (f->nnear < 3)
        f->nnear++;
    for (uint32_t k = f->nnear - 1; k > i; k--) {
        near[k] = near[k - 1];
        f->near[k] = f->near[k - 1];
    }
    near[i] = n;
    f->near[i] = at;
}

/* A result about a text's figure is shown in the unit in which that is printed. */
static const struct ir_unit *result_unit(const struct run *r, const struct ir_rule *rule)
{
    const struct data_quote *q = rule->printed ? data_quote(r->data, rule->printed - 1) : NULL;

    return q && *q->unit ? &q->factor : &rule->unit;
}

static void fill_ends(const struct ir_rule *rule, const struct outcome *o, struct finding *f)
{
    for (unsigned i = 0; i < 2; i++) {
        enum ir_role role = i ? ROLE_RIGHT_BY : ROLE_LEFT_BY;
        uint64_t by = o->v[role].w[0] >> 1;
        f->end[i].rule = o->has[role] && by < rule->nmember ? rule->member[by] : IR_NONE;
        f->end[i].open = o->v[role].w[0] & 1;
    }
}

static void fill_figures(struct run *r, const struct ir_rule *rule, const struct outcome *o,
                         struct finding *f, struct nearness *n)
{
    const struct ir_unit *unit = result_unit(r, rule);

    n->diff = role_dec(rule, o, ROLE_DIFF);
    n->slack = slack_of(r, rule, o);
    f->left = figure_text(r->arena, role_dec(rule, o, ROLE_LEFT), unit);
    f->right = figure_text(r->arena, right_of(rule, o), unit);
    f->difference = figure_text(r->arena, n->diff, unit);
    f->slack = figure_text(r->arena, n->slack, unit);
    if (rule->kind == KIND_JOINT)
        fill_ends(rule, o, f);
    n->diff.coef = w256_abs(n->diff.coef);
}

/* ── sides of which one is unknown ── */

/* Does it choose rows by figures, which may be unknown? */
static bool asks_figures(const struct ir_program *p, const struct ir_bind *b)
{
    const struct ir_choice *c = b->kind == BIND_CHOICE ? &p->choice[b->index] : NULL;

    for (uint32_t i = 0; c && i < c->nask; i++)
        if (c->ask[i].kind != ASK_TEXT)
            return true;
    return false;
}

/* Why a figure of a rule is unknown. False: that cannot be said of it alone. */
static bool figure_reason(const struct run *r, const struct finding *f, const struct ir_bind *b,
                          uint8_t *reason)
{
    struct figure_place at = evidence_place(r->p, &r->p->rule[f->rule], b, f->row);
    const int64_t *v;
    int64_t buf;

    *reason = RS_NONE;
    if (b->kind == BIND_CELL) {
        *reason = (uint8_t)data_cell_facet(r->data, at.cell, FACET_REASON);
        return true;
    }
    if (b->kind == BIND_CHOICE)
        return !asks_figures(r->p, b);
    if (b->kind != BIND_COLREF || at.leaves)
        return false;
    if (f->row == DATA_NO_ROW) {    /* there are no rows, for which some table is to blame */
        if (!data_usable(r->data, r->p->colref[at.colref].table))
            *reason = f->reason;
        return *reason;
    }
    v = data_facet(r->data, at.colref, FACET_REASON, f->row, NULL, 1, &buf);
    *reason = v ? (uint8_t)*v : RS_NONE;
    return true;
}

/* Of the first of its figures that is unknown. True: all of them are told, so that the side is
 * known if there is none. */
static bool side_reason(const struct run *r, const struct finding *f, enum ir_read side,
                        uint8_t *reason)
{
    const struct ir_rule *rule = &r->p->rule[f->rule];
    bool told = true;

    *reason = RS_NONE;
    for (uint32_t i = 0; i < rule->ncell && !*reason; i++)
        if (ir_reads_value(&rule->cell[i]) && rule->cell[i].facet & side)
            told = figure_reason(r, f, &rule->cell[i], reason) && told;
    return told;
}

/* A side of known figures has a value, though the other, or the condition, has none: unless it
 * divides by 0. */
static bool side_has_value(const struct ir_rule *rule, const struct finding *f,
                           const struct outcome *o, unsigned side)
{
    enum ir_role role = side ? ROLE_RIGHT : ROLE_LEFT;
    bool is_role = o->has[role] || (side && o->has[ROLE_LEFT]);

    return is_role && f->reason != RS_OVERFLOW && w256_sign(role_den(rule, o, role)) > 0
        && !(rule->divides & (side ? READ_RIGHT : READ_LEFT));
}

static bool reads_condition(const struct ir_program *p, const struct ir_rule *rule)
{
    for (uint32_t i = 0; i < rule->ncell; i++)
        if (ir_read_by_condition(&rule->cell[i]) || asks_figures(p, &rule->cell[i]))
            return true;
    return false;
}

/* Where one side is known and there is no condition, the other is to blame for the result. */
static void blame_other(const struct ir_program *p, struct finding *f, const struct ir_rule *rule)
{
    for (unsigned i = 0; i < 2; i++)
        if (f->side[i].figure && !f->side[!i].figure && !f->side[!i].reason
            && f->status == ST_UNKNOWN && !reads_condition(p, rule))
            f->side[!i].reason = f->reason;
}

static void fill_sides(const struct run *r, const struct ir_rule *rule, const struct outcome *o,
                       struct finding *f)
{
    const struct ir_unit *unit = result_unit(r, rule);
    bool left = side_reason(r, f, READ_LEFT, &f->side[0].reason);
    bool right = side_reason(r, f, READ_RIGHT, &f->side[1].reason);

    if (left && !f->side[0].reason && side_has_value(rule, f, o, 0))
        f->side[0].figure = figure_text(r->arena, role_dec(rule, o, ROLE_LEFT), unit);
    if (right && !f->side[1].reason && side_has_value(rule, f, o, 1))
        f->side[1].figure = figure_text(r->arena, right_of(rule, o), unit);
    blame_other(r->p, f, rule);
}

/* The cell that a figure of the relation is, if it has an interval; NULL: it is no cell, or its
 * value is not read, or its column is exact. */
static const struct ir_cell *spread_cell(const struct ir_program *p, const struct ir_bind *b)
{
    if (b->kind != BIND_CELL || !ir_reads_value(b))
        return NULL;
    const struct ir_cell *cell = &p->cell[b->index];
    const struct ir_colref *ref = &p->colref[cell->colref];
    return p->table[ref->table].column[ref->column].grid.mode == GRID_EXACT ? NULL : cell;
}

/* Two figures of a rule that are one printed cell under two names, which only the data tell. */
static bool rows_meet(const struct run *r, const struct ir_rule *rule)
{
    for (uint32_t i = 0; i < rule->ncell; i++) {
        const struct ir_cell *one = spread_cell(r->p, &rule->cell[i]);
        for (uint32_t k = i + 1; one && k < rule->ncell; k++) {
            const struct ir_cell *two = spread_cell(r->p, &rule->cell[k]);
            if (two && data_cells_meet(r->data, one, two))
                return true;
        }
    }
    return false;
}

static bool has_figures(const struct ir_rule *rule, const struct finding *f)
{
    return rule->kind != KIND_LISTED
        && f->status != ST_UNKNOWN && f->status != ST_NOT_APPLICABLE && f->reason == RS_NONE;
}

static void waive(struct run *r, struct finding *f)
{
    if (f->status == ST_VIOLATED)
        f->waiver = waivers_of_rule(r->waivers, f->rule, f->row);
    f->status = (uint8_t)waivers_status(r->waivers, f->waiver, (enum ir_status)f->status);
}

static void add_finding(struct run *r, const struct kept *k, struct nearness near[3])
{
    const struct ir_rule *rule = &r->p->rule[k->rule];
    struct outcome o = { .verdict = k->verdict };
    struct finding f = { .rule = k->rule, .row = k->row, .severity = rule->severity,
                         .status = (uint8_t)VERDICT_STATUS(k->verdict),
                         .reason = (uint8_t)VERDICT_REASON(k->verdict) };
    struct nearness n;

    /* if its table is absent there is nothing to evaluate */
    if (rule->domain == DOMAIN_UNIT || k->row != DATA_NO_ROW)
        eval_outcome(r, k->rule, k->row, &o);
    if (eval_told(r, k->rule, k->row, o.verdict) != k->verdict)
        r->out->disagreement = r->p->string[rule->name];
    if (has_figures(rule, &f))
        fill_figures(r, rule, &o, &f, &n);
    else if (f.status != ST_NOT_APPLICABLE)
        fill_sides(r, rule, &o, &f);
    waive(r, &f);
    f.loose = f.status == ST_ROUNDING && (rule->loose || rows_meet(r, rule));
    ARENA_PUSH(r->arena, r->out->find, r->out->n, r->out->cap, f);
    if (f.status == ST_ROUNDING)
        note_near(r->out, near, n, (uint32_t)(r->out->n - 1));
}

static int kept_order(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;

    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

void eval_add_findings(struct run *r)
{
    struct nearness near[3];

    if (r->nkept)
        qsort(r->kept, r->nkept, sizeof *r->kept, kept_order);
    for (uint64_t i = 0; i < r->nkept; i++) {
        pulse_beat(r->pulse);
        add_finding(r, &r->kept[i], near);
    }
}

/* ── one by one ── */

static uint8_t one_verdict(struct run *r, uint32_t rule, uint64_t row, struct outcome *o)
{
    const struct ir_rule *x = &r->p->rule[rule];

    *o = (struct outcome){ .verdict = VERDICT_NONE };
    if (eval_is_absent(r->data, x->domain, x->table))
        o->verdict = eval_absent(r, x->domain, x->table);
    else if (x->domain == DOMAIN_UNIT || row != DATA_NO_ROW)
        eval_outcome(r, rule, row, o);
    return o->verdict == VERDICT_NONE ? VERDICT_NONE : eval_told(r, rule, row, o->verdict);
}

uint8_t eval_verdict(const struct findings *f, uint32_t rule, uint64_t row)
{
    struct outcome o;

    return one_verdict(f->members, rule, row, &o);
}

bool eval_result(const struct findings *f, struct arena *a, uint32_t rule, uint64_t row,
                 struct rule_result *out)
{
    struct run r = *f->members;
    const struct ir_rule *x = &r.p->rule[rule];
    struct outcome o;
    struct nearness n;
    uint8_t verdict = one_verdict(&r, rule, row, &o);

    *out = (struct rule_result){ .find = { .rule = rule, .row = row, .severity = x->severity,
                                           .status = (uint8_t)VERDICT_STATUS(verdict),
                                           .reason = (uint8_t)VERDICT_REASON(verdict) } };
    if (verdict == VERDICT_NONE)
        return false;
    out->find.loose = out->find.status == ST_ROUNDING && (x->loose || rows_meet(&r, x));
    r.arena = a;
    if (!has_figures(x, &out->find)) {
        if (x->kind != KIND_STEP && out->find.status != ST_NOT_APPLICABLE)
            fill_sides(&r, x, &o, &out->find);
        return true;
    }
    fill_figures(&r, x, &o, &out->find, &n);
    waive(&r, &out->find);
    if (!o.has[ROLE_LOWER] || x->rel == IR_REL_IS)
        return true;
    out->lower = figure_text(a, role_dec(x, &o, ROLE_LOWER), result_unit(&r, x));
    out->upper = figure_text(a, role_dec(x, &o, ROLE_UPPER), result_unit(&r, x));
    return true;
}

void eval_left(const struct findings *f, uint32_t rule, uint64_t row, struct rat *left,
               uint8_t *reason)
{
    struct outcome o;
    uint8_t verdict = one_verdict(f->members, rule, row, &o);

    *reason = (uint8_t)(verdict == VERDICT_NONE ? RS_NO_ROWS : VERDICT_REASON(verdict));
    if (*reason)
        return;
    if (!o.has[ROLE_LEFT] || w256_sign(role_den(&f->prog->rule[rule], &o, ROLE_LEFT)) <= 0
        || rat_make(left, o.v[ROLE_LEFT], role_den(&f->prog->rule[rule], &o, ROLE_LEFT)))
        *reason = RS_OVERFLOW;
}

/* ── shapes ── */

/* What is wrong with last year's sheets is said; it is not this year's fault. */
static uint8_t shape_severity(const struct ir_program *p, uint32_t table)
{
    return p->table[table].origin == ORIGIN_PRIOR ? 2 : 0;
}

/* A violated finding that is no rule's, and its waiver if there is one. */
static void add_other(struct run *r, struct finding f)
{
    f.status = (uint8_t)waivers_status(r->waivers, f.waiver, ST_VIOLATED);
    r->out->count[f.severity][f.status]++;
    r->out->total++;
    if (r->out->set == RESULTS_SUMMARY)
        return;
    if (r->out->n < r->out->max_results)
        ARENA_PUSH(r->arena, r->out->find, r->out->n, r->out->cap, f);
    else
        r->out->truncated = true;
}

void findings_say_truncated(const struct findings *f, struct diags *d)
{
    if (f->truncated)
        diag_add(d, DIAG_FINDINGS_LIMIT, NO_SPAN,
                 arena_printf(d->arena, "%llu", (unsigned long long)f->max_results), NULL);
}

void eval_add_shape_findings(struct run *r)
{
    for (uint32_t t = 0; t < r->p->ntable; t++)
        for (const struct shape_finding *s = data_shape_findings(r->data, t); s; s = s->next) {
            struct finding f = { .rule = IR_NONE, .shape = s, .row = s->row,
                                 .severity = shape_severity(r->p, t) };
            f.waiver = waivers_of_other(r->waivers, &f);
            add_other(r, f);
        }
}

static const char *rat_text(struct run *r, struct rat x, const struct ir_unit *unit)
{
    return figure_text(r->arena, figure_dec(x.num, x.den, false), unit);
}

/* Who accepts that one of the results does not hold accepts that they do not hold together. */
static uint32_t conflict_waiver(struct run *r, const struct finding *f)
{
    const struct conflict *c = f->conflict;
    uint32_t by = waivers_of_other(r->waivers, f);

    for (uint32_t i = 0; i < c->nrule; i++) {
        uint32_t one = waivers_of_rule(r->waivers, c->rule[i].rule, c->rule[i].row);
        if (waivers_status(r->waivers, by, ST_VIOLATED) != ST_WAIVED)
            by = one ? one : by;
    }
    return by;
}

void eval_add_conflicts(struct run *r)
{
    for (const struct conflict *c = r->out->feasible->conflict; c; c = c->next) {
        const struct ir_unit *unit = &r->p->rule[c->rule[0].rule].unit;
        struct finding f = { .rule = IR_NONE, .conflict = c, .row = DATA_NO_ROW,
                             .difference = rat_text(r, c->sum, unit),
                             .slack = rat_text(r, c->most, unit) };
        f.waiver = conflict_waiver(r, &f);
        add_other(r, f);
    }
}
