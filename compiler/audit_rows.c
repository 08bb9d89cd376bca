/* What is said of rows and keys, where other rules look.
 * In: facts as written. Out: the same of the total row, of rows that rules name, of sums over rows.
 * Invariant: a row's fact holds in each row of its table. A sum of rows, and a row of a prefix, has
 * it only if it has no constant, for that would count once a row. Nothing is carried over from
 * facts that hold under a condition. */
#include "audit_part.h"
#include <string.h>

#define MADE_MOST 200000u           /* terms of facts made; further ones are not looked at */

/* by table: the rows that cells of rules stand in */
struct row_list { uint32_t *row; uint32_t n; };
struct extending {
    struct facts *f;
    struct row_list *rows;
    uint32_t made;
};

static void collect_rows(struct extending *x)
{
    const struct ir_program *p = x->f->u->ir;
    uint8_t *met = ARENA_ARRAY(x->f->u->arena, uint8_t, (size_t)p->nrowref + 1);

    x->rows = ARENA_ARRAY(x->f->u->arena, struct row_list, p->ntable);
    for (uint32_t t = 0; t < p->ntable; t++)
        if (p->table[t].total)
            UNIT_PUSH(x->f->u, x->rows[t].row, x->rows[t].n, 0);
    for (uint32_t i = 0; i < p->ncell; i++) {
        uint32_t row = p->cell[i].row, t = p->colref[p->cell[i].colref].table;
        if (row && !met[row])
            UNIT_PUSH(x->f->u, x->rows[t].row, x->rows[t].n, row);
        if (row)
            met[row] = 1;
    }
}

/* Are all variables of one kind, of colrefs of one table of this year? IR_NONE: they are not. */
static uint32_t one_table(const struct facts *f, const struct elim_row *row, enum var_kind kind)
{
    uint32_t table = row->n ? f->vars->var[row->term[0].var].table : IR_NONE;

    for (uint32_t i = 0; i < row->n; i++) {
        const struct var *v = &f->vars->var[row->term[i].var];
        if (v->kind != kind || v->table != table || v->colref != COL_PLAIN)
            return IR_NONE;
    }
    return table != IR_NONE && f->u->ir->table[table].origin == ORIGIN_CURRENT ? table : IR_NONE;
}

static bool all_keyed(const struct facts *f, const struct elim_row *row)
{
    for (uint32_t i = 0; i < row->n; i++) {
        const struct var *v = &f->vars->var[row->term[i].var];
        if (v->kind != VAR_KEYED || f->u->ir->table[v->table].origin != ORIGIN_CURRENT)
            return false;
    }
    return row->n > 0;
}

static const char *row_name(const struct facts *f, uint32_t table, uint32_t row)
{
    const struct ir_program *p = f->u->ir;
    const struct ir_rowref *r = &p->rowref[row ? row - 1 : 0];

    return unit_text(f->u, row ? r->code[r->ncode - 1] : p->table[table].total);
}

static bool is_prefix(const struct facts *f, uint32_t row)
{
    return row && f->u->ir->rowref[row - 1].prefix;
}

static void extend(struct extending *x, uint32_t from, enum var_kind kind, uint32_t row,
                   const char *where)
{
    struct facts *f = x->f;
    struct fact made = { .said = f->fact[from].said, .where = where,
                         .sum = kind == VAR_SUM || is_prefix(f, row) };
    struct audit_terms t = { .k = f->fact[from].row.k };

    made.points = f->fact[from].points;
    made.linear = true;
    for (uint32_t i = 0; i < f->fact[from].row.n; i++) {
        struct elim_term term = f->fact[from].row.term[i];
        struct var v = f->vars->var[term.var];
        struct ir_colref c = { .kind = COL_PLAIN, .table = v.table, .column = v.column };
        term.var = vars_figure(f->vars, &c, kind, row);
        ARENA_PUSH(f->u->arena, t.p, t.n, t.cap, term);
    }
    if (!vars_net(f->u->arena, &t, &made.row))
        return;
    x->made += made.row.n;
    ARENA_PUSH(f->u->arena, f->fact, f->n, f->cap, made);
}

static void extend_rows(struct extending *x, uint32_t i, uint32_t table)
{
    const struct facts *f = x->f;
    const struct row_list *rows = &x->rows[table];
    bool plain = rat_sign(f->fact[i].row.k) == 0;

    for (uint32_t k = 0; k < rows->n && x->made < MADE_MOST; k++)
        if (plain || !is_prefix(f, rows->row[k]))
            extend(x, i, VAR_CELL, rows->row[k],
                   arena_printf(f->u->arena, "[%s]", row_name(f, table, rows->row[k])));
    if (plain && x->made < MADE_MOST)
        extend(x, i, VAR_SUM, 0, "[Σ]");
}

static bool carries(const struct said *s)
{
    return !s->context && !s->partial && (s->rel == REL_EQ || s->rel == REL_LE
                                          || s->rel == REL_GE);
}

void facts_extend(struct facts *f)
{
    struct extending x = { .f = f };
    uint32_t written = f->n;

    collect_rows(&x);
    for (uint32_t i = 0; i < written && x.made < MADE_MOST; i++) {
        const struct said *s = &f->said[f->fact[i].said];
        uint32_t table;
        if (!carries(s) || !f->fact[i].written)
            continue;
        table = one_table(f, &f->fact[i].row, VAR_COLUMN);
        if (table != IR_NONE)
            extend_rows(&x, i, table);
        else if (all_keyed(f, &f->fact[i].row) && rat_sign(f->fact[i].row.k) == 0)
            extend(&x, i, VAR_SUM, 0, "[Σ]");
    }
}
