/* A built checker over a folder of figures, in a loop: checker_fisc LIBRARY RULES FOLDER [TIMES]
 * Out without TIMES: a line for each result, as checker_hand.py prints them; the machine code's
 * and the interpreter's must be the same. With TIMES: lines `what nanoseconds`, of that many turns:
 *   native, image   fisc_context_reset, fisc_bind_csv of each table, fisc_run
 *   joint-native    the rules alone, over figures that are loaded: what fisc_run does behind its
 *                   reading, the question whether rules hold together among it
 *   rules-native, rules-image
 *                   the same without that question (fisc_set_joint)
 *   failing-native  the same, keeping only results that do not hold */
#include "../../compiler/fiscc.h"
#include "../../runtime/api.h"
#include "../../runtime/artifact.h"
#include "../../runtime/data.h"
#include "../../runtime/feasible.h"
#include "../../runtime/native.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void need(fisc_status s, const char *what)
{
    if (s == FISC_OK)
        return;
    fprintf(stderr, "checker_fisc: %s: %s\n", what, fisc_status_text(s));
    exit(1);
}

/* ── figures ── */

struct sheets { char **text; size_t *len; uint32_t n; };

/* NULL: it is not there. */
static char *read_file(const char *folder, const char *name, size_t *len)
{
    char path[4096], *text;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        return NULL;
    *len = (size_t)ftell(f);
    rewind(f);
    text = malloc(*len + 1);
    if (!text || fread(text, 1, *len, f) != *len)
        exit(1);
    fclose(f);
    return text;
}

static struct sheets read_all(const fisc_rules *r, const char *folder)
{
    struct sheets s = { .n = fisc_table_count(r) };

    s.text = calloc(s.n + 1, sizeof *s.text);
    s.len = calloc(s.n + 1, sizeof *s.len);
    for (uint32_t i = 0; i < s.n; i++) {
        fisc_table t;
        need(fisc_table_get(r, i, &t), "table");
        if (t.origin == FISC_CURRENT)
            s.text[i] = read_file(folder, t.from, &s.len[i]);
    }
    return s;
}

static void check(fisc_context *c, const struct sheets *s)
{
    need(fisc_context_reset(c), "reset");
    for (uint32_t i = 0; i < s->n; i++)
        if (s->text[i])
            need(fisc_bind_csv(c, i, NULL, s->text[i], s->len[i]), "bind");
    need(fisc_run(c), "run");
}

/* ── results ── */

/* The question of several rules together is no rule of anybody else's. A rule without a name is
 * called by its text: its place is another in a file of some rules only. */
static void print_results(FILE *out, fisc_context *c, const fisc_rules *r)
{
    static const char *const verdict[] = { "exact", "rounding", "violated", "not-applicable",
                                           "unknown", "waived" };
    for (uint64_t i = 0; i < fisc_result_count(c); i++) {
        fisc_result x;
        fisc_rule rule = { .source = "" };
        const char *text;
        need(fisc_result_get(c, i, &x), "result");
        if (!strncmp(x.kind, "joint", 5))
            continue;
        if (x.rule != UINT32_MAX)
            need(fisc_rule_get(r, x.rule, &rule), "rule");
        text = strstr(x.name, ".fisc:") ? rule.source : x.name;
        text = strncmp(text, "must ", 5) ? text : text + 5;
        fprintf(out, "%s\t%s\t%s\t%s\t%s\n", text, x.key ? x.key : "-", verdict[x.verdict],
                x.difference ? x.difference : "-", x.slack ? x.slack : "-");
    }
}

static char *results(fisc_context *c, const fisc_rules *r, const struct sheets *s)
{
    char *text;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    if (!out)
        exit(1);
    check(c, s);
    print_results(out, c, r);
    fclose(out);
    return text;
}

/* ── times ── */

static void time_api(const char *what, fisc_context *c, const struct sheets *s, int times)
{
    uint64_t start = now();

    for (int i = 0; i < times; i++)
        check(c, s);
    printf("%s %lu\n", what, (unsigned long)(now() - start));
}

static void out_of_memory(void *ctx)
{
    (void)ctx;
    fprintf(stderr, "checker_fisc: out of memory\n");
    exit(1);
}

/* The part of fisc_run behind its loading, as often as wanted. */
static void time_rules(const char *what, const fisc_rules *r, const struct sheets *s, int times,
                       const struct feasible_opts *joint, enum result_set set)
{
    struct arena held, run;
    struct diags d;
    struct data_given *given;
    struct data_limits lim = { 0 };
    struct data_set *data;
    uint64_t spent = 0;

    arena_init(&held, 0, out_of_memory, NULL);
    arena_init(&run, 0, out_of_memory, NULL);
    diags_init(&d, &held);
    given = ARENA_ARRAY(&held, struct data_given, s->n + 1);
    for (uint32_t i = 0; i < s->n; i++)
        if (s->text[i])
            given[i] = (struct data_given){ .text = s->text[i], .len = s->len[i], .encoded = true,
                                            .file = "sheet" };
    lim.given = given;
    data = data_load(&held, r->prog, -1, "", &lim, &d);
    data_load_prior(data, -1, "", &lim);
    data_join(data);
    for (int i = 0; i < times; i++) {
        struct engine e;
        struct eval_opts o = { .feasible = joint, .unexplained = true, .set = set };
        uint64_t start = now();
        arena_clear(&run);          /* as fisc_context_reset does */
        if (r->artifact)
            artifact_engine(&e, &run, r->prog, r->artifact);
        else
            e = *interp_engine(&run, r->prog);
        if (eval_run(&run, r->prog, data, &e, &o)->disagreement)
            exit(1);
        spent += now() - start;
    }
    printf("%s %lu\n", what, (unsigned long)spent);
    arena_free(&run);
    arena_free(&held);
}

static fisc_rules *compiled(const char *path)
{
    fiscc_input in = { .size = sizeof in, .name = path };
    fiscc_program *p;
    fisc_rules *r;
    size_t len;
    const void *image;

    need(fiscc_compile(&in, NULL, NULL, &p), path);
    image = fiscc_image(p, &len);
    need(fisc_rules_image(image, len, NULL, NULL, &r), path);
    fiscc_free(p);
    return r;
}

int main(int argc, char **argv)
{
    const struct feasible_opts joint = { .mode = FEASIBLE_AUTO, .lang = LANG_EN };
    int times = argc == 5 ? atoi(argv[4]) : 0;
    fisc_rules *r, *image;
    fisc_context *c, *d;
    struct sheets s;

    if (argc < 4)
        return 2;
    need(fisc_rules_open(argv[1], NULL, NULL, &r), argv[1]);
    image = compiled(argv[2]);
    need(fisc_context_new(r, NULL, NULL, &c), "context");
    need(fisc_context_new(image, NULL, NULL, &d), "context");
    s = read_all(r, argv[3]);
    if (!times) {
        char *one = results(c, r, &s), *other = results(d, image, &s);
        if (strcmp(one, other) != 0)
            return fprintf(stderr, "checker_fisc: machine code and interpreter differ\n"), 1;
        fputs(one, stdout);
        free(one);
        free(other);
    } else {
        time_api("native", c, &s, times);
        time_api("image", d, &s, times);
        time_rules("joint-native", r, &s, times, &joint, RESULTS_AUTO);
        time_rules("rules-native", r, &s, times, NULL, RESULTS_AUTO);
        time_rules("rules-image", image, &s, times, NULL, RESULTS_AUTO);
        time_rules("failing-native", r, &s, times, NULL, RESULTS_FAILING);
    }
    fisc_context_free(c);
    fisc_context_free(d);
    fisc_rules_close(r);
    fisc_rules_close(image);
    for (uint32_t i = 0; i < s.n; i++)
        free(s.text[i]);
    free(s.text);
    free(s.len);
    return fflush(stdout) != 0;
}
