/* Rule files on disk.
 * In: a path beneath the root, part by part, or the path a user gave for the main file. Out: the
 * text.
 * Invariant: beneath the root no symbolic link is followed and nothing but folders and regular
 * files is opened, so nothing outside is read whatever happens to the folder meanwhile. */
#define _GNU_SOURCE
#include "rulefile.h"
#include "../runtime/guard.h"
#include "../runtime/say.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_LIMIT (UINT64_C(64) << 20)
/* a FIFO must not make us wait, nor a terminal take us over */
#define OPEN_FILE (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define OPEN_FOLDER (O_PATH | O_DIRECTORY | O_CLOEXEC)
#define HARD_LIMIT (UINT64_C(1) << 31)          /* offsets are 32 bits wide */

uint64_t rulefile_limit(const struct front_opts *o)
{
    uint64_t limit = o->max_rule_bytes ? o->max_rule_bytes : DEFAULT_LIMIT;
    return limit < HARD_LIMIT ? limit : HARD_LIMIT - 1;
}

/* ---- paths ---- */

/* Appends the parts of p to the parts in `to`; false at an empty or absolute path, and where
 * ".." leads out. */
static bool path_walk(struct strbuf *to, const char *p)
{
    if (*p == '/' || !*p)
        return false;
    while (*p) {
        size_t n = strcspn(p, "/");
        if (n == 2 && !strncmp(p, "..", 2)) {
            if (!to->len)
                return false;
            while (to->len > 0 && to->p[--to->len] != '/')
                continue;
        } else if (n > 0 && !(n == 1 && *p == '.')) {
            if (to->len)
                strbuf_addc(to, '/');
            strbuf_add(to, p, n);
        }
        p += n + (p[n] == '/');
    }
    return to->len > 0;
}

const char *rulefile_path(struct arena *a, const char *user, const char *name)
{
    struct strbuf path;
    const char *slash = strrchr(user, '/');
    strbuf_init(&path, a);
    strbuf_add(&path, user, slash ? (size_t)(slash - user) : 0);
    return path_walk(&path, name) ? arena_strndup(a, path.p, path.len) : NULL;
}

/* ---- reading ---- */

/* error 0: it is no regular file */
static void unreadable(struct diags *d, struct span at, const char *shown, int error)
{
    if (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG)
        diag_add(d, DIAG_NO_FILE, at, shown, NULL);
    else if (error == ELOOP)
        diag_add(d, DIAG_OUTSIDE_ROOT, at, shown, NULL);
    else
        diag_add(d, DIAG_FILE_UNREADABLE, at, shown, say_os_error(error, LANG_ZH),
                 say_os_error(error, LANG_EN), NULL);
}

void rulefile_too_big(struct arena *a, struct diags *d, const struct front_opts *o, struct span at,
                      const char *shown, uint64_t size)
{
    diag_add(d, DIAG_FILE_TOO_BIG, at, shown, arena_printf(a, "%llu", (unsigned long long)size),
             arena_printf(a, "%llu", (unsigned long long)rulefile_limit(o)), NULL);
}

/* All of the file; it may be growing or shrinking. 0 or an error number. */
static int read_all(int fd, char *to, size_t size, size_t *len)
{
    for (*len = 0; *len < size;) {
        ssize_t n = read(fd, to + *len, size - *len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            break;
        *len += (size_t)n;
    }
    return 0;
}

/* Takes fd over. */
static bool file_read(struct arena *a, struct diags *d, const struct front_opts *o, struct span at,
                      int fd, const char *shown, const char **text, size_t *len)
{
    struct stat st;
    struct guard g;
    char *p = NULL;
    int error = fstat(fd, &st) ? errno : S_ISREG(st.st_mode) ? 0 : -1;
    bool fits = !error && (uint64_t)st.st_size <= rulefile_limit(o);
    guard_begin(&g, a, guard_fd, &fd);
    if (fits) {
        p = arena_alloc(a, (size_t)st.st_size + 1);
        error = read_all(fd, p, (size_t)st.st_size, len);
    }
    guard_end(&g);
    if (!error && !fits)
        rulefile_too_big(a, d, o, at, shown, (uint64_t)st.st_size);
    else if (error)
        unreadable(d, at, shown, error < 0 ? 0 : error);
    *text = p;
    return fits && !error;
}

/* Opens path beneath dirfd, part by part; -1 with errno. */
static int open_beneath(int dirfd, const char *path)
{
    char part[256];
    int folder = dirfd, fd;
    for (;; path += strcspn(path, "/") + 1) {
        size_t n = strcspn(path, "/");
        bool last = !path[n];
        if (n >= sizeof part) {
            errno = ENAMETOOLONG;
            fd = -1;
        } else {
            memcpy(part, path, n);
            part[n] = 0;
            fd = openat(folder, part, last ? OPEN_FILE | O_NOFOLLOW : OPEN_FOLDER | O_NOFOLLOW);
        }
        int error = errno;
        if (folder != dirfd)
            close(folder);
        errno = error;
        if (last || fd < 0)
            return fd;
        folder = fd;
    }
}

bool rulefile_read(struct arena *a, struct diags *d, const struct front_opts *o, struct span at,
                   const char *path, const char *shown, const char **text, size_t *len)
{
    errno = ENOENT;
    int fd = o->root_dirfd < 0 ? -1 : open_beneath(o->root_dirfd, path);
    if (fd < 0) {
        unreadable(d, at, shown, errno);
        return false;
    }
    return file_read(a, d, o, at, fd, shown, text, len);
}

bool front_read_file(struct arena *a, struct diags *d, const struct front_opts *o, int dirfd,
                     const char *path, const char **text, size_t *len)
{
    int fd = openat(dirfd, path, OPEN_FILE);
    if (fd < 0) {
        unreadable(d, NO_SPAN, path, errno);
        return false;
    }
    return file_read(a, d, o, NO_SPAN, fd, path, text, len);
}

/* What may be read from a stream of any kind, one byte more than the limit at most. */
static int read_stream(int fd, struct strbuf *to, uint64_t limit)
{
    char part[65536];
    while (to->len <= limit) {
        uint64_t left = limit + 1 - to->len;
        ssize_t n = read(fd, part, left < sizeof part ? (size_t)left : sizeof part);
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0)
            strbuf_add(to, part, (size_t)n);
    }
    return 0;
}

bool front_read_stream(struct arena *a, struct diags *d, const struct front_opts *o, int fd,
                       const char *shown, const char **text, size_t *len)
{
    struct strbuf all;
    strbuf_init(&all, a);
    int error = read_stream(fd, &all, rulefile_limit(o));
    if (error)
        unreadable(d, NO_SPAN, shown, error);
    else if (all.len > rulefile_limit(o))
        rulefile_too_big(a, d, o, NO_SPAN, shown, all.len);
    *text = all.p;
    *len = all.len;
    return !error && all.len <= rulefile_limit(o);
}

int front_open_root(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    if (n >= sizeof folder)
        return -1;
    memcpy(folder, path, n);
    folder[n] = 0;
    return open(n ? folder : ".", OPEN_FOLDER);
}
