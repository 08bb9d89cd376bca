/* Builders of lists of codes, and of rules that ask whether a text is on one.
 * In: what the grammar has reduced. Out: nodes in the arena. */
#include "build.h"

struct code_entries *ast_code_entries(struct build *b)
{
    return ARENA_NEW(b->arena, struct code_entries);
}

struct code_entries *ast_code_entries_add(struct build *b, struct code_entries *list,
                                          struct code_entry entry)
{
    ARENA_PUSH(b->arena, list->of, list->n, list->cap, entry);
    return list;
}

struct code_entries *ast_code_entries_open(struct build *b, struct code_entries *list,
                                           struct span others)
{
    if (list->others)
        diag_add(b->diags, DIAG_ATTRIBUTE_TWICE, others, "others", NULL);
    list->others = true;
    return list;
}

struct name ast_code_whole(struct build *b, struct row_code code)
{
    if (code.prefix)
        code.text.text = sym_of(b->syms, arena_printf(b->arena, "%s*",
                                                      sym_text(b->syms, code.text.text)));
    return code.text;
}

struct code_entry ast_code_entry(struct build *b, struct row_code code, struct name_list *names,
                                 bool doubtful, struct code_entries *under)
{
    return (struct code_entry){ .code = ast_code_whole(b, code), .name = names->p,
                                .nname = names->n, .doubtful = doubtful, .under = under };
}

void ast_codes(struct build *b, struct span at, struct name name, sym title,
               struct code_entries *root)
{
    struct stmt *s = ast_statement(b, ST_CODES, at, name);
    s->u.codes.root = root;
    s->u.codes.title = title;
}

/* ---- rules ---- */

struct listing *ast_listing(struct build *b, struct span at, struct expr *code, struct name list,
                            sym length, struct expr *named)
{
    struct listing *l = ARENA_NEW(b->arena, struct listing);
    *l = (struct listing){ .span = at, .subject = code, .list = list, .length = length,
                           .named = named };
    return l;
}

struct listing *ast_listing_named(struct build *b, struct span at, struct expr *name,
                                  struct name list, sym length)
{
    struct listing *l = ast_listing(b, at, name, list, length, NULL);
    l->by_name = true;
    return l;
}

struct rule *ast_rule_listing(struct build *b, struct span at, enum severity verb,
                              const struct name *name, struct listing *l, struct cond *where,
                              struct cond *when, sym because)
{
    struct relation none = { .nside = 0 };
    struct rule *rule = ast_rule(b, at, verb, name, &none, false, NULL, where, when, because);
    rule->listing = l;
    return rule;
}
