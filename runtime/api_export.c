/* Results as one Arrow batch.
 * In: a run's results. Out: a schema and an array, whose memory is the host's and their own: they
 * outlive the context. */
#include "api.h"
#include <string.h>

/* X(name of the column, how the text of a result comes) */
#define COLUMNS(X) \
    X("rule", x->name) X("key", x->key) X("kind", x->kind) \
    X("severity", severity_name((unsigned)x->severity)) \
    X("verdict", status_name((enum ir_status)x->verdict)) X("reason", x->reason) \
    X("left", x->left) X("right", x->right) X("difference", x->difference) X("slack", x->slack) \
    X("unit", x->unit) X("because", x->because) X("message_zh", message[FISC_ZH]) \
    X("message_en", message[FISC_EN])

enum {
#define X(name, text) +1
    NCOLUMN = COLUMNS(X)
#undef X
};

/* ---- the schema ---- */

/* A child may be moved away and released after its parent: the last one frees the block. */
struct schema_block {
    fisc_host host;
    int live;
    struct ArrowSchema child[NCOLUMN], *list[NCOLUMN];
};

static void schema_drop(struct schema_block *b)
{
    fisc_host host = b->host;
    if (__atomic_sub_fetch(&b->live, 1, __ATOMIC_ACQ_REL) == 0)
        api_give(&host, b);
}

static void schema_child_release(struct ArrowSchema *s)
{
    s->release = NULL;
    schema_drop(s->private_data);
}

static void schema_release(struct ArrowSchema *s)
{
    struct schema_block *b = s->private_data;
    for (int i = 0; i < NCOLUMN; i++)
        if (s->children[i]->release)
            s->children[i]->release(s->children[i]);
    s->release = NULL;
    schema_drop(b);
}

static fisc_status make_schema(const fisc_host *host, struct ArrowSchema *out)
{
    static const char *const name[] = {
#define X(name, text) name,
        COLUMNS(X)
#undef X
    };
    struct schema_block *b = api_take(host, sizeof *b);
    if (!b)
        return FISC_NO_MEMORY;
    b->host = *host;
    b->live = NCOLUMN + 1;
    for (int i = 0; i < NCOLUMN; i++) {
        b->child[i] = (struct ArrowSchema){ .format = "U", .name = name[i],
                                            .flags = ARROW_FLAG_NULLABLE,
                                            .release = schema_child_release, .private_data = b };
        b->list[i] = &b->child[i];
    }
    *out = (struct ArrowSchema){ .format = "+s", .name = "", .n_children = NCOLUMN,
                                 .children = b->list, .release = schema_release,
                                 .private_data = b };
    return FISC_OK;
}

/* ---- the array ---- */

struct column { int64_t *offset; uint8_t *valid; struct strbuf bytes; const void *buffer[3]; };
struct array_block {
    fisc_host host;
    int live;                       /* as of a schema's block */
    struct arena_source source;
    struct arena arena;
    struct arena *fails;            /* what fails with it while it is made */
    struct column column[NCOLUMN];
    const void *buffer[1];
    struct ArrowArray child[NCOLUMN], *list[NCOLUMN];
};

static void block_free(struct array_block *b)
{
    fisc_host host = b->host;
    arena_free(&b->arena);
    api_give(&host, b);
}

static void array_drop(struct array_block *b)
{
    if (__atomic_sub_fetch(&b->live, 1, __ATOMIC_ACQ_REL) == 0)
        block_free(b);
}

static void array_child_release(struct ArrowArray *a)
{
    a->release = NULL;
    array_drop(a->private_data);
}

static void array_release(struct ArrowArray *a)
{
    struct array_block *b = a->private_data;
    for (int i = 0; i < NCOLUMN; i++)
        if (a->children[i]->release)
            a->children[i]->release(a->children[i]);
    a->release = NULL;
    array_drop(b);
}

static void block_failed(void *ctx)
{
    struct array_block *b = ctx;
    arena_fail(b->fails);
}

static struct array_block *block_new(fisc_context *c)
{
    struct array_block *b = api_take(&c->room.host, sizeof *b);
    if (!b)
        return NULL;
    b->host = c->room.host;
    b->fails = &c->room.arena;
    arena_init(&b->arena, c->room.arena.limit, block_failed, b);
    b->source = c->room.source;
    if (b->host.allocate)
        b->arena.source = &b->source;
    return b;
}

static void put(struct column *x, uint64_t row, const char *text)
{
    if (text) {
        x->valid[row / 8] |= (uint8_t)(1u << (row % 8));
        strbuf_adds(&x->bytes, text);
    }
    x->offset[row + 1] = (int64_t)x->bytes.len;
}

static void put_result(struct array_block *b, uint64_t row, const fisc_result *x,
                       const char *const message[2])
{
    int i = 0;
#define X(name, text) put(&b->column[i++], row, text);
    COLUMNS(X)
#undef X
}

struct exporting { fisc_context *c; struct array_block *block; uint64_t rows; };

static fisc_status fill(void *arg)
{
    struct exporting *q = arg;
    struct array_block *b = q->block;
    if (!q->c->found)
        return FISC_BAD_ORDER;
    uint64_t rows = q->rows = q->c->found->n;
    for (int i = 0; i < NCOLUMN; i++) {
        b->column[i].offset = ARENA_ARRAY(&b->arena, int64_t, rows + 1);
        b->column[i].valid = ARENA_ARRAY(&b->arena, uint8_t, rows / 8 + 1);
        strbuf_init(&b->column[i].bytes, &b->arena);
    }
    for (uint64_t row = 0; row < rows; row++) {
        const char *message[2];
        fisc_result x;
        pulse_beat(&q->c->pulse);
        api_result(q->c, row, &x);
        message[FISC_ZH] = api_result_text(q->c, FISC_ZH);
        message[FISC_EN] = api_result_text(q->c, FISC_EN);
        put_result(b, row, &x, message);
    }
    return FISC_OK;
}

static void finish(struct array_block *b, uint64_t rows, struct ArrowArray *out)
{
    for (int i = 0; i < NCOLUMN; i++) {
        struct column *x = &b->column[i];
        x->buffer[0] = x->valid;
        x->buffer[1] = x->offset;
        x->buffer[2] = x->bytes.p;
        b->child[i] = (struct ArrowArray){ .length = (int64_t)rows, .null_count = -1,
                                           .n_buffers = 3, .buffers = x->buffer,
                                           .release = array_child_release, .private_data = b };
        b->list[i] = &b->child[i];
    }
    b->fails = NULL;
    b->live = NCOLUMN + 1;
    *out = (struct ArrowArray){ .length = (int64_t)rows, .n_buffers = 1, .buffers = b->buffer,
                                .n_children = NCOLUMN, .children = b->list,
                                .release = array_release, .private_data = b };
}

fisc_status fisc_results_arrow(fisc_context *c, struct ArrowSchema *schema,
                               struct ArrowArray *array)
{
    struct exporting q = { .c = c };
    fisc_status s;
    if (!c || !schema || !array)
        return FISC_BAD_ARGUMENT;
    schema->release = NULL;
    array->release = NULL;
    q.block = block_new(c);
    s = q.block ? api_run(&c->room, fill, &q) : FISC_NO_MEMORY;
    if (s == FISC_OK)
        s = make_schema(&c->room.host, schema);
    if (s == FISC_OK)
        finish(q.block, q.rows, array);
    else if (q.block)
        block_free(q.block);
    return s;
}
