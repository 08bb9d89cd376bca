/* The artifact: one context, a function for each shape and linear table, and the constant that
 * lists them. In: a well-formed program; out: an ELF library that needs no other one and exports
 * `fisc_artifact` alone. */
#include "cg.h"
#include "../runtime/artifact.h"
#include <string.h>

/* ── options ── */

static void set_options(struct cg *c)
{
    static const char *const option[] = {
        "-ftree-vectorize", "-fvect-cost-model=dynamic", "-fno-tree-slp-vectorize", "-fwrapv",
        "-fno-asynchronous-unwind-tables",
        /* loops stay loops: a call of memcpy or memset would need a library */
        "-fno-tree-loop-distribute-patterns",
        /* the last lanes one by one: a second vector loop for them is dear to compile */
        "--param=vect-epilogues-nomask=0",
    };
    static const char *const driver[] = { "-nostdlib", "-Wl,-z,defs", "-Wl,-z,now",
                                          "-Wl,--build-id=none" };
    gcc_jit_context_set_int_option(c->ctx, GCC_JIT_INT_OPTION_OPTIMIZATION_LEVEL, 1);
    gcc_jit_context_set_str_option(c->ctx, GCC_JIT_STR_OPTION_PROGNAME, "fisc-cg");
    for (size_t i = 0; i < sizeof option / sizeof *option; i++)
        gcc_jit_context_add_command_line_option(c->ctx, option[i]);
    for (size_t i = 0; i < sizeof driver / sizeof *driver; i++)
        gcc_jit_context_add_driver_option(c->ctx, driver[i]);
    gcc_jit_context_add_command_line_option(c->ctx,
                                            arena_printf(c->arena, "-march=%s", c->opts->cpu));
}

/* ── the exported constant ── */

static lv constant_global(struct cg *c, enum gcc_jit_global_kind kind, gcc_jit_type *t,
                          const char *name, rv value)
{
    lv g = gcc_jit_context_new_global(c->ctx, NULL, kind, t, name);
    gcc_jit_lvalue_set_link_section(g, CG_CONST_SECTION);
    gcc_jit_global_set_initializer_rvalue(g, value);
    return g;
}

static rv address(struct cg *c, lv l)
{
    return cg_cast(c, gcc_jit_lvalue_get_address(l, NULL), c->t_ptr);
}

/* The address of an array of the functions' addresses; NULL if there are none. */
static rv function_table(struct cg *c, gcc_jit_function *const *fn, uint32_t n, const char *name)
{
    if (n == 0)
        return gcc_jit_context_null(c->ctx, c->t_ptr);
    rv *value = ARENA_ARRAY(c->arena, rv, n);
    for (uint32_t i = 0; i < n; i++)
        value[i] = cg_cast(c, gcc_jit_function_get_address(fn[i], NULL), c->t_ptr);
    gcc_jit_type *t = gcc_jit_context_new_array_type(c->ctx, NULL, c->t_ptr, (int)n);
    rv list = gcc_jit_context_new_array_constructor(c->ctx, NULL, t, n, value);
    return address(c, constant_global(c, GCC_JIT_GLOBAL_INTERNAL, t, name, list));
}

/* As 64-bit words, the last one padded: libgccjit keeps a node for each element. */
static rv image_table(struct cg *c, struct ir_image image)
{
    size_t words = image.len / 8 + 1;
    uint64_t *copy = ARENA_ARRAY(c->arena, uint64_t, words);
    memcpy(copy, image.bytes, image.len);
    return cg_cast(c, cg_table(c, c->t_u64, sizeof *copy, copy, words), c->t_ptr);
}

enum {
    ART_MAGIC, ART_ABI, ART_SIZE, ART_MANIFEST, ART_IMAGE, ART_IMAGE_LEN, ART_SHAPE, ART_NSHAPE,
    ART_LIN, ART_NLIN, ART_CPU, ART_FIELDS
};

static rv number(struct cg *c, gcc_jit_type *t, uint64_t v)
{
    return cg_cast(c, cg_i64(c, (int64_t)v), t);
}

static void export_artifact(struct cg *c, const rv *value)
{
    gcc_jit_field *field[ART_FIELDS];
    rv copy[ART_FIELDS];
    for (int i = 0; i < ART_FIELDS; i++) {
        const char *name = arena_printf(c->arena, "f%d", i);
        field[i] = gcc_jit_context_new_field(c->ctx, NULL, gcc_jit_rvalue_get_type(value[i]), name);
        copy[i] = value[i];
    }
    gcc_jit_struct *s =
        gcc_jit_context_new_struct_type(c->ctx, NULL, "fisc_artifact_v1", ART_FIELDS, field);
    gcc_jit_type *t = gcc_jit_struct_as_type(s);
    rv all = gcc_jit_context_new_struct_constructor(c->ctx, NULL, t, ART_FIELDS, field, copy);
    constant_global(c, GCC_JIT_GLOBAL_EXPORTED, t, c->opts->symbol, all);
}

static rv manifest(struct cg *c)
{
    const char *text = c->opts->manifest;
    return cg_cast(c, cg_table(c, c->t_u8, 1, text, strlen(text) + 1), c->t_ptr);
}

/* ── the whole ── */

struct functions { gcc_jit_function **shape, **lin; uint32_t nlin; };

static struct functions emit_functions(struct cg *c, const struct ir_program *p)
{
    struct functions f = { ARENA_ARRAY(c->arena, gcc_jit_function *, p->nshape + 1),
                           ARENA_ARRAY(c->arena, gcc_jit_function *, p->nkernel + 1), 0 };
    struct cg_lin *lin = cg_lin_new(c, p);
    for (uint32_t i = 0; i < p->nshape; i++)
        f.shape[i] = cg_shape(c, &p->shape[i], i);
    for (uint32_t i = 0; i < p->nkernel; i++)
        if (p->kernel[i].shape == IR_NONE) {
            f.lin[f.nlin] = cg_lin(lin, &p->kernel[i].lin, f.nlin);
            f.nlin++;
        }
    return f;
}

static void emit(struct cg *c, const struct ir_program *p, struct ir_image image)
{
    struct functions f = emit_functions(c, p);
    const rv value[ART_FIELDS] = {
        [ART_MAGIC] = number(c, c->t_u64, FISC_MAGIC),
        [ART_ABI] = number(c, c->t_u32, FISC_ABI),
        [ART_SIZE] = number(c, c->t_u32, sizeof(struct fisc_artifact_v1)),
        [ART_MANIFEST] = manifest(c),
        [ART_IMAGE] = image_table(c, image),
        [ART_IMAGE_LEN] = number(c, c->t_u64, image.len),
        [ART_SHAPE] = function_table(c, f.shape, p->nshape, "shapes"),
        [ART_NSHAPE] = number(c, c->t_u64, p->nshape),
        [ART_LIN] = function_table(c, f.lin, f.nlin, "lins"),
        [ART_NLIN] = number(c, c->t_u64, f.nlin),
        [ART_CPU] = number(c, c->t_u64, (uint64_t)artifact_cpu_level(c->opts->cpu)),
    };
    export_artifact(c, value);
}

const char *codegen_write(struct arena *a, const struct ir_program *p, struct ir_image image,
                          const struct codegen_opts *o)
{
    struct cg c = { .ctx = gcc_jit_context_acquire(), .arena = a, .opts = o };
    if (!c.ctx)
        return "libgccjit does not start";
    set_options(&c);
    cg_types_init(&c);
    emit(&c, p, image);
    if (!gcc_jit_context_get_first_error(c.ctx))
        gcc_jit_context_compile_to_file(c.ctx, o->object ? GCC_JIT_OUTPUT_KIND_OBJECT_FILE
                                                         : GCC_JIT_OUTPUT_KIND_DYNAMIC_LIBRARY,
                                               o->out);
    const char *fault = gcc_jit_context_get_first_error(c.ctx);
    fault = fault ? arena_strndup(a, fault, strlen(fault)) : NULL;
    gcc_jit_context_release(c.ctx);
    return fault;
}
