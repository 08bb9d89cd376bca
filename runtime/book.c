/* The sheet of a workbook that a table is in.
 * In: an xlsx file. Out: the table's grid.
 * Invariant: a workbook's own parts and each of its sheets are read once, however many tables are
 * in it. */
#include "book.h"
#include "guard.h"
#include "say.h"
#include "workbook.h"
#include <string.h>

/* A workbook may unpack to so many times its size, or so many bytes; whichever is more. */
enum { RATIO_MAX = 250 };
#define UNPACKED_FREE ((uint64_t)64 << 20)

struct book { const char *file; struct stat stat; struct workbook book; struct book *next; };

/* ---- faults ---- */

static bool package_fault(const struct intake *k, const struct package *p)
{
    struct diags *d = k->set->diags;
    struct arena *a = k->t->arena;
    if (p->too_big)
        diag_add_data(d, DIAG_UNPACKED_TOO_BIG, intake_place(k), k->t->file,
                      arena_printf(a, "%llu", (unsigned long long)p->limit), NULL);
    else
        diag_add_data(d, DIAG_WORKBOOK_DAMAGED, intake_place(k), k->t->file,
                      say_with(a, LANG_ZH, p->fault, 1, p->part),
                      say_with(a, LANG_EN, p->fault, 1, p->part), NULL);
    return false;
}

/* Names of the sheets, of the visible ones only if so asked. */
static const char *sheet_names(const struct intake *k, const struct workbook *b, bool visible)
{
    enum { SHOWN = 12 };
    struct strbuf out;
    strbuf_init(&out, k->t->arena);
    for (uint32_t i = 0, n = 0; i < b->nsheet; i++) {
        if (visible && b->sheet[i].hidden)
            continue;
        if (n++ == SHOWN) {
            strbuf_adds(&out, " …");
            break;
        }
        strbuf_adds(&out, n > 1 ? ", " : "");
        strbuf_adds(&out, b->sheet[i].name);
    }
    return out.p;
}

/* ---- the sheet ---- */

static uint32_t visible_count(const struct workbook *b, uint32_t *last)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->nsheet; i++)
        if (!b->sheet[i].hidden) {
            n++;
            *last = i;
        }
    return n;
}

static bool sheet_named(const struct intake *k, const struct workbook *b, uint32_t *sheet)
{
    const char *name = k->t->prog->string[k->t->schema->sheet];
    for (uint32_t i = 0; i < b->nsheet; i++)
        if (!strcmp(b->sheet[i].name, name)) {
            *sheet = i;
            k->t->file = arena_printf(k->t->arena, "%s[%s]", k->t->file, name);
            return true;
        }
    diag_add_data(k->set->diags, DIAG_NO_SHEET, intake_place(k), k->t->file, name,
                  sheet_names(k, b, false), NULL);
    return false;
}

/* The one that is named, hidden or not; else the only visible one. */
static bool sheet_choose(const struct intake *k, const struct workbook *b, uint32_t *sheet)
{
    if (k->t->schema->sheet)
        return sheet_named(k, b, sheet);
    uint32_t n = visible_count(b, sheet);
    if (n == 1)
        return true;
    diag_add_data(k->set->diags, DIAG_MANY_SHEETS, intake_place(k), k->t->file,
                  arena_printf(k->t->arena, "%u", n), sheet_names(k, b, n), NULL);
    return false;
}

/* ---- the workbook ---- */

static struct book *book_find(const struct intake *k)
{
    struct book *b = k->set->books;
    while (b && (strcmp(b->file, k->t->file) || !file_unchanged(&b->stat, &k->t->stat)))
        b = b->next;
    return b;
}

/* The workbook, opened now if no table before did; NULL: a fault, which is told. */
static struct book *book_take(const struct intake *k, struct package *p)
{
    struct book *b = book_find(k);
    if (b)
        return b;
    b = ARENA_NEW(k->t->arena, struct book);
    *b = (struct book){ .file = k->t->file, .stat = k->t->stat, .next = k->set->books };
    if (!workbook_open(&b->book, p)) {
        package_fault(k, p);
        return NULL;
    }
    k->set->books = b;
    return b;
}

static bool grid_open(const struct intake *k, struct package *p, void *unused)
{
    struct book *b = book_take(k, p);
    uint32_t sheet = 0;
    (void)unused;
    if (!b || !sheet_choose(k, &b->book, &sheet))
        return false;
    k->in->grid = k->t->grid = workbook_grid(&b->book, p, sheet, (size_t)k->in->max_row_bytes);
    return k->t->grid || package_fault(k, p);
}

static bool names_open(const struct intake *k, struct package *p, void *names)
{
    struct book *b = book_take(k, p);
    struct book_sheets *out = names;
    if (!b)
        return false;
    out->visible = ARENA_ARRAY(k->t->arena, const char *, b->book.nsheet);
    for (uint32_t i = 0; i < b->book.nsheet; i++)
        if (!b->book.sheet[i].hidden)
            out->visible[out->nvisible++] = b->book.sheet[i].name;
    out->nhidden = b->book.nsheet - out->nvisible;
    return true;
}

typedef bool package_use_fn(const struct intake *k, struct package *p, void *ctx);

static bool package_use(const struct intake *k, package_use_fn *use, void *ctx)
{
    uint64_t size = (uint64_t)k->t->stat.st_size;
    uint64_t limit = size * RATIO_MAX > UNPACKED_FREE ? size * RATIO_MAX : UNPACKED_FREE;
    struct package p;
    struct guard g;
    if (limit > k->in->max_bytes)
        limit = k->in->max_bytes;
    bool ok = package_open(&p, k->t->arena, k->in->fd, size, limit);
    guard_begin(&g, k->t->arena, package_close, &p);
    ok = ok ? use(k, &p, ctx) : package_fault(k, &p);
    guard_end(&g);
    return ok;
}

bool book_open(const struct intake *k)
{
    k->t->form = (struct sheet_form){ TEXT_UTF8, ',' };
    k->t->encoding = TEXT_UTF8;
    return package_use(k, grid_open, NULL);
}

bool book_sheets(const struct intake *k, struct book_sheets *out)
{
    *out = (struct book_sheets){ .visible = NULL };
    return package_use(k, names_open, out);
}
