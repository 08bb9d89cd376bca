/* Files of the data folder that no rule reads: a table that was published and is checked by
 * nothing is said. */
#include "session.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define NAMES_SHOWN 8u              /* further ones are only counted */
#define NAMES_READ 10000u           /* a folder of more files is no folder of one budget */

struct names { const char **name; uint32_t n, cap; };

static bool is_table_file(const char *name)
{
    size_t n = strlen(name);

    if (n < 5 || name[0] == '.' || name[0] == '~')      /* ~$name.xlsx: a workbook is open */
        return false;
    return strcasecmp(name + n - 4, ".csv") == 0 || strcasecmp(name + n - 5, ".xlsx") == 0
        || strcasecmp(name + n - 5, ".xlsm") == 0;
}

static bool is_read(const struct session *s, const char *name)
{
    for (uint32_t i = 0; i < s->unit.ir->ntable; i++)
        if (s->unit.ir->table[i].origin == ORIGIN_CURRENT
            && strcmp(data_path(s->data, i), name) == 0)
            return true;
    return false;
}

/* A file that rules take lines from, whatever its path is called. Rules that were compiled
 * elsewhere know it by a path of that place. */
static bool is_of_rules(const struct session *s, int dirfd, const char *name)
{
    const struct ir_program *p = s->unit.ir;
    struct stat here, there;

    if (fstatat(dirfd, name, &here, 0))
        return false;
    for (uint32_t i = 0; i < p->nfile; i++) {
        const char *file = p->string[p->file[i]];
        if (!is_table_file(file))
            continue;
        if (!stat(file, &there) ? here.st_dev == there.st_dev && here.st_ino == there.st_ino
                                : s->opened && strcmp(str_last(file), name) == 0)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void collect(struct session *s, DIR *folder, struct names *names)
{
    const struct dirent *e;

    while (names->n < NAMES_READ && (e = readdir(folder)) != NULL)
        if (is_table_file(e->d_name) && !is_read(s, e->d_name)
            && !is_of_rules(s, dirfd(folder), e->d_name))
            ARENA_PUSH(&s->arena, names->name, names->n, names->cap,
                       arena_strndup(&s->arena, e->d_name, strlen(e->d_name)));
}

void session_unread_files(struct session *s, const char *dir)
{
    struct names names = { .n = 0 };
    struct strbuf list;
    DIR *folder = opendir(dir);

    if (!folder)
        return;                     /* the tables' own files were found in it all the same */
    collect(s, folder, &names);
    closedir(folder);
    if (!names.n)
        return;
    qsort(names.name, names.n, sizeof *names.name, by_name);
    strbuf_init(&list, &s->arena);
    for (uint32_t i = 0; i < names.n && i < NAMES_SHOWN; i++) {
        strbuf_adds(&list, i ? ", " : "");
        strbuf_adds(&list, names.name[i]);
    }
    strbuf_adds(&list, names.n > NAMES_SHOWN ? ", …" : "");
    diag_add(s->unit.diags, DIAG_UNREAD_FILES, NO_SPAN, dir,
             arena_printf(&s->arena, "%u", names.n), list.p, NULL);
}
