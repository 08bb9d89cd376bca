/* What columns, rows and cells are called in reports.
 * In: printed texts and names of the rules. Out: short texts that stand in sentences and tables.
 * Invariant: a printed text is never replaced by another; what is added stands behind it. */
#include "naming.h"
#include "excerpt.h"
#include <string.h>

const char *naming_name(struct arena *a, const char *name, enum lang lang)
{
    const char *form = str_form(a, name, strlen(name));
    bool bare = *name && !*str_bare_form(a, form);
    return bare ? say_with(a, lang, SAY_LABEL_NAMED, 1, name) : say_escaped(a, name);
}

/* "#12" */
static bool is_line(const char *key)
{
    return *key == '#' && key[1] && !key[1 + strspn(key + 1, "0123456789")];
}

const char *naming_row(struct arena *a, const char *key, enum lang lang)
{
    return is_line(key) ? say_with(a, lang, SAY_BRIEF_ROW, 1, key + 1) : naming_name(a, key, lang);
}

const char *naming_row_beside(struct arena *a, const char *key, enum lang lang)
{
    return is_line(key) ? "" : naming_name(a, key, lang);
}

static bool is_bare_number(const char *text)
{
    return text[strcspn(text, "0123456789")] && !text[strspn(text, "0123456789.,-() ")];
}

const char *naming_header(struct arena *a, const struct ir_table *t, const char *header,
                          enum lang lang)
{
    if (!is_bare_number(header))
        return naming_name(a, header, lang);
    return say_with(a, lang, t->layout == LAYOUT_SHEET ? SAY_COLUMN_NUMBERED : SAY_LABEL_NUMBERED,
                    1, header);
}

const char *naming_header_told(struct arena *a, const struct ir_table *t, const char *header,
                               enum lang lang)
{
    return is_bare_number(header) ? naming_header(a, t, header, lang)
        : say_with(a, lang, SAY_LABEL_NAMED, 1, header);
}

/* The next sign of a text, of ASCII letters the small one. */
static int32_t sign_next(const char **at)
{
    int32_t cp;
    *at += str_decode(*at, strlen(*at), &cp);
    return cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp;
}

/* Are the signs of a name, in their order, among those of a text? So names are shortened. */
static bool is_within(struct arena *a, const char *name, const char *text)
{
    const char *n = str_form(a, name, strlen(name)), *t = str_form(a, text, strlen(text));
    while (*n) {
        int32_t wanted = sign_next(&n), sign = -1;
        while (*t && sign != wanted)
            sign = sign_next(&t);
        if (sign != wanted)
            return false;
    }
    return true;
}

/* Is the name, or the last part of its path, to be seen in the header? */
static bool shows_name(struct arena *a, const char *header, const char *name)
{
    const char *point = strrchr(name, '.');
    return is_within(a, name, header) || (point && is_within(a, point + 1, header));
}

const char *naming_column(struct arena *a, const struct ir_program *p,
                          const struct evidence_cell *c, enum lang lang)
{
    const struct ir_table *t = &p->table[c->table];
    const char *header = naming_header(a, t, c->at.header, lang);
    if (!t->text && *c->at.header && !shows_name(a, c->at.header, c->column))
        header = say_with(a, lang, SAY_SUM_SHOWN, 2, header, c->column);
    return c->less ? say_with(a, lang, SAY_CELL_LESS, 1, header) : header;
}

const char *naming_cell(struct arena *a, const struct origin *at, const char *row,
                        const char *column, const char *file, enum lang lang)
{
    char letters[8];
    const char *of = naming_row_beside(a, row, lang);
    const char *comma = *of && *column ? say_text(SAY_LIST_COMMA, lang) : "";
    bool same = file && !strcmp(file, at->file);
    const char *where = arena_printf(a, "%s%s%s%llu", same ? "" : at->file, same ? "" : " ",
                                     brush_letters(letters, at->field),
                                     (unsigned long long)at->line);
    const char *name = arena_printf(a, "%s%s%s", of, comma, say_escaped(a, column));
    return *name ? say_with(a, lang, SAY_CELL_NAMED, 2, where, name) : where;
}
