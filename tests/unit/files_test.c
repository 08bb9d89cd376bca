/* Reading data files from a folder: one fact a test. The real tables are in tests/data beneath
 * $srcdir (the current folder if it is not set). */
#include "fixture.h"
#include "temp_folder.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A table of one figure column 数. */
static uint32_t one_column(struct fixture *f)
{
    fx_init(f, NULL);
    return fx_column(f, "数", NULL, IR_NONE, 0);
}

/* ── folders ── */

struct folder { char path[TEMP_FOLDER_ROOM]; int fd; };

static void folder_make(struct folder *d)
{
    assert_true(temp_folder(d->path));
    d->fd = open(d->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    assert_true(d->fd >= 0);
}

static void folder_write(const struct folder *d, const char *name, const char *text, size_t len)
{
    int fd = openat(d->fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    close(fd);
}

static void folder_remove(const struct folder *d)
{
    static const char *const name[] = { "sub/t.csv", "t.csv", "other" };
    for (size_t i = 0; i < 3; i++)
        unlinkat(d->fd, name[i], 0);
    unlinkat(d->fd, "sub", AT_REMOVEDIR);
    close(d->fd);
    assert_int_equal(rmdir(d->path), 0);
}

static void load_from(struct fixture *f, const struct folder *d, const char *from)
{
    f->table.from = fx_sym(f, from);
    f->set = data_load(&f->arena, &f->prog, d->fd, d->path, NULL, &f->diags);
}

static void file_is_read(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    uint32_t c = one_column(&f);
    folder_make(&d);
    folder_write(&d, "t.csv", "数\n12.34\n", 10);
    load_from(&f, &d, "t.csv");
    assert_int_equal(fx_mid(&f, c, 0), WAN(1234));
    assert_string_equal(data_origin(f.set, &f.arena, 0, 0, 0).text, "12.34");
    folder_remove(&d);
    data_close(f.set);
    fx_free(&f);
}

static void file_in_a_folder_beneath_is_read(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    uint32_t c = one_column(&f);
    folder_make(&d);
    assert_int_equal(mkdirat(d.fd, "sub", 0700), 0);
    folder_write(&d, "sub/t.csv", "数\n1\n", 6);
    load_from(&f, &d, "sub/t.csv");
    assert_int_equal(fx_mid(&f, c, 0), WAN(100));
    folder_remove(&d);
    data_close(f.set);
    fx_free(&f);
}

static void absent_file_is_no_fault(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    one_column(&f);
    folder_make(&d);
    load_from(&f, &d, "t.csv");
    assert_false(data_present(f.set, 0));
    assert_int_equal(f.diags.errors, 0);
    folder_remove(&d);
    data_close(f.set);
    fx_free(&f);
}

/* What reading `from` in the folder says; nothing of it may be usable. */
static void refused(const struct folder *d, const char *from, enum diag_code code)
{
    struct fixture f;
    one_column(&f);
    load_from(&f, d, from);
    assert_int_equal(fx_count(&f, code), 1);
    assert_int_equal(f.diags.errors, 1);
    assert_true(data_present(f.set, 0));
    assert_false(data_usable(f.set, 0));
    folder_remove(d);
    data_close(f.set);
    fx_free(&f);
}

static void dots_are_refused(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    refused(&d, "../t.csv", DIAG_DATA_OUTSIDE);
}

static void dots_inside_are_refused(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    assert_int_equal(mkdirat(d.fd, "sub", 0700), 0);
    refused(&d, "sub/../t.csv", DIAG_DATA_OUTSIDE);
}

static void absolute_paths_are_refused(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    refused(&d, "/etc/passwd", DIAG_DATA_OUTSIDE);
}

static void links_are_refused(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    folder_write(&d, "other", "数\n1\n", 6);
    assert_int_equal(symlinkat("other", d.fd, "t.csv"), 0);
    refused(&d, "t.csv", DIAG_DATA_OUTSIDE);
}

static void folders_behind_links_are_refused(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    assert_int_equal(symlinkat("/etc", d.fd, "other"), 0);
    refused(&d, "other/passwd", DIAG_DATA_OUTSIDE);
}

static void pipes_are_refused_at_once(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    assert_int_equal(mkfifoat(d.fd, "t.csv", 0600), 0);
    refused(&d, "t.csv", DIAG_DATA_UNREADABLE);
}

static void folders_are_refused(void **s)
{
    (void)s;
    struct folder d;
    folder_make(&d);
    assert_int_equal(mkdirat(d.fd, "sub", 0700), 0);
    refused(&d, "sub", DIAG_DATA_UNREADABLE);
}

/* A file larger than the reader's window, with lines that cross its ends. */
static void large_file_is_read_in_windows(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    enum { ROWS = 60000 };
    char *csv = malloc(ROWS * 24);
    size_t n = (size_t)sprintf(csv, "名称,数\n");
    uint32_t c = one_column(&f);
    for (unsigned i = 0; i < ROWS; i++)
        n += (size_t)sprintf(csv + n, "第%u行,%u\r\n", i, i);
    folder_make(&d);
    folder_write(&d, "t.csv", csv, n);
    load_from(&f, &d, "t.csv");
    assert_int_equal(f.diags.errors, 0);
    assert_int_equal(data_rows(f.set, 0), ROWS);
    for (unsigned i = 0; i < ROWS; i += 997)
        assert_int_equal(fx_mid(&f, c, i), WAN(100 * (int64_t)i));
    struct origin o = data_origin(f.set, &f.arena, 0, ROWS - 1, 0);
    assert_int_equal(o.line, ROWS + 1);
    assert_string_equal(o.text, "第59999行");
    folder_remove(&d);
    data_close(f.set);
    free(csv);
    fx_free(&f);
}

/* One line of half a megabyte: no window holds it. */
static void long_line_is_read(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    enum { TEXT = 600000 };
    char *csv = malloc(TEXT + 64);
    size_t n = (size_t)sprintf(csv, "名称,数\n");
    uint32_t c = one_column(&f);
    for (unsigned i = 0; i < TEXT / 3; i++, n += 3)
        memcpy(csv + n, "元", 3);
    n += (size_t)sprintf(csv + n, ",7\n乙,8\n");
    folder_make(&d);
    folder_write(&d, "t.csv", csv, n);
    load_from(&f, &d, "t.csv");
    assert_int_equal(f.diags.errors, 0);
    assert_int_equal(fx_mid(&f, c, 0), WAN(700));
    assert_int_equal(fx_mid(&f, c, 1), WAN(800));
    assert_int_equal(data_origin(f.set, &f.arena, 0, 1, 0).line, 3);
    folder_remove(&d);
    data_close(f.set);
    free(csv);
    fx_free(&f);
}

static void texts_need_no_open_folder(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    one_column(&f);
    folder_make(&d);
    folder_write(&d, "t.csv", "数\n12.34\n", 10);
    int own = fcntl(d.fd, F_DUPFD_CLOEXEC, 0), kept = d.fd;
    d.fd = own;
    load_from(&f, &d, "t.csv");
    close(own);
    d.fd = kept;
    assert_string_equal(data_origin(f.set, &f.arena, 0, 0, 0).text, "12.34");
    folder_remove(&d);
    data_close(f.set);
    fx_free(&f);
}

static void closed_set_gives_no_text(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    one_column(&f);
    folder_make(&d);
    folder_write(&d, "t.csv", "数\n12.34\n", 10);
    load_from(&f, &d, "t.csv");
    data_close(f.set);
    assert_string_equal(data_origin(f.set, &f.arena, 0, 0, 0).text, "");
    assert_int_equal(data_origin(f.set, &f.arena, 0, 0, 0).line, 2);
    folder_remove(&d);
    fx_free(&f);
}

static void changed_file_gives_no_text(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    one_column(&f);
    folder_make(&d);
    folder_write(&d, "t.csv", "数\n12.34\n", 10);
    load_from(&f, &d, "t.csv");
    folder_write(&d, "t.csv", "数\n99.99999\n", 13);
    struct origin o = data_origin(f.set, &f.arena, 0, 0, 0);
    assert_string_equal(o.text, "");
    assert_int_equal(o.line, 2);
    folder_remove(&d);
    data_close(f.set);
    fx_free(&f);
}

/* ── memory ── */

struct escape { jmp_buf env; };

static void escape_now(void *ctx)
{
    longjmp(((struct escape *)ctx)->env, 1);
}

/* not inlined: its counter has nothing to do with the setjmp of who calls it */
__attribute__((noinline)) static int open_files(void)
{
    int n = 0;
    for (int fd = 0; fd < 256; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void no_memory_closes_the_file(void **s)
{
    (void)s;
    struct fixture f;
    struct folder d;
    struct escape e;
    int before;
    one_column(&f);
    folder_make(&d);
    folder_write(&d, "t.csv", "数\n1\n", 6);
    before = open_files();
    f.arena.limit = f.arena.used + 2000;
    f.arena.oom = escape_now;
    f.arena.oom_ctx = &e;
    if (!setjmp(e.env)) {
        load_from(&f, &d, "t.csv");
        fail_msg("the limit was not felt");
    }
    assert_int_equal(open_files(), before);
    assert_true(f.arena.oom == escape_now);
    folder_remove(&d);
    fx_free(&f);
}

/* ── the real tables ── */

static void load_real(struct fixture *f, const char *file)
{
    const char *dir = getenv("srcdir");
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/data", dir ? dir : ".");
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    f->table.from = fx_sym(f, file);
    f->set = data_load(&f->arena, &f->prog, fd, "tests/data", NULL, &f->diags);
    assert_true(data_usable(f->set, 0));
    assert_int_equal(f->diags.errors + f->diags.warnings, 0);
    close(fd);
}

static void table_08(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t unit = fx_column(&f, "单位代码", NULL, IR_NONE, KEY);
    uint32_t item = fx_column(&f, "功能科目", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 3);
    fx_level(&f, unit, 6);
    fx_level(&f, item, 7);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    uint32_t social = fx_column(&f, "社会保障缴费", "社会保障缴费/合计", total, BRACES | OTHERS);
    load_real(&f, "t08-wages-dept.csv");
    assert_int_equal(data_rows(f.set, 0), 6);
    assert_int_equal(data_total_row(f.set, 0), 0);
    assert_int_equal(data_parent_count(f.set, 0), 3);
    assert_int_equal(fx_facet(&f, COL_CHILDREN, total, FACET_MID, 2), WAN(46225));
    assert_int_equal(fx_facet(&f, COL_CHILDREN, social, FACET_MID, 2), WAN(7006));
    assert_int_equal(fx_facet(&f, COL_OTHERS, social, FACET_MID, 3), WAN(2358));
    assert_int_equal(fx_facet(&f, COL_OTHERS, total, FACET_MID, 0), WAN(29052 + 3307 + 6860));
    assert_null(data_shape_findings(f.set, 0));
    data_close(f.set);
    fx_free(&f);
}

static void table_32_repeats_its_unit(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    f.unit = "人";
    f.grid = fx_grid(EXACT, 0, 4);
    uint32_t unit = fx_column(&f, "单位代码", NULL, IR_NONE, KEY);
    fx_level(&f, unit, 3);
    fx_level(&f, unit, 6);
    uint32_t staff = fx_column(&f, "编制", "编制人数/合计", IR_NONE, BRACES | OTHERS);
    load_real(&f, "t32-staff.csv");
    assert_int_equal(fx_facet(&f, COL_CHILDREN, staff, FACET_MID, 1), 540000);
    assert_int_equal(fx_facet(&f, COL_OTHERS, staff, FACET_MID, 1), 540000);
    assert_int_equal(fx_finding(&f, SHAPE_REPEATED_ROW)->row, 3);
    assert_int_equal(data_leaf_count(f.set, 0), 1);
    data_close(f.set);
    fx_free(&f);
}

static void table_33_by_name(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t name = fx_column(&f, "单位名称", NULL, IR_NONE, KEY);
    fx_level(&f, name, 0);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    load_real(&f, "t33-three-public.csv");
    assert_int_equal(fx_facet(&f, COL_OTHERS, total, FACET_MID, 0), WAN(324));
    assert_int_equal(fx_facet(&f, COL_CHILDREN, total, FACET_MID, 0), WAN(324));
    assert_string_equal(data_row_key(f.set, &f.arena, 0, 1), "平江县行政审批服务局");
    data_close(f.set);
    fx_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_is_read), cmocka_unit_test(file_in_a_folder_beneath_is_read),
        cmocka_unit_test(absent_file_is_no_fault), cmocka_unit_test(dots_are_refused),
        cmocka_unit_test(dots_inside_are_refused), cmocka_unit_test(absolute_paths_are_refused),
        cmocka_unit_test(links_are_refused), cmocka_unit_test(folders_behind_links_are_refused),
        cmocka_unit_test(pipes_are_refused_at_once), cmocka_unit_test(folders_are_refused),
        cmocka_unit_test(large_file_is_read_in_windows), cmocka_unit_test(long_line_is_read),
        cmocka_unit_test(texts_need_no_open_folder), cmocka_unit_test(closed_set_gives_no_text),
        cmocka_unit_test(changed_file_gives_no_text), cmocka_unit_test(no_memory_closes_the_file),
        cmocka_unit_test(table_08), cmocka_unit_test(table_32_repeats_its_unit),
        cmocka_unit_test(table_33_by_name),
    };
    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
