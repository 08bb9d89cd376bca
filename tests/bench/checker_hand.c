/* The rules of checker_hand.h. In: a budget. Out: a result for each rule and row. */
#include "checker_hand.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define CELL(s, c) (b->sheet[s].f[0][c])    /* of a form, or the total of a table */

static const figure none = { 0, 0 }, one = { 1000, 0 };

/* ── a result ── */

enum relation { EQUAL, AT_MOST, AT_LEAST, EXACTLY, MORE_EXACTLY };

INLINE enum verdict judge(int64_t d, int64_t s, enum relation r)
{
    switch (r) {
    case EQUAL: return d == 0 ? EXACT : d <= s && -d <= s ? ROUNDING : VIOLATED;
    case AT_MOST: return d <= 0 ? EXACT : d <= s ? ROUNDING : VIOLATED;
    case AT_LEAST: return d >= 0 ? EXACT : -d <= s ? ROUNDING : VIOLATED;
    case EXACTLY: return d == 0 ? EXACT : VIOLATED;
    default: return d > 0 ? EXACT : VIOLATED;
    }
}

struct out { struct result *at; };

INLINE void rule(struct out *o, const char *name, const char *key, figure left, enum relation r,
                 figure right)
{
    int64_t d = left[VALUE] - right[VALUE];
    int64_t s = r == EXACTLY || r == MORE_EXACTLY ? 0 : left[HALF] + right[HALF];

    *o->at++ = (struct result){ name, key, d, s, judge(d, s, r), false };
}

INLINE void rule_when(bool asked, struct out *o, const char *name, const char *key, figure left,
                      enum relation r, figure right)
{
    if (asked)
        rule(o, name, key, left, r, right);
    else
        *o->at++ = (struct result){ name, key, 0, 0, NOT_APPLICABLE, true };
}

/* columns first to last, both among them */
INLINE figure range(const figure *f, int first, int last)
{
    figure sum = f[first];

    for (int i = first + 1; i <= last; i++)
        sum += f[i];
    return sum;
}

static figure others(const struct sheet *s, int row)
{
    figure sum = none;

    for (int i = 0; i < s->others; i++)
        sum += s->other[row][i];
    return sum;
}

/* ── rows of tables ── */

static void rows(struct out *o, const struct sheet *s, const char *const *name)
{
    for (int over = 0; over < s->rows; over++) {
        figure sum[COLUMNS] = { { 0, 0 } };
        int parts = 0;
        for (int i = 0; i < s->rows; i++) {
            if (s->parent[i] != over)
                continue;
            parts++;
            for (int c = 0; c < s->columns; c++)
                sum[c] += s->f[i][c];
        }
        for (int c = 0; parts && c < s->columns; c++)
            rule(o, name[c], s->key[over], s->f[over][c], EQUAL, sum[c]);
    }
}

#define ROWS_08(name) "表08.rows." #name,
#define ROWS_09(name) "表09.rows." #name,
#define ROWS_10(name) "表10.rows." #name,
#define ROWS_11(name) "表11.rows." #name,
#define ROWS_32(name) "人员.rows." #name,
#define ROWS_33(name) "三公.rows." #name,
static void all_rows(struct out *o, const struct budget *b)
{
    static const char *const r08[] = { X_WAGES(ROWS_08) }, *const r09[] = { X_WAGES_GOV(ROWS_09) },
        *const r10[] = { X_GOODS(ROWS_10) }, *const r11[] = { X_GOODS_GOV(ROWS_11) },
        *const r32[] = { X_STAFF(ROWS_32) }, *const r33[] = { X_THREE(ROWS_33) };

    rows(o, &b->sheet[WAGES], r08);
    rows(o, &b->sheet[WAGES_GOV], r09);
    rows(o, &b->sheet[GOODS], r10);
    rows(o, &b->sheet[GOODS_GOV], r11);
    rows(o, &b->sheet[STAFF], r32);
    rows(o, &b->sheet[THREE], r33);
}

/* ── columns of tables ── */

static void wages(struct out *o, const struct budget *b)
{
    const struct sheet *s = &b->sheet[WAGES];

    for (int i = 0; i < s->rows; i++) {
        const figure *f = s->f[i];
        rule(o, "表08.总计", s->key[i], f[W_ALL], EQUAL,
             f[W_WAGES] + f[W_SOCIAL] + range(f, W_HOUSING, W_OTHER));
        rule(o, "表08.工资性支出", s->key[i], f[W_WAGES], EQUAL, range(f, W_BASIC, W_MERIT));
        rule(o, "表08.社会保障缴费", s->key[i], f[W_SOCIAL], EQUAL,
             range(f, W_PENSION, W_OTHER_SOCIAL));
        rule(o, "表08.其他社会保障缴费", s->key[i], f[W_OTHER_SOCIAL], EQUAL,
             range(f, W_INJURY, W_DISABLED));
        rule(o, "基本工资 >= 0", s->key[i], f[W_BASIC], AT_LEAST, none);
    }
    s = &b->sheet[WAGES_GOV];
    for (int i = 0; i < s->rows; i++) {
        const figure *f = s->f[i];
        rule(o, "表09.总计", s->key[i], f[V_ALL], EQUAL, f[V_GOV] + f[V_INSTITUTION]);
        rule(o, "表09.机关工资福利", s->key[i], f[V_GOV], EQUAL, range(f, V_WAGES, V_OTHER));
    }
}

static void goods(struct out *o, const struct budget *b)
{
    const struct sheet *s = &b->sheet[GOODS];

    for (int i = 0; i < s->rows; i++)
        rule(o, "表10.总计", s->key[i], s->f[i][G_ALL], EQUAL, range(s->f[i], G_OFFICE, G_OTHER));
    s = &b->sheet[GOODS_GOV];
    for (int i = 0; i < s->rows; i++) {
        const figure *f = s->f[i];
        rule(o, "表11.总计", s->key[i], f[H_ALL], EQUAL, f[H_GOV] + f[H_INSTITUTION]);
        rule(o, "表11.机关商品服务", s->key[i], f[H_GOV], EQUAL, range(f, H_OFFICE, H_OTHER));
    }
    s = &b->sheet[PERSONS];
    for (int i = 0; i < s->rows; i++)
        rule(o, "表13.总计", s->key[i], s->f[i][P_ALL], EQUAL, range(s->f[i], P_FIRST, P_LAST));
    s = &b->sheet[ITEMS];
    for (int i = 0; i < s->rows; i++) {
        const figure *f = s->f[i];
        rule(o, "表15.总计", s->key[i], f[I_ALL], EQUAL, f[I_GOV]);
        rule(o, "表15.机关商品服务", s->key[i], f[I_GOV], EQUAL, range(f, I_OFFICE, I_OTHER));
    }
    s = &b->sheet[THREE];
    for (int i = 0; i < s->rows; i++)
        rule(o, "三公.总计", s->key[i], s->f[i][T_ALL], EQUAL, range(s->f[i], T_ABROAD, T_CAR));
}

static void staff(struct out *o, const struct budget *b)
{
    const struct sheet *s = &b->sheet[STAFF];

    for (int i = 0; i < s->rows; i++) {
        const figure *f = s->f[i];
        const char *key = s->key[i];
        rule(o, "人员.编制", key, f[S_POSTS], EQUAL, range(f, S_POSTS_OFFICE, S_POSTS_SELF));
        rule(o, "人员.实有", key, f[S_ALL], EQUAL, f[S_ACTIVE] + f[S_LEFT] + f[S_RETIRED]);
        rule(o, "人员.在职", key, f[S_ACTIVE], EQUAL, f[S_OFFICE] + f[S_INSTITUTION]);
        rule(o, "人员.行政", key, f[S_OFFICE], EQUAL, range(f, S_OFFICE_FIRST, S_OFFICE_LAST));
        rule(o, "人员.事业", key, f[S_INSTITUTION], EQUAL, f[S_FULL] + f[S_PART] + f[S_SELF]);
        rule(o, "人员.全额", key, f[S_FULL], EQUAL, range(f, S_FULL_FIRST, S_FULL_LAST));
        rule(o, "人员.差额", key, f[S_PART], EQUAL, range(f, S_PART_FIRST, S_PART_LAST));
        rule(o, "人员.退休", key, f[S_RETIRED], EQUAL, f[S_RETIRED_FULL] + f[S_RETIRED_PART]);
        rule(o, "人员.不超编", key, f[S_ACTIVE], AT_MOST, f[S_POSTS]);
        if (s->twice[i])
            *o->at++ = (struct result){ "人员.rows", key, 0, 0, VIOLATED, true };
    }
    rule(o, "行政不超编", "-", CELL(STAFF, S_OFFICE), AT_MOST, CELL(STAFF, S_POSTS_OFFICE));
    rule(o, "事业不超编", "-", CELL(STAFF, S_INSTITUTION), AT_MOST,
         range(s->f[0], S_POSTS_INSTITUTION, S_POSTS_SELF));
    rule(o, "整体编制", "-", CELL(OVERALL, O_POSTS), EQUAL, CELL(STAFF, S_POSTS));
    rule(o, "整体实有", "-", CELL(OVERALL, O_PERSONS), EQUAL, CELL(STAFF, S_ALL));
}

/* ── the general tables ── */

static void general(struct out *o, const struct budget *b)
{
    const figure *r = b->sheet[INCOME].f[0], *u = b->sheet[USE].f[0], *e = b->sheet[ECON].f[0],
        *z = b->sheet[GOV].f[0];

    rule(o, "表01.收入总计", "-", r[R_ALL], EQUAL, r[R_YEAR] + r[R_RESERVE] + r[R_CARRIED]);
    rule(o, "表01.本年收入合计", "-", r[R_YEAR], EQUAL,
         r[R_FISCAL] + r[R_FUND] + r[R_SPECIAL] + r[R_UPPER] + r[R_BUSINESS] + r[R_OTHER]);
    rule(o, "表01.一般公共预算拨款", "-", r[R_FISCAL], EQUAL, r[R_FISCAL_PLAIN] + r[R_NONTAX]);
    rule(o, "表01.上级补助收入", "-", r[R_UPPER], EQUAL, r[R_UPPER_BUDGET] + r[R_UPPER_FUND]);
    rule(o, "表01.功能.支出总计", "-", u[U_ALL], EQUAL, u[U_YEAR]);
    rule(o, "表01.功能.支出总计.本年支出合计", "-", u[U_YEAR], EQUAL,
         range(u, U_GENERAL, U_HOUSING) + others(&b->sheet[USE], 0));
    rule(o, "表01.部门经济.支出总计", "-", e[E_ALL], EQUAL, e[E_YEAR] + e[E_CARRIED]);
    rule(o, "表01.部门经济.支出总计.本年支出合计", "-", e[E_YEAR], EQUAL,
         e[E_BASIC] + e[E_PROJECT] + others(&b->sheet[ECON], 0));
    rule(o, "表01.基本支出", "-", e[E_BASIC], EQUAL, range(e, E_BASIC_WAGES, E_BASIC_PERSONS));
    rule(o, "表01.项目支出", "-", e[E_PROJECT], EQUAL, range(e, E_PROJECT_GOODS, E_PROJECT_OTHER));
    rule(o, "表01.政府经济.支出总计", "-", z[Z_ALL], EQUAL, z[Z_YEAR]);
    rule(o, "表01.政府经济.支出总计.本年支出合计", "-", z[Z_YEAR], EQUAL,
         range(z, Z_WAGES, Z_OTHER));
    rule(o, "表01.收支平衡[1]", "-", r[R_ALL], EQUAL, u[U_ALL]);
    rule(o, "表01.收支平衡[2]", "-", u[U_ALL], EQUAL, e[E_ALL]);
    rule(o, "表01.收支平衡[3]", "-", e[E_ALL], EQUAL, z[Z_ALL]);
}

static void fiscal(struct out *o, const struct budget *b)
{
    const figure *q = b->sheet[INCOME1].f[0], *k = b->sheet[USE1].f[0],
        *r = b->sheet[INCOME].f[0], *e = b->sheet[ECON].f[0];

    rule(o, "表01_1.收入总计", "-", q[Q_ALL], EQUAL, q[Q_YEAR] + q[Q_CARRIED]);
    rule(o, "表01_1.本年收入", "-", q[Q_YEAR], EQUAL, range(q, Q_FISCAL, Q_OTHER));
    rule(o, "表01_1.上年结转", "-", q[Q_CARRIED], EQUAL, others(&b->sheet[INCOME1], 0));
    rule(o, "表01_1.支出总计", "-", k[K_ALL], EQUAL, k[K_YEAR] + k[K_CARRIED]);
    rule(o, "表01_1.本年支出", "-", k[K_YEAR], EQUAL,
         range(k, K_GENERAL, K_HOUSING) + others(&b->sheet[USE1], 0));
    rule(o, "表01_1.收支平衡", "-", q[Q_ALL], EQUAL, k[K_ALL]);
    rule(o, "财政拨款收入", "-", r[R_FISCAL], EQUAL, q[Q_FISCAL]);
    rule(o, "财政拨款_基金", "-", r[R_FUND], EQUAL, q[Q_FUND]);
    rule(o, "财政拨款_专户", "-", r[R_SPECIAL], EQUAL, q[Q_SPECIAL]);
    rule(o, "财政拨款_上级", "-", r[R_UPPER], EQUAL, q[Q_UPPER]);
    rule(o, "财政拨款_经营", "-", r[R_BUSINESS], EQUAL, q[Q_BUSINESS]);
    rule(o, "财政拨款_其他", "-", r[R_OTHER], EQUAL, q[Q_OTHER]);
    rule(o, "财政拨款_结转", "-", q[Q_CARRIED], AT_MOST, r[R_CARRIED]);
    rule(o, "财政拨款_结转下年", "-", k[K_CARRIED], AT_MOST, e[E_CARRIED]);
}

/* Classes of the two general tables, if all income is fiscal. */
static void functions(struct out *o, const struct budget *b)
{
    const figure *u = b->sheet[USE].f[0], *k = b->sheet[USE1].f[0], *r = b->sheet[INCOME].f[0];
    bool all = r[R_YEAR][VALUE] == r[R_FISCAL][VALUE];

    rule_when(all, o, "功能分类一致_一般公共服务", "-", u[U_GENERAL], EQUAL, k[K_GENERAL]);
    rule_when(all, o, "功能分类一致_社会保障", "-", u[U_SOCIAL], EQUAL, k[K_SOCIAL]);
    rule_when(all, o, "功能分类一致_社会保险", "-", u[U_INSURANCE], EQUAL, k[K_INSURANCE]);
    rule_when(all, o, "功能分类一致_住房保障", "-", u[U_HOUSING], EQUAL, k[K_HOUSING]);
    rule_when(all, o, "功能分类一致_其余各类", "-", u[U_YEAR] + range(k, K_GENERAL, K_HOUSING), EQUAL,
              k[K_YEAR] + range(u, U_GENERAL, U_HOUSING));
}

/* ── one amount in several tables ── */

/* of all rows whose code begins so */
static figure codes(const struct sheet *s, const char *begin, int column)
{
    figure sum = none;
    size_t len = strlen(begin);

    for (int i = 0; i < s->rows; i++)
        if (!strncmp(s->code[i], begin, len))
            sum += s->f[i][column];
    return sum;
}

static void ties(struct out *o, const struct budget *b)
{
    const struct sheet *w = &b->sheet[WAGES];
    const figure *e = b->sheet[ECON].f[0], *z = b->sheet[GOV].f[0], *u = b->sheet[USE].f[0];

    rule(o, "基本支出工资福利", "-", e[E_BASIC_WAGES], EQUAL, CELL(WAGES, W_ALL));
    rule(o, "基本支出商品服务", "-", e[E_BASIC_GOODS], EQUAL, CELL(GOODS, G_ALL));
    rule(o, "机关工资福利", "-", z[Z_WAGES], EQUAL, CELL(WAGES_GOV, V_GOV));
    rule(o, "机关商品服务", "-", z[Z_GOODS], EQUAL, CELL(GOODS_GOV, H_GOV) + e[E_PROJECT_GOODS]);
    rule(o, "基本支出个人家庭", "-", e[E_BASIC_PERSONS], EQUAL, CELL(PERSONS, P_ALL));
    rule(o, "个人家庭两栏", "-", z[Z_PERSONS], EQUAL, CELL(PERSONS, P_ALL) + e[E_PROJECT_PERSONS]);
    rule(o, "资本性两栏", "-", z[Z_CAPITAL] + z[Z_BUILD] + z[Z_INSTITUTION_CAPITAL], EQUAL,
         e[E_PROJECT_CAPITAL] + e[E_PROJECT_BUILD]);
    rule(o, "对企业两栏", "-", z[Z_FIRMS] + z[Z_FIRMS_CAPITAL], EQUAL,
         e[E_PROJECT_FIRMS] + e[E_PROJECT_FIRMS_BUILD]);
    rule(o, "社保基金两栏", "-", z[Z_INSURANCE], EQUAL, e[E_PROJECT_INSURANCE]);
    rule(o, "债务利息两栏", "-", z[Z_INTEREST], EQUAL, e[E_PROJECT_DEBT]);
    rule(o, "其他支出两栏", "-", z[Z_OTHER], EQUAL, e[E_PROJECT_OTHER]);
    rule(o, "部门没有的类", "-", z[Z_REPAY] + z[Z_TRANSFER] + z[Z_RESERVE], EQUAL, none);
    rule(o, "事业单位补助", "-", z[Z_INSTITUTION], EQUAL,
         CELL(WAGES_GOV, V_INSTITUTION) + CELL(GOODS_GOV, H_INSTITUTION));
    rule(o, "一般公共服务科目", "-", u[U_GENERAL], EQUAL,
         codes(w, "201", W_ALL) + codes(&b->sheet[GOODS], "201", G_ALL) + e[E_PROJECT_GOODS]);
    rule(o, "社会保障科目", "-", codes(w, "208", W_ALL), EQUAL, u[U_SOCIAL]);
    rule(o, "社会保障科目_财政拨款", "-", codes(w, "208", W_ALL), EQUAL, CELL(USE1, K_SOCIAL));
    rule(o, "住房保障科目", "-", codes(w, "221", W_ALL), EQUAL, u[U_HOUSING]);
    rule(o, "绩效工资归类", "-", CELL(WAGES_GOV, V_INSTITUTION), AT_LEAST, CELL(WAGES, W_MERIT));
    rule(o, "养老保险科目", "-", codes(w, "2080505", W_ALL), EQUAL, CELL(WAGES, W_PENSION));
    rule(o, "公积金科目", "-", codes(w, "2210201", W_ALL), EQUAL, CELL(WAGES, W_HOUSING));
    rule(o, "医疗保险科目", "-", codes(w, "21011", W_ALL), EQUAL,
         CELL(WAGES, W_HEALTH) + CELL(WAGES, W_HEALTH_MORE));
}

static void overall(struct out *o, const struct budget *b)
{
    const figure *f = b->sheet[OVERALL].f[0], *r = b->sheet[INCOME].f[0];

    rule(o, "整体.收入合计", "-", f[O_INCOME], EQUAL, range(f, O_FISCAL, O_OTHER));
    rule(o, "整体.支出合计", "-", f[O_SPENT], EQUAL, f[O_BASIC] + f[O_PROJECT]);
    rule(o, "整体.三公经费", "-", f[O_THREE], EQUAL, range(f, O_CARS, O_GUESTS));
    rule(o, "整体.收支平衡", "-", f[O_INCOME], EQUAL, f[O_SPENT]);
    rule(o, "整体收入", "-", f[O_INCOME], EQUAL, r[R_ALL]);
    rule(o, "整体支出", "-", f[O_SPENT], EQUAL, CELL(USE, U_ALL));
    rule(o, "整体基本支出", "-", f[O_BASIC], EQUAL, CELL(ECON, E_BASIC));
    rule(o, "整体项目支出", "-", f[O_PROJECT], EQUAL, CELL(ECON, E_PROJECT));
    rule(o, "整体财政拨款", "-", f[O_FISCAL], EQUAL, r[R_FISCAL]);
    rule(o, "整体基金拨款", "-", f[O_FUND], EQUAL, r[R_FUND]);
    rule(o, "整体非税", "-", f[O_NONTAX], EQUAL, r[R_NONTAX] + r[R_SPECIAL]);
    rule(o, "整体其他拨款", "-", f[O_OTHER], EQUAL, r[R_UPPER] + r[R_BUSINESS] + r[R_OTHER]);
    rule(o, "整体成本", "-", CELL(COST, C_COST), EQUAL, f[O_SPENT]);
    rule(o, "公务接待费[1]", "-", CELL(THREE, T_GUESTS), EQUAL, CELL(GOODS, G_GUESTS));
    rule(o, "公务接待费[2]", "-", CELL(GOODS, G_GUESTS), EQUAL, CELL(GOODS_GOV, H_GUESTS));
    rule(o, "出国费", "-", CELL(THREE, T_ABROAD), EQUAL, CELL(GOODS, G_ABROAD));
    rule(o, "公务用车[1]", "-", CELL(THREE, T_CARS), EQUAL, CELL(GOODS, G_CARS));
    rule(o, "公务用车[2]", "-", CELL(GOODS, G_CARS), EQUAL, CELL(GOODS_GOV, H_CARS));
    rule(o, "整体三公", "-", f[O_THREE], EQUAL, CELL(THREE, T_ALL));
    rule(o, "整体公务接待", "-", f[O_GUESTS], EQUAL, CELL(THREE, T_GUESTS));
    rule(o, "整体出国", "-", f[O_ABROAD], EQUAL, CELL(THREE, T_ABROAD));
    rule(o, "整体公务用车", "-", f[O_CARS], EQUAL, CELL(THREE, T_CARS) + CELL(THREE, T_CAR));
}

/* ── economic classes of departments and of government, code by code ── */

static int same_code(const struct sheet *s, const char *code)
{
    for (int i = 0; i < s->rows; i++)
        if (!strcmp(s->code[i], code))
            return i;
    return -1;
}

static void classes_of_wages(struct out *o, const struct sheet *from, const struct sheet *to)
{
    for (int i = 0; i < to->rows; i++) {
        const figure *g = to->f[i], *f;
        const char *code = to->code[i];
        int same = *code ? same_code(from, code) : -1;
        if (same < 0)
            continue;
        f = from->f[same];
        rule(o, "表08->表09.工资奖金津补贴", code, g[V_WAGES], EQUAL, range(f, W_BASIC, W_MERIT));
        rule(o, "表08->表09.社会保障缴费", code, g[V_SOCIAL], EQUAL,
             range(f, W_PENSION, W_OTHER_SOCIAL));
        rule(o, "表08->表09.住房公积金", code, g[V_HOUSING], EQUAL, f[W_HOUSING]);
        rule(o, "表08->表09.其他工资福利支出", code, g[V_OTHER], EQUAL, range(f, W_MEALS, W_OTHER));
        rule(o, "表08->表09.事业单位工资福利", code, g[V_INSTITUTION], EQUAL, none);
    }
}

static void classes_of_goods(struct out *o, const struct sheet *from, const struct sheet *to)
{
    for (int i = 0; i < to->rows; i++) {
        const figure *g = to->f[i], *f;
        const char *code = to->code[i];
        int same = *code ? same_code(from, code) : -1;
        if (same < 0)
            continue;
        f = from->f[same];
        rule(o, "表10->表11.办公经费", code, g[H_OFFICE], EQUAL,
             f[G_OFFICE] + f[G_PRINT] + range(f, G_FEES, G_TRAVEL) + f[G_RENT] + f[G_UNION]
             + f[G_WELFARE] + range(f, G_TRAFFIC, G_COMMUTING));
        rule(o, "表10->表11.会议费", code, g[H_MEETING], EQUAL, f[G_MEETING]);
        rule(o, "表10->表11.培训费", code, g[H_TRAINING], EQUAL, f[G_TRAINING]);
        rule(o, "表10->表11.专用材料购置费", code, g[H_MATERIAL], EQUAL,
             range(f, G_MATERIAL, G_FUEL));
        rule(o, "表10->表11.委托业务费", code, g[H_ENTRUSTED], EQUAL,
             f[G_ADVICE] + f[G_LABOUR] + f[G_ENTRUSTED]);
        rule(o, "表10->表11.公务接待费", code, g[H_GUESTS], EQUAL, f[G_GUESTS]);
        rule(o, "表10->表11.公务用车运行维护费", code, g[H_CARS], EQUAL, f[G_CARS]);
        rule(o, "表10->表11.维修费", code, g[H_REPAIR], EQUAL, f[G_REPAIR]);
        rule(o, "表10->表11.其他商品和服务支出", code, g[H_OTHER], EQUAL, f[G_OTHER]);
        rule(o, "表10->表11.事业单位商品服务", code, g[H_INSTITUTION], EQUAL, none);
        rule(o, "表10->表11.zero.出国费", code, f[G_ABROAD], EQUAL, none);
    }
}

/* ── the eight declarations ── */

static void ticks(struct out *o, const struct sheet *s)
{
    for (int i = 0; i < s->rows; i++) {
        const figure *f = s->f[i];
        const char *key = s->key[i], *of = s->unit[i];
        rule(o, "项目表.of.新建", key, f[B_BUILT_NEW], AT_MOST, f[B_BUILT]);
        rule(o, "项目表.of.扩建", key, f[B_BUILT_MORE], AT_MOST, f[B_BUILT]);
        rule(o, "项目表.of.改建", key, f[B_BUILT_OTHER], AT_MOST, f[B_BUILT]);
        rule(o, "项目表.of.采购类", key, f[B_BOUGHT], AT_MOST, f[B_SERVED]);
        rule(o, "项目表.of.修缮类", key, f[B_MENDED], AT_MOST, f[B_SERVED]);
        rule(o, "项目表.of.奖励类", key, f[B_REWARDED], AT_MOST, f[B_SERVED]);
        rule(o, "项目表.新增或延续", key, f[B_NEW] + f[B_CONTINUED], EQUAL, one);
        rule(o, "项目表.类型选一", key, f[B_BUILT] + f[B_SERVED] + f[B_OTHER], EQUAL, one);
        rule_when(f[B_BUILT][VALUE] == 1000, o, "细类_基建", of,
                  range(f, B_BUILT_NEW, B_BUILT_OTHER), EQUAL, one);
        rule_when(f[B_SERVED][VALUE] == 1000, o, "细类_行政事业", of,
                  range(f, B_BOUGHT, B_REWARDED), EQUAL, one);
    }
}

static void money(struct out *o, const struct budget *b)
{
    for (int i = 0; i < b->sheet[MONEY].rows; i++) {
        const char *key = b->sheet[MONEY].key[i];
        const figure *m = b->sheet[MONEY].f[i], *d = b->sheet[DETAIL].f[i],
            *x = b->sheet[LAST_MONEY].f[i], *box = b->sheet[BOXES].f[i];
        figure last = b->sheet[LAST_DETAIL].f[i][L_ALL];
        rule(o, "项目.资金.合计", key, m[M_ALL], EQUAL, range(m, M_CITY, M_OWN));
        rule(o, "项目.明细.合计", key, d[D_ALL], EQUAL,
             range(d, D_TRAINING, D_NETWORK) + others(&b->sheet[DETAIL], i));
        rule(o, "项目.上年资金.合计", key, x[M_ALL], EQUAL, range(x, M_CITY, M_OWN));
        rule(o, "项目.上年明细.合计", key, last, EQUAL, others(&b->sheet[LAST_DETAIL], i));
        rule(o, "资金等于明细", key, m[M_ALL], EQUAL, d[D_ALL]);
        rule(o, "上年资金等于明细", key, x[M_ALL], EQUAL, last);
        rule_when(box[B_NEW][VALUE] == 1000, o, "新增项目无上年资金", key, x[M_ALL], EXACTLY, none);
        rule_when(box[B_CONTINUED][VALUE] == 1000, o, "延续项目有上年资金", key, x[M_ALL],
                  MORE_EXACTLY, none);
    }
}

static figure column(const struct sheet *s, int c)
{
    figure sum = none;

    for (int i = 0; i < s->rows; i++)
        sum += s->f[i][c];
    return sum;
}

/* The table of projects: its rows have names in the place of codes. */
static void projects(struct out *o, const struct budget *b)
{
    static const char *const name[] = {
        "进厅人员伙食补助费", "进厅人员待遇补助", "村级电子政务外网租赁费",
        "全市政务服务一体化平台运维经费", "基层政务服务（一门式）云视频会议系统租赁服务费",
        "“最多跑一次”改革专项经费", "政务网络运行及维护" };
    static const char *const tie[] = { "伙食补助费", "待遇补助", "外网租赁", "平台维护", "视频会议",
                                       "最多跑一次", "政务网络" };
    enum { MEALS, REWARDS, VILLAGES, PLATFORM, VIDEO, ONCE, NETWORK, LISTED };
    const struct sheet *s = &b->sheet[ITEMS], *m = &b->sheet[MONEY], *d = &b->sheet[DETAIL];
    const figure *r = b->sheet[INCOME].f[0], *f[LISTED], project = CELL(ECON, E_PROJECT);

    rule(o, "上级资金", "-", column(m, M_CITY) + column(m, M_PROVINCE) + column(m, M_STATE), AT_MOST,
         r[R_UPPER]);
    rule(o, "自有资金", "-", column(m, M_OWN), AT_MOST, r[R_BUSINESS] + r[R_OTHER] + r[R_RESERVE]);
    rule(o, "申报表合计", "-", column(m, M_ALL), EQUAL, project);
    rule(o, "项目明细不超过总额", "-", column(s, I_ALL), AT_MOST, project);
    for (int i = 0; i < LISTED; i++) {
        int row = same_code(s, name[i]);
        if (row < 0)
            return;                 /* the comparison of the sides tells */
        f[i] = s->f[row];
        rule(o, tie[i], "-", m->f[i + 1][M_ALL], EQUAL, f[i][I_ALL]);
    }
    rule(o, "会务培训科目", "-", f[ONCE][I_MEETING] + f[ONCE][I_TRAINING], AT_LEAST,
         d->f[6][D_TRAINING]);
    rule(o, "奖励列支科目", "-", f[REWARDS][I_GOV], EQUAL, none);
    rule(o, "伙食列支科目", "-", f[MEALS][I_GOV], EQUAL, none);
    rule(o, "平台维护科目", "-", f[PLATFORM][I_REPAIR], AT_LEAST, d->f[4][D_SOFTWARE]);
    rule(o, "政务网络科目", "-", f[NETWORK][I_REPAIR], AT_LEAST, d->f[7][D_NETWORK]);
    rule(o, "外网租赁科目", "-", f[VILLAGES][I_OFFICE], AT_LEAST, d->f[3][D_LINES]);
    rule(o, "视频会议科目", "-", f[VIDEO][I_OFFICE], AT_LEAST, m->f[5][M_ALL]);
    rule(o, "印刷办公科目", "-", f[ONCE][I_OFFICE], AT_LEAST, d->f[6][D_PRINT] + d->f[6][D_OFFICE]);
}

int checker_rules(const struct budget *b, struct result *out)
{
    struct out o = { out };

    all_rows(&o, b);
    wages(&o, b);
    goods(&o, b);
    staff(&o, b);
    general(&o, b);
    fiscal(&o, b);
    functions(&o, b);
    ties(&o, b);
    overall(&o, b);
    classes_of_wages(&o, &b->sheet[WAGES], &b->sheet[WAGES_GOV]);
    classes_of_goods(&o, &b->sheet[GOODS], &b->sheet[GOODS_GOV]);
    ticks(&o, &b->sheet[BOXES]);
    money(&o, b);
    projects(&o, b);
    return (int)(o.at - out);
}
