#ifndef CHECKER_HAND_H
#define CHECKER_HAND_H
/* The rules of the measurement `checker` as a careful programmer writes them in C for this one
 * budget: checker_figures.c reads what checker_data.py writes, checker_hand.c has the rules. */
#include <stdbool.h>
#include <stdint.h>

/* A figure in thousandths, and half its last place: no figure here is above 10^12, so that sums
 * of some dozens of them stay far within 64 bits (checker_load refuses others). */
typedef int64_t figure __attribute__((vector_size(16)));
enum { VALUE, HALF };

enum { ROWS = 16, COLUMNS = 40 };
/* Columns that a rule names, by the numbers below; `other`: all the rest of the sheet. */
struct sheet {
    const char *name, *const *column;
    int columns;
    bool counted;                   /* persons, ticks: there is no rounding in them */
    const char *key[ROWS], *unit[ROWS], *code[ROWS];
    int rows, parent[ROWS];         /* -1: it belongs to no other row */
    bool twice[ROWS];               /* printed again */
    figure f[ROWS][COLUMNS], other[ROWS][COLUMNS];
    const char *other_name[COLUMNS];
    int others;
};

/* The sheets and their columns: number, name. */
#define X_WAGES(X) X(总计) X(工资性支出) X(基本工资) X(津贴补贴) X(奖金) X(绩效工资) \
    X(社会保障缴费) X(养老保险) X(职业年金缴费) X(医疗保险) X(公务员医疗补助缴费) \
    X(其他社会保障缴费) X(工伤保险) X(失业保险) X(残疾人保险金) X(住房公积金) X(伙食补助费) \
    X(医疗费) X(其他工资福利支出)
#define X_WAGES_GOV(X) X(总计) X(机关工资福利) X(工资奖金津补贴) X(社会保障缴费) X(住房公积金) \
    X(其他工资福利支出) X(事业单位工资福利)
#define X_GOODS(X) X(总计) X(办公费) X(印刷费) X(咨询费) X(手续费) X(水费) X(电费) X(邮电费) \
    X(取暖费) X(物业管理费) X(差旅费) X(出国费) X(维修费) X(租赁费) X(会议费) X(培训费) \
    X(公务接待费) X(专用材料费) X(被装购置费) X(专用燃料费) X(劳务费) X(委托业务费) X(工会经费) \
    X(福利费) X(公务用车运行维护费) X(其他交通费用) X(税金及附加费用) X(公务交通补贴) \
    X(其他商品和服务支出)
#define X_GOODS_GOV(X) X(总计) X(机关商品服务) X(办公经费) X(会议费) X(培训费) X(专用材料购置费) \
    X(委托业务费) X(公务接待费) X(公务用车运行维护费) X(维修费) X(其他商品和服务支出) \
    X(事业单位商品服务)
#define X_PERSONS(X) X(总计) X(社会福利和救济) X(助学金) X(个人农业生产补贴) X(离退休费) \
    X(其他对个人和家庭的补助)
#define X_ITEMS(X) X(总计) X(机关商品服务) X(办公经费) X(会议费) X(培训费) X(专用材料购置费) \
    X(委托业务费) X(公务接待费) X(出国费) X(用车运行) X(维修费) X(其他商品和服务支出)
#define X_THREE(X) X(总计) X(出国费) X(公务接待费) X(用车运行) X(用车购置)
#define X_STAFF(X) X(编制) X(行政编制) X(事业编制) X(编制差额) X(编制自收自支) X(实有) X(在职) \
    X(行政) X(实有.在职.行政.正处级) X(实有.在职.行政.副处级) X(实有.在职.行政.正科级) \
    X(实有.在职.行政.副科级) X(实有.在职.行政.科员) X(实有.在职.行政.其他人员) X(事业) X(全额) \
    X(实有.在职.事业.全额.正处级) X(实有.在职.事业.全额.副处级) X(实有.在职.事业.全额.正科级) \
    X(实有.在职.事业.全额.副科级) X(实有.在职.事业.全额.科员) X(实有.在职.事业.全额.其他人员) \
    X(差额) X(实有.在职.事业.差额.正科级) X(实有.在职.事业.差额.副科级) \
    X(实有.在职.事业.差额.科员) X(实有.在职.事业.差额.其他人员) X(自收自支) X(离休人员) X(退休) \
    X(退休全额) X(退休差额)
#define NAMED(name) #name,

enum { W_ALL, W_WAGES, W_BASIC, W_ALLOWANCE, W_BONUS, W_MERIT, W_SOCIAL, W_PENSION, W_ANNUITY,
       W_HEALTH, W_HEALTH_MORE, W_OTHER_SOCIAL, W_INJURY, W_JOBLESS, W_DISABLED, W_HOUSING, W_MEALS,
       W_MEDICAL, W_OTHER };
enum { V_ALL, V_GOV, V_WAGES, V_SOCIAL, V_HOUSING, V_OTHER, V_INSTITUTION };
enum { G_ALL, G_OFFICE, G_PRINT, G_ADVICE, G_FEES, G_WATER, G_POWER, G_POST, G_HEAT, G_ESTATE,
       G_TRAVEL, G_ABROAD, G_REPAIR, G_RENT, G_MEETING, G_TRAINING, G_GUESTS, G_MATERIAL, G_CLOTHES,
       G_FUEL, G_LABOUR, G_ENTRUSTED, G_UNION, G_WELFARE, G_CARS, G_TRAFFIC, G_TAX, G_COMMUTING,
       G_OTHER };
enum { H_ALL, H_GOV, H_OFFICE, H_MEETING, H_TRAINING, H_MATERIAL, H_ENTRUSTED, H_GUESTS, H_CARS,
       H_REPAIR, H_OTHER, H_INSTITUTION };
enum { P_ALL, P_FIRST, P_LAST = 5 };
enum { I_ALL, I_GOV, I_OFFICE, I_MEETING, I_TRAINING, I_REPAIR = 10, I_OTHER };
enum { T_ALL, T_ABROAD, T_GUESTS, T_CARS, T_CAR };
enum { S_POSTS, S_POSTS_OFFICE, S_POSTS_INSTITUTION, S_POSTS_PART, S_POSTS_SELF, S_ALL, S_ACTIVE,
       S_OFFICE, S_OFFICE_FIRST, S_OFFICE_LAST = 13, S_INSTITUTION, S_FULL, S_FULL_FIRST,
       S_FULL_LAST = 21, S_PART, S_PART_FIRST, S_PART_LAST = 26, S_SELF, S_LEFT, S_RETIRED,
       S_RETIRED_FULL, S_RETIRED_PART };
/* 01 and 01-1: labels are in checker_figures.c, in this order */
enum { R_ALL, R_YEAR, R_FISCAL, R_FISCAL_PLAIN, R_NONTAX, R_FUND, R_SPECIAL, R_UPPER,
       R_UPPER_BUDGET, R_UPPER_FUND, R_BUSINESS, R_OTHER, R_RESERVE, R_CARRIED };
enum { U_ALL, U_YEAR, U_GENERAL, U_SOCIAL, U_INSURANCE, U_HOUSING };
enum { E_ALL, E_YEAR, E_BASIC, E_BASIC_WAGES, E_BASIC_GOODS, E_BASIC_PERSONS, E_PROJECT,
       E_PROJECT_GOODS, E_PROJECT_PERSONS, E_PROJECT_DEBT, E_PROJECT_BUILD, E_PROJECT_CAPITAL,
       E_PROJECT_FIRMS_BUILD, E_PROJECT_FIRMS, E_PROJECT_INSURANCE, E_PROJECT_OTHER, E_CARRIED };
enum { Z_ALL, Z_YEAR, Z_WAGES, Z_GOODS, Z_CAPITAL, Z_BUILD, Z_INSTITUTION, Z_INSTITUTION_CAPITAL,
       Z_FIRMS, Z_FIRMS_CAPITAL, Z_PERSONS, Z_INSURANCE, Z_INTEREST, Z_REPAY, Z_TRANSFER, Z_RESERVE,
       Z_OTHER };
enum { Q_ALL, Q_YEAR, Q_FISCAL, Q_FUND, Q_SPECIAL, Q_UPPER, Q_BUSINESS, Q_OTHER, Q_CARRIED };
enum { K_ALL, K_YEAR, K_GENERAL, K_SOCIAL, K_INSURANCE, K_HOUSING, K_CARRIED };
/* 整体, its cost, the declarations */
enum { O_POSTS, O_PERSONS, O_INCOME, O_FISCAL, O_FUND, O_NONTAX, O_OTHER, O_SPENT, O_BASIC,
       O_PROJECT, O_THREE, O_CARS, O_ABROAD, O_GUESTS };
enum { C_COST };
enum { M_ALL, M_CITY, M_PROVINCE, M_STATE, M_COUNTY, M_OWN };
enum { D_ALL, D_TRAINING, D_PRINT, D_OFFICE, D_SOFTWARE, D_LINES, D_NETWORK };
enum { L_ALL };
enum { B_NEW, B_CONTINUED, B_BUILT, B_BUILT_NEW, B_BUILT_MORE, B_BUILT_OTHER, B_SERVED, B_BOUGHT,
       B_MENDED, B_REWARDED, B_OTHER };

enum { WAGES, WAGES_GOV, GOODS, GOODS_GOV, PERSONS, ITEMS, THREE, STAFF, INCOME, USE, ECON, GOV,
       INCOME1, USE1, OVERALL, COST, MONEY, DETAIL, LAST_MONEY, LAST_DETAIL, BOXES, SHEETS };
struct budget { struct sheet sheet[SHEETS]; };
/* Ends the program if a figure is none, or too large. */
struct budget *checker_load(const char *path);

enum verdict { EXACT, ROUNDING, VIOLATED, NOT_APPLICABLE };
struct result {
    const char *rule, *key;
    int64_t difference, slack;
    enum verdict verdict;
    bool unmeasured;                /* it has no difference */
};
enum { RESULTS = 1024 };
/* How many results there are. */
int checker_rules(const struct budget *b, struct result *out);
#endif
