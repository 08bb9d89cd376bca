/* What a table's shape states: a column with braces is the sum of its children in every row, and a
 * row with children is their sum in every declared figure column. Each becomes a row of the
 * table's sparse linear rules. */
#include "lower.h"

/* One identity at a time: the first figure is the sum of the others. Its atoms and terms are only
 * read while it is lowered, so their room serves the next one too. */
struct identity {
    struct unit *u;
    const struct decl *table;
    /* room for all columns of the widest table and two more */
    struct atom *atom; struct term *term; uint32_t n;
    struct strbuf text;                                 /* names under construction */
};

static struct rat unit_of(const struct ir_column *c)
{
    struct rat r = rat_int(1), p = rat_int(1);
    int e = c->unit.pow10 - c->grid.scale;

    rat_make(&r, w256_from_i64(c->unit.factor), w256_from_i64(c->unit.divisor));
    w256_pow10(e < 0 ? &p.den : &p.num, (unsigned)(e < 0 ? -e : e));
    rat_mul(&r, r, p);
    return r;
}

static void add_figure(struct identity *id, enum ir_colref_kind kind, uint32_t column)
{
    struct atom *a = &id->atom[id->n];
    struct rat unit;

    a->kind = ATOM_COL;
    a->row = true;
    a->ref = scope_colref(id->u, kind, id->table->table, column);
    unit = unit_of(scope_column(id->u, a->ref));
    id->term[id->n] = (struct term){ a, id->n ? rat_neg(unit) : unit };
    id->n++;
}

static sym text_sym(struct identity *id)
{
    sym s = sym_intern(id->u->syms, id->text.p, id->text.len);

    id->text.len = 0;
    return s;
}

static sym identity_name(struct identity *id, const char *between, sym column)
{
    strbuf_adds(&id->text, unit_text(id->u, id->table->name.text));
    strbuf_adds(&id->text, between);
    strbuf_adds(&id->text, unit_text(id->u, column));
    return text_sym(id);
}

#define SOURCE_FIGURES 12u          /* a longer sum is cut */

static sym identity_source(struct identity *id)
{
    for (uint32_t i = 0; i < id->n && i <= SOURCE_FIGURES; i++) {
        uint32_t ref = id->atom[i].ref;
        enum ir_colref_kind kind = id->u->ir->colref[ref].kind;
        if (i)
            strbuf_adds(&id->text, i == 1 ? " = " : " + ");
        if (kind == COL_CHILDREN)
            strbuf_adds(&id->text, "Σ");
        strbuf_adds(&id->text, kind == COL_OTHERS ? "others"
                    : unit_text(id->u, scope_column(id->u, ref)->shown));
    }
    if (id->n > SOURCE_FIGURES + 1)
        strbuf_adds(&id->text, " + …");
    return text_sym(id);
}

static void identity_cells(const struct identity *id, struct ir_rule *r)
{
    r->ncell = id->n;
    r->cell = ARENA_ARRAY(id->u->arena, struct ir_bind, r->ncell);
    for (uint32_t i = 0; i < r->ncell; i++)
        r->cell[i] = (struct ir_bind){ BIND_COLREF, 0, id->atom[i].ref };
}

static void too_wide(const struct identity *id)
{
    diag_add(id->u->diags, DIAG_TOO_WIDE, id->table->name.span, NULL);
}

/* All figures differ, so the terms are net already. */
static void add_identity(struct identity *id, struct ir_rule *r)
{
    struct form net = { id->term, id->n, rat_int(0), w256_from_i64(1) };
    struct form left = { id->term, 1, rat_int(0), net.den };

    for (uint32_t i = 0; i < id->n; i++)
        if (rat_lcm(&net.den, net.den, id->term[i].coef.den)) {
            too_wide(id);
            return;
        }
    left.den = r->den = net.den;
    r->source = identity_source(id);
    identity_cells(id, r);
    if (lower_lin_fits(id->u, &net, &left, net.den))
        lower_lin_rule(id->u, r->domain, r->table, &net, &left, net.den, IR_EQ,
                       lower_add_rule(id->u, *r));
    else
        too_wide(id);
}

static struct ir_rule begin(struct identity *id, enum ir_rule_kind kind, uint32_t column)
{
    const struct ir_table *t = &id->u->ir->table[id->table->table];
    const struct ir_column *c = &t->column[column];
    struct ir_rule r = { .label = t->title, .unit = c->unit, .severity = RULE_MUST,
                         .kind = (uint8_t)kind, .rel = IR_EQ, .table = id->table->table,
                         .domain = kind == KIND_ROWS ? DOMAIN_PARENTS : DOMAIN_ROWS };

    r.name = identity_name(id, kind == KIND_ROWS ? ".rows." : ".", c->shown);
    lower_locate(id->u, scope_column_decl(id->u, r.table, column)->name.span, &r);
    id->n = 0;
    add_figure(id, COL_PLAIN, column);
    return r;
}

static void lower_column(struct identity *id, uint32_t column)
{
    const struct ir_table *t = &id->u->ir->table[id->table->table];
    struct ir_rule r = begin(id, KIND_COLUMNS, column);

    for (uint32_t i = column + 1; i < t->ncolumn; i++)
        if (t->column[i].parent == column)
            add_figure(id, COL_PLAIN, i);
    if (t->column[column].others)
        add_figure(id, COL_OTHERS, column);
    add_identity(id, &r);
}

static void lower_rollup(struct identity *id, uint32_t column)
{
    struct ir_rule r = begin(id, KIND_ROWS, column);

    add_figure(id, COL_CHILDREN, column);
    add_identity(id, &r);
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

static struct identity identity_room(struct unit *u)
{
    struct identity id = { .u = u };
    size_t most = 0;

    for (uint32_t i = 0; i < u->ir->ntable; i++)
        if (u->ir->table[i].ncolumn > most)
            most = u->ir->table[i].ncolumn;
    id.atom = ARENA_ARRAY(u->arena, struct atom, most + 2);
    id.term = ARENA_ARRAY(u->arena, struct term, most + 2);
    strbuf_init(&id.text, u->arena);
    return id;
}

/* Does a row with children hold their sum in this column? */
static bool rolls_up(const struct unit *u, const struct decl *table, uint32_t column)
{
    const struct ir_column *c = &u->ir->table[table->table].column[column];
    const struct decl *d = scope_column_decl(u, table->table, column);

    return !c->key && !c->implicit && measure_adds_up(d->measure);
}

void lower_tables(struct unit *u)
{
    struct identity id = identity_room(u);

    for (uint32_t i = 0; i < u->scope->ntable; i++) {
        const struct decl *d = u->scope->table[i];
        const struct ir_table *t = &u->ir->table[d->table];
        id.table = d;
        warn_unused(u, d);
        for (uint32_t c = 0; c < t->ncolumn; c++)
            if (t->column[c].braces)
                lower_column(&id, c);
        for (uint32_t c = 0; c < t->ncolumn; c++)
            if (t->total && rolls_up(u, d, c))
                lower_rollup(&id, c);
    }
}
