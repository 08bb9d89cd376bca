/* Arrow batches in and out: arrow ARTIFACT. What a text gives, a batch and a stream of batches
 * give; every struct is released once, whatever is returned. */
#include "batch.h"
#include "sheet.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        for (uint32_t k = 0; k < x.cells; k++) {
            fisc_cell y;
            need(fisc_cell_get(c, k, &y), FISC_OK, "cell");
            used += (size_t)snprintf(out + used, cap - used, "  %llu %u %s %s\n",
                                     (unsigned long long)y.line, y.field, y.header,
                                     y.value ? y.value : "");
        }
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

/* ---- what is refused ---- */

static void refused(fisc_context *c, struct batch *b, const char *says, const char *what)
{
    need(fisc_bind_arrow(c, 0, NULL, &b->schema, &b->array, 0), FISC_BAD_DATA, what);
    if (!strstr(fisc_fault(c, FISC_EN), says)) {
        printf("%s: %s\n", what, fisc_fault(c, FISC_EN));
        exit(1);
    }
}

/* A stream that comes too late is not asked. */
static void late(fisc_context *c)
{
    struct source x = { 0, -1 };
    struct ArrowArrayStream stream = stream_of(&x);
    stream.get_schema = NULL;
    fisc_context_reset(c);
    need(fisc_run(c), FISC_OK, "run");
    need(fisc_bind_arrow_stream(c, 0, NULL, &stream, 0), FISC_BAD_ORDER, "after a run");
    if (!strstr(fisc_fault(c, FISC_EN), "fisc_context_reset"))
        fail(fisc_fault(c, FISC_EN));
    fisc_context_reset(c);
    stream = stream_of(&x);
    need(fisc_bind_arrow_stream(c, 0, "\xff", &stream, 0), FISC_BAD_ARGUMENT, "a name");
    fisc_context_reset(c);
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
    refused(c, &b, "dictionary-encoded", "a dictionary");
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
    if (live != 1 || b.array.release)
        fail("a batch that is bound is not moved");
    same(c, want, "a batch");
    if (live)
        fail("a batch is held after the context was reset");
    stream = stream_of(&x);
    need(fisc_bind_arrow_stream(c, 0, NULL, &stream, 0), FISC_OK, "a stream");
    same(c, want, "a stream");
    x = (struct source){ 0, 2 };
    stream = stream_of(&x);
    need(fisc_bind_arrow_stream(c, 0, NULL, &stream, 0), FISC_BAD_DATA, "a stream that fails");
    if (!strstr(fisc_fault(c, FISC_EN), "on fire"))
        fail(fisc_fault(c, FISC_EN));
    late(c);
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
