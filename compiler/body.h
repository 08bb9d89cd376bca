#ifndef FISC_BODY_H
#define FISC_BODY_H
/* Builds the body of one kernel instance: SSA operations whose widths follow from the bounds of
 * their values. Values are numbers of operations. Equal operations are made once; constants are
 * folded. When a value could leave 256 bits, or the body grows past IR_SHAPE_OPS, one diagnostic
 * is made at `span` and `failed` is set. */
#include "form.h"

typedef uint32_t val;

/* What a body is built in: each input, constant and output takes an operation,
 * and one more may be refused. */
struct body_room {
    struct ir_op op[IR_SHAPE_OPS];
    struct w256 bound[IR_SHAPE_OPS];        /* largest absolute value of each op */
    uint16_t chain[IR_SHAPE_OPS];           /* equal operations: next in the
                                             * bucket, op number + 1 */
    struct ir_bind in[IR_SHAPE_OPS + 1];
    uint8_t in_width[IR_SHAPE_OPS + 1];
    struct w256 pool[IR_SHAPE_OPS + 1];
    struct ir_dest dest[IR_SHAPE_OPS + 1];
    struct ir_out out[IR_SHAPE_OPS + 1];
};

/* Lives on the stack; what body_finish hands on is copied. */
struct body {
    struct unit *u;
    uint32_t id;                    /* number of this body, for atoms that remember
                                     * their value in it */
    uint8_t domain;
    uint32_t table;
    uint32_t level;                 /* one more than the highest level of a slot that it reads */
    bool failed;
    bool quiet;                     /* it fails without a diagnostic */
    struct span span;               /* the operator at work, for diagnostics */
    struct ir_shape shape;          /* in room */
    struct ir_instance inst;
    uint16_t bucket[512];           /* equal operations: heads of chains, op number + 1 */
    struct body_room room;          /* not cleared */
};

void body_init(struct body *b, struct unit *u, uint8_t domain, uint32_t table, struct span span);
/* Fails the body: a value could leave 256 bits. The first failure alone makes a diagnostic. */
void body_too_wide(struct body *b);
/* an input of `width` words whose absolute value is at most `bound` */
val body_in(struct body *b, struct ir_bind bind, enum ir_width width, w256 bound);
val body_const(struct body *b, w256 v);
val body_int(struct body *b, int64_t v);
/* ADD SUB MUL MIN MAX DIVR LT EQ AND OR FIRST */
val body_op(struct body *b, enum ir_op_code op, val x, val y);
val body_neg(struct body *b, val x);
val body_sign(struct body *b, val x);
val body_sel(struct body *b, val flag, val x, val y);
void body_mark(struct body *b, val x);                          /* an inexact quotient */
val body_verdict(struct body *b, enum ir_rel rel, val diff, val lower, val upper, val open,
                 val reason);
val body_is(struct body *b, uint32_t bits, const val sign[4], val open, val reason);

bool body_is_const(const struct body *b, val x, w256 *v);
w256 body_bound(const struct body *b, val x);
enum ir_width body_width(const struct body *b, val x);
/* adds an output fed by x; returns its number */
uint32_t body_out(struct body *b, enum ir_out_kind kind, val x, struct ir_dest dest);
/* one value over all lanes */
uint32_t body_acc(struct body *b, enum ir_op_code acc, val x, enum ir_width width,
                  struct ir_dest dest);
/* Hands the finished body to the program: a new instance of the kernel of its
 * level, domain, table and shape. */
void body_finish(struct body *b);

/* slots of the frame */
uint32_t body_slot(struct unit *u, enum ir_width width);
#endif
