/* Reading CSV texts and files: one fact a test. Run with the folder of the tests' data, or from the source's root. */
#include "fixture.h"
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

static void loads(const char *csv, size_t len, uint64_t rows, int64_t last)
{
    struct fixture f;
    uint32_t c = one_column(&f);
    fx_load_limited(&f, csv, len, NULL);
    assert_int_equal(f.diags.errors, 0);
    assert_int_equal(data_rows(f.set, 0), rows);
    assert_int_equal(fx_mid(&f, c, rows - 1), last);
    fx_free(&f);
}

#define LOADS(csv, rows, last) loads(csv, sizeof(csv) - 1, rows, last)

/* Reads a text that is at fault; the table is then not usable. */
static void breaks(const char *csv, size_t len, enum diag_code code, uint64_t line)
{
    struct fixture f;
    uint32_t c = one_column(&f), ref = fx_ref(&f, COL_PLAIN, c);
    fx_load_limited(&f, csv, len, NULL);
    assert_int_equal(fx_diag(&f, code)->place.line, line);
    assert_int_equal(f.diags.errors, 1);
    assert_true(data_present(f.set, 0));
    assert_false(data_usable(f.set, 0));
    assert_int_equal(data_rows(f.set, 0), 0);
    assert_int_equal(data_cell_facet(f.set, ref, FACET_REASON), RS_UNREADABLE);
    fx_free(&f);
}

#define BREAKS(csv, code, line) breaks(csv, sizeof(csv) - 1, code, line)

/* ── the form of the text ── */

static void lf(void **s) { (void)s; LOADS("数\n1\n2\n", 2, WAN(200)); }
static void crlf(void **s) { (void)s; LOADS("数\r\n1\r\n2\r\n", 2, WAN(200)); }
static void cr(void **s) { (void)s; LOADS("数\r1\r2\r", 2, WAN(200)); }
static void no_line_end(void **s) { (void)s; LOADS("数\n1\n2", 2, WAN(200)); }
static void no_line_end_cr(void **s) { (void)s; LOADS("数\r1\r2", 2, WAN(200)); }
static void bom(void **s) { (void)s; LOADS("\xef\xbb\xbf数\n1\n", 1, WAN(100)); }
static void bom_before_quote(void **s) { (void)s; LOADS("\xef\xbb\xbf\"数\"\n1\n", 1, WAN(100)); }
static void quotes(void **s) { (void)s; LOADS("\"数\"\n\"1,296.69\"\n", 1, WAN(129669)); }
static void blank_lines(void **s) { (void)s; LOADS("\n  \n数,x\n\n1,\n,\n　, \n2,\n\n", 2, WAN(200)); }

static void quoted_newlines(void **s)
{
    (void)s;
    LOADS("数,\"名\n称\"\n1,\"甲\r\n乙\"\n2,\"\"\"丙\"\"\"\n", 2, WAN(200));
}

static void empty_file(void **s) { (void)s; BREAKS("", DIAG_NO_HEADER, 0); }
static void bom_alone(void **s) { (void)s; BREAKS("\xef\xbb\xbf", DIAG_NO_HEADER, 0); }
static void only_blank_lines(void **s) { (void)s; BREAKS("\n \n\n", DIAG_NO_HEADER, 0); }
static void nul_byte(void **s) { (void)s; BREAKS("数\n1\n\0\n", DIAG_DATA_ENCODING, 3); }
static void gb18030(void **s) { (void)s; BREAKS("\xca\xfd\n1\n", DIAG_DATA_ENCODING, 1); }
static void utf16(void **s) { (void)s; BREAKS("\xff\xfepe\n\0", DIAG_DATA_ENCODING, 1); }
static void cut_sequence(void **s) { (void)s; BREAKS("数\n1\n\xe6\x95", DIAG_DATA_ENCODING, 3); }
static void open_quote(void **s) { (void)s; BREAKS("数\n1\n\"2\n3\n", DIAG_CSV_SYNTAX, 3); }
static void quote_inside(void **s) { (void)s; BREAKS("数\n1\n2\"3\n", DIAG_CSV_SYNTAX, 3); }
static void text_behind_quote(void **s) { (void)s; BREAKS("数\n\"1\"2\n", DIAG_CSV_SYNTAX, 2); }

static void header_only(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    fx_column(&f, "数", NULL, IR_NONE, 0);
    fx_load(&f, "名称,数\n");
    assert_true(data_usable(f.set, 0));
    assert_int_equal(data_rows(f.set, 0), 0);
    assert_int_equal(fx_count(&f, DIAG_NO_ROWS), 1);
    assert_int_equal(fx_count(&f, DIAG_NO_TOTAL), 0);
    fx_free(&f);
}

static void near_text_is_given(void **s)
{
    (void)s;
    struct fixture f;
    one_column(&f);
    fx_load(&f, "数\n2\"3\n");
    assert_string_equal(fx_diag(&f, DIAG_CSV_SYNTAX)->arg[0], "\"3");
    fx_free(&f);
}

/* ── faults with a place ── */

static void bad_number_has_its_place(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t d = one_column(&f);
    fx_load(&f, "\"名\n称\",数\n\n甲,1\n乙,一百\n");
    const struct diag *g = fx_diag(&f, DIAG_BAD_NUMBER);
    assert_string_equal(g->place.file, "t.csv");
    assert_int_equal(g->place.line, 5);
    assert_int_equal(g->place.column, 2);
    assert_string_equal(g->place.header, "数");
    assert_string_equal(g->place.text, "一百");
    assert_int_equal(fx_reason(&f, d, 1), RS_UNREADABLE);
    fx_free(&f);
}

static void number_too_big(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = one_column(&f);
    fx_load(&f, "数\n99999999999\n");
    assert_string_equal(fx_diag(&f, DIAG_NUMBER_TOO_BIG)->arg[0], "99999999999");
    assert_int_equal(fx_reason(&f, c, 0), RS_OVERFLOW);
    fx_free(&f);
}

static void too_many_places(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = one_column(&f);
    fx_load(&f, "数\n0.12345678\n");
    assert_string_equal(fx_diag(&f, DIAG_TOO_MANY_PLACES)->arg[1], "7");
    assert_int_equal(fx_reason(&f, c, 0), RS_UNREADABLE);
    fx_free(&f);
}

static void extra_digits_are_found(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t c = one_column(&f);
    fx_load(&f, "名称,数\n甲,1.23\n乙,1.234\n");
    assert_int_equal(fx_findings(&f, SHAPE_EXTRA_DIGITS), 1);
    assert_int_equal(fx_finding(&f, SHAPE_EXTRA_DIGITS)->row, 1);
    assert_int_equal(fx_finding(&f, SHAPE_EXTRA_DIGITS)->column, c);
    assert_int_equal(fx_finding(&f, SHAPE_EXTRA_DIGITS)->sheet_column, 1);
    fx_free(&f);
}

static void ragged(const char *csv, const char *fields)
{
    struct fixture f;
    uint32_t c = one_column(&f);
    fx_load(&f, csv);
    const struct diag *g = fx_diag(&f, DIAG_RAGGED_ROW);
    assert_int_equal(g->place.line, 3);
    assert_string_equal(g->arg[0], fields);
    assert_string_equal(g->arg[1], "2");
    assert_int_equal(f.diags.errors, 1);
    assert_int_equal(data_rows(f.set, 0), 2);
    assert_int_equal(fx_reason(&f, c, 0), RS_NONE);
    assert_int_equal(fx_reason(&f, c, 1), RS_UNREADABLE);
    fx_free(&f);
}

static void too_few_fields(void **s) { (void)s; ragged("数,名称\n1,甲\nx\n", "1"); }
static void too_many_fields(void **s) { (void)s; ragged("数,名称\n1,甲\n2,乙,\n", "3"); }

static void many_faults_are_counted(void **s)
{
    (void)s;
    struct fixture f;
    static char csv[4096] = "数\n";
    one_column(&f);
    for (unsigned i = 0; i < 500; i++)
        strcat(csv, "x\n");
    fx_load(&f, csv);
    assert_int_equal(fx_count(&f, DIAG_BAD_NUMBER), 20);
    assert_int_equal(f.diags.errors, 500);
    assert_int_equal(f.diags.hidden, 480);
    fx_free(&f);
}

static void many_faults_of_others_are_counted(void **s)
{
    (void)s;
    struct fixture f;
    static char csv[4096] = "总计,数\n";
    fx_init(&f, NULL);
    fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    for (unsigned i = 0; i < 500; i++)
        strcat(csv, "1,x\n");
    strcat(csv, "1,1\n");
    fx_load(&f, csv);
    assert_int_equal(fx_count(&f, DIAG_BAD_NUMBER), 20);
    assert_int_equal(f.diags.errors, 500);
    fx_free(&f);
}

/* ── limits ── */

static void limited(const char *csv, struct data_limits lim, enum diag_code code)
{
    struct fixture f;
    one_column(&f);
    fx_load_limited(&f, csv, strlen(csv), &lim);
    assert_int_equal(fx_count(&f, code), 1);
    assert_false(data_usable(f.set, 0));
    fx_free(&f);
}

static void row_limit(void **s)
{
    (void)s;
    limited("数\n1\n2\n3\n", (struct data_limits){ .max_rows = 2 }, DIAG_TOO_MANY_ROWS);
}

static void row_limit_counts_rows_only(void **s)
{
    (void)s;
    struct fixture f;
    one_column(&f);
    fx_load_limited(&f, "数\n1\n\n,\n2\n", 11, &(struct data_limits){ .max_rows = 2 });
    assert_true(data_usable(f.set, 0));
    fx_free(&f);
}

static void row_byte_limit(void **s)
{
    (void)s;
    limited("数\n1\n\"aaaa\naaaa\naaaa\n", (struct data_limits){ .max_row_bytes = 12 }, DIAG_ROW_TOO_LONG);
}

static void column_limit(void **s)
{
    (void)s;
    limited("数,a,b\n1,2,3\n", (struct data_limits){ .max_columns = 2 }, DIAG_TOO_MANY_COLUMNS);
}

static void file_byte_limit(void **s)
{
    (void)s;
    limited("数\n1\n2\n3\n", (struct data_limits){ .max_file_bytes = 7 }, DIAG_DATA_TOO_BIG);
}

/* ── origins ── */

static void origins_are_as_printed(void **s)
{
    (void)s;
    struct fixture f;
    one_column(&f);
    fx_load(&f, "\xef\xbb\xbf名称,数\r\n\"甲\n乙\",\"1,296.69\"\r\n\r\n丙, 2 \r\n");
    struct origin o = data_origin(f.set, &f.arena, 0, 0, 1);
    assert_string_equal(o.file, "t.csv");
    assert_int_equal(o.line, 2);
    assert_int_equal(o.field, 2);
    assert_string_equal(o.header, "数");
    assert_string_equal(o.text, "1,296.69");
    assert_string_equal(data_origin(f.set, &f.arena, 0, 0, 0).text, "甲\n乙");
    o = data_origin(f.set, &f.arena, 0, 1, 1);
    assert_int_equal(o.line, 5);
    assert_string_equal(o.text, "2");
    fx_free(&f);
}

static void origin_of_the_header(void **s)
{
    (void)s;
    struct fixture f;
    one_column(&f);
    fx_load(&f, "名称, 数\n甲,1\n");
    struct origin o = data_origin(f.set, &f.arena, 0, DATA_NO_ROW, 1);
    assert_int_equal(o.line, 1);
    assert_string_equal(o.text, "数");
    fx_free(&f);
}

static void origins_of_many_rows(void **s)
{
    (void)s;
    struct fixture f;
    static char csv[40000] = "名称,数\n";
    size_t n = strlen(csv);
    one_column(&f);
    for (unsigned i = 0; i < 2000; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "\"a\n%u\",%u\n", i, i);
    fx_load(&f, csv);
    for (unsigned i = 0; i < 2000; i += 7) {
        struct origin o = data_origin(f.set, &f.arena, 0, i, 1);
        assert_int_equal(o.line, 2 + 2 * i);
        assert_int_equal(strtoul(o.text, NULL, 10), i);
    }
    fx_free(&f);
}

/* ── files ── */

struct folder { char path[64]; int fd; };

static void folder_make(struct folder *d)
{
    strcpy(d->path, "/tmp/fisc-data-test-XXXXXX");
    assert_non_null(mkdtemp(d->path));
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
    free(csv);
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
    fx_free(&f);
}

/* ── memory ── */

struct escape { jmp_buf env; };

static void escape_now(void *ctx)
{
    longjmp(((struct escape *)ctx)->env, 1);
}

static int open_files(void)
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
    int fd = open(getenv("FISC_TEST_DATA") ? getenv("FISC_TEST_DATA") : "tests/data", O_PATH | O_DIRECTORY);
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
    fx_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lf), cmocka_unit_test(crlf), cmocka_unit_test(cr), cmocka_unit_test(no_line_end),
        cmocka_unit_test(no_line_end_cr), cmocka_unit_test(bom), cmocka_unit_test(bom_before_quote),
        cmocka_unit_test(quotes), cmocka_unit_test(blank_lines), cmocka_unit_test(quoted_newlines),
        cmocka_unit_test(empty_file), cmocka_unit_test(bom_alone), cmocka_unit_test(only_blank_lines),
        cmocka_unit_test(nul_byte), cmocka_unit_test(gb18030), cmocka_unit_test(utf16),
        cmocka_unit_test(cut_sequence), cmocka_unit_test(open_quote), cmocka_unit_test(quote_inside),
        cmocka_unit_test(text_behind_quote), cmocka_unit_test(header_only), cmocka_unit_test(near_text_is_given),
        cmocka_unit_test(bad_number_has_its_place), cmocka_unit_test(number_too_big),
        cmocka_unit_test(too_many_places), cmocka_unit_test(extra_digits_are_found),
        cmocka_unit_test(too_few_fields), cmocka_unit_test(too_many_fields),
        cmocka_unit_test(many_faults_are_counted), cmocka_unit_test(many_faults_of_others_are_counted),
        cmocka_unit_test(row_limit), cmocka_unit_test(row_limit_counts_rows_only),
        cmocka_unit_test(row_byte_limit), cmocka_unit_test(column_limit), cmocka_unit_test(file_byte_limit),
        cmocka_unit_test(origins_are_as_printed), cmocka_unit_test(origin_of_the_header),
        cmocka_unit_test(origins_of_many_rows), cmocka_unit_test(file_is_read),
        cmocka_unit_test(file_in_a_folder_beneath_is_read), cmocka_unit_test(absent_file_is_no_fault),
        cmocka_unit_test(dots_are_refused), cmocka_unit_test(dots_inside_are_refused),
        cmocka_unit_test(absolute_paths_are_refused), cmocka_unit_test(links_are_refused),
        cmocka_unit_test(folders_behind_links_are_refused), cmocka_unit_test(pipes_are_refused_at_once),
        cmocka_unit_test(folders_are_refused), cmocka_unit_test(large_file_is_read_in_windows),
        cmocka_unit_test(long_line_is_read), cmocka_unit_test(changed_file_gives_no_text),
        cmocka_unit_test(no_memory_closes_the_file), cmocka_unit_test(table_08),
        cmocka_unit_test(table_32_repeats_its_unit), cmocka_unit_test(table_33_by_name),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
