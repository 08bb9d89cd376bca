#ifndef FISC_TEST_BATCH_H
#define FISC_TEST_BATCH_H
/* Batches of Arrow by hand, and streams of them: small/'s table 支出. */
#include "../../runtime/fisc.h"
#include <string.h>

enum { ROWS = 5, COLUMNS = 5 };
static int live;                    /* structs that were not released yet */

/* ---- a batch by hand ---- */

static void schema_released(struct ArrowSchema *s) { s->release = NULL; live--; }
static void array_released(struct ArrowArray *a) { a->release = NULL; live--; }

struct batch {
    struct ArrowSchema schema, schema_child[COLUMNS], *schema_list[COLUMNS];
    struct ArrowArray array, child[COLUMNS], *list[COLUMNS];
    const void *none[1], *buffer[COLUMNS][3];
};

static const char *const header[COLUMNS] = { "编码", "名称", "总额", "基本", "项目" };
static const char codes[] = "20120103012082080505";
static const int32_t code_at[] = { 0, 0, 3, 10, 13, 20 };
static const uint8_t code_valid[] = { 0x1e };           /* the first is null */
static const char names[] = "合计一般公共服务支出行政运行社会保障和就业支出养老保险缴费";
static const int64_t name_at[] = { 0, 6, 30, 42, 69, 87 };
static const int64_t total[] = { 4648, 0, 4000, 0, 4000, 0, 648, 0, 648, 0 };   /* 128 bits */
static const int64_t basic[] = { 3025, 0, 2500, 0, 2500, 0, 525, 0, 525, 0 };
static const int64_t project[] = { 9, 9, 1623, 0, 1500, 0, 1500, 0, 123, 0, 123, 0 };

/* Rows from .. from + n of the sheet. */
static inline void make(struct batch *b, int64_t from, int64_t n)
{
    static const char *const format[COLUMNS] = { "u", "U", "d:10,2", "d:38,2,128", "d:19,2" };
    const void *const buffer[COLUMNS][3] = { { code_valid, code_at, codes },
                                             { NULL, name_at, names }, { NULL, total, NULL },
                                             { NULL, basic, NULL }, { NULL, project, NULL } };
    memset(b, 0, sizeof *b);
    memcpy(b->buffer, buffer, sizeof buffer);
    for (int i = 0; i < COLUMNS; i++) {
        b->schema_child[i] = (struct ArrowSchema){ .format = format[i], .name = header[i] };
        b->schema_list[i] = &b->schema_child[i];
        b->child[i] = (struct ArrowArray){ .length = from + n, .offset = i == 4, .n_buffers = 3,
                                           .buffers = b->buffer[i] };
        b->list[i] = &b->child[i];
    }
    b->schema = (struct ArrowSchema){ .format = "+s", .n_children = COLUMNS,
                                      .children = b->schema_list, .release = schema_released };
    b->array = (struct ArrowArray){ .length = n, .offset = from, .n_buffers = 1,
                                    .buffers = b->none, .n_children = COLUMNS,
                                    .children = b->list, .release = array_released };
    live += 2;
}

/* ---- streams ---- */

struct source { int at, fail_at; };

static int get_schema(struct ArrowArrayStream *s, struct ArrowSchema *out)
{
    static struct batch b;
    (void)s;
    make(&b, 0, 0);
    live--;                         /* its array is not handed on */
    *out = b.schema;
    return 0;
}

static int get_next(struct ArrowArrayStream *s, struct ArrowArray *out)
{
    static struct batch b[ROWS];    /* they are held at once */
    struct source *x = s->private_data;
    if (x->at == x->fail_at)
        return 5;
    out->release = NULL;
    if (x->at < ROWS) {
        int n = x->at ? ROWS - x->at : 2;
        make(&b[x->at], x->at, n);
        live--;
        *out = b[x->at].array;
        x->at += n;
    }
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *s)
{
    (void)s;
    return "the disk is on fire";
}
static void stream_released(struct ArrowArrayStream *s) { s->release = NULL; live--; }

static inline struct ArrowArrayStream stream_of(struct source *x)
{
    live++;
    return (struct ArrowArrayStream){ get_schema, get_next, get_last_error, stream_released, x };
}
#endif
