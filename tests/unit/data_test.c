/* Reading CSV texts: one fact a test. */
#include "fixture.h"
#include <stdlib.h>

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
    assert_int_equal(data_cell_facet(f.set, &(struct ir_cell){ ref, 0 }, FACET_REASON),
                     RS_UNREADABLE);
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

static void blank_lines(void **s)
{
    (void)s;
    LOADS("\n  \n数,x\n\n1,\n,\n　, \n2,\n\n", 2, WAN(200));
}


static void quoted_newlines(void **s)
{
    (void)s;
    LOADS("数,\"名\n称\"\n1,\"甲\r\n乙\"\n2,\"\"\"丙\"\"\"\n", 2, WAN(200));
}

static void empty_file(void **s) { (void)s; BREAKS("", DIAG_NO_HEADER, 0); }
static void bom_alone(void **s) { (void)s; BREAKS("\xef\xbb\xbf", DIAG_NO_HEADER, 0); }
static void only_blank_lines(void **s) { (void)s; BREAKS("\n \n\n", DIAG_NO_HEADER, 0); }
static void nul_byte(void **s) { (void)s; BREAKS("数\n1\n\0\n", DIAG_DATA_ENCODING, 3); }
static void gb18030(void **s) { (void)s; LOADS("\xca\xfd\n1\n", 1, WAN(100)); }
static void gb18030_bad(void **s)
{
    (void)s;
    BREAKS("\xca\xfd\n1\n\xff\n", DIAG_DATA_ENCODING, 3);
}
static void gb18030_nul(void **s) { (void)s; BREAKS("\xca\xfd\n1\0\n", DIAG_DATA_ENCODING, 2); }
/* well-formed, but no character */
static void gb18030_unused(void **s)
{
    (void)s;
    BREAKS("\xca\xfd\n\xfe\x39\xfe\x39\n", DIAG_DATA_ENCODING, 2);
}
static void utf16(void **s) { (void)s; LOADS("\xff\xfepe\n\0001\0\n\0", 1, WAN(100)); }
static void surrogate(void **s) { (void)s; BREAKS("\xff\xfe\x00\xd8", DIAG_DATA_ENCODING, 0); }
static void utf16_odd(void **s) { (void)s; BREAKS("\xff\xfepe\n", DIAG_DATA_ENCODING, 0); }
static void tabs(void **s) { (void)s; LOADS("x\t数\n,\t1\n", 1, WAN(100)); }
static void semicolons(void **s) { (void)s; LOADS("\"x;\";数\n\t;1\n", 1, WAN(100)); }

/* The first line beyond ASCII decides, however late it comes. */
static void late_gb18030(const char *last, enum diag_code code)
{
    struct fixture f;
    fx_init(&f, NULL);
    fx_column(&f, "n", NULL, IR_NONE, 0);
    struct strbuf b;
    strbuf_init(&b, &f.arena);
    strbuf_adds(&b, "x,n\n");
    while (b.len < 600000)
        strbuf_adds(&b, "0123456789,1\n");
    strbuf_adds(&b, last);
    fx_load_limited(&f, b.p, b.len, NULL);
    assert_int_equal(fx_count(&f, code), code == DIAG_DATA_ENCODING);
    assert_int_equal(data_usable(f.set, 0), code != DIAG_DATA_ENCODING);
    assert_int_equal(data_reading(f.set, 0).encoding, TEXT_GB18030);
    fx_free(&f);
}

static void gb18030_late(void **s)
{
    (void)s;
    late_gb18030("\xca\xfd,1\n\xc7\xa7,2\n", DIAG_NO_HEADER);
}
static void both_late(void **s) { (void)s; late_gb18030("\xca\xfd,1\n数,2\n", DIAG_DATA_ENCODING); }
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
    struct data_limits lim = { .max_row_bytes = 12 };
    limited("数\n1\n\"aaaa\naaaa\naaaa\n", lim, DIAG_ROW_TOO_LONG);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lf), cmocka_unit_test(crlf), cmocka_unit_test(cr),
        cmocka_unit_test(no_line_end), cmocka_unit_test(no_line_end_cr), cmocka_unit_test(bom),
        cmocka_unit_test(bom_before_quote), cmocka_unit_test(quotes), cmocka_unit_test(blank_lines),
        cmocka_unit_test(quoted_newlines), cmocka_unit_test(empty_file),
        cmocka_unit_test(bom_alone), cmocka_unit_test(only_blank_lines), cmocka_unit_test(nul_byte),
        cmocka_unit_test(gb18030), cmocka_unit_test(gb18030_bad), cmocka_unit_test(gb18030_nul),
        cmocka_unit_test(gb18030_unused), cmocka_unit_test(surrogate), cmocka_unit_test(utf16_odd),
        cmocka_unit_test(tabs), cmocka_unit_test(semicolons), cmocka_unit_test(gb18030_late),
        cmocka_unit_test(both_late), cmocka_unit_test(utf16), cmocka_unit_test(cut_sequence),
        cmocka_unit_test(open_quote), cmocka_unit_test(quote_inside),
        cmocka_unit_test(text_behind_quote), cmocka_unit_test(header_only),
        cmocka_unit_test(near_text_is_given), cmocka_unit_test(bad_number_has_its_place),
        cmocka_unit_test(number_too_big), cmocka_unit_test(too_many_places),
        cmocka_unit_test(extra_digits_are_found), cmocka_unit_test(too_few_fields),
        cmocka_unit_test(too_many_fields), cmocka_unit_test(many_faults_are_counted),
        cmocka_unit_test(many_faults_of_others_are_counted), cmocka_unit_test(row_limit),
        cmocka_unit_test(row_limit_counts_rows_only), cmocka_unit_test(row_byte_limit),
        cmocka_unit_test(column_limit), cmocka_unit_test(file_byte_limit),
        cmocka_unit_test(origins_are_as_printed), cmocka_unit_test(origin_of_the_header),
        cmocka_unit_test(origins_of_many_rows),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
