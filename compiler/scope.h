#ifndef FISC_SCOPE_H
#define FISC_SCOPE_H
/* Declared names: params, lines, tables in one space; the columns of each table
 * in a space of their own. */
#include "measure.h"

enum decl_kind { DECL_PARAM, DECL_LINE, DECL_TABLE, DECL_TEXT, DECL_COLUMN, DECL_BLOCK,
                 DECL_LIST, DECL_CODES,
                 DECL_MAPPING };
struct why_node;                    /* runtime/why.h */
struct codelist;
struct decl {
    enum decl_kind kind;
    struct name name;
    struct stmt *stmt;              /* PARAM, LINE, TABLE, LIST, CODES, MAPPING */
    const struct measure *measure;  /* of a figure, of a TABLE's columns; NULL: in error */
    struct ir_grid grid;            /* TABLE: of columns without one of their own */
    struct decl *owner;             /* COLUMN: its table */
    struct decl *parent;            /* COLUMN of a tree: the one that it is a part of, or the BLOCK
                                     * that it stands in, or NULL */
    struct decl *same;              /* COLUMN: the next one of that name in its table */
    const struct column_node *node;       /* COLUMN declared in a tree */
    uint32_t table, column;         /* TABLE, COLUMN: numbers in the program */
    uint32_t line;                  /* LINE: number in the program */
    uint32_t codes;                 /* CODES: 1 + number in the program, 0: no rule asks yet */
    struct codelist *list;          /* CODES: its entries (codelist.c) */
    uint32_t figure;                /* PARAM, LINE: number among those of scope.figure (uses) */
    uint8_t visit;                  /* order: 0 new, 1 on the path, 2 done; LIST: 1 while its nodes
                                     * are declared */
    bool is_key, used;
    bool full;                      /* TABLE: it has all the columns that it may have */
    uint32_t given[2];              /* PARAM, TABLE: 1 + its number in the last list of what is
                                     * given that has it, as itself and as prior data; 0: in none */
    const struct name **row_node;   /* TABLE: by node of its tree of row labels */
    struct decl **columns;          /* TABLE: by column number */
    uint32_t ncolumns, cap_columns;
    struct decl **period; uint32_t nperiod;     /* PARAM that is dated: one for each period, by
                                                 * days; a reference is to one of these */
    uint32_t prior;                 /* TABLE: 1 + number of the table that stands for it in the
                                     * prior data, 0: none yet */
    uint32_t units;                 /* TABLE: likewise, of its total rows in all units */
    bool uses_prior, in_prior;      /* LINE: prior() stands in it; it is read inside prior() */
    uint32_t formula[2];            /* PARAM, LINE: 1 + number of its formula, likewise; 0: none */
    struct why_node *planned[2];    /* PARAM, LINE: where a plan goes into it, outside and inside
                                     * prior() */
};

struct scope_slot { uint64_t key; void *value; };
struct joins;                       /* join.c */
/* entries numbered as they are met */
struct numbers { uint32_t *number; uint32_t n; };
struct scope {
    struct scope_slot *slot;        /* open addressing, a power of two */
    uint64_t nslot, used;
    struct decl **figure; uint32_t nfigure, figure_cap;     /* params and lines, as written */
    struct decl **ordered;          /* the same, each after those it uses (order) */
    struct decl **table; uint32_t ntable, table_cap;        /* by table number */
    struct numbers *colref;         /* by table, each by column and kind; made once all
                                     * tables are declared */
    struct symtab *row_names;       /* what rows are called in brackets (rowref.c) */
    struct numbers rowref;          /* by row name */
    struct cell_index { uint32_t *slot, n; } cell;
    struct joins *joins;            /* NULL: none yet */
    uint32_t suggestions;           /* look-ups for a near name so far; they are costly, so
                                     * they are capped */
};

/* NULL if there is none */
struct decl *scope_find(const struct unit *u, sym name);
/* a list of codes, a mapping of that name */
struct decl *scope_find_codes(const struct unit *u, sym name);
struct decl *scope_find_mapping(const struct unit *u, sym name);
/* the first column of that name, NULL if there is none; the others follow in `same` */
struct decl *scope_find_column(const struct unit *u, const struct decl *table, sym name);
struct decl *scope_column_decl(const struct unit *u, uint32_t table, uint32_t column);
/* T."header": a column declared by being used; NULL after a diagnostic */
struct decl *scope_add_implicit(struct unit *u, struct decl *table, struct name header);
/* ── period.c ── */
/* The period of a dated param that e means, d itself if it is none; NULL after a diagnostic. */
struct decl *period_of(struct unit *u, const struct expr *e, struct decl *d);
/* Is a figure a period of the param that the figure before it is one of? */
bool period_follows(const struct scope *s, uint32_t figure);
/* A declared name near `name` (of `table`'s columns, or global if NULL); NULL if none is near. */
const char *scope_suggest(struct unit *u, const struct decl *table, sym name);
/* What a diagnostic points at becomes `near` (a name, a path; NULL: nothing is done), if that can
 * be written without quotes. */
void suggest_edit(struct unit *u, struct diag *g, const char *near);

/* Where the number of entry i is kept, plus one; 0: it has none yet. likely: how many
 * entries there will be, not 0. */
uint32_t *number_at(struct unit *u, struct numbers *x, uint32_t i, uint32_t likely);
/* numbers of the figures that kernels read */
uint32_t scope_colref(struct unit *u, enum ir_colref_kind kind, uint32_t table, uint32_t column);
/* The table that stands for a declared one in the prior data, made when it is first asked for:
 * all columns are declared by then. */
uint32_t scope_prior(struct unit *u, struct decl *table);
/* The table that has a row for each unit, in it the figures of the declared table's total row. */
uint32_t scope_units(struct unit *u, struct decl *table);
/* the table in whose rows' lanes a colref is read */
uint32_t scope_lanes(const struct unit *u, uint32_t colref);
/* has a colref of that kind been asked for? */
bool scope_has_colref(const struct unit *u, enum ir_colref_kind kind, uint32_t table,
                      uint32_t column);
/* ── join.c ── */
/* Makes the join of a rule with `each` and marks the figures that it joins; false after a
 * diagnostic. */
bool join_rule(struct unit *u, struct rule *r);
/* the figure of each key of a join */
uint32_t join_colref(struct unit *u, uint32_t join, uint32_t table, uint32_t column);
const struct ir_column *scope_column(const struct unit *u, uint32_t colref);
#endif
