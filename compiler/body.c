/* Kernel bodies. Widths: an operation is as wide as its result and its operands need;
 * narrower operands are widened. */
#include "body.h"
#include "lower.h"
#include <stddef.h>
#include <string.h>

static const w256 zero256;

void body_init(struct body *b, struct unit *u, uint8_t domain, uint32_t table, struct span span)
{
    memset(b, 0, offsetof(struct body, room));
    b->shape = (struct ir_shape){ .op = b->room.op, .in_width = b->room.in_width,
                                  .out = b->room.out, .pool = b->room.pool };
    b->inst = (struct ir_instance){ .in = b->room.in, .out = b->room.dest };
    b->u = u;
    b->id = ++u->marks;
    b->domain = domain;
    b->table = table;
    b->span = span;
}

static enum ir_width width_for(w256 bound)
{
    return w256_fits_i64(bound) ? IR_W64 : w256_fits_i128(bound) ? IR_W128 : IR_W256;
}

void body_too_wide(struct body *b)
{
    if (!b->failed && !b->quiet)
        diag_add(b->u->diags, DIAG_TOO_WIDE, b->span, NULL);
    b->failed = true;
}

static uint32_t op_hash(const struct ir_op *o)
{
    uint64_t h = (uint64_t)o->op | (uint64_t)o->width << 8 | (uint64_t)o->imm << 16;

    for (int i = 0; i < IR_MAX_ARGS; i++)
        h = (h ^ o->arg[i]) * 0x9e3779b97f4a7c15ULL;
    return (uint32_t)(h >> 40) % 512;
}

static bool op_equal(const struct ir_op *a, const struct ir_op *b)
{
    return a->op == b->op && a->width == b->width && a->imm == b->imm
        && memcmp(a->arg, b->arg, sizeof a->arg) == 0;
}

static val find_equal(const struct body *b, const struct ir_op *o, uint32_t bucket)
{
    for (uint32_t i = b->bucket[bucket]; i; i = b->room.chain[i - 1])
        if (op_equal(&b->shape.op[i - 1], o))
            return i - 1;
    return IR_NONE;
}

static val push(struct body *b, struct ir_op o, w256 bound)
{
    uint32_t bucket = op_hash(&o);
    val old = o.op == OP_OUT || o.op == OP_ACC || o.op == OP_ACCFIRST || o.op == OP_ACCMAX
        ? IR_NONE : find_equal(b, &o, bucket);

    if (old != IR_NONE)
        return old;
    if (b->shape.nop == IR_SHAPE_OPS) {
        if (!b->failed && !b->quiet)
            diag_add(b->u->diags, DIAG_TOO_LONG_RULE, b->span,
                     arena_printf(b->u->arena, "%u", IR_SHAPE_OPS), NULL);
        b->failed = true;
        return 0;
    }
    b->room.op[b->shape.nop] = o;
    b->room.bound[b->shape.nop] = bound;
    b->room.chain[b->shape.nop] = b->bucket[bucket];
    b->bucket[bucket] = (uint16_t)++b->shape.nop;
    return b->shape.nop - 1;
}

val body_in(struct body *b, struct ir_bind bind, enum ir_width width, w256 bound)
{
    uint32_t n = b->shape.nin;

    if (b->failed)
        return 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct ir_bind *x = &b->inst.in[i];
        if (x->kind == bind.kind && x->index == bind.index && x->facet == bind.facet) {
            n = i;
            break;
        }
    }
    if (n == b->shape.nin) {
        b->room.in[n] = bind;
        b->room.in_width[n] = (uint8_t)width;
        b->shape.nin++;
        if (bind.kind == BIND_SLOT)
            lower_reads(b, bind.index);
    }
    return push(b, (struct ir_op){ .op = OP_IN, .width = (uint8_t)width, .imm = n }, bound);
}

val body_const(struct body *b, w256 v)
{
    uint32_t n = 0;
    w256 t;

    if (w256_neg(&t, v))                /* the least value is beyond every bound */
        body_too_wide(b);
    if (b->failed)
        return 0;
    while (n < b->shape.npool && w256_cmp(b->shape.pool[n], v) != 0)
        n++;
    if (n == b->shape.npool)
        b->room.pool[b->shape.npool++] = v;
    return push(b, (struct ir_op){ .op = OP_CONST, .width = (uint8_t)width_for(v), .imm = n },
                w256_abs(v));
}

val body_int(struct body *b, int64_t v) { return body_const(b, w256_from_i64(v)); }

bool body_is_const(const struct body *b, val x, w256 *v)
{
    const struct ir_op *o = &b->shape.op[x];

    if (b->failed || o->op != OP_CONST)
        return false;
    *v = b->shape.pool[o->imm];
    return true;
}

w256 body_bound(const struct body *b, val x) { return b->failed ? zero256 : b->room.bound[x]; }
/* a flag is 64 bits wide, whatever its operands are */
static bool gives_flag(uint8_t op)
{
    static const char result[] = {
#define F 1
#define W 0
#define N 0
#define X(name, text, nargs, result) result,
#include "../runtime/ir.def"
#undef X
#undef F
#undef W
#undef N
    };
    return result[op];
}

enum ir_width body_width(const struct body *b, val x)
{
    return b->failed || gives_flag(b->shape.op[x].op)
        ? IR_W64 : (enum ir_width)b->shape.op[x].width;
}

static val widen(struct body *b, val x, enum ir_width w)
{
    w256 v;

    if (b->failed || body_width(b, x) == w)
        return x;
    if (body_is_const(b, x, &v))
        return push(b, (struct ir_op){ .op = OP_CONST, .width = (uint8_t)w,
                                       .imm = b->shape.op[x].imm }, b->room.bound[x]);
    return push(b, (struct ir_op){ .op = OP_WIDEN, .width = (uint8_t)w, .arg = { x } },
                b->room.bound[x]);
}

static enum ir_width wider(enum ir_width a, enum ir_width b) { return a > b ? a : b; }
static w256 larger(w256 a, w256 b) { return w256_cmp(a, b) > 0 ? a : b; }

static bool result_bound(enum ir_op_code op, w256 x, w256 y, w256 *r)
{
    switch (op) {
    case OP_ADD: case OP_SUB: return w256_add(r, x, y);
    case OP_MUL: return w256_mul(r, x, y);
    case OP_DIVR: *r = x; return false;
    case OP_LT: case OP_EQ: *r = w256_from_i64(1); return false;
    /* MIN MAX AND OR FIRST: of small or equal size */
    default: *r = larger(x, y); return false;
    }
}

static bool fold_op(enum ir_op_code op, w256 x, w256 y, w256 *r)
{
    switch (op) {
    case OP_ADD: return !w256_add(r, x, y);
    case OP_SUB: return !w256_sub(r, x, y);
    case OP_MUL: return !w256_mul(r, x, y);
    case OP_MIN: *r = w256_cmp(x, y) < 0 ? x : y; return true;
    case OP_MAX: *r = w256_cmp(x, y) > 0 ? x : y; return true;
    case OP_DIVR: *r = w256_divround(x, y); return true;
    case OP_LT: *r = w256_from_i64(w256_cmp(x, y) < 0); return true;
    case OP_EQ: *r = w256_from_i64(w256_cmp(x, y) == 0); return true;
    case OP_FIRST: *r = w256_sign(x) ? x : y; return true;
    default: return false;
    }
}

/* x + 0, x * 1, x * 0 and the like; IR_NONE if nothing applies */
static val simplify(struct body *b, enum ir_op_code op, val x, val y)
{
    w256 cx, cy, r;
    bool kx = body_is_const(b, x, &cx), ky = body_is_const(b, y, &cy);

    if (kx && ky && fold_op(op, cx, cy, &r))
        return body_const(b, r);
    if (ky && !w256_sign(cy) && (op == OP_ADD || op == OP_SUB || op == OP_OR || op == OP_FIRST))
        return x;
    if (kx && !w256_sign(cx) && (op == OP_ADD || op == OP_OR || op == OP_FIRST))
        return y;
    if (op == OP_MUL && ((kx && !w256_sign(cx)) || (ky && !w256_sign(cy))))
        return body_int(b, 0);
    if (op == OP_MUL && ky && w256_cmp(cy, w256_from_i64(1)) == 0)
        return x;
    if (op == OP_MUL && kx && w256_cmp(cx, w256_from_i64(1)) == 0)
        return y;
    if (op == OP_DIVR && ky && w256_cmp(cy, w256_from_i64(1)) == 0)
        return x;
    if (x == y && (op == OP_MIN || op == OP_MAX || op == OP_OR || op == OP_AND || op == OP_FIRST))
        return x;
    return IR_NONE;
}

val body_op(struct body *b, enum ir_op_code op, val x, val y)
{
    enum ir_width w;
    w256 bound;
    val v;

    if (b->failed)
        return 0;
    v = simplify(b, op, x, y);
    if (v != IR_NONE)
        return v;
    if (result_bound(op, b->room.bound[x], b->room.bound[y], &bound)) {
        body_too_wide(b);
        return 0;
    }
    w = wider(wider(body_width(b, x), body_width(b, y)), width_for(bound));
    x = widen(b, x, w);
    y = widen(b, y, w);
    if (b->failed)
        return 0;
    return push(b, (struct ir_op){ .op = (uint8_t)op, .width = (uint8_t)w, .arg = { x, y } },
                bound);
}

val body_neg(struct body *b, val x)
{
    w256 v;

    if (b->failed)
        return 0;
    if (body_is_const(b, x, &v) && !w256_neg(&v, v))
        return body_const(b, v);
    return push(b, (struct ir_op){ .op = OP_NEG, .width = (uint8_t)body_width(b, x), .arg = { x } },
                b->room.bound[x]);
}

val body_sign(struct body *b, val x)
{
    w256 v;

    if (b->failed)
        return 0;
    if (body_is_const(b, x, &v))
        return body_int(b, w256_sign(v));
    return push(b, (struct ir_op){ .op = OP_SIGN, .width = (uint8_t)body_width(b, x),
                                   .arg = { x } }, w256_from_i64(1));
}

val body_sel(struct body *b, val flag, val x, val y)
{
    enum ir_width w;
    w256 v;

    if (b->failed)
        return 0;
    if (x == y)
        return x;
    if (body_is_const(b, flag, &v))
        return w256_sign(v) ? x : y;
    w = wider(body_width(b, x), body_width(b, y));
    x = widen(b, x, w);
    y = widen(b, y, w);
    if (b->failed)
        return 0;
    return push(b, (struct ir_op){ .op = OP_SEL, .width = (uint8_t)w, .arg = { flag, x, y } },
                larger(b->room.bound[x], b->room.bound[y]));
}

void body_mark(struct body *b, val x)
{
    if (!b->failed)
        b->shape.op[x].mark = 1;
}

val body_verdict(struct body *b, enum ir_rel rel, val diff, val lower, val upper, val open,
                 val reason)
{
    struct ir_op o = { .op = OP_VERDICT, .width = IR_W64, .imm = (uint32_t)rel,
                       .arg = { diff, lower, upper, open, reason } };

    return b->failed ? 0 : push(b, o, w256_from_i64(255));
}

val body_is(struct body *b, uint32_t bits, const val sign[4], val open, val reason)
{
    struct ir_op o = { .op = OP_IS, .width = IR_W64, .imm = bits,
                       .arg = { sign[0], sign[1], sign[2], sign[3], open, reason } };

    return b->failed ? 0 : push(b, o, w256_from_i64(255));
}

static uint32_t add_out(struct body *b, enum ir_out_kind kind, enum ir_width width,
                        struct ir_dest dest)
{
    b->room.dest[b->shape.nout] = dest;
    b->room.out[b->shape.nout] = (struct ir_out){ (uint8_t)kind, (uint8_t)width };
    return b->shape.nout++;
}

uint32_t body_out(struct body *b, enum ir_out_kind kind, val x, struct ir_dest dest)
{
    uint32_t n;

    if (b->failed)
        return 0;
    n = add_out(b, kind, body_width(b, x), dest);
    push(b, (struct ir_op){ .op = OP_OUT, .width = (uint8_t)body_width(b, x), .imm = n,
                            .arg = { x } }, zero256);
    return n;
}

uint32_t body_acc(struct body *b, enum ir_op_code acc, val x, enum ir_width width,
                  struct ir_dest dest)
{
    uint32_t n;

    if (b->failed)
        return 0;
    x = widen(b, x, width);
    n = add_out(b, OUT_SUM, width, dest);
    push(b, (struct ir_op){ .op = (uint8_t)acc, .width = (uint8_t)width, .imm = n, .arg = { x } },
         zero256);
    return n;
}
