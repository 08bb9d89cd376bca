/* Builders of what stands in a table's head behind `from`.
 * In: a table and an attribute. Out: the table, with the attribute.
 * Invariant: each kind of attribute is said once; a second one is told, and holds. */
#include "build.h"

/* A second attribute of a kind is told, where the first one stands. */
static void attribute_once(struct build *b, const char *word, struct span *first, struct span at)
{
    if (first->len)
        diag_label(b->diags, diag_add(b->diags, DIAG_ATTRIBUTE_TWICE, at, word, NULL),
                   LABEL_FIRST, *first, NULL);
    *first = at;
}

struct stmt *ast_table_missing(struct build *b, struct stmt *table, enum missing policy,
                               struct span at)
{
    struct table_decl *t = table->u.table;
    attribute_once(b, "missing", &t->missing_span, at);
    t->missing = policy;
    return table;
}

struct stmt *ast_table_partial(struct build *b, struct stmt *table, struct span at)
{
    attribute_once(b, "partial", &table->u.table->partial, at);
    return table;
}

struct stmt *ast_table_sheet(struct build *b, struct stmt *table, struct name sheet,
                             struct span at)
{
    struct table_decl *t = table->u.table;
    attribute_once(b, "sheet", &t->sheet_span, at);
    t->sheet = sheet;
    return table;
}

struct stmt *ast_table_header(struct build *b, struct stmt *table, struct quantity rows,
                              struct span at)
{
    struct table_decl *t = table->u.table;
    attribute_once(b, "header", &t->header_span, at);
    t->header = rows.digits;
    return table;
}

struct stmt *ast_table_long(struct build *b, struct stmt *table, struct long_decl *lng)
{
    struct table_decl *t = table->u.table;
    struct span first = t->lng ? t->lng->span : NO_SPAN;
    attribute_once(b, "long", &first, lng->span);
    t->lng = lng;
    return table;
}
