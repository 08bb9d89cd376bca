/* Which label of a form each node means.
 * In: the outlines of a form's blocks and the schema's columns. Out: the sheet column of each, and
 * what the parents among them cover.
 * Invariant: a column of a block is bound to a label of that block. */
#include "form_bind.h"
#include <string.h>

struct form_binder {
    struct data_table *t;
    const struct ir_table *schema;
    struct outline_node *node;      /* by schema column */
    struct binding b;
};

static const char *wanted_of(const struct form_binder *x, uint32_t c, uint32_t i)
{
    const struct ir_column *col = &x->schema->column[c];
    return outline_wanted(x->t->arena, x->t->prog->string[col->nheader ? col->header[i]
                                                                       : col->name]);
}

static uint32_t alternatives(const struct form_binder *x, uint32_t c)
{
    uint32_t n = x->schema->column[c].nheader;
    return n ? n : 1;
}

/* ---- columns ---- */

static void node_bind(struct form_binder *x, uint32_t c)
{
    uint32_t block = x->schema->column[c].block, base = x->t->pivot->base[block];
    struct outline_match m = { 0, IR_NONE, IR_NONE };
    for (uint32_t i = 0; i < alternatives(x, c) && !m.count; i++) {
        const char *wanted = wanted_of(x, c, i);
        x->b.wanted[c] = i ? x->b.wanted[c] : wanted;
        m = outline_bind(&x->t->pivot->outline[block], c, wanted);
    }
    x->b.match[c] = (struct header_match){ m.count, m.label + base, m.second + base };
}

/* A key, or a label that rules name without declaring it: in any block, best by its whole path. */
static void label_bind(struct form_binder *x, uint32_t c)
{
    const struct pivot *p = x->t->pivot;
    struct header_match m = { 0, IR_NONE, IR_NONE };
    bool best = false, whole;
    x->b.wanted[c] = wanted_of(x, c, 0);
    for (uint32_t k = 0; k < alternatives(x, c) && !m.count; k++) {
        const char *wanted = wanted_of(x, c, k);
        for (uint32_t i = p->nkey; i < x->t->header.count; i++) {
            if (!outline_path_fits(x->t->header.form[i], wanted, &whole) || (best && !whole)
                || form_repeat(x->t, i) != IR_NONE)
                continue;
            if (whole > best || !m.count)
                m = (struct header_match){ 1, i, IR_NONE };
            else
                m = (struct header_match){ 2, m.column, i };
            best = whole;
        }
    }
    x->b.match[c] = m;
}

struct binding form_bind(struct data_table *t)
{
    const struct ir_table *s = t->schema;
    struct form_binder x = { .t = t, .schema = s };
    x.b.match = ARENA_ARRAY(t->arena, struct header_match, s->ncolumn);
    x.b.wanted = ARENA_ARRAY(t->arena, const char *, s->ncolumn);
    x.node = ARENA_ARRAY(t->arena, struct outline_node, s->ncolumn);
    for (uint32_t i = 0; i < s->nblock; i++)
        outline_index(&t->pivot->outline[i], x.node, s->ncolumn);
    for (uint32_t c = 0; c < s->ncolumn; c++) {
        x.node[c] = (struct outline_node){ s->column[c].parent, IR_NONE, s->column[c].braces };
        if (c == s->each) {
            x.b.wanted[c] = wanted_of(&x, c, 0);
            x.b.match[c] = (struct header_match){ 1, 0, IR_NONE };
        } else if (s->column[c].block == IR_NONE) {
            label_bind(&x, c);
        } else {
            node_bind(&x, c);
        }
    }
    return x.b;
}

uint32_t form_nearest(const struct data_table *t, uint32_t column, const struct binding *b)
{
    uint32_t block = t->schema->column[column].block, from = 0;
    struct header of = t->header;
    if (block != IR_NONE && t->pivot->outline[block].nlabel) {
        from = t->pivot->base[block];
        of.count = t->pivot->outline[block].nlabel;
        of.form += from;
    }
    return from + header_nearest(&of, b->wanted[column]);
}

/* ---- what parents cover ---- */

static void outline_ready(struct data_table *t, uint32_t block)
{
    struct outline *o = &t->pivot->outline[block];
    for (uint32_t i = 0; i < o->nlabel; i++) {
        const struct use *u = &t->use[t->pivot->base[block] + i];
        o->apart[i] |= outline_repeats(o, i) || u->key != IR_NONE;
    }
    outline_link(o);
}

void form_unlisted(struct data_table *t, void (*each)(void *ctx, uint32_t column, uint32_t sheet),
                   void *ctx)
{
    const struct ir_table *s = t->schema;
    for (uint32_t i = 0; i < s->nblock; i++)
        outline_ready(t, i);
    for (uint32_t c = 0; c < s->ncolumn; c++) {
        uint32_t block = s->column[c].block;
        if (!s->column[c].braces || t->sheet_of[c] == IR_NONE)
            continue;
        struct outline *o = &t->pivot->outline[block];
        uint32_t base = t->pivot->base[block];
        const struct outline_cover *cover = outline_covers(o, t->sheet_of[c] - base);
        for (uint32_t i = 0; i < cover->n; i++)
            if (!outline_is_under(o, o->node_of[cover->label[i]], c))
                each(ctx, c, base + cover->label[i]);
    }
}

/* ---- repeated labels ---- */

uint32_t form_repeat(const struct data_table *t, uint32_t sheet)
{
    const struct pivot *p = t->pivot;
    uint32_t block = 0;
    if (sheet < p->nkey || sheet >= p->nbound)
        return IR_NONE;
    while (sheet >= p->base[block + 1])
        block++;
    const struct outline *o = &p->outline[block];
    uint32_t label = sheet - p->base[block];
    if (!outline_repeats(o, label))
        return IR_NONE;
    for (uint32_t i = 0; i < label; i++)
        if (o->label[i].path == o->label[label].path && !o->repeat[i])
            return p->base[block] + i;
    return p->base[block];
}
