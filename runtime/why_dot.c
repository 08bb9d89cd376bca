/* A derivation as a graph for `dot`.
 * In: the tree. Out: one digraph; a part that was shown before is the same node.
 * Invariant: every text stands in quotes, with what would end or change them escaped. */
#include "excerpt.h"
#include "message.h"
#include "scratch.h"
#include "why.h"

struct graph {
    struct report_out *out;
    struct scratch scratch;
    struct strbuf text;
    enum lang lang;
    const struct why_show *show;
};

static void flush(struct graph *g)
{
    if (!g->out->failed && g->text.len)
        g->out->failed = !g->out->write(g->out->ctx, g->text.p, g->text.len);
    scratch_reset(&g->scratch);
    strbuf_init(&g->text, &g->scratch.arena);
}

/* "…" within a label: quotes and backslashes escaped; control characters are already. */
static void quoted(struct graph *g, const char *s)
{
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            strbuf_addc(&g->text, '\\');
        strbuf_addc(&g->text, *s);
    }
}

static const char *value_of(struct graph *g, const struct why_item *i)
{
    struct arena *a = &g->scratch.arena;
    if (i->kind == WHY_RULE)
        return status_name((enum ir_status)i->result.find.status);
    if (i->value)
        return message_figure(a, i->value, i->places, say_escaped(a, i->unit));
    return i->reason ? reason_name((enum ir_reason)i->reason) : "";
}

static void title(struct graph *g, const struct why_item *i)
{
    struct arena *a = &g->scratch.arena;
    if (*i->name) {
        quoted(g, say_escaped(a, i->name));
        strbuf_adds(&g->text, i->kind == WHY_RULE ? "" : " = ");
    }
    if (i->key)
        quoted(g, say_escaped(a, i->key));
    else if (i->kind == WHY_CELL)
        quoted(g, say_escaped(a, i->cell->row_key));
    if (i->kind != WHY_RULE)
        quoted(g, say_escaped(a, i->text));
}

static void cell(struct graph *g, const struct evidence_cell *c)
{
    char letters[8];
    strbuf_adds(&g->text, "\\n");
    quoted(g, say_escaped(&g->scratch.arena, c->at.file));
    strbuf_addf(&g->text, ":%llu %s", (unsigned long long)c->at.line,
                brush_letters(letters, c->at.field));
}

static void node(struct graph *g, const struct why_item *i)
{
    bool bad = i->kind == WHY_RULE ? i->result.find.status == ST_VIOLATED : i->reason != 0;
    strbuf_addf(&g->text, "  n%u [label=\"", i->id);
    title(g, i);
    strbuf_adds(&g->text, "\\n");
    quoted(g, value_of(g, i));
    if (i->cell)
        cell(g, i->cell);
    strbuf_addf(&g->text, "\"%s%s];\n", i->cell ? ", shape=note" : "", bad ? ", color=red" : "");
}

static void edges(struct graph *g, const struct why_item *i)
{
    for (uint32_t k = 0; k < i->npart; k++) {
        const struct why_item *part = i->part[k]->above ? i->part[k]->above : i->part[k];
        strbuf_addf(&g->text, "  n%u -> n%u;\n", i->id, part->id);
    }
    if (i->left_out)
        strbuf_addf(&g->text, "  more%u [label=\"… %llu\", shape=plaintext];\n"
                    "  n%u -> more%u;\n", i->id, (unsigned long long)i->left_out, i->id, i->id);
}

static void item(struct graph *g, const struct why_item *i)
{
    if (i->above)
        return;
    node(g, i);
    edges(g, i);
    flush(g);
    for (uint32_t k = 0; k < i->npart; k++)
        item(g, i->part[k]);
}

bool why_dot(struct report_out *out, const struct why_tree *t, const struct why_show *o)
{
    struct graph g = { .out = out, .lang = o->render.lang, .show = o };
    scratch_open(&g.scratch, out->arena);
    strbuf_init(&g.text, &g.scratch.arena);
    strbuf_adds(&g.text, "digraph why {\n  rankdir=LR;\n  node [shape=box];\n");
    if (o->scenario) {
        strbuf_adds(&g.text, "  labelloc=t;\n  label=\"");
        quoted(&g, scenario_title(&g.scratch.arena, g.lang, o->scenario));
        strbuf_adds(&g.text, "\";\n");
    }
    for (uint32_t i = 0; i < t->nroot; i++)
        item(&g, t->root[i]);
    strbuf_adds(&g.text, "}\n");
    flush(&g);
    scratch_close(&g.scratch);
    return !out->failed;
}
