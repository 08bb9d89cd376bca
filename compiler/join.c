/* Rules for each key. In: resolved rules with `each`. Out: the joins of the program; a table's
 * figure T.c that stands in such a rule outside of sums is marked as the figure of the key at
 * hand. */
#include "function.h"
#include "path.h"

/* Joins of equal tables and keys are one. */
struct joins {
    struct numbers by_text;         /* by symbol of what is joined */
    struct numbers **colref;        /* by join and joined table, each by column */
    uint32_t n;
};

struct part { uint32_t table; const struct decl *decl; struct span at; };
struct joining {
    struct unit *u;
    const struct rule *rule;
    struct part *part;              /* in the order in which the rule names the tables */
    uint32_t n, cap;
    bool prior;                     /* within prior() */
};

/* ── the figures that are joined ── */

static void walk_joined(struct joining *g, struct expr *e,
                        void (*each)(struct joining *g, struct expr *e));

static void walk_call(struct joining *g, struct expr *e,
                      void (*each)(struct joining *g, struct expr *e))
{
    enum function f = function_find(unit_text(g->u, e->u.call.fn.text));
    bool prior = g->prior;

    if (function_goes_over_rows(f, e->u.call.narg))
        return;
    g->prior = prior || f == FN_PRIOR;
    for (uint32_t i = 0; i < e->u.call.narg; i++)
        walk_joined(g, e->u.call.arg[i], each);
    g->prior = prior;
}

/* Calls `each` for the figures T.c of an expression that stand in no aggregate. */
static void walk_joined(struct joining *g, struct expr *e,
                        void (*each)(struct joining *g, struct expr *e))
{
    switch (e->kind) {
    case EX_REF:
        if (e->decl && e->decl->kind == DECL_COLUMN && !e->u.ref.row)
            each(g, e);
        break;
    case EX_NEG:
        walk_joined(g, e->u.bin.a, each);
        break;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_POW:
        walk_joined(g, e->u.bin.a, each);
        walk_joined(g, e->u.bin.b, each);
        break;
    case EX_CALL:
        walk_call(g, e, each);
        break;
    case EX_NUM: case EX_ERROR:
        break;
    }
}

static void walk_clause(struct joining *g, const struct cond *c,
                        void (*each)(struct joining *g, struct expr *e))
{
    if (!c)
        return;
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        walk_clause(g, c->u.both.a, each);
        walk_clause(g, c->u.both.b, each);
        break;
    case COND_COMPARE:
        walk_joined(g, c->u.cmp.x, each);
        walk_joined(g, c->u.cmp.y, each);
        break;
    case COND_PRESENT:
        walk_joined(g, c->u.cell, each);
        break;
    case COND_TEXT:
        break;
    }
}

static void walk_rule(struct joining *g, void (*each)(struct joining *g, struct expr *e))
{
    for (uint32_t i = 0; i < g->rule->nside; i++)
        walk_joined(g, g->rule->side[i], each);
    walk_clause(g, g->rule->where, each);
    walk_clause(g, g->rule->when, each);
}

static bool joins(const struct joining *g, uint32_t table)
{
    for (uint32_t i = 0; i < g->n; i++)
        if (g->part[i].table == table)
            return true;
    return false;
}

static void add_table(struct joining *g, struct expr *e)
{
    struct decl *owner = e->decl->owner;
    struct part p = { g->prior ? scope_prior(g->u, owner) : owner->table, owner, e->span };

    if (!joins(g, p.table))
        ARENA_PUSH(g->u->arena, g->part, g->n, g->cap, p);
}

static void mark_keyed(struct joining *g, struct expr *e)
{
    e->keyed = true;
    e->join = g->rule->join;
}

/* Comparisons of texts of joined tables ask the key at hand. */
static void mark_texts(const struct joining *g, struct cond *c)
{
    if (!c)
        return;
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        mark_texts(g, c->u.both.a);
        mark_texts(g, c->u.both.b);
        break;
    case COND_TEXT:
        c->u.cmp.keyed = c->u.cmp.key && joins(g, c->u.cmp.key->owner->table);
        c->u.cmp.join = g->rule->join;
        break;
    case COND_COMPARE: case COND_PRESENT:
        break;
    }
}

/* ── bare names of key columns ── */

/* Tables of this year alone: only their texts can be compared. */
static void add_current(struct joining *g, struct expr *e)
{
    struct part p = { e->decl->owner->table, e->decl->owner, e->span };

    if (!g->prior && !joins(g, p.table))
        ARENA_PUSH(g->u->arena, g->part, g->n, g->cap, p);
}

static bool is_each(const struct rule *r, sym name)
{
    for (uint32_t i = 0; i < r->neach; i++)
        if (r->each[i].text == name)
            return true;
    return false;
}

struct path_match join_key(struct unit *u, const struct rule *r, sym name)
{
    struct joining g = { .u = u, .rule = r };
    struct path_match m = { 0, NULL, NULL };

    walk_rule(&g, add_current);
    for (uint32_t i = 0; i < g.n; i++) {
        struct decl *d = scope_find_column(u, g.part[i].decl, name);
        if (!d || !d->is_key || (m.count && is_each(r, name)))
            continue;
        if (m.count == 1)
            m.second = d;
        if (!m.count++)
            m.column = d;
    }
    return m;
}

/* ── the join of a rule ── */

/* The key columns of a joined table; false after a diagnostic. */
static bool table_keys(struct joining *g, uint32_t i, struct ir_joined *j)
{
    struct unit *u = g->u;
    bool ok = true;

    *j = (struct ir_joined){ .table = g->part[i].table, .nkey = g->rule->neach };
    j->key = ARENA_ARRAY(u->arena, uint32_t, j->nkey);
    for (uint32_t k = 0; k < j->nkey; k++) {
        const struct name *key = &g->rule->each[k];
        const struct decl *d = scope_find_column(u, g->part[i].decl, key->text);
        if (d && d->is_key) {
            j->key[k] = d->column;
            continue;
        }
        diag_add(u->diags, DIAG_EACH_NO_KEY, g->part[i].at,
                 unit_text(u, g->part[i].decl->name.text), unit_text(u, key->text), NULL);
        ok = false;
    }
    return ok;
}

/* "3.0 3.1 5.2 ": what is joined by what */
static sym join_text(struct unit *u, const struct ir_join *j)
{
    struct strbuf b;

    strbuf_init(&b, u->arena);
    for (uint32_t i = 0; i < j->n; i++)
        for (uint32_t k = 0; k < j->of[i].nkey; k++)
            strbuf_addf(&b, "%u.%u ", j->of[i].table, j->of[i].key[k]);
    return sym_of(u->syms, b.p);
}

static uint32_t join_number(struct unit *u, struct ir_join join)
{
    struct joins *all = u->scope->joins;
    uint32_t *n;

    if (!all)
        all = u->scope->joins = ARENA_NEW(u->arena, struct joins);
    n = number_at(u, &all->by_text, join_text(u, &join), 256);
    if (!*n) {
        UNIT_PUSH(u, all->colref, all->n, ARENA_ARRAY(u->arena, struct numbers, join.n));
        UNIT_PUSH(u, u->ir->join, u->ir->njoin, join);
        *n = u->ir->njoin;
    }
    return *n - 1;
}

bool join_rule(struct unit *u, struct rule *r)
{
    struct joining g = { .u = u, .rule = r };
    struct ir_join join;
    bool ok = true;

    walk_rule(&g, add_table);
    if (!g.n) {
        diag_add(u->diags, DIAG_EACH_NO_TABLE, r->each[0].span, unit_text(u, r->each[0].text),
                 NULL);
        return false;
    }
    join = (struct ir_join){ ARENA_ARRAY(u->arena, struct ir_joined, g.n), g.n };
    for (uint32_t i = 0; i < g.n; i++)
        ok = table_keys(&g, i, &join.of[i]) && ok;
    if (!ok)
        return false;
    r->join = join_number(u, join);
    walk_rule(&g, mark_keyed);
    mark_texts(&g, r->where);
    mark_texts(&g, r->when);
    return true;
}

uint32_t join_colref(struct unit *u, uint32_t join, uint32_t table, uint32_t column)
{
    const struct ir_join *j = &u->ir->join[join];
    uint32_t i = 0, *n;

    while (j->of[i].table != table)
        i++;
    n = number_at(u, &u->scope->joins->colref[join][i], column, u->ir->table[table].ncolumn + 1);
    if (!*n) {
        UNIT_PUSH(u, u->ir->colref, u->ir->ncolref,
                  ((struct ir_colref){ .kind = COL_KEYED, .table = table, .column = column,
                                       .join = join }));
        *n = u->ir->ncolref;
    }
    return *n - 1;
}
