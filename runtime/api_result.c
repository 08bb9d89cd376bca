/* Results of fisc.h: findings, their cells, values of lines, messages.
 * In: what a run found. Out: structs whose texts live in the context's arena or its scratch. */
#include "api.h"
#include "message.h"
#include "notice.h"
#include <string.h>

enum { CELLS_OF_SUM = 100, VALUE_TEXT = 352 };

uint64_t fisc_count(const fisc_context *c, fisc_severity severity, fisc_verdict verdict)
{
    uint64_t n;
    if ((unsigned)severity > FISC_NOTE || (unsigned)verdict >= FISC_VERDICTS
        || !api_enter_reader(c))
        return 0;
    n = c->found ? c->found->count[severity][verdict] : 0;
    api_leave_reader(c);
    return n;
}

uint64_t fisc_result_count(const fisc_context *c)
{
    uint64_t n;
    if (!api_enter_reader(c))
        return 0;
    n = c->found ? c->found->n : 0;
    api_leave_reader(c);
    return n;
}

/* ---- a result ---- */

struct asked { fisc_context *c; uint64_t i; fisc_result *out; const char **text; fisc_lang lang;
               fisc_message *message; };

static const char *or_empty(const char *s) { return s ? s : ""; }

void api_result(fisc_context *c, uint64_t i, fisc_result *out)
{
    const struct finding *x = &c->found->find[i];
    struct evidence *e = &c->evidence;
    struct arena *a = api_scratch(c);
    evidence_gather(e, a, c->found, x, CELLS_OF_SUM);
    c->gathered = true;
    *out = (fisc_result){
        .rule = x->rule, .name = or_empty(e->name), .label = or_empty(e->label),
        .because = or_empty(e->because), .key = e->key, .kind = or_empty(e->kind),
        .severity = (fisc_severity)x->severity, .verdict = (fisc_verdict)x->status,
        .reason = reason_name((enum ir_reason)x->reason), .left = x->left, .right = x->right,
        .difference = x->difference, .slack = x->slack, .unit = or_empty(e->unit),
        .loose = x->loose, .cells = e->ncell, .cells_left_out = evidence_cells_left_out(e) };
}

static fisc_status result_get(void *arg)
{
    const struct asked *q = arg;
    if (!q->c->found)
        return FISC_BAD_ORDER;
    if (q->i >= q->c->found->n)
        return FISC_BAD_ARGUMENT;
    api_result(q->c, q->i, q->out);
    return FISC_OK;
}

fisc_status fisc_result_get(fisc_context *c, uint64_t i, fisc_result *out)
{
    struct asked q = { .c = c, .i = i, .out = out };
    return c && out ? api_run(&c->room, result_get, &q) : FISC_BAD_ARGUMENT;
}

const char *api_result_text(fisc_context *c, fisc_lang lang)
{
    return message_text(&c->scratch.arena, &c->evidence, lang == FISC_EN ? LANG_EN : LANG_ZH);
}

static fisc_status result_text(void *arg)
{
    const struct asked *q = arg;
    if (!q->c->gathered)
        return FISC_BAD_ORDER;
    *q->text = api_result_text(q->c, q->lang);
    return FISC_OK;
}

fisc_status fisc_result_text(fisc_context *c, fisc_lang lang, const char **out)
{
    struct asked q = { .c = c, .text = out, .lang = lang };
    return c && out ? api_run(&c->room, result_text, &q) : FISC_BAD_ARGUMENT;
}

/* ---- its cells ---- */

struct asked_cell { fisc_context *c; uint32_t i; fisc_cell *out; };

/* Exact text of a figure; NULL: there is none. */
static const char *cell_value(fisc_context *c, const struct evidence_cell *x)
{
    char text[VALUE_TEXT];
    if (!evidence_cell_known(&c->evidence, x))
        return NULL;
    return arena_strndup(&c->scratch.arena, text, dec_format(text, sizeof text, x->value, false));
}

static fisc_status cell_get(void *arg)
{
    const struct asked_cell *q = arg;
    if (!q->c->gathered)
        return FISC_BAD_ORDER;
    if (q->i >= q->c->evidence.ncell)
        return FISC_BAD_ARGUMENT;
    const struct evidence_cell *x = &q->c->evidence.cell[q->i];
    *q->out = (fisc_cell){
        .table = x->table, .row = or_empty(x->row_key), .column = or_empty(x->column),
        .value = cell_value(q->c, x), .unit = or_empty(x->unit),
        .kind = evidence_cell_kind(x), .file = or_empty(x->at.file),
        .line = x->at.line, .field = x->at.field, .header = or_empty(x->at.header),
        .text = or_empty(x->at.text), .condition = x->asked,
        .taken = x->part == FIGURE_PLAIN ? -1 : x->part == FIGURE_TAKEN, .furthest = x->furthest };
    return FISC_OK;
}

fisc_status fisc_cell_get(fisc_context *c, uint32_t cell, fisc_cell *out)
{
    struct asked_cell q = { c, cell, out };
    return c && out ? api_run(&c->room, cell_get, &q) : FISC_BAD_ARGUMENT;
}

/* ---- lines ---- */

fisc_status fisc_line_value(const fisc_context *c, uint32_t line, const char **value,
                            const char **reason)
{
    bool known;
    if (!c || !value || !reason || line >= c->rules->prog->nline)
        return FISC_BAD_ARGUMENT;
    if (!api_enter_reader(c))
        return FISC_BAD_ORDER;
    known = c->found != NULL;
    if (known) {
        *value = c->found->line[line].value;
        *reason = reason_name(line_value_reason(&c->found->line[line]));
    }
    api_leave_reader(c);
    return known ? FISC_OK : FISC_BAD_ORDER;
}

/* ---- notices ---- */

struct notices_kept { fisc_notice *v; uint32_t n, cap, second; };  /* second: of those in English */
struct keeping { struct arena *arena; struct notices_kept *to; };
struct asked_notice { fisc_context *c; uint32_t i, n; fisc_notice *out; };

static void keep_zh(void *ctx, const struct notice *n)
{
    struct keeping *k = ctx;
    ARENA_PUSH(k->arena, k->to->v, k->to->n, k->to->cap,
               ((fisc_notice){ n->kind, or_empty(n->table), n->message, "" }));
}

/* The order is the same in each language. */
static void keep_en(void *ctx, const struct notice *n)
{
    struct notices_kept *to = ((struct keeping *)ctx)->to;
    to->v[to->second++].en = n->message;
}

static const struct notices_kept *notices_of(fisc_context *c)
{
    struct arena *a = &c->room.arena;
    if (!c->notices) {
        struct keeping k = { a, ARENA_NEW(a, struct notices_kept) };
        notices_each(a, c->found, LANG_ZH, keep_zh, &k);
        notices_each(a, c->found, LANG_EN, keep_en, &k);
        c->notices = k.to;
    }
    return c->notices;
}

static fisc_status notice_count_of(void *arg)
{
    struct asked_notice *q = arg;
    if (!q->c->found)
        return FISC_BAD_ORDER;
    q->n = notices_of(q->c)->n;
    return FISC_OK;
}

fisc_status fisc_notice_count(fisc_context *c, uint32_t *out)
{
    struct asked_notice q = { .c = c };
    fisc_status s = c && out ? api_run(&c->room, notice_count_of, &q) : FISC_BAD_ARGUMENT;
    if (s == FISC_OK)
        *out = q.n;
    return s;
}

static fisc_status notice_get(void *arg)
{
    struct asked_notice *q = arg;
    if (!q->c->found)
        return FISC_BAD_ORDER;
    const struct notices_kept *kept = notices_of(q->c);
    if (q->i >= kept->n)
        return FISC_BAD_ARGUMENT;
    *q->out = kept->v[q->i];
    return FISC_OK;
}

fisc_status fisc_notice_get(fisc_context *c, uint32_t i, fisc_notice *out)
{
    struct asked_notice q = { .c = c, .i = i, .out = out };
    return c && out ? api_run(&c->room, notice_get, &q) : FISC_BAD_ARGUMENT;
}

/* ---- messages ---- */

uint32_t fisc_message_count(const fisc_context *c)
{
    uint32_t n = 0;
    if (!api_enter_reader(c))
        return 0;
    for (const struct diag *d = c->diags ? c->diags->first : NULL; d; d = d->next)
        n++;
    api_leave_reader(c);
    return n;
}

static fisc_status message_get(void *arg)
{
    const struct asked *q = arg;
    const struct diag *d = q->c->diags ? q->c->diags->first : NULL;
    for (uint64_t i = 0; d && i < q->i; i++)
        d = d->next;
    if (!d)
        return FISC_BAD_ARGUMENT;
    *q->message = api_message(api_scratch(q->c), d);
    return FISC_OK;
}

fisc_status fisc_message_get(fisc_context *c, uint32_t i, fisc_message *out)
{
    struct asked q = { .c = c, .i = i, .message = out };
    return c && out ? api_run(&c->room, message_get, &q) : FISC_BAD_ARGUMENT;
}
