#ifndef FISC_COMPARE_H
#define FISC_COMPARE_H
/* Two sets of figures under the same rules: which verdicts and which figures differ, and what is on
 * one side only. Rows are the same that have the same codes or labels; columns, those that are one
 * column of the rules or have the same header. */
#include "formula.h"

enum { COMPARE_OLD, COMPARE_NEW, COMPARE_SIDES };
#define COMPARE_NONE UINT32_MAX

/* A column of figures: where it stands on each side (COMPARE_NONE: nowhere). */
struct compare_column {
    uint32_t sheet[COMPARE_SIDES];
    uint32_t column;                /* schema column whose unit and places it has; or IR_NONE */
};

/* What stands in a cell. */
struct compare_figure {
    uint8_t kind;                   /* enum cell_kind */
    uint8_t own;                    /* places past its grid: 1 + its own; 0: at the grid */
    bool word;                      /* a text's: it says which way, and is no figure */
    struct dec value;               /* 0 unless it is a figure */
    const char *unit;               /* printed in its row (texts); NULL: its column's */
};
struct compare_cell {
    uint32_t row[COMPARE_SIDES];    /* COMPARE_NONE: the side does not have it */
    uint32_t column;                /* of compare_table.column */
    struct compare_figure side[COMPARE_SIDES];
    bool alike;                     /* both can be read, in units that agree: */
    struct dec was;                 /* the old one, in the unit of the new one */
};
/* new − old in the unit of the new one, where a cell without a figure counts 0; false: they are not
 * alike, or it does not fit. */
bool compare_difference(const struct compare_cell *c, struct dec *difference);

/* What a cell that a total is made of adds to the change of the total, in base units; what is on
 * one side only adds all of it, or takes it away. */
struct compare_term { uint32_t row[COMPARE_SIDES], column; struct rat change; };
/* The change of a cell that the shape of its table states to be a sum: the cells in it that
 * changed, greatest first, and what is left, because the total is no sum of its parts on some side.
 * All of them add up to the change. */
struct compare_sum {
    uint64_t cell;                  /* of compare_table.cell */
    uint32_t rule;                  /* that states it */
    struct rat change, rest;        /* in base units */
    struct compare_term *term; uint32_t nterm, term_cap;
    bool known;                     /* else some part cannot be read, or is too wide: no terms */
};

/* A row or column that only one side has. */
struct compare_lone {
    uint8_t side;
    uint32_t at;                    /* row, or of compare_table.column */
};
struct compare_table {
    uint32_t table;                 /* of the program */
    /* it is there (and can be used) on this side; only one side: nothing is compared */
    bool there[COMPARE_SIDES], usable[COMPARE_SIDES];
    uint64_t figures[COMPARE_SIDES];            /* that each side holds */
    uint64_t repeated[COMPARE_SIDES];           /* of a form or of long data: figures that stand
                                                 * where one stood before; they are not compared */
    uint64_t compared;              /* figures of the new side that the old one has a place for */
    bool by_order;                  /* some rows have neither codes nor labels: the first without
                                     * is taken for the first without, and so on */
    /* by row of one side: its row on the other, or COMPARE_NONE; NULL: not compared */
    uint32_t *other[COMPARE_SIDES];
    struct compare_column *column; uint32_t ncolumn, column_cap;
    uint32_t *column_of[COMPARE_SIDES];         /* by sheet column; COMPARE_NONE: no figures */
    struct compare_cell *cell; uint64_t ncell, cell_cap;        /* those that differ, by row */
    struct compare_sum *sum; uint64_t nsum, sum_cap;            /* of these, by cell */
    struct compare_lone *row; uint64_t nrow, row_cap;           /* old ones first */
    struct compare_cell *in_row; uint64_t nin_row, in_row_cap;  /* their figures */
    struct compare_lone *alone; uint64_t nalone, alone_cap;     /* columns, likewise */
    /* their figures, but for those in rows of one side */
    struct compare_cell *in_column; uint64_t nin_column, in_column_cap;
};
static inline bool compare_table_both(const struct compare_table *t)
{
    return t->usable[COMPARE_OLD] && t->usable[COMPARE_NEW];
}
/* It is there on some side and cannot be read. */
static inline bool compare_table_unread(const struct compare_table *t)
{
    return (t->there[COMPARE_OLD] && !t->usable[COMPARE_OLD])
        || (t->there[COMPARE_NEW] && !t->usable[COMPARE_NEW]);
}

/* What became of a result. */
enum compare_turn { TURN_WORSE,     /* violated now, and was not */
                    TURN_LOST,      /* unknown now, and was not */
                    TURN_BETTER,    /* it holds, or does not apply, and was violated or unknown */
                    TURN_STILL,     /* violated still, with another difference */
                    TURN_OTHER,     /* it holds otherwise: exact, rounding, not applicable */
                    TURN_COUNT };
struct compare_result {
    uint8_t turn;
    const struct finding *side[COMPARE_SIDES];  /* NULL: there is no such result */
};

/* What the figures in a line add to its change: each is put in the place of the old one, in the
 * order in which the formula has them, while those before it are new and those behind it old. */
struct compare_input {
    uint32_t formula;               /* of the line formulas */
    struct rat side[COMPARE_SIDES], change;     /* in base units */
};
struct compare_line {
    uint32_t line;                  /* of the program */
    struct rat change;              /* in base units, exactly */
    /* those that add most, greatest first, and how many there are beside them */
    struct compare_input *input; uint32_t ninput, others;
    bool known;                     /* else some value is unknown or too wide: no inputs */
    bool long_work;                 /* not known, because it would take too long */
    bool ordered;                   /* in another order the parts would be others */
};

/* What is left of a line's change when the first of its inputs are told; false: it is too wide. */
bool compare_left(const struct compare_line *l, uint32_t told, struct rat *left);

/* One side: its run, which kept all results and can be asked again; as it was named; the folder of
 * its files. */
struct compare_source { const struct findings *f; const char *name, *folder; };
struct comparison {
    struct arena *arena;
    struct compare_source side[COMPARE_SIDES];
    const struct line_formulas *formulas;
    struct compare_table *table; uint32_t ntable;       /* those that some side has */
    struct compare_line *line; uint32_t nline, line_cap;        /* those that differ */
    struct compare_result *result; uint64_t nresult, result_cap;        /* by turn */
    uint64_t results;               /* compared: those that both sides have */
    bool same;                      /* both sides are one and the same data */
    struct compare_count {
        uint64_t verdicts, figures, lines, rows, columns, tables;       /* that differ */
        uint64_t compared;          /* figures of the new side in rows and columns of both */
    } count;
};
/* Everything lives in the arena. */
struct comparison *compare_runs(struct arena *a, const struct compare_source side[COMPARE_SIDES],
                                const struct line_formulas *formulas);
/* Is there no difference at all? What could not be compared is none. */
bool compare_alike(const struct comparison *c);

/* The unit of a column's figures, "" if it has none or it is not known. */
const char *compare_unit(const struct comparison *c, const struct compare_table *t,
                         uint32_t column);
/* Its name in the rules, else its header. */
const char *compare_column_name(const struct comparison *c, const struct compare_table *t,
                                uint32_t column);
/* Places as they are declared for print. */
int compare_places(const struct comparison *c, const struct compare_table *t, uint32_t column);
#endif
