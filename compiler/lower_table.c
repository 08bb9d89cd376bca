/* What a table's shape states: a column with braces is the sum of its children in every row, an
 * of-which column is at most its parent, and a row with children is their sum in every declared
 * figure column. Each becomes a row of the
 * table's sparse linear rules. */
#include "lower.h"
#include "rowref.h"

/* One identity at a time: the first figure is the sum of the others. (The sign of a term is that
 * of the figure in first − others.) Its atoms and terms are only
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

static void add_figure(struct identity *id, enum ir_colref_kind kind, uint32_t column, bool less)
{
    struct atom *a = &id->atom[id->n];
    struct rat unit;

    a->kind = ATOM_COL;
    a->row = true;
    a->ref = scope_colref(id->u, kind, id->table->table, column);
    unit = unit_of(scope_column(id->u, a->ref));
    id->term[id->n] = (struct term){ a, (id->n > 0) != less ? rat_neg(unit) : unit };
    id->n++;
}

static sym text_sym(struct identity *id)
{
    sym s = sym_intern(id->u->syms, id->text.p, id->text.len);

    id->text.len = 0;
    return s;
}

static const char *column_path(const struct identity *id, uint32_t column)
{
    return unit_text(id->u, id->u->ir->table[id->table->table].column[column].shown);
}

static sym identity_name(struct identity *id, const char *between, uint32_t column)
{
    strbuf_adds(&id->text, unit_text(id->u, id->table->name.text));
    strbuf_adds(&id->text, between);
    strbuf_adds(&id->text, column_path(id, column));
    return text_sym(id);
}

#define SOURCE_FIGURES 12u          /* a longer sum is cut */

/* the sign before a figure but the first */
static const char *sign_of(const struct identity *id, const struct ir_rule *r, uint32_t i)
{
    if (i == 1)
        return r->rel == IR_LE ? " <= " : w256_sign(id->term[i].coef.num) > 0 ? " = -" : " = ";
    return w256_sign(id->term[i].coef.num) > 0 ? " - " : " + ";
}

/* of a cell's row: as the tree of labels names it */
static const char *row_text(const struct identity *id, uint32_t cell)
{
    const struct ir_program *p = id->u->ir;
    uint32_t row = p->cell[cell].row;

    return unit_text(id->u, row ? p->rowref[row - 1].code[0] : p->table[id->table->table].total);
}

static sym identity_source(struct identity *id, const struct ir_rule *r)
{
    for (uint32_t i = 0; i < id->n && i <= SOURCE_FIGURES; i++) {
        const struct ir_colref *c = &id->u->ir->colref[id->atom[i].ref];
        if (i)
            strbuf_adds(&id->text, sign_of(id, r, i));
        if (id->atom[i].kind == ATOM_CELL) {
            strbuf_adds(&id->text, row_text(id, id->atom[i].cell));
            continue;
        }
        if (c->kind == COL_CHILDREN)
            strbuf_adds(&id->text, "Σ");
        strbuf_adds(&id->text, c->kind == COL_OTHERS ? "others" : column_path(id, c->column));
    }
    if (id->n > SOURCE_FIGURES + 1)
        strbuf_adds(&id->text, " + …");
    return text_sym(id);
}

static void identity_cells(const struct identity *id, struct ir_rule *r)
{
    r->ncell = id->n;
    r->cell = ARENA_ARRAY(id->u->arena, struct ir_bind, r->ncell);
    for (uint32_t i = 0; i < r->ncell; i++) {
        uint8_t reads = (i ? READ_RIGHT : READ_LEFT) | READ_VALUE;
        r->cell[i] = id->atom[i].kind == ATOM_CELL
            ? (struct ir_bind){ BIND_CELL, reads, id->atom[i].cell }
            : (struct ir_bind){ BIND_COLREF, reads, id->atom[i].ref };
    }
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
    r->source = identity_source(id, r);
    identity_cells(id, r);
    if (lower_lin_fits(id->u, &net, &left, net.den))
        lower_lin_rule(id->u, r->domain, r->table, &net, &left, net.den, r->rel,
                       lower_add_rule(id->u, *r));
    else
        too_wide(id);
}

static struct ir_rule begin(struct identity *id, enum ir_rule_kind kind, uint32_t column)
{
    static const char *const between[] = { [KIND_COLUMNS] = ".", [KIND_ROWS] = ".rows.",
                                           [KIND_OF_WHICH] = ".of." };
    const struct ir_table *t = &id->u->ir->table[id->table->table];
    struct ir_rule r = { .label = t->title, .unit = t->column[column].unit, .severity = RULE_MUST,
                         .kind = (uint8_t)kind, .rel = kind == KIND_OF_WHICH ? IR_LE : IR_EQ,
                         .domain = kind == KIND_ROWS ? DOMAIN_PARENTS : DOMAIN_ROWS,
                         .table = id->table->table };

    r.name = identity_name(id, between[kind], column);
    lower_locate(id->u, scope_column_decl(id->u, r.table, column)->name.span, &r);
    id->n = 0;
    add_figure(id, COL_PLAIN, column, false);
    return r;
}

static enum node_role role_of(const struct identity *id, uint32_t column)
{
    const struct column_node *n = scope_column_decl(id->u, id->table->table, column)->node;

    return n ? n->role : NODE_ADDED;
}

static void lower_column(struct identity *id, uint32_t column)
{
    const struct ir_table *t = &id->u->ir->table[id->table->table];
    struct ir_rule r = begin(id, KIND_COLUMNS, column);

    for (uint32_t i = column + 1; i < t->ncolumn; i++)
        if (t->column[i].parent == column && role_of(id, i) != NODE_OF)
            add_figure(id, COL_PLAIN, i, role_of(id, i) == NODE_LESS);
    if (t->column[column].others)
        add_figure(id, COL_OTHERS, column, false);
    add_identity(id, &r);
}

/* An of-which column is at most its parent. */
static void lower_of_which(struct identity *id, uint32_t column)
{
    struct ir_rule r = begin(id, KIND_OF_WHICH, column);

    add_figure(id, COL_PLAIN, id->u->ir->table[id->table->table].column[column].parent, false);
    add_identity(id, &r);
}

static void lower_rollup(struct identity *id, uint32_t column)
{
    struct ir_rule r = begin(id, KIND_ROWS, column);

    add_figure(id, COL_CHILDREN, column, false);
    add_identity(id, &r);
}

static void add_row_figure(struct identity *id, uint32_t column, uint32_t node)
{
    uint32_t table = id->table->table;
    struct atom *a = &id->atom[id->n];

    add_figure(id, COL_PLAIN, column, false);
    a->kind = ATOM_CELL;
    a->row = false;
    a->cell = scope_cell(id->u, a->ref, scope_rowref_node(id->u, table, node));
}

/* An of-which row is at most the row that it is part of, in each column that adds up. */
static void lower_row_of_which(struct identity *id, uint32_t column, uint32_t node)
{
    const struct ir_table *t = &id->u->ir->table[id->table->table];
    const struct ir_row_node *n = &t->node[node];
    struct ir_rule r = begin(id, KIND_OF_WHICH, column);

    r.domain = DOMAIN_UNIT;
    r.table = 0;
    lower_locate(id->u, id->table->row_node[node]->span, &r);
    r.name = sym_of(id->u->syms, arena_printf(id->u->arena, "%s.rows.of.%s.%s",
                                              unit_text(id->u, t->name), unit_text(id->u, n->name),
                                              column_path(id, column)));
    id->n = 0;
    add_row_figure(id, column, node);
    add_row_figure(id, column, n->parent);
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
        stated = stated || t->column[c].braces || t->column[c].parent != IR_NONE;
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

/* Is it said of a column, or of one that it is a part of, that no row sums it? */
static bool is_unsummed(const struct decl *d)
{
    for (; d; d = d->parent)
        if (d->node && d->node->unsummed)
            return true;
    return false;
}

/* Does a row with children hold their sum in this column? */
static bool rolls_up(const struct unit *u, uint32_t table, uint32_t column)
{
    const struct ir_column *c = &u->ir->table[table].column[column];

    const struct decl *d = scope_column_decl(u, table, column);

    return !c->key && !c->implicit && measure_adds_up(d->measure) && !is_unsummed(d);
}

static void lower_table(struct identity *id)
{
    uint32_t table = id->table->table;
    const struct ir_table *t = &id->u->ir->table[table];

    for (uint32_t c = 0; c < t->ncolumn; c++) {
        if (t->column[c].braces)
            lower_column(id, c);
        if (role_of(id, c) == NODE_OF)
            lower_of_which(id, c);
    }
    for (uint32_t c = 0; c < t->ncolumn; c++)
        if (t->total && t->layout != LAYOUT_FORM && rolls_up(id->u, table, c))
            lower_rollup(id, c);
    for (uint32_t n = 0; n < t->nnode; n++)
        for (uint32_t c = 0; t->node[n].role == ROW_NODE_OF && c < t->ncolumn; c++)
            if (rolls_up(id->u, table, c))
                lower_row_of_which(id, c, n);
}

void lower_tables(struct unit *u)
{
    struct identity id = identity_room(u);

    for (uint32_t i = 0; i < u->scope->ntable; i++) {
        id.table = u->scope->table[i];
        warn_unused(u, id.table);
        lower_table(&id);
    }
}
