/* Well-formedness of a program. In: a program from the lowering, or from an image of anyone's
 * making (arrays as long as their counts say; nothing else is believed). Out: NULL, or the first
 * fault. Invariant: what passes can be run, compiled, dumped and reported without a further range
 * check. */
#include "ir_verify.h"

static bool verify_strings(struct verify *v)
{
    const struct ir_program *p = v->p;
    CHECK(p->nstring > 0 && p->string[0][0] == 0, "string 0 is not empty");
    for (uint32_t i = 0; i < p->nstring; i++) {
        size_t bad;
        CHECK(str_utf8_ok(p->string[i], strlen(p->string[i]), &bad), "string %u: no UTF-8", i);
    }
    for (uint32_t i = 0; i < p->nfile; i++)
        CHECK(sym_ok(v, p->file[i]), "file %u: symbol %u", i, p->file[i]);
    return true;
}

/* ── figures that rules, lines and kernels name ── */

bool verify_bind(struct verify *v, const struct ir_bind *b)
{
    const struct ir_program *p = v->p;
    switch ((enum ir_bind_kind)b->kind) {
    case BIND_CELL:
        CHECK(b->index < p->ncell, "cell %u of %u", b->index, p->ncell);
        break;
    case BIND_COLREF:
        CHECK(b->index < p->ncolref, "colref %u of %u", b->index, p->ncolref);
        break;
    case BIND_SLOT:
        CHECK(b->index < p->nslot, "slot %u of %u", b->index, p->nslot);
        break;
    case BIND_TEST:
        CHECK(b->index < p->ntest, "test %u of %u", b->index, p->ntest);
        CHECK(b->facet == FACET_MID || b->facet == FACET_REASON, "facet %u of a test", b->facet);
        break;
    case BIND_LISTED:
        CHECK(b->index < p->nlisted, "text on a list %u of %u", b->index, p->nlisted);
        break;
    case BIND_TABLE:
        CHECK(b->index < p->ntable, "table %u of %u", b->index, p->ntable);
        break;
    case BIND_SUM:
        CHECK(b->index < p->nsum, "sum %u of %u", b->index, p->nsum);
        break;
    case BIND_CHOICE:
        CHECK(b->index < p->nchoice, "choice %u of %u", b->index, p->nchoice);
        break;
    }
    CHECK(b->kind <= BIND_CHOICE, "kind %u", b->kind);
    CHECK(b->facet < (b->kind == BIND_TABLE ? (unsigned)TABLE_FACETS : (unsigned)FACET_COUNT),
          "facet %u", b->facet);
    return true;
}

/* The table in whose rows' lanes a colref is read. */
uint32_t verify_lanes(const struct ir_colref *r, const struct ir_program *p)
{
    return r->kind == COL_MATCHED ? p->table[r->table].of : r->table;
}

/* Has a figure as many lanes as the kernel? */
static bool colref_walked(const struct verify *v, const struct ir_kernel *k, uint32_t colref)
{
    const struct ir_colref *r = &v->p->colref[colref];
    if (r->kind == COL_KEYED || k->domain == DOMAIN_JOIN)
        return r->kind == COL_KEYED && k->domain == DOMAIN_JOIN && r->join == k->table;
    return k->domain != DOMAIN_UNIT && verify_lanes(r, v->p) == k->table;
}

/* Is a test asked of the lanes that the kernel walks? */
static bool test_walked(const struct ir_kernel *k, const struct ir_test *t)
{
    if (t->keyed || k->domain == DOMAIN_JOIN)
        return t->keyed && k->domain == DOMAIN_JOIN && t->join == k->table;
    return k->domain != DOMAIN_UNIT && t->table == k->table;
}

static bool listed_walked(const struct verify *v, const struct ir_kernel *k,
                          const struct ir_bind *b)
{
    bool asked = b->facet == FACET_MID || b->facet == FACET_REASON || b->facet == FACET_PRESENT;
    return asked && k->domain == DOMAIN_ROWS && v->p->listed[b->index].table == k->table;
}

/* A kernel reads the columns of the table whose rows it walks, or of its join, and of no other. */
static bool verify_lane(struct verify *v, const struct ir_kernel *k, const struct ir_bind *b)
{
    if (!verify_bind(v, b))
        return false;
    CHECK(b->kind != BIND_TABLE || k->domain == DOMAIN_UNIT, "table %u in lanes", b->index);
    CHECK(b->kind != BIND_LISTED || listed_walked(v, k, b), "text on a list %u: facet %u", b->index,
          b->facet);
    CHECK(b->kind != BIND_COLREF || colref_walked(v, k, b->index),
          "colref %u is not of the table walked", b->index);
    CHECK(b->kind != BIND_TEST || test_walked(k, &v->p->test[b->index]),
          "test %u is not of the table walked", b->index);
    return true;
}

static bool verify_domain(struct verify *v, uint8_t domain, uint32_t table)
{
    uint32_t n = domain == DOMAIN_JOIN ? v->p->njoin : v->p->ntable;
    CHECK(domain < DOMAIN_COUNT, "domain %u", domain);
    CHECK(domain == DOMAIN_UNIT || table < n, "table %u of %u", table, n);
    return true;
}

/* ── kernels ── */

static bool verify_verdict(struct verify *v, const struct ir_kernel *k, uint32_t rule)
{
    CHECK(rule < v->p->nrule, "rule %u of %u", rule, v->p->nrule);
    const struct ir_rule *r = &v->p->rule[rule];
    CHECK(r->domain == k->domain, "rule %u is of another domain", rule);
    CHECK(k->domain == DOMAIN_UNIT || r->table == k->table, "rule %u is of another table", rule);
    CHECK(!v->rule_decided[rule], "rule %u is decided twice", rule);
    v->rule_decided[rule] = 1;
    return true;
}

/* What a kernel tells of a choice of rows. */
static bool verify_told(struct verify *v, const struct ir_kernel *k, const struct ir_dest *d)
{
    CHECK(d->index < v->p->nchoice, "choice %u of %u", d->index, v->p->nchoice);
    CHECK(k->domain == DOMAIN_ROWS && k->table == v->p->choice[d->index].table,
          "choice %u is of another table", d->index);
    CHECK(d->role != ROLE_MEMBER || !v->choice_told[d->index], "choice %u is told twice", d->index);
    v->choice_told[d->index] |= d->role == ROLE_MEMBER;
    return true;
}

static bool verify_evidence(struct verify *v, const struct ir_kernel *k, const struct ir_dest *d)
{
    if (d->role >= ROLE_MEMBER && d->role < ROLE_COUNT)
        return verify_told(v, k, d);
    CHECK(d->index < v->p->nrule, "rule %u of %u", d->index, v->p->nrule);
    const struct ir_rule *r = &v->p->rule[d->index];
    CHECK(r->domain == k->domain && (k->domain == DOMAIN_UNIT || r->table == k->table),
          "evidence of rule %u, which has other lanes", d->index);
    CHECK(d->role < ROLE_COUNT, "role %u", d->role);
    uint16_t bit = (uint16_t)(1u << d->role);
    CHECK(!(v->rule_roles[d->index] & bit), "rule %u has role %u twice", d->index, d->role);
    v->rule_roles[d->index] |= bit;
    return true;
}

static bool verify_slot_output(struct verify *v, const struct ir_kernel *k,
                               const struct ir_out *o, uint32_t slot)
{
    CHECK(slot < v->p->nslot, "slot %u of %u", slot, v->p->nslot);
    CHECK(v->p->slot[slot].width == o->width, "width of slot %u", slot);
    CHECK((o->kind == OUT_VALUE) == (k->domain == DOMAIN_UNIT), "lanes into slot %u", slot);
    CHECK(!v->slot_written[slot], "slot %u is written twice", slot);
    v->slot_written[slot] = 1;
    return true;
}

static bool verify_dest(struct verify *v, const struct ir_kernel *k, const struct ir_out *o,
                        const struct ir_dest *d)
{
    CHECK(o->kind == OUT_EVIDENCE || d->role == 0, "role %u of no evidence", d->role);
    switch ((enum ir_out_kind)o->kind) {
    case OUT_VALUE: case OUT_SUM: return verify_slot_output(v, k, o, d->index);
    case OUT_VERDICT: return verify_verdict(v, k, d->index);
    case OUT_EVIDENCE: return verify_evidence(v, k, d);
    }
    return false;
}

static bool verify_input(struct verify *v, const struct ir_kernel *k, const struct ir_bind *b,
                         uint8_t width)
{
    if (!verify_lane(v, k, b))
        return false;
    CHECK(b->kind < BIND_SUM, "sum or choice %u in a kernel", b->index);
    if (b->kind != BIND_SLOT)
        CHECK(width == IR_W64, "a figure of %u words", width);
    else
        CHECK(v->p->slot[b->index].width == width, "width of slot %u", b->index);
    CHECK(b->kind != BIND_SLOT || v->slot_written[b->index], "slot %u is not written yet",
          b->index);
    return true;
}

/* All instances read before any writes: they are lanes of one run. */
static bool verify_instances(struct verify *v, const struct ir_kernel *k)
{
    CHECK(k->shape < v->p->nshape, "shape %u of %u", k->shape, v->p->nshape);
    const struct ir_shape *s = &v->p->shape[k->shape];
    CHECK(k->lin.nrule == 0 && k->lin.nterm == 0 && k->lin.nin == 0, "both a shape and a lin");
    for (uint32_t i = 0; i < k->ninst; i++)
        for (uint32_t n = 0; n < s->nin; n++)
            if (!verify_input(v, k, &k->inst[i].in[n], s->in_width[n]))
                return fail(v, "instance %u: input %u: %s", i, n, v->why);
    for (uint32_t i = 0; i < k->ninst; i++)
        for (uint32_t n = 0; n < s->nout; n++)
            if (!verify_dest(v, k, &s->out[n], &k->inst[i].out[n]))
                return fail(v, "instance %u: output %u: %s", i, n, v->why);
    return true;
}

/* `symmetric` is claimed: no input's grid has an open or a longer end. */
static bool lin_input_symmetric(const struct ir_program *p, const struct ir_bind *b)
{
    uint32_t colref = b->kind == BIND_CELL ? p->cell[b->index].colref : b->index;
    const struct ir_colref *r = &p->colref[colref];
    return p->table[r->table].column[r->column].grid.mode <= GRID_CLOSED;
}

static bool verify_lin_input(struct verify *v, const struct ir_kernel *k, const struct ir_bind *b)
{
    CHECK(b->kind == BIND_CELL || b->kind == BIND_COLREF, "no figure in a lin");
    if (!verify_lane(v, k, b))
        return false;
    CHECK(!k->lin.symmetric || lin_input_symmetric(v->p, b), "figure %u is not symmetric",
          b->index);
    return true;
}

static bool verify_lin(struct verify *v, const struct ir_kernel *k)
{
    const struct ir_lin *l = &k->lin;
    CHECK(k->ninst == 0, "both a shape and a lin");
    CHECK(l->symmetric <= 1, "symmetric %u", l->symmetric);
    CHECK(l->start[0] == 0 && l->start[l->nrule] == l->nterm, "ends of the rows");
    for (uint32_t r = 0; r < l->nrule; r++) {
        CHECK(l->start[r] <= l->start[r + 1], "row %u ends before it starts", r);
        CHECK(LIN_REL(l->rel[r]) <= IR_GE, "row %u: relation %u", r, l->rel[r]);
        if (!verify_verdict(v, k, l->rule[r]))
            return false;
    }
    for (uint32_t i = 0; i < l->nterm; i++)
        CHECK(l->input[i] < l->nin, "term %u: input %u of %u", i, l->input[i], l->nin);
    EACH(l->nin, verify_lin_input(v, k, &l->in[i]));
    return true;
}

static bool verify_kernel(struct verify *v, const struct ir_kernel *k)
{
    if (!verify_domain(v, k->domain, k->table))
        return false;
    return k->shape == IR_NONE ? verify_lin(v, k) : verify_instances(v, k);
}

static bool verify_kernels(struct verify *v)
{
    const struct ir_program *p = v->p;
    v->slot_written = ARENA_ARRAY(v->arena, uint8_t, p->nslot);
    v->rule_decided = ARENA_ARRAY(v->arena, uint8_t, p->nrule);
    v->rule_roles = ARENA_ARRAY(v->arena, uint16_t, p->nrule);
    v->choice_told = ARENA_ARRAY(v->arena, uint8_t, p->nchoice);
    for (uint32_t i = 0; i < p->nkernel; i++)
        if (!verify_kernel(v, &p->kernel[i]))
            return fail(v, "kernel %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nrule; i++)
        CHECK(v->rule_decided[i], "rule %u is never decided", i);
    return true;
}

const char *ir_verify(struct arena *a, const struct ir_program *p)
{
    struct verify v = { .arena = a, .p = p };
    bool ok = verify_strings(&v) && verify_schema(&v) && verify_shapes(&v) && verify_kernels(&v) &&
              verify_report(&v);
    return ok ? NULL : v.why;
}
