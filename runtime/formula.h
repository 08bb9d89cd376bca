#ifndef FISC_FORMULA_H
#define FISC_FORMULA_H
/* How figures are calculated, as data: a graph of exact arithmetic over what is printed and what
 * the rules write, by which a figure can be calculated again with other values of these. */
#include "evidence.h"
#include "rat.h"

enum formula_op {
    /* inputs */
    FORMULA_LITERAL,
    FORMULA_FIGURE,                 /* of data: one cell, or the sum of several */
    FORMULA_ROWS,                   /* made over rows, and not gone into */
    /* made of parts */
    FORMULA_SUM, FORMULA_PRODUCT, FORMULA_POWER, FORMULA_ROUND, FORMULA_LEAST, FORMULA_GREATEST
};
/* of: number of a formula that stands before; inverse: subtracted from a SUM, divided by in a
 * PRODUCT */
struct formula_part { uint32_t of; bool inverse; };
struct formula {
    uint8_t op;                     /* enum formula_op */
    bool hidden;                    /* LITERAL: of the arithmetic, not written by anybody */
    bool chosen;                    /* FIGURE: figures decide which of its rows are taken */
    struct formula_part *part; uint32_t npart, cap;     /* ROUND: the figure, the step */
    unsigned power;
    struct rat value, step;         /* LITERAL: in base units; 1 in its last written place */
    uint32_t rule;                  /* FIGURE, ROWS: a rule of kind STEP, whose left side it is */
    struct ir_bind bind;            /* FIGURE */
    struct ir_unit unit;            /* of inputs: as shown */
    const char *name;               /* of a param that is nothing but this literal; else "" */
    const char *text, *because;     /* of inputs: as written; "" if there is none */
    uint32_t file, line, col, from, until;      /* of inputs, as of params in why.h */
};
struct formulas {
    struct formula *p; uint32_t n, cap;         /* parts before what they are parts of */
    uint32_t depth;                 /* while they are made */
    bool cut;                       /* there are too many, or a value is too wide: what a root
                                     * needs is not there */
};
#define FORMULAS_MOST 20000u
/* How each line of a program is calculated: by line the number of its formula, IR_NONE: it is too
 * much. */
struct line_formulas { struct formulas f; uint32_t *of; };

/* Why a value is not known: enum ir_reason, RS_OVERFLOW where it leaves 256 bits. */
struct formula_value { struct rat v; uint8_t reason; };

/* The values of all inputs, in that run, of rules in `row`. */
void formulas_read(const struct formulas *f, const struct findings *run, uint64_t row,
                   struct formula_value *v);
/* Those of what is made of parts. moved NULL: all; else only those that have a part that is moved,
 * which become moved themselves. */
void formulas_evaluate(const struct formulas *f, struct formula_value *v, uint8_t *moved);
/* Values of which one input after another becomes another. */
struct formula_move {
    const struct formulas *f;
    const uint32_t *node; uint32_t nnode;       /* made of parts: those that follow, in order */
    struct formula_value *v, *was;  /* was: before the last move, of what has moved */
    uint8_t *moved;                 /* by formula: 0 between two moves */
};
/* The input has that value, and the nodes that are made of it follow. */
void formulas_move(struct formula_move *m, uint32_t input, struct formula_value to);
/* After each move: it stays, or is taken back. */
void formulas_settle(struct formula_move *m, uint32_t input, bool back);
/* Marks what `root` is made of: used[i] is 1. */
void formulas_reach(const struct formulas *f, uint32_t root, uint8_t *used);
/* 1 of a unit, in base units */
bool formula_factor(struct rat *r, const struct ir_unit *unit);
/* A rational in that unit: an exact decimal, else a fraction a/b. NULL if it leaves 256 bits. */
const char *formula_text(struct arena *a, struct rat v, const struct ir_unit *unit);
#endif
