/* The sentence on several rules that speak of one value.
 * In: a finding of a joint rule. Out: which rule puts the value above what, which below what, with
 * the figure that each states and where it is printed.
 * Invariant: an end that is open is told as one. */
#include "message_joint.h"
#include "naming.h"
#include "sides.h"
#include <string.h>

struct place { const struct findings *f; struct arena *arena; uint32_t table; struct origin at; };

static void place_take(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value)
{
    struct place *p = ctx;
    (void)kind;
    (void)value;
    p->at = data_origin(p->f->data, p->arena, p->table, row, sheet);
}

static struct stated_figure printed_figure(struct arena *a, const struct findings *f,
                                           uint32_t cell)
{
    const struct ir_cell *c = &f->prog->cell[cell];
    const struct data_quote *q = data_quote(f->data, cell);
    struct place p = { .f = f, .arena = a, .table = f->prog->colref[c->colref].table,
                       .at = { .file = "", .header = "", .text = "" } };
    data_cell_members(f->data, c, place_take, &p);
    return (struct stated_figure){ .text = message_unit(a, p.at.text, q ? q->unit : ""),
                                   .at = p.at };
}

struct stated_figure message_stated(struct arena *a, const struct findings *f, uint32_t rule)
{
    const struct ir_program *p = f->prog;
    const struct ir_rule *r = &p->rule[rule];
    struct stated_figure s = { .text = "" };
    if (r->printed)
        s = printed_figure(a, f, r->printed - 1);
    s.rule = p->string[r->name];
    if (s.at.field)
        return s;
    s.text = sides_of(a, p, r).right;
    s.at = (struct origin){ .file = p->string[p->file[r->file]], .line = r->line, .header = "",
                            .text = "" };
    return s;
}

/* "正文[N056] (48.5%, narrative.csv D57)" */
static const char *claim_text(struct arena *a, const struct evidence *e, unsigned end,
                              enum lang lang)
{
    struct stated_figure s = message_stated(a, e->all, e->find->end[end].rule);
    const char *where = s.at.field ? naming_cell(a, &s.at, "", "", NULL, lang)
        : arena_printf(a, "%s:%llu", say_escaped(a, s.at.file), (unsigned long long)s.at.line);
    return say_with(a, lang, SAY_JOINT_BY, 3, say_escaped(a, s.rule), say_escaped(a, s.text),
                    where);
}

static const char *end_text(struct arena *a, const struct evidence *e, unsigned end,
                            const char *value, enum lang lang)
{
    static const enum say say[2][2] = { { SAY_JOINT_AT_LEAST, SAY_JOINT_ABOVE },
                                        { SAY_JOINT_AT_MOST, SAY_JOINT_BELOW } };
    return say_with(a, lang, say[end][e->find->end[end].open], 2, claim_text(a, e, end, lang),
                    value);
}

const char *message_joint(struct arena *a, const struct evidence *e,
                          const struct message_figures *m, enum lang lang)
{
    const char *const *string = (const char *const *)e->all->prog->string;
    const char *rules = say_escaped(a, string[e->rule->source]);
    const char *subject = say_escaped(a, string[e->rule->subject]);
    if (finding_verdict(e->find) != ST_VIOLATED)
        return say_with(a, lang, SAY_JOINT_HOLDS, 3, m->left, m->right, rules);
    if (*subject)
        subject = say_with(a, lang, SAY_JOINT_OF, 1, subject);
    if (e->find->end[0].rule == IR_NONE || e->find->end[1].rule == IR_NONE)
        return say_with(a, lang, SAY_JOINT_ODDS, 2, rules, subject);
    return say_with(a, lang, SAY_JOINT_NOT, 4, rules, end_text(a, e, 0, m->left, lang),
                    end_text(a, e, 1, m->right, lang), subject);
}
