/* A conflict as it is told.
 * In: results with their factors. Out: the same relations with all their cells, those that were
 * not rounded too, in printed units and base units, and what their sum comes to.
 * Invariant: it was proved once more in this form. */
#include "feasible_part.h"
#include "part.h"

struct shown {
    struct decider *d;
    struct arena *arena;            /* the run's */
    struct sys *s;                  /* the relations of the conflict alone */
    struct conflict *c;
    struct proof proof;
    struct rat *unit;               /* by cell: 1 stored unit in its printed unit */
};

/* ── factors ── */

/* Factors that are whole and have no common divisor, the same for all. */
static bool factors_reduce(struct rat *factor, uint32_t n)
{
    w256 lcm = w256_from_i64(1), gcd = w256_from_i64(0), whole;
    struct rat by;

    for (uint32_t i = 0; i < n; i++)
        if (rat_lcm(&lcm, lcm, factor[i].den))
            return false;
    for (uint32_t i = 0; i < n; i++) {
        if (rat_over(&whole, factor[i], lcm))
            return false;
        gcd = w256_gcd(gcd, whole);
    }
    if (!w256_sign(gcd) || rat_make(&by, lcm, gcd))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (rat_mul(&factor[i], factor[i], by))
            return false;
    return true;
}

/* The factors of left − right. */
static bool base_factors(const struct shown *x, const uint32_t *list, uint32_t n,
                         const struct rat *factor, struct rat *base)
{
    for (uint32_t i = 0; i < n; i++)
        if (rat_mul(&base[i], factor[i], x->d->all->rel[list[i]].times))
            return false;
    return factors_reduce(base, n);
}

/* ── cells ── */

static bool printed_unit(const struct shown *x, const struct sys_cell *c, struct rat *unit)
{
    const struct data_set *data = x->d->run->data;
    const struct data_quote *q = c->quoted ? data_quote(data, c->quoted - 1) : NULL;
    struct dec one = { w256_from_i64(1), data_part_scale(data, c->colref) };
    struct rat factor, divisor;

    if (rat_dec(unit, one))
        return false;
    if (!q)
        return true;
    one = (struct dec){ w256_from_i64(q->factor.factor), -q->factor.pow10 };
    divisor = rat_int(q->factor.divisor);
    return !rat_dec(&factor, one) && !rat_div(&factor, factor, divisor)
        && !rat_div(unit, *unit, factor);
}

static bool end_set(const struct sys_cell *c, enum side side, struct rat unit, struct rat *at)
{
    return !rat_add(at, rat_int(c->mid), c->end[side].at) && !rat_mul(at, *at, unit);
}

/* Its name and its printed value. */
static void cell_name(const struct shown *x, const struct sys_cell *c, struct conflict_cell *to)
{
    const struct ir_program *p = x->d->run->p;
    const struct ir_colref *ref = &p->colref[c->colref];
    const struct ir_column *column = &p->table[ref->table].column[ref->column];
    const struct data_quote *q = c->quoted ? data_quote(x->d->run->data, c->quoted - 1) : NULL;

    to->column = ref->kind == COL_OTHERS ? NULL : p->string[column->shown];
    to->unit = q ? q->unit : column->unit_from ? "" : p->string[column->unit.text];
    to->value = q ? q->value : dec_strip((struct dec){ w256_from_i64(c->mid),
                                                       column->grid.scale });
}

static bool cell_set(struct shown *x, uint32_t i)
{
    const struct sys_cell *c = &x->s->cell[i];
    struct conflict_cell *to = &x->c->cell[i];
    struct rat net = x->proof.net[i];
    const struct sys_end *used = &c->end[rat_sign(net) > 0 ? LOW : HIGH];

    *to = (struct conflict_cell){ .table = c->table, .row = c->row,
                                  .sheet_column = c->sheet_column, .kind = c->kind,
                                  .low_open = c->end[LOW].open, .high_open = c->end[HIGH].open };
    cell_name(x, c, to);
    return printed_unit(x, c, &x->unit[i])
        && end_set(c, LOW, x->unit[i], &to->low) && end_set(c, HIGH, x->unit[i], &to->high)
        && !rat_div(&to->net, net, x->unit[i]) && !rat_mul(&to->gives, rat_neg(net), used->at);
}

static bool cells_set(struct shown *x)
{
    x->c->ncell = x->s->ncell;
    x->c->cell = ARENA_ARRAY(x->arena, struct conflict_cell, (size_t)x->s->ncell + 1);
    x->unit = ARENA_ARRAY(x->arena, struct rat, (size_t)x->s->ncell + 1);
    for (uint32_t i = 0; i < x->s->ncell; i++)
        if (!cell_set(x, i))
            return false;
    return true;
}

/* ── relations ── */

/* left − right of relation i over the values of cells, and what is not of cells */
static bool terms_set(struct shown *x, uint32_t i)
{
    const struct sys_rel *r = &x->s->rel[i];
    struct rat constant = x->c->rule[i].difference, coef, part, mid;

    x->c->start[i] = r->first;
    x->c->start[i + 1] = r->first + r->n;
    for (uint32_t t = r->first; t < r->first + r->n; t++) {
        uint32_t cell = x->s->term[t].cell;
        if (rat_div(&coef, rat_int(x->s->term[t].coef), r->times)
            || rat_mul(&part, coef, rat_int(x->s->cell[cell].mid))
            || rat_sub(&constant, constant, part) || rat_div(&mid, coef, x->unit[cell]))
            return false;
        x->c->term[t] = (struct conflict_term){ cell, mid };
    }
    x->c->constant[i] = constant;
    return true;
}

static bool rules_set(struct shown *x, const uint32_t *list, const struct rat *base)
{
    const struct sys *s = x->s;
    struct conflict *c = x->c;

    c->nrule = s->nrel;
    c->rule = ARENA_ARRAY(x->arena, struct conflict_rule, s->nrel);
    c->start = ARENA_ARRAY(x->arena, uint32_t, (size_t)s->nrel + 1);
    c->constant = ARENA_ARRAY(x->arena, struct rat, s->nrel);
    c->term = ARENA_ARRAY(x->arena, struct conflict_term, (size_t)s->nterm + 1);
    for (uint32_t i = 0; i < s->nrel; i++) {
        const struct feasible_note *n = &x->d->out->note[x->d->all->rel[list[i]].note];
        c->rule[i] = (struct conflict_rule){ .rule = n->rule, .row = n->row, .factor = base[i] };
        if (rat_div(&c->rule[i].difference, s->rel[i].at, s->rel[i].times) || !terms_set(x, i))
            return false;
    }
    return true;
}

/* The relations once more, with all their cells; the factors are turned into those of theirs. */
static bool gather_again(struct shown *x, const uint32_t *list, uint32_t n, struct rat *factor)
{
    struct gather g;

    x->s = ARENA_NEW(x->arena, struct sys);
    x->s->arena = x->arena;
    gather_open(&g, x->d->run, x->s, true);
    for (uint32_t i = 0; i < n; i++)
        if (!gather_result(&g, &x->d->out->note[x->d->all->rel[list[i]].note], i))
            return false;
    for (uint32_t i = 0; i < n; i++)
        if (rat_div(&factor[i], factor[i], x->s->rel[i].times))
            return false;
    return x->s->nrel == n;
}

bool conflict_add(struct decider *d, const uint32_t *list, uint32_t n, const struct rat *factor,
                  bool minimal)
{
    struct arena *a = d->run->arena;
    struct shown x = { .d = d, .arena = a, .c = ARENA_NEW(a, struct conflict) };
    struct rat *base = ARENA_ARRAY(a, struct rat, n), *own = ARENA_ARRAY(a, struct rat, n);

    if (!base_factors(&x, list, n, factor, base))
        return false;
    for (uint32_t i = 0; i < n; i++)
        own[i] = base[i];
    if (!gather_again(&x, list, n, own) || !proof_conflict(a, x.s, own, &x.proof)
        || !cells_set(&x) || !rules_set(&x, list, base))
        return false;
    x.c->sum = x.proof.sum;
    x.c->most = x.proof.most;
    x.c->touch = x.proof.touch;
    x.c->at_most = x.proof.at_most;
    x.c->less = x.proof.less;
    x.c->minimal = minimal;
    *d->out->end = x.c;
    d->out->end = &x.c->next;
    return true;
}
