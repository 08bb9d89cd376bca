#ifndef FISC_FORM_H
#define FISC_FORM_H
/* Normal forms of checked expressions: exact linear combinations of atoms, and fractions of two
 * such. An atom is a whole-number figure known when rules run: a cell, a column's cell in the row
 * at hand, the sum of a column, or the value of an expression that is not linear. Coefficients
 * carry scales and unit factors, so Σ coef·atom + k is in base units. */
#include "scope.h"

enum atom_kind { ATOM_COL, ATOM_SUM, ATOM_CELL,             /* ref: a colref */
                 ATOM_MUL, ATOM_POW, ATOM_ROUND, ATOM_QUOT,
                 ATOM_LEAST, ATOM_GREATEST,     /* of several operands */
                 ATOM_ROWS,
                 ATOM_PART };   /* a part of a long form, made by the lowering */
/* what ATOM_ROWS makes of the leaf rows of a table */
enum rows_kind { ROWS_SUM, ROWS_COUNT, ROWS_LEAST, ROWS_GREATEST };
struct form;
struct side;
struct quotient;
struct truth;                       /* condition.h */

/* Why a figure is unknown, with its interval and as printed (a rule that says `exactly` asks that):
 * they differ where 0 lies in a denominator's interval. IR_NONE where it is always known. */
struct reasons { uint32_t ends, printed; };
/* SSA values of a figure, or the slots that hold them: printed value, distances to the ends, open
 * bits, reasons. down and up are IR_NONE for a point, open is IR_NONE where no end can be open. */
struct ival { uint32_t mid, down, up, open; struct reasons reason; };

struct atom {
    enum atom_kind kind;
    bool row;                       /* differs from row to row */
    uint32_t ref;
    uint32_t cell;                  /* CELL */
    const struct form *a, *b;       /* MUL: factors; POW, ROWS (but COUNT): a */
    const struct form **arg; uint32_t narg;     /* LEAST, GREATEST */
    w256 den;                       /* LEAST, GREATEST: common to all operands */
    struct quotient *quot;          /* QUOT */
    const struct side *side;        /* ROUND */
    struct rat step;                /* ROUND; CELL, COL, SUM: 1 stored unit in base units,
                                     * once it is needed */
    unsigned power;
    struct span span;
    enum rows_kind rows;            /* ROWS */
    uint32_t table;                 /* ROWS */
    const struct truth *where;      /* ROWS: of which rows; NULL: of all leaf rows */
    bool averaged;                  /* COUNT: of an average, whose sum is of the same rows */
    uint32_t choice;                /* ROWS, once it is lowered, if it tells its rows (choice.h) */
    /* while a form is gathered */
    uint32_t mark, at;
    /* lowering: slots (unit atoms), and values in the body numbered `body` */
    bool lowered;
    struct ival slot, value;
    uint32_t body;
    w256 bound, spread;             /* of mid, and of down and up */
    uint32_t summed;                /* last walk that met it in a sum over rows */
    /* COL: last walk that met a cell of the column outside a sum; COL, SUM: a named row's cell */
    uint32_t celled, named;
    /* as evidence: the last list it stands in, where first */
    uint32_t listed, entry;
    uint32_t keyed;                 /* COL: last walk that met its column's figure of a key */
    uint32_t seen, beside;          /* last walk that met it; that met it outside a sum over rows */
    bool spreads;                   /* that walk met a figure in it that is no point */
};
struct term { struct atom *atom; struct rat coef; };
struct form {
    struct term *term; uint32_t n;
    struct rat k;
    w256 den;                       /* common denominator of all coefficients and k */
};

struct quotient {
    const struct form *num, *den;
    enum ir_reason zero;            /* the reason if den may be 0 */
    struct span span;
    struct atom *atom;              /* num / den as an atom, once it is needed */
};
/* k1 * quot + k0, or lin if quot is NULL */
struct side { const struct form *lin; struct quotient *quot; struct rat k1, k0; };

#define FORM_MAX_TERMS 4096u        /* figures of one linear expression */
#define FORM_MAX_INLINED 4194304u   /* figures that lines bring to the places that use them */
#define QUOT_PLACES 16              /* decimal places of a quotient inside an expression */

/* The normal form of an expression; NULL after a diagnostic. Cached in the tree. */
const struct side *form_side(struct unit *u, struct expr *e);
/* left − right of two linear sides, net coefficients; atoms that cancel stay, with
 * coefficient 0 (they can be unknown). */
const struct form *form_net(struct unit *u, const struct form *left, const struct form *right,
                            struct span at);
/* normal forms of all lines, dependencies first */
void form_lines(struct unit *u);
const struct side *form_of_line(const struct decl *line);
/* as it is read where the form at work stands: inside prior() or not */
const struct side *form_line_side(const struct unit *u, const struct decl *line);
#endif
