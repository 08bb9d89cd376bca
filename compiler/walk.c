/* Walks over rules and expressions. Expressions nest at most 256 deep (the parser sees to it). */
#include "walk.h"

/* NULL where another thing has the table's name: that was reported, and the rules mean nothing */
static struct decl *table_of(const struct unit *u, const struct stmt *s)
{
    struct decl *d = scope_find(u, s->name.text);

    return d && d->stmt == s ? d : NULL;
}

static bool is_table(const struct unit *u, const struct name *n)
{
    const struct decl *d = scope_find(u, n->text);

    return d && d->kind == DECL_TABLE;
}

struct decl *rule_rows(const struct place *p)
{
    const struct listing *l = p->rule->listing;

    return p->table || !l || !l->key ? p->table : l->key->owner;
}

/* Rules of a map between tables that are not there mean nothing: that is reported. */
static void walk_map(struct unit *u, struct place p,
                     void (*each)(struct unit *u, const struct place *p, void *ctx), void *ctx)
{
    const struct map *m = p.stmt->u.map;

    if (!is_table(u, &m->from) || !is_table(u, &m->to))
        return;
    for (uint32_t i = 0; i < m->nrule; i++) {
        p.rule = m->rule[i];
        each(u, &p, ctx);
    }
}

void walk_rules(struct unit *u, void (*each)(struct unit *u, const struct place *p, void *ctx),
                void *ctx)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        struct stmt *s = &u->ast.stmt[i];
        struct place p = { .stmt = s };
        if (s->kind == ST_RULE) {
            p.rule = s->u.rule;
            each(u, &p, ctx);
        } else if (s->kind == ST_MAP) {
            walk_map(u, p, each, ctx);
        } else if (s->kind == ST_TABLE) {
            p.table = table_of(u, s);
            for (uint32_t k = 0; k < s->u.table->nitem; k++)
                if (s->u.table->item[k].kind == ITEM_RULE) {
                    p.rule = s->u.table->item[k].u.rule;
                    each(u, &p, ctx);
                }
        }
    }
}

void walk_tests(struct unit *u, void (*each)(struct unit *u, const struct place *p, void *ctx),
                void *ctx)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        struct stmt *s = &u->ast.stmt[i];
        struct test *t = s->kind == ST_TEST ? s->u.test : NULL;
        for (uint32_t k = 0; t && k < t->ngiven + t->nexpect; k++) {
            struct place p = { .stmt = s };
            p.rule = k < t->ngiven ? t->given[k].rule : t->expect[k - t->ngiven].rule;
            if (p.rule)
                each(u, &p, ctx);
        }
    }
}

void walk_scenarios(struct unit *u,
                    void (*each)(struct unit *u, const struct place *p, void *ctx), void *ctx)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        struct stmt *s = &u->ast.stmt[i];
        struct place p = { .stmt = s };
        for (uint32_t k = 0; s->kind == ST_SCENARIO && k < s->u.scenario->nchange; k++) {
            p.rule = s->u.scenario->change[k].rule;
            each(u, &p, ctx);
        }
    }
}

void walk_wholes(struct unit *u, void (*each)(struct unit *u, struct stmt *s, void *ctx),
                 void *ctx)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_WHOLE && u->ast.stmt[i].u.whole.when)
            each(u, &u->ast.stmt[i], ctx);
}

void walk_expr(struct expr *e, void (*each)(struct expr *e, void *ctx), void *ctx)
{
    each(e, ctx);
    switch (e->kind) {
    case EX_NEG:
        walk_expr(e->u.bin.a, each, ctx);
        break;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_POW:
        walk_expr(e->u.bin.a, each, ctx);
        walk_expr(e->u.bin.b, each, ctx);
        break;
    case EX_CALL:
        for (uint32_t i = 0; i < e->u.call.narg; i++)
            walk_expr(e->u.call.arg[i], each, ctx);
        if (e->u.call.where)
            walk_cond(e->u.call.where, each, ctx);
        break;
    case EX_NUM: case EX_REF: case EX_ERROR:
        break;
    }
}

void walk_cond(struct cond *c, void (*each)(struct expr *e, void *ctx), void *ctx)
{
    switch (c->kind) {
    case COND_AND: case COND_OR: case COND_NOT:
        walk_cond(c->u.both.a, each, ctx);
        if (c->u.both.b)
            walk_cond(c->u.both.b, each, ctx);
        break;
    case COND_COMPARE:
        walk_expr(c->u.cmp.x, each, ctx);
        walk_expr(c->u.cmp.y, each, ctx);
        break;
    case COND_PRESENT:
        walk_expr(c->u.cell, each, ctx);
        break;
    case COND_TEXT:
        break;
    }
}
