/* The front end where a golden file cannot show it: large and hostile texts, files on disk,
 * spans. */
#include "../../compiler/front.h"
#include "../../compiler/astdump.h"
#include "../../grammar/lexeme.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "temp_folder.h"

struct bench {
    struct arena arena;
    struct symtab *syms;
    struct srcs srcs;
    struct diags diags;
    struct ast ast;
    struct front_opts opts;
    struct strbuf text;
};

static void bench_begin(struct bench *b)
{
    *b = (struct bench){ .opts = { .root_dirfd = -1 } };
    arena_init(&b->arena, 0, NULL, NULL);
    b->syms = symtab_new(&b->arena);
    srcs_init(&b->srcs, &b->arena);
    diags_init(&b->diags, &b->arena);
    strbuf_init(&b->text, &b->arena);
}

static int bench_open(void **state)
{
    static struct bench b;
    bench_begin(&b);
    *state = &b;
    return 0;
}

static int bench_close(void **state)
{
    arena_free(&((struct bench *)*state)->arena);
    return 0;
}

static bool parse(struct bench *b)
{
    return front_parse(&b->arena, b->syms, &b->srcs, &b->diags, &b->opts, "main.fisc", b->text.p,
                       b->text.len,
                       &b->ast);
}

static void add(struct bench *b, const char *what, unsigned times)
{
    while (times-- > 0)
        strbuf_adds(&b->text, what);
}

static void assert_one(struct bench *b, enum diag_code code)
{
    assert_int_equal(b->diags.errors, 1);
    assert_int_equal(b->diags.first->code, code);
}

/* ---- large texts ---- */

static void brackets_give_one_fault(void **state)
{
    static const char *const open[] = { "(", "f(", "-", "{", "（", "- (" };
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        struct bench b;
        bench_begin(&b);
        add(&b, "line a = ", 1);
        add(&b, open[i], 100000);
        add(&b, "\nline b = 1\n", 1);
        assert_false(parse(&b));
        assert_one(&b, open[i][0] == '{' ? DIAG_SYNTAX : DIAG_TOO_DEEP);
        arena_free(&b.arena);
    }
    (void)state;
}

static void tree_brackets_give_one_fault(void **state)
{
    struct bench *b = *state;
    add(b, "table T in 元 from \"f\" {\n  column c ", 1);
    add(b, "{ a ", 100000);
    add(b, "\n  must c >= 0\n}\n", 1);
    assert_false(parse(b));
    assert_one(b, DIAG_TOO_DEEP);
}

static void closing_brackets_give_one_fault_a_line(void **state)
{
    struct bench *b = *state;
    add(b, ")", 100000);
    add(b, "\nline a = 1\n", 1);
    add(b, "}", 100000);
    assert_false(parse(b));
    assert_int_equal(b->diags.errors, 2);
}

static void fault_in_the_last_line_has_its_line(void **state)
{
    struct bench *b = *state;
    uint32_t line, col;
    for (unsigned i = 0; i < 50000; i++)
        strbuf_addf(&b->text, "line 项目%u = 项目%u + 表.合计 × 3  # 备注\n", i, i / 2);
    add(b, "line last = 1 +", 1);
    assert_false(parse(b));
    assert_one(b, DIAG_SYNTAX);
    srcs_locate(&b->srcs, b->diags.first->span, &line, &col);
    assert_int_equal(line, 50001);
    assert_int_equal(col, 16);
}

static void every_fault_is_counted(void **state)
{
    struct bench *b = *state;
    add(b, "line a = = 1\n", 20000);
    assert_false(parse(b));
    assert_int_equal(b->diags.errors, 20000);
}

static void long_sums_have_a_bound(void **state)
{
    struct bench *b = *state;
    add(b, "line a = 1", 1);
    add(b, " + 1", AST_MAX_DEPTH - 1);
    add(b, "\n", 1);
    assert_true(parse(b));
    assert_int_equal(b->ast.stmt[0].u.fig.value->depth, AST_MAX_DEPTH);
    b->text.len--;
    add(b, " + 1", 100000);
    assert_false(parse(b));
    assert_one(b, DIAG_TOO_LONG_RULE);
}

/* ---- hostile texts ---- */

static const char sample[] =
    "use cn.units\nunit 元；unit 人 count\nunit 万元 = 10000 元\nparam 比例 = 30％ because “文件”\n"
    "line 甲 in 元/人·天 = （298 人 × 14元/人 - round(x^2, 0.01 万元)）÷ -３\n"
    "table 表08 \"明细\" in 万元 to 0.01 half-up zero exact from \"f.csv\" {\n"
    "  rows 合计 { 部门 by 代码 3 { 单位 by 代码 6 } } ; key 项目\n"
    "  column 总计 {\n    工资 \"工资/合计\" | \"工资\" { 基本 in 元 exact others }\n    其余 }\n"
    "  must 名: 基本 >= 0 exactly"
    " because \"a\\\"b\"\n}\n必须 甲 = 乙 ≤ 表08.\"印 刷\" # 完\nnote x is 48.0%\n";

/* Whatever the text: it parses or there is an error, and every error stands inside the text. */
static void assert_told(struct bench *b)
{
    bool ok = parse(b);
    assert_true(ok == (b->diags.errors == 0));
    for (const struct diag *d = b->diags.first; d; d = d->next) {
        assert_int_equal(d->span.file, 0);
        assert_true((size_t)d->span.off + d->span.len <= b->text.len);
    }
}

static const char *no_module(void *ctx, const char *name, size_t *len)
{
    (void)ctx;
    *len = 0;
    return strcmp(name, "cn.units") ? NULL : "";
}

static void cut_texts_are_told(void **state)
{
    for (size_t cut = 0; cut < sizeof sample; cut++) {
        struct bench b;
        bench_begin(&b);
        b.opts.module = no_module;
        strbuf_add(&b.text, sample, cut);
        assert_told(&b);
        arena_free(&b.arena);
    }
    (void)state;
}

static void mixed_up_texts_are_told(void **state)
{
    uint64_t seed = 1;
    for (unsigned round = 0; round < 3000; round++) {
        struct bench b;
        bench_begin(&b);
        b.opts.module = no_module;
        for (unsigned i = 0; i < 12; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t from = (seed >> 33) % sizeof sample, len = (seed >> 20) % 40;
            strbuf_add(&b.text, sample + from, len < sizeof sample - 1 - from ? len : 0);
        }
        assert_told(&b);
        arena_free(&b.arena);
    }
    (void)state;
}

static void wrong_bytes_are_told(void **state)
{
    for (size_t at = 0; at < sizeof sample - 1; at++) {
        struct bench b;
        bench_begin(&b);
        strbuf_add(&b.text, sample, sizeof sample - 1);
        b.text.p[at] = at % 3 ? (char)(at * 37) : '\0';
        assert_told(&b);
        arena_free(&b.arena);
    }
    (void)state;
}

/* ---- spans ---- */

static void assert_span(struct bench *b, struct span span, const char *text)
{
    assert_int_equal(span.len, strlen(text));
    assert_memory_equal(b->text.p + span.off, text, span.len);
}

static void nodes_have_their_spans(void **state)
{
    struct bench *b = *state;
    add(b, "unit 元\nmust 甲: (a + 3 元/ 元) × f(T.\"b c\") - c ≤ 48.0% exactly because \"x\"  # end\n",
        1);
    assert_true(parse(b));
    const struct rule *r = b->ast.stmt[1].u.rule;
    assert_span(b, r->span,
                "must 甲: (a + 3 元/ 元) × f(T.\"b c\") - c ≤ 48.0% exactly because \"x\"");
    assert_span(b, r->name.span, "甲");
    assert_span(b, r->rel_span[0], "≤");
    assert_span(b, r->side[0]->span, "(a + 3 元/ 元) × f(T.\"b c\") - c");
    const struct expr *product = r->side[0]->u.bin.a;
    assert_span(b, product->span, "(a + 3 元/ 元) × f(T.\"b c\")");
    assert_span(b, product->u.bin.op, "×");
    assert_span(b, product->u.bin.a->span, "(a + 3 元/ 元)");
    assert_span(b, product->u.bin.b->span, "f(T.\"b c\")");
    assert_span(b, product->u.bin.b->u.call.arg[0]->u.ref.path[0].span, "\"b c\"");
    assert_span(b, r->side[1]->span, "48.0%");
    assert_span(b, r->side[1]->u.num.unit->span, "%");
}

/* ---- units in runs ---- */

static void runs_split_into_whole_units(void **state)
{
    struct bench *b = *state;
    struct vocabulary *v = vocabulary_new(&b->arena);
    static const char *const names[] = { "人", "人天", "天数", "元" };
    uint16_t cut[SPLIT_MAX];
    for (size_t i = 0; i < 4; i++)
        vocabulary_add(v, names[i], strlen(names[i]));
    assert_int_equal(vocabulary_split(v, "人天", 6, cut), 1);
    /* not 人天, of which 数 would be left */
    assert_int_equal(vocabulary_split(v, "人天数", 9, cut), 2);
    assert_int_equal(cut[0], 3);
    assert_int_equal(cut[1], 9);
    assert_int_equal(vocabulary_split(v, "人数", 6, cut), 0);
    assert_int_equal(vocabulary_split(v, "元元元", 9, cut), 3);
}

/* ---- files ---- */

static void file_write(const char *folder, const char *name, const char *text)
{
    char path[TEMP_FOLDER_ROOM + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void folder_open(struct bench *b, char folder[TEMP_FOLDER_ROOM])
{
    assert_true(temp_folder(folder));
    b->opts.root_dirfd = open(folder, O_PATH | O_DIRECTORY);
    assert_true(b->opts.root_dirfd >= 0);
}

static void folder_close(struct bench *b, const char *folder)
{
    char command[600];
    close(b->opts.root_dirfd);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void links_and_pipes_are_not_read(void **state)
{
    struct bench *b = *state;
    char folder[TEMP_FOLDER_ROOM];
    folder_open(b, folder);
    file_write(folder, "real.fisc", "line a = 1\n");
    assert_int_equal(symlinkat("real.fisc", b->opts.root_dirfd, "link.fisc"), 0);
    assert_int_equal(symlinkat("/etc", b->opts.root_dirfd, "etc"), 0);
    assert_int_equal(mkfifoat(b->opts.root_dirfd, "pipe.fisc", 0600), 0);
    add(b, "use \"link.fisc\"\nuse \"etc/passwd\"\nuse \"pipe.fisc\"\nuse \"real.fisc\"\n", 1);
    assert_false(parse(b));
    const struct diag *d = b->diags.first;
    assert_int_equal(d->code, DIAG_OUTSIDE_ROOT);
    /* not a folder without following the link */
    assert_int_equal((d = d->next)->code, DIAG_NO_FILE);
    assert_int_equal((d = d->next)->code, DIAG_FILE_UNREADABLE);
    assert_null(d->next);
    folder_close(b, folder);
}

static void files_have_a_largest_size(void **state)
{
    struct bench *b = *state;
    char folder[TEMP_FOLDER_ROOM];
    const char *text;
    size_t len;
    folder_open(b, folder);
    file_write(folder, "big.fisc", "line abcdefghijklmnopqrstuvwxyz = 1\n");
    b->opts.max_rule_bytes = 20;
    add(b, "use \"big.fisc\"\n", 1);
    assert_false(parse(b));
    assert_one(b, DIAG_FILE_TOO_BIG);
    assert_false(front_read_file(&b->arena, &b->diags, &b->opts, b->opts.root_dirfd, "big.fisc",
                                 &text, &len));
    assert_int_equal(b->diags.last->code, DIAG_FILE_TOO_BIG);
    b->opts.max_rule_bytes = 36;
    assert_true(front_read_file(&b->arena, &b->diags, &b->opts, b->opts.root_dirfd, "big.fisc",
                                &text, &len));
    assert_string_equal(text, "line abcdefghijklmnopqrstuvwxyz = 1\n");
    assert_int_equal(len, 36);
    folder_close(b, folder);
}

static void without_a_root_no_file_is_found(void **state)
{
    struct bench *b = *state;
    add(b, "use \"x.fisc\"\n", 1);
    assert_false(parse(b));
    assert_one(b, DIAG_NO_FILE);
}

static const char *file_using_module(void *ctx, const char *name, size_t *len)
{
    (void)ctx;
    (void)name;
    *len = strlen("use \"x.fisc\"\n");
    return "use \"x.fisc\"\n";
}

static void modules_use_no_files(void **state)
{
    struct bench *b = *state;
    b->opts.module = file_using_module;
    add(b, "use m\n", 1);
    assert_false(parse(b));
    assert_one(b, DIAG_OUTSIDE_ROOT);
    assert_string_equal(b->srcs.file[b->diags.first->span.file].name, "m");
}

/* mN uses mN+1; the last uses m0 if the chain is to be a ring */
struct chain_of { struct arena *arena; unsigned count; bool ring; };

static const char *chained_module(void *ctx, const char *name, size_t *len)
{
    const struct chain_of *c = ctx;
    unsigned n = (unsigned)strtoul(name + 1, NULL, 10);
    const char *text = arena_printf(c->arena, "unit u%u\nuse m%u\n", n, n + 1);
    if (n + 1 == c->count)
        text = c->ring ? "use m0\n" : "unit last\n";
    *len = strlen(text);
    return text;
}

static void long_chains_of_files_are_read(void **state)
{
    struct bench *b = *state;
    struct chain_of c = { &b->arena, 20000, false };
    b->opts.module = chained_module;
    b->opts.module_ctx = &c;
    add(b, "use m0\nline a = 3last + 4u19998\n", 1);
    assert_true(parse(b));
    assert_int_equal(b->ast.nstmt, 20000 + 19999 + 2);
    assert_int_equal(b->ast.stmt[0].kind, ST_UNIT);
    assert_string_equal(sym_text(b->syms, b->ast.stmt[0].name.text), "last");
}

static void long_rings_of_files_are_told_once(void **state)
{
    struct bench *b = *state;
    struct chain_of c = { &b->arena, 300, true };
    b->opts.module = chained_module;
    b->opts.module_ctx = &c;
    add(b, "use m0\nline a = 1\n", 1);
    assert_false(parse(b));
    assert_one(b, DIAG_USE_CYCLE);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)
    const struct CMUnitTest tests[] = {
        TEST(brackets_give_one_fault), TEST(tree_brackets_give_one_fault),
        TEST(closing_brackets_give_one_fault_a_line), TEST(fault_in_the_last_line_has_its_line),
        TEST(every_fault_is_counted), TEST(long_sums_have_a_bound), TEST(cut_texts_are_told),
        TEST(mixed_up_texts_are_told), TEST(wrong_bytes_are_told), TEST(nodes_have_their_spans),
        TEST(runs_split_into_whole_units), TEST(links_and_pipes_are_not_read),
        TEST(files_have_a_largest_size), TEST(without_a_root_no_file_is_found),
        TEST(modules_use_no_files), TEST(long_chains_of_files_are_read),
        TEST(long_rings_of_files_are_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
