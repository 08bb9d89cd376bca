/* The same table bound as text and as columns: columns ARTIFACT FOLDER. The results must be the
 * same; what does not fit a column is told. */
#include "sheet.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 5 };
static const char *const code[ROWS] = { NULL, "201", "2010301", "208", "2080505" };
static const char *const name[ROWS] = { "合计", "一般公共服务支出", "行政运行",
                                        "社会保障和就业支出", "养老保险缴费" };
/* one before, which `offset` passes over */
static const int64_t total[ROWS + 1] = { 77, 4648, 4000, 4000, 648, 648 };
static const int64_t base[ROWS] = { 3025, 2500, 2500, 525, 525 };
/* in 10^-4, as pairs of words */
static const uint64_t project[2 * ROWS] = { 162300, 0, 150000, 0, 150000, 0, 12300, 0, 12300, 0 };
static const uint8_t valid[1] = { 0x3f };

static void columns(fisc_input in[5])
{
    const fisc_input all[5] = {
        { sizeof *in, "编码", FISC_TEXT, 0, code, NULL, 0, 0 },
        { sizeof *in, "名称", FISC_TEXT, 0, name, NULL, 0, 0 },
        { sizeof *in, "总额", FISC_INT64, 2, total, valid, 1, 0 },
        { sizeof *in, "基本", FISC_INT64, 2, base, NULL, 0, 0 },
        { sizeof *in, "项目", FISC_DECIMAL128, 4, project, NULL, 0, FISC_CONVERT } };
    memcpy(in, all, sizeof all);
}

/* All that is found, as one text. */
static char *results(fisc_context *c)
{
    size_t cap = 1 << 20, used = 0;
    char *out = calloc(1, cap);
    need(fisc_run(c), FISC_OK, "run");
    for (uint64_t i = 0; i < fisc_result_count(c); i++) {
        fisc_result x;
        need(fisc_result_get(c, i, &x), FISC_OK, "result");
        used += (size_t)snprintf(out + used, cap - used, "%s %s %d %s %s %s\n", x.name,
                                 x.key ? x.key : "", x.verdict, x.left ? x.left : "",
                                 x.right ? x.right : "", x.difference ? x.difference : "");
        for (uint32_t k = 0; k < x.cells; k++) {
            fisc_cell y;
            need(fisc_cell_get(c, k, &y), FISC_OK, "cell");
            used += (size_t)snprintf(out + used, cap - used, "  %s %s %s %s %llu %u\n", y.row,
                                     y.column, y.value ? y.value : "", y.kind,
                                     (unsigned long long)y.line, y.field);
        }
    }
    return out;
}

static uint32_t table_of(const fisc_rules *r)
{
    uint32_t t = fisc_table_find(r, "支出");
    if (t == UINT32_MAX || fisc_table_find(r, "没有") != UINT32_MAX)
        fail("tables are not found by their names");
    return t;
}

static void refusals(fisc_context *c, uint32_t t)
{
    fisc_input in[5];
    columns(in);
    in[4].flags = 0;
    need(fisc_bind_columns(c, t, NULL, in, 5, ROWS), FISC_BAD_DATA, "another scale");
    if (!strstr(fisc_fault(c, FISC_EN), "declared with 2"))
        fail(fisc_fault(c, FISC_EN));
}

/* A figure past 64 bits and one that is no number: cells of their own, no failure. */
static void odd_cells(fisc_context *c, uint32_t t)
{
    static const uint64_t wide[2 * ROWS] = { 1623, 0, 5, 5, 1500, 0, 123, 0, 123, 0 };
    fisc_input in[5];
    int told = 0;
    columns(in);
    in[4].values = wide;
    in[4].scale = 2;
    need(fisc_bind_columns(c, t, "wide", in, 5, ROWS), FISC_OK, "wide");
    need(fisc_run(c), FISC_OK, "run");
    for (uint32_t i = 0; i < fisc_message_count(c); i++) {
        fisc_message m;
        need(fisc_message_get(c, i, &m), FISC_OK, "message");
        told += m.severity == 0 && m.file && !strcmp(m.file, "wide") && m.line == 3
            && m.column == 5;
    }
    if (told != 1)
        fail("a figure past 64 bits is not told once, where it stands");
}

/* What is kept of a run's results; counts are complete. */
static void kept(fisc_context *c, uint32_t t)
{
    static const fisc_kept what[] = { FISC_KEEP_ALL, FISC_KEEP_FAILING, FISC_KEEP_NONE };
    uint64_t exact[3], n[3];
    for (int i = 0; i < 3; i++) {
        need(fisc_context_reset(c), FISC_OK, "reset");
        need(fisc_set_kept(c, what[i]), FISC_OK, "kept");
        need(fisc_set_joint(c, i == 0), FISC_OK, "joint");
        need(fisc_bind_csv(c, t, NULL, spending, sizeof spending - 1), FISC_OK, "text");
        need(fisc_run(c), FISC_OK, "run");
        exact[i] = fisc_count(c, FISC_MUST, FISC_EXACT) + fisc_count(c, FISC_SHOULD, FISC_EXACT)
            + fisc_count(c, FISC_NOTE, FISC_EXACT);
        n[i] = fisc_result_count(c);
        need(fisc_set_kept(c, FISC_KEEP_ALL), FISC_BAD_ORDER, "kept after a run");
        need(fisc_set_joint(c, 1), FISC_BAD_ORDER, "joint after a run");
    }
    if (!exact[0] || exact[1] != exact[0] || exact[2] != exact[0])
        fail("counts depend on what is kept");
    if (n[1] != n[0] - exact[0] || n[2] != 0)
        fail("other results are kept than were asked for");
    need(fisc_context_reset(c), FISC_OK, "reset");
    need(fisc_set_kept(c, (fisc_kept)4), FISC_BAD_ARGUMENT, "no such choice");
    need(fisc_set_kept(c, FISC_KEEP_AUTO), FISC_OK, "kept");
    need(fisc_set_joint(c, 1), FISC_OK, "joint");
}

/* Columns are read where they are: what binding takes does not grow with them. */
static void *counted(void *ctx, size_t size)
{
    *(size_t *)ctx += size;
    return malloc(size);
}
static void released(void *ctx, void *p) { (void)ctx, free(p); }

static void in_place(const fisc_rules *r, uint32_t t)
{
    enum { MANY = 100000 };
    size_t taken = 0;
    fisc_host host = { sizeof host, &taken, counted, released, NULL, NULL };
    int64_t *figure = calloc(MANY, sizeof *figure);
    const char **text = calloc(MANY, sizeof *text);
    const fisc_input in[] = { { sizeof *in, "编码", FISC_TEXT, 0, text, NULL, 0, 0 },
                              { sizeof *in, "总额", FISC_INT64, 2, figure, NULL, 0, 0 } };
    fisc_context *c;
    need(fisc_context_new(r, &host, NULL, &c), FISC_OK, "context");
    need(fisc_bind_columns(c, t, NULL, in, 2, MANY), FISC_OK, "many rows");
    if (taken >= MANY)
        fail("columns are copied");
    fisc_context_free(c);
    free(figure);
    free(text);
}

int main(int argc, char **argv)
{
    fisc_rules *r;
    fisc_context *c;
    fisc_input in[5];
    char *text, *typed;
    uint32_t t;
    if (argc < 2)
        return 2;
    need(fisc_rules_open(argv[1], NULL, NULL, &r), FISC_OK, "open");
    need(fisc_context_new(r, NULL, NULL, &c), FISC_OK, "context");
    t = table_of(r);
    need(fisc_bind_csv(c, t, NULL, spending, sizeof spending - 1), FISC_OK, "text");
    text = results(c);
    need(fisc_context_reset(c), FISC_OK, "reset");
    refusals(c, t);
    columns(in);
    need(fisc_bind_columns(c, t, NULL, in, 5, ROWS), FISC_OK, "columns");
    typed = results(c);
    if (!*text || strcmp(text, typed)) {
        printf("text:\n%scolumns:\n%s", text, typed);
        fail("columns and text differ");
    }
    need(fisc_context_reset(c), FISC_OK, "reset");
    odd_cells(c, t);
    in_place(r, t);
    kept(c, t);
    free(text);
    free(typed);
    fisc_context_free(c);
    fisc_rules_close(r);
    puts("columns: what text gives, integers and decimals give");
    return 0;
}
