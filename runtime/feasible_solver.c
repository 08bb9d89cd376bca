/* A linear program put to GLPK's program glpsol, as a proposer.
 * In: a system. Out: values that may satisfy it, and factors that may show that nothing does, as
 * simple fractions near what glpsol prints. What it says proves nothing: feasible_proof.c decides.
 *
 * Each relation may be missed at a price: Σ coef · d + over − under = −at, and the least Σ over +
 * under is looked for. It is 0 if the relations agree with ends that belong to their intervals;
 * else the prices of the relations are the factors. Where ends are open, `strict` looks for the
 * greatest t, at most 1, by which all open ends can be kept away from. */
#define _GNU_SOURCE
#include "feasible_part.h"
#include "cache.h"
#include "file.h"
#include "say.h"
#include "spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANSWER "answer"
#define MEMORY_BYTES (UINT64_C(2) << 30)
#define FILE_BYTES (UINT64_C(64) << 20)
#define SECONDS_AUTO 10u
#define SECONDS_FULL 120u

/* ── writing ── */

struct lp { struct strbuf out; const struct sys *s; bool strict, wide; };

static void put_whole(struct lp *l, w256 v)
{
    char text[100];

    dec_format(text, sizeof text, (struct dec){ v, 0 }, false);
    strbuf_adds(&l->out, text);
}

/* Σ coef · d of a relation, times `by` */
static void put_sum(struct lp *l, const struct sys_rel *r, w256 by)
{
    w256 v;

    for (uint32_t t = r->first; t < r->first + r->n; t++) {
        const struct sys_term *term = &l->s->term[t];
        l->wide = w256_mul(&v, w256_from_i64(term->coef), by) || l->wide;
        strbuf_adds(&l->out, w256_sign(v) < 0 ? " - " : " + ");
        put_whole(l, w256_abs(v));
        strbuf_addf(&l->out, " x%u\n", term->cell + 1);
    }
}

static void put_relation(struct lp *l, uint32_t i)
{
    const struct sys_rel *r = &l->s->rel[i];
    w256 by = r->at.den, at;

    l->wide = w256_neg(&at, r->at.num) || l->wide;
    strbuf_addf(&l->out, " r%u:", i + 1);
    put_sum(l, r, by);
    if (!l->strict)
        strbuf_addf(&l->out, r->sense == SENSE_EQ ? " - u%u + o%u\n" : " - u%u\n", i + 1, i + 1);
    else if (r->sense == SENSE_LT)
        strbuf_adds(&l->out, " + t\n");
    strbuf_adds(&l->out, r->sense == SENSE_EQ ? " = " : " <= ");
    put_whole(l, at);
    strbuf_addc(&l->out, '\n');
}

/* Columns have the order in which they are written first: cells, then the rest. */
static void put_goal(struct lp *l)
{
    strbuf_adds(&l->out, l->strict ? "Maximize\n goal:" : "Minimize\n goal:");
    for (uint32_t c = 0; c < l->s->ncell; c++)
        strbuf_addf(&l->out, " + 0 x%u\n", c + 1);
    if (l->strict)
        strbuf_adds(&l->out, " + t\n");
    for (uint32_t i = 0; i < l->s->nrel && !l->strict; i++)
        strbuf_addf(&l->out, l->s->rel[i].sense == SENSE_EQ ? " + u%u + o%u\n" : " + u%u\n",
                    i + 1, i + 1);
}

static w256 whole_end(struct lp *l, const struct sys_end *e)
{
    w256 v = w256_from_i64(0);

    l->wide = rat_over(&v, e->at, w256_from_i64(1)) || l->wide;    /* ends are whole: 1 is over 1 */
    return v;
}

static void put_open_ends(struct lp *l)
{
    for (uint32_t c = 0; c < l->s->ncell; c++)
        for (enum side i = LOW; i <= HIGH; i++) {
            const struct sys_end *e = &l->s->cell[c].end[i];
            if (!e->open)
                continue;
            strbuf_addf(&l->out, i == LOW ? " x%u - t >= " : " x%u + t <= ", c + 1);
            put_whole(l, whole_end(l, e));
            strbuf_addc(&l->out, '\n');
        }
}

static void put_bounds(struct lp *l)
{
    strbuf_adds(&l->out, "Bounds\n");
    for (uint32_t c = 0; c < l->s->ncell; c++) {
        strbuf_addc(&l->out, ' ');
        put_whole(l, whole_end(l, &l->s->cell[c].end[LOW]));
        strbuf_addf(&l->out, " <= x%u <= ", c + 1);
        put_whole(l, whole_end(l, &l->s->cell[c].end[HIGH]));
        strbuf_addc(&l->out, '\n');
    }
    if (l->strict)
        strbuf_adds(&l->out, " 0 <= t <= 1\n");
    strbuf_adds(&l->out, "End\n");
}

static bool put_program(struct lp *l, struct arena *a, const struct sys *s, bool strict)
{
    *l = (struct lp){ .s = s, .strict = strict };
    strbuf_init(&l->out, a);
    put_goal(l);
    strbuf_adds(&l->out, "Subject To\n");
    for (uint32_t i = 0; i < s->nrel; i++)
        put_relation(l, i);
    if (strict)
        put_open_ends(l);
    put_bounds(l);
    return !l->wide;
}

/* ── reading ── */

/* "-3.5e-07", exactly */
static bool number_read(const char *s, struct rat *r)
{
    bool negative = *s == '-';
    struct dec d;
    size_t n;
    int exponent = 0, sign = 1;

    s += negative;
    n = strcspn(s, "eE \r\n");
    if (dec_parse(&d, s, n, 40) != DEC_OK)
        return false;
    if (s[n] == 'e' || s[n] == 'E') {
        s += n + 1;
        sign = *s == '-' ? -1 : 1;
        s += *s == '-' || *s == '+';
        for (; *s >= '0' && *s <= '9' && exponent < 1000; s++)
            exponent = exponent * 10 + (*s - '0');
    }
    d.scale -= sign * exponent;
    if (d.scale > 60 && w256_sign(d.coef))
        d = (struct dec){ w256_from_i64(0), 0 };
    if (d.scale < -60 || rat_dec(r, d))
        return false;
    if (negative)
        *r = rat_neg(*r);
    return true;
}

/* The simplest fraction within 10^-places, by continued fractions. */
static struct rat simplest(struct rat x, unsigned places)
{
    w256 n = w256_abs(x.num), d = x.den, h0 = w256_from_i64(0), h1 = w256_from_i64(1);
    w256 k0 = w256_from_i64(1), k1 = w256_from_i64(0), q, rem, h, k;
    struct rat size = { n, d }, near, off, most = rat_int(1);
    int order = 1;

    w256_pow10(&most.den, places);
    while (w256_sign(d)) {
        w256_divmod(&q, &rem, n, d);
        if (w256_mul(&h, q, h1) || w256_add(&h, h, h0) || w256_mul(&k, q, k1)
            || w256_add(&k, k, k0) || rat_make(&near, h, k) || rat_sub(&off, size, near))
            return x;
        off.num = w256_abs(off.num);
        if (!rat_cmp(&order, off, most) && order <= 0)
            return rat_sign(x) < 0 ? rat_neg(near) : near;
        h0 = h1; h1 = h; k0 = k1; k1 = k;
        n = d; d = rem;
    }
    return x;
}

/* A line "i 3 s 1 0.5" or "j 2 l 4 0": its number, and the last but one or the last of its
 * figures. */
static bool line_read(const char *line, uint32_t *number, bool last, struct rat *r)
{
    const char *p = line + 1;
    int skip = last ? 2 : 1;

    *number = 0;
    for (p += *p == ' '; *p >= '0' && *p <= '9' && *number < 100000000; p++)
        *number = *number * 10 + (uint32_t)(*p - '0');
    for (; skip && *p && *p != '\n'; p++)
        skip -= *p == ' ' && p[1] != ' ' && p[1] != '\n' && (p[1] < 'a' || p[1] > 'z');
    return !skip && *number && number_read(p, r);
}

static void answer_line(const char *line, const struct sys *s, struct rat *value,
                        struct rat *factor)
{
    uint32_t n;
    struct rat r;

    if (*line == 'i' && line_read(line, &n, true, &r) && n <= s->nrel)
        factor[n - 1] = r;
    else if (*line == 'j' && line_read(line, &n, false, &r) && n <= s->ncell)
        value[n - 1] = simplest(r, 6);
}

/* Over the greatest of them, so that those that are nothing can be told. */
static void factors_settle(const struct sys *s, struct rat *factor)
{
    struct rat most = rat_int(0), size;
    int order;

    for (uint32_t i = 0; i < s->nrel; i++) {
        size = (struct rat){ w256_abs(factor[i].num), factor[i].den };
        if (!rat_cmp(&order, size, most) && order > 0)
            most = size;
    }
    for (uint32_t i = 0; i < s->nrel && rat_sign(most); i++)
        factor[i] = rat_div(&size, factor[i], most) ? rat_int(0) : simplest(size, 9);
    /* an equation was multiplied by the denominator of `at` */
    for (uint32_t i = 0; i < s->nrel; i++)
        if (rat_mul(&factor[i], factor[i], rat_whole(s->rel[i].at.den)))
            factor[i] = rat_int(0);
}

static bool answer_read(const char *text, const struct sys *s, struct rat *value,
                        struct rat *factor)
{
    for (uint32_t i = 0; i < s->nrel; i++)
        factor[i] = rat_int(0);
    for (uint32_t i = 0; i < s->ncell; i++)
        value[i] = rat_int(0);
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        if (!strchr(line, '\n'))
            return false;
        answer_line(line, s, value, factor);
    }
    factors_settle(s, factor);
    return true;
}

/* ── running ── */

static const char *file_text(struct arena *a, int fd)
{
    struct stat st;
    char *text;
    size_t at = 0;
    ssize_t n = 1;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size > FILE_BYTES)
        return NULL;
    text = arena_alloc(a, (size_t)st.st_size + 1);
    while (at < (size_t)st.st_size && n > 0) {
        n = read(fd, text + at, (size_t)st.st_size - at);
        at += n > 0 ? (size_t)n : 0;
    }
    return text;
}

static const char *run_in(struct arena *a, const struct feasible_opts *o, int dir_fd, int input,
                          struct solver_answer *r)
{
    bool full = o->mode == FEASIBLE_FULL;
    unsigned seconds = full ? SECONDS_FULL : SECONDS_AUTO;
    static const char *const env[] = { "LC_ALL=C", "TMPDIR=.", NULL };
    const char *const argv[] = { "glpsol", "--lp", "/dev/stdin", "--nopresol", "--write", ANSWER,
                                 "--tmlim", arena_printf(a, "%u", seconds), NULL };
    struct spawn_job job = { .path = o->solver, .argv = argv, .env = env, .dir_fd = dir_fd,
                             .stdin_fd = input, .deadline_ms = seconds * 1000 + 500,
                             .cpu_seconds = seconds + 1, .memory_bytes = MEMORY_BYTES,
                             .file_bytes = FILE_BYTES, .open_files = 32 };
    struct spawn_result end;
    int fd;

    spawn_run(a, &job, &end);
    r->absent = end.end == SPAWN_UNSTARTED && (end.code == ENOENT || end.code == ENOTDIR);
    r->fault = r->absent ? NULL : spawn_fault(a, o->lang, &job, &end);
    if (r->absent || r->fault)
        return NULL;
    fd = openat(dir_fd, ANSWER, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    const char *text = fd < 0 ? NULL : file_text(a, fd);
    if (fd >= 0)
        close(fd);
    if (!text)
        r->fault = say_text(SAY_SOLVER_SILENT, o->lang);
    return text;
}

/* The solver's text on the program, in a folder of its own. */
static const char *run_solver(struct arena *a, const struct feasible_opts *o, const char *program,
                              size_t len, struct solver_answer *r)
{
    int root = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int input = memfd_create("fisc-joint", MFD_CLOEXEC);
    const char *text = NULL;
    struct cache_work dir;

    if (root >= 0 && input >= 0 && file_write(input, program, len)
        && lseek(input, 0, SEEK_SET) == 0 && cache_work_make(&dir, root)) {
        text = run_in(a, o, dir.fd, input, r);
        cache_work_remove(&dir);
    } else {
        r->fault = say_with(a, o->lang, SAY_NO_WORK_FOLDER, 1, say_os_error(errno, o->lang));
    }
    if (root >= 0)
        close(root);
    if (input >= 0)
        close(input);
    return text;
}

void solver_ask(struct arena *a, const struct feasible_opts *o, const struct sys *s, bool strict,
                struct solver_answer *r)
{
    struct lp l;
    const char *text;

    *r = (struct solver_answer){ .value = ARENA_ARRAY(a, struct rat, (size_t)s->ncell + 1),
                                 .factor = ARENA_ARRAY(a, struct rat, (size_t)s->nrel + 1) };
    r->wide = !put_program(&l, a, s, strict);
    text = r->wide ? NULL : run_solver(a, o, l.out.p, l.out.len, r);
    r->answered = text && answer_read(text, s, r->value, r->factor);
    if (text && !r->answered)
        r->fault = say_text(SAY_SOLVER_SILENT, o->lang);
}
