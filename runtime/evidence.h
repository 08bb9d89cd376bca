#ifndef FISC_EVIDENCE_H
#define FISC_EVIDENCE_H
/* One finding as reports show it: its rule, its place, and the cells it was decided on. */
#include "find.h"
#include "num.h"

struct evidence_cell {
    uint32_t table;
    uint64_t row;                   /* data row; DATA_NO_ROW: the header */
    uint32_t sheet;                 /* 0-based column of the sheet; IR_NONE: the whole row */
    const char *row_key;
    const char *column;             /* its name in the rules, of an unlisted one its header */
    struct origin at;               /* field 0: the row as a whole */
    uint8_t kind;                   /* enum cell_kind */
    bool asked;                     /* of a figure that a condition alone reads */
    uint8_t part;                   /* enum figure_part */
    bool less;                      /* it is subtracted in its sum */
    bool is_text;                   /* what it prints is no figure */
    bool furthest;                  /* the least or the greatest, which is asked for */
    struct dec value;               /* in the printed unit */
    const char *unit;
};
/* The rows that a choice takes, those that it leaves out: each row has the cells that tell why. */
enum figure_part { FIGURE_PLAIN, FIGURE_TAKEN, FIGURE_LEFT };
struct evidence_figure {            /* a figure of the rule: one cell, or a sum of cells */
    const struct ir_bind *of;
    uint32_t table;
    uint32_t first, shown;          /* its cells */
    uint64_t members;               /* all of them; of a choice: rows */
    uint64_t rows_shown;            /* of a choice */
    uint8_t part;                   /* enum figure_part */
    uint8_t what;                   /* of a choice, or made of its rows: enum ir_choice_of */
    bool sum, less;                 /* less: it is subtracted from the others on the right */
    bool apart;                     /* of a sum: its cells are counted or compared, not added up */
    bool asked;                     /* a condition alone reads it */
    __int128 total;                 /* of all members, at `scale` in the printed unit */
    int scale, places;              /* places: as declared for print */
    const char *unit;
};
struct evidence {
    const struct findings *all;
    const struct finding *find;
    const struct ir_rule *rule;     /* NULL: a finding of a table's shape, or a conflict */
    const char *name, *label, *key, *because, *unit;    /* key NULL: of no row */
    const char *kind;               /* as in JSON: "rule", "columns", … */
    const char *file;               /* rule file */
    uint32_t file_number, line, column;
    struct evidence_cell *cell; uint32_t ncell, cap_cell;
    struct evidence_figure *figure; uint32_t nfigure;
};

/* The figure that a bind of a rule or line stands for; IR_NONE: a slot that is no sum of one. */
uint32_t evidence_colref(const struct ir_program *p, const struct ir_bind *b);
/* The table that a bind of a rule or line is of; IR_NONE: of none alone. */
uint32_t evidence_table(const struct ir_program *p, const struct ir_bind *b);
/* How many cells, of a choice rows, of a figure are not among those that are shown. */
static inline uint64_t evidence_left_out(const struct evidence_figure *g)
{
    return g->members - (g->part == FIGURE_PLAIN ? g->shown : g->rows_shown);
}
/* What a figure of a rule is made of in one row of the rule: cells of a row, of all leaf rows, or
 * of the rows of a cell. */
struct figure_place {
    uint32_t colref;                /* IR_NONE: no cells */
    uint64_t row;
    const struct ir_cell *cell;     /* NULL: of `row`, or the leaves */
    uint32_t sum;                   /* the rows that a sum of the program takes; IR_NONE: none */
    bool leaves;
    bool fixed;                     /* the same in every row of the rule */
};
struct figure_place evidence_place(const struct ir_program *p, const struct ir_rule *rule,
                                   const struct ir_bind *b, uint64_t row);
/* What a result of a rule is about: codes and a label. text NULL: of no row; its first `codes`
 * bytes are the codes. */
struct result_key { const char *text; size_t codes; };
struct result_key evidence_key(const struct findings *f, struct arena *a, const struct ir_rule *r,
                               uint64_t row);
/* Of a gathered finding of the shape; that of a row has codes. */
struct result_key evidence_shape_key(const struct evidence *e, struct arena *a);
/* Is the key this one, whole or by its codes alone? form: the match form of what is asked for. */
bool evidence_key_is(struct arena *a, struct result_key key, const char *form);
/* The kind of a rule's results, as in JSON; is it one of findings of a table's shape? */
const char *evidence_kind(enum ir_rule_kind kind);
bool evidence_kind_is_shape(const char *kind);
/* of a conflict of several results */
#define EVIDENCE_KIND_SYSTEM "joint-system"
/* Calls `each` for those cells. */
void evidence_members(const struct findings *f, const struct figure_place *at,
                      data_member_fn *each, void *ctx);

/* What keeps figures that many results share. */
struct evidence_memo *evidence_memo_new(struct arena *a);
/* Texts live in the arena, or as long as the findings. At most `most` cells of a sum are taken. */
void evidence_gather(struct evidence *e, struct arena *a, const struct findings *f,
                     const struct finding *x, uint64_t most);
/* Is a cell's value a known figure? */
bool evidence_cell_known(const struct evidence *e, const struct evidence_cell *c);
/* What it is, as in JSON: the kind of a figure, "text", "row". */
const char *evidence_cell_kind(const struct evidence_cell *c);
/* Cells that it was decided on and that were not gathered. */
uint64_t evidence_cells_left_out(const struct evidence *e);
/* The cells of one figure alone, as a rule reads it in a row; those that are unknown first. */
void evidence_figure(struct evidence *e, struct arena *a, const struct findings *f,
                     const struct finding *at, const struct ir_bind *b, uint64_t most);
/* The rows that a choice leaves out, in e->figure: if they are no more than `most`, with the cells
 * that decide it. */
void evidence_left(struct evidence *e, struct arena *a, const struct findings *f, uint32_t choice,
                   uint64_t most);
/* A row as the rules name it: "124001/208*". */
const char *evidence_row_name(struct arena *a, const struct ir_program *p, uint32_t rowref);
/* The decimal in a figure's text; false if it does not fit. */
bool evidence_parse(struct dec *d, const char *text);
/* The total of a figure's cells. */
struct dec evidence_total(const struct evidence_figure *g);
#endif
