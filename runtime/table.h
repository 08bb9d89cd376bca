#ifndef FISC_TABLE_H
#define FISC_TABLE_H
/* Inside of a data set: one table's columns, its blocks of rows, and their places in the file.
 * Shared by the files that fill it (load.c, rows.c) and those that read it (facet.c, origin.c,
 * data.c). */
#include "cell.h"
#include "header.h"
#include "pivot.h"
#include "rows.h"
#include "sheet.h"
#include "file.h"

#define SAME_FAULT_MAX 20           /* faults of a kind told for a file; more are counted */
#define BLOCK_ROWS 512u
#define BLOCK_FIRST 32u             /* room of the first block while the table is small */

/* Up to BLOCK_ROWS rows; each array holds one stretch of `cap` for every column. */
struct block {
    uint32_t cap;
    int64_t *value;                 /* of store s: value + s * cap */
    uint8_t *tag;                   /* cell_tag */
    uint32_t *code;                 /* of key k: code + k * cap; symbols of table.codes, 0: blank */
    /* of sheet column c, if no rule reads it: number + c * cap, 1: a number; NULL: not asked for */
    uint8_t *number;
    uint64_t *offset;               /* of the record in the file */
    uint32_t *line;                 /* past first_line; sticks at UINT32_MAX */
    uint64_t first_line;
};

/* A sheet column kept as figures of one grid. */
struct store {
    uint32_t sheet;
    /* schema column: its own, or the one in whose group it stands unlisted */
    uint32_t column;
    bool declared;
    struct ir_grid grid;
    struct cell_form form;
    int64_t unit;                   /* the grid's place, in stored units */
    uint64_t numbers;               /* cells that are numbers */
    uint64_t bad;                   /* cells that are neither figure nor blank, ragged rows' too */
    uint64_t extra;                 /* figures with more digits than the grid */
    uint64_t nonzero_row;           /* the first, or DATA_NO_ROW */
    uint32_t next;                  /* another store of this sheet column, or IR_NONE */
};

struct use {                        /* what is done with a sheet column */
    uint32_t store, key;            /* the first store; the key; or IR_NONE */
    bool number;                    /* without store and key: a number was seen */
    bool named;                     /* a schema column is bound to it */
};

struct unlisted_set { uint32_t *store; uint32_t count, cap; };  /* in sheet order */

/* codepoints; reads as the total row's label; else as 小计, 合计 or 总计 */
struct code_info { uint32_t length; bool total, subtotal; };

#define NONZERO_KEPT 1000u          /* further cells are only counted */
/* A cell that is a number other than zero and stands in no key column. */
struct nonzero_cell { uint64_t row; uint32_t sheet; int64_t coef; int places; };
struct nonzero {
    uint64_t count;
    uint64_t unread;                /* rows whose fields do not fit the header */
    struct nonzero_cell *cell; uint64_t ncell, cap;
};

enum table_state { TABLE_ABSENT, TABLE_BROKEN, TABLE_USABLE };

struct note_row { uint64_t line; const char *text; };

struct same_names;                  /* same.c */
struct data_table {
    struct arena *arena;
    const struct ir_program *prog;
    const struct ir_table *schema;
    struct unit_texts *unit_texts;  /* units printed in the data; the set's */
    enum table_state state;
    bool withheld;                  /* of prior data, and none were given */
    const char *file;               /* as it is shown */
    const char *path;               /* beneath the folder of its origin */
    /* what the folder's map says of the table: its name as shown, the line that names the file (0:
     * none), headers by schema column (NULL: none) */
    const char *map_file; uint64_t map_line;
    struct mapped_header *mapped;
    const uint8_t *asked;           /* by schema column, of prior data: some rule uses it; NULL: all
                                     * are wanted */
    const struct units_table *units;            /* a table of units: where its rows come from */
    const struct same_names *same;              /* by ir_same of the program (same.h) */
    struct quoted *quoted;          /* of a text: by program cell (prose.h) */
    uint32_t *match;                /* by row of the table that it stands for: the row with its
                                     * keys, or ROWS_NONE; NULL: no rule asks */
    /* where the text is */
    const char *text; size_t len;   /* memory, or NULL: a file */
    const struct grid *grid;        /* a workbook's sheet, or NULL */
    const struct data_given *given; /* in its place, or in that of some cells; NULL: nothing */
    struct sheet_form form;
    enum text_encoding encoding;    /* of the file: that of `text` may be another */
    struct stat stat;               /* of the file when it was read */
    uint64_t rows_above;            /* above the header, passed over */
    const char **above; uint32_t nabove;        /* what they print: the first cells */
    uint64_t numbers_line;          /* the row of column numbers, passed over; 0: none */
    uint64_t notes;                 /* rows of notes at the foot, passed over */
    struct note_row note;           /* the first of them */
    /* columns */
    struct header header;
    uint64_t header_line;
    struct pivot *pivot;            /* the sheet was turned when it was read; else NULL */
    /* match forms of the total row's labels; none if the table declares no rows */
    const char **total_form; uint32_t ntotal_form;
    uint32_t *sheet_of, *store_of, *key_of;     /* by schema column, or IR_NONE */
    uint32_t *unit_sheet;           /* by schema column: where its rows name their units */
    /* by schema column with braces: `others`, or what a closed one should not have */
    struct unlisted_set *unlisted;
    struct store *store; uint32_t nstore, store_cap;
    struct use *use;                /* by sheet column */
    uint32_t *key_sheet, *key_same; uint32_t nkey;      /* by key; ir_column.same */
    struct symtab *codes;
    struct code_info *code_info; uint32_t ncode, code_cap;      /* by symbol */
    bool every_number, every_field; /* as asked for (struct data_limits) */
    bool key_missing;               /* a level's key column is not in the file */
    uint8_t *keyless;               /* by row: it has a figure and no key of a join; may be NULL */
    /* rows */
    struct block **block; uint32_t nblock, block_cap;
    uint64_t nrow;
    struct rows rows;
    struct row_names *names;        /* rows that rules name; NULL: none */
    struct nonzero nonzero;         /* if the schema says zero */
    struct shape_finding *finding, **finding_end;
};

struct origin_cache;
struct row_test;                    /* rowtest.c */
struct listed;                      /* listed.h */
struct row_texts;                   /* rownear.c */
struct book;
struct join;
struct data_set {
    struct arena *arena;
    const struct ir_program *prog;
    struct diags *diags;
    struct data_table *table;
    struct join *join;              /* by join of the program; NULL: not made yet */
    struct sheet_reader *reader;
    struct origin_cache *cache;
    struct row_test *test;          /* by program test */
    struct listed *listed;          /* by program text on a list */
    struct row_texts **row_texts;   /* by table, once they were asked for (rownear.c) */
    struct unit_texts *unit_texts;
    workbook_fn *workbook;          /* NULL: workbooks are not read */
    struct book *books;             /* workbooks that were opened: several tables may be in one */
    int dir_fd[ORIGIN_COUNT];       /* by origin; -1: none */
    bool handed;                    /* there never was a folder */
};

/* Why a table has no figures at all, or RS_NONE. */
enum ir_reason table_reason(const struct data_table *t);

static inline struct block *table_block(const struct data_table *t, uint64_t row)
{
    return t->block[row / BLOCK_ROWS];
}
static inline int64_t table_value(const struct data_table *t, uint32_t store, uint64_t row)
{
    const struct block *b = table_block(t, row);
    return b->value[(size_t)store * b->cap + row % BLOCK_ROWS];
}
static inline uint8_t table_tag(const struct data_table *t, uint32_t store, uint64_t row)
{
    const struct block *b = table_block(t, row);
    return b->tag[(size_t)store * b->cap + row % BLOCK_ROWS];
}
static inline uint32_t table_code(const struct data_table *t, uint32_t key, uint64_t row)
{
    const struct block *b = table_block(t, row);
    return b->code[(size_t)key * b->cap + row % BLOCK_ROWS];
}
/* The row with the keys of a row of the table that t stands for, or ROWS_NONE. */
static inline uint32_t table_matched(const struct data_table *t, uint64_t row)
{
    return t->match ? t->match[row] : ROWS_NONE;
}
/* An unlisted column counts only if some cell of it is a number; else it is text. */
static inline bool store_counts(const struct store *s)
{
    return s->declared || s->numbers > 0;
}

static inline uint64_t table_lines_above(const struct data_table *t)
{
    return t->given && t->given->text ? t->given->lines_above : 0;
}

/* Why nothing of a table is known; RS_NONE if it is usable. */
enum ir_reason table_reason(const struct data_table *t);
struct row_test *row_tests_new(struct arena *a, const struct ir_program *p);

/* Counts errors without telling them. */
static inline void faults_hide(struct diags *d, uint64_t n)
{
    d->errors += (uint32_t)n;
    d->hidden += (uint32_t)n;
}

/* Binds the schema to the header (t->header) and makes stores and uses. Faults go to d. */
void table_bind(struct data_table *t, struct diags *d);
/* Says that t->header has no such header, and which is nearest to its match form. */
void table_tell_missing(const struct data_table *t, struct data_place at, const char *wanted,
                        const char *form, struct diags *d);
/* Makes the empty arrays of columns that binding fills: none is bound yet. */
void table_arrays(struct data_table *t);
/* The store of a sheet column with a declared column's grid. */
uint32_t table_store(struct data_table *t, uint32_t sheet, uint32_t column);
/* The record, or in room the same with cells that are given in their place. */
const struct sheet_record *table_patched(const struct data_table *t, const struct sheet_record *rec,
                                         struct sheet_record *room);
/* Makes room for row t->nrow and returns its block; the row is not counted yet. */
struct block *table_room(struct data_table *t, uint64_t line, uint64_t offset);
/* The symbol of a code (blanks around it do not count); 0 if it is blank. */
uint32_t table_intern(struct data_table *t, const char *s, size_t len);
/* Does a cell read as the total row's label? */
bool table_is_total(const struct data_table *t, const char *s, size_t len);
uint64_t table_line(const struct data_table *t, uint64_t row);
/* The 0-based column of the file in which a cell of a sheet column stands; IR_NONE: the row does
 * not print it. */
uint32_t table_field(const struct data_table *t, uint64_t row, uint32_t sheet, uint64_t *line);
/* The cell of a key in a row, with its code. */
struct data_place table_key_place(const struct data_table *t, uint32_t key, uint64_t row);
/* Adds a finding of the shape, and returns it. */
struct shape_finding *table_find(struct data_table *t, enum shape_kind kind, uint32_t column,
                                 uint32_t sheet, uint64_t row, uint64_t other_row);
/* Adds the finding that a named row is not there. */
void table_find_missing(struct data_table *t, uint32_t rowref);
/* Cells of one row, the second a repetition of the first. */
void table_find_repeat(struct data_table *t, uint64_t row, uint32_t first, uint32_t second);

/* Makes t->match from the rows of both tables. */
void table_match(struct data_table *t, const struct data_table *of);

/* Reads the table's text with the set's reader and builds its rows. fd -1: t->text. */
void table_load(struct data_set *s, struct data_table *t, int fd, const struct data_limits *lim);
#endif
