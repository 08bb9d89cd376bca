/* Artifacts by name, opened once for each backend.
 * In: a name. Out: rules, as long as they are used.
 * Opening an artifact runs its code, so that its file must be one that only those who run the
 * server may change: a regular file, no link, of root or of the server's user, in a folder of
 * theirs, neither writable by others. Within such a folder nothing can be exchanged between the
 * look and the opening.
 * Invariant: an artifact that is in use stays open, even when its file is another one by now. */
#include "fisc_postgres.h"
#include <sys/stat.h>
#include <unistd.h>
#include <utils/memutils.h>
#include "../names.h"

struct artifact {
    struct artifact *next;
    MemoryContext memory;           /* of all of it */
    char *path;
    struct stat seen;               /* the file as it was opened */
    fisc_rules *rules;
    int users;
    bool listed;
    char *said[2];                  /* by language: why it is not opened */
};

static struct artifact *first;      /* a backend's own */

/* ---- the library's host ---- */

static void *allocate(void *ctx, size_t size)
{
    return host_allocate(((const struct artifact *)ctx)->memory, size);
}

static char *copy(MemoryContext m, const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = MemoryContextAllocExtended(m, n, MCXT_ALLOC_NO_OOM);
    return p ? memcpy(p, s, n) : NULL;
}

static void keep_sentence(void *ctx, const fisc_message *m)
{
    struct artifact *a = ctx;
    a->said[FISC_ZH] = copy(a->memory, m->zh);
    a->said[FISC_EN] = copy(a->memory, m->en);
}

/* ---- files ---- */

static bool is_ours(const struct stat *st)
{
    return (st->st_uid == 0 || st->st_uid == geteuid()) && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

static bool is_same(const struct stat *x, const struct stat *y)
{
    return x->st_dev == y->st_dev && x->st_ino == y->st_ino && x->st_size == y->st_size
        && x->st_mtim.tv_sec == y->st_mtim.tv_sec && x->st_mtim.tv_nsec == y->st_mtim.tv_nsec;
}

/* The path of an artifact that may be opened, and its status. */
static char *find_file(const char *name, struct stat *st)
{
    struct stat folder;
    char *path;
    if (!artifact_is_name(name))
        refuse(FAULT_NO_ARTIFACT, name, NULL, NULL);
    if (!settings.folder || !*settings.folder)
        refuse(FAULT_NO_FOLDER, name, NULL, NULL);
    if (stat(settings.folder, &folder) != 0 || !S_ISDIR(folder.st_mode) || !is_ours(&folder))
        refuse(FAULT_UNSAFE_FOLDER, name, NULL, NULL);
    path = psprintf("%s/lib%s.so", settings.folder, name);
    if (lstat(path, st) != 0)
        return NULL;
    if (!S_ISREG(st->st_mode) || !is_ours(st))
        refuse(FAULT_UNSAFE_FILE, name, NULL, NULL);
    return path;
}

/* ---- the list ---- */

static void close_artifact(struct artifact *a)
{
    fisc_rules_close(a->rules);
    MemoryContextDelete(a->memory);
}

static void unlist(struct artifact *a)
{
    struct artifact **p = &first;
    while (*p != a)
        p = &(*p)->next;
    *p = a->next;
    a->listed = false;
    if (a->users == 0)
        close_artifact(a);
}

static struct artifact *find_listed(const char *path)
{
    struct artifact *a = first;
    while (a && strcmp(a->path, path) != 0)
        a = a->next;
    return a;
}

/* Errors leave nothing behind: its memory is the caller's until it is listed. */
static struct artifact *open_artifact(const char *name, const char *path, const struct stat *st)
{
    MemoryContext memory = AllocSetContextCreate(CurrentMemoryContext, "fisc artifact",
                                                 ALLOCSET_SMALL_SIZES);
    struct artifact *a = MemoryContextAllocZero(memory, sizeof *a);
    fisc_host host = { sizeof host, a, allocate, host_release, keep_sentence, NULL };
    fisc_limits limits = { .size = sizeof limits, .memory = (uint64_t)settings.memory * 1024 };
    fisc_status s;
    a->memory = memory;
    a->path = MemoryContextStrdup(memory, path);
    a->seen = *st;
    s = fisc_rules_open(path, &host, &limits, &a->rules);
    if (s == FISC_NO_MEMORY)
        refuse(FAULT_NO_MEMORY, name, NULL, NULL);
    if (s != FISC_OK) {
        const char *why = a->said[fault_language()];
        refuse(FAULT_NOT_OPENED, name, to_server(why ? why : fisc_status_text(s)), NULL);
    }
    MemoryContextSetIdentifier(memory, a->path);
    MemoryContextSetParent(memory, TopMemoryContext);
    a->listed = true;
    a->next = first;
    return first = a;
}

struct artifact *artifact_get(const char *name)
{
    struct stat st;
    char *path = find_file(name, &st);
    struct artifact *a;
    if (!path)
        refuse(FAULT_NO_ARTIFACT, name, NULL, NULL);
    a = find_listed(path);
    if (a && !is_same(&a->seen, &st)) {
        unlist(a);
        a = NULL;
    }
    if (!a)
        a = open_artifact(name, path, &st);
    a->users++;
    return a;
}

void artifact_release(struct artifact *a)
{
    if (--a->users == 0 && !a->listed)
        close_artifact(a);
}

fisc_rules *artifact_rules(const struct artifact *a) { return a->rules; }
