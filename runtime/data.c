/* The data set: one table for each table of the program.
 * In: a schema and a folder or texts. Out: what data.h promises of tables and rows.
 * Invariant: a table that could not be read as a whole has no rows, and its figures are unknown. */
#define _GNU_SOURCE
#include "guard.h"
#include "listed.h"
#include "map.h"
#include "rownames.h"
#include "same.h"
#include "say.h"
#include "scratch.h"
#include "unitchain.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* ---- making a set ---- */

static void total_form_add(struct data_table *t, sym label)
{
    const char *text = t->prog->string[label];
    t->total_form[t->ntotal_form++] = str_form(t->arena, text, strlen(text));
}

static void table_init(struct data_set *s, uint32_t i, const struct same_names *same)
{
    struct data_table *t = &s->table[i];
    t->arena = s->arena;
    t->prog = s->prog;
    t->unit_texts = s->unit_texts;
    t->same = same;
    t->schema = &s->prog->table[i];
    t->file = t->path = s->prog->string[t->schema->from];
    t->withheld = t->schema->origin == ORIGIN_PRIOR;
    t->rows.total = DATA_NO_ROW;
    t->names = row_names_new(s->arena, s->prog, i);
    t->total_form = ARENA_ARRAY(s->arena, const char *, t->schema->nalso_total + 1);
    if (t->schema->total)
        total_form_add(t, t->schema->total);
    for (uint32_t k = 0; k < t->schema->nalso_total; k++)
        total_form_add(t, t->schema->also_total[k]);
}

struct data_set *data_new(struct arena *a, const struct ir_program *p, struct diags *d)
{
    struct data_set *s = ARENA_NEW(a, struct data_set);
    s->arena = a;
    s->prog = p;
    s->diags = d;
    for (unsigned i = 0; i < ORIGIN_COUNT; i++)
        s->dir_fd[i] = -1;
    s->reader = sheet_reader_new(a);
    s->table = ARENA_ARRAY(a, struct data_table, p->ntable);
    s->row_texts = ARENA_ARRAY(a, struct row_texts *, p->ntable);
    s->test = row_tests_new(a, p);
    s->listed = listed_new(a, p);
    s->unit_texts = unit_texts_new(a, p);
    const struct same_names *same = same_names_new(a, p);
    for (uint32_t i = 0; i < p->ntable; i++)
        table_init(s, i, same);
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

static void table_load_guarded(struct data_set *s, struct data_table *t, int fd,
                               const struct data_limits *lim)
{
    struct guard g;
    guard_begin(&g, s->arena, guard_fd, &fd);
    table_load(s, t, fd, lim);
    guard_end(&g);
}

static void open_fault(struct data_set *s, struct data_table *t, const char *dir_name,
                       enum file_fault f)
{
    int error = errno;
    struct data_place p = { .file = t->file, .header = "", .text = "" };
    const char *path = arena_printf(s->arena, "%s/%s", dir_name, t->path);
    if (t->map_line) {
        p.file = t->map_file;
        p.line = t->map_line;
    }
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

static void load_given(struct data_set *s, struct data_table *t, const struct data_given *g,
                       const struct data_limits *lim)
{
    t->file = g->file;
    t->text = g->text;
    t->len = g->len;
    table_load(s, t, -1, lim);
}

static bool stands_in(const struct data_given *g)
{
    return g && (g->text || g->grid);
}

/* The map of a folder is named as its tables' files are. */
static void origin_load(struct data_set *s, enum ir_origin origin, int dir_fd, const char *dir_name,
                        const char *map, const struct data_limits *lim)
{
    const struct data_given *given = lim ? lim->given : NULL;
    if (dir_fd >= 0)
        map_read(s, origin, dir_fd, map, !lim || !lim->one_file);
    for (uint32_t i = 0; i < s->prog->ntable; i++) {
        struct data_table *t = &s->table[i];
        int fd;
        if (t->schema->origin != origin)
            continue;
        t->given = given ? &given[i] : NULL;
        if (stands_in(t->given))
            load_given(s, t, t->given, lim);
        if (dir_fd < 0 || stands_in(t->given))
            continue;
        enum file_fault f = file_open_beneath(dir_fd, t->path, &fd, &t->stat);
        if (f == FILE_OK)
            table_load_guarded(s, t, fd, lim);
        else
            open_fault(s, t, dir_name, f);
    }
    s->dir_fd[origin] = dir_fd < 0 ? -1 : fcntl(dir_fd, F_DUPFD_CLOEXEC, 0);
}

struct data_set *data_load(struct arena *a, const struct ir_program *p, int dir_fd,
                           const char *dir_name, const struct data_limits *lim, struct diags *d)
{
    struct data_set *s = data_new(a, p, d);
    s->workbook = lim ? lim->workbook : NULL;
    s->handed = dir_fd < 0;
    origin_load(s, ORIGIN_CURRENT, dir_fd, dir_name, MAP_FILE, lim);
    return s;
}

/* ---- prior data ---- */

/* "2021/" and the file's name */
static const char *prior_file(struct data_set *s, const char *dir_name, const char *path)
{
    size_t len = strlen(dir_name);
    while (len > 1 && dir_name[len - 1] == '/')
        len--;
    return arena_printf(s->arena, "%.*s/%s", (int)len, dir_name, path);
}

/* Last year's sheet may lack a column that no rule reads there. */
static void mark_asked(struct data_set *s)
{
    const struct ir_program *p = s->prog;
    uint8_t **asked = ARENA_ARRAY(s->arena, uint8_t *, p->ntable);
    for (uint32_t i = 0; i < p->ntable; i++)
        if (p->table[i].origin == ORIGIN_PRIOR)
            s->table[i].asked = asked[i] = ARENA_ARRAY(s->arena, uint8_t, p->table[i].ncolumn);
    for (uint32_t i = 0; i < p->ncolref; i++)
        if (asked[p->colref[i].table])
            asked[p->colref[i].table][p->colref[i].column] = 1;
    for (uint32_t i = 0; i < p->ntable; i++)
        for (uint32_t c = 0; asked[i] && c < p->table[i].ncolumn; c++)
            asked[i][c] |= p->table[i].column[c].key;
}

static void match_rows(struct data_set *s)
{
    for (uint32_t i = 0; i < s->prog->ncolref; i++) {
        const struct ir_colref *c = &s->prog->colref[i];
        struct data_table *t = &s->table[c->table];
        const struct data_table *of = &s->table[t->schema->of];
        if (c->kind == COL_MATCHED && !t->match && t->state == TABLE_USABLE
            && of->state == TABLE_USABLE)
            table_match(t, of);
    }
}

void data_load_prior(struct data_set *s, int dir_fd, const char *dir_name,
                     const struct data_limits *lim)
{
    for (uint32_t i = 0; i < s->prog->ntable; i++) {
        struct data_table *t = &s->table[i];
        bool given = lim && lim->given && stands_in(&lim->given[i]);
        if (t->schema->origin != ORIGIN_PRIOR)
            continue;
        t->withheld = dir_fd < 0 && !given;
        if (dir_fd >= 0)
            t->file = prior_file(s, dir_name, t->path);
    }
    mark_asked(s);
    origin_load(s, ORIGIN_PRIOR, dir_fd, dir_name, prior_file(s, dir_name, MAP_FILE), lim);
    match_rows(s);
}

bool data_handed(const struct data_set *s) { return s->handed; }
const char *data_file(const struct data_set *s, uint32_t table) { return s->table[table].file; }
const char *data_path(const struct data_set *s, uint32_t table) { return s->table[table].path; }

struct data_place data_map_place(const struct data_set *s, uint32_t table)
{
    const struct data_table *t = &s->table[table];
    return (struct data_place){ .file = t->map_line ? t->map_file : NULL, .line = t->map_line,
                                .header = "", .text = t->path };
}

bool data_withheld(const struct data_set *s, uint32_t table)
{
    return s->table[table].withheld;
}

void data_close(struct data_set *s)
{
    for (unsigned i = 0; i < ORIGIN_COUNT; i++) {
        if (s->dir_fd[i] >= 0)
            close(s->dir_fd[i]);
        s->dir_fd[i] = -1;
    }
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

bool data_is_leaf(const struct data_set *s, uint32_t table, uint64_t row)
{
    return rows_is_leaf(&s->table[table], row);
}

uint32_t data_sheet_column(const struct data_set *s, uint32_t table, uint32_t column)
{
    return s->table[table].sheet_of[column];
}

struct data_reading data_reading(const struct data_set *s, uint32_t table)
{
    const struct data_table *t = &s->table[table];
    return (struct data_reading){
        .encoding = t->encoding, .separator = t->form.separator, .rows_above = t->rows_above,
        .first_above = t->nabove ? t->above[0] : NULL, .numbers_line = t->numbers_line,
        .notes = t->notes, .note_line = t->note.line, .note = t->note.text,
        .hidden = t->grid ? t->grid->hidden : 0 };
}

uint64_t data_lanes(const struct data_set *s, enum ir_domain domain, uint32_t table)
{
    switch (domain) {
    case DOMAIN_UNIT: case DOMAIN_COUNT: return 1;
    case DOMAIN_ROWS: return data_rows(s, table);
    case DOMAIN_PARENTS: return data_parent_count(s, table);
    case DOMAIN_JOIN: return data_keys(s, table);
    }
    return 0;
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

/* A figure in prose, or a word that says which way one goes. */
static bool text_holds_figure(const struct data_table *t, uint64_t row, uint32_t sheet_column)
{
    uint32_t key = t->key_of[TEXT_KEY_VALUE];
    if (key == IR_NONE || sheet_column != t->sheet_of[TEXT_KEY_VALUE])
        return false;
    const char *text = sym_text(t->codes, table_code(t, key, row));
    return !cell_is_empty(text, strlen(text));
}

bool data_holds_figure(const struct data_set *s, uint32_t table, uint64_t row,
                       uint32_t sheet_column)
{
    const struct data_table *t = &s->table[table];
    if (t->schema->text)
        return text_holds_figure(t, row, sheet_column);
    uint32_t store = t->use[sheet_column].store;
    const struct block *b = table_block(t, row);
    if (store == IR_NONE)
        return b->number && b->number[(size_t)sheet_column * b->cap + row % BLOCK_ROWS];
    if (!store_counts(&t->store[store]))
        return false;
    switch (cell_tag_kind(table_tag(t, store, row))) {
    case CELL_BLANK: case CELL_DASH: case CELL_NONE: case CELL_MISSING:
        return false;
    case CELL_FIGURE: case CELL_UNREADABLE: case CELL_OVERFLOW:
        break;
    }
    return true;
}

static bool sheet_column_read(const struct data_table *t, uint32_t sheet)
{
    return t->use[sheet].named || sheet_column_summed(t, sheet);
}

static bool same_sheet(const struct data_table *a, const struct data_table *b)
{
    return a != b && b->state == TABLE_USABLE && a->schema->origin == b->schema->origin
        && a->schema->sheet == b->schema->sheet && !strcmp(a->path, b->path);
}

static bool has_beside(const struct data_table *t, uint32_t field)
{
    for (uint32_t i = t->pivot ? t->pivot->nbound : t->header.count; i < t->header.count; i++)
        if (t->pivot->field[i] == field)
            return true;
    return false;
}

/* Does a table take what a column of the file holds? A form's file that is not turned is read by
 * columns; what it does not list as unread is read, or holds no figures. */
static bool field_read(const struct data_table *t, uint32_t field)
{
    if (!t->pivot)
        return field < t->header.count && sheet_column_read(t, field);
    for (uint32_t i = 0; i < t->pivot->nunread; i++)
        if (t->pivot->unread[i].column == field)
            return false;
    return !has_beside(t, field);
}

/* Is a column of the file read by another table of its sheet? */
static bool field_read_elsewhere(const struct data_set *s, const struct data_table *t,
                                 uint32_t field)
{
    for (uint32_t i = 0; i < s->prog->ntable; i++)
        if (same_sheet(t, &s->table[i]) && field_read(&s->table[i], field))
            return true;
    return false;
}

bool data_told_elsewhere(const struct data_set *s, uint32_t table, uint32_t sheet_column)
{
    const struct data_table *t = &s->table[table];
    if (!pivot_beside(t->pivot, sheet_column))
        return false;
    uint32_t field = t->pivot->field[sheet_column];
    for (uint32_t i = 0; i < table; i++)
        if (same_sheet(t, &s->table[i]) && has_beside(&s->table[i], field))
            return true;
    return field_read_elsewhere(s, t, field);
}

/* The labels that other tables of a sheet read. */
static struct symtab *labels_elsewhere(const struct data_set *s, const struct data_table *t,
                                       struct arena *a)
{
    struct symtab *read = symtab_new(a);
    for (uint32_t i = 0; i < s->prog->ntable; i++) {
        const struct data_table *other = &s->table[i];
        for (uint32_t c = 0; same_sheet(t, other) && other->pivot && c < other->header.count; c++)
            if (sheet_column_read(other, c))
                sym_of(read, other->header.form[c]);
    }
    return read;
}

void data_unread_fields(const struct data_set *s, uint32_t table,
                        void (*each)(void *ctx, uint32_t field, const char *header), void *ctx)
{
    const struct data_table *t = &s->table[table];
    for (uint32_t i = 0; t->state == TABLE_USABLE && t->pivot && i < t->pivot->nunread; i++)
        if (!field_read_elsewhere(s, t, t->pivot->unread[i].column))
            each(ctx, t->pivot->unread[i].column, t->pivot->unread[i].form);
}

/* By sheet column: is there a finding that it is no part of what it stands beside? */
static const bool *told_unlisted(struct arena *room, const struct data_set *s, uint32_t table)
{
    bool *told = ARENA_ARRAY(room, bool, (size_t)s->table[table].header.count + 1);
    for (const struct shape_finding *x = data_shape_findings(s, table); x; x = x->next)
        if (x->kind == SHAPE_UNLISTED_COLUMN && x->sheet_column < s->table[table].header.count)
            told[x->sheet_column] = true;
    return told;
}

void data_unread_columns(const struct data_set *s, uint32_t table,
                         void (*each)(void *ctx, uint32_t sheet_column, const char *header),
                         void *ctx)
{
    const struct data_table *t = &s->table[table];
    if (t->schema->zero)            /* a rule reads all of it */
        return;
    struct scratch room;
    scratch_open(&room, s->arena);
    const struct symtab *labels = t->pivot ? labels_elsewhere(s, t, &room.arena) : NULL;
    const bool *told = told_unlisted(&room.arena, s, table);
    for (uint32_t i = 0; t->state == TABLE_USABLE && i < t->header.count; i++) {
        const char *form = t->header.form[i];
        bool read = sheet_column_read(t, i) || !sheet_column_has_numbers(t, i)
            || (labels ? sym_find(labels, form, strlen(form)) != 0 : field_read_elsewhere(s, t, i));
        if (!read && !told[i])
            each(ctx, t->pivot ? t->pivot->field[i] : i, t->header.text[i]);
    }
    scratch_close(&room);
}
