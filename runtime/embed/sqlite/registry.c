/* Artifacts by name. In: a folder, names. Out: opened rules.
 * Invariant: a name that SQL gives never becomes a path outside the folder. */
#include "registry.h"
#include "../names.h"
#include "fault.h"
#include <sqlite3ext.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
SQLITE_EXTENSION_INIT3

struct artifact { char *name; fisc_rules *rules; struct artifact *next; };
struct registry {
    struct artifact *first;
    char *folder;
    int users;                      /* modules and functions that point here */
    int busy;
};

struct registry *registry_new(const char *folder)
{
    struct registry *r = sqlite3_malloc64(sizeof *r);
    if (!r)
        return NULL;
    *r = (struct registry){ .users = 1 };
    r->folder = folder ? sqlite3_mprintf("%s", folder) : NULL;
    if (!folder || r->folder)
        return r;
    sqlite3_free(r);
    return NULL;
}

void registry_join(struct registry *r) { r->users++; }

static void artifact_free(struct artifact *a)
{
    fisc_rules_close(a->rules);
    sqlite3_free(a->name);
    sqlite3_free(a);
}

void registry_leave(void *p)
{
    struct registry *r = p;
    if (--r->users > 0)
        return;
    while (r->first) {
        struct artifact *a = r->first;
        r->first = a->next;
        artifact_free(a);
    }
    sqlite3_free(r->folder);
    sqlite3_free(r);
}

static void keep_sentence(void *ctx, const fisc_message *m)
{
    char **said = ctx;
    sqlite3_free(*said);
    *said = sqlite3_mprintf("%s", fault_language() == FISC_ZH ? m->zh : m->en);
}

int registry_open(struct registry *r, const char *name, const char *path, char **why)
{
    char *said = NULL;
    fisc_host host = { sizeof host, &said, NULL, NULL, keep_sentence, NULL };
    struct artifact *a = sqlite3_malloc64(sizeof *a);
    fisc_status s = FISC_NO_MEMORY;
    int e = SQLITE_NOMEM;
    if (!a)
        return e;
    *a = (struct artifact){ .name = sqlite3_mprintf("%s", name) };
    if (a->name)
        s = fisc_rules_open(path, &host, NULL, &a->rules);
    if (s == FISC_OK) {
        a->next = r->first;
        r->first = a;
        e = SQLITE_OK;
    } else {
        if (s != FISC_NO_MEMORY)
            e = fault_say(why, FAULT_NOT_OPENED,
                          (struct told){ { name, said ? said : fisc_status_text(s) } });
        artifact_free(a);
    }
    sqlite3_free(said);
    return e;
}

/* SQL names it, so it must be what the folder's owner put there: no link, written by few. */
static int is_safe(const char *folder, const char *path)
{
    struct stat in, st;
    return stat(folder, &in) == 0 && !(in.st_mode & S_IWOTH) && lstat(path, &st) == 0
        && S_ISREG(st.st_mode) && !(st.st_mode & S_IWOTH);
}

static fisc_rules *find(const struct registry *r, const char *name)
{
    for (const struct artifact *a = r->first; a; a = a->next)
        if (!strcmp(a->name, name))
            return a->rules;
    return NULL;
}

int registry_get(struct registry *r, const char *name, fisc_rules **out, char **why)
{
    char *path;
    int e;
    *out = find(r, name);
    if (*out)
        return SQLITE_OK;
    if (!artifact_is_name(name) || !r->folder)
        return fault_say(why, r->folder ? FAULT_NO_ARTIFACT : FAULT_NO_FOLDER,
                         (struct told){ { name } });
    path = sqlite3_mprintf("%s/lib%s.so", r->folder, name);
    if (!path)
        e = SQLITE_NOMEM;
    else if (access(path, F_OK) != 0)
        e = fault_say(why, FAULT_NO_FILE, (struct told){ { name, path } });
    else if (!is_safe(r->folder, path))
        e = fault_say(why, FAULT_UNSAFE, (struct told){ { name, path } });
    else
        e = registry_open(r, name, path, why);
    sqlite3_free(path);
    if (e == SQLITE_OK)
        *out = find(r, name);
    return e;
}

int registry_begin(struct registry *r)
{
    if (r->busy)
        return 0;
    r->busy = 1;
    return 1;
}

void registry_end(struct registry *r) { r->busy = 0; }
