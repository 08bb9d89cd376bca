/* Figures in. In: tables, views and queries of a database. Out: tables bound to a context.
 * Invariant: nothing that is given is passed over, and no query changes anything. */
#include "given.h"
#include "columns.h"
#include "fault.h"
#include <string.h>
SQLITE_EXTENSION_INIT3

/* A statement with a text as its first argument, and another one if b is given. */
static int prepare(sqlite3 *db, const char *sql, const char *a, const char *b, sqlite3_stmt **s)
{
    int e = sqlite3_prepare_v2(db, sql, -1, s, NULL);
    if (e == SQLITE_OK)
        e = sqlite3_bind_text(*s, 1, a, -1, SQLITE_STATIC);
    if (e == SQLITE_OK && b)
        e = sqlite3_bind_text(*s, 2, b, -1, SQLITE_STATIC);
    return e;
}

static const char *text_of(sqlite3_stmt *s, int i)
{
    return (const char *)sqlite3_column_text(s, i);
}

void given_free(struct given *g)
{
    fisc_context_free(g->context);
    columns_free(g->bound);
    g->context = NULL;
    g->bound = NULL;
}

/* ---- one table ---- */

static int read_rows(struct given *g, uint32_t table, const char *name, sqlite3_stmt *s, char **why)
{
    struct columns *x = sqlite3_malloc64(sizeof *x);
    int e, step;
    if (!x)
        return SQLITE_NOMEM;
    *x = (struct columns){ .next = g->bound };
    g->bound = x;
    step = sqlite3_step(s);
    e = columns_begin(x, name, s);
    while (e == SQLITE_OK && step == SQLITE_ROW) {
        e = columns_add(x, s, why);
        if (e == SQLITE_OK)
            step = sqlite3_step(s);
    }
    if (e != SQLITE_OK)
        return e;
    return step == SQLITE_DONE ? columns_bind(x, g->context, table, why)
                               : fault_query(why, step, name, sqlite3_errmsg(g->db));
}

/* Behind blanks and comments. */
static const char *past_blanks(const char *s)
{
    for (;;) {
        const char *end;
        s += strspn(s, " \t\r\n\f");
        if (!strncmp(s, "--", 2))
            s += strcspn(s, "\n");
        else if (!strncmp(s, "/*", 2))
            s = (end = strstr(s + 2, "*/")) ? end + 2 : s + strlen(s);
        else
            return s;
    }
}

/* Does it select? A PRAGMA may be said to read only, and still change the connection. */
static int selects(const char *query)
{
    static const char *const word[] = { "select", "values", "with" };
    const char *s = past_blanks(query);
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (!sqlite3_strnicmp(s, word[i], (int)strlen(word[i])))
            return 1;
    return 0;
}

/* Is a text that stands behind a statement none? */
static int is_all(const char *rest)
{
    rest = past_blanks(rest);
    while (*rest == ';')
        rest = past_blanks(rest + 1);
    return !*rest;
}

static int bind_query(struct given *g, uint32_t table, const char *name, const char *query,
                      char **why)
{
    sqlite3_stmt *s = NULL;
    const char *rest = "";
    int e = sqlite3_prepare_v2(g->db, query, -1, &s, &rest);
    if (e != SQLITE_OK)
        e = fault_query(why, e, name, sqlite3_errmsg(g->db));
    else if (!s || !selects(query) || !sqlite3_stmt_readonly(s) || !is_all(rest))
        e = fault_say(why, FAULT_NO_QUERY, (struct told){ { name } });
    else
        e = read_rows(g, table, name, s, why);
    sqlite3_finalize(s);
    return e;
}

/* The query for a table or view of the name ?1, as SQL resolves it. An integer of the primary key
 * that is none of the headers ?2 only counts the rows. A table's rows come by the rowid, or by
 * their key if they have none. */
static const char by_name[] =
    "WITH t AS (SELECT l.schema, l.name, l.type, l.wr FROM pragma_table_list AS l"
    " LEFT JOIN pragma_database_list AS d ON d.name = l.schema"
    " WHERE l.name = ?1 COLLATE NOCASE AND l.type IN ('table', 'view', 'virtual')"
    " ORDER BY l.schema <> 'temp', d.seq LIMIT 1),"
    " c AS (SELECT x.cid, x.name, x.pk, x.pk AND x.type LIKE '%INT%'"
    " AND x.name NOT IN (SELECT value FROM json_each(?2)) AS counts"
    " FROM t, pragma_table_xinfo(t.name, t.schema) AS x WHERE x.hidden <> 1),"
    " read AS (SELECT group_concat(printf('\"%w\"', name)) AS names"
    " FROM (SELECT name FROM c WHERE NOT counts ORDER BY cid)),"
    " row AS (SELECT column1 AS id FROM (VALUES ('rowid'), ('oid'), ('_rowid_'))"
    " WHERE column1 NOT IN (SELECT lower(name) FROM c) LIMIT 1),"
    " key AS (SELECT group_concat(printf('\"%w\"', name)) AS names"
    " FROM (SELECT name FROM c WHERE pk ORDER BY pk))"
    " SELECT printf('SELECT %s FROM \"%w\".\"%w\"', ifnull(read.names, '*'), t.schema, t.name)"
    " || CASE WHEN t.type <> 'table' THEN ''"
    " ELSE ifnull(' ORDER BY ' || iif(t.wr, key.names, (SELECT id FROM row)), '') END"
    " FROM t, read, key";

static int bind_by_name(struct given *g, uint32_t table, const fisc_table *t, char **why)
{
    sqlite3_stmt *s = NULL;
    char *headers = given_headers(g, table, t->columns);
    int e = headers ? prepare(g->db, by_name, t->name, headers, &s) : SQLITE_NOMEM;
    if (e == SQLITE_OK && (e = sqlite3_step(s)) == SQLITE_ROW)
        e = bind_query(g, table, t->name, text_of(s, 0), why);
    sqlite3_finalize(s);
    sqlite3_free(headers);
    return e == SQLITE_DONE ? SQLITE_OK : e;
}

/* From what is given for it; *found: whether something is. */
static int bind_given(struct given *g, uint32_t table, const char *name, const char *queries,
                      int *found, char **why)
{
    sqlite3_stmt *s = NULL;
    int e = prepare(g->db, "SELECT type, atom FROM json_each(?1) WHERE key = ?2", queries, name,
                    &s);
    if (e == SQLITE_OK && (e = sqlite3_step(s)) == SQLITE_ROW) {
        const char *type = text_of(s, 0);
        *found = 1;
        if (type && !strcmp(type, "text"))
            e = bind_query(g, table, name, text_of(s, 1), why);
        else if (type && !strcmp(type, "null"))
            e = SQLITE_OK;          /* it is not there, whatever the database has */
        else
            e = fault_say(why, FAULT_NO_QUERY, (struct told){ { name } });
    }
    sqlite3_finalize(s);
    return e == SQLITE_DONE ? SQLITE_OK : e;
}

/* ---- all tables ---- */

/* Is it a table of the rules that may be given? Those of units are made of others. */
static int is_table(const struct given *g, const char *name)
{
    uint32_t table = name ? fisc_table_find(g->rules, name) : UINT32_MAX;
    fisc_table t;
    return table != UINT32_MAX && fisc_table_get(g->rules, table, &t) == FISC_OK
        && t.origin != FISC_UNITS;
}

/* Each key is such a table, once: another would be passed over in silence. */
static int check_keys(const struct given *g, const char *queries, char **why)
{
    sqlite3_stmt *s = NULL;
    int e = prepare(g->db, "SELECT key, count(*) FROM json_each(?1) GROUP BY key", queries, NULL,
                    &s);
    while (e == SQLITE_OK && (e = sqlite3_step(s)) == SQLITE_ROW) {
        const char *key = text_of(s, 0);
        e = SQLITE_OK;
        if (!is_table(g, key))
            e = fault_say(why, FAULT_NO_TABLE, (struct told){ { key ? key : "" } });
        else if (sqlite3_column_int(s, 1) > 1)
            e = fault_say(why, FAULT_TWICE, (struct told){ { key } });
    }
    sqlite3_finalize(s);
    return e == SQLITE_DONE ? SQLITE_OK : e;
}

static int check_object(const struct given *g, const char *queries, char **why)
{
    sqlite3_stmt *s = NULL;
    int e = prepare(g->db, "SELECT iif(json_valid(?1), json_type(?1) = 'object', 0)", queries,
                    NULL, &s);
    if (e == SQLITE_OK && (e = sqlite3_step(s)) == SQLITE_ROW)
        e = sqlite3_column_int(s, 0)
            ? SQLITE_OK : fault_say(why, FAULT_NO_OBJECT, (struct told){ { NULL } });
    sqlite3_finalize(s);
    return e == SQLITE_OK ? check_keys(g, queries, why) : e;
}

int given_bind(struct given *g, const char *queries, char **why)
{
    int e = queries ? check_object(g, queries, why) : SQLITE_OK;
    for (uint32_t i = 0; e == SQLITE_OK && i < fisc_table_count(g->rules); i++) {
        int found = 0;
        fisc_table t;
        e = fault_status(why, NULL, fisc_table_get(g->rules, i, &t), NULL);
        if (e != SQLITE_OK || t.origin == FISC_UNITS)
            continue;
        if (queries)
            e = bind_given(g, i, t.name, queries, &found, why);
        if (e == SQLITE_OK && !found)
            e = bind_by_name(g, i, &t, why);
    }
    return e;
}

/* ---- the day ---- */

/* With a modifier `date` counts: the 30th of February becomes another day. */
int given_day(const struct given *g, const char *day, char **why)
{
    sqlite3_stmt *s = NULL;
    uint32_t number = 0;
    int e = prepare(g->db, "SELECT replace(?1, '-', '') WHERE date(?1, '+0 days') = ?1", day, NULL,
                    &s);
    if (e == SQLITE_OK && (e = sqlite3_step(s)) == SQLITE_ROW)
        number = (uint32_t)sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    if (e != SQLITE_ROW && e != SQLITE_DONE)
        return e;
    if (number && fisc_set_day(g->context, number) == FISC_OK)
        return SQLITE_OK;
    return fault_say(why, FAULT_DAY, (struct told){ { day } });
}

/* ---- what is asked for ---- */

char *given_headers(const struct given *g, uint32_t table, uint32_t columns)
{
    sqlite3_stmt *s = NULL;
    char *list = sqlite3_mprintf("[]");
    int e = sqlite3_prepare_v2(g->db, "SELECT json_insert(?1, '$[#]', ?2)", -1, &s, NULL);
    for (uint32_t i = 0; e == SQLITE_OK && list && i < columns; i++) {
        fisc_column c = { .header = "" };
        fisc_column_get(g->rules, table, i, &c);
        e = sqlite3_bind_text(s, 1, list, -1, sqlite3_free);
        list = NULL;                /* the statement's */
        if (e == SQLITE_OK)
            e = sqlite3_bind_text(s, 2, c.header, -1, SQLITE_STATIC);
        if (e == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW && text_of(s, 0))
            list = sqlite3_mprintf("%s", text_of(s, 0));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    if (e == SQLITE_OK)
        return list;
    sqlite3_free(list);
    return NULL;
}
