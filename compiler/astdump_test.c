/* The dump of tests. */
#include "astdump_part.h"

static void dump_given(struct dump *d, const struct given *g)
{
    strbuf_adds(d->out, "\n  (given ");
    dump_expr(d, g->target);
    if (!g->rule) {
        strbuf_addf(d->out, " rows %u)", g->rows.len);
        return;
    }
    strbuf_adds(d->out, " = ");
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
        dump_given(d, &t->given[i]);
    for (uint32_t i = 0; i < t->nexpect; i++)
        dump_expectation(d, &t->expect[i]);
    strbuf_addc(d->out, ')');
}
