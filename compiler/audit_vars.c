/* Variables of the rules.
 * In: normal forms. Out: numbers, equal for figures that are one.
 * Invariant: expressions that are not linear are one variable if they are built alike from the same
 * variables; nested too deep, they are told apart by what made them. */
#include "audit_part.h"
#include "lower.h"
#include <stdlib.h>
#include <string.h>

#define NESTED_MOST 100u            /* expressions in expressions that are looked into */

struct vars *vars_new(struct unit *u)
{
    struct vars *v = ARENA_NEW(u->arena, struct vars);

    v->u = u;
    v->keys = symtab_new(u->arena);
    v->atoms = symtab_new(u->arena);
    return v;
}

uint32_t vars_count(const struct vars *v) { return sym_count(v->keys); }

static uint32_t var_number(struct vars *v, const struct strbuf *key, struct var what)
{
    uint32_t had = sym_count(v->keys), n = sym_intern(v->keys, key->p, key->len) - 1;

    if (n == had)
        ARENA_PUSH(v->u->arena, v->var, had, v->cap, what);
    return n;
}

/* ── figures ── */

/* One record, one row: a figure of the row at hand is one of the total row. */
static bool is_single(const struct ir_table *t)
{
    return t->layout == LAYOUT_FORM && t->each == IR_NONE;
}

static void key_of_join(const struct vars *v, const struct ir_colref *c, struct strbuf *key)
{
    const struct ir_join *j = &v->u->ir->join[c->join];
    uint32_t i = 0;

    while (i < j->n && j->of[i].table != c->table)
        i++;
    for (uint32_t k = 0; i < j->n && k < j->of[i].nkey; k++)
        strbuf_addf(key, ",%u", j->of[i].key[k]);
}

static bool figure_is_point(const struct vars *v, const struct ir_colref *c)
{
    const struct ir_table *t = &v->u->ir->table[c->table];

    return c->kind != COL_QUOTED && c->column < t->ncolumn
        && t->column[c->column].grid.mode == GRID_EXACT;
}

uint32_t vars_figure(struct vars *v, const struct ir_colref *c, enum var_kind kind, uint32_t row)
{
    struct var what = { .kind = kind, .point = figure_is_point(v, c), .table = c->table,
                        .column = c->column, .colref = c->kind, .row = row };
    struct strbuf key;

    if (kind == VAR_COLUMN && is_single(&v->u->ir->table[c->table]))
        what.kind = VAR_CELL;
    strbuf_init(&key, v->u->arena);
    strbuf_addf(&key, "%u.%u.%u.%u.%u.%u", (unsigned)what.kind, c->kind, c->table, c->column,
                c->kind == COL_QUOTED ? c->quote : 0, row);
    if (kind == VAR_KEYED)
        key_of_join(v, c, &key);
    return var_number(v, &key, what);
}

static uint32_t figure_of_atom(struct vars *v, const struct atom *a)
{
    const struct ir_colref *c = &v->u->ir->colref[a->ref];

    if (a->kind == ATOM_CELL)
        return vars_figure(v, c, VAR_CELL, v->u->ir->cell[a->cell].row);
    if (a->kind == ATOM_SUM)
        return vars_figure(v, c, VAR_SUM, 0);
    return vars_figure(v, c, c->kind == COL_KEYED ? VAR_KEYED : VAR_COLUMN, 0);
}

/* ── what is not linear ── */

struct keying { struct vars *v; struct strbuf key; bool point, whole; };

static uint32_t var_of_atom(struct vars *v, const struct atom *a);

static void key_rat(struct keying *k, struct rat r)
{
    strbuf_add(&k->key, (const char *)&r.num, sizeof r.num);
    strbuf_add(&k->key, (const char *)&r.den, sizeof r.den);
}

static void key_form(struct keying *k, const struct form *f)
{
    struct audit_terms t = { .k = f->k };
    struct elim_row row = { .n = 0 };

    for (uint32_t i = 0; i < f->n; i++) {
        struct elim_term x = { var_of_atom(k->v, f->term[i].atom), f->term[i].coef };
        k->point = k->point && k->v->var[x.var].point;
        ARENA_PUSH(k->v->u->arena, t.p, t.n, t.cap, x);
    }
    k->whole = vars_net(k->v->u->arena, &t, &row) && k->whole;
    strbuf_addf(&k->key, "[%u:", row.n);
    for (uint32_t i = 0; i < row.n; i++) {
        strbuf_add(&k->key, (const char *)&row.term[i].var, sizeof row.term[i].var);
        key_rat(k, row.term[i].coef);
    }
    key_rat(k, f->k);
}

/* Inside an expression it is rounded. */
static void key_quotient(struct keying *k, const struct quotient *q)
{
    k->point = false;
    strbuf_addc(&k->key, '/');
    key_form(k, q->num);
    key_form(k, q->den);
}

static void key_side(struct keying *k, const struct side *s)
{
    if (s->quot) {
        key_quotient(k, s->quot);
        key_rat(k, s->k1);
        key_rat(k, s->k0);
    } else {
        key_form(k, s->lin);
    }
}

/* Sums over told rows are one where one expression made them: their conditions are not looked
 * into. */
static void key_parts(struct keying *k, const struct atom *a)
{
    strbuf_addf(&k->key, "%u.%u.%u.%u", (unsigned)a->kind, a->power, (unsigned)a->rows, a->table);
    if (a->a)
        key_form(k, a->a);
    if (a->b)
        key_form(k, a->b);
    for (uint32_t i = 0; i < a->narg; i++)
        key_form(k, a->arg[i]);
    if (a->side)
        key_side(k, a->side);
    if (a->kind == ATOM_ROUND)
        key_rat(k, a->step);
    if (a->quot)
        key_quotient(k, a->quot);
}

static uint32_t compound(struct vars *v, const struct atom *a)
{
    struct keying k = { .v = v, .point = true, .whole = true };

    strbuf_init(&k.key, v->u->arena);
    strbuf_addc(&k.key, 'n');
    if (a->where || a->kind == ATOM_PART || v->depth == NESTED_MOST) {
        k.whole = k.point = false;
    } else {
        v->depth++;
        key_parts(&k, a);
        v->depth--;
    }
    if (!k.whole) {
        k.key.len = 0;
        strbuf_addc(&k.key, 'a');
        strbuf_add(&k.key, (const char *)&a, sizeof a);
    }
    return var_number(v, &k.key, (struct var){ .kind = VAR_OTHER, .point = k.point });
}

static uint32_t var_of_atom(struct vars *v, const struct atom *a)
{
    uint32_t s, n;

    if (a->kind == ATOM_CELL || a->kind == ATOM_COL || a->kind == ATOM_SUM)
        return figure_of_atom(v, a);
    s = sym_find(v->atoms, (const char *)&a, sizeof a);
    if (s)
        return v->of_atom[s - 1];
    n = compound(v, a);             /* makes those that it is built from first */
    s = sym_count(v->atoms);
    sym_intern(v->atoms, (const char *)&a, sizeof a);
    ARENA_PUSH(v->u->arena, v->of_atom, s, v->cap_atom, n);
    return n;
}

static uint32_t quotient_var(struct vars *v, const struct quotient *q)
{
    struct keying k = { .v = v, .point = true, .whole = true };

    strbuf_init(&k.key, v->u->arena);
    key_quotient(&k, q);
    if (!k.whole)
        strbuf_add(&k.key, (const char *)&q, sizeof q);
    return var_number(v, &k.key, (struct var){ .kind = VAR_OTHER, .point = k.point });
}

/* ── sides ── */

static bool add_term(struct vars *v, struct audit_terms *to, uint32_t var, struct rat c,
                     struct rat by)
{
    struct elim_term t = { .var = var };

    if (rat_mul(&t.coef, c, by))
        return false;
    ARENA_PUSH(v->u->arena, to->p, to->n, to->cap, t);
    return true;
}

static bool add_constant(struct audit_terms *to, struct rat k, struct rat by)
{
    struct rat t;

    return !rat_mul(&t, k, by) && !rat_add(&to->k, to->k, t);
}

bool vars_side(struct vars *v, const struct side *s, struct rat by, struct audit_terms *to)
{
    if (s->quot)
        return add_term(v, to, quotient_var(v, s->quot), s->k1, by)
            && add_constant(to, s->k0, by);
    for (uint32_t i = 0; i < s->lin->n; i++)
        if (!add_term(v, to, var_of_atom(v, s->lin->term[i].atom), s->lin->term[i].coef, by))
            return false;
    return add_constant(to, s->lin->k, by);
}

static int by_var(const void *a, const void *b)
{
    const struct elim_term *x = a, *y = b;

    return x->var < y->var ? -1 : x->var > y->var;
}

bool vars_net(struct arena *a, struct audit_terms *t, struct elim_row *row)
{
    uint32_t n = 0;

    *row = (struct elim_row){ ARENA_ARRAY(a, struct elim_term, (size_t)t->n + 1), 0, t->k };
    if (t->n)
        qsort(t->p, t->n, sizeof *t->p, by_var);
    for (uint32_t i = 0; i < t->n; i++) {
        if (n && row->term[n - 1].var == t->p[i].var) {
            if (rat_add(&row->term[n - 1].coef, row->term[n - 1].coef, t->p[i].coef))
                return false;
        } else {
            row->term[n++] = t->p[i];
        }
    }
    for (uint32_t i = 0; i < n; i++)
        if (rat_sign(row->term[i].coef))
            row->term[row->n++] = row->term[i];
    return true;
}
