/* Short names over libgccjit: in come values of one context, out go new values of it. A mistake in
 * types is kept by the context and reported when it is compiled; so nothing here returns an error.
 */
#include "cg.h"

static void init_helpers(struct cg *c)
{
    static const char *const name[HELP_COUNT] = { "add256",  "sub256", "mul256",
                                                  "divr256", "cmp256", "divr128" };
    gcc_jit_type *words = gcc_jit_type_get_pointer(c->t_u64);
    gcc_jit_type *arg[3] = { words, words, words };
    gcc_jit_type *op = gcc_jit_context_new_function_ptr_type(c->ctx, NULL, c->t_void, 3, arg, 0);
    gcc_jit_type *cmp = gcc_jit_context_new_function_ptr_type(c->ctx, NULL, c->t_i64, 2, arg, 0);
    gcc_jit_field *field[2 + HELP_COUNT];
    field[0] = gcc_jit_context_new_field(c->ctx, NULL, c->t_u32, "abi");
    field[1] = gcc_jit_context_new_field(c->ctx, NULL, c->t_u32, "size");
    for (int i = 0; i < HELP_COUNT; i++) {
        gcc_jit_type *t = i == HELP_CMP256 ? cmp : op;
        field[2 + i] = c->help[i] = gcc_jit_context_new_field(c->ctx, NULL, t, name[i]);
    }
    c->helpers =
        gcc_jit_context_new_struct_type(c->ctx, NULL, "fisc_helpers", 2 + HELP_COUNT, field);
}

static void init_lin_in(struct cg *c)
{
    static const char *const name[LIN_FIELDS] = { "mid", "down", "up", "open", "reason" };
    for (int i = 0; i < LIN_FIELDS; i++)
        c->facet[i] = gcc_jit_context_new_field(c->ctx, NULL, c->t_i64p, name[i]);
    c->lin_in = gcc_jit_context_new_struct_type(c->ctx, NULL, "fisc_lin_in", LIN_FIELDS, c->facet);
}

void cg_types_init(struct cg *c)
{
    c->t_void = gcc_jit_context_get_type(c->ctx, GCC_JIT_TYPE_VOID);
    c->t_ptr = gcc_jit_context_get_type(c->ctx, GCC_JIT_TYPE_VOID_PTR);
    c->t_u8 = gcc_jit_context_get_int_type(c->ctx, 1, 0);
    c->t_u32 = gcc_jit_context_get_int_type(c->ctx, 4, 0);
    c->t_i64 = gcc_jit_context_get_int_type(c->ctx, 8, 1);
    c->t_u64 = gcc_jit_context_get_int_type(c->ctx, 8, 0);
    c->t_i128 = gcc_jit_context_get_int_type(c->ctx, 16, 1);
    c->t_u128 = gcc_jit_context_get_int_type(c->ctx, 16, 0);
    c->t_ptrs = gcc_jit_type_get_pointer(c->t_ptr);
    c->t_u8p = gcc_jit_type_get_pointer(c->t_u8);
    c->t_u32p = gcc_jit_type_get_pointer(c->t_u32);
    c->t_i64p = gcc_jit_type_get_pointer(c->t_i64);
    c->t_w256 = gcc_jit_context_new_array_type(c->ctx, NULL, c->t_u64, 4);
    init_helpers(c);
    init_lin_in(c);
}

rv cg_r(lv l) { return gcc_jit_lvalue_as_rvalue(l); }

rv cg_i64(struct cg *c, int64_t v)
{
    return gcc_jit_context_new_rvalue_from_long(c->ctx, c->t_i64, v);
}

rv cg_bin(struct cg *c, enum gcc_jit_binary_op op, rv a, rv b)
{
    return gcc_jit_context_new_binary_op(c->ctx, NULL, op, gcc_jit_rvalue_get_type(a), a, b);
}

rv cg_add(struct cg *c, rv a, rv b) { return cg_bin(c, GCC_JIT_BINARY_OP_PLUS, a, b); }
rv cg_sub(struct cg *c, rv a, rv b) { return cg_bin(c, GCC_JIT_BINARY_OP_MINUS, a, b); }
rv cg_mul(struct cg *c, rv a, rv b) { return cg_bin(c, GCC_JIT_BINARY_OP_MULT, a, b); }
rv cg_and(struct cg *c, rv a, rv b) { return cg_bin(c, GCC_JIT_BINARY_OP_BITWISE_AND, a, b); }
rv cg_or(struct cg *c, rv a, rv b) { return cg_bin(c, GCC_JIT_BINARY_OP_BITWISE_OR, a, b); }
rv cg_xor(struct cg *c, rv a, rv b) { return cg_bin(c, GCC_JIT_BINARY_OP_BITWISE_XOR, a, b); }

static rv small(struct cg *c, rv like, int v)
{
    return gcc_jit_context_new_rvalue_from_int(c->ctx, gcc_jit_rvalue_get_type(like), v);
}

rv cg_shl(struct cg *c, rv a, unsigned bits)
{
    return cg_bin(c, GCC_JIT_BINARY_OP_LSHIFT, a, small(c, a, (int)bits));
}

rv cg_shr(struct cg *c, rv a, unsigned bits)
{
    return cg_bin(c, GCC_JIT_BINARY_OP_RSHIFT, a, small(c, a, (int)bits));
}

rv cg_neg(struct cg *c, rv a)
{
    return gcc_jit_context_new_unary_op(c->ctx, NULL, GCC_JIT_UNARY_OP_MINUS,
                                        gcc_jit_rvalue_get_type(a), a);
}

rv cg_not(struct cg *c, rv a)
{
    return gcc_jit_context_new_unary_op(c->ctx, NULL, GCC_JIT_UNARY_OP_BITWISE_NEGATE,
                                        gcc_jit_rvalue_get_type(a), a);
}

rv cg_cast(struct cg *c, rv a, gcc_jit_type *t)
{
    return gcc_jit_rvalue_get_type(a) == t ? a : gcc_jit_context_new_cast(c->ctx, NULL, a, t);
}

rv cg_to_i64(struct cg *c, rv a) { return cg_cast(c, a, c->t_i64); }
rv cg_to_u64(struct cg *c, rv a) { return cg_cast(c, a, c->t_u64); }

rv cg_flag(struct cg *c, enum gcc_jit_comparison op, rv a, rv b)
{
    return cg_to_i64(c, gcc_jit_context_new_comparison(c->ctx, NULL, op, a, b));
}

rv cg_flag0(struct cg *c, enum gcc_jit_comparison op, rv a)
{
    return cg_flag(c, op, a, small(c, a, 0));
}
rv cg_mask(struct cg *c, rv flag) { return cg_neg(c, flag); }

rv cg_choose(struct cg *c, rv mask, rv a, rv b)
{
    return cg_xor(c, b, cg_and(c, mask, cg_xor(c, a, b)));
}

rv cg_sign(struct cg *c, rv a)
{
    return cg_sub(c, cg_flag0(c, GCC_JIT_COMPARISON_GT, a), cg_flag0(c, GCC_JIT_COMPARISON_LT, a));
}

rv cg_join128(struct cg *c, rv low, rv high)
{
    rv h = cg_shl(c, cg_cast(c, cg_to_i64(c, high), c->t_i128), 64);
    rv l = cg_cast(c, cg_cast(c, cg_to_u64(c, low), c->t_u128), c->t_i128);
    return cg_or(c, h, l);
}

rv cg_i128(struct cg *c, uint64_t low, uint64_t high)
{
    return cg_join128(c, cg_i64(c, (int64_t)low), cg_i64(c, (int64_t)high));
}

rv cg_low64(struct cg *c, rv a128) { return cg_to_i64(c, a128); }
rv cg_high64(struct cg *c, rv a128) { return cg_to_i64(c, cg_shr(c, a128, 64)); }

lv cg_elem(struct cg *c, rv pointer, rv index)
{
    return gcc_jit_context_new_array_access(c->ctx, NULL, pointer, index);
}

rv cg_load(struct cg *c, rv pointer, rv index) { return cg_r(cg_elem(c, pointer, index)); }

lv cg_local(struct cg_fn *f, gcc_jit_type *t, const char *name)
{
    return gcc_jit_function_new_local(f->fn, NULL, t, name);
}

lv cg_local_array(struct cg_fn *f, gcc_jit_type *elem, int n, const char *name)
{
    return cg_local(f, gcc_jit_context_new_array_type(f->c->ctx, NULL, elem, n), name);
}

rv cg_array_ptr(struct cg_fn *f, lv array)
{
    return gcc_jit_lvalue_get_address(cg_elem(f->c, cg_r(array), cg_i64(f->c, 0)), NULL);
}

void cg_set(struct cg_fn *f, lv to, rv v) { gcc_jit_block_add_assignment(f->at, NULL, to, v); }

lv cg_let(struct cg_fn *f, gcc_jit_type *t, rv v)
{
    lv l = cg_local(f, t, "v");
    cg_set(f, l, v);
    return l;
}

gcc_jit_block *cg_block(struct cg_fn *f) { return gcc_jit_function_new_block(f->fn, NULL); }

void cg_jump(struct cg_fn *f, gcc_jit_block *to)
{
    gcc_jit_block_end_with_jump(f->at, NULL, to);
    f->at = to;
}

gcc_jit_block *cg_if(struct cg_fn *f, rv cond)
{
    gcc_jit_block *then = cg_block(f), *behind = cg_block(f);
    gcc_jit_block_end_with_conditional(f->at, NULL, cond, then, behind);
    f->at = then;
    return behind;
}

struct cg_loop cg_loop_begin(struct cg_fn *f, rv from, rv to)
{
    struct cg *c = f->c;
    struct cg_loop l = { cg_let(f, c->t_i64, from), cg_block(f), cg_block(f) };
    gcc_jit_block *body = cg_block(f);
    cg_jump(f, l.head);
    rv more = gcc_jit_context_new_comparison(c->ctx, NULL, GCC_JIT_COMPARISON_LT, cg_r(l.i), to);
    gcc_jit_block_end_with_conditional(f->at, NULL, more, body, l.done);
    f->at = body;
    return l;
}

void cg_loop_end(struct cg_fn *f, struct cg_loop l)
{
    cg_set(f, l.i, cg_add(f->c, cg_r(l.i), cg_i64(f->c, 1)));
    gcc_jit_block_end_with_jump(f->at, NULL, l.head);
    f->at = l.done;
}

rv cg_table(struct cg *c, gcc_jit_type *t, size_t size, const void *data, size_t n)
{
    static const uint64_t nothing;
    size_t count = n ? n : 1;
    const char *name = arena_printf(c->arena, "table_%u", c->ntable++);
    gcc_jit_type *array =
        gcc_jit_context_new_array_type(c->ctx, NULL, gcc_jit_type_get_const(t), (int)count);
    lv g = gcc_jit_context_new_global(c->ctx, NULL, GCC_JIT_GLOBAL_INTERNAL, array, name);
    gcc_jit_lvalue_set_link_section(g, CG_CONST_SECTION);
    gcc_jit_global_set_initializer(g, n ? data : &nothing, count * size);
    return cg_cast(c, gcc_jit_lvalue_get_address(g, NULL), gcc_jit_type_get_pointer(t));
}
