/* Well-formedness of a program. In: a program from the lowering, or from an image of anyone's
 * making (arrays as long as their counts say; nothing else is believed). Out: NULL, or the first
 * fault. Invariant: what passes can be run, compiled, dumped and reported without a further range
 * check. */
#include "ir_verify.h"
#include "layout.h"

/* ── schema ── */

enum { MAX_POW10 = 76 };            /* of a unit: 10^76 fits 256 bits */

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

static bool verify_unit(struct verify *v, const struct ir_unit *u)
{
    CHECK(sym_ok(v, u->text), "unit: symbol %u", u->text);
    CHECK(u->factor > 0 || (u->factor == 0 && u->text == 0), "unit: factor");
    CHECK(u->divisor > 0 || (u->divisor == 0 && u->text == 0), "unit: divisor");
    CHECK(u->pow10 >= -MAX_POW10 && u->pow10 <= MAX_POW10, "unit: power %d", u->pow10);
    return true;
}

/* Half a place must be a whole number that fits 64 bits at the storage scale. */
static bool verify_grid(struct verify *v, const struct ir_grid *g)
{
    enum { MODE_EXACT = 0, MODE_LAST = 4, MAX_SCALE = 36 };
    int below = g->scale - g->places;
    CHECK(g->mode <= MODE_LAST, "grid: mode %u", g->mode);
    CHECK(g->zero_exact <= 1, "grid: zero exact %u", g->zero_exact);
    CHECK(g->scale >= -MAX_SCALE && g->scale <= MAX_SCALE, "grid: scale %d", g->scale);
    CHECK(g->mode == MODE_EXACT || (below >= 1 && below <= 18), "grid: %d places of scale %d",
          g->places, g->scale);
    return true;
}

static bool verify_column(struct verify *v, const struct ir_table *t, uint32_t i)
{
    const struct ir_column *c = &t->column[i];
    CHECK(sym_ok(v, c->name), "column %u: symbol %u", i, c->name);
    CHECK(sym_ok(v, c->shown), "column %u: symbol %u", i, c->shown);
    for (uint32_t k = 0; k < c->nheader; k++)
        CHECK(sym_ok(v, c->header[k]), "column %u: symbol %u", i, c->header[k]);
    CHECK(c->parent == IR_NONE || c->parent < i, "column %u: parent %u", i, c->parent);
    CHECK((c->braces | c->others | c->key | c->implicit | c->less | c->grouped) <= 1,
          "column %u: flags", i);
    CHECK(file_ok(v, c->file), "column %u: file %u", i, c->file);
    if (!verify_unit(v, &c->unit) || (!c->key && !verify_grid(v, &c->grid)))
        return fail(v, "column %u: %s", i, v->why);
    CHECK(c->key || c->unit.factor > 0, "column %u: no unit", i);
    CHECK(sym_ok(v, c->unit_from), "column %u: symbol %u", i, c->unit_from);
    CHECK(c->same <= v->p->nsame && (!c->same || c->key), "column %u: names of one thing %u", i,
          c->same);
    return true;
}

static bool verify_same(struct verify *v, const struct ir_same *s)
{
    CHECK(sym_ok(v, s->key), "symbol %u", s->key);
    for (uint32_t i = 0; i < s->n; i++) {
        CHECK(s->of[i].nname > 1, "class %u: %u names", i, s->of[i].nname);
        for (uint32_t k = 0; k < s->of[i].nname; k++)
            CHECK(sym_ok(v, s->of[i].name[k]), "class %u: symbol %u", i, s->of[i].name[k]);
    }
    return true;
}

/* A table that stands for another has its columns. */
static bool verify_shadow(struct verify *v, const struct ir_table *t)
{
    CHECK(t->origin < ORIGIN_COUNT, "origin %u", t->origin);
    CHECK(t->origin != ORIGIN_CURRENT || t->of == 0, "stands for table %u", t->of);
    if (t->origin == ORIGIN_CURRENT)
        return true;
    CHECK(t->of < v->p->ntable, "stands for table %u of %u", t->of, v->p->ntable);
    const struct ir_table *of = &v->p->table[t->of];
    CHECK(of->origin == ORIGIN_CURRENT, "stands for table %u, which stands for another", t->of);
    CHECK(of->ncolumn == t->ncolumn, "has not the columns of table %u", t->of);
    return true;
}

static bool verify_level(struct verify *v, const struct ir_table *t, uint32_t i)
{
    const struct ir_level *l = &t->level[i];
    CHECK(sym_ok(v, l->name), "level %u: symbol %u", i, l->name);
    CHECK(l->key < t->ncolumn, "level %u: column %u", i, l->key);
    for (uint32_t k = 0; k < l->nbeside; k++)
        CHECK(l->beside[k].key < t->ncolumn, "level %u: column %u", i, l->beside[k].key);
    CHECK(l->prefix <= 1 && (!l->prefix || l->nbeside == 0), "level %u: prefix", i);
    CHECK(l->prefix || l->nfit == 0, "level %u: lengths", i);
    return true;
}

static bool verify_table(struct verify *v, const struct ir_table *t)
{
    CHECK(sym_ok(v, t->name) && sym_ok(v, t->title) && sym_ok(v, t->from) && sym_ok(v, t->total)
          && sym_ok(v, t->sheet),
          "symbols of its head");
    CHECK(file_ok(v, t->file), "file %u", t->file);
    CHECK(t->partial <= 1, "partial %u", t->partial);
    EACH(t->ncolumn, verify_column(v, t, i));
    CHECK(layout_is_sound(v->p, t), "its layout");
    CHECK(t->header <= IR_MAX_HEADER_ROWS, "header of %u rows", t->header);
    CHECK(t->missing <= IR_MISSING_ERROR, "missing %u", t->missing);
    CHECK(t->total != 0 || t->nlevel == 0, "levels without a total row");
    CHECK(t->total != 0 || t->nalso_total == 0, "labels without a total row");
    for (uint32_t i = 0; i < t->nalso_total; i++)
        CHECK(sym_ok(v, t->also_total[i]), "label %u: symbol %u", i, t->also_total[i]);
    EACH(t->nlevel, verify_level(v, t, i));
    CHECK(t->text <= 1, "text %u", t->text);
    for (uint32_t i = 0; t->text && i < t->ncolumn; i++)
        CHECK(t->column[i].key, "column %u of a text is a figure", i);
    CHECK(!t->text || (t->ncolumn == TEXT_KEYS && !t->total), "a text of other columns");
    return verify_shadow(v, t);
}

static bool verify_joined(struct verify *v, const struct ir_joined *j, uint32_t nkey)
{
    CHECK(j->table < v->p->ntable, "table %u of %u", j->table, v->p->ntable);
    CHECK(j->nkey == nkey && nkey > 0, "%u keys", j->nkey);
    const struct ir_table *t = &v->p->table[j->table];
    for (uint32_t i = 0; i < nkey; i++) {
        CHECK(j->key[i] < t->ncolumn, "column %u of %u", j->key[i], t->ncolumn);
        CHECK(t->column[j->key[i]].key, "column %u is no key", j->key[i]);
    }
    return true;
}

static bool verify_join(struct verify *v, const struct ir_join *j)
{
    CHECK(j->n > 0, "no table");
    EACH(j->n, verify_joined(v, &j->of[i], j->of[0].nkey));
    return true;
}

static bool join_has(const struct ir_join *j, uint32_t table)
{
    for (uint32_t i = 0; i < j->n; i++)
        if (j->of[i].table == table)
            return true;
    return false;
}

static bool verify_colref(struct verify *v, const struct ir_colref *r)
{
    CHECK(r->kind <= COL_KEYED, "kind %u", r->kind);
    CHECK(r->table < v->p->ntable, "table %u of %u", r->table, v->p->ntable);
    const struct ir_table *t = &v->p->table[r->table];
    CHECK(r->column < t->ncolumn, "column %u of %u", r->column, t->ncolumn);
    CHECK(r->kind != COL_OTHERS || t->column[r->column].others, "column %u has no others",
          r->column);
    CHECK(r->kind != COL_QUOTED || (t->text && r->quote < v->p->nquote), "no printed figure");
    CHECK(r->kind == COL_QUOTED || r->quote == 0, "quote %u", r->quote);
    CHECK(r->kind != COL_MATCHED || t->origin != ORIGIN_CURRENT, "table %u stands for no other",
          r->table);
    CHECK(r->kind == COL_KEYED ? r->join < v->p->njoin : r->join == 0, "join %u", r->join);
    CHECK(r->kind != COL_KEYED || join_has(&v->p->join[r->join], r->table), "not joined");
    return true;
}

static bool verify_rowref(struct verify *v, const struct ir_rowref *r)
{
    CHECK(r->table < v->p->ntable, "table %u of %u", r->table, v->p->ntable);
    CHECK(r->ncode > 0, "no code");
    for (uint32_t i = 0; i < r->ncode; i++)
        CHECK(sym_ok(v, r->code[i]), "symbol %u", r->code[i]);
    CHECK(r->prefix <= 1, "prefix %u", r->prefix);
    CHECK(r->node == 0 || r->node < v->p->table[r->table].nnode, "node %u", r->node);
    CHECK(file_ok(v, r->file), "file %u", r->file);
    return true;
}

static bool verify_unit_def(struct verify *v, const struct ir_unit_def *u)
{
    CHECK(u->count <= 1, "count %u", u->count);
    for (uint32_t i = 0; i < u->ndim; i++)
        CHECK(u->dim[i].base < v->p->nunit_def, "base unit %u", u->dim[i].base);
    CHECK(u->unit.factor > 0 && u->unit.divisor > 0, "no factor");
    return verify_unit(v, &u->unit);
}

static bool verify_quote(struct verify *v, const struct ir_quote *q)
{
    enum { SCALE_MOST = 36 };
    CHECK(q->scale >= 0 && q->scale <= SCALE_MOST, "scale %d", q->scale);
    CHECK(q->unit.factor > 0 && q->unit.divisor > 0, "no factor");
    return verify_unit(v, &q->unit);
}

static bool verify_cell(struct verify *v, const struct ir_cell *c)
{
    CHECK(c->colref >= v->p->ncolref || v->p->colref[c->colref].kind != COL_QUOTED || c->row > 0,
          "a printed figure without a row");
    CHECK(c->colref < v->p->ncolref, "colref %u", c->colref);
    CHECK(v->p->colref[c->colref].kind != COL_KEYED, "of a key");
    CHECK(c->row <= v->p->nrowref, "row %u of %u", c->row, v->p->nrowref);
    CHECK(c->row == 0 || v->p->rowref[c->row - 1].table == v->p->colref[c->colref].table,
          "row %u is of another table", c->row);
    return true;
}

/* The table in whose rows' lanes a colref is read. */
static uint32_t colref_lanes(const struct ir_program *p, const struct ir_colref *r)
{
    return r->kind == COL_MATCHED ? p->table[r->table].of : r->table;
}

static bool verify_test(struct verify *v, const struct ir_test *t)
{
    CHECK(t->table < v->p->ntable, "table %u of %u", t->table, v->p->ntable);
    CHECK(t->column < v->p->table[t->table].ncolumn, "column %u", t->column);
    CHECK(v->p->table[t->table].column[t->column].key, "column %u is no key", t->column);
    CHECK(sym_ok(v, t->text), "symbol %u", t->text);
    CHECK(t->prefix <= 1, "prefix %u", t->prefix);
    CHECK(t->keyed <= 1, "keyed %u", t->keyed);
    CHECK(!t->keyed || (t->join < v->p->njoin && join_has(&v->p->join[t->join], t->table)),
          "join %u", t->join);
    return true;
}

/* Slots fill the frame, one after the other; so a hostile frame is no larger than its slots. */
static bool verify_slots(struct verify *v)
{
    const struct ir_program *p = v->p;
    uint64_t offset = 0;
    for (uint32_t i = 0; i < p->nslot; i++) {
        CHECK(width_ok(p->slot[i].width), "slot %u: width %u", i, p->slot[i].width);
        CHECK(p->slot[i].offset == offset, "slot %u: offset %u", i, p->slot[i].offset);
        offset += p->slot[i].width;
    }
    CHECK(p->frame_words == offset, "frame of %u words", p->frame_words);
    return true;
}

static bool verify_schema(struct verify *v)
{
    const struct ir_program *p = v->p;
    for (uint32_t i = 0; i < p->ntable; i++)
        if (!verify_table(v, &p->table[i]))
            return fail(v, "table %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nsame; i++)
        if (!verify_same(v, &p->same[i]))
            return fail(v, "same %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->njoin; i++)
        if (!verify_join(v, &p->join[i]))
            return fail(v, "join %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (!verify_colref(v, &p->colref[i]))
            return fail(v, "colref %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nrowref; i++)
        if (!verify_rowref(v, &p->rowref[i]))
            return fail(v, "rowref %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nunit_def; i++)
        if (!verify_unit_def(v, &p->unit_def[i]))
            return fail(v, "unit %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nquote; i++)
        if (!verify_quote(v, &p->quote[i]))
            return fail(v, "quote %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ncell; i++)
        if (!verify_cell(v, &p->cell[i]))
            return fail(v, "cell %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->ntest; i++)
        if (!verify_test(v, &p->test[i]))
            return fail(v, "test %u: %s", i, v->why);
    return verify_slots(v);
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

/* A kernel reads the columns of the table whose rows it walks, or of its join, and of no other. */
static bool verify_lane(struct verify *v, const struct ir_kernel *k, const struct ir_bind *b)
{
    if (!verify_bind(v, b))
        return false;
    CHECK(b->kind != BIND_TABLE || k->domain == DOMAIN_UNIT, "table %u in lanes", b->index);
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
        CHECK(term[i].of.kind != BIND_TEST && term[i].of.kind != BIND_TABLE, "term %u", i);
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
    return verify_unit(v, &r->unit) && verify_figures(v, r->cell, r->ncell)
        && verify_terms(v, r->term, r->nterm);
}

static bool slot_filled(const struct verify *v, uint32_t slot)
{
    return slot < v->p->nslot && v->slot_written[slot];
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
    return verify_unit(v, &l->unit) && verify_figures(v, l->cell, l->ncell);
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

/* ── questions ── */

bool ir_says_absent(const struct ir_program *p, uint32_t table)
{
    for (uint32_t i = 0; i < p->nrule; i++)
        if (p->rule[i].kind == KIND_ABSENT && p->rule[i].table == table)
            return true;
    return false;
}
