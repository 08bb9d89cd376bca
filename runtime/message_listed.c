/* Texts on lists of codes in words.
 * In: a result of such a rule, or all results of a run. Out: sentences.
 * Invariant: what is printed and what the list has are both in the sentence. */
#include "message_listed.h"
#include "listed.h"

static const struct ir_codes *codes_of(const struct ir_program *p, uint32_t listed)
{
    return &p->codes[p->listed[listed].codes];
}

static const char *list_name(const struct ir_program *p, uint32_t listed)
{
    const struct ir_codes *c = codes_of(p, listed);
    return p->string[c->title ? c->title : c->name];
}

/* "20103 政府办公厅（室）及相关机构事务"; of the list itself its title */
static const char *entry_text(struct arena *a, const struct ir_program *p, uint32_t listed,
                              uint32_t entry)
{
    const struct ir_code *e = &codes_of(p, listed)->of[entry];
    if (!entry)
        return list_name(p, listed);
    return arena_printf(a, "%s %s", p->string[e->code], p->string[e->name[0]]);
}

static const char *entry_name(const struct ir_program *p, uint32_t listed, uint32_t entry)
{
    return entry ? p->string[codes_of(p, listed)->of[entry].name[0]] : "";
}

/* "; perhaps 2010301 行政运行 is meant", or nothing */
static const char *near_text(struct arena *a, const struct findings *f, uint32_t listed,
                             const struct listed_row *at, enum lang lang)
{
    uint32_t near = listed_near(f->data, listed, at);
    bool named = !f->prog->listed[listed].by_name
        && (at->state == LISTED_NAME || at->state == LISTED_NAME_DOUBTFUL);
    if (!near)
        return "";
    return say_with(a, lang, named ? SAY_LISTED_NAME_OF : SAY_LISTED_NEAR, 1,
                    entry_text(a, f->prog, listed, near));
}

static const char *code_text(struct arena *a, const struct findings *f, uint32_t listed,
                             const struct listed_row *at, enum lang lang)
{
    const struct ir_program *p = f->prog;
    const char *list = list_name(p, listed), *entry = entry_text(a, p, listed, at->entry);
    bool inner = at->entry != 0;
    if (at->state == LISTED_NOTHING)
        return say_text(SAY_LISTED_BLANK, lang);
    if (at->state == LISTED_THERE)
        return say_with(a, lang, SAY_LISTED_THERE, 2, entry, list);
    const char *near = near_text(a, f, listed, at, lang);   /* dear: all of the list is compared */
    switch (at->state) {
    case LISTED_NOTHING: case LISTED_THERE: break;
    case LISTED_LENGTH:
        return say_with(a, lang, SAY_LISTED_LENGTH, 3, at->text,
                        say_count(a, p->listed[listed].length), near);
    case LISTED_NOT:
        return say_with(a, lang, inner ? SAY_LISTED_NOT_UNDER : SAY_LISTED_NOT, 4, at->text, list,
                        near, entry);
    case LISTED_OPEN:
        return say_with(a, lang, inner ? SAY_LISTED_OPEN_UNDER : SAY_LISTED_OPEN, 4, at->text,
                        list, near, entry);
    case LISTED_NAME: case LISTED_NAME_DOUBTFUL: break;
    }
    return say_with(a, lang, at->state == LISTED_NAME ? SAY_LISTED_NAME : SAY_LISTED_NAME_DOUBTFUL,
                    5, p->string[codes_of(p, listed)->of[at->entry].code], list, at->name, near,
                    entry_name(p, listed, at->entry));
}

static const char *name_text(struct arena *a, const struct findings *f, uint32_t listed,
                             const struct listed_row *at, enum lang lang)
{
    enum say say = SAY_LISTED_BLANK;
    switch (at->state) {
    case LISTED_THERE: say = SAY_LISTED_IS_NAME; break;
    case LISTED_NOT: case LISTED_LENGTH: case LISTED_NAME: say = SAY_LISTED_NO_NAME; break;
    case LISTED_OPEN: say = SAY_LISTED_NO_NAME_OPEN; break;
    case LISTED_NAME_DOUBTFUL: say = SAY_LISTED_NO_NAME_DOUBTFUL; break;
    case LISTED_NOTHING: break;
    }
    return say_with(a, lang, say, 3, at->text, list_name(f->prog, listed),
                    near_text(a, f, listed, at, lang));
}

static uint32_t listed_of(const struct findings *f, const struct finding *x)
{
    return f->prog->rule[x->rule].cell[0].index;
}

const char *message_listed(struct arena *a, const struct findings *f, const struct finding *x,
                           enum lang lang)
{
    uint32_t listed = listed_of(f, x);
    struct listed_row at = listed_row(f->data, listed, x->row);
    return f->prog->listed[listed].by_name ? name_text(a, f, listed, &at, lang)
        : code_text(a, f, listed, &at, lang);
}

/* ---- what a list leaves open ---- */

static bool is_open(const struct finding *x)
{
    return x->status == ST_UNKNOWN && (x->reason == RS_UNLISTED || x->reason == RS_DOUBTFUL);
}

/* Rows of a rule that print the same, of which the same is said. */
struct alike { struct listed_row at; uint64_t first, rows; };
enum { ALIKE_MOST = 8 };            /* of a rule; further rows are only counted */
struct open_rows { struct alike of[ALIKE_MOST]; uint32_t n; uint64_t more; };

/* Texts of one column are the same where they stand. */
static void open_add(struct open_rows *o, struct listed_row at, uint64_t i)
{
    for (uint32_t k = 0; k < o->n; k++)
        if (o->of[k].at.text == at.text && o->of[k].at.name == at.name) {
            o->of[k].rows++;
            return;
        }
    if (o->n < ALIKE_MOST)
        o->of[o->n++] = (struct alike){ at, i, 1 };
    else
        o->more++;
}

static const char *alike_text(struct arena *a, const struct findings *f, const struct alike *x,
                              enum lang lang)
{
    const struct finding *first = &f->find[x->first];
    const struct ir_rule *rule = &f->prog->rule[first->rule];
    struct data_spot at = data_spot(f->data, rule->table, first->row, 0);
    const char *more = x->rows == 1 ? ""
        : say_with(a, lang, SAY_LISTED_SAME, 1, say_count(a, x->rows - 1));
    return say_with(a, lang, SAY_LISTED_NOTICE, 5, f->prog->string[rule->name],
                    message_listed(a, f, first, lang), data_file(f->data, rule->table),
                    arena_printf(a, "%llu", (unsigned long long)at.line), more);
}

static void open_tell(struct arena *a, const struct findings *f, const struct open_rows *o,
                      enum lang lang, listed_open_fn *each, void *ctx)
{
    for (uint32_t k = 0; k < o->n; k++)
        each(ctx, f->prog->rule[f->find[o->of[k].first].rule].table,
             alike_text(a, f, &o->of[k], lang));
    if (o->more) {
        const struct ir_rule *rule = &f->prog->rule[f->find[o->of[0].first].rule];
        each(ctx, rule->table, say_with(a, lang, SAY_LISTED_MORE, 2, f->prog->string[rule->name],
                                        say_count(a, o->more)));
    }
}

void message_listed_open(struct arena *a, const struct findings *f, enum lang lang,
                         listed_open_fn *each, void *ctx)
{
    struct open_rows open = { .n = 0 };
    for (uint64_t i = 0; i < f->n; i++) {
        const struct finding *x = &f->find[i];
        if (x->rule != IR_NONE && is_open(x))
            open_add(&open, listed_row(f->data, listed_of(f, x), x->row), i);
        if (i + 1 < f->n && f->find[i + 1].rule == x->rule)
            continue;
        open_tell(a, f, &open, lang, each, ctx);
        open = (struct open_rows){ .n = 0 };
    }
}
