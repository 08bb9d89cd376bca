/* Runs single decimal operations of the core: requests come on stdin, answers go to stdout, one
 * line each.
 * Request: OPERATION TAB SCALE TAB OPERAND [TAB OPERAND …], SCALE a number or "-" for the
 * operation's own scale.
 * Operand: [+|-] digits [. digits] [E exponent]; the digits are read by dec_parse. For `digits`
 * any text, which dec_parse reads as a whole.
 * Answer: COEFFICIENT TAB SCALE, or for `text` a figure, or `refused`: 256 bits do not hold it, or
 * `syntax`.
 * Request ?OPERATION with two operands more asks whether these lie at equal distance on both sides
 * of the exact result; answer: `tie`, `no tie` or `refused`.
 * A request that is malformed ends the program with status 2: the runner is wrong then, not the
 * core. */
#include "../../runtime/num.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FIELDS = 8, MAX_DIGITS = 100000, TEXT = 400 };

struct request {
    const char *op;
    bool tie;                   /* "?OPERATION" */
    bool scaled;                /* a scale was given */
    int scale;
    unsigned n;
    const char *text[MAX_FIELDS];
    struct dec x[MAX_FIELDS];
};

/* Each returns true if the core refused. */
typedef bool run_fn(struct dec *r, const struct request *q);

static struct dec whole(int64_t v)
{
    return (struct dec){w256_from_i64(v), 0};
}

/* ── operations ── */

static bool run_plus(struct dec *r, const struct request *q)
{
    return dec_add(r, (struct dec){.scale = q->x[0].scale}, q->x[0]);
}

static bool run_minus(struct dec *r, const struct request *q)
{
    return dec_sub(r, (struct dec){.scale = q->x[0].scale}, q->x[0]);
}

static bool run_abs(struct dec *r, const struct request *q)
{
    *r = (struct dec){w256_abs(q->x[0].coef), q->x[0].scale};
    return false;
}

static bool run_copy(struct dec *r, const struct request *q)
{
    *r = q->x[0];
    return false;
}

static bool run_negate(struct dec *r, const struct request *q)
{
    *r = q->x[0];
    return w256_neg(&r->coef, r->coef);
}

static bool run_copysign(struct dec *r, const struct request *q)
{
    run_abs(r, q);
    return w256_sign(q->x[1].coef) < 0 && w256_neg(&r->coef, r->coef);
}

static bool run_add(struct dec *r, const struct request *q)
{
    return dec_add(r, q->x[0], q->x[1]);
}

static bool run_subtract(struct dec *r, const struct request *q)
{
    return dec_sub(r, q->x[0], q->x[1]);
}

static bool run_multiply(struct dec *r, const struct request *q)
{
    return dec_mul(r, q->x[0], q->x[1]);
}

static bool run_fma(struct dec *r, const struct request *q)
{
    return dec_mul(r, q->x[0], q->x[1]) || dec_add(r, *r, q->x[2]);
}

/* The second operand as a whole number: the runner sends no other. */
static int whole_operand(const struct request *q)
{
    struct dec r;
    return dec_rescale(&r, q->x[1], 0) ? 0 : (int)w256_to_i64(r.coef);
}

static bool run_power(struct dec *r, const struct request *q)
{
    *r = whole(1);
    for (int n = whole_operand(q); n > 0; n--)
        if (dec_mul(r, *r, q->x[0]))
            return true;
    return false;
}

static bool run_scaleb(struct dec *r, const struct request *q)
{
    struct dec ten = {w256_from_i64(1), -whole_operand(q)};
    return dec_mul(r, q->x[0], ten);
}

static bool run_divide(struct dec *r, const struct request *q)
{
    return dec_div(r, q->x[0], q->x[1], q->scale);
}

static bool truncated_quotient(struct dec *quo, struct dec *rem, const struct request *q)
{
    int a = q->x[0].scale, b = q->x[1].scale, scale = a > b ? a : b;
    struct dec x, y;
    if (dec_rescale(&x, q->x[0], scale) || dec_rescale(&y, q->x[1], scale))
        return true;
    w256_divmod(&quo->coef, &rem->coef, x.coef, y.coef);
    quo->scale = 0;
    rem->scale = scale;
    return false;
}

static bool run_divideint(struct dec *r, const struct request *q)
{
    struct dec rem;
    return truncated_quotient(r, &rem, q);
}

static bool run_remainder(struct dec *r, const struct request *q)
{
    struct dec quo;
    return truncated_quotient(&quo, r, q);
}

static bool run_remaindernear(struct dec *r, const struct request *q)
{
    struct dec n, p;
    return dec_div(&n, q->x[0], q->x[1], 0) || dec_mul(&p, n, q->x[1]) || dec_sub(r, q->x[0], p);
}

static bool run_compare(struct dec *r, const struct request *q)
{
    *r = whole(dec_cmp(q->x[0], q->x[1]));
    return false;
}

static int compare_magnitudes(const struct request *q)
{
    struct dec a = q->x[0], b = q->x[1];
    a.coef = w256_abs(a.coef);
    b.coef = w256_abs(b.coef);
    return dec_cmp(a, b);
}

static bool run_comparemag(struct dec *r, const struct request *q)
{
    *r = whole(compare_magnitudes(q));
    return false;
}

static bool run_max(struct dec *r, const struct request *q)
{
    *r = q->x[dec_cmp(q->x[0], q->x[1]) < 0];
    return false;
}

static bool run_min(struct dec *r, const struct request *q)
{
    *r = q->x[dec_cmp(q->x[0], q->x[1]) > 0];
    return false;
}

static bool run_maxmag(struct dec *r, const struct request *q)
{
    int c = compare_magnitudes(q);
    *r = q->x[c < 0];
    return c == 0 && run_max(r, q);
}

static bool run_minmag(struct dec *r, const struct request *q)
{
    int c = compare_magnitudes(q);
    *r = q->x[c > 0];
    return c == 0 && run_min(r, q);
}

/* Both ways of the core must give one answer; `refused` otherwise, which the runner never excuses
 * here. */
static bool run_quantize(struct dec *r, const struct request *q)
{
    struct dec step = {w256_from_i64(1), q->x[1].scale}, other;
    if (dec_rescale(r, q->x[0], q->x[1].scale) || dec_quantize(&other, q->x[0], step))
        return true;
    return r->scale != other.scale || w256_cmp(r->coef, other.coef) != 0;
}

static bool run_rescale(struct dec *r, const struct request *q)
{
    return dec_rescale(r, q->x[0], -whole_operand(q));
}

static bool run_tointegral(struct dec *r, const struct request *q)
{
    *r = q->x[0];
    return r->scale > 0 && dec_rescale(r, *r, 0);
}

static bool run_reduce(struct dec *r, const struct request *q)
{
    *r = dec_strip(q->x[0]);
    return false;
}

static bool run_iszero(struct dec *r, const struct request *q)
{
    *r = whole(w256_sign(q->x[0].coef) == 0);
    return false;
}

static bool run_issigned(struct dec *r, const struct request *q)
{
    *r = whole(w256_sign(q->x[0].coef) < 0);
    return false;
}

static const struct { const char *name; run_fn *run; unsigned n; } operations[] = {
    {"plus", run_plus, 1}, {"minus", run_minus, 1}, {"abs", run_abs, 1},
    {"copy", run_copy, 1}, {"copyabs", run_abs, 1}, {"copynegate", run_negate, 1},
    {"copysign", run_copysign, 2}, {"add", run_add, 2}, {"subtract", run_subtract, 2},
    {"multiply", run_multiply, 2}, {"fma", run_fma, 3}, {"power", run_power, 2},
    {"scaleb", run_scaleb, 2}, {"divide", run_divide, 2}, {"divideint", run_divideint, 2},
    {"remainder", run_remainder, 2}, {"remaindernear", run_remaindernear, 2},
    {"compare", run_compare, 2}, {"comparesig", run_compare, 2}, {"comparetotal", run_compare, 2},
    {"comparetotmag", run_comparemag, 2}, {"max", run_max, 2}, {"min", run_min, 2},
    {"maxmag", run_maxmag, 2}, {"minmag", run_minmag, 2}, {"quantize", run_quantize, 2},
    {"rescale", run_rescale, 2}, {"tointegral", run_tointegral, 1},
    {"tointegralx", run_tointegral, 1}, {"reduce", run_reduce, 1}, {"iszero", run_iszero, 1},
    {"issigned", run_issigned, 1}, {"text", run_copy, 1},
    {"digits", run_copy, 1},
};

/* ── requests ── */

static void malformed(const char *what)
{
    fprintf(stderr, "malformed request: %s\n", what);
    exit(2);
}

static enum dec_parse read_operand(struct dec *r, const struct request *q, const char *s)
{
    if (strcmp(q->op, "digits") == 0)
        return dec_parse(r, s, strlen(s), MAX_DIGITS);
    bool negative = *s == '-';
    s += *s == '-' || *s == '+';
    size_t len = strcspn(s, "eE");
    enum dec_parse got = dec_parse(r, s, len, MAX_DIGITS);
    if (got != DEC_OK)
        return got;
    if (negative)
        w256_neg(&r->coef, r->coef);
    if (s[len] != '\0')
        r->scale -= (int)strtol(s + len + 1, NULL, 10);
    return DEC_OK;
}

static char *next_field(char **rest)
{
    char *field = strsep(rest, "\t");
    if (field == NULL)
        malformed("a field is missing");
    return field;
}

static void split(struct request *q, char *line)
{
    *q = (struct request){.op = next_field(&line)};
    q->tie = q->op[0] == '?';
    q->op += q->tie;
    const char *scale = next_field(&line);
    q->scaled = strcmp(scale, "-") != 0;
    q->scale = (int)strtol(scale, NULL, 10);
    while (line != NULL && q->n < MAX_FIELDS)
        q->text[q->n++] = next_field(&line);
}

/* ── answers ── */

static void put_number(struct dec r)
{
    char text[TEXT];
    dec_format(text, sizeof text, (struct dec){r.coef, 0}, false);
    printf("%s\t%d\n", text, r.scale);
}

static void put_text(struct dec r)
{
    char text[TEXT];
    puts(dec_format(text, sizeof text, r, false) > 0 ? text : "refused");
}

static run_fn *find_operation(const struct request *q)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (strcmp(operations[i].name, q->op) == 0 && operations[i].n <= q->n)
            return operations[i].run;
    malformed(q->op);
    return NULL;
}

static bool compute(struct dec *r, const struct request *q)
{
    run_fn *run = find_operation(q);
    if (run(r, q))
        return true;
    return q->scaled && run != run_divide && dec_rescale(r, *r, q->scale);
}

/* The operand that is rounded, for operations that do nothing but round; else the exact result. */
static bool compute_exact(struct dec *r, struct request *q)
{
    bool rounds = strcmp(q->op, "quantize") == 0 || strcmp(q->op, "rescale") == 0
                  || strncmp(q->op, "tointegral", 10) == 0;
    *r = q->x[0];
    q->scaled = false;
    return !rounds && compute(r, q);
}

/* Are the last two operands at equal distance from the exact result? Then their sum is twice the
 * result. */
static bool is_tie(bool *tie, struct request *q)
{
    struct dec sum, exact = q->x[0];
    if (dec_add(&sum, q->x[q->n - 2], q->x[q->n - 1]))
        return true;
    if (strcmp(q->op, "divide") == 0 ? dec_mul(&sum, sum, q->x[1]) : compute_exact(&exact, q))
        return true;
    if (dec_add(&exact, exact, exact))
        return true;
    *tie = dec_cmp(exact, sum) == 0;
    return false;
}

static bool read_operands(struct request *q)
{
    for (unsigned i = 0; i < q->n; i++) {
        enum dec_parse got = read_operand(&q->x[i], q, q->text[i]);
        if (got == DEC_OK)
            continue;
        puts(got == DEC_SYNTAX ? "syntax" : "refused");
        return false;
    }
    return true;
}

static void answer(struct request *q)
{
    struct dec r;
    bool tie;
    if (!read_operands(q))
        return;
    if (q->tie ? is_tie(&tie, q) : compute(&r, q))
        puts("refused");
    else if (q->tie)
        puts(tie ? "tie" : "no tie");
    else if (strcmp(q->op, "text") == 0)
        put_text(r);
    else
        put_number(r);
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    while ((len = getline(&line, &cap, stdin)) > 0) {
        struct request q;
        if (line[len - 1] == '\n')
            line[len - 1] = '\0';
        split(&q, line);
        answer(&q);
    }
    free(line);
    return ferror(stdin) != 0;
}
