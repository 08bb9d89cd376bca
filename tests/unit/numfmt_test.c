/* Numbers as a workbook shows them: one format a test. */
#include "fixture.h"
#include "../../runtime/numfmt.h"

static void shows(const char *code, const char *digits, const char *want, bool hidden)
{
    struct arena a;
    struct strbuf out;
    struct shown shown;
    arena_init(&a, 0, NULL, NULL);
    strbuf_init(&out, &a);
    struct format f = format_parse(code, strlen(code));
    format_number(&out, &f, digits, strlen(digits), false, &shown);
    assert_string_equal(out.p, want);
    assert_int_equal(shown.hidden, hidden);
    arena_free(&a);
}

static void general(void **s)
{
    (void)s;
    shows("General", "0", "0", false);
    shows("General", "-1234567.891", "-1234567.891", false);
    shows("General", "0.30000000000000004", "0.3", false);
    shows("General", "1.0E-2", "0.01", false);
    shows("General", "1E+20", "100000000000000000000", false);
    shows("General", "1.5E+300", "1.5E+300", false);
    shows("G/通用格式\"元\"", "-4.5", "-4.5元", false);
    shows("General", "no number", "no number", false);
    shows("General", "1E999", "1E999", false);
}

static void places(void **s)
{
    (void)s;
    shows("0.00", "12.3456", "12.35", true);
    shows("0.00", "-12.345", "-12.35", true);
    shows("0.00", "1.0049999999999999", "1.01", true);      /* 1.005 in 15 digits */
    shows("0.00", "9.999", "10.00", true);
    shows("0.00", "-0.001", "0.00", true);
    shows("0.00", "12.350000000000001", "12.35", false);
    shows("0", "0.5", "1", true);
    shows("0", "0.4", "0", true);
    shows("#,##0.##", "1234", "1,234", false);
    shows("#,##0.##", "1234.5", "1,234.5", false);
    shows("#", "0", "", false);
    shows("0000000", "20805", "0020805", false);
    shows("000-0000", "2010301", "201-0301", false);
}

static void separators(void **s)
{
    (void)s;
    shows("#,##0.00", "1234567.891", "1,234,567.89", true);
    shows("#,##0", "999.5", "1,000", true);
    shows("#,##0", "-123", "-123", false);
}

static void scaled(void **s)
{
    (void)s;
    shows("0.00%", "0.12345", "12.35%", true);
    shows("0!.0000", "123456", "12.3456", false);
    shows("0!.0000", "-5", "-0.0005", false);
    shows("0\\.0,", "12345678", "1234.6", true);
    shows("0.00E+00", "2010301", "2.01E+06", true);
    shows("0.00E+00", "9.999E5", "1.00E+06", true);
    shows("0.00E+00", "-1E-5", "-1.00E-05", false);
}

static void sections(void **s)
{
    (void)s;
    const char *accounting = "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ";
    shows(accounting, "-1234.5", "-1,234.50", false);
    shows(accounting, "0", "-", false);
    shows("#,##0.00_);(#,##0.00)", "-1234.5", "(1,234.50)", false);
    shows("#,##0.00;[Red]#,##0.00", "-1234.5", "-1,234.50", false);
    shows("0.00;;", "-5", "-5", false);
    shows(";;;", "5", "5", false);
    shows(";;;", "0", "", false);
}

static void text(void **s)
{
    (void)s;
    shows("0.00\"万元\"", "12.34", "12.34万元", false);
    shows("[$￥-804]#,##0.00", "-1234.5", "-1,234.50", false);
    shows("¥#,##0.00", "1234.5", "1,234.50", false);
    shows("@", "2010301", "2010301", false);
    shows("# ?/?", "0.5", "0.5", false);
    shows("[DBNum2][$-804]General", "5.5", "5.5", false);
    shows("[>=1000]0.0,;0", "5.5", "5.5", false);
}

static void dates(void **s)
{
    (void)s;
    shows("yyyy\"年\"m\"月\"", "44562", "2022-01-01", false);
    shows("m/d/yy", "1", "1900-01-01", false);
    shows("m/d/yy", "59", "1900-02-28", false);
    shows("m/d/yy", "60", "1900-02-29", false);
    shows("m/d/yy", "61", "1900-03-01", false);
    shows("[DBNum1]yyyy年", "44562.5", "2022-01-01 12:00", false);
    shows("h:mm", "0.25", "06:00", false);
    shows("h:mm", "0.99999999", "1900-01-01", false);
    shows("m/d/yy", "2958465", "9999-12-31", false);
    shows("m/d/yy", "2958466", "2958466", false);
    shows("m/d/yy", "-1", "-1", false);
}

static void malformed(void **s)
{
    (void)s;
    shows("\"", "5", "5", false);
    shows("[", "5", "5", false);
    shows("0\\", "5", "5", false);
    shows("0.0.0.0", "5", "5.0.0.0", false);
    shows("", "5", "5", false);
    shows(";;;;;;;", "-5", "-5", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(general), cmocka_unit_test(places), cmocka_unit_test(separators),
        cmocka_unit_test(scaled), cmocka_unit_test(sections), cmocka_unit_test(text),
        cmocka_unit_test(dates), cmocka_unit_test(malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
