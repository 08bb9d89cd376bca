/* Arrow C data: batches of columns in, results out (https://arrow.apache.org/docs/format).
 * In: schemas, arrays and streams, which are released whatever happens. Out: sheets; arrays whose
 * memory is one block of the host's.
 * Invariant: a batch that is bound is held until the context forgets it, and nothing of it is
 * copied. */
#include "api.h"
#include <stdlib.h>
#include <string.h>

/* ---- what a column of a batch is ---- */

enum kind { KIND_TEXT32, KIND_TEXT64, KIND_WHOLE, KIND_DECIMAL, KIND_NULL };
struct arrow_type { enum kind kind; uint8_t bytes; bool is_signed; int scale; };

/* Of the integers' formats, in pairs of unsigned and signed. */
static bool whole_type(char c, struct arrow_type *t)
{
    static const char format[] = "CcSsIiLl";
    const char *at = c ? strchr(format, c) : NULL;
    if (!at)
        return false;
    *t = (struct arrow_type){ KIND_WHOLE, (uint8_t)(1 << ((at - format) / 2)),
                              (at - format) % 2 == 1, 0 };
    return true;
}

/* "d:19,2": its scale; false: it is of another width, or no such format. */
static bool decimal_type(const char *format, struct arrow_type *t)
{
    char *end;
    const char *comma = strchr(format, ',');
    if (strncmp(format, "d:", 2) != 0 || !comma)
        return false;
    long scale = strtol(comma + 1, &end, 10);
    if (end == comma + 1 || (*end && strcmp(end, ",128") != 0) || scale < -18 || scale > 38)
        return false;
    *t = (struct arrow_type){ KIND_DECIMAL, 16, true, (int)scale };
    return true;
}

static bool type_of(const char *format, struct arrow_type *t)
{
    *t = (struct arrow_type){ .kind = KIND_NULL };
    if (decimal_type(format, t))
        return true;
    if (!*format || format[1])
        return false;
    switch (*format) {
    case 'u': t->kind = KIND_TEXT32; return true;
    case 'U': t->kind = KIND_TEXT64; return true;
    case 'n': return true;
    }
    return whole_type(*format, t);
}

static fisc_status refuse_type(fisc_context *c, const struct ArrowSchema *s)
{
    if (s->dictionary)
        return api_fault(c, FISC_BAD_DATA, SAY_BOUND_DICTIONARY, s->name, "", "");
    bool is_float = *s->format && strchr("efg", *s->format) && !s->format[1];
    return api_fault(c, FISC_BAD_DATA, is_float ? SAY_BOUND_FLOAT : SAY_BOUND_FORMAT, s->name,
                     s->format, "");
}

/* ---- cells ---- */

static bool bit(const uint8_t *bits, uint64_t at) { return bits[at / 8] >> (at % 8) & 1; }

static w256 whole_at(const struct arrow_type *t, const void *values, uint64_t at)
{
    const unsigned char *p = (const unsigned char *)values + at * t->bytes;
    uint64_t v = 0;
    for (int i = t->bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    if (t->is_signed && t->bytes < 8 && v >> (8 * t->bytes - 1))
        v |= UINT64_MAX << (8 * t->bytes);
    return t->is_signed ? w256_from_i64((int64_t)v) : w256_from_i128((__int128)v);
}

/* Of text; a slice of a file may be aligned to nothing. */
static int64_t offset_at(const struct arrow_type *t, const void *offsets, uint64_t at)
{
    int32_t narrow;
    int64_t wide;
    if (t->kind == KIND_TEXT32) {
        memcpy(&narrow, (const char *)offsets + at * sizeof narrow, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, (const char *)offsets + at * sizeof wide, sizeof wide);
    return wide;
}

/* A text of an array, checked before: offsets of every text fit. */
static const char *text_at(const struct arrow_type *t, const struct ArrowArray *a, uint64_t at,
                           size_t *len)
{
    int64_t from = offset_at(t, a->buffers[1], at), to = offset_at(t, a->buffers[1], at + 1);
    *len = (size_t)(to - from);
    return *len ? (const char *)a->buffers[2] + from : "";
}

static void print_value(const struct arrow_type *t, const struct ArrowArray *a, uint64_t at,
                        struct api_line *l)
{
    uint64_t word[2];
    const char *text;
    size_t len;
    switch (t->kind) {
    case KIND_TEXT32: case KIND_TEXT64:
        text = text_at(t, a, at, &len);
        api_line_text(l, text, len);
        return;
    case KIND_WHOLE:
        api_line_number(l, whole_at(t, a->buffers[1], at), 0);
        return;
    case KIND_DECIMAL:
        memcpy(word, (const char *)a->buffers[1] + at * sizeof word, sizeof word);
        api_line_number(l, api_decimal128(word), t->scale);
        return;
    case KIND_NULL:
        api_line_text(l, NULL, 0);
    }
}

/* ---- arrays that are held ---- */

struct api_held { struct ArrowArray array; struct api_held *next; };

static void release_array(struct ArrowArray *a) { if (a->release) a->release(a); }
static void release_schema(struct ArrowSchema *s) { if (s->release) s->release(s); }

/* Takes an array over: the host's is marked as released. */
static void hold(fisc_context *c, struct api_held *h, struct ArrowArray *a)
{
    h->array = *a;
    a->release = NULL;
    h->next = c->held;
    c->held = h;
}

void api_held_release(fisc_context *c, const struct api_held *until)
{
    while (c->held && c->held != until) {
        struct api_held *h = c->held;
        c->held = h->next;
        release_array(&h->array);
    }
}

/* ---- batches ---- */

struct batch { const struct ArrowArray *array; uint64_t first; };      /* its first row */
/* What a sheet prints its rows of. */
struct bound {
    struct arrow_type *type; uint32_t n;
    struct batch *batch; uint32_t nbatch, cap;
};
struct batches {                    /* a call */
    fisc_context *c;
    uint32_t table;
    const char *name;
    unsigned flags;
    struct ArrowSchema *schema;
    struct ArrowArray *array;       /* one; or */
    struct ArrowArrayStream *stream;
    struct bound *to;
    struct api_sheet *sheet;
    uint64_t rows;
};

static fisc_status malformed(const struct batches *b)
{
    return api_fault(b->c, FISC_BAD_DATA, SAY_BOUND_ARROW, "", "", "");
}

static fisc_status check_type(struct batches *b, uint32_t i)
{
    const struct ArrowSchema *s = b->schema->children[i];
    struct arrow_type *type = &b->to->type[i];
    if (!s || !s->format || !s->name || !*s->name || !str_utf8_ok(s->name, strlen(s->name), NULL))
        return malformed(b);
    if (s->dictionary || !type_of(s->format, type))
        return refuse_type(b->c, s);
    if (type->kind != KIND_WHOLE && type->kind != KIND_DECIMAL)
        return FISC_OK;
    return api_check_scale(b->c, b->table, s->name, type->scale, b->flags);
}

static bool is_none(const struct bound *b, const struct ArrowArray *batch, uint32_t i,
                    uint64_t in_batch)
{
    const struct ArrowArray *a = batch->children[i];
    const uint8_t *whole = batch->n_buffers ? batch->buffers[0] : NULL;
    return b->type[i].kind == KIND_NULL
        || (a->buffers[0] && !bit(a->buffers[0], (uint64_t)a->offset + in_batch))
        || (whole && !bit(whole, in_batch));
}

/* The last batch that begins at or before the row. */
static const struct batch *batch_of(const struct bound *b, uint64_t row)
{
    uint32_t low = 0, high = b->nbatch;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (b->batch[middle].first <= row)
            low = middle;
        else
            high = middle;
    }
    return &b->batch[low];
}

static void print_row(const void *columns, uint64_t row, struct api_line *l)
{
    const struct bound *b = columns;
    const struct batch *x = batch_of(b, row);
    uint64_t in_batch = (uint64_t)x->array->offset + row - x->first;
    for (uint32_t i = 0; i < b->n; i++) {
        const struct ArrowArray *a = x->array->children[i];
        if (is_none(b, x->array, i, in_batch))
            api_line_text(l, NULL, 0);
        else
            print_value(&b->type[i], a, (uint64_t)a->offset + in_batch, l);
    }
}

static fisc_status begin(struct batches *b)
{
    const struct ArrowSchema *s = b->schema;
    struct arena *a = &b->c->room.arena;
    if (!s->format || strcmp(s->format, "+s") || s->n_children <= 0 || !s->children)
        return malformed(b);
    fisc_status e = api_check_size(b->c, b->table, 0, (uint64_t)s->n_children);
    if (e != FISC_OK)
        return e;
    uint32_t n = (uint32_t)s->n_children;
    b->to = ARENA_NEW(a, struct bound);
    *b->to = (struct bound){ .n = n, .type = ARENA_ARRAY(a, struct arrow_type, n) };
    const char **header = ARENA_ARRAY(a, const char *, n);
    for (uint32_t i = 0; i < n && e == FISC_OK; i++) {
        e = check_type(b, i);
        header[i] = s->children[i] ? s->children[i]->name : NULL;
    }
    if (e == FISC_OK)
        b->sheet = api_sheet_new(b->c, b->table, header, n, print_row, b->to);
    return e;
}

/* Buffers of a type: bits of what is valid, values; of a text the bytes behind its offsets. */
static bool child_is_sound(const struct arrow_type *t, const struct ArrowArray *a, int64_t rows)
{
    int64_t buffers = t->kind == KIND_NULL ? 0 : t->kind <= KIND_TEXT64 ? 3 : 2;
    if (!a || a->length < rows || a->offset < 0 || a->offset > INT64_MAX - a->length
        || a->n_buffers < buffers)
        return false;
    return !rows || !buffers || (a->buffers && a->buffers[1]);
}

static bool batch_is_sound(const struct batches *b, const struct ArrowArray *a)
{
    if (a->n_children != b->to->n || !a->children || a->length < 0 || a->offset < 0
        || a->offset > INT64_MAX - a->length || a->n_buffers < 0
        || (a->n_buffers && !a->buffers))
        return false;
    for (uint32_t i = 0; i < b->to->n; i++)
        if (!child_is_sound(&b->to->type[i], a->children[i], a->offset + a->length))
            return false;
    return true;
}

/* Do the offsets of all texts fit, and are these UTF-8? */
static fisc_status check_texts(const struct batches *b, const struct ArrowArray *batch, uint32_t i)
{
    const struct arrow_type *t = &b->to->type[i];
    const struct ArrowArray *a = batch->children[i];
    for (int64_t row = 0; row < batch->length; row++) {
        uint64_t in_batch = (uint64_t)(batch->offset + row), at = (uint64_t)a->offset + in_batch;
        if (is_none(b->to, batch, i, in_batch))
            continue;
        int64_t from = offset_at(t, a->buffers[1], at), to = offset_at(t, a->buffers[1], at + 1);
        if (from < 0 || to < from || (to > from && !a->buffers[2]))
            return malformed(b);
        size_t len;
        const char *text = text_at(t, a, at, &len);
        fisc_status e = api_check_text(b->c, i, b->rows + (uint64_t)row, text, len);
        if (e != FISC_OK)
            return e;
    }
    return FISC_OK;
}

static fisc_status add_batch(struct batches *b, const struct ArrowArray *a)
{
    struct bound *to = b->to;
    if (!batch_is_sound(b, a))
        return malformed(b);
    fisc_status e = api_check_size(b->c, b->table, b->rows + (uint64_t)a->length, to->n);
    for (uint32_t i = 0; e == FISC_OK && i < to->n; i++)
        if (to->type[i].kind <= KIND_TEXT64)
            e = check_texts(b, a, i);
    if (e != FISC_OK || !a->length)
        return e;
    ARENA_PUSH(&b->c->room.arena, to->batch, to->nbatch, to->cap, ((struct batch){ a, b->rows }));
    b->rows += (uint64_t)a->length;
    return FISC_OK;
}

static struct api_held *new_held(const struct batches *b)
{
    return ARENA_NEW(&b->c->room.arena, struct api_held);
}

/* Puts the sheet in its place, or lets go of the batches that were held for it. */
static fisc_status end(struct batches *b, fisc_status e, const struct api_held *before)
{
    if (e == FISC_OK)
        return api_sheet_take(b->c, b->sheet, b->rows, b->table, b->name);
    api_held_release(b->c, before);
    return e;
}

static fisc_status bind_array(void *arg)
{
    struct batches *b = arg;
    const struct api_held *before = b->c->held;
    fisc_status e = api_may_bind(b->c, b->table);
    if (e == FISC_OK)
        e = begin(b);
    if (e != FISC_OK)
        return e;
    hold(b->c, new_held(b), b->array);
    return end(b, add_batch(b, &b->c->held->array), before);
}

static bool known_flags(unsigned flags) { return !(flags & ~(unsigned)FISC_CONVERT); }

fisc_status fisc_bind_arrow(fisc_context *c, uint32_t table, const char *name,
                            struct ArrowSchema *schema, struct ArrowArray *array, unsigned flags)
{
    struct batches b = { .c = c, .table = table, .name = name, .flags = flags, .schema = schema,
                         .array = array };
    bool sound = schema && array && schema->release && array->release && known_flags(flags);
    fisc_status e = api_bind_run(c, sound, name, bind_array, &b);
    if (array)
        release_array(array);
    if (schema)
        release_schema(schema);
    return e;
}

/* ---- streams ---- */

static fisc_status stream_failed(struct batches *b)
{
    const char *why = b->stream->get_last_error ? b->stream->get_last_error(b->stream) : NULL;
    if (!why || !str_utf8_ok(why, strlen(why), NULL))
        why = "";
    return api_fault(b->c, FISC_BAD_DATA, SAY_BOUND_STREAM, why, "", "");
}

/* The next batch, held before anything can fail; *more: there is one. */
static fisc_status next_batch(struct batches *b, bool *more)
{
    struct ArrowArray array = { .release = NULL };
    struct api_held *h = new_held(b);
    pulse_beat(&b->c->pulse);
    if (b->stream->get_next(b->stream, &array))
        return stream_failed(b);
    *more = array.release != NULL;
    hold(b->c, h, &array);
    return *more ? add_batch(b, &h->array) : FISC_OK;
}

static fisc_status bind_stream(void *arg)
{
    struct batches *b = arg;
    const struct api_held *before = b->c->held;
    bool more = true;
    fisc_status e = api_may_bind(b->c, b->table);
    if (e == FISC_OK)
        e = b->stream->get_schema(b->stream, b->schema) ? stream_failed(b) : begin(b);
    while (e == FISC_OK && more)
        e = next_batch(b, &more);
    return end(b, e, before);
}

fisc_status fisc_bind_arrow_stream(fisc_context *c, uint32_t table, const char *name,
                                   struct ArrowArrayStream *stream, unsigned flags)
{
    struct ArrowSchema schema = { .release = NULL };
    struct batches b = { .c = c, .table = table, .name = name, .flags = flags, .schema = &schema,
                         .stream = stream };
    fisc_status e = api_bind_run(c, stream && stream->release && known_flags(flags), name,
                                 bind_stream, &b);
    release_schema(&schema);
    if (stream && stream->release)
        stream->release(stream);
    return e;
}
