/* See cache.h. All paths are single names beneath a descriptor, so that nothing can be exchanged in
 * between. */
#define _GNU_SOURCE
#include "cache.h"
#include "seal.h"
#include "say.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What stands behind an artifact: a mark and the hash of all before it. */
static const char work_prefix[] = "work-";
static const time_t work_life = 3600;           /* seconds; no build takes as long */

/* ── the folder ── */

static void make_folders(char *path)
{
    for (char *p = path + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            mkdir(path, 0700);
            *p = '/';
        }
    mkdir(path, 0700);
}

static const char *folder_fault(struct arena *a, enum lang lang, const char *dir,
                                const struct stat *st)
{
    if (st->st_uid != geteuid())
        return say_with(a, lang, SAY_CACHE_FOREIGN, 1, dir);
    if (st->st_mode & 077)
        return say_with(a, lang, SAY_CACHE_OPEN, 2, dir,
                        arena_printf(a, "%04o", (unsigned)st->st_mode & 07777u));
    if (faccessat(AT_FDCWD, dir, R_OK | W_OK | X_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) != 0)
        return say_with(a, lang, SAY_CACHE_READ_ONLY, 2, dir, say_os_error(errno, lang));
    return NULL;
}

int cache_open(struct arena *a, enum lang lang, const char *dir, const char **why)
{
    struct stat st;
    char *path = arena_strndup(a, dir, strlen(dir));
    for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
        path[n - 1] = 0;            /* a slash at the end would follow a link */
    if (!*path) {
        *why = say_text(SAY_CACHE_NAMELESS, lang);
        return -1;
    }
    make_folders(path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        const char *text = errno == ENOTDIR || errno == ELOOP ? say_text(SAY_CACHE_NO_FOLDER, lang)
                                                              : say_os_error(errno, lang);
        *why = say_with(a, lang, SAY_CACHE_CLOSED, 2, dir, text);
        return fd < 0 ? -1 : (close(fd), -1);
    }
    *why = folder_fault(a, lang, path, &st);
    if (!*why)
        return fd;
    close(fd);
    return -1;
}

/* ── artifacts ── */

static bool is_sound(int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
        (st.st_mode & 022) != 0)
        return false;
    return seal_check(fd, (uint64_t)st.st_size) == SEAL_WHOLE;
}

int cache_take(int cache_fd, const char *name)
{
    int fd = openat(cache_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -1;
    if (!is_sound(fd)) {
        close(fd);
        return -1;
    }
    futimens(fd, NULL);
    return fd;
}

void cache_drop(int cache_fd, const char *name)
{
    unlinkat(cache_fd, name, 0);
}

int cache_seal(const struct cache_work *w, const char *name)
{
    struct stat st;
    int fd = openat(w->fd, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && seal_write(fd) && fchmod(fd, 0600) == 0)
        return fd;
    close(fd);
    return -1;
}

bool cache_store(const struct cache_work *w, const char *name, const char *stored)
{
    return renameat(w->fd, name, w->root_fd, stored) == 0;
}

/* ── work folders ── */

bool cache_work_make(struct cache_work *w, int root_fd)
{
    w->root_fd = root_fd;
    for (int tries = 0; tries < 100; tries++) {
        uint64_t r;
        if (getrandom(&r, sizeof r, 0) != (ssize_t)sizeof r)
            continue;
        snprintf(w->name, sizeof w->name, "%s%016llx", work_prefix, (unsigned long long)r);
        if (mkdirat(root_fd, w->name, 0700) == 0) {
            w->fd = openat(root_fd, w->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            return w->fd >= 0;
        }
        if (errno != EEXIST)
            return false;
    }
    return false;
}

/* libgccjit leaves folders behind when it dies; they are not nested deeply */
static void remove_tree(int root_fd, const char *name, int depth)
{
    int fd = openat(root_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d && fd >= 0)
        close(fd);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (unlinkat(dirfd(d), e->d_name, 0) != 0 && depth > 0)
            remove_tree(dirfd(d), e->d_name, depth - 1);
    }
    if (d)
        closedir(d);
    unlinkat(root_fd, name, AT_REMOVEDIR);
}

enum { WORK_DEPTH = 8 };

void cache_work_remove(struct cache_work *w)
{
    close(w->fd);
    remove_tree(w->root_fd, w->name, WORK_DEPTH);
}

/* ── trimming ── */

struct entry { char *name; struct timespec used; uint64_t size; };

static int entry_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->used.tv_sec != y->used.tv_sec)
        return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
    if (x->used.tv_nsec != y->used.tv_nsec)
        return x->used.tv_nsec < y->used.tv_nsec ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void remove_old_work(int cache_fd, const char *name, const struct stat *st)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (strncmp(name, work_prefix, sizeof work_prefix - 1) == 0 &&
        st->st_mtim.tv_sec + work_life < now.tv_sec)
        remove_tree(cache_fd, name, WORK_DEPTH);
}

static DIR *folder_list(int fd)
{
    int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = again < 0 ? NULL : fdopendir(again);
    if (!d && again >= 0)
        close(again);
    return d;
}

void cache_trim(struct arena *a, int cache_fd, uint64_t cap, const char *keep)
{
    struct entry *list = NULL;
    size_t n = 0, room = 0;
    uint64_t total = 0;
    struct stat st;
    DIR *d = folder_list(cache_fd);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        if (fstatat(cache_fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISDIR(st.st_mode))
            remove_old_work(cache_fd, e->d_name, &st);
        if (!S_ISREG(st.st_mode))
            continue;
        struct entry f = { arena_strndup(a, e->d_name, strlen(e->d_name)), st.st_mtim,
                           (uint64_t)st.st_size };
        ARENA_PUSH(a, list, n, room, f);
        total += f.size;
    }
    if (d)
        closedir(d);
    if (n > 1)
        qsort(list, n, sizeof *list, entry_order);
    for (size_t i = 0; i < n && total > cap; i++)
        if (strcmp(list[i].name, keep) != 0 && unlinkat(cache_fd, list[i].name, 0) == 0)
            total -= list[i].size;
}
