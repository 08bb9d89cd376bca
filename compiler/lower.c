/* The program under construction: slots, shapes shared by equal content, kernels grouped by
 * level, domain, table and shape, and the sparse tables of linear rules. A kernel's level
 * is one more than the highest level of any slot that it reads, so that kernels in level
 * order find every slot written. */
#include "joint.h"
#include "step.h"
#include <string.h>

struct lin_build {
    uint8_t domain;
    uint32_t table;
    struct ir_lin lin;
    uint32_t cap_rule, cap_start, cap_rel, cap_knet, cap_kleft, cap_term, cap_net, cap_left, cap_in;
    bool symmetric;
};

void lower_written(struct unit *u, uint32_t slot, uint32_t level)
{
    u->low->slot_level[slot] = level;
}

void lower_reads(struct body *b, uint32_t slot)
{
    uint32_t level = b->u->low->slot_level[slot] + 1;

    if (level > b->level)
        b->level = level;
}

uint32_t body_slot(struct unit *u, enum ir_width width)
{
    uint32_t n = u->ir->nslot;

    UNIT_PUSH(u, u->low->slot_level, n, 0);
    UNIT_PUSH(u, u->ir->slot, u->ir->nslot,
              ((struct ir_slot){ (uint8_t)width, u->ir->frame_words }));
    u->ir->frame_words += (uint32_t)width;
    return u->ir->nslot - 1;
}

uint32_t lower_add_rule(struct unit *u, struct ir_rule r)
{
    UNIT_PUSH(u, u->ir->rule, u->ir->nrule, r);
    return u->ir->nrule - 1;
}

uint32_t lower_add_choice(struct unit *u, struct ir_choice c)
{
    UNIT_PUSH(u, u->ir->choice, u->ir->nchoice, c);
    return u->ir->nchoice - 1;
}

uint32_t lower_add_sum(struct unit *u, struct ir_sum s)
{
    UNIT_PUSH(u, u->ir->sum, u->ir->nsum, s);
    return u->ir->nsum - 1;
}

/* ── finishing a body ── */

static unsigned op_args(uint8_t op)
{
    static const uint8_t args[] = {
#define X(name, text, nargs, result) nargs,
#include "../runtime/ir.def"
#undef X
    };
    return args[op];
}

static bool is_output(uint8_t op)
{
    return op == OP_OUT || op == OP_ACC || op == OP_ACCFIRST || op == OP_ACCMAX;
}

static void mark_live(const struct ir_shape *s, bool *live)
{
    for (uint32_t i = s->nop; i-- > 0;) {
        const struct ir_op *o = &s->op[i];
        if (is_output(o->op))
            live[i] = true;
        if (live[i])
            for (unsigned k = 0; k < op_args(o->op); k++)
                live[o->arg[k]] = true;
    }
}

/* inputs and constants that are still used move up; `map` says where to */
static uint32_t renumber(uint32_t *map, uint32_t n, const bool *used)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++)
        map[i] = used[i] ? kept++ : IR_NONE;
    return kept;
}

static void drop_unused(struct body *b)
{
    struct ir_shape *s = &b->shape;
    bool live[IR_SHAPE_OPS] = { false }, used_in[IR_SHAPE_OPS] = { false };
    bool used_pool[IR_SHAPE_OPS] = { false };
    uint32_t op_map[IR_SHAPE_OPS], in_map[IR_SHAPE_OPS], pool_map[IR_SHAPE_OPS], n = 0;

    mark_live(s, live);
    for (uint32_t i = 0; i < s->nop; i++) {
        if (live[i] && s->op[i].op == OP_IN)
            used_in[s->op[i].imm] = true;
        if (live[i] && s->op[i].op == OP_CONST)
            used_pool[s->op[i].imm] = true;
    }
    renumber(in_map, s->nin, used_in);
    renumber(pool_map, s->npool, used_pool);
    for (uint32_t i = 0; i < s->nop; i++) {
        struct ir_op o = s->op[i];
        if (!live[i])
            continue;
        if (o.op == OP_IN)
            o.imm = in_map[o.imm];
        if (o.op == OP_CONST)
            o.imm = pool_map[o.imm];
        for (unsigned k = 0; k < op_args(o.op); k++)
            o.arg[k] = op_map[o.arg[k]];
        op_map[i] = n;
        s->op[n++] = o;
    }
    s->nop = n;
    for (uint32_t i = 0; i < s->nin; i++)
        if (used_in[i]) {
            s->in_width[in_map[i]] = s->in_width[i];
            b->inst.in[in_map[i]] = b->inst.in[i];
        }
    for (uint32_t i = 0; i < s->npool; i++)
        if (used_pool[i])
            s->pool[pool_map[i]] = s->pool[i];
    s->nin = renumber(in_map, s->nin, used_in);
    s->npool = renumber(pool_map, s->npool, used_pool);
}

static uint64_t hash_bytes(uint64_t h, const void *p, size_t n)
{
    const unsigned char *c = p;

    for (size_t i = 0; i < n; i++)
        h = (h ^ c[i]) * 0x100000001b3ULL;
    return h;
}

static uint32_t shape_hash(const struct ir_shape *s)
{
    uint64_t h = 0xcbf29ce484222325ULL;

    for (uint32_t i = 0; i < s->nop; i++) {
        const struct ir_op *o = &s->op[i];
        uint64_t head[2] = { (uint64_t)o->op | (uint64_t)o->width << 8 | (uint64_t)o->imm << 16,
                             o->arg[0] };
        h = hash_bytes(h, head, sizeof head);
    }
    h = hash_bytes(h, s->pool, s->npool * sizeof *s->pool);
    return (uint32_t)(h ^ h >> 32);
}

static bool shape_equal(const struct ir_shape *a, const struct ir_shape *b)
{
    return a->nop == b->nop && a->nin == b->nin && a->nout == b->nout && a->npool == b->npool
        && memcmp(a->op, b->op, a->nop * sizeof *a->op) == 0
        && (!a->nin || memcmp(a->in_width, b->in_width, a->nin) == 0)
        && memcmp(a->out, b->out, a->nout * sizeof *a->out) == 0
        && (!a->npool || memcmp(a->pool, b->pool, a->npool * sizeof *a->pool) == 0);
}

#define BUCKETS 4096u

static void *exact_copy(struct unit *u, const void *p, size_t n)
{
    return n ? memcpy(arena_alloc(u->arena, n), p, n) : NULL;
}

static uint32_t intern_shape(struct unit *u, const struct ir_shape *s)
{
    struct lowering *l = u->low;
    uint32_t bucket = shape_hash(s) % BUCKETS, n = u->ir->nshape;
    struct ir_shape copy = *s;

    for (uint32_t i = l->shape_bucket[bucket]; i; i = l->shape_chain[i - 1])
        if (shape_equal(&u->ir->shape[i - 1], s))
            return i - 1;
    copy.op = exact_copy(u, s->op, s->nop * sizeof *s->op);
    copy.in_width = exact_copy(u, s->in_width, s->nin);
    copy.out = exact_copy(u, s->out, s->nout * sizeof *s->out);
    copy.pool = exact_copy(u, s->pool, s->npool * sizeof *s->pool);
    UNIT_PUSH(u, l->shape_chain, n, l->shape_bucket[bucket]);
    UNIT_PUSH(u, u->ir->shape, u->ir->nshape, copy);
    l->shape_bucket[bucket] = u->ir->nshape;
    return u->ir->nshape - 1;
}

static struct ir_kernel *kernel_for(struct unit *u, const struct body *b, uint32_t shape)
{
    struct lowering *l = u->low;
    uint32_t bucket = (shape * 31u + b->level * 7u + b->table) % BUCKETS, n = u->ir->nkernel;
    struct ir_kernel k = { .domain = b->domain, .table = b->domain == DOMAIN_UNIT ? 0 : b->table,
                           .shape = shape };

    for (uint32_t i = l->kernel_bucket[bucket]; i; i = l->kernel_chain[i - 1]) {
        const struct ir_kernel *o = &u->ir->kernel[i - 1];
        if (o->shape == shape && o->domain == k.domain && o->table == k.table
            && l->kernel_level[i - 1].level == b->level)
            return &u->ir->kernel[i - 1];
    }
    UNIT_PUSH(u, l->kernel_chain, n, l->kernel_bucket[bucket]);
    n = u->ir->nkernel;
    UNIT_PUSH(u, l->kernel_level, n, (struct kernel_key){ b->level });
    UNIT_PUSH(u, u->ir->kernel, u->ir->nkernel, k);
    l->kernel_bucket[bucket] = u->ir->nkernel;
    return &u->ir->kernel[u->ir->nkernel - 1];
}

void body_finish(struct body *b)
{
    struct unit *u = b->u;
    struct ir_instance inst;
    struct ir_kernel *k;

    if (b->failed)
        return;
    drop_unused(b);
    inst.in = exact_copy(u, b->inst.in, b->shape.nin * sizeof *inst.in);
    inst.out = exact_copy(u, b->inst.out, b->shape.nout * sizeof *inst.out);
    for (uint32_t i = 0; i < b->shape.nout; i++)
        if (b->shape.out[i].kind == OUT_VALUE || b->shape.out[i].kind == OUT_SUM)
            lower_written(u, b->inst.out[i].index, b->level);
    k = kernel_for(u, b, intern_shape(u, &b->shape));
    UNIT_PUSH(u, k->inst, k->ninst, inst);
}

/* ── sparse linear tables ── */

static bool fits_lin(struct rat c, w256 den, w256 *v)
{
    return !rat_over(v, c, den) && w256_fits_i64(*v);
}

/* adds |c| * bound to *sum; false when that leaves 120 bits */
static bool within(w256 *sum, w256 c, w256 bound)
{
    w256 p, limit;

    w256_pow10(&limit, 36);
    return !w256_mul(&p, w256_abs(c), bound) && !w256_add(sum, *sum, p)
        && w256_cmp(*sum, limit) < 0;
}

/* No cell reaches 2^63, nor does an end of its interval lie so far off: coefficients that
 * add up to this are within. */
#define SMALL_COEFFICIENTS ((int64_t)10000000000000000)

/* all coefficients fit 64 bits; *small: their sizes add up to little */
static bool coefficients_fit(const struct form *f, w256 den, bool *small)
{
    int64_t sum = 0;
    w256 v;

    for (uint32_t i = 0; i < f->n; i++) {
        if (!fits_lin(f->term[i].coef, den, &v))
            return false;
        if (sum <= SMALL_COEFFICIENTS) {
            int64_t c = w256_to_i64(v);
            sum += c < -SMALL_COEFFICIENTS || c > SMALL_COEFFICIENTS ? SMALL_COEFFICIENTS
                : c < 0 ? -c : c;
        }
    }
    *small = sum < SMALL_COEFFICIENTS;
    return fits_lin(f->k, den, &v);
}

/* the sum of a form's figures, and of the ends of their intervals if they are
 * wanted, stays within its width */
static bool sum_fits(struct unit *u, const struct form *f, w256 den, bool ends)
{
    w256 sum = w256_from_i64(0), v;
    bool small;

    if (!coefficients_fit(f, den, &small))
        return false;
    for (uint32_t i = 0; i < f->n && !small; i++) {
        uint32_t ref = f->term[i].atom->ref;
        w256 reach = value_cell_bound(u, ref);
        if (ends && w256_add(&reach, reach, value_cell_spread(u, ref)))
            return false;
        if (rat_over(&v, f->term[i].coef, den) || !within(&sum, v, reach))
            return false;
    }
    return true;
}

bool lower_lin_fits(struct unit *u, const struct form *net, const struct form *left, w256 den)
{
    return sum_fits(u, net, den, true) && sum_fits(u, left, den, false);
}

static struct lin_build *lin_for(struct unit *u, uint8_t domain, uint32_t table)
{
    struct lowering *l = u->low;
    struct lin_build x = { .domain = domain, .table = table, .symmetric = true };
    uint32_t *n = number_at(u, &l->lin_of[domain], table, u->ir->ntable + 1);

    if (!*n) {
        x.lin.start = ARENA_ARRAY(u->arena, uint32_t, 8);
        x.cap_start = 8;
        ARENA_PUSH(u->arena, l->lin, l->nlin, l->cap_lin, x);
        *n = l->nlin;
    }
    return &l->lin[*n - 1];
}

static uint32_t lin_input(struct unit *u, struct lin_build *x, const struct atom *a)
{
    struct ir_bind bind = { BIND_COLREF, 0, a->ref };
    uint32_t *n;

    if (x->domain == DOMAIN_UNIT)
        bind = (struct ir_bind){ BIND_CELL, 0, a->cell };
    n = number_at(u, &u->low->input_of[x->domain], bind.index, u->ir->ncolref + u->ir->ncell + 1);
    if (*n)
        return *n - 1;
    x->symmetric = x->symmetric && !value_is_strict(u, a->ref);
    ARENA_PUSH(u->arena, x->lin.in, x->lin.nin, x->cap_in, bind);
    *n = x->lin.nin;
    return x->lin.nin - 1;
}

static int64_t over_den(struct rat c, w256 den)
{
    w256 v;

    rat_over(&v, c, den);
    return w256_to_i64(v);
}

static void lin_term(struct unit *u, struct lin_build *x, const struct term *t, struct rat left,
                     w256 den)
{
    uint32_t n = x->lin.nterm, m = n;
    int64_t net = over_den(t->coef, den);

    ARENA_PUSH(u->arena, x->lin.input, x->lin.nterm, x->cap_term, lin_input(u, x, t->atom));
    ARENA_PUSH(u->arena, x->lin.net, n, x->cap_net, net);
    ARENA_PUSH(u->arena, x->lin.left, m, x->cap_left, over_den(left, den));
}

void lower_lin_rule(struct unit *u, uint8_t domain, uint32_t table, const struct form *net,
                    const struct form *left, w256 den, uint8_t rel, uint32_t rule)
{
    struct lin_build *x = lin_for(u, domain, table);
    uint32_t n = x->lin.nrule, a = n, c = n, d = n, end = n + 1;

    for (uint32_t i = 0; i < net->n; i++) {
        /* net terms begin with the left side's, in its order (form_net) */
        lin_term(u, x, &net->term[i], i < left->n ? left->term[i].coef : rat_int(0), den);
    }
    ARENA_PUSH(u->arena, x->lin.rule, x->lin.nrule, x->cap_rule, rule);
    ARENA_PUSH(u->arena, x->lin.rel, a, x->cap_rel, rel);
    ARENA_PUSH(u->arena, x->lin.knet, c, x->cap_knet, over_den(net->k, den));
    ARENA_PUSH(u->arena, x->lin.kleft, d, x->cap_kleft, over_den(left->k, den));
    ARENA_PUSH(u->arena, x->lin.start, end, x->cap_start, x->lin.nterm);
}

/* ── the whole program ── */

/* lin kernels read cells and columns only: they come first */
static void order_kernels(struct unit *u)
{
    struct lowering *l = u->low;
    uint32_t n = u->ir->nkernel + l->nlin, at = 0, highest = 0;
    struct ir_kernel *sorted = ARENA_ARRAY(u->arena, struct ir_kernel, n);
    uint32_t *first;

    for (uint32_t i = 0; i < l->nlin; i++) {
        struct lin_build *x = &l->lin[i];
        x->lin.symmetric = x->symmetric;
        sorted[at++] = (struct ir_kernel){ .domain = x->domain, .table = x->table, .shape = IR_NONE,
                                           .lin = x->lin };
    }
    for (uint32_t i = 0; i < u->ir->nkernel; i++)
        if (l->kernel_level[i].level > highest)
            highest = l->kernel_level[i].level;
    first = ARENA_ARRAY(u->arena, uint32_t, (size_t)highest + 2);
    for (uint32_t i = 0; i < u->ir->nkernel; i++)
        first[l->kernel_level[i].level + 1]++;
    for (uint32_t i = 0; i <= highest; i++)
        first[i + 1] += first[i];
    for (uint32_t i = 0; i < u->ir->nkernel; i++)
        sorted[at + first[l->kernel_level[i].level]++] = u->ir->kernel[i];
    u->ir->kernel = sorted;
    u->ir->nkernel = n;
}

static void fill_strings(struct unit *u)
{
    uint32_t n = sym_count(u->syms) + 1;

    u->ir->string = ARENA_ARRAY(u->arena, char *, n);
    for (uint32_t i = 0; i < n; i++)
        u->ir->string[i] = (char *)sym_text(u->syms, i);
    u->ir->nstring = n;
}

static void fill_files(struct unit *u)
{
    u->ir->nfile = u->srcs->count;
    u->ir->file = ARENA_ARRAY(u->arena, sym, u->srcs->count);
    for (uint32_t i = 0; i < u->srcs->count; i++)
        u->ir->file[i] = sym_of(u->syms, u->srcs->file[i].name);
}

bool lower_program(struct unit *u)
{
    u->low = ARENA_NEW(u->arena, struct lowering);
    u->low->shape_bucket = ARENA_ARRAY(u->arena, uint32_t, BUCKETS);
    u->low->kernel_bucket = ARENA_ARRAY(u->arena, uint32_t, BUCKETS);
    form_lines(u);
    if (u->diags->errors)
        return false;
    lower_lines(u);
    lower_tables(u);
    lower_rules(u);
    joint_rules(u);
    lower_wholes(u);
    lower_waivers(u);
    lower_tests(u);
    if (u->diags->errors)
        return false;
    if (u->ask)
        why_lower(u);
    if (u->lines)
        formulas_of_lines(u);
    order_kernels(u);
    fill_files(u);
    fill_strings(u);
    return true;
}
