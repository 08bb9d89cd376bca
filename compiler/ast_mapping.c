/* Builders of mappings between lists of codes.
 * In: groups of lines. Out: the same in the arena. */
#include "build.h"

struct mapping *ast_mapping_new(struct build *b)
{
    return ARENA_NEW(b->arena, struct mapping);
}

struct mapping *ast_mapping_group(struct build *b, struct mapping *m, struct name name,
                                  struct mapping_group *lines)
{
    lines->name = name;
    ARENA_PUSH(b->arena, m->group, m->n, m->cap, lines);
    return m;
}

struct mapping_group *ast_mapping_lines(struct build *b)
{
    return ARENA_NEW(b->arena, struct mapping_group);
}

struct mapping_group *ast_mapping_lines_add(struct build *b, struct mapping_group *lines,
                                            struct span at, struct row_code target,
                                            struct row_select *source, bool doubtful)
{
    struct mapping_line l = { .span = at, .target = ast_code_whole(b, target),
                              .source = ARENA_ARRAY(b->arena, struct name, source->ncode),
                              .nsource = source->ncode, .doubtful = doubtful };
    for (uint32_t i = 0; i < source->ncode; i++)
        l.source[i] = ast_code_whole(b, source->code[i]);
    ARENA_PUSH(b->arena, lines->line, lines->n, lines->cap, l);
    return lines;
}

void ast_mapping(struct build *b, struct span at, struct name name, struct name from,
                 struct name to, struct mapping *m, sym because)
{
    m->from = from;
    m->to = to;
    m->because = because;
    ast_statement(b, ST_MAPPING, at, name)->u.mapping = m;
}
