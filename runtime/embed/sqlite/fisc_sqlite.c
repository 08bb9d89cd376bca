/* The SQLite extension: compiled rules over tables of a database.
 *
 *     SELECT severity, rule, key, difference FROM fisc_check('budget') WHERE verdict = 'violated';
 *     SELECT line, value, unit FROM fisc_calc('budget');
 *     SELECT * FROM fisc_cells('budget', json_object('支出', 'SELECT * FROM spending_2024'));
 *
 * The first argument names an artifact: libNAME.so in the folder that $FISC_ARTIFACTS names, or one
 * that the program registered by fisc_sqlite_register; SQL cannot name a path. A table of the rules
 * is read from the database's table or view of its name, or from the query that the second
 * argument, a JSON object, gives for it; last year's figures of T as prior(T). Columns are known by
 * the printed headers. Values are text or integers; a REAL is refused, for it is not exact.
 *
 * In: an artifact, queries. Out: rows, one for each result, line or cell. A context lives as long
 * as a cursor stands on it. */
#define _GNU_SOURCE
#include "fisc_sqlite.h"
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1
#include "../names.h"
#include "columns.h"
#include <stdlib.h>
#include <string.h>

enum what { CHECK, CALC, CELLS };

/* ---- artifacts by name ---- */

struct artifact { char *name; fisc_rules *rules; struct artifact *next; };
struct registry {                   /* one for each connection */
    struct artifact *first;
    char *folder;                   /* NULL: only registered ones */
    int users;                      /* modules and functions that point here */
    int busy;                       /* a check is reading its tables */
};

static void keep_sentence(void *ctx, const fisc_message *m)
{
    char **said = ctx;
    sqlite3_free(*said);
    *said = sqlite3_mprintf("%s", m->en);
}

/* Opens it, or says why not in *said (sqlite3_free). */
static int registry_open(struct registry *r, const char *name, const char *path, char **said)
{
    /* SQLite's memory is aligned to 8 only */
    fisc_host host = { sizeof host, said, NULL, NULL, keep_sentence, NULL };
    struct artifact *a = sqlite3_malloc64(sizeof *a);
    fisc_status s;
    if (!a)
        return SQLITE_NOMEM;
    a->name = sqlite3_mprintf("%s", name);
    s = a->name ? fisc_rules_open(path, &host, NULL, &a->rules) : FISC_NO_MEMORY;
    if (s != FISC_OK) {
        char *why = sqlite3_mprintf("fisc: %s: %s", name, *said ? *said : fisc_status_text(s));
        sqlite3_free(*said);
        *said = why;
        sqlite3_free(a->name);
        sqlite3_free(a);
        return s == FISC_NO_MEMORY ? SQLITE_NOMEM : SQLITE_ERROR;
    }
    a->next = r->first;
    r->first = a;
    return SQLITE_OK;
}

static fisc_rules *registry_find(const struct registry *r, const char *name)
{
    for (const struct artifact *a = r->first; a; a = a->next)
        if (!strcmp(a->name, name))
            return a->rules;
    return NULL;
}

static int registry_get(struct registry *r, const char *name, fisc_rules **out, char **said)
{
    char *path;
    int e;
    *out = registry_find(r, name);
    if (*out)
        return SQLITE_OK;
    if (!artifact_is_name(name) || !r->folder) {
        *said = sqlite3_mprintf("fisc: no artifact is called %Q: name a libNAME.so of the folder "
                                "in FISC_ARTIFACTS, or register it", name);
        return SQLITE_ERROR;
    }
    path = sqlite3_mprintf("%s/lib%s.so", r->folder, name);
    e = path ? registry_open(r, name, path, said) : SQLITE_NOMEM;
    sqlite3_free(path);
    if (e == SQLITE_OK)
        *out = registry_find(r, name);
    return e;
}

static void registry_leave(void *p)
{
    struct registry *r = p;
    if (--r->users > 0)
        return;
    while (r->first) {
        struct artifact *a = r->first;
        r->first = a->next;
        fisc_rules_close(a->rules);
        sqlite3_free(a->name);
        sqlite3_free(a);
    }
    sqlite3_free(r->folder);
    sqlite3_free(r);
}

/* ---- the virtual tables ---- */

struct table { sqlite3_vtab base; sqlite3 *db; struct registry *registry; enum what what; };
struct module { struct registry *registry; enum what what; };
struct cursor {
    sqlite3_vtab_cursor base;
    fisc_context *context;
    fisc_rules *rules;
    uint64_t i, n;                  /* result or line at hand */
    uint32_t cell;
    fisc_result result;
    fisc_cell at;
    sqlite3_int64 row;
    char *argument[2];              /* the artifact and the queries as given */
};

static const char *const schema[] = {
    "CREATE TABLE x(rule, key, kind, severity, verdict, reason, left, right, difference, slack, "
    "unit, because, message_zh, message_en, artifact HIDDEN, queries HIDDEN)",
    "CREATE TABLE x(line, value, unit, reason, artifact HIDDEN, queries HIDDEN)",
    "CREATE TABLE x(rule, key, source, row, column, value, unit, kind, line, field, header, text, "
    "condition, artifact HIDDEN, queries HIDDEN)",
};
static const int shown[] = { 14, 4, 13 };       /* columns before the hidden ones */

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **error)
{
    const struct module *m = aux;
    struct table *t;
    int e = sqlite3_declare_vtab(db, schema[m->what]);
    (void)argc, (void)argv, (void)error;
    if (e == SQLITE_OK)             /* a view or a trigger of a foreign database runs no artifact */
        e = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    if (e != SQLITE_OK)
        return e;
    t = sqlite3_malloc64(sizeof *t);
    if (!t)
        return SQLITE_NOMEM;
    memset(t, 0, sizeof *t);
    t->db = db;
    t->registry = m->registry;
    t->what = m->what;
    *out = &t->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

/* The arguments, and nothing else, come to `filter`. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct table *t = (const struct table *)base;
    int at[2] = { -1, -1 };
    for (int i = 0; i < info->nConstraint; i++) {
        int which = info->aConstraint[i].iColumn - shown[t->what];
        if (which < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (!info->aConstraint[i].usable)
            return SQLITE_CONSTRAINT;
        at[which] = i;
    }
    for (int k = 0, n = 0; k < 2; k++)
        if (at[k] >= 0) {
            info->aConstraintUsage[at[k]].argvIndex = ++n;
            info->aConstraintUsage[at[k]].omit = 1;
            info->idxNum |= 1 << k;
        }
    info->estimatedCost = 1000;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    struct cursor *c = sqlite3_malloc64(sizeof *c);
    (void)base;
    if (!c)
        return SQLITE_NOMEM;
    memset(c, 0, sizeof *c);
    *out = &c->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    fisc_context_free(c->context);
    sqlite3_free(c->argument[0]);
    sqlite3_free(c->argument[1]);
    sqlite3_free(c);
    return SQLITE_OK;
}

static int fail(sqlite3_vtab_cursor *cursor, char *why)
{
    sqlite3_free(cursor->pVtab->zErrMsg);
    cursor->pVtab->zErrMsg = why;
    return SQLITE_ERROR;
}

/* ---- figures in ---- */

/* Binds what a query gives. A query that changes something is refused. */
static int bind_query(struct cursor *c, uint32_t table, const char *name, const char *query)
{
    struct table *t = (struct table *)c->base.pVtab;
    struct columns x = { .n = 0 };
    sqlite3_stmt *s = NULL;
    char *why = NULL;
    int e = sqlite3_prepare_v2(t->db, query, -1, &s, NULL);
    if (e != SQLITE_OK || !s || !sqlite3_stmt_readonly(s) || !sqlite3_column_count(s)) {
        const char *said = e == SQLITE_OK ? "it is no query" : sqlite3_errmsg(t->db);
        e = fail(&c->base, sqlite3_mprintf("fisc: %s: %s", name, said));
        sqlite3_finalize(s);
        return e;
    }
    e = columns_begin(&x, s);
    while (e == SQLITE_OK && (e = sqlite3_step(s)) == SQLITE_ROW)
        e = columns_add(&x, s, &why);
    if (e == SQLITE_DONE)
        e = columns_bind(&x, c->context, table, name, &why);
    else if (!why)
        why = sqlite3_mprintf("fisc: %s: %s", name, sqlite3_errmsg(t->db));
    if (why)
        e = fail(&c->base, why);
    columns_free(&x);
    sqlite3_finalize(s);
    return e;
}

/* The text of a query with one argument; NULL: no row, or NULL. *e is the status. */
static char *ask(sqlite3 *db, const char *sql, const char *a, const char *b, int *e)
{
    sqlite3_stmt *s;
    char *out = NULL;
    *e = sqlite3_prepare_v2(db, sql, -1, &s, NULL);
    if (*e != SQLITE_OK)
        return NULL;
    sqlite3_bind_text(s, 1, a, -1, SQLITE_STATIC);
    if (b)
        sqlite3_bind_text(s, 2, b, -1, SQLITE_STATIC);
    if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL)
        out = sqlite3_mprintf("%s", sqlite3_column_text(s, 0));
    *e = sqlite3_finalize(s);
    return out;
}

/* The query for a table: the one that was given, else its table or view. NULL: there is none. */
static char *query_of(struct cursor *c, const char *name, const char *queries, int *e)
{
    struct table *t = (struct table *)c->base.pVtab;
    char *found, *query = NULL;
    *e = SQLITE_OK;
    if (queries)
        query = ask(t->db, "SELECT value FROM json_each(?1) WHERE key = ?2", queries, name, e);
    if (query || *e != SQLITE_OK)
        return query;
    found = ask(t->db, "SELECT name FROM sqlite_schema WHERE name = ?1 "
                       "AND type IN ('table', 'view')", name, NULL, e);
    if (found)
        query = sqlite3_mprintf("SELECT * FROM \"%w\"", found);
    sqlite3_free(found);
    return query;
}

/* A key of the object that is no table of the rules would be passed over in silence. */
static int check_keys(struct cursor *c, const char *queries)
{
    struct table *t = (struct table *)c->base.pVtab;
    sqlite3_stmt *s;
    int e = sqlite3_prepare_v2(t->db, "SELECT key FROM json_each(?1)", -1, &s, NULL);
    if (e != SQLITE_OK)
        return e;
    sqlite3_bind_text(s, 1, queries, -1, SQLITE_STATIC);
    while ((e = sqlite3_step(s)) == SQLITE_ROW) {
        const char *key = (const char *)sqlite3_column_text(s, 0);
        if (fisc_table_find(c->rules, key) == UINT32_MAX) {
            e = fail(&c->base, sqlite3_mprintf("fisc: the rules have no table %Q", key));
            sqlite3_finalize(s);
            return e;
        }
    }
    e = sqlite3_finalize(s);
    if (e == SQLITE_OK)
        return e;
    return fail(&c->base, sqlite3_mprintf("fisc: the queries are no JSON object"));
}

static int bind_all(struct cursor *c, const char *queries)
{
    int e = queries ? check_keys(c, queries) : SQLITE_OK;
    for (uint32_t i = 0; e == SQLITE_OK && i < fisc_table_count(c->rules); i++) {
        fisc_table t;
        char *query;
        fisc_table_get(c->rules, i, &t);
        if (t.origin == FISC_UNITS)
            continue;
        query = query_of(c, t.name, queries, &e);
        if (query && e == SQLITE_OK)
            e = bind_query(c, i, t.name, query);
        sqlite3_free(query);
    }
    return e;
}

/* ---- rows out ---- */

static int refused(struct cursor *c, fisc_status s)
{
    c->n = c->i;                    /* no row more */
    if (s == FISC_NO_MEMORY)
        return SQLITE_NOMEM;
    return fail(&c->base, sqlite3_mprintf("fisc: %s", fisc_status_text(s)));
}

/* Moves on to a result that has cells, and to its first. */
static int seek_cell(struct cursor *c)
{
    for (; c->i < c->n; c->i++, c->cell = 0) {
        fisc_status s = fisc_result_get(c->context, c->i, &c->result);
        if (s == FISC_OK && c->cell < c->result.cells) {
            s = fisc_cell_get(c->context, c->cell, &c->at);
            if (s == FISC_OK)
                return SQLITE_OK;
        }
        if (s != FISC_OK)
            return refused(c, s);
    }
    return SQLITE_OK;
}

static int seek(struct cursor *c, enum what what)
{
    fisc_status s = FISC_OK;
    if (what == CELLS)
        return seek_cell(c);
    if (what == CHECK && c->i < c->n)
        s = fisc_result_get(c->context, c->i, &c->result);
    return s == FISC_OK ? SQLITE_OK : refused(c, s);
}

static int run(struct cursor *c, const char *queries)
{
    const struct table *t = (const struct table *)c->base.pVtab;
    int e = fisc_context_new(c->rules, NULL, NULL, &c->context) == FISC_OK ? SQLITE_OK
                                                                           : SQLITE_NOMEM;
    fisc_status s;
    if (e == SQLITE_OK)
        e = bind_all(c, queries);
    if (e != SQLITE_OK)
        return e;
    s = fisc_run(c->context);
    if (s != FISC_OK)
        return fail(&c->base, sqlite3_mprintf("fisc: %s", fisc_status_text(s)));
    c->n = t->what == CALC ? fisc_line_count(c->rules) : fisc_result_count(c->context);
    return seek(c, t->what);
}

/* What the columns of arguments print. */
static int keep_arguments(struct cursor *c, const char *name, const char *queries)
{
    const char *const given[] = { name, queries };
    for (int i = 0; i < 2; i++) {
        sqlite3_free(c->argument[i]);
        c->argument[i] = given[i] ? sqlite3_mprintf("%s", given[i]) : NULL;
        if (given[i] && !c->argument[i])
            return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int index, const char *text, int argc,
                  sqlite3_value **argv)
{
    struct cursor *c = (struct cursor *)base;
    struct table *t = (struct table *)base->pVtab;
    const char *name = index & 1 ? (const char *)sqlite3_value_text(argv[0]) : NULL;
    const char *queries = index & 2 ? (const char *)sqlite3_value_text(argv[argc - 1]) : NULL;
    char *said = NULL;
    int e;
    (void)text;
    fisc_context_free(c->context);
    c->context = NULL;
    c->i = c->n = c->cell = 0;
    c->row = 0;
    if (!name)
        return fail(base, sqlite3_mprintf("fisc: the first argument names an artifact"));
    e = keep_arguments(c, name, queries);
    if (e != SQLITE_OK)
        return e;
    if (t->registry->busy)          /* it would not end */
        return fail(base, sqlite3_mprintf("fisc: what a table is read from may not itself check"));
    e = registry_get(t->registry, name, &c->rules, &said);
    if (e != SQLITE_OK)
        return said ? fail(base, said) : e;
    sqlite3_free(said);
    t->registry->busy++;
    e = run(c, c->argument[1]);
    t->registry->busy--;
    return e;
}

static int next(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    enum what what = ((const struct table *)base->pVtab)->what;
    c->row++;
    if (what == CELLS)
        c->cell++;
    else
        c->i++;
    return seek(c, what);
}

static int at_end(sqlite3_vtab_cursor *base)
{
    const struct cursor *c = (const struct cursor *)base;
    return c->i >= c->n;
}

static void text(sqlite3_context *to, const char *s)
{
    if (s)
        sqlite3_result_text(to, s, -1, SQLITE_TRANSIENT);
}

static void message(struct cursor *c, sqlite3_context *to, fisc_lang lang)
{
    const char *s;
    if (fisc_result_text(c->context, lang, &s) == FISC_OK)
        text(to, s);
}

static void check_column(struct cursor *c, sqlite3_context *to, int i)
{
    const fisc_result *x = &c->result;
    const char *const value[] = { x->name, x->key, x->kind, severity_word(x->severity),
                                  verdict_word(x->verdict), x->reason, x->left, x->right,
                                  x->difference, x->slack, x->unit, x->because };
    if (i < 12)
        text(to, value[i]);
    else
        message(c, to, i == 12 ? FISC_ZH : FISC_EN);
}

static void calc_column(struct cursor *c, sqlite3_context *to, int i)
{
    const char *value, *reason;
    fisc_line l;
    if (fisc_line_get(c->rules, (uint32_t)c->i, &l) != FISC_OK
        || fisc_line_value(c->context, (uint32_t)c->i, &value, &reason) != FISC_OK)
        return;
    text(to, i == 0 ? l.name : i == 1 ? value : i == 2 ? l.unit : reason);
}

static void cells_column(struct cursor *c, sqlite3_context *to, int i)
{
    const fisc_cell *y = &c->at;
    const char *const value[] = { c->result.name, c->result.key, y->file, y->row, y->column,
                                  y->value, y->unit, y->kind, NULL, NULL, y->header, y->text };
    if (i == 8)
        sqlite3_result_int64(to, (sqlite3_int64)y->line);
    else if (i == 9 || i == 12)
        sqlite3_result_int(to, i == 9 ? (int)y->field : y->condition);
    else
        text(to, value[i]);
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *to, int i)
{
    struct cursor *c = (struct cursor *)base;
    enum what what = ((const struct table *)base->pVtab)->what;
    if (i >= shown[what]) {
        text(to, c->argument[i - shown[what]]);
        return SQLITE_OK;
    }
    if (what == CHECK)
        check_column(c, to, i);
    else if (what == CALC)
        calc_column(c, to, i);
    else
        cells_column(c, to, i);
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((const struct cursor *)base)->row;
    return SQLITE_OK;
}

static const sqlite3_module methods = {
    .iVersion = 1, .xConnect = connect, .xBestIndex = best_index, .xDisconnect = disconnect,
    .xOpen = open_cursor, .xClose = close_cursor, .xFilter = filter, .xNext = next, .xEof = at_end,
    .xColumn = column, .xRowid = rowid,
};

/* ---- the extension ---- */

static void module_free(void *p)
{
    struct module *m = p;
    registry_leave(m->registry);
    sqlite3_free(m);
}

static int module_add(sqlite3 *db, struct registry *r, const char *name, enum what what)
{
    struct module *m = sqlite3_malloc64(sizeof *m);
    if (!m)
        return SQLITE_NOMEM;
    *m = (struct module){ r, what };
    r->users++;
    return sqlite3_create_module_v2(db, name, &methods, m, module_free);
}

/* A way to the connection's registry that SQL has not: a function's user data. */
static void no_function(sqlite3_context *to, int n, sqlite3_value **v)
{
    (void)n, (void)v;
    sqlite3_result_pointer(to, sqlite3_user_data(to), "fisc_registry", NULL);
}

int fisc_sqlite_register(sqlite3 *db, const char *name, const char *path, char **error)
{
    struct registry *r = NULL;
    sqlite3_stmt *s;
    int e = sqlite3_prepare_v2(db, "SELECT fisc_registry()", -1, &s, NULL);
    *error = NULL;
    if (e != SQLITE_OK)
        return e;
    if (sqlite3_step(s) == SQLITE_ROW)
        r = sqlite3_value_pointer(sqlite3_column_value(s, 0), "fisc_registry");
    e = r ? registry_open(r, name, path, error) : SQLITE_ERROR;
    sqlite3_finalize(s);
    return e;
}

#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
int sqlite3_fiscsqlite_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);
int sqlite3_fiscsqlite_init(sqlite3 *db, char **error, const sqlite3_api_routines *api)
{
    const char *folder = secure_getenv("FISC_ARTIFACTS");
    struct registry *r;
    int e;
    SQLITE_EXTENSION_INIT2(api);
    (void)error;
    r = sqlite3_malloc64(sizeof *r);
    if (!r)
        return SQLITE_NOMEM;
    *r = (struct registry){ .users = 1 };
    r->folder = folder && *folder ? sqlite3_mprintf("%s", folder) : NULL;
    e = sqlite3_create_function_v2(db, "fisc_registry", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, r,
                                   no_function, NULL, NULL, registry_leave);
    if (e == SQLITE_OK)
        e = module_add(db, r, "fisc_check", CHECK);
    if (e == SQLITE_OK)
        e = module_add(db, r, "fisc_calc", CALC);
    if (e == SQLITE_OK)
        e = module_add(db, r, "fisc_cells", CELLS);
    return e;
}
