/* Finds the data folders of --each.
 * In: a pattern. Out: paths beneath the current folder.
 * Invariant: a pattern that leads out of the current folder is refused; what it matches that is no
 * folder is counted and said. Links are refused where a folder is opened. */
#include "folders.h"
#include <errno.h>
#include <glob.h>
#include <locale.h>
#include <string.h>

/* The path without "." and empty parts; NULL if a part is "..". */
static const char *path_plain(struct arena *a, const char *path)
{
    char *plain = arena_strndup(a, path, strlen(path)), *to = plain;

    while (*path) {
        size_t len = strcspn(path, "/");
        if (len == 2 && memcmp(path, "..", 2) == 0)
            return NULL;
        if (len && !(len == 1 && *path == '.')) {
            if (to > plain)
                *to++ = '/';
            memmove(to, path, len);
            to += len;
        }
        path += len + (path[len] == '/');
    }
    *to = '\0';
    return plain;
}

static void keep_folders(struct session *s, const glob_t *g, struct folders *f)
{
    uint64_t cap = 0, others = 0;

    for (size_t i = 0; i < g->gl_pathc; i++) {
        const char *path = g->gl_pathv[i];
        size_t len = strlen(path);
        const char *plain;
        if (!len || path[len - 1] != '/') {
            others++;
            continue;
        }
        plain = path_plain(&s->arena, path);
        if (plain && *plain && (!f->n || strcmp(f->path[f->n - 1], plain) != 0))
            ARENA_PUSH(&s->arena, f->path, f->n, cap, plain);
    }
    if (others)
        diag_add(s->unit.diags, DIAG_EACH_NO_FOLDERS, NO_SPAN, s->opt.each,
                 arena_printf(&s->arena, "%lu", (unsigned long)others), NULL);
}

/* Patterns are of characters, not bytes: ? and [甲乙] match one. */
static int glob_utf8(const char *pattern, glob_t *g)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before = uselocale(utf8);
    int error = glob(pattern, GLOB_MARK | GLOB_ERR, NULL, g);

    uselocale(before);
    if (utf8)
        freelocale(utf8);
    return error;
}

enum exit_status folders_find(struct session *s, struct folders *f)
{
    const char *pattern = s->opt.each;
    glob_t g;
    int error;

    *f = (struct folders){ .n = 0 };
    if (*pattern == '/' || !path_plain(&s->arena, pattern)) {
        diag_add(s->unit.diags, DIAG_EACH_OUTSIDE, NO_SPAN, pattern, NULL);
        return EXIT_USAGE;
    }
    error = glob_utf8(pattern, &g);
    if (error == 0)
        keep_folders(s, &g, f);
    if (error == 0 || error == GLOB_NOMATCH)
        globfree(&g);
    if (error == GLOB_NOSPACE)
        arena_fail(&s->arena);
    if (f->n)
        return EXIT_HOLDS;
    diag_add(s->unit.diags, error == GLOB_ABORTED ? DIAG_EACH_UNREADABLE : DIAG_EACH_NONE,
             NO_SPAN, pattern, NULL);
    return EXIT_DATA;
}
