/* What a file holds, replaced in one step.
 * In: a path and a text. Out: a file beside it, renamed to it.
 * Invariant: whoever opens the path finds all of the old or all of the new. */
#include "replace.h"
#include "../runtime/file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* May it be written, and what is it? 0 or an error number. */
static int look(const char *path, struct stat *st)
{
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fstat(fd, st) ? errno : S_ISREG(st->st_mode) ? 0 : EINVAL;
    close(fd);
    return error;
}

/* The owner first: a change of it takes bits from the mode. */
static int dress(int fd, const struct stat *as)
{
    struct stat st;
    if (fstat(fd, &st))
        return errno;
    if ((st.st_uid != as->st_uid || st.st_gid != as->st_gid)
        && fchown(fd, as->st_uid, as->st_gid) && errno != EPERM)
        return errno;
    return fchmod(fd, as->st_mode & 07777) ? errno : 0;
}

/* Takes fd over. */
static int fill(int fd, const struct stat *as, const char *text, size_t len)
{
    int error = file_write(fd, text, len) ? 0 : errno;
    if (!error)
        error = dress(fd, as);
    if (!error && fsync(fd))
        error = errno;
    if (close(fd) && !error)
        error = errno;
    return error;
}

int replace_file(struct arena *a, const char *path, const char *text, size_t len)
{
    char *real = arena_alloc(a, PATH_MAX);
    struct stat st;
    if (!realpath(path, real))
        return errno;
    int error = look(real, &st);
    if (error)
        return error;
    char *beside = arena_printf(a, "%.*s.fisc-XXXXXX", (int)(strrchr(real, '/') + 1 - real), real);
    int fd = mkostemp(beside, O_CLOEXEC);
    if (fd < 0)
        return errno;
    error = fill(fd, &st, text, len);
    if (!error && rename(beside, real))
        error = errno;
    if (error)
        unlink(beside);
    return error;
}
