/* What the library does when it is refused something: `faults KIND ARTIFACT FOLDER`.
 *   memory   an allocator that fails at the Nth call, for every N
 *   limit    a limit of memory, in steps
 *   cancel   the host cancels at the Nth question
 *   arguments  calls that make no sense
 *   open     files that are no artifacts
 *   threads  four contexts of one fisc_rules at once
 *   shared   four threads at once on one context, which they should not do
 *   twice    one artifact opened twice, then another (FOLDER names it): each is itself
 * Prints a line of what it saw and ends with 0, or says what is wrong and ends with 1. */
#include "batch.h"
#include "host.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- all of the interface, once ---- */

struct files { char *text[256]; size_t len[256]; uint32_t n; };

static void files_read(struct files *f, const fisc_rules *r, const char *folder)
{
    memset(f, 0, sizeof *f);
    f->n = fisc_table_count(r);
    for (uint32_t i = 0; i < f->n && i < 256; i++) {
        fisc_table t;
        char path[4096];
        FILE *in;
        if (fisc_table_get(r, i, &t) != FISC_OK || t.origin != FISC_CURRENT)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, t.from);
        in = fopen(path, "rb");
        if (!in)
            continue;
        fseek(in, 0, SEEK_END);
        f->len[i] = (size_t)ftell(in);
        rewind(in);
        f->text[i] = malloc(f->len[i] + 1);
        if (fread(f->text[i], 1, f->len[i], in) != f->len[i])
            fail("a file cannot be read", i);
        fclose(in);
    }
}

static void files_free(struct files *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        free(f->text[i]);
}

/* The first that goes wrong. */
#define TRY(call) do { fisc_status s_ = (call); if (s_ != FISC_OK) return s_; } while (0)

static fisc_status read_all(fisc_context *c)
{
    for (uint64_t i = 0; i < fisc_result_count(c); i++) {
        fisc_result x;
        const char *text;
        TRY(fisc_result_get(c, i, &x));
        TRY(fisc_result_text(c, FISC_ZH, &text));
        for (uint32_t k = 0; k < x.cells; k++) {
            fisc_cell y;
            TRY(fisc_cell_get(c, k, &y));
        }
    }
    const char *value, *reason;
    uint32_t notices;
    for (uint32_t i = 0; fisc_line_value(c, i, &value, &reason) == FISC_OK; i++)
        if (!reason)
            return FISC_BAD_DATA;
    TRY(fisc_notice_count(c, &notices));
    for (uint32_t i = 0; i < notices; i++) {
        fisc_notice n;
        TRY(fisc_notice_get(c, i, &n));
    }
    for (uint32_t i = 0; i < fisc_message_count(c); i++) {
        fisc_message m;
        TRY(fisc_message_get(c, i, &m));
    }
    return FISC_OK;
}

static fisc_status use(fisc_context *c, const struct files *f)
{
    static const char *const word[] = { "x", NULL };
    static const int64_t number[] = { 1, 2 };
    const fisc_input column[] = {
        { sizeof *column, "项目", FISC_TEXT, 0, word, NULL, 0, 0 },
        { sizeof *column, "金额", FISC_INT64, 2, number, NULL, 0, FISC_CONVERT } };
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->text[i])
            TRY(fisc_bind_csv(c, i, NULL, f->text[i], f->len[i]));
        else
            TRY(fisc_bind_columns(c, i, "columns", column, 2, 2));
    }
    TRY(fisc_set_day(c, 20240229));
    TRY(fisc_set_kept(c, FISC_KEEP_ALL));
    TRY(fisc_set_joint(c, 1));
    TRY(fisc_run(c));
    return read_all(c);
}

static fisc_status batches_out(fisc_context *c)
{
    struct ArrowSchema schema;
    struct ArrowArray array;
    TRY(fisc_results_arrow(c, &schema, &array));
    array.release(&array);
    schema.release(&schema);
    return FISC_OK;
}

static fisc_status use_arrow(fisc_context *c)
{
    static struct batch b;
    struct source x = { 0, -1 };
    struct ArrowArrayStream stream = stream_of(&x);
    fisc_status s = fisc_bind_arrow_stream(c, 0, "stream", &stream, 0);
    if (s == FISC_OK)
        s = fisc_run(c);
    if (s == FISC_OK)
        s = batches_out(c);
    if (s == FISC_OK)
        s = fisc_context_reset(c);
    make(&b, 0, ROWS);              /* released, whatever becomes of it */
    if (s == FISC_OK) {
        TRY(fisc_bind_arrow(c, 0, "batch", &b.schema, &b.array, 0));
        TRY(fisc_run(c));
        return read_all(c);
    }
    b.schema.release(&b.schema);
    b.array.release(&b.array);
    return s;
}

/* With a context that is reset and used again. */
static fisc_status everything(const char *artifact, const struct files *f, const fisc_host *host,
                              const fisc_limits *limits)
{
    fisc_rules *r;
    fisc_context *c = NULL;
    fisc_status s = fisc_rules_open(artifact, host, limits, &r);
    if (s == FISC_OK)
        s = fisc_context_new(r, host, limits, &c);
    if (s == FISC_OK)
        s = use(c, f);
    if (s == FISC_OK)
        s = fisc_context_reset(c);
    if (s == FISC_OK)
        s = use(c, f);
    if (s == FISC_OK)
        s = fisc_context_reset(c);
    if (s == FISC_OK)
        s = use_arrow(c);
    fisc_context_free(c);
    fisc_rules_close(r);
    return s;
}

/* ---- the kinds ---- */

static void memory(const char *artifact, const struct files *f)
{
    long long n = 0;
    for (;; n++) {
        struct host h = { .left = n };
        fisc_host host = { sizeof host, &h, host_allocate, host_release, NULL, NULL };
        fisc_status s = everything(artifact, f, &host, NULL);
        if (h.live || live)
            fail("memory is left, or a batch", n);
        if (s == FISC_OK)
            break;
        expect(s, FISC_NO_MEMORY, n);
    }
    if (n <= 20)
        fail("too few calls", n);
    puts("memory: each refusal is told and nothing is left");
}

static void limit(const char *artifact, const struct files *f)
{
    uint64_t bytes = 4096;
    long long n = 0;
    for (;; n++, bytes += 4096 + bytes / 16) {
        struct host h = { .left = -1 };
        fisc_host host = { sizeof host, &h, host_allocate, host_release, NULL, NULL };
        fisc_limits limits = { .size = sizeof limits, .memory = bytes };
        fisc_status s = everything(artifact, f, &host, &limits);
        if (h.live || live)
            fail("memory is left, or a batch", n);
        if (s == FISC_OK)
            break;
        expect(s, FISC_LIMIT, n);
    }
    if (n <= 20)
        fail("too few steps", n);
    puts("limit: each is told and nothing is left");
}

static void cancel(const char *artifact, const struct files *f)
{
    long long n = 0;
    for (;; n += 1 + n / 8) {
        struct host h = { .left = -1, .polls = n };
        fisc_host host = { sizeof host, &h, host_allocate, host_release, NULL, host_cancelled };
        fisc_status s = everything(artifact, f, &host, NULL);
        if (h.live || live)
            fail("memory is left, or a batch", n);
        if (s == FISC_OK)
            break;
        expect(s, FISC_CANCELLED, n);
    }
    if (n <= 20)
        fail("it is hardly asked", n);
    puts("cancel: each is heard and nothing is left");
}

static fisc_context *context_of(const char *artifact, fisc_rules **r)
{
    fisc_context *c;
    expect(fisc_rules_open(artifact, NULL, NULL, r), FISC_OK, 0);
    expect(fisc_context_new(*r, NULL, NULL, &c), FISC_OK, 0);
    return c;
}

static void wrong_columns(fisc_context *c)
{
    static const int64_t number[] = { 1 };
    fisc_input in = { sizeof in, "a", FISC_INT64, 0, number, NULL, 0, 0 };
    expect(fisc_bind_columns(c, 0, NULL, NULL, 1, 1), FISC_BAD_ARGUMENT, 10);
    expect(fisc_bind_columns(c, UINT32_MAX, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 11);
    in.size = 1;
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 12);
    in.size = sizeof in;
    in.header = "";
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 13);
    in.header = "a";
    in.scale = 39;
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 14);
    in.scale = 0;
    in.values = NULL;
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 15);
    in.values = number;
    in.type = (fisc_type)77;
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 16);
    in.type = FISC_INT64;
    in.flags = 0x40;
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, 1), FISC_BAD_ARGUMENT, 19);
    in.flags = 0;
    expect(fisc_bind_columns(c, 0, NULL, &in, 1, UINT64_MAX), FISC_LIMIT, 17);
    if (!strstr(fisc_fault(c, FISC_EN), "18446744073709551615 rows"))
        fail(fisc_fault(c, FISC_EN), 17);
    if (!*fisc_fault(c, FISC_ZH) || !*fisc_fault(c, FISC_EN))
        fail("what is wrong is not said", 18);
}

static void arguments(const char *artifact)
{
    fisc_host half = { sizeof half, NULL, host_allocate, NULL, NULL, NULL }, old = { .size = 3 };
    fisc_rules *r;
    fisc_context *c;
    fisc_result x;
    const char *text;
    expect(fisc_rules_open(NULL, NULL, NULL, &r), FISC_BAD_ARGUMENT, 0);
    expect(fisc_rules_open(artifact, NULL, NULL, NULL), FISC_BAD_ARGUMENT, 1);
    expect(fisc_rules_open(artifact, &half, NULL, &r), FISC_BAD_ARGUMENT, 2);
    expect(fisc_rules_open(artifact, &old, NULL, &r), FISC_BAD_ARGUMENT, 3);
    expect(fisc_rules_linked(NULL, NULL, NULL, &r), FISC_BAD_ARGUMENT, 4);
    c = context_of(artifact, &r);
    expect(fisc_result_get(c, 0, &x), FISC_BAD_ORDER, 5);
    expect(fisc_result_text(c, FISC_EN, &text), FISC_BAD_ORDER, 6);
    wrong_columns(c);
    expect(fisc_bind_csv(c, 0, NULL, "a\n", 2), FISC_OK, 20);
    expect(fisc_bind_csv(c, 0, NULL, "a\n", 2), FISC_BAD_ORDER, 21);
    expect(fisc_set_day(c, 1), FISC_BAD_ARGUMENT, 22);
    expect(fisc_set_day(c, 20250229), FISC_BAD_ARGUMENT, 22);
    expect(fisc_set_day(c, 20240229), FISC_OK, 22);
    if (fisc_set_day(c, 20241301) != FISC_BAD_ARGUMENT
        || !strstr(fisc_fault(c, FISC_EN), "no day 20241301"))
        fail(fisc_fault(c, FISC_EN), 22);
    expect(fisc_run(c), FISC_OK, 23);
    expect(fisc_run(c), FISC_BAD_ORDER, 24);
    expect(fisc_bind_csv(c, 1, NULL, "a\n", 2), FISC_BAD_ORDER, 25);
    expect(fisc_result_get(c, UINT64_MAX, &x), FISC_BAD_ARGUMENT, 26);
    expect(fisc_context_reset(c), FISC_OK, 27);
    expect(fisc_bind_csv(c, 0, NULL, "a\n", 2), FISC_OK, 28);
    fisc_context_free(c);
    fisc_rules_close(r);
    fisc_context_free(NULL);
    fisc_rules_close(NULL);
    puts("arguments: each is told");
}

static void print_log(void *ctx, const fisc_message *m)
{
    (void)ctx;
    printf("  %s\n", m->en);
}

static void open_file(const char *path)
{
    fisc_host host = { .size = sizeof host, .log = print_log };
    fisc_rules *r;
    fisc_status s = fisc_rules_open(path, &host, NULL, &r);
    printf("%s\n", fisc_status_text(s));
    fisc_rules_close(r);
}

struct work { const fisc_rules *r; const struct files *f; uint64_t sum; fisc_status status; };

static void *one_thread(void *arg)
{
    struct work *w = arg;
    fisc_context *c;
    w->status = fisc_context_new(w->r, NULL, NULL, &c);
    for (int i = 0; i < 20 && w->status == FISC_OK; i++) {
        w->status = use(c, w->f);
        w->sum += fisc_count(c, FISC_MUST, FISC_EXACT);
        w->sum += 7 * fisc_count(c, FISC_MUST, FISC_VIOLATED);
        fisc_context_reset(c);
    }
    fisc_context_free(c);
    return NULL;
}

static void threads(const char *artifact, const struct files *f)
{
    struct work w[4];
    pthread_t id[4];
    fisc_rules *r;
    expect(fisc_rules_open(artifact, NULL, NULL, &r), FISC_OK, 0);
    for (int i = 0; i < 4; i++) {
        w[i] = (struct work){ r, f, 0, FISC_OK };
        pthread_create(&id[i], NULL, one_thread, &w[i]);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(id[i], NULL);
        expect(w[i].status, FISC_OK, i);
        if (w[i].sum != w[0].sum || !w[i].sum)
            fail("the threads differ", i);
    }
    fisc_rules_close(r);
    puts("threads: the same in each");
}

/* ---- a context that is not shared ---- */

struct shared { fisc_context *c; const struct files *f; fisc_status odd; };

static void note(struct shared *w, fisc_status s)
{
    if (s != FISC_OK && s != FISC_BAD_ORDER && s != FISC_BAD_ARGUMENT)
        w->odd = s;
}

/* Texts are not looked at: they end with another thread's call. */
static void *one_of_many(void *arg)
{
    struct shared *w = arg;
    const char *text, *reason;
    fisc_result x;
    fisc_cell y;
    fisc_message m;
    for (int i = 0; i < 300; i++) {
        for (uint32_t t = 0; t < w->f->n; t++)
            if (w->f->text[t])
                note(w, fisc_bind_csv(w->c, t, NULL, w->f->text[t], w->f->len[t]));
        note(w, fisc_run(w->c));
        for (uint64_t k = fisc_result_count(w->c); k > 0; k--) {
            note(w, fisc_result_get(w->c, k - 1, &x));
            note(w, fisc_result_text(w->c, FISC_EN, &text));
            note(w, fisc_cell_get(w->c, 0, &y));
        }
        note(w, fisc_line_value(w->c, 0, &text, &reason));
        if (fisc_message_count(w->c))
            note(w, fisc_message_get(w->c, 0, &m));
        fisc_count(w->c, FISC_MUST, FISC_EXACT);
        fisc_fault(w->c, FISC_EN);
        note(w, fisc_context_reset(w->c));
    }
    return NULL;
}

static void many_threads(fisc_context *c, const struct files *f)
{
    struct shared w[4];
    pthread_t id[4];
    for (int i = 0; i < 4; i++) {
        w[i] = (struct shared){ c, f, FISC_OK };
        pthread_create(&id[i], NULL, one_of_many, &w[i]);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(id[i], NULL);
        expect(w[i].odd, FISC_OK, i);
    }
}

struct meeting { fisc_context *c; fisc_status status; };

static void *meet(void *arg)
{
    struct meeting *m = arg;
    m->status = fisc_context_reset(m->c);
    return NULL;
}

/* A host that, asked in the middle of a run, lets another thread reset the context. */
static int cancelled_by_none(void *ctx)
{
    struct meeting *m = ctx;
    pthread_t id;
    if (m->status == FISC_OK) {
        pthread_create(&id, NULL, meet, m);
        pthread_join(id, NULL);
        expect(m->status, FISC_BAD_ORDER, 0);
    }
    return 0;
}

static void shared(const char *artifact, const struct files *f)
{
    struct meeting m = { NULL, FISC_OK };
    fisc_host host = { sizeof host, &m, NULL, NULL, NULL, cancelled_by_none };
    fisc_rules *r;
    expect(fisc_rules_open(artifact, NULL, NULL, &r), FISC_OK, 0);
    expect(fisc_context_new(r, &host, NULL, &m.c), FISC_OK, 0);
    expect(use(m.c, f), FISC_OK, 0);
    expect(m.status, FISC_BAD_ORDER, 1);
    many_threads(m.c, f);
    fisc_context_reset(m.c);
    expect(use(m.c, f), FISC_OK, 2);
    fisc_context_free(m.c);
    fisc_rules_close(r);
    puts("shared: a call that finds another in the context is refused");
}

/* The loader knows libraries by names, and descriptors are used again. */
static void twice(const char *artifact, const char *other)
{
    fisc_rules *a, *b, *c;
    expect(fisc_rules_open(artifact, NULL, NULL, &a), FISC_OK, 0);
    expect(fisc_rules_open(artifact, NULL, NULL, &b), FISC_OK, 1);
    fisc_rules_close(a);
    expect(fisc_rules_open(other, NULL, NULL, &c), FISC_OK, 2);
    if (!strcmp(fisc_rules_manifest(b), fisc_rules_manifest(c)))
        fail("another artifact was opened", 3);
    fisc_rules_close(b);
    fisc_rules_close(c);
    puts("twice: each is itself");
}

int main(int argc, char **argv)
{
    struct files f;
    fisc_rules *r;
    if (argc < 3)
        return 2;
    if (strcmp(argv[1], "open") == 0)
        return open_file(argv[2]), 0;
    if (strcmp(argv[1], "arguments") == 0)
        return arguments(argv[2]), 0;
    if (strcmp(argv[1], "twice") == 0)
        return twice(argv[2], argv[3]), 0;
    expect(fisc_rules_open(argv[2], NULL, NULL, &r), FISC_OK, 0);
    files_read(&f, r, argv[3]);
    fisc_rules_close(r);
    if (strcmp(argv[1], "memory") == 0)
        memory(argv[2], &f);
    if (strcmp(argv[1], "limit") == 0)
        limit(argv[2], &f);
    if (strcmp(argv[1], "cancel") == 0)
        cancel(argv[2], &f);
    if (strcmp(argv[1], "shared") == 0)
        shared(argv[2], &f);
    if (strcmp(argv[1], "threads") == 0)
        threads(argv[2], &f);
    files_free(&f);
    return 0;
}
