/* The dump of tests and of scenarios. */
#include "astdump_part.h"
#include <string.h>

static void dump_row(struct dump *d, const char *line, const char *end)
{
    line += strspn(line, " ");
    while (end > line && strchr(" \r", end[-1]))
        end--;
    const char *text = line + strspn(line, " \t\r");
    if (text >= end || *text == '#')
        return;
    strbuf_adds(d->out, "\n    ");
    dump_quoted(d, line, (size_t)(end - line));
}

/* The rows as they are written, without comments and the blanks around a line that are no cells. */
static void dump_rows(struct dump *d, struct span rows)
{
    const char *p = d->srcs->file[rows.file].text + rows.off, *end = p + rows.len;
    for (const char *next; p < end; p = next + 1) {
        next = memchr(p, '\n', (size_t)(end - p));
        next = next ? next : end;
        dump_row(d, p, next);
    }
}

static const char *const op_word[] = {
    [CHANGE_TO] = "=", [CHANGE_TIMES] = "*=", [CHANGE_MORE] = "+=", [CHANGE_LESS] = "-=",
};

static void dump_given(struct dump *d, const char *word, const struct given *g)
{
    strbuf_addf(d->out, "\n  (%s ", word);
    dump_expr(d, g->target);
    if (!g->rule) {
        dump_rows(d, g->rows);
        strbuf_addc(d->out, ')');
        return;
    }
    strbuf_addf(d->out, " %s ", op_word[g->op]);
    if (g->rule->nside > 1)
        dump_expr(d, g->rule->side[1]);
    else
        dump_name(d, g->text);
    strbuf_addc(d->out, ')');
}

static void dump_expectation(struct dump *d, const struct expectation *e)
{
    strbuf_adds(d->out, "\n  (expect ");
    if (e->rule) {
        dump_rule(d, e->rule);
    } else {
        dump_name(d, e->result);
        if (e->key.text) {
            strbuf_adds(d->out, " for ");
            dump_name(d, e->key);
        }
        strbuf_addf(d->out, " %s", test_want_word(e->want));
    }
    if (e->difference) {
        strbuf_adds(d->out, " difference ");
        dump_expr(d, e->difference);
    }
    strbuf_addc(d->out, ')');
}

void dump_test(struct dump *d, const struct stmt *s)
{
    const struct test *t = s->u.test;
    strbuf_adds(d->out, "(test ");
    dump_name(d, t->title);
    for (uint32_t i = 0; i < t->ngiven; i++)
        dump_given(d, "given", &t->given[i]);
    for (uint32_t i = 0; i < t->nexpect; i++)
        dump_expectation(d, &t->expect[i]);
    strbuf_addc(d->out, ')');
}

void dump_scenario(struct dump *d, const struct stmt *s)
{
    const struct scenario *x = s->u.scenario;
    strbuf_adds(d->out, "(scenario ");
    dump_name(d, s->name);
    for (uint32_t i = 0; i < x->nchange; i++)
        dump_given(d, "change", &x->change[i]);
    dump_because(d, x->because);
    strbuf_addc(d->out, ')');
}
