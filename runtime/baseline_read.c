/* Reads the results of an earlier run, by jansson.
 * In: a file of fisc check --format json. Out: its violated results.
 * Invariant: what is no such file, or does not list all violated results, is refused and told. */
#include "baseline.h"
#include "say.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_BYTES (UINT64_C(256) << 20)

struct reader {
    struct arena *arena;
    struct diags *diags;
    const char *path;
    int fd, error;
    uint64_t left;                  /* bytes that may still be read */
    bool too_big;
    struct baseline *b;
    struct strbuf text;
};

static struct data_place place_of(const struct reader *r, int line)
{
    return (struct data_place){ r->path, line > 0 ? (uint64_t)line : 0, 0, "", "" };
}

/* ---- bytes ---- */

static size_t read_some(void *buffer, size_t len, void *ctx)
{
    struct reader *r = ctx;
    ssize_t n;
    do
        n = read(r->fd, buffer, len);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        r->error = errno;
    r->too_big = n > 0 && (uint64_t)n > r->left;
    if (n < 0 || r->too_big)
        return (size_t)-1;
    r->left -= (uint64_t)n;
    return (size_t)n;
}

static void tell_unreadable(struct reader *r, const char *zh, const char *en)
{
    diag_add_data(r->diags, DIAG_BASELINE_UNREADABLE, place_of(r, 0), r->path, zh, en, NULL);
}

static void tell_error(struct reader *r, int error)
{
    tell_unreadable(r, say_os_error(error, LANG_ZH), say_os_error(error, LANG_EN));
}

static bool open_file(struct reader *r)
{
    struct stat st;
    r->fd = open(r->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (r->fd < 0 || fstat(r->fd, &st)) {
        tell_error(r, errno);
        return false;
    }
    if (!S_ISREG(st.st_mode))
        tell_error(r, 0);
    return S_ISREG(st.st_mode);
}

static json_t *parse(struct reader *r)
{
    json_error_t at;
    json_t *root = json_load_callback(read_some, r, JSON_REJECT_DUPLICATES, &at);
    if (root)
        return root;
    if (r->too_big)
        tell_unreadable(r, say_text(SAY_BASELINE_BIG, LANG_ZH),
                        say_text(SAY_BASELINE_BIG, LANG_EN));
    else if (r->error)
        tell_error(r, r->error);
    else
        diag_add_data(r->diags, DIAG_BASELINE_NOT_JSON, place_of(r, at.line), r->path,
                      say_count(r->arena, at.line > 0 ? (uint64_t)at.line : 0),
                      say_count(r->arena, at.column > 0 ? (uint64_t)at.column : 0), NULL);
    return NULL;
}

/* ---- members ---- */

/* False after a diagnostic: a member is not there, or is no such thing. */
static bool want(struct reader *r, bool right, const char *member)
{
    if (!right)
        diag_add_data(r->diags, DIAG_BASELINE_SCHEMA, place_of(r, 0), r->path, member, NULL);
    return right;
}

static bool want_text(struct reader *r, const json_t *o, size_t i, const char *member, bool null)
{
    const json_t *v = json_object_get(o, member);
    return want(r, json_is_string(v) || (null && json_is_null(v)),
                arena_printf(r->arena, "results[%zu].%s", i, member));
}

static const char *keep(struct reader *r, const json_t *o, const char *member)
{
    const json_t *v = json_object_get(o, member);
    return json_is_string(v) ? arena_strndup(r->arena, json_string_value(v), json_string_length(v))
                             : NULL;
}

static bool want_cells(struct reader *r, const json_t *o, size_t i)
{
    const json_t *cells = json_object_get(o, "cells"), *cell;
    size_t k;
    if (!want(r, json_is_array(cells), arena_printf(r->arena, "results[%zu].cells", i)))
        return false;
    json_array_foreach(cells, k, cell)
        if (!want(r, json_is_string(json_object_get(cell, "text")),
                  arena_printf(r->arena, "results[%zu].cells[%zu].text", i, k)))
            return false;
    return true;
}

static bool want_result(struct reader *r, const json_t *o, size_t i)
{
    return want_text(r, o, i, "rule", false) && want_text(r, o, i, "key", true)
        && want_text(r, o, i, "kind", false) && want_text(r, o, i, "unit", false)
        && want_text(r, o, i, "status", false) && want_text(r, o, i, "difference", true)
        && want_cells(r, o, i);
}

/* ---- results ---- */

static sym text_sym(struct reader *r)
{
    return sym_intern(r->b->syms, r->text.p, r->text.len);
}

static void item_add(struct reader *r, const json_t *o)
{
    struct baseline *b = r->b;
    struct baseline_item x = { .rule = keep(r, o, "rule"), .kind = keep(r, o, "kind"),
                               .unit = keep(r, o, "unit"), .key = keep(r, o, "key"),
                               .difference = keep(r, o, "difference") };
    struct baseline_texts t = { x.rule, x.kind, x.key, x.unit, x.difference };
    const json_t *cell;
    size_t k;
    r->text.len = 0;
    baseline_cell(&r->text, x.rule);
    text_sym(r);                    /* by which the rule is watched */
    r->text.len = 0;
    baseline_place(&r->text, &t);
    x.place = text_sym(r);
    baseline_figures(&r->text, &t);
    json_array_foreach(json_object_get(o, "cells"), k, cell)
        if (!t.difference)
            baseline_cell(&r->text, json_string_value(json_object_get(cell, "text")));
    x.same = text_sym(r);
    ARENA_PUSH(b->arena, b->item, b->n, b->cap, x);
}

static bool is_violated(const char *status)
{
    return !strcmp(status, "violated") || !strcmp(status, "known");
}

static bool read_results(struct reader *r, const json_t *results)
{
    const json_t *o;
    size_t i;
    json_array_foreach(results, i, o) {
        if (!want_result(r, o, i))
            return false;
        if (is_violated(json_string_value(json_object_get(o, "status"))))
            item_add(r, o);
    }
    return true;
}

static uint64_t count_of(const json_t *summary, const char *member)
{
    json_int_t n = json_integer_value(json_object_get(summary, member));
    return n > 0 ? (uint64_t)n : 0;
}

/* Does the file list all its violated results? */
static bool is_whole(struct reader *r, const json_t *root, const json_t *summary)
{
    uint64_t all = count_of(summary, "violated") + count_of(summary, "known");
    if (all == r->b->n && json_is_false(json_object_get(root, "truncated")))
        return true;
    diag_add_data(r->diags, DIAG_BASELINE_PARTIAL, place_of(r, 0), r->path,
                  say_count(r->arena, r->b->n), say_count(r->arena, all), NULL);
    return false;
}

static bool read_root(struct reader *r, const json_t *root)
{
    const json_t *summary = json_object_get(root, "summary");
    if (json_is_array(json_object_get(root, "units"))) {
        diag_add_data(r->diags, DIAG_BASELINE_UNITS, place_of(r, 0), r->path, NULL);
        return false;
    }
    if (!want(r, json_is_string(json_object_get(root, "fisc")), "fisc")
        || !want(r, json_is_string(json_object_get(root, "rules")), "rules")
        || !want(r, json_is_integer(json_object_get(summary, "violated")), "summary.violated")
        || !want(r, json_is_boolean(json_object_get(root, "truncated")), "truncated")
        || !want(r, json_is_array(json_object_get(root, "results")), "results"))
        return false;
    r->b->rules = keep(r, root, "rules");
    return read_results(r, json_object_get(root, "results")) && is_whole(r, root, summary);
}

/* ---- the whole ---- */

/* Items of one place are chained as they are listed. */
static void chain(struct baseline *b)
{
    b->nfirst = sym_count(b->syms) + 1;
    b->first = ARENA_ARRAY(b->arena, uint32_t, b->nfirst);
    for (uint32_t i = b->n; i-- > 0;) {
        b->item[i].next = b->first[b->item[i].place];
        b->first[b->item[i].place] = i + 1;
    }
}

struct baseline *baseline_read(struct arena *a, struct diags *d, const char *path,
                               uint64_t max_bytes)
{
    struct reader r = { .arena = a, .diags = d, .path = path, .fd = -1,
                        .left = max_bytes ? max_bytes : MAX_BYTES };
    json_t *root = open_file(&r) ? parse(&r) : NULL;
    bool ok = root != NULL;
    r.b = ARENA_NEW(a, struct baseline);
    *r.b = (struct baseline){ .arena = a, .syms = symtab_new(a), .file = path };
    strbuf_init(&r.text, a);
    ok = ok && read_root(&r, root);
    json_decref(root);
    if (r.fd >= 0)
        close(r.fd);
    if (ok)
        chain(r.b);
    return ok ? r.b : NULL;
}
