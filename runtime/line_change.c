/* How a line differs between two runs of one program, or of two that have the same lines. */
#include "evidence.h"
#include "find.h"

const char *line_change(struct arena *a, const struct findings *was, const struct findings *now,
                        uint32_t line)
{
    const char *from = was->line[line].value, *to = now->line[line].value;
    struct dec x, y, change;
    char text[400];
    if (!from || !to || !evidence_parse(&x, from) || !evidence_parse(&y, to)
        || dec_sub(&change, y, x))
        return NULL;
    dec_format(text, sizeof text, dec_strip(change), false);
    return arena_printf(a, "%s", text);
}
