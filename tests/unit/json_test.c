/* Lines, JSON, and reports on bad days: hostile texts, failed writes, no memory. */
#include "report_bench.h"

/* ---- lines ---- */

static const char *calc(struct bench *b, bool json)
{
    struct report_out out = { .write = keep_bytes, .ctx = b, .arena = &b->arena };
    restart(b);
    if (json)
        assert_true(report_calc_json(&out, &b->all, &b->json));
    else
        assert_true(report_calc_text(&out, &b->srcs, &b->all, &b->opts));
    return b->text.p;
}

static void lines_are_aligned(void **state)
{
    assert_string_equal(calc(*state, false),
        "伙食补助  1,101,408 元          = 298人 × 14元 × 22天 × 12\n"
        "人均            367.333333… 元  = 伙食补助 / 3\n"
        "                                依据：湘财预〔2021〕3号\n"
        "缺            未知（没有数据）  = 表99.总计\n");
}

static void lines_as_json(void **state)
{
    assert_string_equal(calc(*state, true),
        "{\"fisc\":\"0.1.0\",\n"
        "\"rules\":\"a.fisc\",\n"
        "\"lines\":[\n"
        "{\"name\":\"伙食补助\",\"value\":\"1101408\",\"unit\":\"元\",\"reason\":null,\"because\":null"
        ",\"formula\":\"line 伙食补助 = 298人 × 14元 × 22天 × 12\",\"source\":{\"file\":\"a.fisc\",\"lin"
        "e\":5,\"column\":1}},\n"
        "{\"name\":\"人均\",\"value\":\"367.3333333333333333\",\"unit\":\"元\",\"reason\":null,\"bec"
        "ause\":\"湘财预〔2021〕3号\",\"formula\":\"line 人均 in 元 = 伙食补助 / 3 because \\\"湘财预〔2021〕3号\\\""
        "\",\"source\":{\"file\":\"a.fisc\",\"line\":6,\"column\":1}},\n"
        "{\"name\":\"缺\",\"value\":null,\"unit\":\"元\",\"reason\":\"missing\",\"because\":null,\""
        "formula\":\"line 缺 = 表99.总计\",\"source\":{\"file\":\"a.fisc\",\"line\":7,\"column\":1}}]"
        "}\n");
}

/* ---- JSON ---- */

static void result_as_json(void **state)
{
    struct bench *b = *state;
    finding_add(b, sum_violated);
    b->json.lang = LANG_EN;
    b->json.max_cells = 1;
    assert_string_equal(json_report(b),
        "{\"fisc\":\"0.1.0\",\n"
        "\"rules\":\"a.fisc\",\n"
        "\"summary\":{\"exact\":0,\"rounding\":0,\"violated\":1,\"not-applicable\":0,\"unknown\":"
        "0,\"waived\":0},\n"
        "\"by_severity\":{\"must\":{\"exact\":0,\"rounding\":0,\"violated\":0,\"not-applicable\":"
        "0,\"unknown\":0,\"waived\":0},\"should\":{\"exact\":0,\"rounding\":0,\"violated\":1,\"no"
        "t-applicable\":0,\"unknown\":0,\"waived\":0},\"note\":{\"exact\":0,\"rounding\":0,\"viol"
        "ated\":0,\"not-applicable\":0,\"unknown\":0,\"waived\":0}},\n"
        "\"total\":1,\n"
        "\"truncated\":false,\n"
        "\"results\":[\n"
        "{\"rule\":\"合\",\"label\":null,\"key\":null,\"severity\":\"should\",\"status\":\"violate"
        "d\",\"reason\":null,\"kind\":\"rule\",\"left\":\"1180\",\"right\":\"1180.01\",\"differen"
        "ce\":\"-0.01\",\"slack\":\"0.005\",\"unit\":\"万元\",\"loose\":false,\"message\":\"1,180.0"
        "0 万元 should equal 1,180.01 万元: difference 0.01 万元, at least 0.005 万元 beyond what roundin"
        "g explains\",\"because\":null,\"source\":{\"file\":\"a.fisc\",\"line\":6,\"column\":1},"
        "\"cells\":[{\"table\":\"表08\",\"row\":\"甲科\",\"column\":\"甲\",\"value\":\"590\",\"unit\""
        ":\"万元\",\"kind\":\"figure\",\"file\":\"t08.csv\",\"line\":3,\"field\":3,\"header\":\"甲\""
        ",\"text\":\"590.00\"},{\"table\":\"表08\",\"row\":\"合计\",\"column\":\"甲\",\"value\":\"118"
        "0\",\"unit\":\"万元\",\"kind\":\"figure\",\"file\":\"t08.csv\",\"line\":2,\"field\":3,\"he"
        "ader\":\"甲\",\"text\":\"1,180.00\"}],\"cells_left_out\":1,\"hypotheses\":[]}],\n"
        "\"near\":[],\n"
        "\"notices\":[{\"kind\":\"table-absent\",\"table\":\"表99\",\"message\":\"there is no file "
        "none.csv (表99): no rule that needs it was checked; their results are unknown (check"
        " --data and the file name)\"}]}\n");
}

static void json_of_nothing_is_whole(void **state)
{
    json_t *o = json_loads(json_report(*state), 0, NULL);
    assert_non_null(o);
    assert_int_equal(json_array_size(json_object_get(o, "results")), 0);
    json_decref(o);
}

static void json_takes_any_bytes(void **state)
{
    struct bench *b = *state;
    b->prog.string[b->prog.rule[R_SUM].name] = (char *)(uintptr_t) "坏\xff\"\x1b";
    finding_add(b, sum_violated);
    json_t *o = json_loads(json_report(b), 0, NULL);
    assert_non_null(o);
    json_t *result = json_array_get(json_object_get(o, "results"), 0);
    assert_string_equal(json_string_value(json_object_get(result, "rule")), "坏\\xff\"\\u{1b}");
    json_decref(o);
}

/* ---- bad days ---- */

static void hostile_text_is_escaped(void **state)
{
    struct bench *b = *state;
    data_make(b, "科目,总计,甲,乙,\"丙\n丁\"\n合计,1204,\"\x1b[3\n1m\",\"\u202e31\",7\n");
    b->prog.string[b->prog.rule[R_COLUMNS].source] = (char *)(uintptr_t) "a\x1b]0;x\a = b";
    finding_add(b, columns_violated);
    const char *text = text_report(b, true);
    assert_lacks(text, "\x1b");
    assert_lacks(text, "\a");
    assert_lacks(text, "\u202e");
    assert_has(text, "\\u{1b}[3 1m");
}

static void colours_change_nothing_else(void **state)
{
    struct bench *b = *state;
    finding_add(b, columns_violated);
    const char *plain = text_report(b, true);
    b->opts.render.color = true;
    const char *text = text_report(b, true);
    struct strbuf bare;
    strbuf_init(&bare, &b->arena);
    assert_has(text, "\033[1;31m");
    for (; *text; text++) {
        if (*text == '\033')
            text = strchr(text, 'm');
        else
            strbuf_addc(&bare, *text);
    }
    assert_string_equal(bare.p, plain);
}

static void failed_write_ends_the_report(void **state)
{
    struct bench *b = *state;
    struct report_out out = { .write = keep_bytes, .ctx = b, .arena = &b->arena };
    finding_add(b, columns_violated);
    finding_add(b, balance_violated);
    b->writes_left = 1;
    assert_false(report_text(&out, &b->srcs, &b->all, &b->opts));
    assert_true(out.failed);
    assert_has(b->text.p, "表08.总计");
    assert_lacks(b->text.p, "平衡");
    out.failed = false;
    b->writes_left = 0;
    assert_false(report_json(&out, &b->all, &b->json));
    assert_true(out.failed);
}

static size_t blocks_left;

static void *scarce(size_t size)
{
    return blocks_left && blocks_left-- ? malloc(size) : NULL;
}

static void json_survives_any_failed_allocation(void **state)
{
    struct bench *b = *state;
    bool done = false;
    finding_add(b, columns_violated);
    const char *whole = json_report(b);
    json_set_alloc_funcs(scarce, free);
    for (size_t n = 0; !done && n < 4000; n++) {
        struct report_out out = { .write = keep_bytes, .ctx = b, .arena = &b->arena };
        restart(b);
        blocks_left = n;
        done = report_json(&out, &b->all, &b->json);
        assert_false(out.failed);
    }
    json_set_alloc_funcs(malloc, free);
    assert_true(done);
    assert_string_equal(b->text.p, whole);
}

static jmp_buf out_of_memory;

static void jump(void *ctx)
{
    (void)ctx;
    longjmp(out_of_memory, 1);
}

static void memory_limit_is_the_arenas(void **state)
{
    struct bench *b = *state;
    struct report_out out = { .write = keep_bytes, .ctx = b, .arena = &b->arena };
    finding_add(b, columns_violated);
    for (size_t room = 256; room < 20000; room += 512) {
        for (int json = 0; json < 2; json++) {
            restart(b);
            b->arena.oom = jump;
            if (!setjmp(out_of_memory)) {
                b->arena.limit = b->arena.used + room;
                if (json)
                    report_json(&out, &b->all, &b->json);
                else
                    report_text(&out, &b->srcs, &b->all, &b->opts);
            }
            b->arena.limit = 0;
            assert_ptr_equal(b->arena.oom, jump);
        }
    }
    b->arena.oom = NULL;
}

static bool drop_bytes(void *ctx, const char *bytes, size_t len)
{
    (void)bytes;
    *(size_t *)ctx += len;
    return true;
}

static void many_findings_take_no_more_memory(void **state)
{
    struct bench *b = *state;
    size_t bytes = 0;
    struct report_out out = { .write = drop_bytes, .ctx = &bytes, .arena = &b->arena };
    b->all.find = ARENA_ARRAY(&b->arena, struct finding, 2000);
    for (int i = 0; i < 2000; i++)
        finding_add(b, sum_violated);
    b->opts.max_findings = UINT64_MAX;
    text_report(b, true);           /* what is kept for reading rows again is there now */
    b->arena.limit = b->arena.used + 200000;
    assert_true(report_text(&out, &b->srcs, &b->all, &b->opts));
    assert_true(report_json(&out, &b->all, &b->json));
    assert_true(bytes > 1000000);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        FACT(lines_are_aligned), FACT(lines_as_json), FACT(result_as_json),
        FACT(json_of_nothing_is_whole), FACT(json_takes_any_bytes), FACT(hostile_text_is_escaped),
        FACT(colours_change_nothing_else), FACT(failed_write_ends_the_report),
        FACT(json_survives_any_failed_allocation), FACT(memory_limit_is_the_arenas),
        FACT(many_findings_take_no_more_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
