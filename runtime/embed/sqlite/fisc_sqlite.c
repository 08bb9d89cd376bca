/* The SQLite extension: compiled rules over tables of a database.
 *
 *     SELECT severity, rule, key, difference FROM fisc_check('budget') WHERE verdict = 'violated';
 *     SELECT line, value, unit FROM fisc_calc('budget');
 *     SELECT * FROM fisc_cells('budget', json_object('支出', 'SELECT * FROM spending_2024'));
 *     SELECT * FROM fisc_check('budget', NULL, '2024-12-31');
 *
 * The first argument names an artifact: libNAME.so in the folder that $FISC_ARTIFACTS names, or one
 * that the program registered by fisc_sqlite_register; SQL cannot name a path. A table of the rules
 * is read from the database's table or view of its name, or from the query that the second
 * argument, a JSON object, gives for it; last year's figures of T as prior(T). Columns are known by
 * the printed headers. Values are text or integers; a REAL is refused, for it is not exact. The
 * third argument is the day that waivers are judged by.
 *
 * In: an artifact, queries. Out: rows (rows.h). A context lives as long as a cursor is on it. */
#define _GNU_SOURCE
#include "fisc_sqlite.h"
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1
#include "fault.h"
#include "given.h"
#include "registry.h"
#include "rows.h"
#include <stdlib.h>
#include <string.h>

enum { ARTIFACT, QUERIES, DAY, ARGUMENTS };

struct table { sqlite3_vtab base; sqlite3 *db; struct registry *registry; enum what what; };
struct module { struct registry *registry; enum what what; };
/* How a check hears that the connection is interrupted. */
struct watch { sqlite3_stmt *one; unsigned asked; };
struct cursor {
    sqlite3_vtab_cursor base;
    struct walk walk;
    struct watch watch;             /* of the context, while that lives */
    char *argument[ARGUMENTS];      /* as given */
};

/* ---- the virtual tables ---- */

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **error)
{
    const struct module *m = aux;
    struct table *t;
    int e = sqlite3_declare_vtab(db, rows_schema(m->what));
    (void)argc, (void)argv, (void)error;
    if (e == SQLITE_OK)             /* a view or a trigger of a foreign database runs no artifact */
        e = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    if (e != SQLITE_OK)
        return e;
    t = sqlite3_malloc64(sizeof *t);
    if (!t)
        return SQLITE_NOMEM;
    *t = (struct table){ .db = db, .registry = m->registry, .what = m->what };
    *out = &t->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

/* The arguments, and nothing else, come to `filter`: those whose bits are in idxNum, in order. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    enum what what = ((const struct table *)base)->what;
    int at[ARGUMENTS] = { -1, -1, -1 }, n = 0;
    for (int i = 0; i < info->nConstraint; i++) {
        int which = info->aConstraint[i].iColumn - rows_shown(what);
        if (which < 0 || which >= rows_arguments(what)
            || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        if (!info->aConstraint[i].usable)
            return SQLITE_CONSTRAINT;
        at[which] = i;
    }
    for (int k = 0; k < ARGUMENTS; k++)
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

/* Of the check that the cursor stood on. */
static void clear(struct cursor *c)
{
    given_free(&c->walk.given);
    sqlite3_finalize(c->watch.one);
    c->watch = (struct watch){ .one = NULL };
    c->walk = (struct walk){ .i = 0 };
    for (int i = 0; i < ARGUMENTS; i++) {
        sqlite3_free(c->argument[i]);
        c->argument[i] = NULL;
    }
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    clear(c);
    sqlite3_free(c);
    return SQLITE_OK;
}

/* What the columns of arguments print, and what is asked for. */
static int keep_arguments(struct cursor *c, int index, sqlite3_value **v, char **why)
{
    for (int i = 0, n = 0; i < ARGUMENTS; i++) {
        sqlite3_value *at = index & 1 << i ? v[n++] : NULL;
        const char *given = at ? (const char *)sqlite3_value_text(at) : NULL;
        if (!given)
            continue;
        if (strlen(given) != (size_t)sqlite3_value_bytes(at))
            return fault_say(why, FAULT_ARGUMENT, (struct told){ { NULL } });
        c->argument[i] = sqlite3_mprintf("%s", given);
        if (!c->argument[i])
            return SQLITE_NOMEM;
    }
    return SQLITE_OK;
}

/* ---- a check ---- */

/* SQLite's memory, so that its limits hold here too; it is aligned to 8 bytes, and the library
 * wants 16. The place before holds SQLite's own. */
static void *allocate(void *ctx, size_t size)
{
    enum { ALIGN = 16 };
    char *raw = size <= SIZE_MAX - ALIGN ? sqlite3_malloc64(size + ALIGN) : NULL;
    char *p = raw ? raw + ALIGN - (uintptr_t)raw % ALIGN : NULL;
    (void)ctx;
    if (p)
        memcpy(p - sizeof raw, &raw, sizeof raw);
    return p;
}

static void release(void *ctx, void *p)
{
    char *raw;
    (void)ctx;
    if (!p)
        return;
    memcpy(&raw, (char *)p - sizeof raw, sizeof raw);
    sqlite3_free(raw);
}

/* A statement that runs while another does ends with SQLITE_INTERRUPT if the connection is
 * interrupted, and gives a progress handler its turn: there is no other way to ask before SQLite
 * 3.41. */
static int cancelled(void *ctx)
{
    enum { EVERY = 32 };
    struct watch *w = ctx;
    int e;
    if (w->asked++ % EVERY)
        return 0;
    e = sqlite3_step(w->one);
    sqlite3_reset(w->one);
    return e == SQLITE_INTERRUPT;
}

static int run(struct cursor *c, enum what what, char **why)
{
    struct given *g = &c->walk.given;
    struct watch *w = &c->watch;
    fisc_kept kept = what == CALC || what == MESSAGES ? FISC_KEEP_NONE : FISC_KEEP_AUTO;
    fisc_host host = { sizeof host, w, allocate, release, NULL, cancelled };
    int e = sqlite3_prepare_v2(g->db, "SELECT 1", -1, &w->one, NULL);
    if (e == SQLITE_OK)
        e = fault_status(why, NULL, fisc_context_new(g->rules, &host, NULL, &g->context),
                         NULL);
    if (e == SQLITE_OK)
        e = fault_status(why, g->context, fisc_set_kept(g->context, kept), NULL);
    if (e == SQLITE_OK && c->argument[DAY])
        e = given_day(g, c->argument[DAY], why);
    if (e == SQLITE_OK)
        e = given_bind(g, c->argument[QUERIES], why);
    if (e == SQLITE_OK)
        e = fault_status(why, g->context, fisc_run(g->context), NULL);
    return e;
}

static int begin(struct cursor *c, const struct table *t, char **why)
{
    struct walk *w = &c->walk;
    fisc_rules *rules;
    int e;
    if (!c->argument[ARTIFACT])
        return fault_say(why, FAULT_NO_NAME, (struct told){ { NULL } });
    e = registry_get(t->registry, c->argument[ARTIFACT], &rules, why);
    if (e != SQLITE_OK)
        return e;
    *w = (struct walk){ .given = { .db = t->db, .rules = rules }, .what = t->what };
    if (t->what != TABLES) {
        if (!registry_begin(t->registry))
            return fault_say(why, FAULT_AGAIN, (struct told){ { NULL } });
        e = run(c, t->what, why);
        registry_end(t->registry);
    }
    return e == SQLITE_OK ? rows_begin(w, why) : e;
}

/* Gives SQLite the sentence of an error, if there is one. */
static int tell(struct cursor *c, int e, char *why)
{
    if (!why)
        return e;
    sqlite3_free(c->base.pVtab->zErrMsg);
    c->base.pVtab->zErrMsg = why;
    return e;
}

static int filter(sqlite3_vtab_cursor *base, int index, const char *text, int argc,
                  sqlite3_value **argv)
{
    struct cursor *c = (struct cursor *)base;
    char *why = NULL;
    int e;
    (void)text, (void)argc;
    clear(c);
    e = keep_arguments(c, index, argv, &why);
    if (e == SQLITE_OK)
        e = begin(c, (const struct table *)base->pVtab, &why);
    return tell(c, e, why);
}

static int next(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    char *why = NULL;
    int e = rows_next(&c->walk, &why);
    return tell(c, e, why);
}

static int at_end(sqlite3_vtab_cursor *base)
{
    return rows_ended(&((const struct cursor *)base)->walk);
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *to, int i)
{
    struct cursor *c = (struct cursor *)base;
    int shown = rows_shown(((const struct table *)base->pVtab)->what);
    if (i < shown)
        return rows_column(&c->walk, to, i);
    if (c->argument[i - shown])
        sqlite3_result_text(to, c->argument[i - shown], -1, SQLITE_TRANSIENT);
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((const struct cursor *)base)->walk.row;
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

static int module_add(sqlite3 *db, struct registry *r, enum what what)
{
    struct module *m = sqlite3_malloc64(sizeof *m);
    if (!m)
        return SQLITE_NOMEM;
    *m = (struct module){ r, what };
    registry_join(r);
    return sqlite3_create_module_v2(db, rows_function(what), &methods, m, module_free);
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
    sqlite3_stmt *s = NULL;
    int e;
    *error = NULL;
    if (!sqlite3_api)               /* no connection of the program has loaded it */
        return SQLITE_MISUSE;
    if (sqlite3_prepare_v2(db, "SELECT fisc_registry()", -1, &s, NULL) == SQLITE_OK
        && sqlite3_step(s) == SQLITE_ROW)
        r = sqlite3_value_pointer(sqlite3_column_value(s, 0), "fisc_registry");
    e = r ? registry_open(r, name, path, error)
          : fault_say(error, FAULT_NO_REGISTRY, (struct told){ { NULL } });
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
    r = registry_new(folder && *folder ? folder : NULL);
    if (!r)
        return SQLITE_NOMEM;
    e = sqlite3_create_function_v2(db, "fisc_registry", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, r,
                                   no_function, NULL, NULL, registry_leave);
    for (enum what what = 0; e == SQLITE_OK && what < WHATS; what++)
        e = module_add(db, r, what);
    return e;
}
