/* What a table's shape states: a column with braces is the sum of its children in every row, and a row with children is
 * their sum in every declared figure column. Each becomes a row of the table's sparse linear rules. */
#include "lower.h"
#include <string.h>

static struct ir_rule table_rule(struct unit *u, const struct decl *d, enum ir_rule_kind kind, const char *name)
{
    const struct ir_table *t = &u->ir->table[d->table];
    struct ir_rule r = { .name = sym_of(u->syms, name), .label = t->title, .severity = RULE_MUST, .kind = (uint8_t)kind,
                         .rel = IR_EQ, .domain = kind == KIND_ROWS ? DOMAIN_PARENTS : DOMAIN_ROWS, .table = d->table };

    return r;
}

/* figures of one table as linear forms */
static struct atom *column_atom(struct unit *u, enum ir_colref_kind kind, uint32_t table, uint32_t column)
{
    struct atom *a = ARENA_NEW(u->arena, struct atom);

    a->kind = ATOM_COL;
    a->row = true;
    a->ref = scope_colref(u, kind, table, column);
    return a;
}

static struct rat unit_of(const struct ir_column *c)
{
    struct rat r = rat_int(1), p = rat_int(1);
    int e = c->unit.pow10 - c->grid.scale;

    rat_make(&r, w256_from_i64(c->unit.factor), w256_from_i64(c->unit.divisor));
    w256_pow10(e < 0 ? &p.den : &p.num, (unsigned)(e < 0 ? -e : e));
    rat_mul(&r, r, p);
    return r;
}

struct identity { struct form left, right; uint32_t cap; };

static void identity_add(struct unit *u, struct identity *id, struct atom *a)
{
    ARENA_PUSH(u->arena, id->right.term, id->right.n, id->cap, ((struct term){ a, unit_of(scope_column(u, a->ref)) }));
}

static const struct decl *column_decl(struct unit *u, const struct decl *table, const struct ir_column *c)
{
    return scope_find_column(u, table, c->name);
}

static sym identity_source(struct unit *u, const struct form *left, const struct form *right)
{
    struct strbuf s;
    const struct form *side[2] = { left, right };

    strbuf_init(&s, u->arena);
    for (int k = 0; k < 2; k++) {
        if (k)
            strbuf_adds(&s, " = ");
        for (uint32_t i = 0; i < side[k]->n && i < 12; i++) {
            uint32_t ref = side[k]->term[i].atom->ref;
            enum ir_colref_kind kind = u->ir->colref[ref].kind;
            if (i)
                strbuf_adds(&s, " + ");
            strbuf_addf(&s, kind == COL_OTHERS ? "others" : kind == COL_CHILDREN ? "Σ%s" : "%s",
                        unit_text(u, scope_column(u, ref)->name));
        }
        if (side[k]->n > 12)
            strbuf_adds(&s, " + …");
    }
    return sym_of(u->syms, s.p);
}

static void identity_cells(struct unit *u, const struct identity *id, struct ir_rule *r)
{
    r->ncell = id->left.n + id->right.n;
    r->cell = ARENA_ARRAY(u->arena, struct ir_bind, r->ncell);
    for (uint32_t i = 0; i < r->ncell; i++) {
        const struct term *t = i < id->left.n ? &id->left.term[i] : &id->right.term[i - id->left.n];
        r->cell[i] = (struct ir_bind){ BIND_COLREF, 0, t->atom->ref };
    }
}

static void add_identity(struct unit *u, struct identity *id, struct ir_rule r)
{
    const struct form *net = form_net(u, &id->left, &id->right, NO_SPAN);
    w256 den;

    if (!net)
        return;
    den = net->den;
    for (uint32_t i = 0; i < id->left.n; i++)
        if (rat_lcm(&den, den, id->left.term[i].coef.den))
            return;
    r.den = den;
    r.source = identity_source(u, &id->left, &id->right);
    identity_cells(u, id, &r);
    if (!lower_lin_fits(u, net, &id->left, den)) {
        diag_add(u->diags, DIAG_TOO_WIDE, u->scope->table[r.table]->name.span, NULL);
        return;
    }
    lower_lin_rule(u, r.domain, r.table, net, &id->left, den, IR_EQ, lower_add_rule(u, r));
}

static void lower_column(struct unit *u, const struct decl *table, uint32_t column)
{
    const struct ir_table *t = &u->ir->table[table->table];
    const struct ir_column *c = &t->column[column];
    const char *tn = unit_text(u, t->name), *cn = unit_text(u, c->name);
    struct ir_rule r = table_rule(u, table, KIND_COLUMNS, arena_printf(u->arena, "%s.%s", tn, cn));
    struct identity id = { .left = { .k = rat_int(0) }, .right = { .k = rat_int(0) } };
    struct term left = { column_atom(u, COL_PLAIN, table->table, column), unit_of(c) };

    r.unit = c->unit;
    lower_locate(u, column_decl(u, table, c)->name.span, &r);
    id.left.term = &left;
    id.left.n = 1;
    for (uint32_t i = column + 1; i < t->ncolumn; i++)
        if (t->column[i].parent == column)
            identity_add(u, &id, column_atom(u, COL_PLAIN, table->table, i));
    if (c->others)
        identity_add(u, &id, column_atom(u, COL_OTHERS, table->table, column));
    add_identity(u, &id, r);
}

static void lower_rollup(struct unit *u, const struct decl *table, uint32_t column)
{
    const struct ir_table *t = &u->ir->table[table->table];
    const struct ir_column *c = &t->column[column];
    const char *tn = unit_text(u, t->name), *cn = unit_text(u, c->name);
    struct ir_rule r = table_rule(u, table, KIND_ROWS, arena_printf(u->arena, "%s.rows.%s", tn, cn));
    struct identity id = { .left = { .k = rat_int(0) }, .right = { .k = rat_int(0) } };
    struct term left = { column_atom(u, COL_PLAIN, table->table, column), unit_of(c) };

    r.unit = c->unit;
    lower_locate(u, column_decl(u, table, c)->name.span, &r);
    id.left.term = &left;
    id.left.n = 1;
    identity_add(u, &id, column_atom(u, COL_CHILDREN, table->table, column));
    add_identity(u, &id, r);
}

static bool has_rule(const struct decl *table)
{
    const struct table_decl *t = table->stmt->u.table;

    for (uint32_t i = 0; i < t->nitem; i++)
        if (t->item[i].kind == ITEM_RULE)
            return true;
    return false;
}

/* a table that nothing is said of is checked by nothing: a silent pass */
static void warn_unused(struct unit *u, const struct decl *d)
{
    const struct ir_table *t = &u->ir->table[d->table];
    bool stated = d->used || t->total || has_rule(d);

    for (uint32_t c = 0; c < t->ncolumn; c++)
        stated = stated || t->column[c].braces;
    if (!stated)
        diag_add(u->diags, DIAG_UNUSED_TABLE, d->name.span, unit_text(u, t->name), NULL);
}

void lower_tables(struct unit *u)
{
    for (uint32_t i = 0; i < u->scope->ntable; i++) {
        const struct decl *d = u->scope->table[i];
        const struct ir_table *t = &u->ir->table[d->table];
        warn_unused(u, d);
        for (uint32_t c = 0; c < t->ncolumn; c++)
            if (t->column[c].braces)
                lower_column(u, d, c);
        for (uint32_t c = 0; c < t->ncolumn; c++)
            if (t->total && !t->column[c].key && !t->column[c].implicit)
                lower_rollup(u, d, c);
    }
}
