/* The rows that an aggregate chooses, for evidence. In: a run, and choices whose kernels tell which
 * rows they take. Out: the leaf rows, and what is told of each. The condition is asked once more,
 * of a block of rows at a time, with buffers of its own: a run may be in the midst of another. */
#include "eval_part.h"
#include <string.h>

/* Does an output tell something of a choice? */
static bool tells(const struct ir_kernel *k, const struct ir_shape *s, uint32_t inst, uint32_t out,
                  enum ir_role role)
{
    return s->out[out].kind == OUT_EVIDENCE && k->inst[inst].out[out].role == role;
}

void eval_note_choices(struct run *r, uint32_t kernel, uint32_t inst)
{
    const struct ir_kernel *k = &r->p->kernel[kernel];
    const struct ir_shape *s = &r->p->shape[k->shape];
    for (uint32_t o = 0; o < s->nout; o++)
        if (tells(k, s, inst, o, ROLE_MEMBER))
            r->choice[k->inst[inst].out[o].index] = (struct site){ kernel, inst };
}

/* What the kernel tells of a block's rows; NULL: nothing of the kind. */
struct told {
    const uint64_t *member, *reach;
    const uint64_t **out; uint32_t nout;
    unsigned width;                 /* of reach */
};

static void told_sort(struct told *t, const struct run *r, const struct ir_kernel *k,
                      uint32_t inst)
{
    const struct ir_shape *s = &r->p->shape[k->shape];
    t->nout = 0;
    for (uint32_t o = 0; o < s->nout; o++) {
        if (tells(k, s, inst, o, ROLE_MEMBER))
            t->member = r->out_buf[o];
        if (tells(k, s, inst, o, ROLE_LEAVES_OUT))
            t->out[t->nout++] = r->out_buf[o];
        if (!tells(k, s, inst, o, ROLE_REACH))
            continue;
        t->reach = r->out_buf[o];
        t->width = s->out[o].width;
    }
}

/* By the interpreter. */
static void told_block(struct told *t, struct run *r, struct site at, const struct lanes *l)
{
    const struct ir_kernel *k = &r->p->kernel[at.kernel];
    const struct ir_shape *s = &r->p->shape[k->shape];
    const struct ir_instance *inst = &k->inst[at.inst];
    for (uint32_t i = 0; i < s->nin; i++)
        r->in[i] = eval_bind(r, &inst->in[i], s->in_width[i], l, r->in_buf[i]);
    for (uint32_t o = 0; o < s->nout; o++)
        r->out_ptr[o] = s->out[o].kind == OUT_EVIDENCE ? r->out_buf[o] : NULL;
    r->interp->shape(r->interp, k->shape, r->in, r->out_ptr, (int64_t)l->n);
    told_sort(t, r, k, at.inst);
}

static bool is_furthest(const struct run *r, const struct told *t, uint32_t slot, size_t lane)
{
    const struct ir_slot *s = &r->p->slot[slot];
    return t->reach && t->member[lane]
        && !w256_cmp(eval_load(t->reach + lane * t->width, t->width),
                     eval_load(r->frame + s->offset, s->width));
}

void eval_choice(const struct findings *f, uint32_t choice, chosen_row_fn *each, void *ctx)
{
    struct run *r = f->members;
    const struct ir_choice *c = &f->prog->choice[choice];
    struct site at = r->choice[choice];
    struct told t = { .out = r->told };
    uint64_t total = data_usable(f->data, c->table) ? data_rows(f->data, c->table) : 0;
    for (uint64_t row = 0; row < total; row += LANE_BLOCK) {
        struct lanes l = { .domain = DOMAIN_ROWS, .table = c->table, .row0 = row };
        l.n = total - row < LANE_BLOCK ? (size_t)(total - row) : LANE_BLOCK;
        told_block(&t, r, at, &l);
        for (size_t i = 0; t.member && i < l.n; i++)
            if (data_is_leaf(f->data, c->table, row + i))
                each(ctx, &(struct chosen_row){ row + i, t.member[i] != 0,
                                                is_furthest(r, &t, c->slot, i), t.out, t.nout, i });
    }
}

struct members { const struct findings *f; uint32_t colref; data_member_fn *each; void *ctx; };

static void members_of(void *ctx, const struct chosen_row *row)
{
    const struct members *m = ctx;
    if (row->taken)
        data_members(m->f->data, m->colref, row->row, m->each, m->ctx);
}

void eval_members(const struct findings *f, uint32_t sum, data_member_fn *each, void *ctx)
{
    const struct ir_sum *s = &f->prog->sum[sum];
    struct members m = { f, s->colref, each, ctx };
    eval_choice(f, s->choice, members_of, &m);
}
