/* The canonical bytes of a program. In: a program, or bytes of anyone's making. Out: bytes, or a
 * verified program. One description of the format serves both directions: the visit_* functions
 * walk a program's fields in order, and a codec measures, writes or reads each. Integers are little
 * endian; arrays are a 32-bit count and their elements.
 * Invariant: reading allocates only for elements whose bytes are still there, so that an image
 * cannot ask for more memory than a small multiple of its own length; and what was read writes the
 * same bytes again. */
#include "ir.h"
#include <string.h>

enum codec_mode { CODEC_MEASURE, CODEC_WRITE, CODEC_READ };
struct codec {
    enum codec_mode mode;
    bool bad;                       /* reading: the bytes ran out or make no sense */
    struct arena *arena;            /* reading: for what is read */
    const unsigned char *from;      /* reading: the image, of `len` bytes */
    unsigned char *to;              /* writing: room for what was measured */
    size_t pos, len;
    const struct ir_program *prog;  /* its shapes say how long the kernels' instances are */
};

/* ── numbers, arrays, texts ── */

static void bytes_copy_little_endian(void *to, const void *from, size_t size)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, from, size);
#else
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)to)[i] = ((const unsigned char *)from)[size - 1 - i];
#endif
}

static void codec_number(struct codec *c, void *number, size_t size)
{
    if (c->mode == CODEC_READ) {
        c->bad |= c->len - c->pos < size;
        if (c->bad) {
            memset(number, 0, size);
            return;
        }
        bytes_copy_little_endian(number, c->from + c->pos, size);
    } else if (c->mode == CODEC_WRITE) {
        bytes_copy_little_endian(c->to + c->pos, number, size);
    }
    c->pos += size;
}

/* When reading: memory for n elements, each of at least `least` bytes in the image. Else: p. */
static void *codec_room(struct codec *c, void *p, uint64_t n, size_t least, size_t size)
{
    if (c->mode != CODEC_READ)
        return p;
    c->bad |= least == 0 || n > (c->len - c->pos) / least;
    return c->bad || n == 0 ? NULL : arena_alloc(c->arena, (size_t)n * size);
}

#define F(x) codec_number(c, &(x), sizeof (x))
/* The fewest bytes of an element are those of one that is all zeros. */
#define LEAST(type, visit) ({ \
    type zero_ = { 0 }; \
    struct codec least_ = { .mode = CODEC_MEASURE }; \
    visit(&least_, &zero_); \
    least_.pos; })
/* n elements; the count was read before. Writing leaves the program alone: others may read it. */
#define ELEMENTS(p, n, visit) do { \
    void *room_ = codec_room(c, (p), (n), LEAST(__typeof__(*(p)), visit), sizeof *(p)); \
    if (c->mode == CODEC_READ) \
        (p) = room_; \
    for (uint64_t i_ = 0; i_ < (n) && !c->bad; i_++) \
        visit(c, &(p)[i_]); } while (0)
#define ARRAY(p, n, visit) do { F(n); ELEMENTS(p, n, visit); } while (0)

static void visit_u8(struct codec *c, uint8_t *v) { F(*v); }
static void visit_u32(struct codec *c, uint32_t *v) { F(*v); }
static void visit_i64(struct codec *c, int64_t *v) { F(*v); }

static void visit_w256(struct codec *c, w256 *v)
{
    for (unsigned i = 0; i < 4; i++)
        F(v->w[i]);
}

static void visit_string(struct codec *c, char **s)
{
    uint32_t len = *s ? (uint32_t)strlen(*s) : 0;
    F(len);
    if (c->mode == CODEC_READ) {
        c->bad |= len > c->len - c->pos || (len > 0 && memchr(c->from + c->pos, 0, len));
        if (c->bad)
            return;
        *s = arena_strndup(c->arena, (const char *)c->from + c->pos, len);
    } else if (c->mode == CODEC_WRITE && len > 0) {
        memcpy(c->to + c->pos, *s, len);
    }
    c->pos += len;
}

/* ── schema ── */

static void visit_unit(struct codec *c, struct ir_unit *u)
{
    F(u->text); F(u->factor); F(u->divisor); F(u->pow10);
}

static void visit_grid(struct codec *c, struct ir_grid *g)
{
    F(g->mode); F(g->zero_exact); F(g->places); F(g->scale);
}

static void visit_column(struct codec *c, struct ir_column *col)
{
    F(col->name); F(col->shown);
    ARRAY(col->header, col->nheader, visit_u32);
    F(col->parent); F(col->block); F(col->braces); F(col->others); F(col->key); F(col->implicit);
    F(col->less); F(col->grouped); F(col->unit_from); F(col->same);
    visit_grid(c, &col->grid);
    visit_unit(c, &col->unit);
    F(col->line); F(col->col); F(col->file);
}

static void visit_key(struct codec *c, struct ir_key *k)
{
    F(k->key); F(k->length);
}

static void visit_level(struct codec *c, struct ir_level *l)
{
    F(l->name); F(l->key); F(l->length);
    ARRAY(l->beside, l->nbeside, visit_key);
    F(l->prefix);
    ARRAY(l->fit, l->nfit, visit_u32);
}

static void visit_row_node(struct codec *c, struct ir_row_node *n)
{
    F(n->name);
    ARRAY(n->header, n->nheader, visit_u32);
    F(n->parent); F(n->braces); F(n->others); F(n->role);
    F(n->file); F(n->line); F(n->col);
}

static void visit_block(struct codec *c, struct ir_block *b)
{
    F(b->name); F(b->label); F(b->amount); F(b->where); F(b->equals);
    F(b->file); F(b->line); F(b->col);
}

static void visit_table(struct codec *c, struct ir_table *t)
{
    F(t->name); F(t->title); F(t->from); F(t->sheet); F(t->header); F(t->text); F(t->origin);
    F(t->of);
    F(t->layout);
    ARRAY(t->block, t->nblock, visit_block);
    F(t->each);
    ARRAY(t->row, t->nrow, visit_u32);
    F(t->unit_header);
    ARRAY(t->column, t->ncolumn, visit_column);
    F(t->total);
    ARRAY(t->also_total, t->nalso_total, visit_u32);
    F(t->zero);
    ARRAY(t->level, t->nlevel, visit_level);
    ARRAY(t->node, t->nnode, visit_row_node);
    F(t->node_key);
    F(t->missing);
    F(t->partial);
    F(t->file); F(t->line); F(t->col);
}

static void visit_same_class(struct codec *c, struct ir_same_class *s)
{
    ARRAY(s->name, s->nname, visit_u32);
}

static void visit_same(struct codec *c, struct ir_same *s)
{
    F(s->key);
    ARRAY(s->of, s->n, visit_same_class);
}

static void visit_code_entry(struct codec *c, struct ir_code *e)
{
    F(e->code);
    ARRAY(e->name, e->nname, visit_u32);
    F(e->parent); F(e->others); F(e->doubtful);
}

static void visit_codes(struct codec *c, struct ir_codes *l)
{
    F(l->name); F(l->title);
    ARRAY(l->of, l->n, visit_code_entry);
}

static void visit_joined(struct codec *c, struct ir_joined *j)
{
    F(j->table);
    ARRAY(j->key, j->nkey, visit_u32);
}

static void visit_join(struct codec *c, struct ir_join *j) { ARRAY(j->of, j->n, visit_joined); }

static void visit_colref(struct codec *c, struct ir_colref *r)
{
    F(r->kind); F(r->table); F(r->column); F(r->quote); F(r->join);
}

static void visit_power(struct codec *c, struct ir_power *p)
{
    F(p->base); F(p->exp);
}

static void visit_unit_def(struct codec *c, struct ir_unit_def *u)
{
    visit_unit(c, &u->unit);
    F(u->count);
    ARRAY(u->dim, u->ndim, visit_power);
}

static void visit_quote(struct codec *c, struct ir_quote *q)
{
    visit_unit(c, &q->unit);
    F(q->scale);
}

static void visit_rowref(struct codec *c, struct ir_rowref *r)
{
    F(r->table);
    ARRAY(r->code, r->ncode, visit_u32);
    F(r->prefix); F(r->node); F(r->file); F(r->line); F(r->col);
}

static void visit_cell(struct codec *c, struct ir_cell *cell)
{
    F(cell->colref); F(cell->row);
}

static void visit_test(struct codec *c, struct ir_test *t)
{
    F(t->table); F(t->column); F(t->text); F(t->prefix); F(t->keyed); F(t->join);
}

static void visit_listed(struct codec *c, struct ir_listed *l)
{
    F(l->table); F(l->column); F(l->named); F(l->codes); F(l->length); F(l->by_name);
}

static void visit_slot(struct codec *c, struct ir_slot *s)
{
    F(s->width); F(s->offset);
}

/* ── kernels ── */

static void visit_op(struct codec *c, struct ir_op *op)
{
    F(op->op); F(op->width); F(op->mark); F(op->imm);
    for (unsigned i = 0; i < IR_MAX_ARGS; i++)
        F(op->arg[i]);
}

static void visit_out(struct codec *c, struct ir_out *o)
{
    F(o->kind); F(o->width);
}

static void visit_shape(struct codec *c, struct ir_shape *s)
{
    ARRAY(s->op, s->nop, visit_op);
    ARRAY(s->in_width, s->nin, visit_u8);
    ARRAY(s->out, s->nout, visit_out);
    ARRAY(s->pool, s->npool, visit_w256);
}

static void visit_bind(struct codec *c, struct ir_bind *b)
{
    F(b->kind); F(b->facet); F(b->index);
}

static void visit_dest(struct codec *c, struct ir_dest *d)
{
    F(d->index); F(d->role);
}

static void visit_instances(struct codec *c, struct ir_kernel *k)
{
    F(k->ninst);
    if (k->ninst == 0 || c->bad)
        return;
    c->bad |= k->shape >= c->prog->nshape;
    if (c->bad)
        return;
    const struct ir_shape *s = &c->prog->shape[k->shape];
    size_t least = s->nin * LEAST(struct ir_bind, visit_bind) +
                   s->nout * LEAST(struct ir_dest, visit_dest);
    void *room = codec_room(c, k->inst, k->ninst, least, sizeof *k->inst);
    if (c->mode == CODEC_READ)
        k->inst = room;
    for (uint32_t i = 0; i < k->ninst && !c->bad; i++) {
        ELEMENTS(k->inst[i].in, s->nin, visit_bind);
        ELEMENTS(k->inst[i].out, s->nout, visit_dest);
    }
}

/* The part of a lin table that decides its machine code. */
static void visit_lin_code(struct codec *c, struct ir_lin *l)
{
    F(l->nrule); F(l->nterm); F(l->nin); F(l->symmetric);
    ELEMENTS(l->start, (uint64_t)l->nrule + 1, visit_u32);
    ELEMENTS(l->input, l->nterm, visit_u32);
    ELEMENTS(l->net, l->nterm, visit_i64);
    ELEMENTS(l->knet, l->nrule, visit_i64);
    ELEMENTS(l->rel, l->nrule, visit_u8);
}

static void visit_lin(struct codec *c, struct ir_lin *l)
{
    visit_lin_code(c, l);
    ELEMENTS(l->left, l->nterm, visit_i64);
    ELEMENTS(l->kleft, l->nrule, visit_i64);
    ELEMENTS(l->rule, l->nrule, visit_u32);
    ELEMENTS(l->in, l->nin, visit_bind);
}

static void visit_kernel(struct codec *c, struct ir_kernel *k)
{
    F(k->domain); F(k->table); F(k->shape);
    if (k->shape == IR_NONE)
        visit_lin(c, &k->lin);
    else
        visit_instances(c, k);
}

/* ── what a report needs ── */

static void visit_term(struct codec *c, struct ir_term *t)
{
    visit_bind(c, &t->of);
    visit_w256(c, &t->coef);
}

static void visit_rule(struct codec *c, struct ir_rule *r)
{
    F(r->name); F(r->label); F(r->because); F(r->source); F(r->word);
    F(r->severity); F(r->kind); F(r->rel); F(r->fraction); F(r->loose); F(r->exactly);
    F(r->divides);
    F(r->printed);
    F(r->domain); F(r->table);
    visit_w256(c, &r->den);
    visit_w256(c, &r->is_half);
    visit_w256(c, &r->is_half_den);
    visit_unit(c, &r->unit);
    F(r->file); F(r->line); F(r->col); F(r->end_line); F(r->end_col); F(r->off); F(r->len);
    ARRAY(r->cell, r->ncell, visit_bind);
    F(r->subject);
    ARRAY(r->member, r->nmember, visit_u32);
    ARRAY(r->term, r->nterm, visit_term);
    visit_w256(c, &r->term_k);
    ARRAY(r->named, r->nnamed, visit_u32);
}

static void visit_operand(struct codec *c, struct ir_operand *o)
{
    F(o->kind); F(o->off); F(o->len); F(o->line);
    visit_w256(c, &o->num);
    visit_w256(c, &o->den);
    visit_unit(c, &o->unit);
    visit_bind(c, &o->bind);
}

static void visit_line(struct codec *c, struct ir_line *l)
{
    F(l->name); F(l->because); F(l->source); F(l->formula);
    F(l->slot); F(l->den_slot); F(l->reason_slot);
    visit_w256(c, &l->value);
    visit_w256(c, &l->den);
    visit_unit(c, &l->unit);
    F(l->file); F(l->line); F(l->col);
    ARRAY(l->cell, l->ncell, visit_bind);
    ARRAY(l->operand, l->noperand, visit_operand);
}

static void visit_sum(struct codec *c, struct ir_sum *s)
{
    F(s->slot); F(s->colref); F(s->choice); F(s->apart);
}

static void visit_ask(struct codec *c, struct ir_ask *k)
{
    F(k->kind); F(k->made_of); F(k->of); F(k->test);
}

static void visit_choice(struct codec *c, struct ir_choice *s)
{
    F(s->what); F(s->table); F(s->slot);
    ARRAY(s->ask, s->nask, visit_ask);
}

static void visit_waiver(struct codec *c, struct ir_waiver *w)
{
    F(w->rule); F(w->key); F(w->because); F(w->until);
    F(w->file); F(w->line); F(w->col); F(w->off); F(w->len);
}

/* ── whole images ── */

static void visit_head(struct codec *c, uint64_t magic)
{
    uint64_t m = magic;
    F(m);
    c->bad |= m != magic;
}

/* "fiscIR" and "fiscCG", then the version: it changes with the fields above and with the order of
 * the enums in ir.h and ir.def. */
static const uint64_t program_magic = 0x000b524963736966;
static const uint64_t code_magic = 0x0001474363736966;

static void visit_program(struct codec *c, struct ir_program *p)
{
    visit_head(c, program_magic);
    ARRAY(p->string, p->nstring, visit_string);
    ARRAY(p->file, p->nfile, visit_u32);
    ARRAY(p->table, p->ntable, visit_table);
    ARRAY(p->same, p->nsame, visit_same);
    ARRAY(p->codes, p->ncodes, visit_codes);
    ARRAY(p->join, p->njoin, visit_join);
    ARRAY(p->colref, p->ncolref, visit_colref);
    ARRAY(p->rowref, p->nrowref, visit_rowref);
    ARRAY(p->cell, p->ncell, visit_cell);
    ARRAY(p->test, p->ntest, visit_test);
    ARRAY(p->listed, p->nlisted, visit_listed);
    ARRAY(p->slot, p->nslot, visit_slot);
    F(p->frame_words);
    ARRAY(p->shape, p->nshape, visit_shape);
    ARRAY(p->kernel, p->nkernel, visit_kernel);
    ARRAY(p->rule, p->nrule, visit_rule);
    ARRAY(p->line, p->nline, visit_line);
    ARRAY(p->choice, p->nchoice, visit_choice);
    ARRAY(p->sum, p->nsum, visit_sum);
    ARRAY(p->unit_def, p->nunit_def, visit_unit_def);
    ARRAY(p->quote, p->nquote, visit_quote);
    ARRAY(p->waiver, p->nwaiver, visit_waiver);
}

static void visit_code(struct codec *c, struct ir_program *p)
{
    visit_head(c, code_magic);
    ARRAY(p->shape, p->nshape, visit_shape);
    for (uint32_t i = 0; i < p->nkernel; i++)
        if (p->kernel[i].shape == IR_NONE)
            visit_lin_code(c, &p->kernel[i].lin);
}

static struct ir_image image_write(struct arena *a, const struct ir_program *p,
                                   void (*visit)(struct codec *c, struct ir_program *p))
{
    struct ir_program copy = *p;
    struct codec c = { .mode = CODEC_MEASURE, .prog = p };
    visit(&c, &copy);
    struct ir_image image = { arena_alloc(a, c.pos), c.pos };
    c = (struct codec){ .mode = CODEC_WRITE, .to = image.bytes, .prog = p };
    visit(&c, &copy);
    return image;
}

struct ir_image ir_image_write(struct arena *a, const struct ir_program *p)
{
    return image_write(a, p, visit_program);
}

struct ir_image ir_image_code(struct arena *a, const struct ir_program *p)
{
    return image_write(a, p, visit_code);
}

struct ir_image ir_image_data(struct arena *a, const struct ir_program *p)
{
    struct ir_program data = *p;
    data.nslot = data.frame_words = data.nshape = data.nkernel = 0;
    data.nrule = data.nline = data.nsum = data.nwaiver = 0;
    return image_write(a, &data, visit_program);
}

struct ir_program *ir_image_read(struct arena *a, const unsigned char *bytes, size_t len)
{
    struct ir_program *p = ARENA_NEW(a, struct ir_program);
    struct codec c = { .mode = CODEC_READ, .arena = a, .from = bytes, .len = len, .prog = p };
    visit_program(&c, p);
    if (c.bad || c.pos != len || ir_verify(a, p))
        return NULL;
    return p;
}
