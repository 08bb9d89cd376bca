/* Readable text of a program. In: a verified program. Out: lines of text, the same for the same
 * program: names where the program has names, numbers in decimal, words where it has enums.
 * Invariant: text from outside is escaped, so a dump is safe to show on a terminal. */
#include "irdump_part.h"

/* ── figures ── */

static void put_colref(struct dump *d, uint32_t colref)
{
    const struct ir_colref *r = &d->p->colref[colref];
    const struct ir_table *t = &d->p->table[r->table];
    put_text(d, t->name);
    put(d, ".");
    put_text(d, t->column[r->column].shown);
    put_flag(d, r->kind == COL_OTHERS, "others");
    put_flag(d, r->kind == COL_CHILDREN, "children");
    put_flag(d, r->kind == COL_MATCHED, "matched");
    if (r->kind == COL_QUOTED) {
        put_unit(d, &d->p->quote[r->quote].unit);
        strbuf_addf(d->out, " scale %d", d->p->quote[r->quote].scale);
    }
    put_flag(d, r->kind == COL_KEYED, "keyed");
}

/* `row 124001, 208* ` */
static void put_row(struct dump *d, uint32_t row)
{
    if (row == 0) {
        put(d, "total ");
        return;
    }
    const struct ir_rowref *r = &d->p->rowref[row - 1];
    for (uint32_t i = 0; i < r->ncode; i++) {
        put(d, i == 0 ? "row " : ", ");
        put_text(d, r->code[i]);
    }
    put(d, r->prefix ? "* " : " ");
}

static void put_test(struct dump *d, const struct ir_test *t)
{
    const struct ir_table *table = &d->p->table[t->table];
    put_text(d, table->name);
    put(d, ".");
    put_text(d, table->column[t->column].name);
    put_flag(d, t->keyed, "keyed");
    put(d, t->prefix ? " begins " : " is ");
    put_quoted(d, t->text);
}

/* `T.code of 7 on list 0, named T.name` */
static void put_listed(struct dump *d, const struct ir_listed *l)
{
    const struct ir_table *t = &d->p->table[l->table];
    put(d, l->by_name ? "name " : "");
    put_text(d, t->name);
    put(d, ".");
    put_text(d, t->column[l->column].name);
    if (l->length)
        strbuf_addf(d->out, " of %u", l->length);
    strbuf_addf(d->out, " on list %u", l->codes);
    if (l->named != IR_NONE) {
        put(d, ", named ");
        put_text(d, t->column[l->named].name);
    }
}

static void put_figure(struct dump *d, const struct ir_bind *b)
{
    switch ((enum ir_bind_kind)b->kind) {
    case BIND_CELL:
        put_row(d, d->p->cell[b->index].row);
        put_colref(d, d->p->cell[b->index].colref);
        return;
    case BIND_COLREF:
        put_colref(d, b->index);
        return;
    case BIND_SLOT:
        strbuf_addf(d->out, "slot %u", b->index);
        return;
    case BIND_TEST:
        put_test(d, &d->p->test[b->index]);
        return;
    case BIND_LISTED:
        put_listed(d, &d->p->listed[b->index]);
        return;
    case BIND_SUM:
        strbuf_addf(d->out, "rows of slot %u, ", d->p->sum[b->index].slot);
        put_colref(d, d->p->sum[b->index].colref);
        return;
    case BIND_CHOICE:
        strbuf_addf(d->out, "choice %u", b->index);
        return;
    case BIND_TABLE:
        put(d, "table ");
        put_text(d, d->p->table[b->index].name);
        return;
    }
}

static void put_figures(struct dump *d, const struct ir_bind *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        put(d, i == 0 ? "  uses " : ", ");
        put_figure(d, &b[i]);
    }
    if (n > 0)
        put(d, "\n");
}

static const char *facet_text(uint8_t facet)
{
    static const char *const text[FACET_COUNT] = { "mid", "down", "up", "open", "reason", "word",
                                                   "leaf", "rows", "present" };
    return text[facet];
}

static void dump_slots(struct dump *d)
{
    for (uint32_t i = 0; i < d->p->nslot; i++)
        strbuf_addf(d->out, "slot %u: %u bit, word %u\n", i, d->p->slot[i].width * 64u,
                    d->p->slot[i].offset);
}

/* ── shapes ── */

static void put_imm(struct dump *d, const struct ir_shape *s, const struct ir_op *op)
{
    switch ((enum ir_op_code)op->op) {
    case OP_CONST:
        put(d, " ");
        put_wide(d, s->pool[op->imm]);
        return;
    case OP_VERDICT:
        strbuf_addf(d->out, " %s", rel_text(op->imm));
        return;
    case OP_IS:
        put_flag(d, op->imm & IS_A_OPEN, "a-open");
        put_flag(d, op->imm & IS_B_OPEN, "b-open");
        put_flag(d, op->imm & IS_EXACTLY, "exactly");
        return;
    case OP_IN: case OP_OUT: case OP_ACC: case OP_ACCFIRST:
    case OP_ACCMAX:
        strbuf_addf(d->out, " %u", op->imm);
        return;
    case OP_WIDEN: case OP_NARROW: case OP_ADD: case OP_SUB: case OP_MUL: case OP_NEG: case OP_MIN:
    case OP_MAX: case OP_DIVR: case OP_SIGN: case OP_LT: case OP_EQ: case OP_SEL: case OP_AND:
    case OP_OR: case OP_FIRST: case OP_COUNT:
        return;
    }
}

static void dump_op(struct dump *d, const struct ir_shape *s, uint32_t i)
{
    const struct ir_op *op = &s->op[i];
    if (ir_op_result(op) != 0)
        strbuf_addf(d->out, "  %%%u = ", i);
    else
        put(d, "  ");
    strbuf_addf(d->out, "%s.%u", ir_op_info[op->op].name, op->width * 64u);
    put_imm(d, s, op);
    for (unsigned k = 0; k < ir_op_info[op->op].args; k++)
        strbuf_addf(d->out, " %%%u", op->arg[k]);
    put(d, op->mark ? "  # inexact\n" : "\n");
}

static void dump_shape(struct dump *d, uint32_t i)
{
    static const char *const kind[] = { "value", "sum", "verdict", "evidence" };
    const struct ir_shape *s = &d->p->shape[i];
    strbuf_addf(d->out, "shape %u:", i);
    for (uint32_t k = 0; k < s->nin; k++)
        strbuf_addf(d->out, " in.%u", s->in_width[k] * 64u);
    put(d, " ->");
    for (uint32_t k = 0; k < s->nout; k++)
        strbuf_addf(d->out, " %s.%u", kind[s->out[k].kind], s->out[k].width * 64u);
    put(d, "\n");
    for (uint32_t k = 0; k < s->nop; k++)
        dump_op(d, s, k);
}

/* ── kernels ── */

static void put_rule(struct dump *d, uint32_t rule)
{
    strbuf_addf(d->out, "rule %u ", rule);
    put_text(d, d->p->rule[rule].name);
}

static void put_domain(struct dump *d, uint8_t domain, uint32_t table)
{
    static const char *const text[] = { "once", "for rows of ", "for parents of ",
                                        "for keys of " };
    put(d, text[domain]);
    if (domain == DOMAIN_JOIN)
        strbuf_addf(d->out, "join %u", table);
    else if (domain != DOMAIN_UNIT)
        put_text(d, d->p->table[table].name);
}

static void put_dest(struct dump *d, const struct ir_out *o, const struct ir_dest *dest)
{
    static const char *const role[ROLE_COUNT] = {
        "left", "left-den", "right", "right-den", "diff", "diff-den",
        "lower", "lower-den", "upper", "upper-den", "left-by", "right-by",
        "takes the row", "leaves it out", "how far it reaches" };
    if (o->kind == OUT_VALUE || o->kind == OUT_SUM) {
        strbuf_addf(d->out, "slot %u", dest->index);
        return;
    }
    if (o->kind == OUT_EVIDENCE && dest->role >= ROLE_MEMBER) {
        strbuf_addf(d->out, "choice %u %s", dest->index, role[dest->role]);
        return;
    }
    put_rule(d, dest->index);
    strbuf_addf(d->out, " %s", o->kind == OUT_VERDICT ? "verdict" : role[dest->role]);
}

static void dump_instance(struct dump *d, const struct ir_shape *s, const struct ir_instance *inst)
{
    for (uint32_t i = 0; i < s->nin; i++) {
        strbuf_addf(d->out, "  in %u: ", i);
        put_figure(d, &inst->in[i]);
        put_flag(d, inst->in[i].kind != BIND_SLOT, facet_text(inst->in[i].facet));
        put(d, "\n");
    }
    for (uint32_t i = 0; i < s->nout; i++) {
        strbuf_addf(d->out, "  out %u: ", i);
        put_dest(d, &s->out[i], &inst->out[i]);
        put(d, "\n");
    }
}

/* ` + 3 x` or ` - 3 x (left 2)`: left's coefficient is said where it is not the net one */
static void put_term(struct dump *d, const struct ir_lin *l, uint32_t i)
{
    int64_t net = l->net[i];
    uint64_t size = net < 0 ? 0 - (uint64_t)net : (uint64_t)net;
    strbuf_addf(d->out, " %c %llu ", net < 0 ? '-' : '+', (unsigned long long)size);
    put_figure(d, &l->in[l->input[i]]);
    if (l->left[i] != net)
        strbuf_addf(d->out, " (left %lld)", (long long)l->left[i]);
}

static void dump_lin(struct dump *d, const struct ir_lin *l)
{
    for (uint32_t r = 0; r < l->nrule; r++) {
        put(d, "  ");
        put_rule(d, l->rule[r]);
        strbuf_addf(d->out, ": %lld", (long long)l->knet[r]);
        if (l->kleft[r] != l->knet[r])
            strbuf_addf(d->out, " (left %lld)", (long long)l->kleft[r]);
        for (uint32_t k = l->start[r]; k < l->start[r + 1]; k++)
            put_term(d, l, k);
        strbuf_addf(d->out, " %s 0", rel_text(LIN_REL(l->rel[r])));
        put_flag(d, l->rel[r] & LIN_EXACTLY, "exactly");
        put(d, "\n");
    }
}

static void dump_kernel(struct dump *d, uint32_t i)
{
    const struct ir_kernel *k = &d->p->kernel[i];
    strbuf_addf(d->out, "kernel %u: ", i);
    if (k->shape == IR_NONE)
        put(d, k->lin.symmetric ? "symmetric lin " : "lin ");
    else
        strbuf_addf(d->out, "shape %u ", k->shape);
    put_domain(d, k->domain, k->table);
    put(d, "\n");
    if (k->shape == IR_NONE)
        dump_lin(d, &k->lin);
    for (uint32_t n = 0; n < k->ninst; n++) {
        put(d, n > 0 ? "  and\n" : "");
        dump_instance(d, &d->p->shape[k->shape], &k->inst[n]);
    }
}

/* ── what a report needs ── */

static void put_over(struct dump *d, w256 den)
{
    put(d, " over ");
    put_wide(d, den);
}

static void dump_terms(struct dump *d, const struct ir_rule *r)
{
    put(d, "  linear: ");           /* left − right */
    put_wide(d, r->term_k);
    for (uint32_t i = 0; i < r->nterm; i++) {
        put(d, w256_sign(r->term[i].coef) < 0 ? " - " : " + ");
        put_wide(d, w256_abs(r->term[i].coef));
        put(d, " ");
        put_figure(d, &r->term[i].of);
    }
    put(d, "\n");
}

static void dump_named(struct dump *d, const struct ir_rule *r)
{
    put(d, "  names");
    for (uint32_t i = 0; i < r->nnamed; i++) {
        put(d, " ");
        put_text(d, d->p->line[r->named[i]].name);
    }
    put(d, "\n");
}

/* `operand 3 + 6: slot 2`: the place in the formula, and what stands there */
static void dump_operand(struct dump *d, const struct ir_line *l, uint32_t i)
{
    const struct ir_operand *o = &l->operand[i];
    strbuf_addf(d->out, "  operand %u + %u: ", o->off, o->len);
    switch ((enum ir_operand_kind)o->kind) {
    case OPERAND_LINE:
        put(d, "line ");
        put_text(d, d->p->line[o->line].name);
        break;
    case OPERAND_CONSTANT:
        put_wide(d, o->num);
        put_over(d, o->den);
        put_unit(d, &o->unit);
        break;
    case OPERAND_FIGURE:
        put_figure(d, &o->bind);
        break;
    }
    put(d, "\n");
}

static void dump_rule(struct dump *d, uint32_t i)
{
    static const char *const kind[] = { "", "columns ", "rows ", "of-which ", "zero ", "require ",
                                        "absent ", "joint ", "map ", "listed " };
    const struct ir_rule *r = &d->p->rule[i];
    put_rule(d, i);
    strbuf_addf(d->out, ": %s %s%s ", severity_name(r->severity), kind[r->kind], rel_text(r->rel));
    put_domain(d, r->domain, r->table);
    put_over(d, r->den);
    put_unit(d, &r->unit);
    if (r->rel == IR_REL_IS) {
        put(d, " half ");
        put_wide(d, r->is_half);
        put_over(d, r->is_half_den);
    }
    put_flag(d, r->fraction, "fraction");
    put_flag(d, r->loose, "loose");
    put_flag(d, r->exactly, "exactly");
    put_flag(d, r->divides & READ_LEFT, "left-divides");
    put_flag(d, r->divides & READ_RIGHT, "right-divides");
    put_clause(d, "word", r->word);
    put_clause(d, "label", r->label);
    put_clause(d, "because", r->because);
    put_clause(d, "source", r->source);
    strbuf_addf(d->out, " at %u:%u:%u-%u:%u, byte %u + %u\n", r->file, r->line, r->col, r->end_line,
                r->end_col, r->off, r->len);
    put_figures(d, r->cell, r->ncell);
    if (r->nnamed)
        dump_named(d, r);
    if (r->nterm)
        dump_terms(d, r);
}

static void dump_line(struct dump *d, uint32_t i)
{
    const struct ir_line *l = &d->p->line[i];
    strbuf_addf(d->out, "line %u ", i);
    put_text(d, l->name);
    put(d, ": ");
    if (l->slot == IR_NONE)
        put_wide(d, l->value);
    else
        strbuf_addf(d->out, "slot %u", l->slot);
    if (l->den_slot == IR_NONE)
        put_over(d, l->den);
    else
        strbuf_addf(d->out, " over slot %u", l->den_slot);
    if (l->reason_slot != IR_NONE)
        strbuf_addf(d->out, " reason slot %u", l->reason_slot);
    put_unit(d, &l->unit);
    put_clause(d, "because", l->because);
    put_clause(d, "source", l->source);
    put_place(d, l->file, l->line, l->col);
    put_figures(d, l->cell, l->ncell);
    for (uint32_t k = 0; k < l->noperand; k++)
        dump_operand(d, l, k);
}

static void dump_file(struct dump *d, uint32_t i)
{
    strbuf_addf(d->out, "file %u ", i);
    put_quoted(d, d->p->file[i]);
    put(d, "\n");
}

static void dump_sum(struct dump *d, uint32_t i)
{
    strbuf_addf(d->out, "slot %u is %s ", d->p->sum[i].slot,
                d->p->sum[i].apart ? "made of" : "the sum of");
    put_colref(d, d->p->sum[i].colref);
    put(d, "\n");
}

static void dump_choice(struct dump *d, uint32_t i)
{
    static const char *const what[] = { "the sum", "the number", "the least", "the greatest" };
    const struct ir_choice *c = &d->p->choice[i];
    const struct ir_table *t = &d->p->table[c->table];
    strbuf_addf(d->out, "choice %u: slot %u, %s of rows of ", i, c->slot, what[c->what]);
    put_text(d, t->name);
    for (uint32_t k = 0; k < c->nask; k++) {
        strbuf_addf(d->out, "%s test %u of ", k ? "," : "", c->ask[k].test);
        if (c->ask[k].kind == ASK_TEXT)
            put_text(d, t->column[c->ask[k].of].name);
        else
            put_colref(d, c->ask[k].of);
        put_flag(d, c->ask[k].kind == ASK_PRESENT, "present");
        put_flag(d, c->ask[k].made_of, "made of");
    }
    put(d, "\n");
}

static void dump_unit_def(struct dump *d, uint32_t i)
{
    const struct ir_unit_def *u = &d->p->unit_def[i];
    strbuf_addf(d->out, "unit %u", i);
    put_unit(d, &u->unit);
    put_flag(d, u->count, "count");
    for (uint32_t k = 0; k < u->ndim; k++)
        strbuf_addf(d->out, " %u^%d", u->dim[k].base, u->dim[k].exp);
    put(d, "\n");
}

static void dump_waiver(struct dump *d, uint32_t i)
{
    const struct ir_waiver *w = &d->p->waiver[i];
    strbuf_addf(d->out, "waiver %u of ", i);
    put_text(d, w->rule);
    put_clause(d, "for", w->key);
    put_clause(d, "because", w->because);
    strbuf_addf(d->out, " until %u", w->until);
    put_place(d, w->file, w->line, w->col);
}

static void dump_each(struct dump *d, uint32_t n, void (*dump)(struct dump *d, uint32_t i))
{
    for (uint32_t i = 0; i < n; i++)
        dump(d, i);
}

void ir_dump(struct strbuf *out, const struct ir_program *p)
{
    struct dump d = { out, p };
    dump_each(&d, p->nfile, dump_file);
    dump_each(&d, p->ntable, irdump_table);
    dump_each(&d, p->nsame, irdump_same);
    dump_each(&d, p->ncodes, irdump_codes);
    dump_each(&d, p->njoin, irdump_join);
    dump_slots(&d);
    dump_each(&d, p->nchoice, dump_choice);
    dump_each(&d, p->nsum, dump_sum);
    dump_each(&d, p->nshape, dump_shape);
    dump_each(&d, p->nkernel, dump_kernel);
    dump_each(&d, p->nrule, dump_rule);
    dump_each(&d, p->nline, dump_line);
    dump_each(&d, p->nunit_def, dump_unit_def);
    dump_each(&d, p->nwaiver, dump_waiver);
}
