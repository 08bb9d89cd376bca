/* Reads the map of a data folder.
 * In: records of MAP_FILE: table, file, column, header. Out: other paths and headers of tables.
 * Invariant: a row that says nothing, or says a thing twice, is told; so is one about a table or
 * column that the rules do not have. */
#define _GNU_SOURCE
#include "map.h"
#include "guard.h"
#include "intake.h"
#include <string.h>
#include <unistd.h>

enum { MAP_BYTES = 1 << 20, MAP_ROW_BYTES = 1 << 16, MAP_FIELDS = 64 };

/* the columns of the map itself, and their headers in both languages */
enum map_field { MAP_TABLE, MAP_PATH, MAP_COLUMN, MAP_HEADER, MAP_NOTE, MAP_FIELD_COUNT };
static const char *const field_names[MAP_FIELD_COUNT][2] = {
    [MAP_TABLE] = { "表", "table" }, [MAP_PATH] = { "文件", "file" },
    [MAP_COLUMN] = { "列", "column" }, [MAP_HEADER] = { "表头", "header" },
    [MAP_NOTE] = { "说明", "note" },
};

struct mapping {
    struct data_set *set;
    struct arena *arena;
    enum ir_origin origin;
    const char *shown;
    bool with_files;
    bool have_header;
    uint32_t field[MAP_FIELD_COUNT];            /* where each stands, or IR_NONE */
    uint64_t line;                              /* of the row at hand */
    const char *text[MAP_FIELD_COUNT];          /* of the row at hand, trimmed */
};

static struct data_place place_of(const struct mapping *m, const char *text)
{
    return (struct data_place){ .file = m->shown, .line = m->line, .header = "", .text = text };
}

static const char *line_text(const struct mapping *m, uint64_t line)
{
    return arena_printf(m->arena, "%llu", (unsigned long long)line);
}

static const char *field_text(const struct mapping *m, const struct sheet_record *rec, uint32_t i)
{
    if (i >= rec->nfield)
        return "";
    const char *s = rec->field[i].p;
    size_t len = rec->field[i].len;
    cell_trim(&s, &len);
    return arena_strndup(m->arena, s, len);
}

/* ---- the map's own header ---- */

static uint32_t field_of(const char *text)
{
    for (uint32_t f = 0; f < MAP_FIELD_COUNT; f++)
        if (!strcmp(text, field_names[f][0]) || !strcmp(text, field_names[f][1]))
            return f;
    return IR_NONE;
}

static bool header_take(struct mapping *m, const struct sheet_record *rec)
{
    m->have_header = true;
    memset(m->field, 0xff, sizeof m->field);
    for (uint32_t i = 0; i < rec->nfield; i++) {
        const char *text = field_text(m, rec, i);
        uint32_t f = field_of(text);
        if (f != IR_NONE)
            m->field[f] = i;
        else
            diag_add_data(m->set->diags, DIAG_MAP_HEADER, place_of(m, text), text, NULL);
        if (f == IR_NONE)
            return false;
    }
    if (m->field[MAP_TABLE] == IR_NONE)
        diag_add_data(m->set->diags, DIAG_MAP_NO_TABLE_COLUMN, place_of(m, ""), NULL);
    return m->field[MAP_TABLE] != IR_NONE;
}

/* ---- what a row is about ---- */

/* The name of a table in the rules: a shadow's is that of the table it stands for. */
static const char *table_name(const struct data_set *s, const struct data_table *t)
{
    bool own = t->schema->origin == ORIGIN_CURRENT;
    return s->prog->string[own ? t->schema->name : s->prog->table[t->schema->of].name];
}

static const char *column_name(const struct data_table *t, uint32_t c)
{
    return t->prog->string[t->schema->column[c].shown];
}

/* Calls `each` for every table of the origin that has the name. False if there is none. */
static bool tables_each(struct mapping *m, void (*each)(struct mapping *m, struct data_table *t))
{
    const struct data_set *s = m->set;
    bool any = false;
    for (uint32_t i = 0; i < s->prog->ntable; i++) {
        struct data_table *t = &s->table[i];
        if (strcmp(table_name(s, t), m->text[MAP_TABLE]))
            continue;
        any = true;
        if (t->schema->origin == m->origin)
            each(m, t);
    }
    return any;
}

/* ---- files ---- */

static void file_set(struct mapping *m, struct data_table *t)
{
    const char *path = m->text[MAP_PATH];
    if (t->map_line) {
        diag_add_data(m->set->diags, DIAG_MAP_TWICE, place_of(m, path), m->text[MAP_TABLE],
                      line_text(m, t->map_line), NULL);
        return;
    }
    t->map_file = m->shown;
    t->map_line = m->line;
    size_t head = strlen(t->file) - strlen(t->path);    /* of prior data: its folder, as shown */
    t->file = arena_printf(m->arena, "%.*s%s", (int)head, t->file, path);
    t->path = path;
}

/* ---- headers ---- */

static void header_put(struct mapping *m, struct data_table *t, uint32_t c)
{
    t->map_file = m->shown;
    if (!t->mapped)
        t->mapped = ARENA_ARRAY(m->arena, struct mapped_header, t->schema->ncolumn);
    if (t->mapped[c].line)
        diag_add_data(m->set->diags, DIAG_MAP_TWICE, place_of(m, m->text[MAP_HEADER]),
                      m->text[MAP_COLUMN], line_text(m, t->mapped[c].line), NULL);
    else
        t->mapped[c] = (struct mapped_header){ m->text[MAP_HEADER], m->line };
}

static void header_set(struct mapping *m, struct data_table *t)
{
    bool any = false;
    if (t->schema->layout == LAYOUT_FORM) {
        diag_add_data(m->set->diags, DIAG_MAP_FORM, place_of(m, m->text[MAP_COLUMN]),
                      m->text[MAP_TABLE], NULL);
        return;
    }
    for (uint32_t c = 0; c < t->schema->ncolumn; c++)
        if (!strcmp(column_name(t, c), m->text[MAP_COLUMN])) {
            header_put(m, t, c);
            any = true;
        }
    if (!any)
        diag_add_data(m->set->diags, DIAG_MAP_COLUMN, place_of(m, m->text[MAP_COLUMN]),
                      m->text[MAP_TABLE], m->text[MAP_COLUMN], NULL);
}

/* ---- rows ---- */

static void row_take(struct mapping *m)
{
    bool column = *m->text[MAP_COLUMN], header = *m->text[MAP_HEADER], file = *m->text[MAP_PATH];
    if (!*m->text[MAP_TABLE] || column != header || !(column || file)) {
        diag_add_data(m->set->diags, DIAG_MAP_ROW, place_of(m, ""), NULL);
        return;
    }
    bool known = true;
    if (file && m->with_files)
        known = tables_each(m, file_set);
    if (column)
        known = tables_each(m, header_set);
    if (!known)
        diag_add_data(m->set->diags, DIAG_MAP_TABLE, place_of(m, m->text[MAP_TABLE]),
                      m->text[MAP_TABLE], NULL);
}

static bool record_take(void *ctx, const struct sheet_record *rec)
{
    struct mapping *m = ctx;
    bool blank = true;
    m->line = rec->line;
    if (!m->have_header)
        return header_take(m, rec);
    for (uint32_t f = 0; f < MAP_FIELD_COUNT; f++) {
        m->text[f] = m->field[f] == IR_NONE ? "" : field_text(m, rec, m->field[f]);
        blank = blank && !*m->text[f];
    }
    if (!blank)
        row_take(m);
    return true;
}

/* ---- the file ---- */

static void map_load(struct mapping *m, int fd, const struct stat *st)
{
    static const struct data_limits most = { .max_file_bytes = MAP_BYTES,
                                             .max_row_bytes = MAP_ROW_BYTES,
                                             .fixed_bytes = true };
    struct data_table *t = ARENA_NEW(m->arena, struct data_table);
    struct sheet_input in = { .fd = fd, .max_bytes = MAP_BYTES, .max_row_bytes = MAP_ROW_BYTES,
                              .max_fields = MAP_FIELDS, .fixed_bytes = true };
    *t = (struct data_table){ .arena = m->arena, .file = m->shown, .stat = *st };
    if (!intake_open(m->set, t, &in))
        return;
    struct sheet_result r = sheet_read(m->set->reader, &in, record_take, m);
    intake_fault(m->set->diags, m->arena, m->shown, &most, &r);
}

void map_read(struct data_set *s, enum ir_origin origin, int dir_fd, const char *shown,
              bool with_files)
{
    struct mapping m = { .set = s, .arena = s->arena, .origin = origin, .shown = shown,
                         .with_files = with_files };
    struct guard g;
    struct stat st;
    int fd;
    enum file_fault f = file_open_beneath(dir_fd, MAP_FILE, &fd, &st);
    if (f == FILE_OK) {
        guard_begin(&g, s->arena, guard_fd, &fd);
        map_load(&m, fd, &st);
        guard_end(&g);
    } else if (f != FILE_ABSENT) {
        diag_add_data(s->diags, DIAG_MAP_UNREADABLE, place_of(&m, ""), shown, NULL);
    }
}
