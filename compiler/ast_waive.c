/* Builders of waivers.
 * In: the parts of a rule's name, a key, a reason, a day. Out: nodes in the arena. */
#include "build.h"
#include "../runtime/day.h"
#include <string.h>

static struct name named(struct build *b, struct span at, const char *text)
{
    return (struct name){ .text = sym_of(b->syms, text), .span = at };
}

struct name ast_result_index(struct build *b, struct span at, struct name left,
                             struct row_code code)
{
    return named(b, at, arena_printf(b->arena, "%s[%s]", sym_text(b->syms, left.text),
                                     sym_text(b->syms, code.text.text)));
}

struct name ast_result_line(struct build *b, struct span at, struct name left,
                            struct quantity line)
{
    return named(b, at, arena_printf(b->arena, "%s:%s", sym_text(b->syms, left.text),
                                     sym_text(b->syms, line.digits)));
}

struct name ast_result_map(struct build *b, struct span at, struct name from, struct name to)
{
    return named(b, at, arena_printf(b->arena, "%s->%s", sym_text(b->syms, from.text),
                                     sym_text(b->syms, to.text)));
}

struct name ast_result_zero(struct build *b, struct span at)
{
    return named(b, at, ast_whole_word(WHOLE_ZERO));
}

struct name ast_result_key(struct build *b, struct span at, struct name left,
                           struct row_code code)
{
    return named(b, at, arena_printf(b->arena, "%s/%s", sym_text(b->syms, left.text),
                                     sym_text(b->syms, code.text.text)));
}

void ast_waive(struct build *b, struct span at, struct name rule, struct name key,
               struct name because, struct name until)
{
    struct waiver *w = ARENA_NEW(b->arena, struct waiver);
    const char *reason = sym_text(b->syms, because.text), *day = sym_text(b->syms, until.text);
    *w = (struct waiver){ rule, key, because.text, day_last(day) };
    if (!*str_form(b->arena, reason, strlen(reason)))
        diag_add(b->diags, DIAG_WAIVE_NO_REASON, because.span, NULL);
    if (!w->until)
        diag_add(b->diags, DIAG_NO_SUCH_DAY, until.span, day, NULL);
    ast_statement(b, ST_WAIVE, at, rule)->u.waiver = w;
}
