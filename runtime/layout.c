/* Checks how a table stands in its sheet.
 * In: a program of anyone's making. Out: whether every number in the layout is one that it has. */
#include "layout.h"

static bool sym_ok(const struct ir_program *p, sym s)
{
    return s < p->nstring;
}

static bool block_ok(const struct ir_program *p, const struct ir_block *b)
{
    return sym_ok(p, b->name) && sym_ok(p, b->label) && sym_ok(p, b->amount)
        && sym_ok(p, b->where) && sym_ok(p, b->equals) && b->amount && b->file < p->nfile;
}

/* A column of a tree stands in a block; what stands in none is no tree. */
static bool column_ok(const struct ir_table *t, const struct ir_column *c)
{
    if (t->layout != LAYOUT_FORM)
        return true;
    if (c->block == IR_NONE)
        return !c->braces && c->parent == IR_NONE;
    return c->block < t->nblock
        && (c->parent == IR_NONE || t->column[c->parent].block == c->block);
}

static bool node_ok(const struct ir_program *p, const struct ir_table *t, uint32_t i)
{
    const struct ir_row_node *n = &t->node[i];
    for (uint32_t k = 0; k < n->nheader; k++)
        if (!sym_ok(p, n->header[k]))
            return false;
    return sym_ok(p, n->name) && (i ? n->parent < i : n->parent == IR_NONE)
        && (n->braces | n->others) <= 1 && n->role <= ROW_NODE_OF && n->file < p->nfile;
}

static bool nodes_ok(const struct ir_program *p, const struct ir_table *t)
{
    for (uint32_t i = 0; i < t->nnode; i++)
        if (!node_ok(p, t, i))
            return false;
    return !t->nnode || (t->total && !t->nlevel && t->layout != LAYOUT_FORM
                         && t->node_key < t->ncolumn && t->column[t->node_key].key);
}

bool layout_is_sound(const struct ir_program *p, const struct ir_table *t)
{
    static const struct { uint32_t least, most; } blocks[] = {
        [LAYOUT_SHEET] = { 0, 0 }, [LAYOUT_FORM] = { 1, IR_NONE }, [LAYOUT_LONG] = { 1, 1 } };
    if (t->layout > LAYOUT_LONG || t->nblock < blocks[t->layout].least
        || t->nblock > blocks[t->layout].most)
        return false;
    for (uint32_t i = 0; i < t->nblock; i++)
        if (!block_ok(p, &t->block[i]))
            return false;
    for (uint32_t i = 0; i < t->nrow; i++)
        if (!sym_ok(p, t->row[i]) || !t->row[i])
            return false;
    for (uint32_t i = 0; i < t->ncolumn; i++)
        if (!column_ok(t, &t->column[i]))
            return false;
    if (!sym_ok(p, t->unit_header) || !nodes_ok(p, t))
        return false;
    return t->layout != LAYOUT_FORM || t->each == IR_NONE
        || (t->each < t->ncolumn && t->column[t->each].key);
}
