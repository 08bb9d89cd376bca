/* Questions about a program: what its rules say of a table as a whole. */
#include "ir.h"

bool ir_says_absent(const struct ir_program *p, uint32_t table)
{
    for (uint32_t i = 0; i < p->nrule; i++)
        if (p->rule[i].kind == KIND_ABSENT && p->rule[i].table == table)
            return true;
    return false;
}

static bool is_asked_of(const struct ir_bind *b, uint32_t table)
{
    return b->kind == BIND_TABLE && b->index == table && b->facet != TABLE_NONZERO;
}

bool ir_asks_zero_alone(const struct ir_program *p, uint32_t table)
{
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (p->colref[i].table == table)
            return false;
    for (uint32_t i = 0; i < p->ntest; i++)
        if (p->test[i].table == table)
            return false;
    for (uint32_t i = 0; i < p->nrule; i++)
        for (uint32_t k = 0; k < p->rule[i].ncell; k++)
            if (is_asked_of(&p->rule[i].cell[k], table))
                return false;
    return p->table[table].zero;
}
