#ifndef FIXTURE_H
#define FIXTURE_H
/* A program of one table, built by hand, and a data set bound to it from text: what the tests of
 * the data side share. */
#include "../../runtime/data.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { FX_STRINGS = 256, FX_COLUMNS = 64, FX_LEVELS = 8 };
enum { EXACT, CLOSED, HALF_UP, HALF_EVEN, TRUNCATE };
enum { BRACES = 1, OTHERS = 2, KEY = 4, IMPLICIT = 8 };

struct fixture {
    struct arena arena;
    struct diags diags;
    char *string[FX_STRINGS];
    struct ir_column column[FX_COLUMNS];
    struct ir_level level[FX_LEVELS];
    struct ir_table table;
    struct ir_colref colref[FX_COLUMNS];
    struct ir_program prog;
    struct ir_grid grid;            /* given to the columns that follow */
    const char *unit;
    struct data_set *set;
};

static inline sym fx_sym(struct fixture *f, const char *text)
{
    f->string[f->prog.nstring] = arena_strndup(&f->arena, text, strlen(text));
    return f->prog.nstring++;
}

static inline struct ir_grid fx_grid(unsigned mode, int places, int scale)
{
    return (struct ir_grid){ .mode = (uint8_t)mode, .places = (int8_t)places,
                             .scale = (int8_t)scale };
}

/* A table in 万元 to 0.01: stored at 8 places. total NULL: no rows declared. */
static inline void fx_init(struct fixture *f, const char *total)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->arena, 0, NULL, NULL);
    diags_init(&f->diags, &f->arena);
    f->prog = (struct ir_program){ .string = f->string, .table = &f->table, .ntable = 1,
                                   .colref = f->colref };
    fx_sym(f, "");
    f->table = (struct ir_table){ .column = f->column, .level = f->level };
    f->table.name = fx_sym(f, "T");
    f->table.from = fx_sym(f, "t.csv");
    f->table.total = total ? fx_sym(f, total) : 0;
    f->grid = fx_grid(CLOSED, 2, 8);
    f->unit = "万元";
}

static inline void fx_free(struct fixture *f)
{
    arena_free(&f->arena);
}

/* Declares a column; header NULL: none given. Returns its number. */
static inline uint32_t fx_column(struct fixture *f, const char *name, const char *header,
                                 uint32_t parent, unsigned flags)
{
    uint32_t c = f->table.ncolumn++;
    struct ir_column *col = &f->column[c];
    *col = (struct ir_column){ .name = fx_sym(f, name), .parent = parent, .grid = f->grid,
                               .braces = (flags & BRACES) != 0, .others = (flags & OTHERS) != 0,
                               .key = (flags & KEY) != 0, .implicit = (flags & IMPLICIT) != 0 };
    col->unit.text = f->prog.nstring;
    fx_sym(f, f->unit);
    for (uint32_t i = 0; i < c; i++)            /* equal units are equal symbols */
        if (!strcmp(f->string[f->column[i].unit.text], f->unit))
            col->unit.text = f->column[i].unit.text;
    if (header) {
        col->header = ARENA_NEW(&f->arena, sym);
        *col->header = fx_sym(f, header);
        col->nheader = 1;
    }
    return c;
}

static inline void fx_level(struct fixture *f, uint32_t key, uint32_t length)
{
    f->level[f->table.nlevel++] = (struct ir_level){ .key = key, .length = length };
}

static inline void fx_load_limited(struct fixture *f, const char *csv, size_t len,
                                   const struct data_limits *lim)
{
    f->set = data_new(&f->arena, &f->prog, &f->diags);
    data_load_text(f->set, 0, "t.csv", csv, len, lim);
}

static inline void fx_load(struct fixture *f, const char *csv)
{
    fx_load_limited(f, csv, strlen(csv), NULL);
}

static inline uint32_t fx_ref(struct fixture *f, enum ir_colref_kind kind, uint32_t column)
{
    f->colref[f->prog.ncolref] = (struct ir_colref){ .kind = (uint8_t)kind, .column = column };
    return f->prog.ncolref++;
}

/* One facet of one row. */
static inline int64_t fx_facet(struct fixture *f, enum ir_colref_kind kind, uint32_t column,
                               enum ir_facet facet, uint64_t row)
{
    int64_t buf[1];
    uint32_t ref = fx_ref(f, kind, column);
    const int64_t *p = data_facet(f->set, ref, facet, row, NULL, 1, buf);
    f->prog.ncolref--;
    return p ? *p : 0;
}

static inline int64_t fx_mid(struct fixture *f, uint32_t column, uint64_t row)
{
    return fx_facet(f, COL_PLAIN, column, FACET_MID, row);
}

static inline int64_t fx_reason(struct fixture *f, uint32_t column, uint64_t row)
{
    return fx_facet(f, COL_PLAIN, column, FACET_REASON, row);
}

static inline unsigned fx_count(const struct fixture *f, enum diag_code code)
{
    unsigned n = 0;
    for (const struct diag *g = f->diags.first; g; g = g->next)
        n += g->code == code;
    return n;
}

static inline const struct diag *fx_diag(const struct fixture *f, enum diag_code code)
{
    for (const struct diag *g = f->diags.first; g; g = g->next)
        if (g->code == code)
            return g;
    fail_msg("no diagnostic %s", diag_id(code));
    return NULL;
}

static inline unsigned fx_findings(const struct fixture *f, enum shape_kind kind)
{
    unsigned n = 0;
    for (const struct shape_finding *s = data_shape_findings(f->set, 0); s; s = s->next)
        n += s->kind == kind;
    return n;
}

static inline const struct shape_finding *fx_finding(const struct fixture *f, enum shape_kind kind)
{
    const struct shape_finding *s = data_shape_findings(f->set, 0);
    while (s && s->kind != kind)
        s = s->next;
    assert_non_null(s);
    return s;
}

/* 万元 with two places, at the fixture's storage scale */
#define WAN(hundredths) ((int64_t)(hundredths) * 1000000)
#endif
