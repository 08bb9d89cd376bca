/* Reads CSV records with libcsv.
 * In: bytes, a window of at most BUFFER at a time. Out: records with their place. libcsv tells
 * no positions, so it is fed line by line: a record that is whole after a line began on the line
 * at which none was open. Invariant: libcsv never allocates; its buffer is ours and always has
 * room for the piece it is fed.
 * GB18030 is split as it stands, for no byte of its characters looks like a separator, a quote or a
 * line end; fields are decoded when their record is whole. */
#include "sheet.h"
#include "guard.h"
#include "str.h"
#include <csv.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 256 * 1024, ROW_FIRST = 4096 };

struct sheet_reader {
    struct arena *arena;
    char *buffer;                   /* BUFFER bytes, made when first a file is read */
    /* the window: bytes start .. end of win are not fed yet */
    const char *win;
    size_t start, end, newline;     /* newline: offset of the next '\n' at or after start, or end */
    uint64_t offset;                /* file offset of win[start] */
    uint64_t line;                  /* line of win[start] */
    bool eof;
    /* the record being read */
    struct csv_parser csv;
    char *entry, *bytes;            /* libcsv's field; the fields so far */
    size_t cap, used;               /* of both; of bytes */
    struct sheet_field *field;
    uint32_t field_cap;
    struct sheet_record rec;
    struct strbuf printed;          /* the row of a grid that prints its rows */
    bool open, stopped;
    /* GB18030 */
    enum text_encoding encoding;
    struct gb_decoder *decoder;
    struct guard decoder_guard;
    char *decoded; size_t decoded_cap;
    bool undecodable;
    /* the call */
    const struct sheet_input *in;
    bool (*each)(void *ctx, const struct sheet_record *rec);
    void *ctx;
    struct sheet_result result;
};

struct sheet_reader *sheet_reader_new(struct arena *a)
{
    struct sheet_reader *r = ARENA_NEW(a, struct sheet_reader);
    r->arena = a;
    strbuf_init(&r->printed, a);
    return r;
}

static bool sheet_fail(struct sheet_reader *r, enum sheet_end end, uint64_t line)
{
    r->result.end = end;
    r->result.line = line;
    return false;
}

/* ---- records ---- */

static void on_field(void *p, size_t len, void *ctx)
{
    struct sheet_reader *r = ctx;
    r->rec.count++;
    if (r->rec.nfield >= r->in->max_fields)
        return;
    char *at = r->bytes + r->used;
    if (len)
        memcpy(at, p, len);
    r->used += len;
    ARENA_PUSH(r->arena, r->field, r->rec.nfield, r->field_cap, ((struct sheet_field){ at, len }));
}

static void record_clear(struct sheet_reader *r)
{
    r->open = false;
    r->used = 0;
    r->rec.nfield = 0;
    r->rec.count = 0;
}

/* False if a field is not well-formed. */
static bool record_decode(struct sheet_reader *r)
{
    size_t good;
    if (r->decoded_cap < GB_GROWTH * r->used)
        r->decoded = arena_alloc(r->arena, r->decoded_cap = 2 * GB_GROWTH * r->used);
    char *to = r->decoded;
    for (uint32_t i = 0; i < r->rec.nfield; i++) {
        size_t len = gb_decode(r->decoder, r->field[i].p, r->field[i].len, to, &good);
        if (len == SIZE_MAX)
            return false;
        r->field[i] = (struct sheet_field){ to, len };
        to += len;
    }
    return true;
}

static void on_record(int end, void *ctx)
{
    struct sheet_reader *r = ctx;
    (void)end;
    r->rec.field = r->field;
    if (!r->stopped && r->decoder && !record_decode(r))
        r->stopped = r->undecodable = true;
    if (!r->stopped && !r->each(r->ctx, &r->rec))
        r->stopped = true;
    record_clear(r);
}

/* Room for `more` bytes of the open record, in libcsv's buffer and in ours. */
static void record_reserve(struct sheet_reader *r, size_t more)
{
    size_t need = r->used + r->csv.entry_pos + more + 2;
    if (need <= r->cap)
        return;
    size_t cap = r->cap ? r->cap : ROW_FIRST;
    while (cap < need)
        cap *= 2;
    char *old = r->bytes;
    r->entry = arena_grow(r->arena, r->entry, r->cap, cap, 1);
    r->bytes = arena_grow(r->arena, old, r->cap, cap, 1);
    for (uint32_t i = 0; i < r->rec.nfield; i++)
        r->field[i].p = r->bytes + (r->field[i].p - old);
    r->cap = cap;
    r->csv.entry_buf = (unsigned char *)r->entry;
    r->csv.entry_size = cap;
}

/* ---- feeding ---- */

static bool piece_is_blank(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] != ' ' && s[i] != '\t' && s[i] != '\r' && s[i] != '\n')
            return false;
    return true;
}

static void near_text(struct sheet_reader *r, const char *s, size_t len)
{
    size_t n = len < sizeof r->result.near - 1 ? len : sizeof r->result.near - 1;
    for (size_t i = 0; i < n; i++)
        if (s[i] == '\n' || s[i] == '\r')
            n = i;
    if (r->decoder) {
        n /= GB_GROWTH;
        gb_decode(r->decoder, s, n, r->result.near, &n);
    } else {
        while (n && !str_utf8_ok(s, n, NULL))
            n--;
        memcpy(r->result.near, s, n);
    }
    r->result.near[n] = 0;
}

/* From here on the text is in GB18030. */
static bool decoder_start(struct sheet_reader *r)
{
    r->encoding = TEXT_GB18030;
    r->decoder = gb_decoder_open();
    if (!r->decoder)
        return sheet_fail(r, SHEET_NO_DECODER, r->line);
    guard_begin(&r->decoder_guard, r->arena, gb_decoder_close, r->decoder);
    return true;
}

/* The first piece beyond ASCII decides, if nothing did before. */
static bool piece_decides(struct sheet_reader *r, const char *s, size_t len)
{
    r->encoding = encoding_of(s, len, false);
    return r->encoding != TEXT_GB18030 || decoder_start(r);
}

static bool piece_text_ok(struct sheet_reader *r, const char *s, size_t len)
{
    if (memchr(s, 0, len))
        return sheet_fail(r, SHEET_ENCODING, r->line);
    if (r->encoding == TEXT_ASCII && !piece_decides(r, s, len))
        return false;
    return r->decoder || str_utf8_ok(s, len, NULL) || sheet_fail(r, SHEET_ENCODING, r->line);
}

static bool stopped_fail(struct sheet_reader *r, uint64_t line)
{
    return sheet_fail(r, r->undecodable ? SHEET_ENCODING : SHEET_STOPPED, line);
}

/* Feeds len bytes, at most one line. */
static bool piece_feed(struct sheet_reader *r, const char *s, size_t len)
{
    if (!r->open) {
        if (piece_is_blank(s, len))
            return true;
        r->open = true;
        r->rec.line = r->line;
        r->rec.offset = r->offset;
    }
    if (r->offset + len - r->rec.offset > r->in->max_row_bytes)
        return sheet_fail(r, SHEET_ROW_LONG, r->rec.line);
    if (!piece_text_ok(r, s, len))
        return false;
    record_reserve(r, len);
    size_t fed = csv_parse(&r->csv, s, len, on_field, on_record, r);
    if (fed < len) {
        near_text(r, s + fed, len - fed);
        return sheet_fail(r, SHEET_SYNTAX, r->line);
    }
    return !r->stopped || stopped_fail(r, r->rec.line);
}

/* ---- the window ---- */

static ssize_t read_some(int fd, char *to, size_t len, uint64_t offset)
{
    ssize_t n;
    do
        n = pread(fd, to, len, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Moves what is left to the front and reads more behind it. */
static bool window_fill(struct sheet_reader *r)
{
    size_t left = r->end - r->start, chunk = r->in->chunk ? r->in->chunk : BUFFER;
    memmove(r->buffer, r->win + r->start, left);
    r->start = 0;
    r->end = left;
    size_t room = BUFFER - left < chunk ? BUFFER - left : chunk;
    ssize_t n = read_some(r->in->fd, r->buffer + left, room, r->offset + left);
    if (n < 0) {
        r->result.error = errno;
        return sheet_fail(r, SHEET_IO, r->line);
    }
    r->eof = n == 0;
    r->end += (size_t)n;
    r->newline = 0;
    if (r->offset + r->end > r->in->max_bytes)
        return sheet_fail(r, SHEET_TOO_BIG, r->line);
    return true;
}

/* Finds the next '\n' once for each line. */
static void window_find_newline(struct sheet_reader *r)
{
    if (r->newline > r->start || (r->newline == r->start && r->newline < r->end
                                  && r->win[r->newline] == '\n'))
        return;
    const char *p = memchr(r->win + r->start, '\n', r->end - r->start);
    r->newline = p ? (size_t)(p - r->win) : r->end;
}

/* Bytes of the next line with its end, or 0 if the window does not hold a whole one. */
static size_t window_line(struct sheet_reader *r)
{
    window_find_newline(r);
    const char *s = r->win + r->start;
    size_t len = r->newline - r->start;
    const char *cr = memchr(s, '\r', len);
    size_t at = cr ? (size_t)(cr - s) : len;
    if (at + 1 < len || (at < len && (r->newline == r->end && r->eof)))
        /* a carriage return alone ends a line too */
        return at + 1;
    return r->newline < r->end ? len + 1 : 0;
}

/* A part of a line longer than the window: it ends between codepoints and not inside "\r\n". */
static size_t window_part(const struct sheet_reader *r)
{
    const char *s = r->win + r->start;
    size_t len = r->end - r->start, n = len;
    while (n > len - 4 && ((unsigned char)s[n - 1] & 0xc0) == 0x80)
        n--;
    if (n && (unsigned char)s[n - 1] >= 0xc0)
        n--;
    else
        n = len;
    return s[n - 1] == '\r' ? n - 1 : n;
}

static bool window_step(struct sheet_reader *r, size_t len, bool whole_line)
{
    if (!piece_feed(r, r->win + r->start, len))
        return false;
    r->start += len;
    r->offset += len;
    r->line += whole_line;
    return true;
}

static bool window_next(struct sheet_reader *r, bool *more)
{
    size_t len = window_line(r);
    if (len)
        return window_step(r, len, true);
    if (r->eof) {
        *more = false;
        return r->start == r->end || window_step(r, r->end - r->start, false);
    }
    if (r->start || r->end < BUFFER)
        return window_fill(r);
    return window_step(r, window_part(r), false);
}

/* ---- the whole ---- */

static void *no_memory(void *p, size_t size)
{
    (void)p, (void)size;
    return NULL;
}

static void parser_start(struct sheet_reader *r)
{
    csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&r->csv, no_memory);
    csv_set_delim(&r->csv, (unsigned char)r->in->form.separator);
    r->csv.entry_buf = (unsigned char *)r->entry;
    r->csv.entry_size = r->cap;
    record_clear(r);
    record_reserve(r, 1);
}

static void window_start(struct sheet_reader *r)
{
    const struct sheet_input *in = r->in;
    r->start = r->end = r->newline = 0;
    r->offset = in->offset;
    r->line = 1 + in->lines_above;
    r->eof = in->fd < 0;
    if (in->fd < 0) {
        r->win = in->text;
        r->start = (size_t)in->offset;
        r->end = in->len;
        return;
    }
    if (!r->buffer)
        r->buffer = ARENA_ARRAY(r->arena, char, BUFFER);
    r->win = r->buffer;
}

static void skip_bom(struct sheet_reader *r)
{
    if (r->offset == 0 && r->end - r->start >= 3 && !memcmp(r->win + r->start, "\xef\xbb\xbf", 3)) {
        r->start += 3;
        r->offset += 3;
    }
}

/* Fills the window until a byte order mark would be seen. */
static bool window_open(struct sheet_reader *r)
{
    while (!r->eof && r->end < 3)
        if (!window_fill(r))
            return false;
    if (r->in->fd < 0 && r->in->len > r->in->max_bytes)
        return sheet_fail(r, SHEET_TOO_BIG, 1);
    skip_bom(r);
    return true;
}

/* The last record may lack its line end; an open quote is a fault. */
static void parser_finish(struct sheet_reader *r)
{
    uint64_t line = r->rec.line;
    if (csv_fini(&r->csv, on_field, on_record, r) != 0) {
        near_text(r, r->entry, r->csv.entry_pos);
        sheet_fail(r, SHEET_SYNTAX, line);
    } else if (r->stopped) {
        stopped_fail(r, line);
    }
}

/* Every record has the grid's width, as cells that are empty at a row's end are not kept. */
static void grid_row(struct sheet_reader *r, const struct grid_row *row)
{
    const char *p = row->text;
    record_clear(r);
    r->rec.line = row->line;
    r->rec.count = r->in->grid->width;
    uint32_t most = r->in->max_fields < r->rec.count ? r->in->max_fields : (uint32_t)r->rec.count;
    while (r->rec.nfield < most) {
        size_t len = r->rec.nfield < row->count ? strlen(p) : 0;
        struct sheet_field f = { len ? p : "", len };
        p += r->rec.nfield < row->count ? len + 1 : 0;
        ARENA_PUSH(r->arena, r->field, r->rec.nfield, r->field_cap, f);
    }
    r->rec.field = r->field;
}

static struct grid_row grid_row_at(struct sheet_reader *r, uint32_t i)
{
    const struct grid *g = r->in->grid;
    if (!g->print)
        return g->row[i];
    r->printed.len = 0;
    uint32_t count = g->print(g->ctx, i, &r->printed);
    return (struct grid_row){ i + 1, count, r->printed.p };
}

static void grid_read(struct sheet_reader *r)
{
    const struct grid *g = r->in->grid;
    for (uint64_t i = r->in->offset; i < g->nrow; i++) {
        struct grid_row row = grid_row_at(r, (uint32_t)i);
        if (!row.count)
            continue;
        grid_row(r, &row);
        r->rec.offset = i;
        if (!r->each(r->ctx, &r->rec)) {
            sheet_fail(r, SHEET_STOPPED, r->rec.line);
            return;
        }
    }
}

static void records_read(struct sheet_reader *r)
{
    bool more = true;
    window_start(r);
    parser_start(r);
    if (!window_open(r) || (r->encoding == TEXT_GB18030 && !decoder_start(r)))
        return;
    while (more)
        if (!window_next(r, &more))
            return;
    parser_finish(r);
}

struct sheet_result sheet_read(struct sheet_reader *r, const struct sheet_input *in,
                               bool (*each)(void *ctx, const struct sheet_record *rec), void *ctx)
{
    r->in = in;
    r->each = each;
    r->ctx = ctx;
    r->stopped = r->undecodable = false;
    r->encoding = in->form.encoding;
    r->decoder = NULL;
    r->result = (struct sheet_result){ .end = SHEET_DONE };
    if (in->grid)
        grid_read(r);
    else
        records_read(r);
    if (r->decoder)
        guard_end(&r->decoder_guard);
    r->result.encoding = r->encoding;
    return r->result;
}

/* ---- looking ahead ---- */

const char *sheet_peek(struct sheet_reader *r, const struct sheet_input *in, size_t *len,
                       bool *whole, int *error)
{
    *len = in->len;
    *whole = true;
    if (in->fd < 0)
        return in->text;
    if (!r->buffer)
        r->buffer = ARENA_ARRAY(r->arena, char, BUFFER);
    ssize_t n = 1;
    for (*len = 0; *len < BUFFER && n > 0; *len += n > 0 ? (size_t)n : 0)
        n = read_some(in->fd, r->buffer + *len, BUFFER - *len, *len);
    *error = errno;
    *whole = !n;
    return n < 0 ? NULL : r->buffer;
}

char sheet_separator(const char *s, size_t len)
{
    bool quoted = false, tab = false, semicolon = false;
    for (size_t i = 0; i < len; i++) {
        quoted ^= s[i] == '"';
        if (quoted)
            continue;
        if (s[i] == ',')
            return ',';
        tab |= s[i] == '\t';
        semicolon |= s[i] == ';';
        if ((s[i] == '\n' || s[i] == '\r') && (tab || semicolon))
            break;
    }
    return tab ? '\t' : semicolon ? ';' : ',';
}

struct sheet_record sheet_record_copy(struct arena *a, const struct sheet_record *rec)
{
    struct sheet_field *field = ARENA_ARRAY(a, struct sheet_field, rec->nfield);
    struct sheet_record copy = *rec;
    for (uint32_t i = 0; i < rec->nfield; i++) {
        field[i] = rec->field[i];
        field[i].p = arena_strndup(a, field[i].p, field[i].len);
    }
    copy.field = field;
    return copy;
}
