/* Seals of artifacts. In: a file. Out: eight letters and the BLAKE2s-256 of all before them. */
#include "seal.h"
#include "hash.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct seal { char mark[8]; unsigned char hash[HASH_BYTES]; };
static const char seal_mark[8] = "fiscseal";

/* False: errno says why; 0 if the file ends before. */
static bool read_all(int fd, void *to, size_t n, uint64_t at)
{
    char *p = to;
    while (n > 0) {
        ssize_t got = pread(fd, p, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : 0;
            return false;
        }
        p += got;
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return true;
}

static bool hash_file(int fd, uint64_t len, unsigned char out[HASH_BYTES])
{
    unsigned char buf[16384];
    struct hash h;
    hash_init(&h);
    for (uint64_t at = 0; at < len;) {
        size_t n = len - at < sizeof buf ? (size_t)(len - at) : sizeof buf;
        if (!read_all(fd, buf, n, at))
            return false;
        hash_add(&h, buf, n);
        at += n;
    }
    hash_end(&h, out);
    return true;
}

bool seal_write(int fd)
{
    struct seal s;
    struct stat st;
    memcpy(s.mark, seal_mark, sizeof s.mark);
    return fstat(fd, &st) == 0 && hash_file(fd, (uint64_t)st.st_size, s.hash)
        && pwrite(fd, &s, sizeof s, st.st_size) == sizeof s;
}

static enum seal_state unread(void) { return errno ? SEAL_UNREADABLE : SEAL_BROKEN; }

enum seal_state seal_check(int fd, uint64_t size)
{
    struct seal s;
    unsigned char hash[HASH_BYTES];
    if (size <= sizeof s)
        return SEAL_NONE;
    if (!read_all(fd, &s, sizeof s, size - sizeof s))
        return unread();
    if (memcmp(s.mark, seal_mark, sizeof s.mark) != 0)
        return SEAL_NONE;
    if (!hash_file(fd, size - sizeof s, hash))
        return unread();
    return memcmp(hash, s.hash, sizeof hash) == 0 ? SEAL_WHOLE : SEAL_BROKEN;
}
