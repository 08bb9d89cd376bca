/* Intervals of printed cells and sums of them: one fact a test. */
#include "fixture.h"

enum { HALF = 500000, ULP = 1000000 };     /* of 0.01 at 8 places */

struct want { int64_t mid, down, up, open; };

/* One cell of a column of the grid. */
static struct want facets_of(struct ir_grid g, const char *cell)
{
    struct fixture f;
    char csv[64];
    fx_init(&f, NULL);
    f.grid = g;
    uint32_t c = fx_column(&f, "a", NULL, IR_NONE, 0);
    snprintf(csv, sizeof csv, "a,b\n%s,x\n", cell);
    fx_load(&f, csv);
    struct want w = { fx_mid(&f, c, 0), fx_facet(&f, COL_PLAIN, c, FACET_DOWN, 0),
                      fx_facet(&f, COL_PLAIN, c, FACET_UP, 0),
                      fx_facet(&f, COL_PLAIN, c, FACET_OPEN, 0) };
    fx_free(&f);
    return w;
}

static void expect(struct ir_grid g, const char *cell, struct want w)
{
    struct want is = facets_of(g, cell);
    assert_int_equal(is.mid, w.mid);
    assert_int_equal(is.down, w.down);
    assert_int_equal(is.up, w.up);
    assert_int_equal(is.open, w.open);
}

static struct ir_grid cents(unsigned mode)
{
    return fx_grid(mode, 2, 8);
}

enum { NEITHER = 0, BOTH = OPEN_LOWER | OPEN_UPPER };

static void exact_is_a_point(void **s)
{
    (void)s;
    expect(fx_grid(EXACT, 0, 4), "12.34", (struct want){ 123400, 0, 0, NEITHER });
}

static void closed_is_half_a_place(void **s)
{
    (void)s;
    expect(cents(CLOSED), "12.34", (struct want){ WAN(1234), HALF, HALF, NEITHER });
    expect(cents(CLOSED), "-12.34", (struct want){ WAN(-1234), HALF, HALF, NEITHER });
}

static void fewer_places_are_read_at_the_grid(void **s)
{
    (void)s;
    expect(cents(CLOSED), "12", (struct want){ WAN(1200), HALF, HALF, NEITHER });
}

static void printed_zero_has_its_interval(void **s)
{
    (void)s;
    expect(cents(CLOSED), "0.00", (struct want){ 0, HALF, HALF, NEITHER });
}

static void zero_exact_is_a_point(void **s)
{
    (void)s;
    struct ir_grid g = cents(HALF_UP);
    g.zero_exact = 1;
    expect(g, "0.00", (struct want){ 0, 0, 0, NEITHER });
    expect(g, "0.01", (struct want){ WAN(1), HALF, HALF, OPEN_UPPER });
}

static void blanks_have_no_interval(void **s)
{
    (void)s;
    static const char *const cell[] = { "", " ", "—", "/", "无" };
    for (size_t i = 0; i < 5; i++)
        expect(cents(TRUNCATE), cell[i], (struct want){ 0, 0, 0, NEITHER });
}

static void half_up_opens_the_outer_end(void **s)
{
    (void)s;
    expect(cents(HALF_UP), "0.01", (struct want){ WAN(1), HALF, HALF, OPEN_UPPER });
    expect(cents(HALF_UP), "-0.01", (struct want){ WAN(-1), HALF, HALF, OPEN_LOWER });
    expect(cents(HALF_UP), "0.00", (struct want){ 0, HALF, HALF, BOTH });
}

static void half_even_looks_at_the_last_digit(void **s)
{
    (void)s;
    expect(cents(HALF_EVEN), "12.34", (struct want){ WAN(1234), HALF, HALF, NEITHER });
    expect(cents(HALF_EVEN), "12.35", (struct want){ WAN(1235), HALF, HALF, BOTH });
    expect(cents(HALF_EVEN), "-12.35", (struct want){ WAN(-1235), HALF, HALF, BOTH });
    expect(cents(HALF_EVEN), "0.00", (struct want){ 0, HALF, HALF, NEITHER });
}

static void half_even_digit_is_at_the_grid(void **s)
{
    (void)s;
    expect(cents(HALF_EVEN), "12.3", (struct want){ WAN(1230), HALF, HALF, NEITHER });
}

static void truncation_goes_outward(void **s)
{
    (void)s;
    expect(cents(TRUNCATE), "0.01", (struct want){ WAN(1), 0, ULP, OPEN_UPPER });
    expect(cents(TRUNCATE), "-0.01", (struct want){ WAN(-1), ULP, 0, OPEN_LOWER });
    expect(cents(TRUNCATE), "0.00", (struct want){ 0, ULP, ULP, BOTH });
}

static void extra_digits_bring_their_own_place(void **s)
{
    (void)s;
    expect(cents(CLOSED), "12.345", (struct want){ 1234500000, HALF / 10, HALF / 10, NEITHER });
    expect(cents(TRUNCATE), "12.345", (struct want){ 1234500000, 0, ULP / 10, OPEN_UPPER });
}

static void extra_digits_bring_their_own_parity(void **s)
{
    (void)s;
    expect(cents(HALF_EVEN), "12.345", (struct want){ 1234500000, HALF / 10, HALF / 10, BOTH });
    expect(cents(HALF_EVEN), "12.354", (struct want){ 1235400000, HALF / 10, HALF / 10, NEITHER });
}

static void grid_of_tens(void **s)
{
    (void)s;
    expect(fx_grid(HALF_EVEN, -1, 4), "120", (struct want){ 1200000, 50000, 50000, NEITHER });
    expect(fx_grid(HALF_EVEN, -1, 4), "130", (struct want){ 1300000, 50000, 50000, BOTH });
    expect(fx_grid(CLOSED, -1, 4), "125", (struct want){ 1250000, 5000, 5000, NEITHER });
}

/* ── what a whole column gives ── */

static void lanes_of_rows_follow_the_list(void **s)
{
    (void)s;
    struct fixture f;
    int64_t buf[3];
    const uint64_t rows[] = { 2, 0, 2 };
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "a", NULL, IR_NONE, 0), ref = fx_ref(&f, COL_PLAIN, c);
    fx_load(&f, "a\n1\n2\n3\n");
    const int64_t *p = data_facet(f.set, ref, FACET_MID, 0, rows, 3, buf);
    assert_int_equal(p[0], WAN(300));
    assert_int_equal(p[1], WAN(100));
    assert_int_equal(p[2], WAN(300));
    fx_free(&f);
}

static void lanes_cross_blocks(void **s)
{
    (void)s;
    struct fixture f;
    static char csv[8 * 1400];
    int64_t buf[600];
    size_t len = (size_t)snprintf(csv, sizeof csv, "a\n");
    fx_init(&f, NULL);
    for (unsigned i = 0; i < 1300; i++)
        len += (size_t)snprintf(csv + len, sizeof csv - len, "%u\n", i);
    uint32_t ref = fx_ref(&f, COL_PLAIN, fx_column(&f, "a", NULL, IR_NONE, 0));
    fx_load(&f, csv);
    assert_int_equal(data_rows(f.set, 0), 1300);
    const int64_t *p = data_facet(f.set, ref, FACET_MID, 500, NULL, 600, buf);
    for (unsigned i = 0; i < 600; i++)
        assert_int_equal(p[i], WAN(100 * (500 + (int64_t)i)));
    fx_free(&f);
}

static void empty_facets_are_null(void **s)
{
    (void)s;
    struct fixture f;
    int64_t buf[1];
    fx_init(&f, NULL);
    uint32_t ref = fx_ref(&f, COL_PLAIN, fx_column(&f, "a", NULL, IR_NONE, 0));
    fx_load(&f, "a,b\n,x\n");
    assert_non_null(data_facet(f.set, ref, FACET_MID, 0, NULL, 1, buf));
    assert_null(data_facet(f.set, ref, FACET_DOWN, 0, NULL, 1, buf));
    assert_null(data_facet(f.set, ref, FACET_OPEN, 0, NULL, 1, buf));
    assert_null(data_facet(f.set, ref, FACET_REASON, 0, NULL, 1, buf));
    fx_free(&f);
}

static void bad_cell_has_a_reason_and_no_value(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    uint32_t c = fx_column(&f, "a", NULL, IR_NONE, 0);
    fx_load(&f, "a\nx\n10000000001\n1\n");
    assert_int_equal(fx_reason(&f, c, 0), RS_UNREADABLE);
    assert_int_equal(fx_reason(&f, c, 1), RS_OVERFLOW);
    assert_int_equal(fx_reason(&f, c, 2), RS_NONE);
    assert_int_equal(fx_mid(&f, c, 0), 0);
    assert_int_equal(fx_facet(&f, COL_PLAIN, c, FACET_UP, 0), 0);
    fx_free(&f);
}

static void absent_table_is_missing(void **s)
{
    (void)s;
    struct fixture f;
    int64_t buf[2];
    fx_init(&f, "合计");
    uint32_t ref = fx_ref(&f, COL_PLAIN, fx_column(&f, "a", NULL, IR_NONE, 0));
    f.set = data_new(&f.arena, &f.prog, &f.diags);
    assert_false(data_present(f.set, 0));
    assert_int_equal(data_cell_facet(f.set, &(struct ir_cell){ ref, 0 }, FACET_REASON), RS_MISSING);
    assert_int_equal(data_facet(f.set, ref, FACET_REASON, 0, NULL, 2, buf)[1], RS_MISSING);
    assert_int_equal(data_facet(f.set, ref, FACET_MID, 0, NULL, 2, buf)[1], 0);
    assert_int_equal(f.diags.errors, 0);
    fx_free(&f);
}

static void missing_total_row_is_missing(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, "合计");
    uint32_t ref = fx_ref(&f, COL_PLAIN, fx_column(&f, "a", NULL, IR_NONE, 0));
    fx_load(&f, "名称,a\n甲,1\n");
    assert_int_equal(data_total_row(f.set, 0), DATA_NO_ROW);
    assert_int_equal(data_cell_facet(f.set, &(struct ir_cell){ ref, 0 }, FACET_REASON), RS_MISSING);
    assert_int_equal(data_cell_facet(f.set, &(struct ir_cell){ ref, 0 }, FACET_MID), 0);
    fx_free(&f);
}

/* ── sums ── */

/* 总计 { 甲 others } */
static void others_init(struct fixture *f, uint32_t *total, const char *csv)
{
    fx_init(f, NULL);
    *total = fx_column(f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_column(f, "甲", NULL, *total, 0);
    fx_load(f, csv);
}

#define OTHERS_FACET(facet) fx_facet(&f, COL_OTHERS, total, facet, 0)

static void others_add_up(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t total;
    others_init(&f, &total, "总计,甲,乙,丙\n10,5,3.20,1.80\n");
    assert_int_equal(OTHERS_FACET(FACET_MID), WAN(500));
    assert_int_equal(OTHERS_FACET(FACET_DOWN), 2 * HALF);
    assert_int_equal(OTHERS_FACET(FACET_UP), 2 * HALF);
    fx_free(&f);
}

static void others_give_the_first_reason(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t total;
    others_init(&f, &total, "总计,甲,乙,丙\n10,5,10000000001,x\n10,5,1,1\n");
    assert_int_equal(OTHERS_FACET(FACET_REASON), RS_OVERFLOW);
    assert_int_equal(OTHERS_FACET(FACET_MID), 0);
    fx_free(&f);
}

static void others_beyond_64_bits_overflow(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t total;
    others_init(&f, &total, "总计,甲,乙1,乙2,乙3,乙4,乙5,乙6,乙7,乙8,乙9,乙10\n"
           "1,1,10000000000,10000000000,10000000000,10000000000,10000000000,10000000000,"
           "10000000000,10000000000,10000000000,10000000000\n");
    assert_int_equal(OTHERS_FACET(FACET_REASON), RS_OVERFLOW);
    assert_int_equal(OTHERS_FACET(FACET_MID), 0);
    fx_free(&f);
}

static void others_of_a_missing_column_are_missing(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t total;
    others_init(&f, &total, "甲,乙\n1,2\n");
    assert_int_equal(OTHERS_FACET(FACET_REASON), RS_MISSING);
    fx_free(&f);
}

static void text_columns_are_no_others(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t total;
    others_init(&f, &total, "总计,甲,备注\n10,5,见附件\n10,5,\n");
    assert_int_equal(OTHERS_FACET(FACET_MID), 0);
    assert_int_equal(OTHERS_FACET(FACET_REASON), RS_NONE);
    assert_int_equal(f.diags.errors, 0);
    fx_free(&f);
}

static void half_text_columns_are_told(void **s)
{
    (void)s;
    struct fixture f;
    uint32_t total;
    others_init(&f, &total, "总计,甲,乙\n10,5,见附件\n10,5,5\n");
    assert_int_equal(OTHERS_FACET(FACET_REASON), RS_UNREADABLE);
    const struct diag *g = fx_diag(&f, DIAG_BAD_NUMBER);
    assert_int_equal(g->place.line, 2);
    assert_int_equal(g->place.column, 3);
    assert_string_equal(g->place.header, "乙");
    assert_string_equal(g->place.text, "见附件");
    fx_free(&f);
}

static void others_open_ends_join(void **s)
{
    (void)s;
    struct fixture f;
    fx_init(&f, NULL);
    f.grid = cents(HALF_UP);
    uint32_t total = fx_column(&f, "总计", NULL, IR_NONE, BRACES | OTHERS);
    fx_load(&f, "总计,甲,乙\n1,2,-1\n");
    assert_int_equal(OTHERS_FACET(FACET_OPEN), BOTH);
    fx_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_is_a_point), cmocka_unit_test(closed_is_half_a_place),
        cmocka_unit_test(fewer_places_are_read_at_the_grid),
        cmocka_unit_test(printed_zero_has_its_interval), cmocka_unit_test(zero_exact_is_a_point),
        cmocka_unit_test(blanks_have_no_interval), cmocka_unit_test(half_up_opens_the_outer_end),
        cmocka_unit_test(half_even_looks_at_the_last_digit),
        cmocka_unit_test(half_even_digit_is_at_the_grid), cmocka_unit_test(truncation_goes_outward),
        cmocka_unit_test(extra_digits_bring_their_own_place),
        cmocka_unit_test(extra_digits_bring_their_own_parity), cmocka_unit_test(grid_of_tens),
        cmocka_unit_test(lanes_of_rows_follow_the_list), cmocka_unit_test(lanes_cross_blocks),
        cmocka_unit_test(empty_facets_are_null),
        cmocka_unit_test(bad_cell_has_a_reason_and_no_value),
        cmocka_unit_test(absent_table_is_missing), cmocka_unit_test(missing_total_row_is_missing),
        cmocka_unit_test(others_add_up), cmocka_unit_test(others_give_the_first_reason),
        cmocka_unit_test(others_beyond_64_bits_overflow),
        cmocka_unit_test(others_of_a_missing_column_are_missing),
        cmocka_unit_test(text_columns_are_no_others), cmocka_unit_test(half_text_columns_are_told),
        cmocka_unit_test(others_open_ends_join),
    };
    return cmocka_run_group_tests_name("facet", tests, NULL, NULL);
}
