/* Aggregates: a kernel over the rows of a table that gathers what its leaf rows have, and what is
 * made of it once. In: atoms over rows. Out: their values in slots. */
#include "choice.h"
#include "condition.h"
#include "lower.h"

static uint32_t acc_slot(struct body *b, enum ir_op_code acc, val v, w256 bound, w256 *total)
{
    w256 t = bound;
    enum ir_width w = IR_W64;
    uint32_t s;

    if (acc == OP_ACC) {
        if (w256_mul(&t, bound, w256_from_i64((int64_t)1 << 40))) {
            body_too_wide(b);
            return 0;
        }
        w = w256_fits_i128(t) && body_width(b, v) <= IR_W128 ? IR_W128 : IR_W256;
    }
    s = body_slot(b->u, w);
    body_acc(b, acc, v, w, (struct ir_dest){ s, 0 });
    if (total)
        *total = t;
    return s;
}

static val leaf_only(struct body *b, val leaf, val v)
{
    return body_sel(b, leaf, v, body_int(b, 0));
}

/* the reasons of rows that do not count are 0 already */
static uint32_t acc_reason(struct body *b, val reason)
{
    return acc_slot(b, OP_ACCFIRST, reason, w256_from_i64(31), NULL);
}

static void sum_outputs(struct body *b, struct atom *a, const struct ival *v, val leaf)
{
    w256 up_total;

    a->slot.mid = acc_slot(b, OP_ACC, leaf_only(b, leaf, v->mid), body_bound(b, v->mid), &a->bound);
    a->spread = w256_from_i64(0);
    a->slot.down = a->slot.up = IR_NONE;
    if (v->down != IR_NONE)
        a->slot.down = acc_slot(b, OP_ACC, leaf_only(b, leaf, v->down), body_bound(b, v->down),
                                &a->spread);
    if (v->up == v->down) {
        a->slot.up = a->slot.down;
    } else if (v->up != IR_NONE) {
        a->slot.up = acc_slot(b, OP_ACC, leaf_only(b, leaf, v->up), body_bound(b, v->up),
                              &up_total);
        if (w256_cmp(up_total, a->spread) > 0)
            a->spread = up_total;
    }
    a->slot.reason.ends = acc_reason(b, v->reason.ends);
    a->slot.reason.printed = v->reason.printed == v->reason.ends
        ? a->slot.reason.ends : acc_reason(b, v->reason.printed);
    a->slot.open = IR_NONE;
}

/* the open bits of a sum of cells, put together from one accumulation for each bit */
static void sum_open(struct body *b, val open, val leaf, uint32_t bits[2])
{
    for (int i = 0; i < 2; i++)
        bits[i] = acc_slot(b, OP_ACCFIRST,
                           leaf_only(b, leaf, body_op(b, OP_AND, open, body_int(b, 1 << i))),
                           w256_from_i64(2), NULL);
}

static void join_open(struct unit *u, struct atom *a, const uint32_t bits[2], struct span span)
{
    struct body b;

    body_init(&b, u, DOMAIN_UNIT, 0, span);
    a->slot.open = value_slot(&b, body_op(&b, OP_OR, value_slot_in(&b, bits[0], w256_from_i64(1)),
                                        value_slot_in(&b, bits[1], w256_from_i64(2))));
    body_finish(&b);
}

/* ── which rows ── */

static val rows_facet(struct body *b, const struct atom *a, enum ir_facet facet, w256 bound)
{
    uint32_t first = a->kind == ATOM_SUM ? a->ref : scope_colref(b->u, COL_PLAIN, b->table, 0);

    return body_in(b, (struct ir_bind){ BIND_COLREF, (uint8_t)facet, first }, IR_W64, bound);
}

static void choose(struct body *b, const struct truth *where, struct chosen *c)
{
    struct truth_value t = condition_value(b, where);

    c->member = body_op(b, OP_AND, c->leaf, t.yes);
    if (t.reason != IR_NONE)
        c->reason = leaf_only(b, c->leaf, t.reason);
}

/* Where the rows are not known, neither is what is made of none of them; figures that are taken in
 * all rows say so themselves. */
static struct chosen chosen_rows(struct body *b, const struct atom *a)
{
    struct chosen c = { .reason = IR_NONE, .reach = IR_NONE };
    val place;

    c.leaf = c.member = rows_facet(b, a, FACET_LEAF, w256_from_i64(1));
    if (a->where)
        choose(b, a->where, &c);
    else if (a->rows != ROWS_COUNT)
        return c;
    place = rows_facet(b, a, FACET_ROWS, w256_from_i64(31));
    c.reason = c.reason == IR_NONE ? place : body_op(b, OP_FIRST, c.reason, place);
    return c;
}

/* the value's reasons in the rows that are taken, after the condition's in all leaf rows */
static struct reasons chosen_reason(struct body *b, const struct chosen *c, struct reasons own)
{
    struct reasons r = { leaf_only(b, c->member, value_or_zero(b, own.ends)), IR_NONE };

    r.printed = own.printed == own.ends ? r.ends
        : leaf_only(b, c->member, value_or_zero(b, own.printed));
    return value_reason(b, (struct reasons){ c->reason, c->reason }, r);
}

/* ── the aggregates ── */

static void lower_sum(struct body *b, struct atom *a)
{
    struct atom cell = { .kind = ATOM_COL, .ref = a->ref };
    struct chosen c = chosen_rows(b, a);
    struct ival v = a->kind == ATOM_SUM ? value_figure(b, &cell)
        : value_form(b, a->a, a->a->den, true);
    bool open = a->kind == ATOM_SUM && v.open != IR_NONE;
    uint32_t bits[2];

    v.reason = chosen_reason(b, &c, v.reason);
    sum_outputs(b, a, &v, c.member);
    if (open)
        sum_open(b, v.open, c.member, bits);
    choice_tell(b, a, a->slot.mid, &c);
    body_finish(b);
    if (open)
        join_open(b->u, a, bits, a->span);
    if (a->kind == ATOM_SUM)
        lower_add_sum(b->u, (struct ir_sum){ a->slot.mid, a->ref, IR_NONE, false });
}

/* how many rows are taken */
static void lower_count(struct body *b, struct atom *a)
{
    struct chosen c = chosen_rows(b, a);
    struct ival v = { .mid = body_int(b, 1), .down = IR_NONE, .up = IR_NONE,
                      .reason = { c.reason, c.reason } };

    sum_outputs(b, a, &v, c.member);
    choice_tell(b, a, a->slot.mid, &c);
    body_finish(b);
}

/* ── the least and the greatest ── */

/* Lanes that grow with what is looked for and are at least 0, so that a row that is not taken, 0,
 * is never it: the value above its bound for the greatest, the bound above the value for the
 * least. */
struct reach { w256 bound; bool greatest; };

static val above(struct body *b, const struct reach *r, val v)
{
    val bound = body_const(b, r->bound);

    return r->greatest ? body_op(b, OP_ADD, v, bound) : body_op(b, OP_SUB, bound, v);
}

static val back(struct body *b, const struct reach *r, uint32_t slot, val any)
{
    w256 twice;
    val bound = body_const(b, r->bound), v;

    w256_add(&twice, r->bound, r->bound);
    v = value_slot_in(b, slot, twice);
    v = r->greatest ? body_op(b, OP_SUB, v, bound) : body_op(b, OP_SUB, bound, v);
    return body_sel(b, any, v, body_int(b, 0));
}

static w256 larger(w256 a, w256 b) { return w256_cmp(a, b) > 0 ? a : b; }

static uint32_t largest_slot(struct body *b, val lane)
{
    enum ir_width w = body_width(b, lane);
    uint32_t s;

    if (w == IR_W256)
        body_too_wide(b);
    s = body_slot(b->u, w);
    body_acc(b, OP_ACCMAX, lane, w, (struct ir_dest){ s, 0 });
    return s;
}

static val reach_lane(struct body *b, const struct reach *r, val member, val v)
{
    return leaf_only(b, member, above(b, r, v));
}

static uint32_t reach_slot(struct body *b, const struct reach *r, val member, val v)
{
    return largest_slot(b, reach_lane(b, r, member, v));
}

struct extreme { struct reach reach; uint32_t mid, lower, upper, any, ends, printed; };

/* what the rows give: the largest lanes, whether there was any row, and the reasons */
static void gather_extreme(struct body *b, struct atom *a, struct extreme *x)
{
    struct chosen c = chosen_rows(b, a);
    struct ival v = value_form(b, a->a, a->a->den, true);
    val lower = value_lower(b, &v), upper = value_upper(b, &v);
    struct reasons reason = chosen_reason(b, &c, v.reason);

    x->reach.bound = larger(body_bound(b, v.mid), larger(body_bound(b, lower),
                                                         body_bound(b, upper)));
    c.reach = reach_lane(b, &x->reach, c.member, v.mid);
    x->mid = largest_slot(b, c.reach);
    x->lower = lower == v.mid ? x->mid : reach_slot(b, &x->reach, c.member, lower);
    x->upper = upper == v.mid ? x->mid : reach_slot(b, &x->reach, c.member, upper);
    x->any = acc_reason(b, c.member);
    x->ends = acc_reason(b, reason.ends);
    x->printed = reason.printed == reason.ends ? x->ends : acc_reason(b, reason.printed);
    choice_tell(b, a, x->mid, &c);
    body_finish(b);
}

static val end_reason(struct body *b, uint32_t slot, val none)
{
    return body_op(b, OP_FIRST, value_slot_in(b, slot, w256_from_i64(31)), none);
}

static void lower_extreme(struct body *rows, struct atom *a)
{
    struct extreme x = { .reach.greatest = a->rows == ROWS_GREATEST };
    struct reasons reason;
    struct ival v;
    struct body b;
    val any, mid, none, lower, upper;

    gather_extreme(rows, a, &x);
    if (rows->failed)
        return;
    body_init(&b, rows->u, DOMAIN_UNIT, 0, a->span);
    any = value_slot_in(&b, x.any, w256_from_i64(1));
    none = body_sel(&b, any, body_int(&b, 0), body_int(&b, RS_NO_ROWS));
    reason.ends = end_reason(&b, x.ends, none);
    reason.printed = x.printed == x.ends ? reason.ends : end_reason(&b, x.printed, none);
    mid = back(&b, &x.reach, x.mid, any);
    lower = x.lower == x.mid ? mid : back(&b, &x.reach, x.lower, any);
    upper = x.upper == x.mid ? mid : back(&b, &x.reach, x.upper, any);
    v = value_from_ends(&b, mid, lower, upper, reason);
    value_store(&b, a, &v);
}

void lower_rows(struct unit *u, struct atom *a)
{
    uint32_t table = a->kind == ATOM_SUM ? u->ir->colref[a->ref].table : a->table;
    struct body b;

    body_init(&b, u, DOMAIN_ROWS, table, a->span);
    if (a->kind == ATOM_ROWS && a->rows == ROWS_COUNT)
        lower_count(&b, a);
    else if (a->kind == ATOM_ROWS && a->rows != ROWS_SUM)
        lower_extreme(&b, a);
    else
        lower_sum(&b, a);
}
