/* Rows by name and the cells in them. In: a table and the codes between the brackets. Out: one
 * number for each row name of a table, and one for each figure in such a row, so that a cell that
 * stands twice in a rule is one figure. */
#include "rowref.h"
#include <string.h>

/* ── what a name may be ── */

/* code columns by which rows are told apart: those of the levels, else the keys */
static uint32_t code_columns(const struct ir_table *t)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < t->ncolumn && !t->nlevel; i++)
        n += t->column[i].key;
    for (uint32_t i = 0; i < t->nlevel; i++)
        n += t->level[i].nbeside + 1;
    return n;
}

bool row_select_fits(struct unit *u, const struct decl *table, const struct row_select *row)
{
    const struct ir_table *t = &u->ir->table[table->table];
    const char *name = unit_text(u, table->name.text);
    uint32_t codes = code_columns(t);

    for (uint32_t i = 0; i + 1 < row->ncode; i++)
        if (row->code[i].prefix) {
            diag_add(u->diags, DIAG_PREFIX_NOT_LAST, row->code[i].text.span, NULL);
            return false;
        }
    if (row->code[row->ncode - 1].prefix && !codes) {
        diag_add(u->diags, DIAG_PREFIX_NO_CODES, row->span, name, NULL);
        return false;
    }
    if (row->ncode > 1 && row->ncode > codes) {
        diag_add(u->diags, DIAG_TOO_MANY_CODES, row->span, name,
                 arena_printf(u->arena, "%u", codes), arena_printf(u->arena, "%u", row->ncode),
                 NULL);
        return false;
    }
    return true;
}

/* ── numbers ── */

static void fill_rowref(struct unit *u, struct ir_rowref *r, const struct row_select *row)
{
    struct span at = row->code[row->ncode - 1].text.span;

    r->ncode = row->ncode;
    r->prefix = row->code[row->ncode - 1].prefix;
    r->code = ARENA_ARRAY(u->arena, sym, row->ncode);
    for (uint32_t i = 0; i < row->ncode; i++)
        r->code[i] = row->code[i].text.text;
    r->file = at.file;
    srcs_locate(u->srcs, at, &r->line, &r->col);
}

/* A text of its own for each name: what it is made of, with a sign between that no code holds. */
static sym rowref_key(struct unit *u, uint32_t table, const struct row_select *row)
{
    struct strbuf key;

    strbuf_init(&key, u->arena);
    strbuf_addf(&key, "%u", table);
    for (uint32_t i = 0; i < row->ncode; i++)
        strbuf_addf(&key, "\n%s", unit_text(u, row->code[i].text.text));
    strbuf_adds(&key, row->code[row->ncode - 1].prefix ? "\n*" : "");
    return sym_intern(u->scope->row_names, key.p, key.len);
}

/* one of the labels that the table declares for its total row */
static bool is_total(const struct unit *u, uint32_t table, const struct row_select *row)
{
    const struct ir_table *t = &u->ir->table[table];
    sym name = row->code[0].text.text;
    bool also = false;

    if (!t->total || row->ncode != 1 || row->code[0].prefix)
        return false;
    for (uint32_t i = 0; i < t->nalso_total; i++)
        also = also || t->also_total[i] == name;
    return also || name == t->total;
}

uint32_t scope_rowref(struct unit *u, uint32_t table, const struct row_select *row)
{
    struct scope *s = u->scope;
    struct ir_rowref r = { .table = table };
    uint32_t *n;

    if (!row || is_total(u, table, row))
        return 0;
    if (!s->row_names)
        s->row_names = symtab_new(u->arena);
    n = number_at(u, &s->rowref, rowref_key(u, table, row), 64);
    if (!*n) {
        fill_rowref(u, &r, row);
        UNIT_PUSH(u, u->ir->rowref, u->ir->nrowref, r);
        *n = u->ir->nrowref;
    }
    return *n;
}

uint32_t scope_rowref_node(struct unit *u, uint32_t table, uint32_t node)
{
    const struct ir_row_node *n = &u->ir->table[table].node[node];
    struct ir_rowref r = { .table = table, .ncode = 1, .node = node, .file = n->file,
                           .line = n->line, .col = n->col };

    for (uint32_t i = 0; i < u->ir->nrowref; i++)
        if (u->ir->rowref[i].table == table && u->ir->rowref[i].node == node && node)
            return i + 1;
    if (!node)
        return 0;
    r.code = ARENA_ARRAY(u->arena, sym, 1);
    r.code[0] = n->name;
    UNIT_PUSH(u, u->ir->rowref, u->ir->nrowref, r);
    return u->ir->nrowref;
}

/* cells by colref and row: open addressing, number + 1 */
static uint32_t *cell_slot(const struct unit *u, const struct cell_index *x, struct ir_cell c)
{
    uint64_t h = ((uint64_t)c.row << 32 | c.colref) * 0x9e3779b97f4a7c15ULL;
    uint32_t mask = x->n - 1, i = (uint32_t)(h >> 32) & mask;

    for (; x->slot[i]; i = (i + 1) & mask) {
        const struct ir_cell *o = &u->ir->cell[x->slot[i] - 1];
        if (o->colref == c.colref && o->row == c.row)
            break;
    }
    return &x->slot[i];
}

static void cell_index_grow(struct unit *u, struct cell_index *x)
{
    x->n = x->n ? x->n * 2 : 64;
    x->slot = ARENA_ARRAY(u->arena, uint32_t, x->n);
    for (uint32_t i = 0; i < u->ir->ncell; i++)
        *cell_slot(u, x, u->ir->cell[i]) = i + 1;
}

uint32_t scope_cell(struct unit *u, uint32_t colref, uint32_t row)
{
    struct cell_index *x = &u->scope->cell;
    struct ir_cell c = { colref, row };
    uint32_t *slot;

    if (2 * (u->ir->ncell + 1) > x->n)
        cell_index_grow(u, x);
    slot = cell_slot(u, x, c);
    if (!*slot) {
        UNIT_PUSH(u, u->ir->cell, u->ir->ncell, c);
        *slot = u->ir->ncell;
    }
    return *slot - 1;
}
