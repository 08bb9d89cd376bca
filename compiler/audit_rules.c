/* The audit of relations, step by step. */
#include "audit_part.h"

void audit_rules(struct unit *u)
{
    struct facts *f = facts_gather(u);
    uint32_t *order;

    facts_extend(f);
    order = facts_order(f);
    audit_constants(f);
    audit_twins(f, order);
    audit_bounds(f, order, audit_rank(f, order));
    if (f->missed)
        diag_add(u->diags, DIAG_NOT_EXAMINED, NO_SPAN, arena_printf(u->arena, "%u", f->missed),
                 NULL);
}
