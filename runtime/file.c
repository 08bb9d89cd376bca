/* Opens files beneath a folder, part by part, following no link.
 * In: an open folder and a relative path from a rule file, which is not trusted. Out: a descriptor
 * of a regular file.
 * Invariant: every folder opened on the way was an entry of the one before it. */
#define _GNU_SOURCE
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { DIR_FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
       FILE_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

static bool part_is_outside(const char *part)
{
    return !*part || !strcmp(part, ".") || !strcmp(part, "..");
}

/* What an entry that cannot be opened as wanted is. */
static enum file_fault entry_fault(int dir, const char *part, bool want_dir)
{
    struct stat st;
    if (fstatat(dir, part, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? FILE_ABSENT : FILE_ERROR;
    if (S_ISLNK(st.st_mode))
        return FILE_OUTSIDE;
    if (want_dir)
        return S_ISDIR(st.st_mode) ? FILE_OK : FILE_ABSENT;
    return S_ISREG(st.st_mode) ? FILE_OK : FILE_NOT_REGULAR;
}

/* Looked at before it is opened: opening a device can do things. Looked at again after, in case
 * it was exchanged. */
static enum file_fault open_last(int dir, const char *part, int *fd, struct stat *st)
{
    enum file_fault f = entry_fault(dir, part, false);
    if (f != FILE_OK)
        return f;
    *fd = openat(dir, part, FILE_FLAGS);
    if (*fd < 0)
        return FILE_ERROR;
    if (fstat(*fd, st) == 0 && S_ISREG(st->st_mode))
        return FILE_OK;
    close(*fd);
    *fd = -1;
    return FILE_NOT_REGULAR;
}

static enum file_fault open_dir(int *dir, const char *part, bool own)
{
    enum file_fault f = entry_fault(*dir, part, true);
    int next = f == FILE_OK ? openat(*dir, part, DIR_FLAGS) : -1;
    int error = errno;
    if (own)
        close(*dir);
    *dir = next;
    errno = error;
    return f == FILE_OK && next < 0 ? FILE_ERROR : f;
}

/* The last part is opened as a regular file, or, without st, as a folder. */
static enum file_fault open_part(int *dir, char *part, bool own, bool last, int *fd,
                                 struct stat *st)
{
    enum file_fault f;
    if (part_is_outside(part))
        return FILE_OUTSIDE;
    if (last && st)
        return open_last(*dir, part, fd, st);
    f = open_dir(dir, part, own);
    if (last && f == FILE_OK) {
        *fd = *dir;
        *dir = -1;
    }
    return f;
}

static enum file_fault walk(int dir_fd, char *path, int *fd, struct stat *st)
{
    int dir = dir_fd;
    for (;;) {
        char *slash = strchr(path, '/');
        if (slash)
            *slash = 0;
        enum file_fault f = open_part(&dir, path, dir != dir_fd, !slash, fd, st);
        if (f == FILE_OK && slash) {
            path = slash + 1;
            continue;
        }
        int error = errno;
        if (dir >= 0 && dir != dir_fd)
            close(dir);
        errno = error;
        return f;
    }
}

static enum file_fault open_beneath(int dir_fd, const char *path, int *fd, struct stat *st)
{
    char copy[PATH_MAX];
    size_t len = strlen(path);
    *fd = -1;
    if (len >= sizeof copy) {
        errno = ENAMETOOLONG;
        return FILE_ERROR;
    }
    memcpy(copy, path, len + 1);
    return walk(dir_fd, copy, fd, st);
}

enum file_fault file_open_beneath(int dir_fd, const char *path, int *fd, struct stat *st)
{
    return open_beneath(dir_fd, path, fd, st);
}

enum file_fault folder_open_beneath(int dir_fd, const char *path, int *fd)
{
    return open_beneath(dir_fd, path, fd, NULL);
}

bool file_unchanged(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
        && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool file_write(int fd, const void *from, size_t n)
{
    const char *p = from;
    while (n > 0) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            p += put;
            n -= (size_t)put;
        }
    }
    return true;
}

bool file_copy(int from, int to)
{
    char block[65536];
    ssize_t n;
    while ((n = read(from, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || !file_write(to, block, (size_t)n))
            return false;
    }
    return true;
}
