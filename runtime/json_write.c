/* Writes JSON in pieces.
 * In: jansson values and texts. Out: bytes through the report's callback.
 * Invariant: after a failure nothing more is written. */
#include "json_part.h"
#include <stdio.h>
#include <string.h>

enum { DUMP_FLAGS = JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY };

/* ---- bytes ---- */

static void flush(struct writer *w)
{
    if (w->used && !w->out->failed && !w->out->write(w->out->ctx, w->buffer, w->used))
        w->out->failed = true;
    w->used = 0;
    w->failed = w->failed || w->out->failed;
}

static int write_bytes(struct writer *w, const char *bytes, size_t len)
{
    while (len && !w->failed) {
        size_t room = JSON_BUFFER - w->used, n = len < room ? len : room;
        memcpy(w->buffer + w->used, bytes, n);
        w->used += n;
        bytes += n;
        len -= n;
        if (w->used == JSON_BUFFER)
            flush(w);
    }
    return w->failed ? -1 : 0;
}

/* U+202E as \u202e: what cannot be seen may turn around what stands beside it. */
static void write_escaped(struct writer *w, int32_t cp)
{
    char text[32];
    unsigned beyond = (unsigned)cp - 0x10000;
    if (cp < 0x10000)
        snprintf(text, sizeof text, "\\u%04x", (unsigned)cp);
    else                            /* a pair of surrogates */
        snprintf(text, sizeof text, "\\u%04x\\u%04x", 0xd800 + (beyond >> 10 & 0x3ff),
                 0xdc00 + (beyond & 0x3ff));
    write_bytes(w, text, strlen(text));
}

/* jansson gives whole codepoints, and has escaped those of ASCII. */
static int dump_bytes(const char *bytes, size_t len, void *ctx)
{
    struct writer *w = ctx;
    size_t from = 0, n;
    for (size_t i = 0; i < len; i += n) {
        int32_t cp;
        n = str_decode(bytes + i, len - i, &cp);
        if (cp < 0x80 || !diag_cp_hidden(cp))
            continue;
        write_bytes(w, bytes + from, i - from);
        write_escaped(w, cp);
        from = i + n;
    }
    return write_bytes(w, bytes + from, len - from);
}

void jw_put(struct writer *w, const char *text)
{
    if (!w->failed)
        write_bytes(w, text, strlen(text));
}

static void drop_json(void *held)
{
    json_decref(held);
}

void jw_open(struct writer *w, struct report_out *out, const struct findings *f,
             const struct json_opts *o)
{
    w->out = out;
    w->f = f;
    w->opts = o;
    w->failed = out->failed;
    w->used = 0;
    scratch_open(&w->scratch, out->arena);
    w->scratch.drop = drop_json;
}

json_t *jw_hold(struct writer *w, json_t *value)
{
    w->scratch.held = value;
    w->failed = w->failed || !value;
    return value;
}

void jw_put_held(struct writer *w)
{
    if (!w->failed && json_dump_callback(w->scratch.held, dump_bytes, w, DUMP_FLAGS))
        w->failed = true;
    scratch_reset(&w->scratch);
}

/* ---- values ---- */

json_t *jw_text(struct writer *w, const char *s)
{
    size_t bad;
    if (!s)
        return json_null();
    if (!str_utf8_ok(s, strlen(s), &bad)) {
        struct strbuf b;
        strbuf_init(&b, &w->scratch.arena);
        diag_escape(&b, s, strlen(s));
        s = b.p;
    }
    return json_string(s);
}

json_t *jw_text_or_null(struct writer *w, const char *s)
{
    return jw_text(w, s && *s ? s : NULL);
}

json_t *jw_set(struct writer *w, json_t *object, const char *key, json_t *value)
{
    if (!json_object_set_new(object, key, value))
        return value;
    w->failed = true;
    return NULL;
}

void jw_set_count(struct writer *w, json_t *object, const char *key, uint64_t n)
{
    jw_set(w, object, key, json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n));
}

json_t *jw_append(struct writer *w, json_t *array)
{
    json_t *value = json_object();
    if (!json_array_append_new(array, value))
        return value;
    w->failed = true;
    return NULL;
}

void jw_put_key(struct writer *w, const char *key, bool first)
{
    jw_put(w, first ? "{\"" : ",\n\"");
    jw_put(w, key);
    jw_put(w, "\":");
}

void jw_put_text(struct writer *w, const char *key, const char *text, bool first)
{
    jw_put_key(w, key, first);
    jw_hold(w, jw_text(w, text));
    jw_put_held(w);
}

void jw_put_count(struct writer *w, const char *key, uint64_t n, bool first)
{
    jw_put_key(w, key, first);
    jw_hold(w, json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n));
    jw_put_held(w);
}

void jw_flush(struct writer *w)
{
    if (!w->failed)
        flush(w);
    scratch_close(&w->scratch);
}

bool jw_close(struct writer *w)
{
    jw_put(w, "}\n");
    jw_flush(w);
    return !w->failed;
}
