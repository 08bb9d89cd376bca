/* Which results of two runs differ.
 * In: the findings of both, complete, and the rows that are the same. Out: results by what became
 * of them.
 * Invariant: a result has one other at most: that of the same rule in the same row or key, or the
 * finding of the same kind at the same place of the sheet; of several at one place the first goes
 * with the first. */
#include "compare_part.h"
#include "evidence.h"
#include "feasible.h"
#include <stdlib.h>
#include <string.h>

struct matcher {
    struct comparison *c;
    struct arena *arena;
    struct symtab *names;           /* of results */
    /* old findings by name, as a queue: 1 + the first that is not taken, and after each 1 + the
     * next; 0: none */
    uint64_t *first, *next; uint64_t nfirst;
    bool *met;                      /* by old finding */
};

/* ---- names ---- */

/* A row by its number on the new side, if it is there; else by that on the old one. */
static void row_add(struct matcher *m, struct strbuf *b, unsigned side, uint32_t table,
                    uint64_t row)
{
    const struct compare_table *t = NULL;
    for (uint32_t i = 0; i < m->c->ntable; i++)
        if (m->c->table[i].table == table)
            t = &m->c->table[i];
    if (row == DATA_NO_ROW)
        strbuf_adds(b, " -");
    else if (!t || !t->other[side])
        strbuf_addf(b, " %u:%llu", side, (unsigned long long)row);
    else if (side == COMPARE_NEW)
        strbuf_addf(b, " n%llu", (unsigned long long)row);
    else if (t->other[side][row] == COMPARE_NONE)
        strbuf_addf(b, " o%llu", (unsigned long long)row);
    else
        strbuf_addf(b, " n%u", t->other[side][row]);
}

static void rule_name(struct matcher *m, struct strbuf *b, unsigned side, const struct finding *x)
{
    const struct findings *f = m->c->side[side].f;
    const struct ir_rule *r = &f->prog->rule[x->rule];
    strbuf_addf(b, "rule %u", x->rule);
    if (r->domain == DOMAIN_JOIN && x->row != DATA_NO_ROW) {
        const char *key = data_key_text(f->data, m->arena, r->table, x->row);
        strbuf_addf(b, " %s", str_form(m->arena, key, strlen(key)));
    } else if (r->domain != DOMAIN_UNIT) {
        row_add(m, b, side, r->table, x->row);
    }
}

static void header_add(struct matcher *m, struct strbuf *b, unsigned side, uint32_t table,
                       uint32_t sheet)
{
    const struct data_table *t = &m->c->side[side].f->data->table[table];
    strbuf_addf(b, " %s", sheet < t->header.count ? t->header.form[sheet] : "");
}

static void shape_name(struct matcher *m, struct strbuf *b, unsigned side,
                       const struct shape_finding *s)
{
    strbuf_addf(b, "shape %d %u %u %u", (int)s->kind, s->table, s->column, s->rowref);
    header_add(m, b, side, s->table, s->sheet_column);
    /* a column that is not listed is one, wherever its first figure stands */
    row_add(m, b, side, s->table, s->kind == SHAPE_UNLISTED_COLUMN ? DATA_NO_ROW : s->row);
}

static sym name_of(struct matcher *m, unsigned side, const struct finding *x)
{
    struct strbuf b;
    strbuf_init(&b, m->arena);
    if (x->shape)
        shape_name(m, &b, side, x->shape);
    else if (x->conflict)
        strbuf_addf(&b, "conflict %u", x->conflict->rule[0].rule);
    else
        rule_name(m, &b, side, x);
    return sym_intern(m->names, b.p, b.len);
}

/* ---- turns ---- */

/* what is violated and accepted is violated all the same, of which the reader is told */
static bool is_bad(const struct finding *x)
{
    return x && finding_verdict(x) == ST_VIOLATED;
}

static bool is_unknown(const struct finding *x)
{
    return x && x->status == ST_UNKNOWN;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static enum compare_turn turn_of(const struct finding *old, const struct finding *new)
{
    if (is_bad(new))
        return is_bad(old) ? TURN_STILL : TURN_WORSE;
    if (is_unknown(new))
        return TURN_LOST;
    return is_bad(old) || is_unknown(old) ? TURN_BETTER : TURN_OTHER;
}

/* Of a result that is on one side only, what holds there says nothing. */
static bool is_alike(const struct finding *old, const struct finding *new)
{
    const struct finding *one = old ? old : new;
    if (!old || !new)
        return !is_bad(one) && !is_unknown(one);
    return old->status == new->status
        && (!is_bad(new) || same_text(old->difference, new->difference));
}

static void result_add(struct comparison *c, const struct finding *old, const struct finding *new)
{
    struct compare_result r = { (uint8_t)turn_of(old, new), { old, new } };
    c->results += old && new;
    if (!is_alike(old, new))
        ARENA_PUSH(c->arena, c->result, c->nresult, c->result_cap, r);
}

/* by turn, then as the rules and the sheet have them */
static int by_turn(const void *a, const void *b)
{
    const struct compare_result *x = a, *y = b;
    const struct finding *p = x->side[COMPARE_NEW] ? x->side[COMPARE_NEW] : x->side[COMPARE_OLD];
    const struct finding *q = y->side[COMPARE_NEW] ? y->side[COMPARE_NEW] : y->side[COMPARE_OLD];
    bool new_p = x->side[COMPARE_NEW] != NULL, new_q = y->side[COMPARE_NEW] != NULL;
    if (x->turn != y->turn)
        return x->turn < y->turn ? -1 : 1;
    if (p->rule != q->rule)
        return p->rule < q->rule ? -1 : 1;
    if (new_p != new_q)
        return new_p ? -1 : 1;
    return p < q ? -1 : p > q;
}

/* ---- all ---- */

static void old_index(struct matcher *m, const struct findings *old)
{
    m->nfirst = old->n + 1;
    m->first = ARENA_ARRAY(m->arena, uint64_t, m->nfirst);
    m->next = ARENA_ARRAY(m->arena, uint64_t, m->nfirst);
    for (uint64_t i = old->n; i-- > 0;) {
        sym name = name_of(m, COMPARE_OLD, &old->find[i]);
        m->next[i] = m->first[name];
        m->first[name] = i + 1;
    }
}

static const struct finding *old_take(struct matcher *m, const struct findings *old, sym name)
{
    uint64_t at = name < m->nfirst ? m->first[name] : 0;
    if (!at)
        return NULL;
    m->first[name] = m->next[at - 1];
    m->met[at - 1] = true;
    return &old->find[at - 1];
}

void compare_results(struct comparison *c)
{
    const struct findings *old = c->side[COMPARE_OLD].f, *new = c->side[COMPARE_NEW].f;
    struct matcher m = { .c = c, .arena = c->arena, .names = symtab_new(c->arena),
                         .met = ARENA_ARRAY(c->arena, bool, old->n + 1) };
    old_index(&m, old);
    for (uint64_t i = 0; i < new->n; i++) {
        sym name = name_of(&m, COMPARE_NEW, &new->find[i]);
        result_add(c, old_take(&m, old, name), &new->find[i]);
    }
    for (uint64_t i = 0; i < old->n; i++)
        if (!m.met[i])
            result_add(c, &old->find[i], NULL);
    if (c->nresult)
        qsort(c->result, c->nresult, sizeof *c->result, by_turn);
}
