/* Values: from normal forms to SSA. Every figure is three numbers, the printed value and its
 * distances to the two ends of the interval of true values (language reference, "Intervals" and
 * "Other expressions"). Unit atoms that are not cells get kernels of their own and live in slots,
 * so that each is computed once however many rules use it. */
#include "condition.h"
#include "lower.h"

#define CHUNK 8u                    /* terms of a form that one body of a unit kernel adds up */
#define ROOM 96u                    /* operations of a body that more than one form may fill */

static w256 pow10_of(int n)
{
    w256 p = w256_from_i64(1);

    if (n > 0)
        w256_pow10(&p, (unsigned)n);
    return p;
}

bool value_is_point(const struct unit *u, uint32_t colref)
{
    return scope_column(u, colref)->grid.mode == GRID_EXACT;
}

bool value_is_strict(const struct unit *u, uint32_t colref)
{
    return scope_column(u, colref)->grid.mode > GRID_CLOSED;
}

static bool is_one_cell(const struct unit *u, uint32_t colref)
{
    enum ir_colref_kind kind = (enum ir_colref_kind)u->ir->colref[colref].kind;

    return kind == COL_PLAIN || kind == COL_MATCHED || kind == COL_QUOTED;
}

w256 value_cell_bound(const struct unit *u, uint32_t colref)
{
    return is_one_cell(u, colref) ? pow10_of(18) : w256_from_i64(INT64_MAX);
}

w256 value_cell_spread(const struct unit *u, uint32_t colref)
{
    const struct ir_grid *g = &scope_column(u, colref)->grid;

    if (u->ir->colref[colref].kind == COL_QUOTED)
        return pow10_of(18);
    if (!is_one_cell(u, colref))
        return w256_from_i64(INT64_MAX);
    if (g->mode == GRID_EXACT)
        return w256_from_i64(0);
    return pow10_of(g->scale - g->places);
}

val value_or_zero(struct body *b, val v) { return v == IR_NONE ? body_int(b, 0) : v; }

static val first_reason(struct body *b, val x, val y)
{
    if (x == IR_NONE)
        return y;
    return y == IR_NONE ? x : body_op(b, OP_FIRST, x, y);
}

struct reasons value_reason(struct body *b, struct reasons x, struct reasons y)
{
    val ends = first_reason(b, x.ends, y.ends);

    return (struct reasons){ ends, first_reason(b, x.printed, y.printed) };
}

val value_lower(struct body *b, const struct ival *v)
{
    return v->down == IR_NONE ? v->mid : body_op(b, OP_SUB, v->mid, v->down);
}

val value_upper(struct body *b, const struct ival *v)
{
    return v->up == IR_NONE ? v->mid : body_op(b, OP_ADD, v->mid, v->up);
}

/* ── figures ── */

static val facet_in(struct body *b, const struct atom *a, enum ir_facet facet, w256 bound)
{
    struct ir_bind bind = { BIND_COLREF, (uint8_t)facet, a->ref };

    if (a->kind == ATOM_CELL) {
        bind.kind = BIND_CELL;
        bind.index = a->cell;
    }
    return body_in(b, bind, IR_W64, bound);
}

struct ival value_figure(struct body *b, const struct atom *a)
{
    struct ival v = { .down = IR_NONE, .up = IR_NONE, .open = IR_NONE };
    w256 spread = value_cell_spread(b->u, a->ref);

    v.mid = facet_in(b, a, FACET_MID, value_cell_bound(b->u, a->ref));
    v.reason.ends = v.reason.printed = facet_in(b, a, FACET_REASON, w256_from_i64(31));
    if (value_is_point(b->u, a->ref))
        return v;
    v.down = v.up = facet_in(b, a, FACET_DOWN, spread);
    if (value_is_strict(b->u, a->ref)) {
        v.up = facet_in(b, a, FACET_UP, spread);
        v.open = facet_in(b, a, FACET_OPEN, w256_from_i64(3));
    }
    return v;
}

/* ── slots ── */

uint32_t value_slot(struct body *b, val v)
{
    uint32_t s = body_slot(b->u, body_width(b, v));

    body_out(b, OUT_VALUE, v, (struct ir_dest){ s, 0 });
    return s;
}

val value_slot_in(struct body *b, uint32_t slot, w256 bound)
{
    return body_in(b, (struct ir_bind){ BIND_SLOT, 0, slot },
                   (enum ir_width)b->u->ir->slot[slot].width, bound);
}

static w256 bound_or_zero(const struct body *b, val v)
{
    return v == IR_NONE ? w256_from_i64(0) : body_bound(b, v);
}

void value_store(struct body *b, struct atom *a, const struct ival *v)
{
    w256 up = bound_or_zero(b, v->up);

    a->bound = body_bound(b, v->mid);
    a->spread = bound_or_zero(b, v->down);
    if (w256_cmp(up, a->spread) > 0)
        a->spread = up;
    a->slot.mid = value_slot(b, v->mid);
    a->slot.down = v->down == IR_NONE ? IR_NONE : value_slot(b, v->down);
    a->slot.up = v->up == v->down ? a->slot.down
        : v->up == IR_NONE ? IR_NONE : value_slot(b, v->up);
    a->slot.open = v->open == IR_NONE ? IR_NONE : value_slot(b, v->open);
    a->slot.reason.ends = v->reason.ends == IR_NONE ? IR_NONE : value_slot(b, v->reason.ends);
    a->slot.reason.printed = v->reason.printed == v->reason.ends ? a->slot.reason.ends
                                                                 : value_slot(b, v->reason.printed);
    body_finish(b);
}

static struct ival slot_value(struct body *b, const struct atom *a)
{
    struct ival v = a->slot;

    v.mid = value_slot_in(b, v.mid, a->bound);
    if (v.down != IR_NONE)
        v.down = value_slot_in(b, v.down, a->spread);
    if (v.up != IR_NONE)
        v.up = a->slot.up == a->slot.down ? v.down : value_slot_in(b, v.up, a->spread);
    if (v.open != IR_NONE)
        v.open = value_slot_in(b, v.open, w256_from_i64(3));
    if (v.reason.ends != IR_NONE)
        v.reason.ends = value_slot_in(b, v.reason.ends, w256_from_i64(31));
    if (v.reason.printed != IR_NONE)
        v.reason.printed = value_slot_in(b, v.reason.printed, w256_from_i64(31));
    return v;
}

/* ── expressions that are not linear ── */

struct ival value_from_ends(struct body *b, val mid, val lower, val upper, struct reasons reason)
{
    struct ival v = { .mid = mid, .down = IR_NONE, .up = IR_NONE, .open = IR_NONE,
                      .reason = reason };

    if (lower == mid && upper == mid)
        return v;
    v.down = body_op(b, OP_SUB, mid, lower);
    v.up = body_op(b, OP_SUB, upper, mid);
    return v;
}

static struct ival product_value(struct body *b, const struct atom *a)
{
    struct ival x = value_form(b, a->a, a->a->den, true), y = value_form(b, a->b, a->b->den, true);
    val xl = value_lower(b, &x), xu = value_upper(b, &x);
    val yl = value_lower(b, &y), yu = value_upper(b, &y);
    val ll = body_op(b, OP_MUL, xl, yl), lu = body_op(b, OP_MUL, xl, yu);
    val ul = body_op(b, OP_MUL, xu, yl), uu = body_op(b, OP_MUL, xu, yu);
    val lower = body_op(b, OP_MIN, body_op(b, OP_MIN, ll, lu), body_op(b, OP_MIN, ul, uu));
    val upper = body_op(b, OP_MAX, body_op(b, OP_MAX, ll, lu), body_op(b, OP_MAX, ul, uu));

    return value_from_ends(b, body_op(b, OP_MUL, x.mid, y.mid), lower, upper,
                     value_reason(b, x.reason, y.reason));
}

static val power(struct body *b, val x, unsigned n)
{
    val r = x;

    for (unsigned i = 1; i < n; i++)
        r = body_op(b, OP_MUL, r, x);
    return r;
}

static struct ival power_value(struct body *b, const struct atom *a)
{
    struct ival x = value_form(b, a->a, a->a->den, true);
    val xl = value_lower(b, &x), xu = value_upper(b, &x);
    val l = power(b, xl, a->power), h = power(b, xu, a->power), zero = body_int(b, 0), least;

    if (a->power % 2 == 1)
        return value_from_ends(b, power(b, x.mid, a->power), l, h, x.reason);
    least = body_op(b, OP_MIN, l, h);
    if (xl != x.mid) {
        val around = body_op(b, OP_AND, body_op(b, OP_LT, xl, zero), body_op(b, OP_LT, zero, xu));
        least = body_sel(b, around, zero, least);
    }
    return value_from_ends(b, power(b, x.mid, a->power), least, body_op(b, OP_MAX, l, h), x.reason);
}

static val round_to(struct body *b, val num, val den, struct rat step)
{
    return body_op(b, OP_DIVR, body_op(b, OP_MUL, num, body_const(b, step.den)),
                   body_op(b, OP_MUL, den, body_const(b, step.num)));
}

static struct ival round_value(struct body *b, const struct atom *a)
{
    struct qval x = value_side(b, a->side, true);

    return value_from_ends(b, round_to(b, x.num, x.den, a->step),
                     round_to(b, x.lower_num, x.lower_den, a->step),
                     round_to(b, x.upper_num, x.upper_den, a->step), x.reason);
}

/* twice the quotient rounded at QUOT_PLACES, moved by `by` halves of its last place */
static val half_places(struct body *b, val num, val den, int64_t by)
{
    struct rat step = rat_int(1);
    val q;

    w256_pow10(&step.den, QUOT_PLACES);
    q = round_to(b, num, den, step);
    body_mark(b, q);
    return body_op(b, OP_ADD, body_op(b, OP_MUL, q, body_int(b, 2)), body_int(b, by));
}

static struct ival quotient_value(struct body *b, const struct atom *a)
{
    struct side s = { .quot = a->quot, .k1 = rat_int(1), .k0 = rat_int(0) };
    struct qval x = value_side(b, &s, true);

    return value_from_ends(b, half_places(b, x.num, x.den, 0),
                     half_places(b, x.lower_num, x.lower_den, -1),
                     half_places(b, x.upper_num, x.upper_den, 1), x.reason);
}

/* The least of the lower ends is the lower end of the least; all else likewise. */
static struct ival extreme_value(struct body *b, const struct atom *a, enum ir_op_code op)
{
    struct ival v = value_form(b, a->arg[0], a->den, true);
    val lower = value_lower(b, &v), upper = value_upper(b, &v);

    for (uint32_t i = 1; i < a->narg; i++) {
        struct ival x = value_form(b, a->arg[i], a->den, true);
        v.mid = body_op(b, op, v.mid, x.mid);
        lower = body_op(b, op, lower, value_lower(b, &x));
        upper = body_op(b, op, upper, value_upper(b, &x));
        v.reason = value_reason(b, v.reason, x.reason);
    }
    return value_from_ends(b, v.mid, lower, upper, v.reason);
}

static struct ival expression_value(struct body *b, const struct atom *a)
{
    b->span = a->span;
    switch (a->kind) {
    case ATOM_MUL: return product_value(b, a);
    case ATOM_POW: return power_value(b, a);
    case ATOM_ROUND: return round_value(b, a);
    case ATOM_QUOT: return quotient_value(b, a);
    case ATOM_LEAST: return extreme_value(b, a, OP_MIN);
    case ATOM_GREATEST: return extreme_value(b, a, OP_MAX);
    case ATOM_PART: return value_form(b, a->a, a->a->den, true);
    case ATOM_CELL: case ATOM_COL: case ATOM_SUM: case ATOM_ROWS: break;
    }
    return value_figure(b, a);
}

static void lower_atom(struct unit *u, struct atom *a)
{
    struct body b;
    struct ival v;

    a->lowered = true;
    if (a->kind == ATOM_SUM || a->kind == ATOM_ROWS) {
        lower_rows(u, a);
        return;
    }
    body_init(&b, u, DOMAIN_UNIT, 0, a->span);
    v = expression_value(&b, a);
    value_store(&b, a, &v);
}

static struct ival atom_value(struct body *b, struct atom *a)
{
    struct ival v;
    struct span outer = b->span;

    if (a->body == b->id)
        return a->value;
    if (a->kind == ATOM_CELL || a->kind == ATOM_COL) {
        v = value_figure(b, a);
    } else if (a->row) {
        v = expression_value(b, a);
    } else {
        if (!a->lowered)
            lower_atom(b->u, a);
        v = slot_value(b, a);
    }
    b->span = outer;
    a->body = b->id;
    a->value = v;
    return v;
}

/* ── linear combinations ── */

/* lower and upper change places when a figure is subtracted */
static val swap_open(struct body *b, val open)
{
    val two = body_int(b, 2);
    val lower = body_op(b, OP_MUL, body_op(b, OP_AND, open, body_int(b, 1)), two);
    val upper = body_op(b, OP_EQ, body_op(b, OP_AND, open, two), two);

    return body_op(b, OP_OR, lower, upper);
}

static val add_or(struct body *b, enum ir_op_code op, val x, val y)
{
    if (x == IR_NONE)
        return y;
    return y == IR_NONE ? x : body_op(b, op, x, y);
}

static val times(struct body *b, w256 c, val v)
{
    return v == IR_NONE ? IR_NONE : body_op(b, OP_MUL, body_const(b, c), v);
}

static void add_term(struct body *b, struct ival *sum, const struct term *t, w256 den, bool ends)
{
    struct ival v = atom_value(b, t->atom);
    bool minus = rat_sign(t->coef) < 0;
    w256 c;

    sum->reason = value_reason(b, sum->reason, v.reason);
    if (rat_over(&c, t->coef, den))
        body_too_wide(b);
    if (b->failed || !w256_sign(c))
        return;
    sum->mid = body_op(b, OP_ADD, sum->mid, body_op(b, OP_MUL, body_const(b, c), v.mid));
    if (!ends)
        return;
    c = w256_abs(c);
    sum->down = add_or(b, OP_ADD, sum->down, times(b, c, minus ? v.up : v.down));
    sum->up = add_or(b, OP_ADD, sum->up, times(b, c, minus ? v.down : v.up));
    if (v.open != IR_NONE)
        sum->open = add_or(b, OP_OR, sum->open, minus ? swap_open(b, v.open) : v.open);
}

/* A long form of a unit kernel is added up in parts, each an atom with a kernel of its own. */
static const struct form *in_parts(struct unit *u, const struct form *f, w256 den, struct span span)
{
    struct form *whole = ARENA_NEW(u->arena, struct form);
    uint32_t n = (f->n + CHUNK - 1) / CHUNK;
    struct rat unit = rat_int(1);

    *whole = (struct form){ ARENA_ARRAY(u->arena, struct term, n), n, f->k, den };
    unit.den = den;
    for (uint32_t i = 0; i < n; i++) {
        struct atom *a = ARENA_NEW(u->arena, struct atom);
        struct form *part = ARENA_NEW(u->arena, struct form);
        uint32_t len = f->n - i * CHUNK;
        *part = (struct form){ f->term + (size_t)i * CHUNK, len < CHUNK ? len : CHUNK,
                               rat_int(0), den };
        *a = (struct atom){ .kind = ATOM_PART, .a = part, .span = span };
        whole->term[i] = (struct term){ a, unit };
    }
    return n > CHUNK ? in_parts(u, whole, den, span) : whole;
}

/* about how many operations a term takes */
static uint32_t term_ops(const struct unit *u, const struct atom *a)
{
    switch (a->kind) {
    case ATOM_CELL: case ATOM_COL: case ATOM_SUM:
        return value_is_point(u, a->ref) ? 7 : value_is_strict(u, a->ref) ? 22 : 10;
    case ATOM_MUL: case ATOM_POW: case ATOM_ROUND: case ATOM_QUOT: case ATOM_LEAST:
    case ATOM_GREATEST: case ATOM_ROWS: case ATOM_PART:
        break;
    }
    return 16;
}

static bool is_crowded(const struct body *b, const struct form *f)
{
    uint32_t ops = b->shape.nop;

    if (b->domain != DOMAIN_UNIT)
        return false;
    if (f->n > CHUNK || !ops)
        return f->n > CHUNK;
    for (uint32_t i = 0; i < f->n; i++)
        ops += term_ops(b->u, f->term[i].atom);
    return f->n > 1 && ops > ROOM;
}

struct ival value_form(struct body *b, const struct form *f, w256 den, bool ends)
{
    struct ival v = { .mid = IR_NONE, .down = IR_NONE, .up = IR_NONE, .open = IR_NONE,
                      .reason = { IR_NONE, IR_NONE } };
    w256 k;

    if (is_crowded(b, f))
        f = in_parts(b->u, f, den, b->span);
    if (rat_over(&k, f->k, den)) {
        body_too_wide(b);
        return v;
    }
    v.mid = body_const(b, k);
    for (uint32_t i = 0; i < f->n && !b->failed; i++)
        add_term(b, &v, &f->term[i], den, ends);
    return v;
}

/* ── sides, before use ── */

struct qval value_side(struct body *b, const struct side *s, bool ends)
{
    struct ival v;
    struct qval r;

    if (s->quot)
        return value_fraction(b, s, ends);
    v = value_form(b, s->lin, s->lin->den, ends);
    r = (struct qval){ .num = v.mid, .open = v.open, .reason = v.reason };
    if (b->failed)
        return r;
    r.den = r.lower_den = r.upper_den = body_const(b, s->lin->den);
    r.lower_num = value_lower(b, &v);
    r.upper_num = value_upper(b, &v);
    return r;
}

static void prepare_form(struct unit *u, const struct form *f);

static void prepare_atom(struct unit *u, struct atom *a)
{
    if (a->kind == ATOM_CELL || a->kind == ATOM_COL || a->lowered)
        return;
    for (uint32_t i = 0; i < a->narg; i++)
        prepare_form(u, a->arg[i]);
    if (a->where)
        condition_prepare(u, a->where);
    if (a->a)
        prepare_form(u, a->a);
    if (a->b)
        prepare_form(u, a->b);
    if (a->side)
        value_prepare(u, a->side);
    if (a->quot) {
        prepare_form(u, a->quot->num);
        prepare_form(u, a->quot->den);
    }
    if (!a->row && !a->lowered)
        lower_atom(u, a);
}

static void prepare_form(struct unit *u, const struct form *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        prepare_atom(u, f->term[i].atom);
}

void value_prepare(struct unit *u, const struct side *s)
{
    if (s->quot) {
        prepare_form(u, s->quot->num);
        prepare_form(u, s->quot->den);
    } else {
        prepare_form(u, s->lin);
    }
}
