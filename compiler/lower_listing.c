/* Rules on lists of codes. In: a rule with a listing, resolved. Out: a kernel over the rows of its
 * table: whether the text is there, why that is not known, or that there is no text. */
#include "codelist.h"
#include "pair.h"
#include "walk.h"
#include <stdlib.h>

static uint32_t listed_number(struct unit *u, const struct listing *l)
{
    struct ir_listed of = { .table = l->key->table, .column = l->key->column, .named = IR_NONE,
                            .codes = codelist_number(u, l->codes), .by_name = l->by_name };

    if (l->named_key)
        of.named = l->named_key->column;
    if (l->length)
        of.length = (uint32_t)strtoul(unit_text(u, l->length), NULL, 10);
    UNIT_PUSH(u, u->ir->listed, u->ir->nlisted, of);
    return u->ir->nlisted - 1;
}

/* The text that is looked up, then what the clauses read. */
static void figures(struct unit *u, const struct pair *p, struct ir_rule *r, uint32_t listed)
{
    const struct side *const none[2] = { NULL, NULL };
    const struct truth *const clause[2] = { p->where->truth, p->when->truth };
    struct ir_bind *cell;

    lower_rule_figures(u, none, clause, r);
    cell = ARENA_ARRAY(u->arena, struct ir_bind, r->ncell + 1);
    cell[0] = (struct ir_bind){ BIND_LISTED, READ_LEFT | READ_VALUE, listed };
    for (uint32_t i = 0; i < r->ncell; i++)
        cell[i + 1] = r->cell[i];
    r->cell = cell;
    r->ncell++;
}

static val asked(struct body *b, uint32_t listed, enum ir_facet facet, int64_t most)
{
    return body_in(b, (struct ir_bind){ BIND_LISTED, (uint8_t)facet, listed }, IR_W64,
                   w256_from_i64(most));
}

void lower_listing(struct pair *p, const struct place *at)
{
    struct unit *u = p->u;
    const struct listing *l = at->rule->listing;
    uint32_t listed = listed_number(u, l);
    struct body b;
    val there, reason, sign, v;

    p->rel_span = l->span;
    p->r.kind = KIND_LISTED;
    p->r.rel = IR_EQ;
    p->r.domain = DOMAIN_ROWS;
    p->r.table = l->key->table;
    p->r.label = u->ir->table[l->key->table].title;
    p->r.den = w256_from_i64(1);
    p->r.unit = measure_ir(u, measure_none(u));
    p->r.name = sym_of(u->syms, lower_rule_name(u, at, 0));
    figures(u, p, &p->r, listed);
    pair_body(&b, p);
    there = asked(&b, listed, FACET_MID, 1);
    reason = asked(&b, listed, FACET_REASON, 31);
    sign = body_sign(&b, body_op(&b, OP_SUB, there, body_int(&b, 1)));
    v = body_verdict(&b, IR_EQ, sign, sign, sign, body_int(&b, 0),
                     pair_reason(&b, p, (struct reasons){ reason, reason }));
    v = body_sel(&b, asked(&b, listed, FACET_PRESENT, 1), v,
                 body_int(&b, VERDICT(ST_NOT_APPLICABLE, RS_NONE)));
    if (!b.failed)
        pair_verdict(&b, p, v, lower_add_rule(u, p->r));
}
