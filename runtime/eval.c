/* A run: every kernel of the program on one engine, then the findings, whose evidence the
 * interpreter alone yields (eval_findings.c), and the values of lines. Both engines see the same
 * lanes: gathering cells and columns into lanes, and what becomes of their outputs, is here and
 * nowhere else. */
#include "eval_part.h"
#include "coverage.h"
#include "evidence.h"
#include "feasible.h"
#include "figure.h"
#include "verdict.h"
#include <string.h>

/* ── lanes ── */

static void broadcast(void *buf, const uint64_t *v, unsigned width, size_t n)
{
    uint64_t *p = buf;

    for (size_t i = 0; i < n; i++)
        memcpy(p + i * width, v, width * sizeof *v);
}

const void *eval_bind(struct run *r, const struct ir_bind *b, unsigned width,
                      const struct lanes *l, void *buf)
{
    const int64_t *v;
    uint64_t word;

    switch ((enum ir_bind_kind)b->kind) {
    case BIND_COLREF:
        if (l->absent && b->facet == FACET_LEAF) {
            word = 1;
            broadcast(buf, &word, 1, l->n);
            return buf;
        }
        v = data_facet(r->data, b->index, (enum ir_facet)b->facet, l->row0, l->rows, l->n, buf);
        if (!v)
            memset(buf, 0, l->n * sizeof *v);
        return v ? v : buf;
    case BIND_CELL:
        word = (uint64_t)data_cell_facet(r->data, &r->p->cell[b->index],
                                         (enum ir_facet)b->facet);
        broadcast(buf, &word, 1, l->n);
        return buf;
    case BIND_TEST:
        return data_test(r->data, b->index, (enum ir_facet)b->facet, l->row0, l->rows, l->n, buf);
    case BIND_LISTED:
        return data_listed(r->data, b->index, (enum ir_facet)b->facet, l->row0, l->rows, l->n,
                           buf);
    case BIND_SLOT:
        broadcast(buf, r->frame + r->p->slot[b->index].offset, width, l->n);
        return buf;
    case BIND_SUM: case BIND_CHOICE:        /* in no kernel */
        break;
    case BIND_TABLE:
        word = (uint64_t)data_table_facet(r->data, b->index, (enum ir_table_facet)b->facet);
        broadcast(buf, &word, 1, l->n);
        return buf;
    }
    return buf;
}

/* ── verdicts ── */

static bool keeps(const struct run *r, unsigned verdict)
{
    return r->out->set == RESULTS_ALL
        || (r->out->set == RESULTS_FAILING && VERDICT_STATUS(verdict) != ST_EXACT);
}

static void keep(struct run *r, uint32_t rule, uint64_t row, uint8_t verdict)
{
    if (r->nkept == r->out->max_results) {
        r->out->truncated = true;
        return;
    }
    ARENA_PUSH(r->arena, r->kept, r->nkept, r->cap_kept, ((struct kept){ rule, verdict, row }));
}

uint8_t eval_told(const struct run *r, uint32_t rule, uint64_t row, uint8_t verdict)
{
    const struct ir_rule *x = &r->p->rule[rule];

    if (x->domain != DOMAIN_JOIN || VERDICT_STATUS(verdict) != ST_UNKNOWN)
        return verdict;
    if (VERDICT_REASON(verdict) == RS_ONE_SIDED)    /* also where only a condition needs the key */
        return VERDICT(ST_VIOLATED, RS_ONE_SIDED);
    for (uint32_t i = 0; i < x->ncell; i++)
        if (x->cell[i].kind == BIND_COLREF && ir_reads_value(&x->cell[i])
            && r->p->colref[x->cell[i].index].kind == COL_KEYED
            && data_key_one_sided(r->data, x->cell[i].index, row))
            return VERDICT(ST_VIOLATED, RS_ONE_SIDED);
    return verdict;
}

/* the status that a told verdict is counted under */
static enum ir_status counted(const struct run *r, uint32_t rule, uint64_t row, uint8_t verdict)
{
    uint32_t waiver = VERDICT_STATUS(verdict) == ST_VIOLATED
        ? waivers_of_rule(r->waivers, rule, row) : 0;

    return waivers_status(r->waivers, waiver, VERDICT_STATUS(verdict));
}

static bool is_noted(const struct run *r, uint32_t rule)
{
    return r->out->feasible && r->out->feasible->wanted && r->out->feasible->wanted[rule];
}

static void record(struct run *r, uint32_t rule, uint64_t row, uint8_t verdict)
{
    enum ir_status status;

    if (verdict == VERDICT_NONE)
        return;
    verdict = eval_told(r, rule, row, verdict);
    if (r->out->seen)
        r->out->seen[rule] |= (uint8_t)(1u << VERDICT_STATUS(verdict));
    if (r->out->rule_out[rule])
        return;
    status = counted(r, rule, row, verdict);
    r->out->count[r->p->rule[rule].severity][status]++;
    r->out->total++;
    if (baseline_watches(r->baseline, rule))
        baseline_see(r->baseline, rule, row, status);
    if (r->out->coverage)
        coverage_note(r->out->coverage, rule, row, verdict);
    if (is_noted(r, rule))
        feasible_note(r->out->feasible, r->arena, rule, row, verdict);
    if (keeps(r, verdict))
        keep(r, rule, row, verdict);
}

static uint64_t lane_row(const struct lanes *l, size_t i)
{
    if (l->domain == DOMAIN_UNIT)
        return DATA_NO_ROW;
    return l->rows ? l->rows[i] : l->row0 + i;
}

/* A rule over the rows of a table that is not there says nothing, whatever its
 * other figures are. */
uint8_t eval_absent(const struct run *r, uint8_t domain, uint32_t table)
{
    enum ir_reason why = RS_MISSING;

    if (domain == DOMAIN_JOIN)
        why = data_join_reason(r->data, table);
    else if (data_present(r->data, table))
        why = RS_UNREADABLE;
    return (uint8_t)VERDICT(ST_UNKNOWN, why);
}

/* Nearly all verdicts are exact: eight of them are counted at a glance when
 * nothing else is wanted of them. */
static void record_lanes(struct run *r, uint32_t rule, const struct lanes *l, const uint8_t *v)
{
    bool each = r->out->set == RESULTS_ALL || r->out->coverage || is_noted(r, rule)
        || baseline_watches(r->baseline, rule);
    size_t i = 0;

    if (r->out->rule_out[rule] && !r->out->seen)
        return;
    if (l->absent) {
        record(r, rule, DATA_NO_ROW, eval_absent(r, l->domain, l->table));
        return;
    }
    while (i < l->n) {
        uint64_t eight = 1;
        if (i + 8 <= l->n && !each)
            memcpy(&eight, v + i, 8);
        if (eight == 0) {
            if (r->out->seen)
                r->out->seen[rule] |= 1u << ST_EXACT;
            r->out->count[r->p->rule[rule].severity][ST_EXACT] += 8;
            r->out->total += 8;
            i += 8;
            continue;
        }
        record(r, rule, lane_row(l, i), v[i]);
        i++;
    }
}

/* ── shapes ── */

static void point_outputs(struct run *r, const struct ir_shape *s, const struct ir_instance *inst)
{
    size_t nverdict = 0;

    for (uint32_t i = 0; i < s->nout; i++) {
        switch ((enum ir_out_kind)s->out[i].kind) {
        case OUT_VALUE: case OUT_SUM:
            r->out_ptr[i] = r->frame + r->p->slot[inst->out[i].index].offset;
            break;
        case OUT_VERDICT:
            r->out_ptr[i] = r->verdict_buf + nverdict++ * LANE_BLOCK;
            break;
        case OUT_EVIDENCE:
            r->out_ptr[i] = NULL;
            break;
        }
    }
}

static void run_block(struct run *r, const struct ir_kernel *k, const struct ir_instance *inst,
                      const struct lanes *l)
{
    const struct ir_shape *s = &r->p->shape[k->shape];

    for (uint32_t i = 0; i < s->nin; i++)
        r->in[i] = eval_bind(r, &inst->in[i], s->in_width[i], l, r->in_buf[i]);
    point_outputs(r, s, inst);
    r->engine->shape(r->engine, k->shape, r->in, r->out_ptr, (int64_t)l->n);
    for (uint32_t i = 0; i < s->nout; i++)
        if (s->out[i].kind == OUT_VERDICT)
            record_lanes(r, inst->out[i].index, l, r->out_ptr[i]);
}

bool eval_is_absent(const struct data_set *d, uint8_t domain, uint32_t table)
{
    switch ((enum ir_domain)domain) {
    case DOMAIN_UNIT: case DOMAIN_COUNT: return false;
    case DOMAIN_ROWS: case DOMAIN_PARENTS: return !data_usable(d, table);
    case DOMAIN_JOIN: return data_join_reason(d, table) != RS_NONE;
    }
    return false;
}

/* Calls `each` for every block of lanes of a domain. A table that is absent has one lane, in
 * which everything is missing. */
static void each_block(struct run *r, uint8_t domain, uint32_t table,
                       void (*each)(struct run *r, const struct lanes *l, void *ctx), void *ctx)
{
    struct lanes l = { .domain = domain, .table = table, .n = 1 };
    const uint64_t *rows = NULL;
    uint64_t total;

    l.absent = eval_is_absent(r->data, domain, table);
    if (domain == DOMAIN_UNIT || l.absent) {
        each(r, &l, ctx);
        return;
    }
    total = data_lanes(r->data, (enum ir_domain)domain, table);
    if (domain == DOMAIN_PARENTS)
        rows = data_parents(r->data, table);
    for (uint64_t at = 0; at < total; at += LANE_BLOCK) {
        pulse_beat(r->pulse);
        l.row0 = at;
        l.rows = rows ? rows + at : NULL;
        l.n = total - at < LANE_BLOCK ? (size_t)(total - at) : LANE_BLOCK;
        each(r, &l, ctx);
    }
}

struct shape_ctx { const struct ir_kernel *k; const struct ir_instance *inst; };

static void shape_block(struct run *r, const struct lanes *l, void *ctx)
{
    struct shape_ctx *c = ctx;

    run_block(r, c->k, c->inst, l);
}

/* Unit kernels: the lanes are instances. */
static void gather_instances(struct run *r, const struct ir_kernel *k, uint32_t first, size_t n)
{
    const struct ir_shape *s = &r->p->shape[k->shape];
    struct lanes one = { .domain = DOMAIN_UNIT, .n = 1 };

    for (uint32_t i = 0; i < s->nin; i++) {
        uint64_t *buf = r->in_buf[i];
        for (size_t lane = 0; lane < n; lane++)
            eval_bind(r, &k->inst[first + lane].in[i], s->in_width[i], &one,
                      buf + lane * s->in_width[i]);
        r->in[i] = buf;
    }
}

static void scatter_instances(struct run *r, const struct ir_kernel *k, uint32_t first, size_t n,
                              uint64_t *const *lanes)
{
    const struct ir_shape *s = &r->p->shape[k->shape];

    for (uint32_t i = 0; i < s->nout; i++)
        for (size_t lane = 0; lane < n; lane++) {
            const struct ir_dest *d = &k->inst[first + lane].out[i];
            unsigned w = s->out[i].width;
            if (s->out[i].kind == OUT_VALUE)
                memcpy(r->frame + r->p->slot[d->index].offset, lanes[i] + lane * w,
                       w * sizeof **lanes);
            else if (s->out[i].kind == OUT_VERDICT)
                record(r, d->index, DATA_NO_ROW, ((uint8_t *)lanes[i])[lane]);
        }
}

static void run_instances(struct run *r, const struct ir_kernel *k)
{
    const struct ir_shape *s = &r->p->shape[k->shape];

    for (uint32_t at = 0; at < k->ninst; at += LANE_BLOCK) {
        pulse_beat(r->pulse);
        size_t n = k->ninst - at < LANE_BLOCK ? k->ninst - at : LANE_BLOCK;
        gather_instances(r, k, at, n);
        for (uint32_t i = 0; i < s->nout; i++)
            r->out_ptr[i] = s->out[i].kind == OUT_EVIDENCE ? NULL : r->out_buf[i];
        r->engine->shape(r->engine, k->shape, r->in, r->out_ptr, (int64_t)n);
        scatter_instances(r, k, at, n, r->out_buf);
    }
}

/* ── linear tables ── */

static const int64_t *lin_facet(struct run *r, const struct ir_bind *b, enum ir_facet f,
                                const struct lanes *l, int64_t *buf)
{
    if (b->kind == BIND_COLREF)
        return data_facet(r->data, b->index, f, l->row0, l->rows, l->n, buf);
    *buf = data_cell_facet(r->data, &r->p->cell[b->index], f);
    return buf;
}

void eval_lin_input(struct run *r, const struct ir_lin *x, uint32_t i, const struct lanes *l,
                    struct fisc_lin_in *in, int64_t *buf, size_t stride)
{
    const struct ir_bind *b = &x->in[i];

    in->mid = lin_facet(r, b, FACET_MID, l, buf);
    in->down = lin_facet(r, b, FACET_DOWN, l, buf + stride);
    in->reason = lin_facet(r, b, FACET_REASON, l, buf + 4 * stride);
    in->up = in->down;
    in->open = NULL;
    if (!x->symmetric) {
        in->up = lin_facet(r, b, FACET_UP, l, buf + 2 * stride);
        in->open = lin_facet(r, b, FACET_OPEN, l, buf + 3 * stride);
    }
}

static size_t lane_stride(const struct lanes *l)
{
    return l->domain == DOMAIN_UNIT ? 1 : LANE_BLOCK;
}

static void lin_block(struct run *r, const struct lanes *l, void *ctx)
{
    uint32_t kernel = *(uint32_t *)ctx;
    const struct ir_lin *x = &r->p->kernel[kernel].lin;
    size_t stride = lane_stride(l);

    for (uint32_t i = 0; i < x->nin; i++)
        eval_lin_input(r, x, i, l, &r->lin_in[i], r->facet_buf + i * EVAL_LIN_FACETS * stride,
                       stride);
    for (uint32_t i = 0; i < x->nrule; i++)
        r->verdict[i] = r->verdict_buf + i * stride;
    r->engine->lin(r->engine, kernel, r->lin_in, r->verdict, NULL, (int64_t)l->n);
    for (uint32_t i = 0; i < x->nrule; i++)
        record_lanes(r, x->rule[i], l, r->verdict[i]);
}

/* ── set-up ── */

struct sizes { size_t in, out, verdict, facet, lin_in, lin_rule; };

static size_t max_of(size_t a, size_t b) { return a > b ? a : b; }

static struct sizes measure_sizes(const struct ir_program *p)
{
    struct sizes z = { 1, 1, 1, 1, 1, 1 };

    for (uint32_t i = 0; i < p->nshape; i++) {
        z.in = max_of(z.in, p->shape[i].nin);
        z.out = max_of(z.out, p->shape[i].nout);
        z.verdict = max_of(z.verdict, (size_t)p->shape[i].nout * LANE_BLOCK);
    }
    for (uint32_t i = 0; i < p->nkernel; i++) {
        const struct ir_kernel *k = &p->kernel[i];
        size_t lanes = k->domain == DOMAIN_UNIT ? 1 : LANE_BLOCK;
        if (k->shape != IR_NONE)
            continue;
        z.lin_in = max_of(z.lin_in, k->lin.nin);
        z.lin_rule = max_of(z.lin_rule, k->lin.nrule);
        z.facet = max_of(z.facet, (size_t)k->lin.nin * EVAL_LIN_FACETS * lanes);
        z.verdict = max_of(z.verdict, (size_t)k->lin.nrule * lanes);
    }
    return z;
}

static uint64_t **lane_buffers(struct arena *a, size_t n)
{
    uint64_t **b = ARENA_ARRAY(a, uint64_t *, n);

    for (size_t i = 0; i < n; i++)
        b[i] = ARENA_ARRAY(a, uint64_t, LANE_BLOCK * 4);
    return b;
}

static void set_up_buffers(struct run *r)
{
    struct sizes z = measure_sizes(r->p);

    r->in_buf = (void **)lane_buffers(r->arena, z.in);
    r->out_buf = lane_buffers(r->arena, z.out);
    r->in = ARENA_ARRAY(r->arena, const void *, z.in);
    r->out_ptr = ARENA_ARRAY(r->arena, void *, z.out);
    r->told = ARENA_ARRAY(r->arena, const uint64_t *, z.out);
    r->verdict_buf = ARENA_ARRAY(r->arena, uint8_t, z.verdict);
    r->verdict = ARENA_ARRAY(r->arena, uint8_t *, z.lin_rule);
    r->lin_in = ARENA_ARRAY(r->arena, struct fisc_lin_in, z.lin_in);
    r->facet_buf = ARENA_ARRAY(r->arena, int64_t, z.facet);
}

static void set_up(struct run *r)
{
    r->frame = ARENA_ARRAY(r->arena, uint64_t, (size_t)r->p->frame_words + 1);
    r->choice = ARENA_ARRAY(r->arena, struct site, (size_t)r->p->nchoice + 1);
    set_up_buffers(r);
    r->site = ARENA_ARRAY(r->arena, struct site, (size_t)r->p->nrule + 1);
}

static void note_sites(struct run *r, uint32_t kernel)
{
    const struct ir_kernel *k = &r->p->kernel[kernel];

    if (k->shape == IR_NONE) {
        for (uint32_t i = 0; i < k->lin.nrule; i++)
            r->site[k->lin.rule[i]] = (struct site){ kernel, i };
        return;
    }
    for (uint32_t i = 0; i < k->ninst; i++) {
        eval_note_choices(r, kernel, i);
        for (uint32_t o = 0; o < r->p->shape[k->shape].nout; o++)
            if (r->p->shape[k->shape].out[o].kind == OUT_VERDICT)
                r->site[k->inst[i].out[o].index] = (struct site){ kernel, i };
    }
}

void eval_kernel(struct run *r, uint32_t kernel)
{
    const struct ir_kernel *k = &r->p->kernel[kernel];

    if (k->shape == IR_NONE) {
        each_block(r, k->domain, k->table, lin_block, &kernel);
    } else if (k->domain == DOMAIN_UNIT) {
        run_instances(r, k);
    } else {
        for (uint32_t n = 0; n < k->ninst; n++) {
            struct shape_ctx c = { k, &k->inst[n] };
            each_block(r, k->domain, k->table, shape_block, &c);
        }
    }
}

static void run_kernels(struct run *r)
{
    for (uint32_t i = 0; i < r->p->nkernel; i++) {
        note_sites(r, i);
        eval_kernel(r, i);
    }
}

/* ── lines ── */

w256 eval_load(const uint64_t *p, unsigned width)
{
    i128 v;

    if (width == IR_W64)
        return w256_from_i64((int64_t)p[0]);
    if (width == IR_W128) {
        memcpy(&v, p, sizeof v);
        return w256_from_i128(v);
    }
    return (w256){ { p[0], p[1], p[2], p[3] } };
}

static w256 slot_value(const struct run *r, uint32_t slot)
{
    return eval_load(r->frame + r->p->slot[slot].offset, r->p->slot[slot].width);
}

static void fill_lines(struct run *r)
{
    r->out->line = ARENA_ARRAY(r->arena, struct line_value, (size_t)r->p->nline + 1);
    for (uint32_t i = 0; i < r->p->nline; i++) {
        const struct ir_line *l = &r->p->line[i];
        w256 num = l->slot == IR_NONE ? l->value : slot_value(r, l->slot);
        w256 den = l->den_slot == IR_NONE ? l->den : slot_value(r, l->den_slot);
        uint8_t reason = l->reason_slot == IR_NONE ? RS_NONE
            : (uint8_t)slot_value(r, l->reason_slot).w[0];
        r->out->line[i].reason = reason;
        if (reason == RS_NONE)
            r->out->line[i].value = figure_text(r->arena,
                                                figure_dec(num, den, l->den_slot != IR_NONE),
                                                &l->unit);
    }
}

/* ── the run ── */

#define AUTO_RESULTS 100000u

static uint64_t estimate_results(const struct ir_program *p, const struct data_set *d)
{
    uint64_t n = 0;

    for (uint32_t i = 0; i < p->nrule; i++)
        n += data_lanes(d, (enum ir_domain)p->rule[i].domain, p->rule[i].table);
    return n;
}

static bool reads_units(const struct ir_program *p, const struct ir_bind *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t table = evidence_table(p, &b[i]);
        if (table != IR_NONE && p->table[table].origin == ORIGIN_UNITS)
            return true;
    }
    return false;
}

static void take_part(struct findings *f, struct arena *a, enum eval_part part)
{
    const struct ir_program *p = f->prog;
    uint8_t *rule = ARENA_ARRAY(a, uint8_t, p->nrule), *line = ARENA_ARRAY(a, uint8_t, p->nline);

    f->part = part;
    f->rule_out = rule;
    f->line_out = line;
    for (uint32_t i = 0; i < p->nrule; i++)
        rule[i] = p->rule[i].kind == KIND_STEP || p->rule[i].kind == KIND_EXPECT
            || (part != PART_ALL
                && reads_units(p, p->rule[i].cell, p->rule[i].ncell) == (part == PART_UNIT));
    for (uint32_t i = 0; part != PART_ALL && i < p->nline; i++)
        line[i] = reads_units(p, p->line[i].cell, p->line[i].ncell) == (part == PART_UNIT);
}

struct findings *eval_run(struct arena *a, const struct ir_program *p, const struct data_set *data,
                          struct engine *e, const struct eval_opts *o)
{
    struct findings *f = ARENA_NEW(a, struct findings);
    struct run r = { .arena = a, .p = p, .data = data, .engine = e, .out = f, .pulse = o->pulse };

    r.interp = e->reference ? e : interp_engine(a, p);
    f->prog = p;
    f->data = data;
    f->memo = evidence_memo_new(a);
    take_part(f, a, o->part);
    f->set = o->set != RESULTS_AUTO ? o->set
        : estimate_results(p, data) <= AUTO_RESULTS ? RESULTS_ALL
        : RESULTS_FAILING;
    f->max_results = o->max_results ? o->max_results : 1000000;
    f->seen = o->seen ? ARENA_ARRAY(a, uint8_t, p->nrule) : NULL;
    f->coverage = o->coverage ? coverage_new(a, f) : NULL;
    f->feasible = feasible_new(a, f, o->feasible);
    set_up(&r);
    r.waivers = waivers_open(a, f, o);
    r.baseline = o->baseline;
    baseline_open(r.baseline, f);
    if (o->again || p->nchoice) {
        f->members = ARENA_NEW(a, struct run);
        *f->members = r;
        set_up_buffers(f->members);
    }
    run_kernels(&r);
    if (f->coverage)
        coverage_finish(f->coverage);
    eval_add_findings(&r);
    eval_add_shape_findings(&r);
    if (f->feasible) {
        feasible_decide(&r, f->feasible);
        eval_add_conflicts(&r);
    }
    baseline_settle(r.baseline, f);
    waivers_close(r.waivers);
    if (!o->unexplained)
        eval_add_hypotheses(&r);
    fill_lines(&r);
    return f;
}
