/* The dump of lists of codes, of rules that look texts up on them, and of names of one thing. */
#include "astdump_part.h"

void dump_listing(struct dump *d, const struct listing *l)
{
    strbuf_adds(d->out, l->by_name ? "named " : "");
    dump_expr(d, l->subject);
    strbuf_adds(d->out, " among ");
    dump_name(d, l->list);
    if (l->length)
        strbuf_addf(d->out, " %s", sym_text(d->syms, l->length));
    if (l->named) {
        strbuf_adds(d->out, " named ");
        dump_expr(d, l->named);
    }
}

static void dump_entries(struct dump *d, const struct code_entries *list)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct code_entry *e = &list->of[i];
        strbuf_adds(d->out, " (");
        dump_name(d, e->code);
        dump_headers(d, e->name, e->nname);
        strbuf_adds(d->out, e->doubtful ? " doubtful" : "");
        if (e->under) {
            strbuf_adds(d->out, " {");
            dump_entries(d, e->under);
            strbuf_adds(d->out, " }");
        }
        strbuf_addc(d->out, ')');
    }
    strbuf_adds(d->out, list->others ? " others" : "");
}

void dump_codes(struct dump *d, const struct stmt *s)
{
    strbuf_adds(d->out, "(codes ");
    dump_name(d, s->name);
    if (s->u.codes.title) {
        strbuf_addc(d->out, ' ');
        dump_text(d, s->u.codes.title);
    }
    dump_entries(d, s->u.codes.root);
    strbuf_addc(d->out, ')');
}

static void dump_mapping_line(struct dump *d, const struct mapping_line *l)
{
    strbuf_adds(d->out, "\n    (");
    dump_name(d, l->target);
    strbuf_adds(d->out, " <-");
    for (uint32_t i = 0; i < l->nsource; i++) {
        strbuf_addc(d->out, ' ');
        dump_name(d, l->source[i]);
    }
    strbuf_adds(d->out, l->doubtful ? " doubtful)" : ")");
}

void dump_mapping(struct dump *d, const struct stmt *s)
{
    const struct mapping *m = s->u.mapping;

    strbuf_adds(d->out, "(mapping ");
    dump_name(d, s->name);
    strbuf_adds(d->out, ": ");
    dump_name(d, m->from);
    strbuf_adds(d->out, " -> ");
    dump_name(d, m->to);
    for (uint32_t i = 0; i < m->n; i++) {
        strbuf_adds(d->out, "\n  (");
        dump_name(d, m->group[i]->name);
        for (uint32_t k = 0; k < m->group[i]->n; k++)
            dump_mapping_line(d, &m->group[i]->line[k]);
        strbuf_addc(d->out, ')');
    }
    dump_because(d, m->because);
    strbuf_addc(d->out, ')');
}

void dump_same(struct dump *d, const struct stmt *s)
{
    const struct same *same = s->u.same;
    strbuf_adds(d->out, "(same ");
    dump_name(d, same->key);
    if (same->from.text) {
        strbuf_adds(d->out, " from ");
        dump_name(d, same->from);
    }
    for (uint32_t i = 0; i < same->n; i++) {
        strbuf_adds(d->out, "\n  (");
        for (uint32_t k = 0; k < same->of[i].nname; k++) {
            strbuf_adds(d->out, k ? " = " : "");
            dump_name(d, same->of[i].name[k]);
        }
        strbuf_addc(d->out, ')');
    }
    strbuf_addc(d->out, ')');
}
