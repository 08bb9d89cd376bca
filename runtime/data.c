/* The data set: one table for each table of the program.
 * In: a schema and a folder or texts. Out: what data.h promises of tables and rows.
 * Invariant: a table that could not be read as a whole has no rows, and its figures are unknown. */
#define _GNU_SOURCE
#include "guard.h"
#include "rownames.h"
#include "say.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- making a set ---- */

static void table_init(struct data_set *s, uint32_t i)
{
    struct data_table *t = &s->table[i];
    t->arena = s->arena;
    t->prog = s->prog;
    t->schema = &s->prog->table[i];
    t->file = s->prog->string[t->schema->from];
    t->rows.total = DATA_NO_ROW;
    const char *label = s->prog->string[t->schema->total];
    const char *form = t->schema->total ? str_match_form(s->arena, label, strlen(label)) : "";
    t->total_form = form ? form : label;
    t->names = row_names_new(s->arena, s->prog, i);
}

struct data_set *data_new(struct arena *a, const struct ir_program *p, struct diags *d)
{
    struct data_set *s = ARENA_NEW(a, struct data_set);
    s->arena = a;
    s->prog = p;
    s->diags = d;
    s->dir_fd = -1;
    s->reader = sheet_reader_new(a);
    s->table = ARENA_ARRAY(a, struct data_table, p->ntable);
    for (uint32_t i = 0; i < p->ntable; i++)
        table_init(s, i);
    return s;
}

void data_load_text(struct data_set *s, uint32_t table, const char *file_name, const char *csv,
                    size_t len, const struct data_limits *lim)
{
    struct data_table *t = &s->table[table];
    if (t->state != TABLE_ABSENT)
        return;
    t->file = arena_strndup(s->arena, file_name, strlen(file_name));
    t->text = csv;
    t->len = len;
    table_load(s, t, -1, lim);
}

/* ---- files ---- */

static void file_close(void *fd)
{
    close(*(const int *)fd);
}

static void table_load_guarded(struct data_set *s, struct data_table *t, int fd,
                               const struct data_limits *lim)
{
    struct guard g;
    guard_begin(&g, s->arena, file_close, &fd);
    table_load(s, t, fd, lim);
    guard_end(&g);
}

static void open_fault(struct data_set *s, struct data_table *t, const char *dir_name,
                       enum file_fault f)
{
    int error = errno;
    struct data_place p = { .file = t->file, .header = "", .text = "" };
    const char *path = arena_printf(s->arena, "%s/%s", dir_name, t->file);
    switch (f) {
    case FILE_OK: case FILE_ABSENT:
        return;
    case FILE_OUTSIDE:
        diag_add_data(s->diags, DIAG_DATA_OUTSIDE, p, t->file, NULL);
        break;
    case FILE_NOT_REGULAR: case FILE_ERROR:
        error = f == FILE_ERROR ? error : 0;
        diag_add_data(s->diags, DIAG_DATA_UNREADABLE, p, path, say_os_error(error, LANG_ZH),
                      say_os_error(error, LANG_EN), NULL);
        break;
    }
    t->state = TABLE_BROKEN;
}

struct data_set *data_load(struct arena *a, const struct ir_program *p, int dir_fd,
                           const char *dir_name, const struct data_limits *lim, struct diags *d)
{
    struct data_set *s = data_new(a, p, d);
    for (uint32_t i = 0; i < p->ntable && dir_fd >= 0; i++) {
        struct data_table *t = &s->table[i];
        int fd;
        enum file_fault f = file_open_beneath(dir_fd, t->file, &fd, &t->stat);
        if (f == FILE_OK)
            table_load_guarded(s, t, fd, lim);
        else
            open_fault(s, t, dir_name, f);
    }
    s->dir_fd = dir_fd < 0 ? -1 : fcntl(dir_fd, F_DUPFD_CLOEXEC, 0);
    return s;
}

void data_close(struct data_set *s)
{
    if (s->dir_fd >= 0)
        close(s->dir_fd);
    s->dir_fd = -1;
}

/* ---- tables and rows ---- */

bool data_present(const struct data_set *s, uint32_t table)
{
    return s->table[table].state != TABLE_ABSENT;
}

bool data_usable(const struct data_set *s, uint32_t table)
{
    return s->table[table].state == TABLE_USABLE;
}

uint64_t data_rows(const struct data_set *s, uint32_t table)
{
    return s->table[table].nrow;
}

uint64_t data_total_row(const struct data_set *s, uint32_t table)
{
    return s->table[table].rows.total;
}

uint64_t data_parent_count(const struct data_set *s, uint32_t table)
{
    return s->table[table].rows.nparent;
}

const uint64_t *data_parents(const struct data_set *s, uint32_t table)
{
    return s->table[table].rows.parents;
}

uint64_t data_leaf_count(const struct data_set *s, uint32_t table)
{
    return s->table[table].rows.nleaf;
}

struct data_reading data_reading(const struct data_set *s, uint32_t table)
{
    const struct data_table *t = &s->table[table];
    return (struct data_reading){ t->encoding, t->form.separator };
}

const struct shape_finding *data_shape_findings(const struct data_set *s, uint32_t table)
{
    return s->table[table].finding;
}

static bool sheet_column_summed(const struct data_table *t, uint32_t sheet)
{
    for (uint32_t c = 0; c < t->schema->ncolumn; c++)
        for (uint32_t i = 0; t->schema->column[c].others && i < t->unlisted[c].count; i++)
            if (t->store[t->unlisted[c].store[i]].sheet == sheet)
                return true;
    return false;
}

static bool sheet_column_has_numbers(const struct data_table *t, uint32_t sheet)
{
    const struct use *u = &t->use[sheet];
    return u->store == IR_NONE ? u->number : store_counts(&t->store[u->store]);
}

uint32_t data_sheet_columns(const struct data_set *s, uint32_t table)
{
    return s->table[table].header.count;
}

bool data_holds_figure(const struct data_set *s, uint32_t table, uint64_t row,
                       uint32_t sheet_column)
{
    const struct data_table *t = &s->table[table];
    uint32_t store = t->use[sheet_column].store;
    const struct block *b = table_block(t, row);
    if (store == IR_NONE)
        return b->number && b->number[(size_t)sheet_column * b->cap + row % BLOCK_ROWS];
    if (!store_counts(&t->store[store]))
        return false;
    switch (cell_tag_kind(table_tag(t, store, row))) {
    case CELL_BLANK: case CELL_DASH: case CELL_NONE:
        return false;
    case CELL_FIGURE: case CELL_UNREADABLE: case CELL_OVERFLOW:
        break;
    }
    return true;
}

void data_unread_columns(const struct data_set *s, uint32_t table,
                         void (*each)(void *ctx, uint32_t sheet_column, const char *header),
                         void *ctx)
{
    const struct data_table *t = &s->table[table];
    for (uint32_t i = 0; t->state == TABLE_USABLE && i < t->header.count; i++)
        if (!t->use[i].named && sheet_column_has_numbers(t, i) && !sheet_column_summed(t, i))
            each(ctx, i, t->header.text[i]);
}
