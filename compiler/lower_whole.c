/* Statements on tables as a whole. In: `zero`, `require` and `absent`, with the tables they name.
 * Out: one rule for each table. */
#include "pair.h"

struct question {
    enum ir_rule_kind kind;
    int64_t wanted;
    uint8_t asked, reason;          /* enum ir_table_facet; TABLE_FACETS: none */
};

static const struct question *question_of(enum whole w)
{
    static const struct question table[] = {
        [WHOLE_ZERO] = { KIND_ZERO, 0, TABLE_NONZERO, TABLE_READ },
        [WHOLE_REQUIRE] = { KIND_REQUIRE, 1, TABLE_THERE, TABLE_OPENED },
        [WHOLE_ABSENT] = { KIND_ABSENT, 0, TABLE_THERE, TABLE_FACETS },
    };
    return &table[w];
}

static void whole_body(const struct pair *p, const struct question *q)
{
    struct body b;
    val there, diff, sign, reason;
    uint32_t rule, table = p->r.table;

    pair_body(&b, p);
    there = body_in(&b, (struct ir_bind){ BIND_TABLE, q->asked, table }, IR_W64,
                    w256_from_i64(INT64_MAX / 2));
    diff = body_op(&b, OP_SUB, there, body_int(&b, q->wanted));
    sign = body_sign(&b, diff);
    reason = q->reason == TABLE_FACETS ? body_int(&b, 0)
        : body_in(&b, (struct ir_bind){ BIND_TABLE, q->reason, table }, IR_W64,
                  w256_from_i64(31));
    if (b.failed)
        return;
    rule = lower_add_rule(p->u, p->r);
    pair_evidence(&b, there, rule, ROLE_LEFT);
    pair_evidence(&b, diff, rule, ROLE_DIFF);
    pair_evidence(&b, diff, rule, ROLE_LOWER);
    pair_evidence(&b, diff, rule, ROLE_UPPER);
    reason = pair_reason(&b, p, (struct reasons){ reason, reason });
    pair_verdict(&b, p, body_verdict(&b, IR_EQ, sign, sign, sign, body_int(&b, 0), reason), rule);
}

static void lower_whole(struct unit *u, const struct stmt *s, const struct name *name,
                        const struct clause *when)
{
    static const struct clause none = { .truth = NULL };
    const struct question *q = question_of(s->u.whole.what);
    const struct decl *d = scope_find(u, name->text);
    struct ir_rule r = { .kind = (uint8_t)q->kind, .severity = RULE_MUST, .rel = IR_EQ,
                         .exactly = true, .domain = DOMAIN_UNIT, .table = d->table,
                         .because = s->u.whole.because, .den = w256_from_i64(1) };
    const char *table = unit_text(u, name->text), *word = ast_whole_word(s->u.whole.what);
    const char *as_written = unit_text(u, lower_source(u, s->u.whole.word));

    r.label = u->ir->table[d->table].title;
    r.name = sym_of(u->syms, arena_printf(u->arena, "%s.%s", table, word));
    r.source = sym_of(u->syms, arena_printf(u->arena, "%s %s", as_written, table));
    r.unit = measure_ir(u, measure_none(u));
    lower_locate(u, name->span, &r);
    lower_whole_figures(u, (struct ir_bind){ BIND_TABLE, q->asked, d->table }, when->truth, &r);
    whole_body(&(struct pair){ .u = u, .where = &none, .when = when, .rel_span = name->span,
                               .r = r }, q);
}

static void lower_statement(struct unit *u, struct stmt *s)
{
    struct clause when;

    if (!pair_condition(u, &when, s->u.whole.when))
        return;
    s->u.whole.number = u->ir->nrule;
    for (uint32_t i = 0; i < s->u.whole.ntable; i++)
        lower_whole(u, s, &s->u.whole.table[i], &when);
}

void lower_wholes(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++)
        if (u->ast.stmt[i].kind == ST_WHOLE)
            lower_statement(u, &u->ast.stmt[i]);
}
