/* Figures calculated anew.
 * In: a graph, a run that can be asked for results one by one. Out: exact values.
 * Invariant: parts stand before what is made of them, so one pass in order evaluates all; what is
 * not known, or too wide, has a reason and makes what is made of it so. */
#include "formula.h"
#include "figure.h"

/* ---- inputs ---- */

static void read_step(const struct findings *run, uint32_t rule, uint64_t row,
                      struct formula_value *v)
{
    bool alone = rule == IR_NONE || run->prog->rule[rule].domain == DOMAIN_UNIT;
    v->reason = RS_OVERFLOW;
    if (rule != IR_NONE)
        eval_left(run, rule, alone ? DATA_NO_ROW : row, &v->v, &v->reason);
}

void formulas_read(const struct formulas *f, const struct findings *run, uint64_t row,
                   struct formula_value *v)
{
    for (uint32_t i = 0; i < f->n; i++) {
        const struct formula *x = &f->p[i];
        if (x->op == FORMULA_LITERAL)
            v[i] = (struct formula_value){ x->value, RS_NONE };
        else if (x->op == FORMULA_FIGURE || x->op == FORMULA_ROWS)
            read_step(run, x->rule, row, &v[i]);
    }
}

/* ---- arithmetic: true if it leaves 256 bits ---- */

static bool take(const struct formula *x, struct rat *r, struct rat part, bool inverse)
{
    if (x->op == FORMULA_SUM)
        return inverse ? rat_sub(r, *r, part) : rat_add(r, *r, part);
    return inverse ? rat_div(r, *r, part) : rat_mul(r, *r, part);
}

static void fold(const struct formula *x, const struct formula_value *v, struct formula_value *to)
{
    to->v = rat_int(x->op == FORMULA_PRODUCT);
    for (uint32_t i = 0; i < x->npart && !to->reason; i++) {
        struct rat part = v[x->part[i].of].v;
        bool inverse = x->part[i].inverse;
        if (x->op == FORMULA_PRODUCT && inverse && !rat_sign(part))
            to->reason = RS_ZERO_DIVISION;
        else if (take(x, &to->v, part, inverse))
            to->reason = RS_OVERFLOW;
    }
}

static bool power(struct rat *r, struct rat base, unsigned n)
{
    bool over = false;
    *r = rat_int(1);
    while (n-- > 0)
        over = rat_mul(r, *r, base) || over;
    return over;
}

static bool nearest(struct rat *r, struct rat x, struct rat step)
{
    struct rat q;
    return rat_div(&q, x, step) || rat_mul(r, rat_whole(w256_divround(q.num, q.den)), step);
}

static bool extreme(struct rat *r, const struct formula *x, const struct formula_value *v)
{
    int order, wanted = x->op == FORMULA_LEAST ? -1 : 1;
    *r = v[x->part[0].of].v;
    for (uint32_t i = 1; i < x->npart; i++) {
        if (rat_cmp(&order, v[x->part[i].of].v, *r))
            return true;
        if (order == wanted)
            *r = v[x->part[i].of].v;
    }
    return false;
}

static bool make(const struct formula *x, const struct formula_value *v, struct formula_value *to)
{
    switch ((enum formula_op)x->op) {
    case FORMULA_SUM: case FORMULA_PRODUCT:
        fold(x, v, to);
        break;
    case FORMULA_POWER: return power(&to->v, v[x->part[0].of].v, x->power);
    case FORMULA_ROUND: return nearest(&to->v, v[x->part[0].of].v, v[x->part[1].of].v);
    case FORMULA_LEAST: case FORMULA_GREATEST: return extreme(&to->v, x, v);
    case FORMULA_LITERAL: case FORMULA_FIGURE: case FORMULA_ROWS:
        break;
    }
    return false;
}

static bool is_moved(const struct formula *x, uint8_t *moved, uint32_t i)
{
    for (uint32_t k = 0; moved && k < x->npart && !moved[i]; k++)
        moved[i] = moved[x->part[k].of];
    return !moved || moved[i];
}

static void evaluate(const struct formula *x, struct formula_value *v, uint32_t i)
{
    v[i].reason = RS_NONE;
    for (uint32_t k = 0; k < x->npart && !v[i].reason; k++)
        v[i].reason = v[x->part[k].of].reason;
    if (!v[i].reason && make(x, v, &v[i]))
        v[i].reason = RS_OVERFLOW;
}

void formulas_evaluate(const struct formulas *f, struct formula_value *v, uint8_t *moved)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->p[i].op >= FORMULA_SUM && is_moved(&f->p[i], moved, i))
            evaluate(&f->p[i], v, i);
}

/* ---- moves ---- */

/* A sum of many changes by what its parts do; false if it must be added up again. */
static bool sum_follow(struct formula_move *m, const struct formula *x, struct rat *sum)
{
    for (uint32_t k = 0; k < x->npart; k++) {
        uint32_t of = x->part[k].of;
        struct rat change;
        if (m->moved[of]
            && (m->was[of].reason || m->v[of].reason
                || rat_sub(&change, m->v[of].v, m->was[of].v)
                || take(x, sum, change, x->part[k].inverse)))
            return false;
    }
    return true;
}

static void node_follow(struct formula_move *m, uint32_t i)
{
    const struct formula *x = &m->f->p[i];
    struct rat sum = m->v[i].v;
    if (!is_moved(x, m->moved, i))
        return;
    m->was[i] = m->v[i];
    if (x->op == FORMULA_SUM && !m->v[i].reason && sum_follow(m, x, &sum))
        m->v[i].v = sum;
    else
        evaluate(x, m->v, i);
}

void formulas_move(struct formula_move *m, uint32_t input, struct formula_value to)
{
    m->was[input] = m->v[input];
    m->v[input] = to;
    m->moved[input] = 1;
    for (uint32_t k = 0; k < m->nnode; k++)
        node_follow(m, m->node[k]);
}

static void settle(struct formula_move *m, uint32_t i, bool back)
{
    if (m->moved[i] && back)
        m->v[i] = m->was[i];
    m->moved[i] = 0;
}

void formulas_settle(struct formula_move *m, uint32_t input, bool back)
{
    settle(m, input, back);
    for (uint32_t k = 0; k < m->nnode; k++)
        settle(m, m->node[k], back);
}

void formulas_reach(const struct formulas *f, uint32_t root, uint8_t *used)
{
    used[root] = 1;
    for (uint32_t i = root + 1; i-- > 0;)
        for (uint32_t k = 0; used[i] && k < f->p[i].npart; k++)
            used[f->p[i].part[k].of] = 1;
}

/* ---- text ---- */

bool formula_factor(struct rat *r, const struct ir_unit *unit)
{
    struct dec ten = { w256_from_i64(1), -unit->pow10 };
    struct rat p;
    return rat_dec(&p, ten)
        || rat_make(r, w256_from_i64(unit->factor), w256_from_i64(unit->divisor))
        || rat_mul(r, *r, p);
}

/* v = coef / 10^scale; false if it is no decimal, or a long one */
static bool as_decimal(struct rat v, struct dec *d)
{
    for (int scale = 0; scale <= FIGURE_PLACES * 2; scale++) {
        struct rat shifted;
        w256 p;
        if (w256_pow10(&p, (unsigned)scale) || rat_mul(&shifted, v, rat_whole(p)))
            return false;
        *d = (struct dec){ shifted.num, scale };
        if (w256_cmp(shifted.den, w256_from_i64(1)) == 0)
            return true;
    }
    return false;
}

const char *formula_text(struct arena *a, struct rat v, const struct ir_unit *unit)
{
    char num[400], den[400];
    struct rat factor;
    struct dec d;
    if (formula_factor(&factor, unit) || rat_div(&v, v, factor))
        return NULL;
    if (as_decimal(v, &d)) {
        size_t n = dec_format(num, sizeof num, d, false);
        return arena_strndup(a, num, n);
    }
    dec_format(num, sizeof num, (struct dec){ v.num, 0 }, false);
    dec_format(den, sizeof den, (struct dec){ v.den, 0 }, false);
    return arena_printf(a, "%s/%s", num, den);
}
