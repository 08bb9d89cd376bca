/* Builders of scenarios.
 * In: what is changed as written. Out: nodes in the arena; a change is what a test gives, and how
 * it is put to what was there. */
#include "build.h"

struct scenario *ast_changes(struct build *b)
{
    return ARENA_NEW(b->arena, struct scenario);
}

struct scenario *ast_changes_add(struct build *b, struct scenario *s, struct given change)
{
    ARENA_PUSH(b->arena, s->change, s->nchange, s->cap, change);
    return s;
}

struct given ast_change(struct build *b, struct span at, struct span op_span, struct expr *target,
                        enum change_op op, struct expr *value)
{
    struct given g = ast_given(b, at, op_span, target, value);
    g.op = op;
    return g;
}

void ast_scenario(struct build *b, struct span at, struct name name, struct scenario *s,
                  sym because)
{
    s->because = because;
    ast_statement(b, ST_SCENARIO, at, name)->u.scenario = s;
}
