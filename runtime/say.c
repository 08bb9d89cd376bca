/* Sentences of reports and texts for them.
 * In: ids and texts from outside. Out: arena texts that are safe to show.
 * Invariant: each is bounded. */
#define _GNU_SOURCE
#include "say.h"
#include "num.h"
#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { SAY_ARGS = 6, SAY_BYTES = 240 };

static const char *const sentences[][2] = {
#define X(id, zh, en) { zh, en },
#include "sentence.def"
#undef X
};

const char *say_text(enum say id, enum lang lang)
{
    return sentences[id][lang];
}

const char *say_os_error(int error, enum lang lang)
{
    static const struct { int error; enum say say; } known[] = {
        { 0, SAY_NOT_REGULAR }, { EACCES, SAY_OS_DENIED }, { EPERM, SAY_OS_DENIED },
        { ENOENT, SAY_OS_ABSENT }, { ENOTDIR, SAY_OS_NO_FOLDER }, { ELOOP, SAY_OS_LINKS },
        { EISDIR, SAY_OS_FOLDER }, { ENAMETOOLONG, SAY_OS_LONG_NAME }, { EIO, SAY_OS_IO },
        { EMFILE, SAY_OS_FILES }, { ENFILE, SAY_OS_FILES }, { ENOSPC, SAY_OS_SPACE },
        { EROFS, SAY_OS_READ_ONLY }, { EFBIG, SAY_OS_FILE_SIZE }, { EBADF, SAY_OS_CLOSED },
        { ENOMEM, SAY_OS_MEMORY },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].error == error)
            return say_text(known[i].say, lang);
    const char *text = strerrordesc_np(error);
    return text ? text : "";
}

static bool breaks_line(char c)
{
    return c == '\n' || c == '\r' || c == '\t';
}

static const char *one_line(struct arena *a, const char *s)
{
    if (!strpbrk(s, "\n\r\t"))
        return s;
    char *copy = arena_strndup(a, s, strlen(s)), *to = copy;
    for (const char *p = s; *p; p++)
        if (!breaks_line(*p))
            *to++ = *p;
        else if (to > copy && to[-1] != ' ')
            *to++ = ' ';
    *to = 0;
    return copy;
}

const char *say_escaped(struct arena *a, const char *s)
{
    struct strbuf b;
    const char *line = one_line(a, s ? s : "");
    strbuf_init(&b, a);
    diag_format_cut(&b, "{0}", &line, 1, SAY_BYTES);
    return b.p;
}

const char *say_with(struct arena *a, enum lang lang, enum say id, unsigned n, ...)
{
    const char *arg[SAY_ARGS] = { NULL };
    struct strbuf b;
    va_list ap;
    va_start(ap, n);
    for (unsigned i = 0; i < n && i < SAY_ARGS; i++) {
        const char *s = va_arg(ap, const char *);
        arg[i] = one_line(a, s ? s : "");
    }
    va_end(ap);
    strbuf_init(&b, a);
    diag_format_cut(&b, say_text(id, lang), arg, SAY_ARGS, SAY_BYTES);
    return b.p;
}

const char *say_count(struct arena *a, uint64_t n)
{
    char buf[48];
    w256 w = { { n, 0, 0, 0 } };
    size_t len = dec_format(buf, sizeof buf, (struct dec){ w, 0 }, true);
    return arena_strndup(a, buf, len);
}
