/* The parts of a workbook around its sheets: relations, the list of sheets, shared strings, styles.
 * In: a package. Out: struct workbook.
 * Invariant: a part is named by the relations, never guessed; what is named and not there is a
 * fault. */
#include "workbook.h"
#include <string.h>

/* ---- relations ---- */

struct relation { const char *id, *part, *type; struct relation *next; };
struct relations {
    struct workbook *b;
    struct package *p;
    const char *folder;
    struct relation *first;
    uint32_t count;
};
/* They are looked through for each sheet. */
enum { RELATIONS_MAX = 8192, SHEETS_MAX = 8192 };

static bool ends_with(const char *s, const char *what)
{
    size_t n = strlen(s), m = strlen(what);
    return n >= m && !strcmp(s + n - m, what);
}

static const char *keep(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

/* "xl/" + "../a/b.xml" = "a/b.xml"; "/a" is from the root. */
static const char *part_path(struct arena *a, const char *folder, const char *target)
{
    if (*target == '/')
        return keep(a, target + 1);
    size_t len = strlen(folder);
    while (!strncmp(target, "../", 3)) {
        target += 3;
        while (len && folder[--len] && (!len || folder[len - 1] != '/'))
            ;
    }
    return arena_printf(a, "%.*s%s", (int)len, folder, target);
}

static bool relation_start(void *ctx, const char *name, const char *const *attr)
{
    struct relations *r = ctx;
    const char *id = xml_attr(attr, "Id"), *type = xml_attr(attr, "Type"),
               *target = xml_attr(attr, "Target"), *mode = xml_attr(attr, "TargetMode");
    if (strcmp(name, "Relationship") || !id || !type || !target
        || (mode && !strcmp(mode, "External")))
        return true;
    if (r->count++ >= RELATIONS_MAX)
        return package_fail(r->p, SAY_BOOK_ENTRIES);
    struct relation *one = ARENA_NEW(r->b->arena, struct relation);
    *one = (struct relation){ keep(r->b->arena, id), part_path(r->b->arena, r->folder, target),
                              keep(r->b->arena, type), r->first };
    r->first = one;
    return true;
}

static const char *relation_part(const struct relations *r, const char *id, const char *type)
{
    for (const struct relation *one = r->first; one; one = one->next)
        if ((!id || !strcmp(one->id, id)) && ends_with(one->type, type))
            return one->part;
    return NULL;
}

/* The folder of a part, with its slash. */
static const char *folder_of(struct arena *a, const char *part)
{
    const char *slash = strrchr(part, '/');
    return slash ? arena_strndup(a, part, (size_t)(slash - part) + 1) : "";
}

/* The relations of a part; "" those of the package. */
static bool relations_read(struct relations *r, const char *part)
{
    static const struct xml_events events = { .start = relation_start };
    const char *slash = strrchr(part, '/');
    r->folder = folder_of(r->b->arena, part);
    return package_read(r->p, arena_printf(r->b->arena, "%s_rels/%s.rels", r->folder,
                                        slash ? slash + 1 : part), &events, r);
}

/* ---- the list of sheets ---- */

struct listing { struct workbook *b; const struct relations *relations; };

static bool is_true(const char *s)
{
    return s && (!strcmp(s, "1") || !strcmp(s, "true"));
}

/* Sheets of charts and macros have no cells. */
static bool listing_start(void *ctx, const char *name, const char *const *attr)
{
    struct listing *l = ctx;
    struct workbook *b = l->b;
    if (!strcmp(name, "workbookPr"))
        b->days_of_1904 = is_true(xml_attr(attr, "date1904"));
    if (strcmp(name, "sheet"))
        return true;
    const char *text = xml_attr(attr, "name"), *id = xml_attr(attr, "id"),
               *state = xml_attr(attr, "state");
    const char *part = id ? relation_part(l->relations, id, "/worksheet") : NULL;
    if (!text || !part)
        return true;
    if (b->nsheet >= SHEETS_MAX)
        return package_fail(l->relations->p, SAY_BOOK_ENTRIES);
    struct workbook_sheet s = { keep(b->arena, text), part, state && strcmp(state, "visible"),
                                NULL };
    ARENA_PUSH(b->arena, b->sheet, b->nsheet, b->sheet_cap, s);
    return true;
}

bool workbook_open(struct workbook *b, struct package *p)
{
    static const struct xml_events events = { .start = listing_start };
    *b = (struct workbook){ .arena = p->arena };
    struct relations root = { .b = b, .p = p }, own = root;
    if (!relations_read(&root, ""))
        return false;
    const char *part = relation_part(&root, NULL, "/officeDocument");
    if (!part || !ends_with(part, ".xml"))
        return package_fail(p, SAY_BOOK_OTHER);
    struct listing l = { b, &own };
    if (!relations_read(&own, part) || !package_read(p, part, &events, &l))
        return false;
    b->strings_part = relation_part(&own, NULL, "/sharedStrings");
    b->styles_part = relation_part(&own, NULL, "/styles");
    return b->nsheet || package_fail(p, SAY_BOOK_OTHER);
}

/* ---- shared strings ---- */

struct strings { struct workbook *b; struct strbuf text; bool in_text; unsigned phonetic; };

/* The control character that _xHHHH_ at s stands for, or 0. */
static char escape_at(const char *s)
{
    int v = s[0] == '_' && s[1] == 'x' ? str_hex4(s + 2) : -1;
    return v > 0 && v < ' ' && s[6] == '_' ? (char)v : 0;
}

void workbook_unescape(struct strbuf *b)
{
    char *to = b->p;
    for (const char *s = b->p; *s; to++) {
        char c = escape_at(s);
        *to = c ? c : *s;
        s += c ? 7 : 1;
    }
    *to = 0;
    b->len = (size_t)(to - b->p);
}

static bool strings_start(void *ctx, const char *name, const char *const *attr)
{
    struct strings *s = ctx;
    (void)attr;
    if (!strcmp(name, "si"))
        s->text.p[s->text.len = 0] = 0;
    s->phonetic += !strcmp(name, "rPh");
    s->in_text = !strcmp(name, "t") && !s->phonetic;
    return true;
}

static bool strings_end(void *ctx, const char *name)
{
    struct strings *s = ctx;
    s->in_text = false;
    s->phonetic -= !strcmp(name, "rPh");
    if (strcmp(name, "si"))
        return true;
    workbook_unescape(&s->text);
    ARENA_PUSH(s->b->arena, s->b->string, s->b->nstring, s->b->string_cap,
               arena_strndup(s->b->arena, s->text.p, s->text.len));
    return true;
}

static bool strings_text(void *ctx, const char *text, size_t len)
{
    struct strings *s = ctx;
    if (s->in_text)
        strbuf_add(&s->text, text, len);
    return true;
}

/* ---- styles ---- */

/* Formats of the workbook's own: their numbers are texts, by symbol. */
struct styles {
    struct workbook *b;
    struct symtab *ids;
    const char **code; uint32_t ncode, code_cap;
    bool in_cells;
};

static const char *attr_or_empty(const char *const *attr, const char *name)
{
    const char *value = xml_attr(attr, name);
    return value ? value : "";
}

static void own_format(struct styles *s, const char *const *attr)
{
    sym id = sym_of(s->ids, attr_or_empty(attr, "numFmtId"));
    while (s->ncode <= id)
        ARENA_PUSH(s->b->arena, s->code, s->ncode, s->code_cap, NULL);
    s->code[id] = keep(s->b->arena, attr_or_empty(attr, "formatCode"));
}

/* A small number in decimal; 0 if it is none. */
static unsigned small_number(const char *s)
{
    unsigned v = 0;
    for (; *s >= '0' && *s <= '9' && v < 100000; s++)
        v = v * 10 + (unsigned)(*s - '0');
    return *s ? 0 : v;
}

/* NULL: General */
static const char *format_code(const struct styles *s, const char *id)
{
    sym own = sym_of(s->ids, id);
    return own < s->ncode && s->code[own] ? s->code[own] : format_builtin(small_number(id));
}

static bool styles_start(void *ctx, const char *name, const char *const *attr)
{
    struct styles *s = ctx;
    if (!strcmp(name, "numFmt"))
        own_format(s, attr);
    s->in_cells |= !strcmp(name, "cellXfs");
    if (!s->in_cells || strcmp(name, "xf"))
        return true;
    const char *code = format_code(s, attr_or_empty(attr, "numFmtId"));
    struct format f = format_parse(code ? code : "", code ? strlen(code) : 0);
    ARENA_PUSH(s->b->arena, s->b->format, s->b->nformat, s->b->format_cap, f);
    return true;
}

static bool styles_end(void *ctx, const char *name)
{
    struct styles *s = ctx;
    s->in_cells = s->in_cells && strcmp(name, "cellXfs");
    return true;
}

/* ---- a sheet ---- */

static bool surroundings_read(struct workbook *b, struct package *p)
{
    static const struct xml_events strings = { strings_start, strings_end, strings_text };
    static const struct xml_events styles = { .start = styles_start, .end = styles_end };
    struct strings t = { .b = b };
    struct styles s = { .b = b, .ids = symtab_new(b->arena) };
    strbuf_init(&t.text, b->arena);
    if (b->loaded)
        return true;
    b->loaded = (!b->strings_part || package_read(p, b->strings_part, &strings, &t))
        && (!b->styles_part || package_read(p, b->styles_part, &styles, &s));
    return b->loaded;
}

const struct grid *workbook_grid(struct workbook *b, struct package *p, uint32_t sheet,
                                 size_t max_row_bytes)
{
    struct workbook_sheet *s = &b->sheet[sheet];
    if (s->grid)
        return s->grid;
    struct grid *g = ARENA_NEW(b->arena, struct grid);
    if (!surroundings_read(b, p) || !worksheet_read(b, p, s->part, max_row_bytes, g))
        return NULL;
    return s->grid = g;
}
