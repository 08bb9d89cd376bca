/* A run: every kernel of the program on one engine, then the evidence of the results that are
 * kept, which the interpreter alone yields. Both engines see the same lanes: gathering cells and
 * columns into lanes, and what becomes of their outputs, is here and nowhere else. */
#include "find.h"
#include "figure.h"
#include "verdict.h"
#include <stdlib.h>
#include <string.h>

/* where a rule is evaluated: instance, or number in a lin */
struct site { uint32_t kernel, inst; };
struct kept { uint32_t rule; uint8_t verdict; uint64_t row; };

struct run {
    struct arena *arena;
    const struct ir_program *p;
    const struct data_set *data;
    struct engine *engine, *interp;
    const struct eval_opts *opts;
    struct findings *out;
    uint64_t *frame;
    struct site *site;              /* by rule */
    struct kept *kept; uint64_t nkept, cap_kept;
    /* lane buffers: one of LANE_BLOCK lanes for each input and output of the widest shape or lin */
    void **in_buf; const void **in; void **out_ptr; uint8_t **verdict; uint8_t *verdict_buf;
    struct fisc_lin_in *lin_in; int64_t *facet_buf;
    uint64_t max_results;
};

/* ── lanes ── */

struct lanes {
    uint8_t domain;
    uint32_t table;
    uint64_t row0; const uint64_t *rows;
    size_t n;
    bool absent;
};

static void broadcast(void *buf, const uint64_t *v, unsigned width, size_t n)
{
    uint64_t *p = buf;

    for (size_t i = 0; i < n; i++)
        memcpy(p + i * width, v, width * sizeof *v);
}

static const void *bind_lanes(struct run *r, const struct ir_bind *b, unsigned width,
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
        word = (uint64_t)data_cell_facet(r->data, r->p->cell[b->index].colref,
                                         (enum ir_facet)b->facet);
        broadcast(buf, &word, 1, l->n);
        return buf;
    case BIND_SLOT:
        broadcast(buf, r->frame + r->p->slot[b->index].offset, width, l->n);
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
    if (r->nkept == r->max_results) {
        r->out->truncated = true;
        return;
    }
    ARENA_PUSH(r->arena, r->kept, r->nkept, r->cap_kept, ((struct kept){ rule, verdict, row }));
}

static void record(struct run *r, uint32_t rule, uint64_t row, uint8_t verdict)
{
    if (verdict == VERDICT_NONE)
        return;
    r->out->count[r->p->rule[rule].severity][VERDICT_STATUS(verdict)]++;
    r->out->total++;
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
static uint8_t absent_verdict(const struct run *r, uint32_t table)
{
    return VERDICT(ST_UNKNOWN, data_present(r->data, table) ? RS_UNREADABLE : RS_MISSING);
}

/* Nearly all verdicts are exact: eight of them are counted at a glance when
 * nothing else is wanted of them. */
static void record_lanes(struct run *r, uint32_t rule, const struct lanes *l, const uint8_t *v)
{
    size_t i = 0;

    if (l->absent) {
        record(r, rule, DATA_NO_ROW, absent_verdict(r, l->table));
        return;
    }
    while (i < l->n) {
        uint64_t eight = 1;
        if (i + 8 <= l->n && r->out->set != RESULTS_ALL)
            memcpy(&eight, v + i, 8);
        if (eight == 0) {
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
        r->in[i] = bind_lanes(r, &inst->in[i], s->in_width[i], l, r->in_buf[i]);
    point_outputs(r, s, inst);
    r->engine->shape(r->engine, k->shape, r->in, r->out_ptr, (int64_t)l->n);
    for (uint32_t i = 0; i < s->nout; i++)
        if (s->out[i].kind == OUT_VERDICT)
            record_lanes(r, inst->out[i].index, l, r->out_ptr[i]);
}

/* Calls `each` for every block of lanes of a domain. A table that is absent has one lane, in
 * which everything is missing. */
static void each_block(struct run *r, uint8_t domain, uint32_t table,
                       void (*each)(struct run *r, const struct lanes *l, void *ctx), void *ctx)
{
    struct lanes l = { .domain = domain, .table = table, .n = 1 };
    const uint64_t *rows = NULL;
    uint64_t total;

    if (domain == DOMAIN_UNIT || !data_usable(r->data, table)) {
        l.absent = domain != DOMAIN_UNIT;
        each(r, &l, ctx);
        return;
    }
    total = domain == DOMAIN_PARENTS ? data_parent_count(r->data, table)
        : data_rows(r->data, table);
    if (domain == DOMAIN_PARENTS)
        rows = data_parents(r->data, table);
    for (uint64_t at = 0; at < total; at += LANE_BLOCK) {
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
            bind_lanes(r, &k->inst[first + lane].in[i], s->in_width[i], &one,
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

static void run_instances(struct run *r, const struct ir_kernel *k, uint64_t **lanes)
{
    const struct ir_shape *s = &r->p->shape[k->shape];

    for (uint32_t at = 0; at < k->ninst; at += LANE_BLOCK) {
        size_t n = k->ninst - at < LANE_BLOCK ? k->ninst - at : LANE_BLOCK;
        gather_instances(r, k, at, n);
        for (uint32_t i = 0; i < s->nout; i++)
            r->out_ptr[i] = s->out[i].kind == OUT_EVIDENCE ? NULL : lanes[i];
        r->engine->shape(r->engine, k->shape, r->in, r->out_ptr, (int64_t)n);
        scatter_instances(r, k, at, n, lanes);
    }
}

/* ── linear tables ── */

static const int64_t *lin_facet(struct run *r, const struct ir_bind *b, enum ir_facet f,
                                const struct lanes *l, int64_t *buf)
{
    if (b->kind == BIND_COLREF)
        return data_facet(r->data, b->index, f, l->row0, l->rows, l->n, buf);
    *buf = data_cell_facet(r->data, r->p->cell[b->index].colref, f);
    return buf;
}

#define LIN_FACETS 5u               /* facets that a lin reads of each input */

static void lin_input(struct run *r, const struct ir_lin *x, uint32_t i, const struct lanes *l,
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
        lin_input(r, x, i, l, &r->lin_in[i], r->facet_buf + i * LIN_FACETS * stride, stride);
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
        z.facet = max_of(z.facet, (size_t)k->lin.nin * LIN_FACETS * lanes);
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

static void set_up(struct run *r)
{
    struct sizes z = measure_sizes(r->p);

    r->frame = ARENA_ARRAY(r->arena, uint64_t, (size_t)r->p->frame_words + 1);
    r->in_buf = (void **)lane_buffers(r->arena, z.in);
    r->in = ARENA_ARRAY(r->arena, const void *, z.in);
    r->out_ptr = ARENA_ARRAY(r->arena, void *, z.out);
    r->verdict_buf = ARENA_ARRAY(r->arena, uint8_t, z.verdict);
    r->verdict = ARENA_ARRAY(r->arena, uint8_t *, z.lin_rule);
    r->lin_in = ARENA_ARRAY(r->arena, struct fisc_lin_in, z.lin_in);
    r->facet_buf = ARENA_ARRAY(r->arena, int64_t, z.facet);
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
    for (uint32_t i = 0; i < k->ninst; i++)
        for (uint32_t o = 0; o < r->p->shape[k->shape].nout; o++)
            if (r->p->shape[k->shape].out[o].kind == OUT_VERDICT)
                r->site[k->inst[i].out[o].index] = (struct site){ kernel, i };
}

static void run_kernels(struct run *r)
{
    uint64_t **lanes = lane_buffers(r->arena, measure_sizes(r->p).out);

    for (uint32_t i = 0; i < r->p->nkernel; i++) {
        const struct ir_kernel *k = &r->p->kernel[i];
        note_sites(r, i);
        if (k->shape == IR_NONE) {
            each_block(r, k->domain, k->table, lin_block, &i);
        } else if (k->domain == DOMAIN_UNIT) {
            run_instances(r, k, lanes);
        } else {
            for (uint32_t n = 0; n < k->ninst; n++) {
                struct shape_ctx c = { k, &k->inst[n] };
                each_block(r, k->domain, k->table, shape_block, &c);
            }
        }
    }
}

/* ── evidence ── */

struct evidence { w256 v[ROLE_COUNT]; bool has[ROLE_COUNT]; uint8_t verdict; };

static w256 load_wide(const uint64_t *p, unsigned width)
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

static struct lanes one_lane(const struct ir_rule *rule, uint64_t row)
{
    return (struct lanes){ .domain = rule->domain, .table = rule->table, .row0 = row, .n = 1 };
}

static void shape_evidence(struct run *r, const struct kept *k, struct evidence *e)
{
    struct site at = r->site[k->rule];
    const struct ir_kernel *kernel = &r->p->kernel[at.kernel];
    const struct ir_instance *inst = &kernel->inst[at.inst];
    const struct ir_shape *s = &r->p->shape[kernel->shape];
    struct lanes l = one_lane(&r->p->rule[k->rule], k->row);
    uint64_t buf[IR_SHAPE_OPS][4];

    for (uint32_t i = 0; i < s->nin; i++)
        r->in[i] = bind_lanes(r, &inst->in[i], s->in_width[i], &l, r->in_buf[i]);
    for (uint32_t i = 0; i < s->nout; i++)
        r->out_ptr[i] = buf[i];
    r->interp->shape(r->interp, kernel->shape, r->in, r->out_ptr, 1);
    for (uint32_t i = 0; i < s->nout; i++) {
        if (s->out[i].kind == OUT_EVIDENCE) {
            e->v[inst->out[i].role] = load_wide(buf[i], s->out[i].width);
            e->has[inst->out[i].role] = true;
        } else if (s->out[i].kind == OUT_VERDICT) {
            e->verdict = *(uint8_t *)buf[i];
        }
    }
}

static int64_t first_lane(const int64_t *v) { return v ? *v : 0; }

/* one rule of a lin, over its own terms only */
static void lin_evidence(struct run *r, const struct kept *k, struct evidence *e)
{
    struct site at = r->site[k->rule];
    const struct ir_lin *x = &r->p->kernel[at.kernel].lin;
    struct lanes l = one_lane(&r->p->rule[k->rule], k->row);
    i128 left = x->kleft[at.inst], sums[3];

    for (uint32_t t = x->start[at.inst]; t < x->start[at.inst + 1]; t++) {
        uint32_t i = x->input[t];
        lin_input(r, x, i, &l, &r->lin_in[i], r->facet_buf + (size_t)i * LIN_FACETS, 1);
        left += (i128)x->left[t] * first_lane(r->lin_in[i].mid);
    }
    e->verdict = interp_lin_rule(r->interp, at.kernel, at.inst, r->lin_in, sums);
    e->v[ROLE_LEFT] = w256_from_i128(left);
    e->v[ROLE_DIFF] = w256_from_i128(sums[0]);
    e->v[ROLE_LOWER] = w256_from_i128(sums[0] - sums[1]);
    e->v[ROLE_UPPER] = w256_from_i128(sums[0] + sums[2]);
    e->has[ROLE_LEFT] = e->has[ROLE_DIFF] = e->has[ROLE_LOWER] = e->has[ROLE_UPPER] = true;
}

static w256 role_den(const struct ir_rule *rule, const struct evidence *e, enum ir_role role)
{
    return role % 2 == 0 && e->has[role + 1] ? e->v[role + 1] : rule->den;
}

static struct dec role_dec(const struct ir_rule *rule, const struct evidence *e, enum ir_role role)
{
    return figure_dec(e->v[role], role_den(rule, e, role), rule->fraction);
}

/* upper − lower of two roles. Linear results have one denominator throughout:
 * their distance is exact. */
static struct dec distance(const struct ir_rule *rule, const struct evidence *e, enum ir_role upper,
                           enum ir_role lower)
{
    struct dec r;
    w256 n;

    if (!rule->fraction && !w256_sub(&n, e->v[upper], e->v[lower]))
        return figure_dec(n, role_den(rule, e, upper), false);
    dec_sub(&r, role_dec(rule, e, upper), role_dec(rule, e, lower));
    return r;
}

/* how far the interval lets the difference move (language reference, "Linear relations") */
static struct dec slack_of(const struct ir_rule *rule, const struct evidence *e)
{
    struct dec zero = { w256_from_i64(0), 0 }, down = zero, above = zero;
    int sign = w256_sign(e->v[ROLE_DIFF]);

    if (!rule->exactly) {
        down = distance(rule, e, ROLE_DIFF, ROLE_LOWER);
        above = distance(rule, e, ROLE_UPPER, ROLE_DIFF);
    }
    if (sign < 0 || (sign == 0 && dec_cmp(above, down) > 0))
        down = above;
    if (rule->rel == IR_REL_IS)
        dec_add(&down, down, figure_dec(rule->is_half, rule->is_half_den, false));
    return down;
}

static struct dec right_of(const struct ir_rule *rule, const struct evidence *e)
{
    struct dec r;

    if (e->has[ROLE_RIGHT])
        return role_dec(rule, e, ROLE_RIGHT);
    if (!e->has[ROLE_LEFT_DEN]) {
        w256 n;
        w256_sub(&n, e->v[ROLE_LEFT], e->v[ROLE_DIFF]);
        return figure_dec(n, rule->den, rule->fraction);
    }
    dec_sub(&r, role_dec(rule, e, ROLE_LEFT), role_dec(rule, e, ROLE_DIFF));
    return r;
}

/* A rounding pass among the three that come nearest to their slack: those whose
 * |difference| / slack is largest. */
struct nearness { struct dec diff, slack; };

static bool nearer(const struct nearness *a, const struct nearness *b)
{
    struct dec x, y;

    if (dec_mul(&x, a->diff, b->slack) || dec_mul(&y, b->diff, a->slack))
        return false;
    return dec_cmp(x, y) > 0;
}

static void note_near(struct findings *f, struct nearness near[3], struct nearness n, uint32_t at)
{
    uint32_t i = f->nnear;

    if (w256_sign(n.slack.coef) <= 0)
        return;
    while (i > 0 && nearer(&n, &near[i - 1]))
        i--;
    if (i == 3)
        return;
    if (f->nnear < 3)
        f->nnear++;
    for (uint32_t k = f->nnear - 1; k > i; k--) {
        near[k] = near[k - 1];
        f->near[k] = f->near[k - 1];
    }
    near[i] = n;
    f->near[i] = at;
}

static void fill_figures(struct run *r, const struct ir_rule *rule, const struct evidence *e,
                         struct finding *f, struct nearness *n)
{
    n->diff = role_dec(rule, e, ROLE_DIFF);
    n->slack = slack_of(rule, e);
    f->left = figure_text(r->arena, role_dec(rule, e, ROLE_LEFT), &rule->unit);
    f->right = figure_text(r->arena, right_of(rule, e), &rule->unit);
    f->difference = figure_text(r->arena, n->diff, &rule->unit);
    f->slack = figure_text(r->arena, n->slack, &rule->unit);
    n->diff.coef = w256_abs(n->diff.coef);
}

static void add_finding(struct run *r, const struct kept *k, struct nearness near[3])
{
    const struct ir_rule *rule = &r->p->rule[k->rule];
    struct evidence e = { .verdict = VERDICT_NONE };
    struct finding f = { .rule = k->rule, .row = k->row, .severity = rule->severity,
                         .status = (uint8_t)VERDICT_STATUS(k->verdict),
                         .reason = (uint8_t)VERDICT_REASON(k->verdict) };
    struct nearness n;

    if (rule->domain != DOMAIN_UNIT && k->row == DATA_NO_ROW)
        e.verdict = k->verdict;     /* its table is absent: there is nothing to evaluate */
    else if (r->p->kernel[r->site[k->rule].kernel].shape == IR_NONE)
        lin_evidence(r, k, &e);
    else
        shape_evidence(r, k, &e);
    if (e.verdict != k->verdict)
        r->out->disagreement = r->p->string[rule->name];
    if (f.status != ST_UNKNOWN)
        fill_figures(r, rule, &e, &f, &n);
    f.loose = f.status == ST_ROUNDING && rule->loose;
    ARENA_PUSH(r->arena, r->out->find, r->out->n, r->out->cap, f);
    if (f.status == ST_ROUNDING)
        note_near(r->out, near, n, (uint32_t)(r->out->n - 1));
}

static int kept_order(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;

    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void gather_evidence(struct run *r)
{
    struct nearness near[3];

    if (r->nkept)
        qsort(r->kept, r->nkept, sizeof *r->kept, kept_order);
    for (uint64_t i = 0; i < r->nkept; i++)
        add_finding(r, &r->kept[i], near);
}

static void add_shape_findings(struct run *r)
{
    for (uint32_t t = 0; t < r->p->ntable; t++)
        for (const struct shape_finding *s = data_shape_findings(r->data, t); s; s = s->next) {
            struct finding f = { .rule = IR_NONE, .shape = s, .row = s->row,
                                 .status = ST_VIOLATED };
            r->out->count[0][ST_VIOLATED]++;
            r->out->total++;
            if (r->out->set == RESULTS_SUMMARY)
                continue;
            if (r->out->n < r->max_results)
                ARENA_PUSH(r->arena, r->out->find, r->out->n, r->out->cap, f);
            else
                r->out->truncated = true;
        }
}

/* ── lines ── */

static w256 slot_value(const struct run *r, uint32_t slot)
{
    return load_wide(r->frame + r->p->slot[slot].offset, r->p->slot[slot].width);
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

    for (uint32_t i = 0; i < p->nrule; i++) {
        const struct ir_rule *r = &p->rule[i];
        n += r->domain == DOMAIN_UNIT ? 1 : data_rows(d, r->table);
    }
    return n;
}

struct findings *eval_run(struct arena *a, const struct ir_program *p, const struct data_set *data,
                          struct engine *e, const struct eval_opts *o)
{
    struct findings *f = ARENA_NEW(a, struct findings);
    struct run r = { .arena = a, .p = p, .data = data, .engine = e, .interp = interp_engine(a, p),
                     .opts = o, .out = f };

    f->prog = p;
    f->data = data;
    f->set = o->set != RESULTS_AUTO ? o->set
        : estimate_results(p, data) <= AUTO_RESULTS ? RESULTS_ALL
        : RESULTS_FAILING;
    r.max_results = o->max_results ? o->max_results : 1000000;
    set_up(&r);
    run_kernels(&r);
    gather_evidence(&r);
    add_shape_findings(&r);
    fill_lines(&r);
    return f;
}
