/* Builders of statements of names of one thing.
 * In: names side by side. Out: a class of each line, in the arena. */
#include "build.h"

struct same_list *ast_same_lines(struct build *b)
{
    return ARENA_NEW(b->arena, struct same_list);
}

struct same_list *ast_same_lines_add(struct build *b, struct same_list *list,
                                     struct name_list *names)
{
    ARENA_PUSH(b->arena, list->p, list->n, list->cap, names);
    return list;
}

void ast_same(struct build *b, struct span at, struct name key, struct same_list *lines)
{
    struct same *s = ARENA_NEW(b->arena, struct same);
    s->key = key;
    for (uint32_t i = 0; i < lines->n; i++)
        ARENA_PUSH(b->arena, s->of, s->n, s->cap,
                   ((struct same_class){ lines->p[i]->p, lines->p[i]->n }));
    ast_statement(b, ST_SAME, at, key)->u.same = s;
}

void ast_same_from(struct build *b, struct span at, struct name key, struct name from,
                   struct name_list *headers)
{
    struct same *s = ARENA_NEW(b->arena, struct same);
    s->key = key;
    s->from = from;
    if (headers) {
        s->header = headers->p;
        s->nheader = headers->n;
    }
    ast_statement(b, ST_SAME, at, key)->u.same = s;
}
