/* fisc build.
 * In: a rule file, the name of what is to be made. Out: libNAME.so, NAME.o or libNAME.a, and NAME.h
 * beside it; or a program.
 * Invariant: a file appears under its name when it is whole, or not at all; a header that fisc did
 * not make stays as it is. */
#define _GNU_SOURCE
#include "run_build.h"
#include "carrier.h"
#include "cheader.h"
#include "../runtime/artifact.h"
#include "../runtime/cache.h"
#include "../runtime/file.h"
#include "../runtime/say.h"
#include "../runtime/seal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum product { PRODUCT_LIBRARY, PRODUCT_OBJECT, PRODUCT_ARCHIVE, PRODUCT_UNKNOWN,
               PRODUCT_PROGRAM };

struct building {
    struct session *s;
    enum product product;
    const char *folder, *file;      /* of the output */
    const char *name;               /* of the header and the constants; NULL: it has none */
    int dir_fd;
    struct cache_work work;
};

/* ---- names ---- */

static enum product product_of(const char *file)
{
    static const char *const suffix[] = { ".so", ".o", ".a" };
    const char *dot = strrchr(file, '.');
    if (*file && !dot)
        return PRODUCT_PROGRAM;
    for (int i = 0; dot && dot != file && i < PRODUCT_UNKNOWN; i++)
        if (strcmp(dot, suffix[i]) == 0)
            return (enum product)i;
    return PRODUCT_UNKNOWN;
}

static bool is_identifier(const char *s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    return *s && strchr(letters, *s) && !s[strspn(s, "0123456789"
                                                     "abcdefghijklmnopqrstuvwxyz"
                                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ_")];
}

/* budget of libbudget.so */
static const char *name_of(struct arena *a, const char *file)
{
    const char *dot = strrchr(file, '.');
    size_t skip = strncmp(file, "lib", 3) == 0 && file + 3 < dot ? 3 : 0;
    return arena_strndup(a, file + skip, (size_t)(dot - file) - skip);
}

static bool names_fit(struct building *b)
{
    const char *out = b->s->opt.output, *slash = strrchr(out, '/');
    struct arena *a = &b->s->arena;
    b->file = str_last(out);
    b->folder = !slash ? "." : slash == out ? "/" : arena_strndup(a, out, (size_t)(slash - out));
    b->product = product_of(b->file);
    if (b->product == PRODUCT_PROGRAM)
        return true;
    if (b->product != PRODUCT_UNKNOWN) {
        b->name = name_of(a, b->file);
        if (is_identifier(b->name) && strcmp(b->name, "fisc"))  /* fisc.h is the library's own */
            return true;
    }
    diag_add(b->s->unit.diags, DIAG_BUILD_NAME, NO_SPAN, b->file, NULL);
    return false;
}

/* ---- files ---- */

static enum exit_status unwritable(struct building *b, const char *file)
{
    int error = errno;
    diag_add(b->s->unit.diags, DIAG_OUTPUT_UNWRITABLE, NO_SPAN,
             arena_printf(&b->s->arena, "%s/%s", b->folder, file), say_os_error(error, LANG_ZH),
             say_os_error(error, LANG_EN), NULL);
    return EXIT_IO;
}

/* In the private folder, with the mode that a new file of the user has. */
static int new_file(const struct building *b, const char *name, mode_t mode)
{
    return openat(b->work.fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
}

/* Ends a new file. */
static bool finish(int fd, bool written)
{
    int error = errno;
    bool synced = written && fsync(fd) == 0;
    if (written && !synced)
        error = errno;
    close(fd);
    errno = error;
    return synced;
}

static bool place(const struct building *b, const char *name)
{
    return renameat(b->work.fd, name, b->dir_fd, name) == 0;
}

/* Is there no header yet, or one that fisc made? */
static bool may_write_header(const struct building *b, const char *file)
{
    char head[sizeof CHEADER_HEAD - 1];
    int fd = openat(b->dir_fd, file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT;
    bool ours = read(fd, head, sizeof head) == (ssize_t)sizeof head
        && memcmp(head, CHEADER_HEAD, sizeof head) == 0;
    close(fd);
    errno = EEXIST;
    return ours;
}

static bool is_loaded(const struct building *b)
{
    return b->product == PRODUCT_LIBRARY || b->product == PRODUCT_PROGRAM;
}

static bool write_product(const struct building *b, const char *made)
{
    int from = openat(b->work.fd, made, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    int to = from < 0 ? -1 : new_file(b, b->file, is_loaded(b) ? 0777 : 0666);
    bool ok = to >= 0 && (!is_loaded(b) || seal_write(from))
        && (b->product == PRODUCT_PROGRAM ? carrier_write(to, from) : file_copy(from, to));
    int error = errno;
    if (from >= 0)
        close(from);
    errno = error;
    return to >= 0 && finish(to, ok);
}

static bool write_header(const struct building *b, const char *file)
{
    struct strbuf text;
    int fd = new_file(b, file, 0666);
    if (fd < 0)
        return false;
    strbuf_init(&text, &b->s->arena);
    cheader_write(&text, b->s->unit.ir, b->name, str_last(b->s->opt.rules));
    return finish(fd, file_write(fd, text.p, text.len));
}

/* ---- making ---- */

static enum exit_status make(struct building *b)
{
    static const char made[] = "made";
    struct session *s = b->s;
    const char *kind = is_loaded(b) ? "--whole"
        : arena_printf(&s->arena, b->product == PRODUCT_OBJECT ? "--object=%s_artifact"
                                                               : "--archive=%s_artifact", b->name);
    const char *header = b->name ? arena_printf(&s->arena, "%s.h", b->name) : NULL, *why;
    struct native_opts o;
    if (header && !may_write_header(b, header))
        return unwritable(b, header);
    session_native_opts(s, &o);
    o.cpu = artifact_cpu_name(s->opt.cpu ? s->opt.cpu : 1);
    why = native_make(&s->arena, s->unit.ir, &o, kind, &b->work, made);
    if (why) {
        diag_add(s->unit.diags, DIAG_BUILD_FAILED, NO_SPAN, why, NULL);
        return EXIT_IO;
    }
    if (!write_product(b, made))
        return unwritable(b, b->file);
    if (header && (!write_header(b, header) || !place(b, header)))
        return unwritable(b, header);
    return place(b, b->file) ? EXIT_HOLDS : unwritable(b, b->file);
}

static enum exit_status build(struct building *b)
{
    enum exit_status e = session_compile(b->s, STOP_NEVER);
    if (!e && !names_fit(b))
        e = EXIT_USAGE;
    if (e)
        return e;
    b->dir_fd = open(b->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (b->dir_fd < 0)
        return unwritable(b, b->file);
    if (!cache_work_make(&b->work, b->dir_fd)) {
        e = unwritable(b, b->file);
    } else {
        e = make(b);
        cache_work_remove(&b->work);
    }
    close(b->dir_fd);
    return e;
}

enum exit_status build_run(struct session *s)
{
    struct building b = { .s = s };
    enum exit_status e = build(&b);
    session_diagnostics(s);
    return e;
}
