/* Rows out. In: a context that has run. Out: the values of columns, figures as exact text. */
#include "rows.h"
#include "../names.h"
#include "fault.h"
SQLITE_EXTENSION_INIT3

#define ARGUMENTS ", artifact HIDDEN, queries HIDDEN, day HIDDEN)"
static const struct { const char *function, *schema; int shown, arguments; } made[WHATS] = {
    [CHECK] = { "fisc_check",
        "CREATE TABLE x(result, rule, label, key, kind, severity, verdict, reason, left, right, "
        "difference, slack, unit, because, message_zh, message_en, loose, cells_left_out"
        ARGUMENTS, 18, 3 },
    [CELLS] = { "fisc_cells",
        "CREATE TABLE x(result, rule, key, \"table\", source, row, column, value, unit, kind, "
        "line, field, header, text, condition, taken, furthest" ARGUMENTS, 17, 3 },
    [CALC] = { "fisc_calc",
        "CREATE TABLE x(line, value, unit, reason, because" ARGUMENTS, 5, 3 },
    [NOTICES] = { "fisc_notices",
        "CREATE TABLE x(kind, \"table\", message_zh, message_en" ARGUMENTS, 4, 3 },
    [MESSAGES] = { "fisc_messages",
        "CREATE TABLE x(code, severity, source, line, field, header, text, message_zh, message_en, "
        "help_zh, help_en" ARGUMENTS, 11, 3 },
    [TABLES] = { "fisc_tables",
        "CREATE TABLE x(\"table\", title, file, origin, headers, artifact HIDDEN)", 5, 1 },
};

const char *rows_function(enum what what) { return made[what].function; }
const char *rows_schema(enum what what) { return made[what].schema; }
int rows_shown(enum what what) { return made[what].shown; }
int rows_arguments(enum what what) { return made[what].arguments; }

/* ---- from row to row ---- */

/* Moves on to a result that has cells left, and to the next of them. */
static fisc_status seek_cell(struct walk *w)
{
    for (; w->i < w->n; w->i++, w->cell = 0) {
        fisc_status s = fisc_result_get(w->given.context, w->i, &w->result);
        if (s != FISC_OK)
            return s;
        if (w->cell < w->result.cells)
            return fisc_cell_get(w->given.context, w->cell, &w->at);
    }
    return FISC_OK;
}

static fisc_status seek(struct walk *w)
{
    if (w->i >= w->n)
        return FISC_OK;
    switch (w->what) {
    case CHECK:
        return fisc_result_get(w->given.context, w->i, &w->result);
    case CELLS:
        return seek_cell(w);
    case NOTICES:
        return fisc_notice_get(w->given.context, (uint32_t)w->i, &w->notice);
    case MESSAGES:
        return fisc_message_get(w->given.context, (uint32_t)w->i, &w->message);
    case TABLES:
        return fisc_table_get(w->given.rules, (uint32_t)w->i, &w->table);
    default:
        return FISC_OK;
    }
}

static int sought(struct walk *w, char **why)
{
    fisc_status s = seek(w);
    if (s != FISC_OK)
        w->n = w->i;                /* no row more */
    return fault_status(why, w->given.context, s, NULL);
}

static fisc_status measure(struct walk *w)
{
    uint32_t notices = 0;
    fisc_status s = FISC_OK;
    switch (w->what) {
    case CALC:
        w->n = fisc_line_count(w->given.rules);
        break;
    case NOTICES:
        s = fisc_notice_count(w->given.context, &notices);
        w->n = notices;
        break;
    case MESSAGES:
        w->n = fisc_message_count(w->given.context);
        break;
    case TABLES:
        w->n = fisc_table_count(w->given.rules);
        break;
    default:
        w->n = fisc_result_count(w->given.context);
    }
    return s;
}

int rows_begin(struct walk *w, char **why)
{
    fisc_status s = measure(w);
    return s == FISC_OK ? sought(w, why) : fault_status(why, w->given.context, s, NULL);
}

int rows_next(struct walk *w, char **why)
{
    w->row++;
    if (w->what == CELLS)
        w->cell++;
    else
        w->i++;
    return sought(w, why);
}

int rows_ended(const struct walk *w) { return w->i >= w->n; }

/* ---- values ---- */

static int put(sqlite3_context *to, const char *s)
{
    if (s)
        sqlite3_result_text(to, s, -1, SQLITE_TRANSIENT);
    return SQLITE_OK;
}

static int put_number(sqlite3_context *to, uint64_t n)
{
    sqlite3_result_int64(to, (sqlite3_int64)n);
    return SQLITE_OK;
}

/* The texts of the result end with a sentence that is asked for: it is got again. */
static int put_sentence(struct walk *w, sqlite3_context *to, fisc_lang lang)
{
    const char *text;
    fisc_status s = fisc_result_text(w->given.context, lang, &text);
    if (s == FISC_OK) {
        put(to, text);
        s = fisc_result_get(w->given.context, w->i, &w->result);
    }
    if (s == FISC_NO_MEMORY)
        return SQLITE_NOMEM;
    return s == FISC_OK ? SQLITE_OK : SQLITE_ERROR;
}

static int check_column(struct walk *w, sqlite3_context *to, int i)
{
    const fisc_result *x = &w->result;
    switch (i) {
    case 0: return put_number(to, w->i + 1);
    case 1: return put(to, x->name);
    case 2: return put(to, x->label);
    case 3: return put(to, x->key);
    case 4: return put(to, x->kind);
    case 5: return put(to, severity_word(x->severity));
    case 6: return put(to, verdict_word(x->verdict));
    case 7: return put(to, x->reason);
    case 8: return put(to, x->left);
    case 9: return put(to, x->right);
    case 10: return put(to, x->difference);
    case 11: return put(to, x->slack);
    case 12: return put(to, x->unit);
    case 13: return put(to, x->because);
    case 14: return put_sentence(w, to, FISC_ZH);
    case 15: return put_sentence(w, to, FISC_EN);
    case 16: return put_number(to, x->loose != 0);
    default: return put_number(to, x->cells_left_out);
    }
}

static int cells_column(struct walk *w, sqlite3_context *to, int i)
{
    const fisc_cell *y = &w->at;
    fisc_table t = { .name = NULL };
    switch (i) {
    case 0: return put_number(to, w->i + 1);
    case 1: return put(to, w->result.name);
    case 2: return put(to, w->result.key);
    case 3:
        fisc_table_get(w->given.rules, y->table, &t);
        return put(to, t.name);
    case 4: return put(to, y->file);
    case 5: return put(to, y->row);
    case 6: return put(to, y->column);
    case 7: return put(to, y->value);
    case 8: return put(to, y->unit);
    case 9: return put(to, y->kind);
    case 10: return put_number(to, y->line);
    case 11: return put_number(to, y->field);
    case 12: return put(to, y->header);
    case 13: return put(to, y->text);
    case 14: return put_number(to, y->condition != 0);
    case 15: return y->taken < 0 ? SQLITE_OK : put_number(to, y->taken != 0);
    default: return put_number(to, y->furthest != 0);
    }
}

static int calc_column(const struct walk *w, sqlite3_context *to, int i)
{
    const char *value = NULL, *reason = NULL;
    fisc_line l = { .name = NULL };
    fisc_line_get(w->given.rules, (uint32_t)w->i, &l);
    fisc_line_value(w->given.context, (uint32_t)w->i, &value, &reason);
    const char *const text[] = { l.name, value, l.unit, reason, l.because };
    return put(to, text[i]);
}

static int notices_column(const struct walk *w, sqlite3_context *to, int i)
{
    const fisc_notice *n = &w->notice;
    const char *const text[] = { n->kind, *n->table ? n->table : NULL, n->zh, n->en };
    return put(to, text[i]);
}

static int messages_column(const struct walk *w, sqlite3_context *to, int i)
{
    const fisc_message *m = &w->message;
    const char *const text[] = { m->code, message_word(m->severity), m->file, NULL, NULL, m->header,
                                 m->text, m->zh, m->en, m->help_zh, m->help_en };
    if (i == 3 || i == 4)
        return put_number(to, i == 3 ? m->line : m->column);
    return put(to, text[i]);
}

static int tables_column(const struct walk *w, sqlite3_context *to, int i)
{
    const fisc_table *t = &w->table;
    const char *const text[] = { t->name, t->title, t->from, origin_word(t->origin) };
    char *headers;
    if (i < 4)
        return put(to, text[i]);
    headers = given_headers(&w->given, (uint32_t)w->i, t->columns);
    if (!headers)
        return SQLITE_NOMEM;
    sqlite3_result_text(to, headers, -1, sqlite3_free);
    return SQLITE_OK;
}

int rows_column(struct walk *w, sqlite3_context *to, int i)
{
    switch (w->what) {
    case CHECK:
        return check_column(w, to, i);
    case CELLS:
        return cells_column(w, to, i);
    case CALC:
        return calc_column(w, to, i);
    case NOTICES:
        return notices_column(w, to, i);
    case MESSAGES:
        return messages_column(w, to, i);
    default:
        return tables_column(w, to, i);
    }
}
