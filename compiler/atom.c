/* Atoms, the figures of a normal form. In: kinds and colrefs, finished forms. Out: one atom for
 * each cell, column and column sum, a new one for each expression; what a form's atoms depend
 * on. */
#include "atom.h"

struct atom *atom_new(struct unit *u, enum atom_kind kind, struct span span)
{
    struct atom *a = ARENA_NEW(u->arena, struct atom);

    a->kind = kind;
    a->span = span;
    return a;
}

static struct atom *atom_at(struct unit *u, enum atom_kind kind, uint32_t i)
{
    struct atom_index *x = &u->atoms[kind];

    if (i >= x->n) {
        uint32_t n = x->n ? x->n : 64;
        while (n <= i)
            n *= 2;
        x->atom = arena_grow(u->arena, x->atom, x->n, n, sizeof *x->atom);
        x->n = n;
    }
    if (!x->atom[i])
        x->atom[i] = atom_new(u, kind, NO_SPAN);
    return x->atom[i];
}

struct atom *atom_figure(struct unit *u, enum atom_kind kind, uint32_t colref)
{
    struct atom *a = atom_at(u, kind, colref);

    a->ref = colref;
    a->row = kind == ATOM_COL;
    return a;
}

struct atom *atom_cell(struct unit *u, uint32_t cell)
{
    struct atom *a = atom_at(u, ATOM_CELL, cell);

    a->cell = cell;
    a->ref = u->ir->cell[cell].colref;
    return a;
}

struct atom *atom_find(const struct unit *u, enum atom_kind kind, uint32_t colref)
{
    return colref < u->atoms[kind].n ? u->atoms[kind].atom[colref] : NULL;
}

bool atom_varies(const struct form *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->term[i].atom->row)
            return true;
    return false;
}

bool atom_side_varies(const struct side *s)
{
    return s->quot ? atom_varies(s->quot->num) || atom_varies(s->quot->den) : atom_varies(s->lin);
}

static uint32_t side_table(const struct unit *u, const struct side *s)
{
    uint32_t t;

    if (!s->quot)
        return atom_row_table(u, s->lin);
    t = atom_row_table(u, s->quot->num);
    return t == IR_NONE ? atom_row_table(u, s->quot->den) : t;
}

uint32_t atom_row_table(const struct unit *u, const struct form *f)
{
    uint32_t t = IR_NONE;

    for (uint32_t i = 0; i < f->n && t == IR_NONE; i++) {
        const struct atom *a = f->term[i].atom;
        if (!a->row)
            continue;
        if (a->kind == ATOM_COL)
            return scope_lanes(u, a->ref);
        if (a->a)
            t = atom_row_table(u, a->a);
        if (t == IR_NONE && a->b)
            t = atom_row_table(u, a->b);
        for (uint32_t k = 0; k < a->narg && t == IR_NONE; k++)
            t = atom_row_table(u, a->arg[k]);
        if (t == IR_NONE && a->quot)
            t = side_table(u, &(struct side){ .quot = a->quot });
        if (t == IR_NONE && a->side)
            t = side_table(u, a->side);
    }
    return t;
}
