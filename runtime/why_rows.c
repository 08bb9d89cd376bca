/* Of an aggregate in a derivation: the rows that it leaves out, and which row is the least or the
 * greatest.
 * In: a choice of rows, and the data. Out: an item with the cells that decide; rows.
 * Invariant: of the rows that are left out all are listed, or none: so few of many tell nothing. */
#include "why_part.h"

struct seeking { uint64_t *row, most; uint32_t n; };

static void furthest_keep(void *ctx, const struct chosen_row *r)
{
    struct seeking *s = ctx;
    if (r->furthest && s->n < s->most)
        s->row[s->n++] = r->row;
}

uint32_t why_furthest(const struct resolver *r, const struct why_node *n, uint64_t *row)
{
    struct seeking s = { .row = row, .most = r->most };
    if (n->choice != IR_NONE)
        eval_choice(r->f, n->choice, furthest_keep, &s);
    return s.n;
}

void why_left(struct resolver *r, struct why_item *i)
{
    struct evidence *e = ARENA_NEW(r->arena, struct evidence);
    if (i->node->choice == IR_NONE || i->reason)
        return;
    evidence_left(e, r->arena, r->f, i->node->choice, r->most);
    if (!e->figure->members)
        return;
    struct why_item *left = why_item(r, WHY_LEFT);
    left->members = e->figure->members;
    left->choice = e->figure->what;
    left->left_out = evidence_left_out(e->figure);
    for (uint32_t k = 0; k < e->ncell; k++) {
        struct why_item *part = why_item(r, WHY_CELL);
        part->cell = &e->cell[k];
        why_add(r, left, part);
    }
    why_add(r, i, left);
}
