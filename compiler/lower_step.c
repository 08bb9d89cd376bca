/* Values of inner steps. In: the normal form of a part of an expression. Out: a rule of kind STEP,
 * that part = 0, by which the interpreter yields its value and the ends of its interval; nothing
 * else of the program changes. */
#include "pair.h"
#include "step.h"

static const struct side *zero_side(struct unit *u)
{
    struct side *s = ARENA_NEW(u->arena, struct side);
    struct form *f = ARENA_NEW(u->arena, struct form);

    *f = (struct form){ NULL, 0, rat_int(0), w256_from_i64(1) };
    s->lin = f;
    return s;
}

static void lower_pair_step(struct pair *p, struct clause *where, const struct truth *taken)
{
    value_prepare(p->u, p->left);
    if (!taken || pair_clause(p->u, where, taken))
        pair_relation(p);
}

uint32_t lower_step(struct unit *u, const struct side *s, struct step_place at,
                    const struct measure *m, struct span span)
{
    struct clause where = { .truth = NULL }, when = { .truth = NULL };
    struct pair p = { .u = u, .where = &where, .when = &when, .left = s, .right = zero_side(u),
                      .rel = REL_EQ, .rel_span = span };
    struct diags *said = u->diags, quiet;
    uint32_t had = u->ir->nrule;

    p.r = (struct ir_rule){ .kind = KIND_STEP, .severity = RULE_NOTE, .rel = IR_EQ,
                            .domain = at.domain, .table = at.table, .unit = measure_ir(u, m),
                            .printed = at.printed };
    lower_locate(u, span, &p.r);
    diags_init(&quiet, u->arena);
    u->diags = &quiet;
    lower_pair_step(&p, &where, at.taken);
    u->diags = said;
    if (quiet.errors)
        u->ir->nrule = had;         /* it may be there, and nothing decides it */
    return quiet.errors ? IR_NONE : had;
}
