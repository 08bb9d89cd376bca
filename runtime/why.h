#ifndef FISC_WHY_H
#define FISC_WHY_H
/* Where a figure comes from: a plan, made with the program, of what it is made of, and the tree of
 * values, cells and texts that the plan gives with data. */
#include "evidence.h"
#include "report.h"

enum why_kind { WHY_LINE, WHY_PARAM, WHY_LITERAL,
                WHY_STEP,           /* an expression within one */
                WHY_FIGURE,         /* of data: one cell or several */
                WHY_ROWS,           /* made over the rows of a table */
                WHY_CONDITION,      /* a clause: it has no value, its parts are what it asks */
                WHY_RULE,
                WHY_CELL,           /* one of a figure's cells (items only) */
                WHY_MEMBER,         /* one row of those of WHY_ROWS (items only) */
                WHY_LEFT };         /* the rows that WHY_ROWS leaves out (items only) */

/* ── the plan ── */
struct why_node {
    uint8_t kind;                   /* enum why_kind */
    bool cut;                       /* it lies too deep: its parts are left out */
    bool added;                     /* ROWS: the rows' values are added up */
    uint32_t number, depth;         /* of the plan's nodes; LINE, PARAM: how deep it lies */
    const char *name;               /* LINE, PARAM; else "" */
    const char *text, *because;     /* as written, one line; "" if there is none */
    uint32_t file, line, col;
    uint32_t from, until;           /* PARAM: its days, YYYYMMDD; 0: open */
    /* the rule of kind STEP whose left side it is; RULE: that rule; IR_NONE: num / den in base
     * units, den 0: it has no value */
    uint32_t step;
    w256 num, den;
    struct ir_unit unit;
    struct ir_bind bind;            /* FIGURE */
    /* ROWS: a STEP over the table's rows, which has a result in those that are taken; the colref
     * that tells leaf rows; what is made of each row, NULL: they are counted */
    uint32_t rows, leaf;
    uint32_t choice;                /* ROWS: of the program; IR_NONE: all leaf rows are added up */
    struct why_node *member;
    struct why_node *where;         /* ROWS: the condition, NULL: none */
    struct why_node **part; uint32_t npart, cap;
    uint32_t left_out;              /* parts that are not there: there are too many */
    const struct why_node *above;   /* it was planned before: that node */
};
/* The other way round: a line, a param or a pair of a rule's sides, and what stands in it itself.
 * leaves: of a colref, in all leaf rows. */
struct why_read { struct ir_bind of; bool leaves; };
struct why_user {
    uint32_t figure;                /* number of a line or param; IR_NONE: it is `rule` */
    uint32_t line, rule;            /* of the program; IR_NONE: none */
    struct why_node *node;          /* of a line or param */
    struct why_read *read; uint32_t nread, cap_read;
    uint32_t *by, nby, cap_by;      /* figures that it names */
};
struct formulas;                    /* formula.h */
struct why_plan {
    struct why_user *user; uint32_t nuser, cap_user;    /* only if uses are asked for */
    uint32_t nfigure;
    bool uses;
    /* only if the effects of its inputs are asked for: how it is calculated, IR_NONE: too much */
    bool by;
    struct formulas *formulas;
    uint32_t formula;
    uint32_t of;                    /* the figure that the root is; IR_NONE: one of data */
    struct why_node *root;          /* NULL: the rules are asked for, from first_rule on */
    uint32_t first_rule, nrule;
    struct why_node **rule;         /* of those, as they are written; NULL: of the program alone */
    uint32_t nnode;
    bool too_wide;                  /* a step leaves 256 bits: from there on there are no values */
};

/* ── the tree ── */
struct why_item {
    uint8_t kind;
    uint32_t id;                    /* from 1, in the order of the tree */
    const struct why_node *node;    /* NULL: CELL, MEMBER, or a figure of a shape's identity */
    const char *name, *text, *because;
    const char *file; uint32_t line, col;   /* of the rules; line 0: nowhere */
    uint32_t from, until;           /* PARAM: its days, YYYYMMDD; 0: open */
    const char *value, *unit;       /* value NULL: unknown, or it has none */
    const char *lower, *upper;      /* NULL: it is a point, or not known */
    uint8_t open;                   /* OPEN_* bits of one printed cell */
    uint8_t reason;                 /* enum ir_reason: why it is unknown */
    bool valued;                    /* it should have a value */
    int places;
    const char *key;                /* MEMBER: its row */
    const struct evidence_cell *cell;       /* the one cell that it is; NULL: none */
    const char *sheet;              /* FIGURE without a cell: the file that should have it */
    uint32_t absent;                /* of these: the named row that is not there, or IR_NONE */
    bool summed;                    /* several cells or rows, added up */
    bool furthest;                  /* MEMBER: it is the least or the greatest */
    uint8_t choice;                 /* LEFT, or `furthest`: enum ir_choice_of */
    uint64_t members, left_out;     /* FIGURE, ROWS: cells or rows in all; those not listed */
    struct rule_result result;      /* RULE */
    const struct evidence *evidence;        /* RULE */
    struct why_item **part; uint32_t npart, cap;
    const struct why_item *above;
    bool cut;
};
struct why_tree {
    const struct findings *f;
    struct why_item **root; uint32_t nroot, cap;    /* what was asked for; then identities */
    uint32_t nitem;
    const struct why_item *unknown; /* the first figure that makes the first root so, or NULL */
    uint64_t results;               /* results of a rule with several, shown or not */
    bool uses;                      /* parts are not what an item is made of but what reads it */
    bool no_key;                    /* no result has the key that was asked for */
    bool too_wide;
};

struct why_opts {
    uint32_t members;               /* listed of one sum; 0: 12 */
    const char *key;                /* of a rule: its result there; NULL: all */
};
/* The run must have been told eval_opts.again. */
struct why_tree *why_resolve(struct arena *a, const struct findings *f,
                             const struct why_plan *plan, const struct why_opts *o);

/* ── reports ── */
struct why_show {
    struct render_opts render;
    const char *rules, *asked;
    const struct supposed *scenario;        /* NULL: none */
};
bool why_text(struct report_out *out, const struct why_tree *t, const struct why_show *o);
bool why_json(struct report_out *out, const struct why_tree *t, const struct why_show *o);
bool why_dot(struct report_out *out, const struct why_tree *t, const struct why_show *o);
#endif
