/* Figures of the hand-written checker, and its loop: checker_hand FIGURES [TIMES]
 * In: what checker_data.py writes. Out: a line for each result, as checker_hand.py prints them;
 * with TIMES the nanoseconds of that many evaluations. */
#include "checker_hand.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const wages[] = { X_WAGES(NAMED) }, *const wages_gov[] = { X_WAGES_GOV(NAMED) },
    *const goods[] = { X_GOODS(NAMED) }, *const goods_gov[] = { X_GOODS_GOV(NAMED) },
    *const persons[] = { X_PERSONS(NAMED) }, *const items[] = { X_ITEMS(NAMED) },
    *const three[] = { X_THREE(NAMED) }, *const staff[] = { X_STAFF(NAMED) };
static const char *const income[] = {
    "收入总计", "本年收入合计", "一、一般公共预算拨款", "一、一般公共预算拨款/经费拨款",
    "一、一般公共预算拨款/纳入一般公共预算管理的非税收入拨款", "二、政府性基金拨款",
    "三、纳入专户管理的非税收入拨款", "四、上级补助收入", "四、上级补助收入/一般公共预算补助",
    "四、上级补助收入/政府性基金补助", "五、事业单位经营服务收入", "六、其他收入",
    "七、用事业基金弥补收支差额", "八、上年结转" };
static const char *const use[] = { "支出总计", "本年支出合计", "一、一般公共服务支出",
                                   "八、社会保障和就业支出", "九、社会保险支出",
                                   "二十、住房保障支出" };
static const char *const econ[] = {
    "支出总计", "本年支出合计", "一、基本支出", "一、基本支出/工资福利支出",
    "一、基本支出/商品和服务支出", "一、基本支出/对个人和家庭的补助", "二、项目支出",
    "二、项目支出/商品和服务支出", "二、项目支出/对个人和家庭的补助",
    "二、项目支出/债务利息及费用支出", "二、项目支出/资本性支出(基本建设)",
    "二、项目支出/资本性支出", "二、项目支出/对企业补助(基本建设)", "二、项目支出/对企业补助",
    "二、项目支出/对社会保障基金补助", "二、项目支出/其他支出", "六、结转下年" };
static const char *const gov[] = {
    "支出总计", "本年支出合计", "一、机关工资福利支出", "二、机关商品和服务支出",
    "三、机关资本性支出(一)", "四、机关资本性支出(二)", "五、对事业单位经常性补助",
    "六、对事业单位资本性补助", "七、对企业补助", "八、对企业资本性支出", "九、对个人和家庭的补助",
    "十、对社会保障基金补助", "十一、债务利息及费用支出", "十二、债务还本支出", "十三、转移性支出",
    "十四、预留费及预留", "十五、其他支出" };
static const char *const income1[] = {
    "收入总计", "一、本年收入", "一、本年收入/（一）一般公共预算拨款",
    "一、本年收入/（二）政府性基金拨款", "一、本年收入/（三）纳入专户管理的非税收入拨款",
    "一、本年收入/（四）上级补助收入", "一、本年收入/（五）事业单位经营服务收入",
    "一、本年收入/（六）其他收入", "二、上年结转" };
static const char *const use1[] = {
    "支出总计", "一、本年支出", "一、本年支出/（一）一般公共服务支出",
    "一、本年支出/（八）社会保障和就业支出", "一、本年支出/（九）社会保险支出",
    "一、本年支出/(二十) 住房保障支出", "二、结转下年" };
#define GOT "单位年度收入预算(万元)/"
#define SPENT "单位年度支出预算(万元)/"
#define OF_THREE "其中:三公经费预算(万元)/"
static const char *const overall[] = {
    "人员编制数", "实有人数", GOT "收入合计", GOT "公共财政拨款", GOT "政府性基金拨款",
    GOT "非税收入拨款", GOT "其他拨款", SPENT "支出合计", SPENT "基本支出", SPENT "项目支出",
    OF_THREE "合计", OF_THREE "公务用车运行和购置费", OF_THREE "因公出国（境）费",
    OF_THREE "公务接待费" };
static const char *const cost[] = { "年预算总成本" }, *const last_detail[] = { "合计" };
static const char *const money[] = { "合计", "市级资金", "省级资金", "中央资金", "县级资金",
                                     "自有资金" };
static const char *const detail[] = { "合计", "会务培训", "宣传资料印刷", "办公经费",
                                      "一体化平台软件维护", "线路租赁费", "政务网络运行及维护" };
static const char *const boxes[] = { "新增项目", "延续项目", "1.基本建设类", "其中:新建", "其中:扩建",
                                     "其中:改建", "2.行政事业类", "其中:采购类", "其中:修缮类",
                                     "其中:奖励类", "3.其他专项类" };

#define OF(text, list) { .name = (text), .column = (list), \
                         .columns = (int)(sizeof (list) / sizeof *(list)) }
static const struct sheet empty[SHEETS] = {
    [WAGES] = OF("08", wages), [WAGES_GOV] = OF("09", wages_gov), [GOODS] = OF("10", goods),
    [GOODS_GOV] = OF("11", goods_gov), [PERSONS] = OF("13", persons), [ITEMS] = OF("15", items),
    [THREE] = OF("33", three), [STAFF] = OF("32", staff), [INCOME] = OF("01.收入", income),
    [USE] = OF("01.功能", use), [ECON] = OF("01.部门", econ), [GOV] = OF("01.政府", gov),
    [INCOME1] = OF("01_1.收入", income1), [USE1] = OF("01_1.支出", use1),
    [OVERALL] = OF("整体", overall), [COST] = OF("整体指标", cost), [MONEY] = OF("资金", money),
    [DETAIL] = OF("明细", detail), [LAST_MONEY] = OF("上年资金", money),
    [LAST_DETAIL] = OF("上年明细", last_detail), [BOXES] = OF("项目表", boxes) };

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "checker_hand: %s\n", what);
    exit(1);
}

/* ── loading ── */

static int find(const char *const *list, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(list[i], name))
            return i;
    return -1;
}

static int64_t thousandths(const char *text)
{
    char *end;
    long long whole = strtoll(text, &end, 10), part = 0;
    int places = 0;

    if (end == text || whole > 1000000000 || whole < -1000000000)
        fail(text);
    if (*end == '.')
        for (end++; *end >= '0' && *end <= '9' && places < 3; places++)
            part = part * 10 + (*end++ - '0');
    if (*end)
        fail(text);
    for (; places < 3; places++)
        part *= 10;
    return whole * 1000 + (*text == '-' ? -part : part);
}

static figure *place(struct sheet *s, int row, const char *name)
{
    int at = find(s->column, s->columns, name);

    if (at >= 0)
        return &s->f[row][at];
    at = find(s->other_name, s->others, name);
    if (at < 0 && s->others == COLUMNS)
        fail(name);
    if (at < 0) {
        at = s->others++;
        s->other_name[at] = strdup(name);
    }
    return &s->other[row][at];
}

/* A record's row. Grids count from the line below the head, forms from 1. */
static void take(struct sheet *s, char **field)
{
    bool grid = s->name[0] >= '0' && s->name[0] <= '9' && !strchr(s->name, '.');
    int row = atoi(field[2]) - (grid ? 2 : 1);

    if (row < 0 || row >= ROWS)
        fail(field[2]);
    if (*field[0] == 'R') {
        s->key[row] = strdup(field[3]);
        s->unit[row] = strdup(strcmp(s->name, "33") ? field[4] : field[3]);
        s->code[row] = strdup(field[5]);
        s->rows = row + 1;
    } else if (*field[4]) {
        bool counted = s->counted || !strcmp(field[3], "人员编制数") || !strcmp(field[3], "实有人数");
        *place(s, row, field[3]) = (figure){ thousandths(field[4]), counted ? 0 : 5 };
    } else {
        place(s, row, field[3]);
    }
}

/* The row that this one is part of: of 7-digit codes that of their unit, of units of six digits
 * that of their department, of these the total. */
static int over(const struct sheet *s, int row)
{
    if (!strcmp(s->key[row], "合计"))
        return -1;
    for (int i = 0; i < s->rows; i++) {
        size_t len = strlen(s->unit[row]);
        if (*s->code[row] ? !*s->code[i] && !strcmp(s->unit[i], s->unit[row])
            : len == 6 && strlen(s->unit[i]) == 3 && !strncmp(s->unit[i], s->unit[row], 3))
            return i;
    }
    return 0;
}

static void settle(struct sheet *s)
{
    for (int i = 0; i < s->rows; i++) {
        for (int j = 0; j < i; j++)
            s->twice[i] = s->twice[i] || !strcmp(s->key[i], s->key[j]);
        s->parent[i] = s->twice[i] ? -1 : over(s, i);
    }
}

static void read_line(struct budget *b, char *line)
{
    char *field[6] = { line, "", "", "", "", "" };

    for (int n = 1; n < 6 && (line = strchr(line, '\t')); n++) {
        *line++ = 0;
        field[n] = line;
    }
    for (int i = 0; i < SHEETS; i++)
        if (!strcmp(b->sheet[i].name, field[1]))
            take(&b->sheet[i], field);
}

struct budget *checker_load(const char *path)
{
    static const int tree[] = { WAGES, WAGES_GOV, GOODS, GOODS_GOV, THREE, STAFF };
    struct budget *b = aligned_alloc(64, (sizeof *b + 63) / 64 * 64);
    FILE *f = fopen(path, "r");
    char line[4096];

    if (!b || !f)
        fail(path);
    memcpy(b->sheet, empty, sizeof empty);
    b->sheet[STAFF].counted = b->sheet[BOXES].counted = true;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        read_line(b, line);
    }
    fclose(f);
    for (size_t i = 0; i < sizeof tree / sizeof *tree; i++)
        settle(&b->sheet[tree[i]]);
    return b;
}

/* ── results ── */

static void print_thousandths(int64_t n)
{
    char text[32];
    size_t len;

    snprintf(text, sizeof text, "%s%lld.%03lld", n < 0 ? "-" : "",
             (long long)(n < 0 ? -n : n) / 1000, (long long)(n < 0 ? -n : n) % 1000);
    len = strlen(text);
    while (text[len - 1] == '0')
        text[--len] = 0;
    if (text[len - 1] == '.')
        text[--len] = 0;
    printf("\t%s", text);
}

static void print_results(const struct result *r, int n)
{
    static const char *const verdict[] = { "exact", "rounding", "violated", "not-applicable" };

    for (int i = 0; i < n; i++) {
        printf("%s\t%s\t%s", r[i].rule, r[i].key, verdict[r[i].verdict]);
        if (r[i].unmeasured) {
            printf("\t-\t-");
        } else {
            print_thousandths(r[i].difference);
            print_thousandths(r[i].slack);
        }
        putchar('\n');
    }
}

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv)
{
    static struct result found[RESULTS];
    struct budget *b;
    int times = argc == 3 ? atoi(argv[2]) : 0;

    if (argc < 2)
        return 2;
    b = checker_load(argv[1]);
    if (!times) {
        print_results(found, checker_rules(b, found));
    } else {
        uint64_t start = now();
        for (int i = 0; i < times; i++) {
            checker_rules(b, found);
            __asm__ volatile("" : : "r"(b), "r"(found) : "memory");     /* all of it, each time */
        }
        printf("%lu\n", (unsigned long)(now() - start));
    }
    free(b);
    return fflush(stdout) != 0;
}
