#ifndef FISC_CG_H
#define FISC_CG_H
/* Inside the code generator: one libgccjit context with the types of abi.h, and short names for
 * building expressions. All arithmetic is on signed 64- and 128-bit integers that wrap (-fwrapv). A
 * flag is a 64-bit 0 or 1: libgccjit has no conditional expression, so selections are made with
 * masks, which also keeps bodies free of branches. */
#include "codegen.h"
#include <libgccjit.h>

/* Defining it as an operation makes the generator compile that operation wrongly, to prove that the
 * comparison of the engines sees it; OP_COUNT breaks the linear tables. */
#ifndef FISC_BREAK_OP
#define FISC_BREAK_OP 255u
#endif
static inline bool cg_is_broken(unsigned op) { return op == FISC_BREAK_OP; }

typedef gcc_jit_rvalue *rv;
typedef gcc_jit_lvalue *lv;

/* Where constants stand: libgccjit puts them into writable data, and this section the loader makes
 * read-only. */
#define CG_CONST_SECTION ".data.rel.ro"

enum helper_field {
    HELP_ADD256, HELP_SUB256, HELP_MUL256, HELP_DIVR256, HELP_CMP256, HELP_DIVR128, HELP_COUNT
};
enum lin_field { LIN_MID, LIN_DOWN, LIN_UP, LIN_OPEN, LIN_REASON, LIN_FIELDS };

struct cg {
    gcc_jit_context *ctx;
    struct arena *arena;
    const struct codegen_opts *opts;
    gcc_jit_type *t_void, *t_u8, *t_u32, *t_i64, *t_u64, *t_i128, *t_u128, *t_ptr;
    gcc_jit_type *t_ptrs;           /* array of pointers, as a pointer */
    gcc_jit_type *t_u8p, *t_u32p, *t_i64p;
    gcc_jit_type *t_w256;           /* four words */
    gcc_jit_struct *helpers, *lin_in;
    gcc_jit_field *help[HELP_COUNT], *facet[LIN_FIELDS];
    unsigned ntable;                /* constant arrays so far: each needs a name of its own */
};

/* A function under construction: `at` is the block that grows. */
struct cg_fn {
    struct cg *c;
    gcc_jit_function *fn;
    gcc_jit_block *at;
};
/* A counted loop under construction. */
struct cg_loop { lv i; gcc_jit_block *head, *done; };

void cg_types_init(struct cg *c);

rv cg_i64(struct cg *c, int64_t v);
rv cg_i128(struct cg *c, uint64_t low, uint64_t high);
rv cg_bin(struct cg *c, enum gcc_jit_binary_op op, rv a, rv b);    /* the type is a's */
rv cg_add(struct cg *c, rv a, rv b);
rv cg_sub(struct cg *c, rv a, rv b);
rv cg_mul(struct cg *c, rv a, rv b);
rv cg_and(struct cg *c, rv a, rv b);
rv cg_or(struct cg *c, rv a, rv b);
rv cg_xor(struct cg *c, rv a, rv b);
rv cg_shl(struct cg *c, rv a, unsigned bits);
rv cg_shr(struct cg *c, rv a, unsigned bits); /* arithmetic or logical as a's type */
rv cg_neg(struct cg *c, rv a);
rv cg_not(struct cg *c, rv a);
rv cg_cast(struct cg *c, rv a, gcc_jit_type *t);
rv cg_to_i64(struct cg *c, rv a);
rv cg_to_u64(struct cg *c, rv a);
rv cg_flag(struct cg *c, enum gcc_jit_comparison op, rv a, rv b);
rv cg_flag0(struct cg *c, enum gcc_jit_comparison op, rv a);       /* a against 0 */
rv cg_mask(struct cg *c, rv flag);                                  /* 0 or all ones */
rv cg_choose(struct cg *c, rv mask, rv a, rv b); /* mask ? a : b; mask of their type */
rv cg_sign(struct cg *c, rv a);
rv cg_join128(struct cg *c, rv low, rv high); /* two words, any 64-bit types */
rv cg_low64(struct cg *c, rv a128);
rv cg_high64(struct cg *c, rv a128);
lv cg_elem(struct cg *c, rv pointer, rv index);
rv cg_load(struct cg *c, rv pointer, rv index);
rv cg_r(lv l);

lv cg_local(struct cg_fn *f, gcc_jit_type *t, const char *name);
lv cg_local_array(struct cg_fn *f, gcc_jit_type *elem, int n, const char *name);
rv cg_array_ptr(struct cg_fn *f, lv array);                         /* address of element 0 */
void cg_set(struct cg_fn *f, lv to, rv v);
lv cg_let(struct cg_fn *f, gcc_jit_type *t, rv v);                  /* a fresh local holding v */
gcc_jit_block *cg_block(struct cg_fn *f);
void cg_jump(struct cg_fn *f, gcc_jit_block *to); /* `to` becomes the growing block */
/* starts `if (flag)`: returns the block behind it, which cg_jump ends */
gcc_jit_block *cg_if(struct cg_fn *f, rv cond);
struct cg_loop cg_loop_begin(struct cg_fn *f, rv from, rv to);
void cg_loop_end(struct cg_fn *f, struct cg_loop l);

/* A relation as flags, constant or not: it holds for differences < = > 0; may an end touch 0
 * (touch); does it not ask for the lower (upper) end (any_*); does one end suffice (either). */
struct cg_rel { rv lt, eq, gt, touch, any_low, any_high, either; };
struct cg_rel cg_rel_const(struct cg *c, enum ir_rel rel);
rv cg_verdict(struct cg_fn *f, const struct cg_rel *r, rv d, rv lower, rv upper, rv open,
              rv reason);
rv cg_verdict_is(struct cg_fn *f, uint32_t imm, const rv *arg);

/* One function for a shape. */
gcc_jit_function *cg_shape(struct cg *c, const struct ir_shape *s, uint32_t number);
/* Emits the operation `number` of a body; value[] are the earlier ones'. Not for OUT, ACC,
 * ACCFIRST, ACCMAX. */
struct cg_body {
    struct cg_fn f;
    const struct ir_shape *shape;
    rv lane, helpers;
    lv *in;                         /* typed pointers, one for each input in use */
    lv *value;                      /* of each op; 256 bits: an array of words */
};
void cg_op(struct cg_body *b, uint32_t number);
void cg_op_wide(struct cg_body *b, uint32_t number); /* ops with a 256-bit operand or result */
/* One function for each linear table; the loops they have in common are emitted with the first. */
struct cg_lin;
struct cg_lin *cg_lin_new(struct cg *c, const struct ir_program *p);
gcc_jit_function *cg_lin(struct cg_lin *l, const struct ir_lin *t, uint32_t number);
/* A constant array: n elements of type t, `size` bytes each, copied from data. Its address as a
 * pointer to t. */
rv cg_table(struct cg *c, gcc_jit_type *t, size_t size, const void *data, size_t n);
#endif
