/* What kind of file a table's data is in.
 * In: a file or a text and the limits on it. Out: a text with its encoding and separator.
 * Invariant: only the beginning of the file decides, so the same file is always read the same way.
 */
#define _GNU_SOURCE
#include "intake.h"
#include "say.h"
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* UTF-16 is converted in memory. */
#define UTF16_MAX ((size_t)64 << 20)

struct data_place intake_place(const struct intake *k)
{
    return (struct data_place){ .file = k->t->file, .header = "", .text = "" };
}

static bool unreadable(const struct intake *k, int error)
{
    diag_add_data(k->set->diags, DIAG_DATA_UNREADABLE, intake_place(k), k->t->file,
                  say_os_error(error, LANG_ZH), say_os_error(error, LANG_EN), NULL);
    return false;
}

static bool refuse(const struct intake *k, enum diag_code code)
{
    diag_add_data(k->set->diags, code, intake_place(k), k->t->file, NULL);
    return false;
}

static bool too_big(const struct intake *k, enum diag_code code, uint64_t limit)
{
    diag_add_data(k->set->diags, code, intake_place(k), k->t->file,
                  arena_printf(k->t->arena, "%llu", (unsigned long long)limit), NULL);
    return false;
}

/* ---- the whole file ---- */

/* Bytes read, fewer if the file has shrunk; -1: errno says why. */
static ssize_t read_all(int fd, char *to, size_t len)
{
    size_t got = 0;
    while (got < len) {
        ssize_t n = pread(fd, to + got, len - got, (off_t)got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (!n)
            break;
        got += (size_t)n;
    }
    return (ssize_t)got;
}

static bool file_read(const struct intake *k, const char **text, size_t *len)
{
    size_t size = (size_t)k->t->stat.st_size;
    if (size > UTF16_MAX)
        return too_big(k, DIAG_DATA_PAST_FIXED, UTF16_MAX);
    if (size > k->in->max_bytes)
        return too_big(k, k->in->fixed_bytes ? DIAG_DATA_PAST_FIXED : DIAG_DATA_TOO_BIG,
                       k->in->max_bytes);
    char *p = arena_alloc(k->t->arena, size + 1);
    ssize_t n = read_all(k->in->fd, p, size);
    if (n < 0)
        return unreadable(k, errno);
    *text = p;
    *len = (size_t)n;
    return true;
}

/* ---- text ---- */

static bool text_take(const struct intake *k, const char *text, size_t len, enum text_encoding e)
{
    struct data_table *t = k->t;
    k->in->fd = -1;
    k->in->text = t->text = text;
    k->in->len = t->len = len;
    t->form = (struct sheet_form){ e, sheet_separator(text, len) };
    k->in->form = t->form;
    return true;
}

static bool utf16_open(const struct intake *k)
{
    const char *raw = k->t->text;
    size_t len = k->t->len;
    if (k->in->fd >= 0 && !file_read(k, &raw, &len))
        return false;
    bool big = k->t->encoding == TEXT_UTF16BE;
    const char *text = len < 2 ? NULL
        : encoding_from_utf16(k->t->arena, raw + 2, len - 2, big, &len);
    if (text)
        return text_take(k, text, len, TEXT_UTF8);
    return refuse(k, DIAG_DATA_ENCODING);
}

/* ---- files that are something else ---- */

/* The directory of an OLE file names its streams, in UTF-16, one every 128 bytes: that of a
 * workbook with a password has an EncryptedPackage. */
static bool ole_encrypted(const struct intake *k, const char *begin, size_t len)
{
    static const char wanted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char directory[4096];
    uint64_t sector = 0;
    if (len < 512 || k->in->fd < 0)
        return false;
    for (int i = 3; i >= 0; i--)
        sector = sector << 8 | (unsigned char)begin[48 + i];
    unsigned shift = (unsigned char)begin[30];
    if (shift < 7 || shift > 20)
        return false;
    ssize_t n = pread(k->in->fd, directory, sizeof directory, (off_t)((sector + 1) << shift));
    return n > 0 && memmem(directory, (size_t)n, wanted, sizeof wanted);
}

static bool name_ends(const char *name, const char *what)
{
    size_t n = strlen(name), m = strlen(what);
    return n >= m && !strcasecmp(name + n - m, what);
}

static bool is_workbook_name(const char *name)
{
    return name_ends(name, ".xlsx") || name_ends(name, ".xlsm");
}

/* A page for a browser, or the XML that spreadsheets once wrote. */
static bool is_markup(const char *s, size_t len)
{
    static const char *const head[] = { "<html", "<!doctype", "<table", "<head", "<meta", "<?xml",
                                        "<div", "<workbook" };
    size_t i = len >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? 3 : 0;
    while (i < len && strchr(" \t\r\n", s[i]))
        i++;
    for (size_t h = 0; h < sizeof head / sizeof *head; h++)
        if (len - i >= strlen(head[h]) && !strncasecmp(s + i, head[h], strlen(head[h])))
            return true;
    return false;
}

static bool text_open(const struct intake *k, const char *begin, size_t len, bool whole)
{
    struct data_table *t = k->t;
    if (t->given && t->given->text && !t->given->encoded) {
        t->encoding = TEXT_UTF8;
        t->form = (struct sheet_form){ TEXT_UTF8, sheet_separator(begin, len) };
        k->in->form = t->form;
        return true;
    }
    bool own = !t->given;           /* a text in the place of a workbook's sheet is no workbook */
    if (is_markup(begin, len))
        return refuse(k, DIAG_WEB_PAGE);
    if (len && own && is_workbook_name(t->file))
        return refuse(k, DIAG_NOT_A_WORKBOOK);
    if (own && t->schema && t->schema->sheet) {
        diag_add_data(k->set->diags, DIAG_SHEET_OF_TEXT, intake_place(k), t->file,
                      t->prog->string[t->schema->sheet], NULL);
        return false;
    }
    t->encoding = encoding_of(begin, len, whole);
    if (t->encoding == TEXT_UTF16LE || t->encoding == TEXT_UTF16BE)
        return utf16_open(k);
    t->form = (struct sheet_form){ t->encoding, sheet_separator(begin, len) };
    k->in->form = t->form;
    return true;
}

bool intake_is_workbook(struct data_set *s, struct data_table *t, const struct sheet_input *in)
{
    size_t len;
    bool whole;
    int error;
    const char *begin = in->fd < 0 ? NULL : sheet_peek(s->reader, in, &len, &whole, &error);
    return begin && len >= 4 && !memcmp(begin, "PK\3\4", 4) && is_workbook_name(t->file);
}

bool intake_open(struct data_set *s, struct data_table *t, struct sheet_input *in)
{
    struct intake k = { s, t, in };
    size_t len;
    bool whole;
    int error;
    in->grid = t->grid = t->given ? t->given->grid : NULL;
    if (in->grid) {
        t->form = (struct sheet_form){ TEXT_UTF8, ',' };    /* as those of workbooks */
        return true;
    }
    in->text = t->text;
    in->len = t->len;
    const char *begin = sheet_peek(s->reader, in, &len, &whole, &error);
    if (!begin)
        return unreadable(&k, error);
    if (len >= 8 && !memcmp(begin, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
        return refuse(&k, ole_encrypted(&k, begin, len) ? DIAG_PASSWORD : DIAG_OLD_WORKBOOK);
    if (len < 4 || memcmp(begin, "PK\3\4", 4))
        return text_open(&k, begin, len, whole);
    if (in->fd < 0 || !is_workbook_name(t->file) || !s->workbook)
        return refuse(&k, DIAG_WORKBOOK_AS_TEXT);
    return s->workbook(&k);
}

/* ---- faults of reading ---- */

void intake_fault(struct diags *d, struct arena *a, const char *file,
                  const struct data_limits *lim, const struct sheet_result *r)
{
    struct data_place p = { .file = file, .line = r->line, .header = "", .text = "" };
    uint64_t limit = r->end == SHEET_ROW_LONG ? lim->max_row_bytes : lim->max_file_bytes;
    const char *number = arena_printf(a, "%llu", (unsigned long long)limit);
    switch (r->end) {
    case SHEET_DONE: case SHEET_STOPPED:
        break;
    case SHEET_IO:
        diag_add_data(d, DIAG_DATA_UNREADABLE, p, file, say_os_error(r->error, LANG_ZH),
                      say_os_error(r->error, LANG_EN), NULL);
        break;
    case SHEET_ENCODING:
        diag_add_data(d, DIAG_DATA_ENCODING, p, file, NULL);
        break;
    case SHEET_NO_DECODER:
        diag_add_data(d, DIAG_DATA_UNREADABLE, p, file, say_text(SAY_NO_GB18030, LANG_ZH),
                      say_text(SAY_NO_GB18030, LANG_EN), NULL);
        break;
    case SHEET_SYNTAX:
        p.text = r->near;
        diag_add_data(d, DIAG_CSV_SYNTAX, p, r->near, NULL);
        break;
    case SHEET_ROW_LONG:
        diag_add_data(d, DIAG_ROW_TOO_LONG, p, number, NULL);
        break;
    case SHEET_TOO_BIG:
        p.line = 0;
        diag_add_data(d, lim->fixed_bytes ? DIAG_DATA_PAST_FIXED : DIAG_DATA_TOO_BIG, p, file,
                      number, NULL);
        break;
    }
}
