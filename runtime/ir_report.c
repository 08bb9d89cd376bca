/* Well-formedness of what a program has for reports. In: a program whose schema and kernels are
 * sound. Out: whether rules, lines, choices, sums and waivers are; if not, why. */
#include "ir_verify.h"

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
              && term[i].of.kind != BIND_LISTED && term[i].of.kind != BIND_CHOICE, "term %u", i);
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
    CHECK(sym_ok(v, r->subject), "symbols");
    for (uint32_t i = 0; i < r->nmember; i++)
        CHECK(r->member[i] < v->p->nrule, "member %u: rule %u", i, r->member[i]);
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

static bool verify_choice(struct verify *v, const struct ir_choice *c)
{
    const struct ir_program *p = v->p;
    CHECK(c->what <= CHOICE_GREATEST, "of %u", c->what);
    CHECK(c->table < p->ntable, "table %u of %u", c->table, p->ntable);
    CHECK(slot_filled(v, c->slot), "slot %u", c->slot);
    for (uint32_t i = 0; i < c->nask; i++) {
        const struct ir_ask *k = &c->ask[i];
        bool text = k->kind == ASK_TEXT;
        CHECK(k->kind <= ASK_TEXT && k->made_of <= 1, "ask %u", i);
        CHECK(k->of < (text ? p->table[c->table].ncolumn : p->ncolref), "ask %u: %u is not there",
              i, k->of);
        CHECK(text || verify_lanes(&p->colref[k->of], p) == c->table,
              "ask %u is of another table", i);
    }
    return true;
}

static bool verify_sum(struct verify *v, const struct ir_sum *s)
{
    const struct ir_program *p = v->p;
    CHECK(slot_filled(v, s->slot), "slot %u", s->slot);
    CHECK(s->colref < p->ncolref, "colref %u", s->colref);
    CHECK(s->choice == IR_NONE || s->choice < p->nchoice, "choice %u", s->choice);
    CHECK(s->choice == IR_NONE
          || p->choice[s->choice].table == verify_lanes(&p->colref[s->colref], p),
          "choice %u is of another table", s->choice);
    CHECK(s->apart <= 1, "apart %u", s->apart);
    return true;
}

bool verify_report(struct verify *v)
{
    const struct ir_program *p = v->p;
    for (uint32_t i = 0; i < p->nrule; i++)
        if (!verify_rule(v, &p->rule[i]))
            return fail(v, "rule %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nline; i++)
        if (!verify_line(v, &p->line[i]))
            return fail(v, "line %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nchoice; i++)
        if (!verify_choice(v, &p->choice[i]))
            return fail(v, "choice %u: %s", i, v->why);
        else if (!v->choice_told[i])
            return fail(v, "choice %u is never told", i);
    for (uint32_t i = 0; i < p->nsum; i++)
        if (!verify_sum(v, &p->sum[i]))
            return fail(v, "sum %u: %s", i, v->why);
    for (uint32_t i = 0; i < p->nwaiver; i++) {
        const struct ir_waiver *w = &p->waiver[i];
        CHECK(sym_ok(v, w->rule) && sym_ok(v, w->key) && sym_ok(v, w->because), "waiver %u", i);
        CHECK(file_ok(v, w->file), "waiver %u: file %u", i, w->file);
    }
    return true;
}
