/* Sentences of what is refused. In: a fault and its names. Out: texts of SQLite's memory. */
#define _GNU_SOURCE
#include "fault.h"
#include <sqlite3ext.h>
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT3

static const char *const sentence[FAULTS][2] = {
#define X(id, zh, en) { zh, en },
#include "fault.def"
#undef X
};

fisc_lang fault_language(void)
{
    static const char *const name[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        const char *value = secure_getenv(name[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) ? FISC_EN : FISC_ZH;
    }
    return FISC_EN;
}

/* The sentence, after "fisc: " (sqlite3_free); NULL: out of memory. */
static char *fault_text(enum fault f, struct told t)
{
    fisc_lang lang = fault_language();
    char *what = sqlite3_mprintf(sentence[f][lang], t.text[0], t.text[1], t.text[2], t.text[3]);
    char *all = what ? sqlite3_mprintf(lang == FISC_ZH ? "fisc：%s" : "fisc: %s", what) : NULL;
    sqlite3_free(what);
    return all;
}

int fault_say(char **why, enum fault f, struct told t)
{
    char *text = fault_text(f, t);
    sqlite3_free(*why);
    *why = text;
    return text ? SQLITE_ERROR : SQLITE_NOMEM;
}

int fault_query(char **why, int e, const char *table, const char *says)
{
    int said = e;
    if (e != SQLITE_NOMEM)
        said = fault_say(why, FAULT_QUERY, (struct told){ { table, says } });
    return said == SQLITE_NOMEM ? said : e;
}

int fault_status(char **why, const fisc_context *c, fisc_status s, const char *table)
{
    const char *said = c ? fisc_fault(c, fault_language()) : "";
    if (s == FISC_OK)
        return SQLITE_OK;
    if (s == FISC_NO_MEMORY)
        return SQLITE_NOMEM;
    if (s == FISC_CANCELLED)
        return SQLITE_INTERRUPT;
    said = *said ? said : fisc_status_text(s);
    return table ? fault_query(why, SQLITE_ERROR, table, said)
                 : fault_say(why, FAULT_BROKEN, (struct told){ { said } });
}
