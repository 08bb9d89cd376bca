/* Arrow batches in and out: arrow ARTIFACT. What a text gives, a batch and a stream of batches
 * give; every struct is released once, whatever is returned. */
#include "sheet.h"
#include <stdio.h>
#include <stdlib.h>
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
static void make(struct batch *b, int64_t from, int64_t n)
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

/* ---- results ---- */

static char *results(fisc_context *c)
{
    size_t cap = 1 << 20, used = 0;
    char *out = calloc(1, cap);
    need(fisc_run(c), FISC_OK, "run");
    for (uint64_t i = 0; i < fisc_result_count(c); i++) {
        fisc_result x;
        need(fisc_result_get(c, i, &x), FISC_OK, "result");
        used += (size_t)snprintf(out + used, cap - used, "%s|%s|%s|%s\n", x.name,
                                 x.key ? x.key : "", x.left ? x.left : "",
                                 x.difference ? x.difference : "");
    }
    return out;
}

static void same(fisc_context *c, const char *want, const char *what)
{
    char *got = results(c);
    if (strcmp(got, want)) {
        printf("%s:\n%sin place of\n%s", what, got, want);
        exit(1);
    }
    free(got);
    fisc_context_reset(c);
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
    static struct batch b;
    struct source *x = s->private_data;
    if (x->at == x->fail_at)
        return 5;
    out->release = NULL;
    if (x->at < ROWS) {
        int n = x->at ? ROWS - x->at : 2;
        make(&b, x->at, n);
        live--;
        *out = b.array;
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

static struct ArrowArrayStream stream_of(struct source *x)
{
    live++;
    return (struct ArrowArrayStream){ get_schema, get_next, get_last_error, stream_released, x };
}

/* ---- what is refused ---- */

static void refused(fisc_context *c, struct batch *b, const char *says, const char *what)
{
    need(fisc_bind_arrow(c, 0, NULL, &b->schema, &b->array, 0), FISC_BAD_DATA, what);
    if (!strstr(fisc_fault(c, FISC_EN), says)) {
        printf("%s: %s\n", what, fisc_fault(c, FISC_EN));
        exit(1);
    }
}

static void refusals(fisc_context *c)
{
    static struct ArrowSchema words = { .format = "u" };
    struct batch b;
    make(&b, 0, ROWS);
    b.schema_child[2].format = "g";
    refused(c, &b, "binary floating point", "a float");
    make(&b, 0, ROWS);
    b.schema_child[2].format = "tdD";
    refused(c, &b, "cannot be used", "a date");
    make(&b, 0, ROWS);
    b.schema_child[0].dictionary = &words;
    refused(c, &b, "cannot be used", "a dictionary");
    make(&b, 0, ROWS);
    b.schema_child[2].format = "l";
    refused(c, &b, "declared with 2", "another scale");
    make(&b, 0, ROWS);
    b.schema.format = "u";
    refused(c, &b, "no batch", "no struct");
    make(&b, 0, ROWS);
    b.child[3].length = 2;
    refused(c, &b, "no batch", "a short column");
    make(&b, 0, ROWS);
    b.child[3].offset = INT64_MAX;
    refused(c, &b, "no batch", "an offset past all");
    make(&b, 0, ROWS);
    b.buffer[0][2] = "\xff\xff\xff""20103012082080505";
    refused(c, &b, "no UTF-8", "text that is no UTF-8");
    make(&b, 0, ROWS);
    b.array.children = NULL;
    refused(c, &b, "no batch", "no columns");
    make(&b, 0, ROWS);
    b.buffer[2][1] = NULL;
    refused(c, &b, "no batch", "no values");
    fisc_context_reset(c);
}

/* ---- results out ---- */

static void exported(fisc_context *c)
{
    struct ArrowSchema s;
    struct ArrowArray a, moved;
    const int64_t *offset;
    uint64_t n;
    need(fisc_results_arrow(c, &s, &a), FISC_BAD_ORDER, "results before a run");
    need(fisc_bind_csv(c, 0, NULL, spending, sizeof spending - 1), FISC_OK, "text");
    need(fisc_run(c), FISC_OK, "run");
    n = fisc_result_count(c);
    need(fisc_results_arrow(c, &s, &a), FISC_OK, "results");
    if (strcmp(s.format, "+s") || s.n_children != a.n_children || (uint64_t)a.length != n)
        fail("the batch has another shape");
    fisc_context_reset(c);          /* the batch outlives it */
    offset = a.children[0]->buffers[1];
    if (strcmp(s.children[0]->name, "rule") || offset[0] || offset[n] <= 0)
        fail("the first column is not the rules' names");
    if (strncmp(a.children[0]->buffers[2], "支出.总额", strlen("支出.总额")))
        fail("the first result is another one");
    moved = *a.children[0];         /* it is released after its parent */
    a.children[0]->release = NULL;
    a.release(&a);
    s.release(&s);
    if (strncmp(moved.buffers[2], "支出.总额", strlen("支出.总额")))
        fail("a child that was moved is gone");
    moved.release(&moved);
    if (a.release || s.release)
        fail("a released struct is marked");
}

int main(int argc, char **argv)
{
    fisc_rules *r;
    fisc_context *c;
    struct batch b;
    struct source x = { 0, -1 };
    struct ArrowArrayStream stream;
    char *want;
    if (argc < 2)
        return 2;
    need(fisc_rules_open(argv[1], NULL, NULL, &r), FISC_OK, "open");
    need(fisc_context_new(r, NULL, NULL, &c), FISC_OK, "context");
    need(fisc_bind_csv(c, 0, NULL, spending, sizeof spending - 1), FISC_OK, "text");
    want = results(c);
    fisc_context_reset(c);
    make(&b, 0, ROWS);
    need(fisc_bind_arrow(c, 0, NULL, &b.schema, &b.array, 0), FISC_OK, "a batch");
    same(c, want, "a batch");
    stream = stream_of(&x);
    need(fisc_bind_arrow_stream(c, 0, NULL, &stream, 0), FISC_OK, "a stream");
    same(c, want, "a stream");
    x = (struct source){ 0, 2 };
    stream = stream_of(&x);
    need(fisc_bind_arrow_stream(c, 0, NULL, &stream, 0), FISC_BAD_DATA, "a stream that fails");
    if (!strstr(fisc_fault(c, FISC_EN), "on fire"))
        fail(fisc_fault(c, FISC_EN));
    refusals(c);
    exported(c);
    free(want);
    fisc_context_free(c);
    fisc_rules_close(r);
    if (live)
        fail("a struct was not released, or twice");
    puts("arrow: batches and streams in, results out, all released");
    return 0;
}
