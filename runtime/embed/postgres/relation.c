/* Relations as sheets. In: a table's name. Out: the query that reads it.
 * A sheet is a list of rows, and a table a set: the primary key orders it, else the place where a
 * row is stored. A view has an order of its own. A number that only counts the rows is no figure
 * of the sheet. */
#include "fisc_postgres.h"
#include <access/genam.h>
#include <access/relation.h>
#include <catalog/namespace.h>
#include <catalog/pg_class.h>
#include <catalog/pg_type.h>
#include <utils/builtins.h>
#include <utils/lsyscache.h>
#include <utils/rel.h>
#include <utils/relcache.h>

static bool is_table(char kind)
{
    return kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE || kind == RELKIND_VIEW
        || kind == RELKIND_MATVIEW || kind == RELKIND_FOREIGN_TABLE;
}

/* ---- the primary key ---- */

/* Numbers of its columns; an empty list: there is none. */
static List *key_of(Relation r)
{
    Oid id = RelationGetPrimaryKeyIndex(r);
    List *key = NIL;
    Relation index;
    if (!OidIsValid(id))
        return NIL;
    index = index_open(id, AccessShareLock);
    for (int i = 0; i < IndexRelationGetNumberOfKeyAttributes(index); i++)
        key = lappend_int(key, index->rd_index->indkey.values[i]);
    index_close(index, AccessShareLock);
    return key;
}

static Form_pg_attribute attribute(Relation r, int number)
{
    return TupleDescAttr(RelationGetDescr(r), number - 1);
}

static void add_name(StringInfo s, const char *before, Form_pg_attribute a)
{
    appendStringInfo(s, "%s%s", before, quote_identifier(NameStr(a->attname)));
}

static bool is_integer(Oid type)
{
    return type == INT2OID || type == INT4OID || type == INT8OID;
}

/* ---- the query ---- */

static void add_columns(StringInfo s, const struct check *c, uint32_t table, Relation r, List *key)
{
    const char *before = "SELECT ";
    for (int i = 1; i <= RelationGetNumberOfAttributes(r); i++) {
        Form_pg_attribute a = attribute(r, i);
        bool counts = list_member_int(key, i) && is_integer(a->atttypid)
            && !columns_header(c, table, NameStr(a->attname));
        if (a->attisdropped || counts)
            continue;
        add_name(s, before, a);
        before = ", ";
    }
    if (*before != ',')
        appendStringInfoString(s, "SELECT");
}

static void add_order(StringInfo s, Relation r, List *key)
{
    char kind = r->rd_rel->relkind;
    const char *before = " ORDER BY ";
    ListCell *i;
    foreach (i, key) {
        add_name(s, before, attribute(r, lfirst_int(i)));
        before = ", ";
    }
    if (!key && kind != RELKIND_VIEW && kind != RELKIND_FOREIGN_TABLE)
        appendStringInfoString(s, " ORDER BY tableoid, ctid");
}

char *relation_query(const struct check *c, uint32_t table, const char *name, Oid schema)
{
    Oid id = OidIsValid(schema) ? get_relname_relid(name, schema) : RelnameGetRelid(name);
    StringInfoData s;
    Relation r;
    List *key;
    if (!OidIsValid(id) || !is_table(get_rel_relkind(id)))
        return NULL;
    initStringInfo(&s);
    r = relation_open(id, AccessShareLock);
    key = key_of(r);
    add_columns(&s, c, table, r, key);
    appendStringInfo(&s, " FROM %s", quote_qualified_identifier(
        get_namespace_name(RelationGetNamespace(r)), RelationGetRelationName(r)));
    add_order(&s, r, key);
    relation_close(r, NoLock);
    return s.data;
}
