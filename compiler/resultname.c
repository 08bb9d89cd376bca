/* The names that results have, as reports print them: of rules, and of findings of a table's shape.
 * In: a lowered program and its tree. Out: what a name is; the nearest to one that is none. */
#include "front.h"
#include "lower.h"
#include "walk.h"
#include <string.h>

struct result_names {
    struct unit *u;
    bool *result;                   /* by symbol: a result may have this name */
    bool *place;                    /* by symbol: a rule that has no name is called so */
    uint32_t n;
};

static void mark(const struct result_names *k, bool *set, sym name)
{
    if (name < k->n)
        set[name] = true;
}

static void mark_text(const struct result_names *k, bool *set, const char *text)
{
    mark(k, set, sym_find(k->u->syms, text, strlen(text)));
}

/* Findings of the shape are called after the table's rows or a column of it. */
static void mark_table(const struct result_names *k, const struct ir_table *t)
{
    struct unit *u = k->u;

    mark_text(k, k->result, arena_printf(u->arena, "%s.rows", unit_text(u, t->name)));
    for (uint32_t i = 0; i < t->ncolumn; i++)
        mark_text(k, k->result, arena_printf(u->arena, "%s.%s", unit_text(u, t->name),
                                             unit_text(u, t->column[i].shown)));
}

static void mark_place(struct unit *u, const struct place *p, void *ctx)
{
    const struct result_names *k = ctx;

    for (uint32_t i = 0; i < rule_pairs(p->rule) && !p->rule->name.text && !p->rule->claim; i++)
        mark_text(k, k->place, lower_rule_name(u, p, i));
}

const struct result_names *result_names(struct unit *u)
{
    struct result_names *k = ARENA_NEW(u->arena, struct result_names);

    *k = (struct result_names){ .u = u, .n = sym_count(u->syms) + 1 };
    k->result = ARENA_ARRAY(u->arena, bool, k->n);
    k->place = ARENA_ARRAY(u->arena, bool, k->n);
    for (uint32_t i = 0; i < u->ir->nrule; i++)
        mark(k, k->result, u->ir->rule[i].name);
    for (uint32_t i = 0; i < u->ir->ntable; i++)
        mark_table(k, &u->ir->table[i]);
    walk_rules(u, mark_place, k);
    return k;
}

static enum result_name find_text(const struct result_names *k, const char *text, size_t len)
{
    sym name = sym_find(k->u->syms, text, len);

    if (!name || name >= k->n)
        return RESULT_UNKNOWN;
    if (k->place[name])
        return RESULT_BY_PLACE;
    return k->result[name] ? RESULT_NAMED : RESULT_UNKNOWN;
}

/* X.system: the results of X and others may not hold together. */
static enum result_name find_system(const struct result_names *k, const char *text)
{
    size_t len = strlen(text), end = strlen(".system");
    enum result_name found = find_text(k, text, len);

    if (found != RESULT_UNKNOWN || len <= end || strcmp(text + len - end, ".system"))
        return found;
    return find_text(k, text, len - end);
}

/* The keyword that reports print in a name, of its Chinese spelling; NULL: it is none. */
static const char *word_in_name(const char *part, size_t len)
{
    static const char *const word[] = { "rows", "of", "zero", "require", "absent" };

    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++) {
        const char *chinese = front_chinese(word[i]);
        if (strlen(chinese) == len && !strncmp(chinese, part, len))
            return word[i];
    }
    return NULL;
}

/* 支出.行.合计 as it is printed, 支出.rows.合计; `most` words at most, for a column may be called
 * like one. */
static const char *in_english(struct unit *u, const char *text, unsigned most)
{
    struct strbuf b;

    strbuf_init(&b, u->arena);
    for (size_t n; *text; text += n) {
        const char *word = b.len && b.p[b.len - 1] == '.' && most
            ? word_in_name(text, strcspn(text, ".")) : NULL;
        n = word ? strcspn(text, ".") : 1;
        if (word)
            strbuf_adds(&b, word);
        else
            strbuf_addc(&b, *text);
        most -= word != NULL;
    }
    return b.p;
}

enum result_name result_names_find(const struct result_names *k, sym *name)
{
    struct unit *u = k->u;
    const char *text = unit_text(u, *name);

    for (unsigned words = 0; words <= 2; words++) {
        const char *as = words ? in_english(u, text, words) : text;
        enum result_name found = find_system(k, as);
        if (found != RESULT_UNKNOWN) {
            *name = sym_of(u->syms, as);
            return found;
        }
    }
    return RESULT_UNKNOWN;
}

const char *result_names_near(struct unit *u, const char *wanted)
{
    unsigned best = str_near(wanted);
    size_t len = strlen(wanted);
    const char *near = NULL;

    if (u->scope->suggestions++ >= 50)
        return NULL;
    for (uint32_t i = 0; i < u->ir->nrule && best; i++) {
        const char *name = unit_text(u, u->ir->rule[i].name);
        bool first = !strncmp(name, wanted, len) && !strcmp(name + len, "[1]");
        unsigned d = first ? 0 : str_distance(name, wanted, best);
        if (d < best) {
            best = d;
            near = name;
        }
    }
    return near;
}
