/* Where the tables of a check come from: what was given for them, or relations of their names. */
#include "fisc_postgres.h"
#include <executor/spi.h>

/* What is given for a table; NULL: nothing. */
static JsonbValue *given_for(const struct sources *from, const char *name)
{
    if (!from->given)
        return NULL;
    return getKeyJsonValueFromContainer(&from->given->root, name, (int)strlen(name), NULL);
}

/* A key that is no table of the rules would be passed over in silence. */
static void check_keys(const struct check *c, Jsonb *given)
{
    JsonbIterator *it;
    JsonbIteratorToken token;
    JsonbValue v;
    if (!JB_ROOT_IS_OBJECT(given))
        refuse(FAULT_NO_OBJECT, NULL, NULL, NULL);
    it = JsonbIteratorInit(&given->root);
    while ((token = JsonbIteratorNext(&it, &v, true)) != WJB_DONE) {
        char *key;
        if (token != WJB_KEY)
            continue;
        key = pnstrdup(v.val.string.val, (Size)v.val.string.len);
        if (fisc_table_find(c->rules, to_utf8(key)) == UINT32_MAX)
            refuse(FAULT_NO_TABLE, c->name, key, NULL);
    }
}

static bool is_array(const JsonbValue *v)
{
    return v->type == jbvBinary && JsonContainerIsArray(v->val.binary.data)
        && !JsonContainerIsScalar(v->val.binary.data);
}

/* Binds what is given for a table; null says that the table is not there. */
static bool bind_given(const struct check *c, const struct sources *from, uint32_t table,
                       const char *name, const JsonbValue *v)
{
    if (v->type == jbvNull)
        return false;
    if (is_array(v))
        jsonb_bind(c, table, name, v->val.binary.data);
    else if (from->rows_only)
        refuse(FAULT_NO_ROWS, name, NULL, NULL);
    else if (v->type == jbvString)
        spi_bind(c, table, name, pnstrdup(v->val.string.val, (Size)v->val.string.len));
    else
        refuse(FAULT_NO_SOURCE, name, NULL, NULL);
    return true;
}

static bool bind_table(const struct check *c, const struct sources *from, uint32_t table)
{
    fisc_table t;
    const char *name;
    const JsonbValue *v;
    char *query;
    if (fisc_table_get(c->rules, table, &t) != FISC_OK)
        return false;
    name = to_server(t.name);
    v = given_for(from, name);
    if (v)
        return bind_given(c, from, table, name, v);
    if (from->rows_only || t.origin == FISC_UNITS)
        return false;
    query = relation_query(c, table, name, from->schema);
    if (query)
        spi_bind(c, table, name, query);
    return query != NULL;
}

uint32_t tables_bind(struct check *c, const struct sources *from)
{
    uint32_t n = fisc_table_count(c->rules), bound = 0;
    int level = 0;
    if (from->given)
        check_keys(c, from->given);
    if (!from->rows_only)
        level = spi_begin();
    for (uint32_t i = 0; i < n; i++)
        bound += bind_table(c, from, i);
    if (!from->rows_only)
        spi_end(level);
    return bound;
}
