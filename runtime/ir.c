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

static bool verify_bind(struct verify *v, const struct ir_bind *b)
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
    }
    CHECK(b->kind <= BIND_SUM, "kind %u", b->kind);
    CHECK(b->facet < (b->kind == BIND_TABLE ? (unsigned)TABLE_FACETS : (unsigned)FACET_COUNT),
          "facet %u", b->facet);
    return true;
}

/* The table in whose rows' lanes a colref is read. */
static uint32_t colref_lanes(const struct ir_program *p, const struct ir_colref *r)
{
    return r->kind == COL_MATCHED ? p->table[r->table].of : r->table;
}

/* Has a figure as many lanes as the kernel? */
static bool colref_walked(const struct verify *v, const struct ir_kernel *k, uint32_t colref)
{
    const struct ir_colref *r = &v->p->colref[colref];
    if (r->kind == COL_KEYED || k->domain == DOMAIN_JOIN)
        return r->kind == COL_KEYED && k->domain == DOMAIN_JOIN && r->join == k->table;
    return k->domain != DOMAIN_UNIT && colref_lanes(v->p, r) == k->table;
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

static bool verify_evidence(struct verify *v, const struct ir_kernel *k, const struct ir_dest *d)
{
    if (d->role == ROLE_MEMBER) {
        CHECK(k->domain == DOMAIN_ROWS && d->index < v->p->nslot, "members of slot %u", d->index);
        return true;
    }
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
    CHECK(b->kind != BIND_SUM, "sum %u in a kernel", b->index);
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
    for (uint32_t i = 0; i < p->nkernel; i++)
        if (!verify_kernel(v, &p->kernel[i]))
            return fail(v, "kernel %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nrule; i++)
        CHECK(v->rule_decided[i], "rule %u is never decided", i);
    return true;
}

/* ── what a report needs ── */

static bool verify_figures(struct verify *v, const struct ir_bind *cell, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!verify_bind(v, &cell[i]))
            return fail(v, "figure %u: %s", i, v->why);
        else if (cell[i].kind != BIND_TABLE && cell[i].facet > READ_ALL)
            return fail(v, "figure %u: facet %u", i, cell[i].facet);
    return true;
}

static bool verify_terms(struct verify *v, const struct ir_term *term, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!verify_bind(v, &term[i].of))
            return fail(v, "term %u: %s", i, v->why);
        CHECK(term[i].of.kind != BIND_TEST && term[i].of.kind != BIND_TABLE
              && term[i].of.kind != BIND_LISTED, "term %u", i);
    }
    return true;
}

/* That its domain and table are sound follows from the kernel that decides it. */
static bool verify_rule(struct verify *v, const struct ir_rule *r)
{
    enum { SEVERITY_LAST = 2 };
    CHECK(sym_ok(v, r->name) && sym_ok(v, r->label), "symbols");
    CHECK(sym_ok(v, r->because) && sym_ok(v, r->source) && sym_ok(v, r->word), "symbols");
    CHECK(r->severity <= SEVERITY_LAST, "severity %u", r->severity);
    CHECK(r->kind <= KIND_STEP, "kind %u", r->kind);
    CHECK(r->rel <= IR_REL_IS, "relation %u", r->rel);
    CHECK((r->fraction | r->loose | r->exactly) <= 1, "flags");
    CHECK(r->divides <= (READ_LEFT | READ_RIGHT), "sides %u", r->divides);
    CHECK(w256_sign(r->den) > 0, "denominator");
    CHECK(r->rel != IR_REL_IS || r->printed
          || (w256_sign(r->is_half) > 0 && w256_sign(r->is_half_den) > 0), "half place");
    CHECK(r->printed <= v->p->ncell, "printed figure %u of %u", r->printed, v->p->ncell);
    CHECK(!r->printed || v->p->colref[v->p->cell[r->printed - 1].colref].kind == COL_QUOTED,
          "cell %u is no printed figure", r->printed);
    CHECK(file_ok(v, r->file), "file %u", r->file);
    CHECK(r->nnamed <= IR_NAMED_LINES, "%u lines", r->nnamed);
    for (uint32_t i = 0; i < r->nnamed; i++)
        CHECK(r->named[i] < v->p->nline, "line %u of %u", r->named[i], v->p->nline);
    return verify_unit(v, &r->unit) && verify_figures(v, r->cell, r->ncell)
        && verify_terms(v, r->term, r->nterm);
}

static bool slot_filled(const struct verify *v, uint32_t slot)
{
    return slot < v->p->nslot && v->slot_written[slot];
}

/* It begins behind the one before it, whose end is *at. */
static bool verify_operand(struct verify *v, const struct ir_operand *o, size_t len, uint32_t *at)
{
    CHECK(o->kind <= OPERAND_FIGURE, "kind %u", o->kind);
    CHECK(o->off >= *at && o->len <= len && o->off <= len - o->len, "place %u + %u", o->off,
          o->len);
    CHECK(o->kind != OPERAND_LINE || o->line < v->p->nline, "line %u", o->line);
    CHECK(o->kind != OPERAND_CONSTANT || w256_sign(o->den) > 0, "denominator");
    *at = o->off + o->len;
    if (o->kind != OPERAND_FIGURE)
        return verify_unit(v, &o->unit);
    CHECK(o->bind.kind == BIND_CELL || o->bind.kind == BIND_SLOT, "figure of kind %u",
          o->bind.kind);
    return verify_bind(v, &o->bind);
}

static bool verify_formula(struct verify *v, const struct ir_line *l)
{
    uint32_t at = 0;
    CHECK(sym_ok(v, l->formula), "symbol");
    for (uint32_t i = 0; i < l->noperand; i++)
        if (!verify_operand(v, &l->operand[i], strlen(v->p->string[l->formula]), &at))
            return fail(v, "operand %u: %s", i, v->why);
    return true;
}

static bool verify_line(struct verify *v, const struct ir_line *l)
{
    CHECK(sym_ok(v, l->name) && sym_ok(v, l->because) && sym_ok(v, l->source), "symbols");
    CHECK(l->slot == IR_NONE || slot_filled(v, l->slot), "slot %u", l->slot);
    CHECK(l->slot != IR_NONE || l->den_slot == IR_NONE, "a constant over slot %u", l->den_slot);
    CHECK(l->den_slot == IR_NONE || slot_filled(v, l->den_slot), "slot %u", l->den_slot);
    CHECK(l->reason_slot == IR_NONE || slot_filled(v, l->reason_slot), "slot %u", l->reason_slot);
    CHECK(l->reason_slot == IR_NONE || v->p->slot[l->reason_slot].width == IR_W64,
          "width of a reason");
    CHECK(w256_sign(l->den) > 0, "denominator");
    CHECK(file_ok(v, l->file), "file %u", l->file);
    return verify_unit(v, &l->unit) && verify_figures(v, l->cell, l->ncell)
        && verify_formula(v, l);
}

static bool verify_report(struct verify *v)
{
    const struct ir_program *p = v->p;
    for (uint32_t i = 0; i < p->nrule; i++)
        if (!verify_rule(v, &p->rule[i]))
            return fail(v, "rule %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nline; i++)
        if (!verify_line(v, &p->line[i]))
            return fail(v, "line %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nsum; i++) {
        CHECK(slot_filled(v, p->sum[i].slot), "sum %u: slot %u", i, p->sum[i].slot);
        CHECK(p->sum[i].colref < p->ncolref, "sum %u: colref %u", i, p->sum[i].colref);
        CHECK(p->sum[i].apart <= 1, "sum %u: apart %u", i, p->sum[i].apart);
    }
    for (uint32_t i = 0; i < p->nwaiver; i++) {
        const struct ir_waiver *w = &p->waiver[i];
        CHECK(sym_ok(v, w->rule) && sym_ok(v, w->key) && sym_ok(v, w->because), "waiver %u", i);
        CHECK(file_ok(v, w->file), "waiver %u: file %u", i, w->file);
    }
    return true;
}

const char *ir_verify(struct arena *a, const struct ir_program *p)
{
    struct verify v = { .arena = a, .p = p };
    bool ok = verify_strings(&v) && verify_schema(&v) && verify_shapes(&v) && verify_kernels(&v) &&
              verify_report(&v);
    return ok ? NULL : v.why;
}
