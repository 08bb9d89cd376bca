/* Declared names. In: the tree. Out: a diagnostic of each name in which there is nothing to be
 * seen: nobody could name what bears it, and no report say which one it speaks of. */
#include "declare.h"
#include <string.h>

static void check_seen(struct unit *u, const struct name *name)
{
    const char *text = unit_text(u, name->text);

    if (!*str_form(u->arena, text, strlen(text)))
        diag_add(u->diags, DIAG_EMPTY_NAME, name->span, NULL);
}

void check_names(struct unit *u)
{
    for (uint32_t i = 0; i < u->ast.nstmt; i++) {
        const struct stmt *s = &u->ast.stmt[i];
        switch (s->kind) {
        case ST_PARAM: case ST_LINE: case ST_TABLE: case ST_TEXT: case ST_LIST: case ST_CODES:
        case ST_MAPPING: case ST_SCENARIO:
            check_seen(u, &s->name);
            break;
        case ST_TEST:
            check_seen(u, &s->u.test->title);
            break;
        case ST_USE: case ST_UNIT: case ST_RULE: case ST_WHOLE: case ST_MAP: case ST_SAME:
        case ST_WAIVE:              /* it has none, or need not have one */
            break;
        }
    }
}
