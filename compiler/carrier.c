/* Programs that carry rules.
 * In: the program that is running. Out: one with a library behind its end; or that library, in
 * memory.
 * Invariant: the last bytes say that there is one and how long it is; whether it is whole, its own
 * seal says. */
#define _GNU_SOURCE
#include "carrier.h"
#include "../runtime/file.h"
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct tail { char mark[8]; uint64_t size; };
static const char tail_mark[8] = "fisccary";

static int open_self(void) { return open("/proc/self/exe", O_RDONLY | O_CLOEXEC); }

/* errno is that of what went before. */
static void close_after(int fd)
{
    int error = errno;
    close(fd);
    errno = error;
}

bool carrier_write(int to, int library)
{
    struct tail tail;
    struct stat st;
    int self = open_self();
    bool ok;
    if (self < 0)
        return false;
    memcpy(tail.mark, tail_mark, sizeof tail.mark);
    ok = file_copy(self, to) && file_copy(library, to) && fstat(library, &st) == 0;
    if (ok) {
        tail.size = (uint64_t)st.st_size;
        ok = file_write(to, (const char *)&tail, sizeof tail);
    }
    close_after(self);
    return ok;
}

/* Where the program's own file ends: behind its sections and their headers, which nearly always
 * stand last. 0: not known. */
static uint64_t program_end(int self, uint64_t size)
{
    ElfW(Ehdr) h;
    ElfW(Shdr) s;
    if (pread(self, &h, sizeof h, 0) != (ssize_t)sizeof h || memcmp(h.e_ident, ELFMAG, SELFMAG) != 0
        || h.e_shentsize != sizeof s)
        return 0;
    uint64_t end = h.e_shoff + (uint64_t)h.e_shnum * sizeof s;
    for (uint64_t i = 0; end < size && i < h.e_shnum; i++) {
        if (pread(self, &s, sizeof s, (off_t)(h.e_shoff + i * sizeof s)) != (ssize_t)sizeof s)
            return 0;
        if (s.sh_type != SHT_NOBITS && s.sh_offset + s.sh_size > end)
            end = s.sh_offset + s.sh_size;
    }
    return end;
}

/* Does a library begin where the program ends, though no tail says so? */
static enum carried remains(int self, uint64_t size)
{
    char magic[SELFMAG];
    uint64_t end = program_end(self, size);
    bool library = end && pread(self, magic, sizeof magic, (off_t)end) == (ssize_t)sizeof magic
        && memcmp(magic, ELFMAG, SELFMAG) == 0;
    return library ? CARRIES_PART : CARRIES_NOTHING;
}

/* Leaves the file where the library begins. */
static enum carried find(int self)
{
    struct tail tail;
    off_t size = lseek(self, 0, SEEK_END);
    if (size < (off_t)sizeof tail)
        return size < 0 ? CARRIER_FAILED : CARRIES_NOTHING;
    size -= (off_t)sizeof tail;
    if (pread(self, &tail, sizeof tail, size) != (ssize_t)sizeof tail)
        return CARRIER_FAILED;
    if (memcmp(tail.mark, tail_mark, sizeof tail.mark) != 0 || tail.size > (uint64_t)size)
        return remains(self, (uint64_t)size + sizeof tail);
    return lseek(self, size - (off_t)tail.size, SEEK_SET) < 0 ? CARRIER_FAILED : CARRIES_RULES;
}

/* The library without the tail: a file of its own, which the loader wants. */
static enum carried unfold(struct arena *a, int self, const char **path)
{
    int fd = memfd_create("fisc rules", MFD_CLOEXEC);
    if (fd < 0)
        return CARRIER_FAILED;
    if (!file_copy(self, fd)
        || ftruncate(fd, lseek(fd, 0, SEEK_CUR) - (off_t)sizeof(struct tail)) != 0) {
        close_after(fd);
        return CARRIER_FAILED;
    }
    *path = arena_printf(a, "/proc/self/fd/%d", fd);
    return CARRIES_RULES;
}

enum carried carrier_open(struct arena *a, const char **path)
{
    int self = open_self();
    enum carried c;
    if (self < 0)       /* no /proc: no program of ours was made here */
        return CARRIES_NOTHING;
    c = find(self);
    if (c == CARRIES_RULES)
        c = unfold(a, self, path);
    close_after(self);
    return c;
}
