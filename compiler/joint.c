/* Joint values.
 * In: claims and `is` rules, each of which puts a value into the set that rounds to a printed
 * figure. Out: for each value P of which several say something, a rule that is violated if no
 * value is in all the sets.
 * Invariant: a set is never taken smaller than it is, so a violation is sound. The sets are
 * intervals, and are cut down one after the other, each in a kernel of its own, so that any number
 * of them can be. */
#include "joint_view.h"
#include "../runtime/evidence.h"
#include "../runtime/sides.h"
#include <string.h>

struct member { const struct stated *s; struct view view; uint32_t self; };
/* members of one P */
struct group { struct member *member; uint32_t n; };

void joint_note(struct unit *u, struct stated s)
{
    UNIT_PUSH(u, u->low->stated, u->low->nstated, s);
}

/* ── what is known of P, from one member after the other ── */

/* Ends of P as fractions with positive denominators; _BY: the number of the member that says so. */
enum known { LOW, LOW_DEN, LOW_OPEN, LOW_BY, HIGH, HIGH_DEN, HIGH_OPEN, HIGH_BY, MID, MID_DEN,
             ALIKE,                 /* all printed values are one */
             COUNT,                 /* members that say something */
             KNOWN };
struct state { val v[KNOWN]; };
struct kept_state { uint32_t slot[KNOWN]; w256 bound[KNOWN]; };

static struct state state_read(struct body *b, const struct kept_state *k)
{
    struct state s;

    for (int i = 0; i < KNOWN; i++)
        s.v[i] = body_in(b, (struct ir_bind){ BIND_SLOT, 0, k->slot[i] },
                         (enum ir_width)b->u->ir->slot[k->slot[i]].width, k->bound[i]);
    return s;
}

static void state_keep(struct body *b, const struct state *s, struct kept_state *k)
{
    for (int i = 0; i < KNOWN; i++) {
        k->bound[i] = body_bound(b, s->v[i]);
        k->slot[i] = body_slot(b->u, body_width(b, s->v[i]));
        body_out(b, OUT_VALUE, s->v[i], (struct ir_dest){ k->slot[i], 0 });
    }
}

static val times(struct body *b, val x, w256 c) { return body_op(b, OP_MUL, x, body_const(b, c)); }

static val and(struct body *b, val x, val y) { return body_op(b, OP_AND, x, y); }

static val not(struct body *b, val x) { return body_op(b, OP_EQ, x, body_int(b, 0)); }

/* Is x/xd beyond y/yd, upwards or downwards, or at the same place and open there? */
static val is_beyond(struct body *b, const val x[3], const val y[3], bool up)
{
    val l = body_op(b, OP_MUL, x[0], y[1]), r = body_op(b, OP_MUL, y[0], x[1]);
    val past = up ? body_op(b, OP_LT, r, l) : body_op(b, OP_LT, l, r);
    val same = and(b, body_op(b, OP_EQ, l, r), and(b, x[2], not(b, y[2])));

    return body_op(b, OP_OR, past, same);
}

/* The narrower of two states; `more` is of one member, and says nothing unless its count is 1. */
static struct state state_meet(struct body *b, const struct state *s, const struct state *more)
{
    val said = more->v[COUNT], begun = body_op(b, OP_LT, body_int(b, 0), s->v[COUNT]);
    val first = and(b, said, not(b, begun)), both = and(b, said, begun), same;
    struct state r;
    val take[2];

    for (int i = 0; i < 2; i++) {
        val better = is_beyond(b, &more->v[i ? HIGH : LOW], &s->v[i ? HIGH : LOW], i == 0);
        take[i] = body_op(b, OP_OR, first, and(b, both, better));
    }
    for (int i = LOW; i <= LOW_BY; i++)
        r.v[i] = body_sel(b, take[0], more->v[i], s->v[i]);
    for (int i = HIGH; i <= HIGH_BY; i++)
        r.v[i] = body_sel(b, take[1], more->v[i], s->v[i]);
    r.v[MID] = body_sel(b, first, more->v[MID], s->v[MID]);
    r.v[MID_DEN] = body_sel(b, first, more->v[MID_DEN], s->v[MID_DEN]);
    same = body_op(b, OP_EQ, body_op(b, OP_MUL, more->v[MID], s->v[MID_DEN]),
                   body_op(b, OP_MUL, s->v[MID], more->v[MID_DEN]));
    r.v[ALIKE] = body_sel(b, both, and(b, s->v[ALIKE], same), s->v[ALIKE]);
    r.v[COUNT] = body_op(b, OP_ADD, s->v[COUNT], said);
    return r;
}

static struct state state_nothing(struct body *b)
{
    struct state s;

    for (int i = 0; i < KNOWN; i++)
        s.v[i] = body_int(b, i == LOW_DEN || i == HIGH_DEN || i == MID_DEN || i == ALIKE);
    return s;
}

/* ── what one member says ── */

/* x lies between lower and upper, over den; ok: it says so */
struct set { val lower, upper, mid, lower_open, upper_open, ok; w256 den; };

static val printed_in(struct body *b, const struct atom *a, enum ir_facet facet, w256 bound)
{
    return body_in(b, (struct ir_bind){ BIND_CELL, (uint8_t)facet, a->cell }, IR_W64, bound);
}

/* The end away from zero does not round to the figure; neither does either end of zero. */
static struct set printed_set(struct body *b, const struct atom *a)
{
    val mid = printed_in(b, a, FACET_MID, value_cell_bound(b->u, a->ref));
    val half = printed_in(b, a, FACET_DOWN, value_cell_spread(b->u, a->ref));
    val word = printed_in(b, a, FACET_WORD, w256_from_i64(WORD_SAME));
    val reason = printed_in(b, a, FACET_REASON, w256_from_i64(31)), zero = body_int(b, 0);
    val wide = body_op(b, OP_LT, zero, half);
    struct set s = { .mid = mid, .den = a->step.den };

    s.lower = body_op(b, OP_SUB, mid, half);
    s.upper = body_op(b, OP_ADD, mid, half);
    s.lower_open = and(b, wide, not(b, body_op(b, OP_LT, zero, mid)));
    s.upper_open = and(b, wide, not(b, body_op(b, OP_LT, mid, zero)));
    s.ok = and(b, not(b, word), not(b, reason));
    return s;
}

static struct set literal_set(struct body *b, const struct stated *t)
{
    struct set s = { .lower_open = body_int(b, (t->open & IS_A_OPEN) != 0),
                     .upper_open = body_int(b, (t->open & IS_B_OPEN) != 0),
                     .ok = body_int(b, 1) };
    w256 lower, upper, mid;

    if (rat_lcm(&s.den, t->lower.den, t->upper.den) || rat_lcm(&s.den, s.den, t->value.den)
        || rat_over(&lower, t->lower, s.den) || rat_over(&upper, t->upper, s.den)
        || rat_over(&mid, t->value, s.den)) {
        body_too_wide(b);
        return s;
    }
    s.lower = body_const(b, lower);
    s.upper = body_const(b, upper);
    s.mid = body_const(b, mid);
    return s;
}

static void swap(val *x, val *y)
{
    val t = *x;

    *x = *y;
    *y = t;
}

/* Changes the sign of what lies between two ends. */
static void negate(struct body *b, val *lower, val *upper, val *mid)
{
    *lower = body_neg(b, *lower);
    *upper = body_neg(b, *upper);
    *mid = body_neg(b, *mid);
    swap(lower, upper);
}

static struct state say(struct body *b, const struct set *s, val ok)
{
    struct state r = { .v = { [LOW] = s->lower, [HIGH] = s->upper, [MID] = s->mid,
                              [LOW_OPEN] = s->lower_open, [HIGH_OPEN] = s->upper_open,
                              [ALIKE] = body_int(b, 1), [COUNT] = ok } };

    return r;
}

/* P = (x − rest) / coef */
static struct state linear_state(struct body *b, const struct view *v, struct set s)
{
    struct ival c = { .mid = body_int(b, 0), .down = IR_NONE, .up = IR_NONE,
                      .reason = { IR_NONE, IR_NONE } };
    w256 den = s.den, by, over;
    struct state r;

    if (v->rest) {
        if (rat_lcm(&den, den, v->rest->den))
            body_too_wide(b);
        c = value_form(b, v->rest, den, true);
    }
    if (b->failed || rat_over(&by, (struct rat){ w256_from_i64(1), s.den }, den)
        || w256_mul(&over, den, w256_abs(v->coef.num))) {
        body_too_wide(b);
        return state_nothing(b);
    }
    s.lower = body_op(b, OP_SUB, times(b, s.lower, by), value_upper(b, &c));
    s.upper = body_op(b, OP_SUB, times(b, s.upper, by), value_lower(b, &c));
    s.mid = body_op(b, OP_SUB, times(b, s.mid, by), c.mid);
    if (rat_sign(v->coef) < 0) {
        negate(b, &s.lower, &s.upper, &s.mid);
        swap(&s.lower_open, &s.upper_open);
    }
    s.lower = times(b, s.lower, v->coef.den);
    s.upper = times(b, s.upper, v->coef.den);
    s.mid = times(b, s.mid, v->coef.den);
    r = say(b, &s, and(b, s.ok, not(b, value_or_zero(b, c.reason.ends))));
    r.v[LOW_DEN] = r.v[HIGH_DEN] = r.v[MID_DEN] = body_const(b, over);
    return r;
}

/* r = (x − k0) / k1 = (rest / coef) / P over *den, with its ends in order */
static struct set quotient_set(struct body *b, const struct view *v, struct set s, w256 *den)
{
    struct rat k1 = v->ratio->k1, k0 = v->ratio->k0;
    val shift;
    w256 t;

    if (w256_mul(&t, k0.num, s.den) || w256_mul(den, s.den, k0.den)
        || w256_mul(den, *den, w256_abs(k1.num)))
        body_too_wide(b);
    if (b->failed)
        return s;
    shift = body_const(b, t);
    s.lower = times(b, body_op(b, OP_SUB, times(b, s.lower, k0.den), shift), k1.den);
    s.upper = times(b, body_op(b, OP_SUB, times(b, s.upper, k0.den), shift), k1.den);
    s.mid = times(b, body_op(b, OP_SUB, times(b, s.mid, k0.den), shift), k1.den);
    if (rat_sign(k1) < 0) {
        negate(b, &s.lower, &s.upper, &s.mid);
        swap(&s.lower_open, &s.upper_open);
    }
    return s;
}

static val over_or_one(struct body *b, val ok, val x, w256 c)
{
    return body_sel(b, ok, times(b, x, c), body_int(b, 1));
}

/* P = (rest / coef) / r: said of a positive rest and a positive r only */
static struct state ratio_state(struct body *b, const struct view *v, struct set s)
{
    struct ival n = value_form(b, v->rest, v->rest->den, true);
    val low = value_lower(b, &n), high = value_upper(b, &n), mid = n.mid, ok;
    val zero = body_int(b, 0);
    w256 den, over;
    struct state r;

    s = quotient_set(b, v, s, &den);
    if (b->failed || w256_mul(&over, v->rest->den, w256_abs(v->coef.num))
        || w256_mul(&den, den, v->coef.den)) {
        body_too_wide(b);
        return state_nothing(b);
    }
    if (rat_sign(v->coef) < 0)
        negate(b, &low, &high, &mid);
    ok = and(b, and(b, s.ok, not(b, value_or_zero(b, n.reason.ends))),
             and(b, body_op(b, OP_LT, zero, s.lower), body_op(b, OP_LT, zero, low)));
    r = say(b, &s, ok);
    r.v[LOW] = times(b, low, den);
    r.v[LOW_DEN] = over_or_one(b, ok, s.upper, over);
    r.v[LOW_OPEN] = s.upper_open;
    r.v[HIGH] = times(b, high, den);
    r.v[HIGH_DEN] = over_or_one(b, ok, s.lower, over);
    r.v[HIGH_OPEN] = s.lower_open;
    r.v[MID] = times(b, mid, den);
    r.v[MID_DEN] = over_or_one(b, ok, s.mid, over);
    return r;
}

static struct state member_state(struct body *b, const struct member *m, uint32_t number)
{
    struct set s = m->s->printed ? printed_set(b, m->s->printed) : literal_set(b, m->s);
    struct state r;

    if (b->failed)
        return state_nothing(b);
    r = m->view.ratio ? ratio_state(b, &m->view, s) : linear_state(b, &m->view, s);
    r.v[LOW_BY] = r.v[HIGH_BY] = body_int(b, number);
    return r;
}

/* ── the rule ── */

static void figure_add(struct unit *u, struct ir_rule *r, struct ir_bind bind)
{
    for (uint32_t i = 0; i < r->ncell; i++)
        if (r->cell[i].kind == bind.kind && r->cell[i].index == bind.index)
            return;
    if (r->ncell < FORM_MAX_TERMS)
        UNIT_PUSH(u, r->cell, r->ncell, bind);
}

static bool one_expression(const struct group *g)
{
    for (uint32_t i = 1; i < g->n; i++)
        if (g->member[i].self != g->member[0].self)
            return false;
    return true;
}

/* What a member states a figure of. */
static const char *member_of(struct unit *u, const struct ir_rule *m)
{
    return sides_in(u->arena, unit_text(u, m->name), unit_text(u, m->source), m).left;
}

/* "正文[N055] (运行.本年 - prior(运行.本年))": a member, and of: what it states a figure of, if it
 * is not the value itself */
static void member_show(struct unit *u, struct strbuf *out, const struct ir_rule *m, bool of)
{
    const char *text = of ? member_of(u, m) : "";

    strbuf_addf(out, "%s%s", out->len ? ", " : "", unit_text(u, m->name));
    if (*text)
        strbuf_addf(out, " (%s)", text);
}

/* "prior(运行.本年)": a figure of the year before. */
static const char *base_name(struct unit *u, const struct atom *a)
{
    const struct ir_cell *cell = &u->ir->cell[a->cell];
    const struct ir_colref *c = &u->ir->colref[a->ref];
    const struct ir_table *t = &u->ir->table[u->ir->table[c->table].of];
    const char *row = cell->row
        ? arena_printf(u->arena, "[%s]", evidence_row_name(u->arena, u->ir, cell->row - 1)) : "";

    return arena_printf(u->arena, "prior(%s%s.%s)", unit_text(u, t->name), row,
                        unit_text(u, t->column[c->column].shown));
}

/* What all members speak of; "": that has no name. */
static const char *subject_of(struct unit *u, const struct group *g)
{
    const struct atom *a = g->member[0].view.figure;

    if (one_expression(g))
        return member_of(u, &u->ir->rule[g->member[0].s->rule]);
    if (!a || a->kind != ATOM_CELL || u->ir->colref[a->ref].kind != COL_PLAIN)
        return "";
    return base_name(u, a);
}

/* Named after its first member, as mild as the mildest. */
static struct ir_rule joint_rule(struct unit *u, const struct group *g)
{
    const struct ir_rule *first = &u->ir->rule[g->member[0].s->rule];
    struct ir_rule r = *first;
    struct strbuf source;

    strbuf_init(&source, u->arena);
    r.kind = KIND_JOINT;
    r.rel = IR_LE;
    r.fraction = 1;
    r.loose = 0;
    r.den = w256_from_i64(1);
    r.because = 0;
    r.cell = NULL;
    r.ncell = 0;
    r.name = sym_of(u->syms, arena_printf(u->arena, "%s.joint", unit_text(u, first->name)));
    r.subject = sym_of(u->syms, subject_of(u, g));
    for (uint32_t i = 0; i < g->n; i++) {
        const struct ir_rule *m = &u->ir->rule[g->member[i].s->rule];
        member_show(u, &source, m, !one_expression(g));
        UNIT_PUSH(u, r.member, r.nmember, g->member[i].s->rule);
        r.severity = m->severity > r.severity ? m->severity : r.severity;
        for (uint32_t k = 0; k < m->ncell; k++)
            figure_add(u, &r, m->cell[k]);
    }
    r.source = sym_alone(u->syms, source.p, (uint32_t)source.len);
    return r;
}

static void evidence(struct body *b, val v, uint32_t rule, enum ir_role role)
{
    body_out(b, OUT_EVIDENCE, v, (struct ir_dest){ rule, (uint8_t)role });
}

/* Which member makes an end, and whether it is open. */
static val made_by(struct body *b, val by, val open)
{
    return body_op(b, OP_ADD, times(b, by, w256_from_i64(2)), open);
}

/* The ends of P in base units, who makes them, and how far the one is above the other. */
static void joint_evidence(struct body *b, const struct state *s, struct rat step, uint32_t rule)
{
    val low = times(b, s->v[LOW], step.num), low_den = times(b, s->v[LOW_DEN], step.den);
    val high = times(b, s->v[HIGH], step.num), high_den = times(b, s->v[HIGH_DEN], step.den);
    val apart = body_op(b, OP_SUB, body_op(b, OP_MUL, low, high_den),
                        body_op(b, OP_MUL, high, low_den));
    val den = body_op(b, OP_MUL, low_den, high_den);

    evidence(b, low, rule, ROLE_LEFT);
    evidence(b, low_den, rule, ROLE_LEFT_DEN);
    evidence(b, high, rule, ROLE_RIGHT);
    evidence(b, high_den, rule, ROLE_RIGHT_DEN);
    evidence(b, made_by(b, s->v[LOW_BY], s->v[LOW_OPEN]), rule, ROLE_LEFT_BY);
    evidence(b, made_by(b, s->v[HIGH_BY], s->v[HIGH_OPEN]), rule, ROLE_RIGHT_BY);
    for (enum ir_role role = ROLE_DIFF; role <= ROLE_UPPER; role += 2) {
        evidence(b, apart, rule, role);
        evidence(b, den, rule, role + 1);
    }
}

static struct ir_unit figure_unit(const struct unit *u, const struct atom *a)
{
    const struct ir_colref *c = &u->ir->colref[a->ref];

    return c->kind == COL_QUOTED ? u->ir->quote[c->quote].unit : scope_column(u, a->ref)->unit;
}

static bool decide(struct unit *u, const struct group *g, const struct kept_state *k)
{
    const struct atom *a = g->member[0].view.figure;
    struct ir_rule r = joint_rule(u, g);
    struct body b;
    struct state s;
    val empty, low, v;
    uint32_t rule;

    body_init(&b, u, DOMAIN_UNIT, 0, g->member[0].s->span);
    b.quiet = true;
    s = state_read(&b, k);
    if (a)
        r.unit = figure_unit(u, a);
    r.printed = a || !g->member[0].s->printed ? 0 : g->member[0].s->printed->cell + 1;
    empty = is_beyond(&b, &s.v[LOW], &s.v[HIGH], true);
    empty = body_op(&b, OP_OR, empty, and(&b, and(&b, s.v[LOW_OPEN], s.v[HIGH_OPEN]),
                                          body_op(&b, OP_EQ,
                                                  body_op(&b, OP_MUL, s.v[LOW], s.v[HIGH_DEN]),
                                                  body_op(&b, OP_MUL, s.v[HIGH], s.v[LOW_DEN]))));
    empty = body_op(&b, OP_OR, empty, is_beyond(&b, &s.v[HIGH], &s.v[LOW], false));
    low = body_sel(&b, empty, body_int(&b, 1), body_int(&b, -1));
    if (b.failed)
        return false;
    rule = lower_add_rule(u, r);
    joint_evidence(&b, &s, a ? a->step : rat_int(1), rule);
    v = body_verdict(&b, IR_EQ, not(&b, s.v[ALIKE]), low, body_int(&b, 1), body_int(&b, 0),
                     body_int(&b, 0));
    v = body_sel(&b, body_op(&b, OP_LT, s.v[COUNT], body_int(&b, 2)), body_int(&b, VERDICT_NONE),
                 v);
    body_out(&b, OUT_VERDICT, v, (struct ir_dest){ rule, 0 });
    if (b.failed)
        return false;
    body_finish(&b);
    return true;
}

/* false: a value would not fit */
static bool joint_lower(struct unit *u, const struct group *g)
{
    struct kept_state kept;

    for (uint32_t i = 0; i < g->n; i++) {
        struct body b;
        struct state s, more;
        body_init(&b, u, DOMAIN_UNIT, 0, g->member[i].s->span);
        b.quiet = true;
        s = i ? state_read(&b, &kept) : state_nothing(&b);
        more = member_state(&b, &g->member[i], i);
        if (b.failed)
            return false;
        s = state_meet(&b, &s, &more);
        if (b.failed)
            return false;
        state_keep(&b, &s, &kept);
        body_finish(&b);
    }
    return decide(u, g, &kept);
}

/* ── groups ── */

static void group_lower(struct unit *u, const struct group *g)
{
    const struct ir_rule *first;

    if (g->n < 2 || (g->member[0].view.figure && one_expression(g)) || joint_lower(u, g))
        return;
    first = &u->ir->rule[g->member[0].s->rule];
    diag_add(u->diags, DIAG_JOINT_TOO_WIDE, g->member[0].s->span, unit_text(u, first->name), NULL);
}

/* Groups of equal keys in the order of their first members. */
static void group_all(struct unit *u, const struct member *all, uint32_t n, uint32_t nkey)
{
    struct group *group = ARENA_ARRAY(u->arena, struct group, (size_t)nkey + 1);
    bool *done = ARENA_ARRAY(u->arena, bool, (size_t)nkey + 1);

    for (uint32_t i = 0; i < n; i++) {
        struct group *g = &group[all[i].view.key];
        if (all[i].view.key)
            UNIT_PUSH(u, g->member, g->n, all[i]);
    }
    for (uint32_t i = 0; i < n; i++)
        if (all[i].view.key && !done[all[i].view.key]) {
            done[all[i].view.key] = true;
            group_lower(u, &group[all[i].view.key]);
        }
}

void joint_rules(struct unit *u)
{
    uint32_t n = u->low->nstated;
    struct symtab *keys = symtab_new(u->arena), *bases = symtab_new(u->arena);
    struct member *self = ARENA_ARRAY(u->arena, struct member, (size_t)n + 1);
    struct member *prior = ARENA_ARRAY(u->arena, struct member, (size_t)n + 1);

    for (uint32_t i = 0; i < n; i++) {
        const struct stated *s = &u->low->stated[i];
        self[i] = (struct member){ .s = s, .view = view_self(u, keys, s->x) };
        self[i].self = self[i].view.key;
        prior[i] = (struct member){ .s = s, .view = view_prior(u, bases, s->x),
                                    .self = self[i].self };
    }
    group_all(u, self, n, sym_count(keys));
    group_all(u, prior, n, sym_count(bases));
}
