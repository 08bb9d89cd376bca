/* The rows that a conditional aggregate takes, for evidence. In: a run and a sum whose kernel says
 * which rows it takes. Out: the cells of those rows. The condition is asked once more, of a block
 * of rows at a time, with buffers of its own: a run may be in the midst of another block. */
#include "eval_part.h"
#include <string.h>

static bool takes(const struct ir_kernel *k, const struct ir_shape *s, uint32_t inst, uint32_t out)
{
    return s->out[out].kind == OUT_EVIDENCE && k->inst[inst].out[out].role == ROLE_MEMBER;
}

void eval_note_members(struct run *r, uint32_t kernel, uint32_t inst)
{
    const struct ir_kernel *k = &r->p->kernel[kernel];
    const struct ir_shape *s = &r->p->shape[k->shape];
    for (uint32_t o = 0; o < s->nout; o++)
        if (takes(k, s, inst, o))
            r->member[k->inst[inst].out[o].index] = (struct site){ kernel, inst };
}

/* The flags of a block's rows, by the interpreter. */
static const uint64_t *member_flags(struct run *r, struct site at, const struct lanes *l)
{
    const struct ir_kernel *k = &r->p->kernel[at.kernel];
    const struct ir_shape *s = &r->p->shape[k->shape];
    const struct ir_instance *inst = &k->inst[at.inst];
    const uint64_t *flags = NULL;
    for (uint32_t i = 0; i < s->nin; i++)
        r->in[i] = eval_bind(r, &inst->in[i], s->in_width[i], l, r->in_buf[i]);
    for (uint32_t o = 0; o < s->nout; o++) {
        r->out_ptr[o] = takes(k, s, at.inst, o) ? r->out_buf[o] : NULL;
        if (r->out_ptr[o])
            flags = r->out_buf[o];
    }
    r->interp->shape(r->interp, k->shape, r->in, r->out_ptr, (int64_t)l->n);
    return flags;
}

void eval_members(const struct findings *f, uint32_t sum, data_member_fn *each, void *ctx)
{
    struct run *r = f->members;
    const struct ir_sum *s = &f->prog->sum[sum];
    uint32_t table = f->prog->colref[s->colref].table;
    uint64_t total = data_usable(f->data, table) ? data_rows(f->data, table) : 0;
    for (uint64_t at = 0; at < total; at += LANE_BLOCK) {
        struct lanes l = { .domain = DOMAIN_ROWS, .table = table, .row0 = at };
        l.n = total - at < LANE_BLOCK ? (size_t)(total - at) : LANE_BLOCK;
        const uint64_t *flags = member_flags(r, r->member[s->slot], &l);
        for (size_t i = 0; flags && i < l.n; i++)
            if (flags[i])
                data_members(f->data, s->colref, at + i, each, ctx);
    }
}
