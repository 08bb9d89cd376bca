/* What the library finds of a data folder, a line a result and a line a cell, fields between tabs:
 * results ARTIFACT|PROGRAM.image FOLDER [PRIOR FOLDER]. The test compares it with
 * `fisc check --format json`. */
#include "../../runtime/fisc.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void need(fisc_status s, const char *what)
{
    if (s == FISC_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, fisc_status_text(s));
    exit(2);
}

/* NULL: it is not there. */
static char *read_file(const char *folder, const char *name, size_t *len)
{
    char path[4096], *text;
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", *name == '/' ? "" : folder, name);
    f = fopen(path, "rb");
    if (!f)
        return NULL;
    fseek(f, 0, SEEK_END);
    *len = (size_t)ftell(f);
    rewind(f);
    text = malloc(*len + 1);
    if (!text || fread(text, 1, *len, f) != *len)
        exit(2);
    fclose(f);
    return text;
}

static fisc_rules *rules_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    fisc_rules *r;
    char *image;
    size_t len;
    if (!dot || strcmp(dot, ".image") != 0) {
        need(fisc_rules_open(path, NULL, NULL, &r), path);
        return r;
    }
    image = read_file(".", path, &len);
    need(image ? fisc_rules_image(image, len, NULL, NULL, &r) : FISC_NO_FILE, path);
    free(image);
    return r;
}

static const char *text_or(const char *s) { return s ? s : "-"; }

static void bind_all(fisc_context *c, const fisc_rules *r, const char *const *folder, char **keep)
{
    for (uint32_t i = 0; i < fisc_table_count(r); i++) {
        fisc_table t;
        char name[4096];
        size_t len;
        need(fisc_table_get(r, i, &t), "table");
        keep[i] = t.origin != FISC_UNITS && folder[t.origin]
            ? read_file(folder[t.origin], t.from, &len) : NULL;
        if (!keep[i])
            continue;
        snprintf(name, sizeof name, "%s/%s", folder[t.origin], t.from);
        need(fisc_bind_csv(c, i, t.origin == FISC_PRIOR ? name : NULL, keep[i], len), t.name);
    }
}

static void print_cells(fisc_context *c, const fisc_result *x)
{
    for (uint32_t i = 0; i < x->cells; i++) {
        fisc_cell y;
        need(fisc_cell_get(c, i, &y), "cell");
        printf("\t%s\t%s\t%s\t%s\t%s\t%s\t%llu\t%u\t%s\t%s\t%d %d %d\n", y.row, y.column,
               text_or(y.value), y.unit, y.kind, y.file, (unsigned long long)y.line, y.field,
               y.header, y.text, y.condition, y.taken, y.furthest);
    }
}

static void print_results(fisc_context *c)
{
    static const char *const verdict[] = { "exact", "rounding", "violated", "not-applicable",
                                           "unknown", "waived" };
    static const char *const severity[] = { "must", "should", "note" };
    for (uint64_t i = 0; i < fisc_result_count(c); i++) {
        fisc_result x;
        const char *text;
        need(fisc_result_get(c, i, &x), "result");
        need(fisc_result_text(c, FISC_EN, &text), "text");
        printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t%llu\n", x.name,
               text_or(x.key), x.kind, severity[x.severity], verdict[x.verdict], x.reason,
               text_or(x.left), text_or(x.right), text_or(x.difference), text_or(x.slack), x.unit,
               x.loose, text, (unsigned long long)x.cells_left_out);
        print_cells(c, &x);
    }
}

static void print_lines(const fisc_context *c, const fisc_rules *r)
{
    for (uint32_t i = 0; i < fisc_line_count(r); i++) {
        const char *value, *reason;
        fisc_line l;
        need(fisc_line_get(r, i, &l), "line");
        need(fisc_line_value(c, i, &value, &reason), "value");
        printf("line\t%s\t%s\t%s\t%s\n", l.name, text_or(value), l.unit, reason);
    }
}

static void print_notices(fisc_context *c)
{
    uint32_t n;
    need(fisc_notice_count(c, &n), "notices");
    for (uint32_t i = 0; i < n; i++) {
        fisc_notice x;
        need(fisc_notice_get(c, i, &x), "notice");
        printf("notice\t%s\t%s\t%s\n", x.kind, *x.table ? x.table : "-", x.en);
    }
}

static void print_messages(fisc_context *c)
{
    for (uint32_t i = 0; i < fisc_message_count(c); i++) {
        fisc_message m;
        need(fisc_message_get(c, i, &m), "message");
        printf("message\t%s\t%d\t%s\t%s\n", m.code, m.severity, text_or(m.file), m.en);
    }
}

int main(int argc, char **argv)
{
    const char *folder[2];
    fisc_rules *r;
    fisc_context *c;
    char **keep;
    if (argc < 3)
        return 2;
    folder[FISC_CURRENT] = argv[2];
    folder[FISC_PRIOR] = argc > 3 ? argv[3] : NULL;
    r = rules_of(argv[1]);
    need(fisc_context_new(r, NULL, NULL, &c), "context");
    keep = calloc(fisc_table_count(r) + 1, sizeof *keep);
    bind_all(c, r, folder, keep);
    need(fisc_run(c), "run");
    print_results(c);
    print_lines(c, r);
    print_notices(c);
    print_messages(c);
    for (uint32_t i = 0; i < fisc_table_count(r); i++)
        free(keep[i]);
    free(keep);
    fisc_context_free(c);
    fisc_rules_close(r);
    return 0;
}
