#ifndef FISC_IR_H
#define FISC_IR_H
/* The compiled form of a rule set: schema, kernels, and what a report needs. It is plain data
 * without pointers to source text, so it can be written to an image (ir_image_*), hashed, run by
 * the interpreter, or compiled.
 *
 * All figures are whole numbers at static scales in base units (万元 at 8 places is 元 at 4). Kernels
 * see vectors of lanes only: a lane is a row of a table (DOMAIN_ROWS), a row that has children
 * (DOMAIN_PARENTS), a key by which tables are joined (DOMAIN_JOIN), or an instance of the kernel
 * (DOMAIN_UNIT). A kernel's body, its shape, is branch-free SSA; kernels with equal shapes share
 * one. Intervals were made explicit by the lowering: the body has ops for the printed value, the
 * lower and the upper end. Linear identities are no code but rows of a sparse table (struct
 * ir_lin), run by one loop. */
#include "arena.h"
#include "str.h"
#include "wide.h"

enum ir_op_code {
#define X(name, text, args, result) OP_##name,
#include "ir.def"
#undef X
    OP_COUNT
};

enum ir_width { IR_W64 = 1, IR_W128 = 2, IR_W256 = 4 };     /* in 64-bit words */
enum ir_rel { IR_EQ, IR_NE, IR_LT, IR_LE, IR_GT, IR_GE };
/* Open bits: which end of an interval does not belong to it. */
enum { OPEN_LOWER = 1, OPEN_UPPER = 2 };
/* imm of OP_IS: the end a (b) of the set of values that round to the literal does not belong to
 * it; exactly: no rounding pass */
enum { IS_A_OPEN = 1, IS_B_OPEN = 2, IS_EXACTLY = 4 };

enum ir_status { ST_EXACT, ST_ROUNDING, ST_VIOLATED, ST_NOT_APPLICABLE, ST_UNKNOWN,
                 ST_WAIVED,         /* violated, and accepted: no verdict of a kernel */
                 ST_KNOWN,          /* violated, and so it was in the baseline: likewise */
                 ST_COUNT };
enum ir_reason { RS_NONE, RS_MISSING, RS_UNREADABLE, RS_OVERFLOW, RS_ZERO_BASE, RS_ZERO_DIVISION,
                 RS_AMBIGUOUS, RS_NO_PRIOR, RS_NO_ROWS,
                 RS_PARTIAL,        /* a key is not in a table that lists some keys only */
                 RS_ONE_SIDED,      /* a key is not in a table that should have it */
                 RS_UNLISTED,       /* a list of codes is not complete where it should stand */
                 RS_DOUBTFUL,       /* it differs from what a list says, which nobody checked */
                 RS_COUNT };
/* A verdict byte: status | reason << 3. VERDICT_NONE: the rule has no result in
 * this lane (masked). */
#define VERDICT(status, reason) ((unsigned)(status) | (unsigned)(reason) << 3)
#define VERDICT_STATUS(v) ((enum ir_status)((v) & 7))
#define VERDICT_REASON(v) ((enum ir_reason)((v) >> 3 & 31))
#define VERDICT_NONE 0xffu

#define IR_MAX_ARGS 6
#define IR_SHAPE_OPS 256            /* most ops of one shape */
struct ir_op {
    uint8_t op;                     /* enum ir_op_code */
    uint8_t width;                  /* enum ir_width of the operands
                                     * (IN CONST WIDEN NARROW SEL: of the result) */
    uint16_t mark;                  /* 1: an inexact quotient, shown in dumps */
    uint32_t imm;
    uint32_t arg[IR_MAX_ARGS];      /* numbers of earlier ops */
};
/* What ir.def says of an op; result is 'W', 'F' or 'N'. */
struct ir_op_info { const char *name; uint8_t args; char result; };
extern const struct ir_op_info ir_op_info[OP_COUNT];
/* Width of an op's result in words; 0: it has none. */
uint8_t ir_op_result(const struct ir_op *op);

enum ir_out_kind { OUT_VALUE,       /* a lane value of `width` words  */
                   OUT_SUM,         /* one value of `width` words, over all lanes, by
                                     * ACC, ACCFIRST or ACCMAX */
                   OUT_VERDICT,     /* a byte a lane */
                   OUT_EVIDENCE };  /* a lane value of `width` words; only in the interpreter and in
                                     * debug artifacts */
/* width of OUT_VERDICT: IR_W64, of the operand */
struct ir_out { uint8_t kind, width; };
struct ir_shape {
    struct ir_op *op; uint32_t nop;
    uint8_t *in_width; uint32_t nin;
    struct ir_out *out; uint32_t nout;
    w256 *pool; uint32_t npool;
};

/* ── schema: what the loader must find in a data file ── */
enum grid_mode { GRID_EXACT, GRID_CLOSED, GRID_HALF_UP, GRID_HALF_EVEN, GRID_TRUNCATE };
struct ir_grid { uint8_t mode;      /* enum grid_mode */
                 uint8_t zero_exact;
                 int8_t places;     /* printed decimal places in the printed unit (0 for exact) */
                 int8_t scale; };   /* storage: value in the printed unit = stored * 10^-scale */
/* 1 of it = factor / divisor * 10^pow10 base units */
struct ir_unit { sym text; int64_t factor, divisor; int16_t pow10; };
struct ir_column {
    sym name;
    sym shown;                      /* with its parents' names, if others have the name too */
    sym *header; uint32_t nheader;  /* alternatives; none: the name */
    uint32_t parent;                /* column number, or IR_NONE */
    uint32_t block;                 /* FORM: labels are looked for in this one; IR_NONE: in all */
    uint8_t braces, others, key, implicit;      /* implicit: T."header", declared by use */
    uint8_t less;                   /* its parent is the sum of the others less this one */
    uint32_t same;                  /* key: 1 + number of the names of one thing; 0: none */
    uint8_t grouped;                /* its headers, or its name, stand in its parent's group only */
    struct ir_grid grid;
    struct ir_unit unit;
    sym unit_from;                  /* header of the column that names each row's unit; 0: none */
    uint32_t line, col;             /* of the declaration, in file `file` of the program */
    uint32_t file;
};
/* Decimal places at which a column's figures are bound as whole numbers. */
static inline int ir_column_places(const struct ir_column *c)
{
    return c->grid.mode == GRID_EXACT ? c->grid.scale : c->grid.places;
}
struct ir_key { uint32_t key, length; };        /* column number; codepoints, 0: any */
/* A node of a tree of row labels. */
enum ir_row_role { ROW_NODE_ADDED, ROW_NODE_LESS, ROW_NODE_OF };
struct ir_row_node {
    sym name;
    sym *header; uint32_t nheader;  /* labels, alternatives; none: the name */
    uint32_t parent;                /* node number, smaller, or IR_NONE of the root */
    uint8_t braces, others, role;   /* enum ir_row_role */
    uint32_t file, line, col;
};
struct ir_level {
    sym name;
    uint32_t key, length;           /* of its own code */
    struct ir_key *beside; uint32_t nbeside;        /* codes that stand before it and count too */
    /* a code belongs under the longest one that it begins with; `fit`: its lengths, none: any */
    uint8_t prefix;
    uint32_t *fit; uint32_t nfit;
};
#define IR_MAX_HEADER_ROWS 8
enum ir_missing { IR_MISSING_UNKNOWN, IR_MISSING_ZERO, IR_MISSING_ERROR };
/* Where a table's figures are read: its own data, the prior data (--prior), or the total rows of
 * all units (--each), a row for each. */
enum ir_origin { ORIGIN_CURRENT, ORIGIN_PRIOR, ORIGIN_UNITS, ORIGIN_COUNT };
/* How a table stands in its sheet. The others are turned into SHEET when they are read: labels
 * become headers, each key a row. */
enum ir_layout { LAYOUT_SHEET,      /* a row a record, under headers */
                 LAYOUT_FORM,       /* blocks of labels, each with an amount beside it */
                 LAYOUT_LONG };     /* one cell a record */
/* A label and an amount in every record (LAYOUT_LONG: what names the column, 0: nothing, and the
 * value), by the headers of the sheet; only of records that print `equals` under `where`, if that
 * is not 0. */
struct ir_block { sym name, label, amount, where, equals; uint32_t file, line, col; };
/* The columns of a text, all keys. */
enum ir_text_key { TEXT_KEY_ID, TEXT_KEY_VALUE, TEXT_KEY_UNIT, TEXT_KEY_PRECISION, TEXT_KEYS };
struct ir_table {
    sym name, title, from;
    sym sheet;                      /* of a workbook; 0: its only visible one */
    uint8_t header;                 /* rows of the printed header; 0: one */
    uint8_t text;                   /* printed figures: its columns are enum ir_text_key */
    uint8_t origin;                 /* enum ir_origin */
    uint32_t of;                    /* not CURRENT: the declared table that it stands for, whose
                                     * columns, in the same order, and rows it has */
    uint8_t layout;                 /* enum ir_layout */
    struct ir_block *block; uint32_t nblock;    /* FORM: some; LONG: one */
    uint32_t each;                  /* FORM: the key column whose texts are rows, or IR_NONE: all
                                     * records are one row, which is the total row too */
    sym *row; uint32_t nrow;        /* LONG: the headers whose texts are a row's keys */
    sym unit_header;                /* LONG: the header of each record's unit; 0: none */
    struct ir_column *column; uint32_t ncolumn;     /* a parent stands before its children */
    sym total;                      /* label of the total row; 0: the table declares no rows */
    sym *also_total; uint32_t nalso_total;          /* other labels that it may have */
    uint8_t zero;                   /* a rule says that all its figures are zero */
    struct ir_level *level; uint32_t nlevel;        /* outermost first */
    /* or its rows are a tree of labels, in preorder: those that the key column node_key prints */
    struct ir_row_node *node; uint32_t nnode, node_key;
    uint8_t missing;                /* enum ir_missing: what a named row that is not there is */
    uint8_t partial;                /* it lists some keys only */
    uint32_t file, line, col;
};
#define IR_NONE UINT32_MAX

/* Names that a key column may print for one thing, two at least; the first stands for all. */
struct ir_same_class { sym *name; uint32_t nname; };
struct ir_same { sym key; struct ir_same_class *of; uint32_t n; };

/* A list of codes: entry 0 is its nameless root, a parent stands before those under it. A code
 * begins with its parent's, and belongs under the longest one that it begins with. */
struct ir_code {
    sym code;
    sym *name; uint32_t nname;      /* alternatives; of the root none */
    uint32_t parent;
    uint8_t others;                 /* some codes under it are not listed */
    uint8_t doubtful;               /* its name was not checked against what is official */
};
struct ir_codes { sym name, title; struct ir_code *of; uint32_t n; };

/* Tables brought together by their key columns: a lane is a key that some of them print. All have
 * as many key columns, at least one. */
struct ir_joined { uint32_t table; uint32_t *key, nkey; };      /* key: column numbers */
struct ir_join { struct ir_joined *of; uint32_t n; };

/* A declared unit, for units printed in data. */
struct ir_power { uint32_t base; int32_t exp; };    /* base: number of a unit_def */
struct ir_unit_def {
    struct ir_unit unit;            /* text: its name */
    uint8_t count;
    struct ir_power *dim; uint32_t ndim;
};
/* A unit in which figures of a text are wanted; they are kept as whole numbers of 10^-scale base
 * units, whatever unit they are printed in. */
struct ir_quote { struct ir_unit unit; int8_t scale; };

/* A figure of each row: a column, the `others` of a parent column, the sum of a column over a row's
 * children, the figure in the row of `table` that has the keys of the row at hand, a row of the
 * table that `table` stands for; or the figure printed in a row of a text (cells only). Of each key
 * of a join: the sum of a column over the leaf rows that print the key. */
enum ir_colref_kind { COL_PLAIN, COL_OTHERS, COL_CHILDREN, COL_MATCHED, COL_QUOTED, COL_KEYED };
/* quote: of COL_QUOTED; join: of COL_KEYED */
struct ir_colref { uint8_t kind; uint32_t table, column, quote, join; };
/* What a text prints in the place of a figure. */
enum ir_word { WORD_NUMBER, WORD_UP, WORD_DOWN, WORD_SAME };
/* What a kernel can ask of a figure. All are 64-bit lanes at the column's storage scale. */
enum ir_facet { FACET_MID,          /* the printed value */
                FACET_DOWN,         /* printed value − lower end, >= 0 */
                FACET_UP,           /* upper end − printed value, >= 0 */
                FACET_OPEN,         /* OPEN_* bits */
                FACET_REASON,       /* enum ir_reason */
                FACET_WORD,         /* of a text's figure: enum ir_word */
                FACET_LEAF,         /* 1 if the row is a leaf (column 0 of the table is named) */
                FACET_ROWS,         /* why which rows there are is not known, enum ir_reason
                                     * (column 0 of the table is named) */
                FACET_PRESENT,      /* 1 if a figure is printed, 0 if not, or −reason */
                FACET_COUNT };
/* A row by name, or with `prefix` the leaf rows whose code begins with the last text. */
struct ir_rowref {
    uint32_t table;
    sym *code; uint32_t ncode;      /* as written, outer codes first; at least one */
    uint8_t prefix;
    uint32_t node;                  /* the row of this node of the table's tree; 0: none is meant */
    uint32_t file, line, col;       /* where it is named first */
};
/* A figure of the whole: a colref in the row named by rowref row − 1; 0: in the total row. */
struct ir_cell { uint32_t colref, row; };

/* Is the text of a key column in a row this one, or (prefix) does it begin so? Compared in match
 * form. keyed: asked of the keys of a join of the table. */
struct ir_test { uint32_t table, column; sym text; uint8_t prefix, keyed; uint32_t join; };

/* Is the text of a key column in a row a code of a list (by_name: one of its names)? Only codes of
 * `length` codepoints are meant, if that is not 0. named: the key column that should print the
 * code's name, or IR_NONE. Kernels ask FACET_PRESENT: 1 if there is a text to look up, FACET_MID:
 * 1 if it is on the list, and FACET_REASON. */
struct ir_listed { uint32_t table, column, named, codes, length; uint8_t by_name; };

/* What a kernel can ask of a table as a whole. */
enum ir_table_facet { TABLE_NONZERO,    /* how many of its figures are not zero */
                      TABLE_READ,       /* enum ir_reason: it is there, and all of it could be read,
                                         * or some figure is known not to be zero */
                      TABLE_THERE,      /* 1 if it is there */
                      TABLE_OPENED,     /* enum ir_reason: unreadable if it is there and broken */
                      TABLE_FACETS };

/* ── kernels ── */
enum ir_domain { DOMAIN_UNIT, DOMAIN_ROWS, DOMAIN_PARENTS, DOMAIN_JOIN, DOMAIN_COUNT };
enum ir_bind_kind { BIND_CELL, BIND_COLREF, BIND_SLOT, BIND_TEST, BIND_TABLE,
                    BIND_LISTED,
                    BIND_SUM,       /* only of what a report needs: a sum of the program, */
                    BIND_CHOICE };  /* or a choice of rows */
/* cell / colref (facet says of what) / slot / test (FACET_MID: 1 if it holds; FACET_REASON) /
 * listed (of the rows of its table) / table
 * (facet is an ir_table_facet; kernels of DOMAIN_UNIT only) */
struct ir_bind { uint8_t kind, facet; uint32_t index; };
/* Where an output goes: OUT_VALUE and OUT_SUM to a slot, OUT_VERDICT to a rule,
 * OUT_EVIDENCE to a role of a rule. */
enum ir_role { ROLE_LEFT, ROLE_LEFT_DEN, ROLE_RIGHT, ROLE_RIGHT_DEN, ROLE_DIFF, ROLE_DIFF_DEN,
               ROLE_LOWER, ROLE_LOWER_DEN, ROLE_UPPER, ROLE_UPPER_DEN,
               /* of KIND_JOINT: what makes the left and the right end, twice the number of a
                * member, and 1 if the end is open */
               ROLE_LEFT_BY, ROLE_RIGHT_BY,
               /* of a choice of rows: 1 in those that it takes; 1 where its next test leaves
                * a row out (the k-th such output is that of test k); how far a row reaches, which
                * is the most where the least or the greatest is */
               ROLE_MEMBER, ROLE_LEAVES_OUT, ROLE_REACH,
               ROLE_COUNT };
struct ir_dest { uint32_t index; uint8_t role; };
/* shape's nin and nout of them */
struct ir_instance { struct ir_bind *in; struct ir_dest *out; };

/* Sparse linear rules: rule r has the terms start[r] .. start[r + 1] − 1 and the constant knet[r].
 * S = Σ net·mid + knet; lower end S − lo, upper end S + hi with
 * lo = Σ (net > 0 ? net·down : −net·up), hi mirrored. Sums are 128 bit; bounds prove that they fit.
 * left = Σ left·mid + kleft; right = left − S; all over the rule's denominator. */
struct ir_lin {
    uint32_t nrule, nterm, nin;
    uint32_t *start;                /* nrule + 1 */
    uint32_t *input;                /* nterm: number of an input */
    int64_t *net, *left;            /* nterm */
    int64_t *knet, *kleft;          /* nrule */
    uint8_t *rel;                   /* nrule: enum ir_rel, | LIN_EXACTLY */
    uint32_t *rule;                 /* nrule: program rule */
    struct ir_bind *in;             /* nin: BIND_CELL (unit) or BIND_COLREF (rows); facet unused: a
                                     * lin reads all of them */
    uint8_t symmetric;              /* every input has DOWN = UP and no open end */
};
#define LIN_EXACTLY 0x80u
#define LIN_REL(x) ((enum ir_rel)((x) & 0x7fu))

struct ir_kernel {
    uint8_t domain;
    uint32_t table;                 /* of DOMAIN_ROWS, DOMAIN_PARENTS; of DOMAIN_JOIN: the join */
    uint32_t shape;                 /* IR_NONE: `lin` is run */
    struct ir_instance *inst; uint32_t ninst;
    struct ir_lin lin;
};
struct ir_slot { uint8_t width; uint32_t offset; };         /* words in the frame */

/* ── what a report needs ── */
enum ir_rule_kind { KIND_RULE, KIND_COLUMNS, KIND_ROWS, KIND_OF_WHICH, KIND_ZERO,
                    KIND_REQUIRE, KIND_ABSENT, KIND_JOINT, KIND_MAP,
                    KIND_LISTED,    /* a text on a list of codes: it has no figures */
                    KIND_EXPECT,    /* of a test: it is asked for alone, and has no results */
                    KIND_STEP };    /* x = 0, for the value of x alone: it has no results */
/* A term of a linear rule's left − right: a whole coefficient over the rule's den. */
struct ir_term { struct ir_bind of; w256 coef; };
struct ir_rule {
    sym name, label;                /* as referred to; the table's title or the
                                     * rule's text, may be 0 */
    sym because;
    sym source;                     /* the rule's own text, one line */
    sym word;                       /* the right side is this word of direction; 0: it is none */
    uint8_t severity, kind, rel;    /* enum severity's order; enum ir_rule_kind;
                                     * enum ir_rel or IR_REL_IS */
    uint8_t fraction;               /* left, right, ends are fractions printed to 16 places */
    uint8_t loose, exactly;
    uint8_t divides;                /* READ_LEFT, READ_RIGHT: a side that divides within, and has no
                                     * value where a divisor is 0 */
    uint32_t printed;               /* IR_REL_IS a text's figure: 1 + its cell; 0: a literal */
    uint8_t domain; uint32_t table;     /* of DOMAIN_JOIN: the join */
    w256 den;                       /* evidence values are whole numbers over it, in base units,
                                     * unless a *_DEN role is given */
    w256 is_half, is_half_den;      /* IR_REL_IS: half of the literal's last place, a
                                     * fraction in base units */
    struct ir_unit unit;            /* shown unit; text 0: none */
    uint32_t file, line, col, end_line, end_col;
    uint32_t off, len;              /* span in the source file, for an excerpt */
    /* the figures it uses, left to right: BIND_CELL, BIND_COLREF (of its own row or key; of another
     * table or in a rule of DOMAIN_UNIT: the leaf rows), BIND_SLOT of sums and lines; the facet
     * says how, in bits of ir_read, unless it is a BIND_TABLE */
    struct ir_bind *cell; uint32_t ncell;
    /* of a linear rule that a shape decides: left − right = (Σ term + term_k) / den; none: it is
     * not linear, or a row of a lin */
    struct ir_term *term; uint32_t nterm;
    w256 term_k;
    uint32_t *named; uint32_t nnamed;           /* the first lines that it names itself */
    /* KIND_JOINT: the value of which several rules say something, and these */
    sym subject;
    uint32_t *member, nmember;
};
#define IR_NAMED_LINES 8u           /* so many at most */
#define IR_REL_IS 6
/* How a rule reads a figure. None: a condition alone does, to choose rows or to say whether the
 * rule applies. */
enum ir_read { READ_LEFT = 1, READ_RIGHT = 2,   /* that side is made of it */
               READ_VALUE = 4 };    /* its value is read, not only whether one is printed */
enum { READ_ALL = READ_LEFT | READ_RIGHT | READ_VALUE };
static inline bool ir_read_by_condition(const struct ir_bind *b)
{
    return b->kind != BIND_TABLE && !b->facet;
}
static inline bool ir_reads_value(const struct ir_bind *b)
{
    return b->kind == BIND_TABLE || b->facet & READ_VALUE;
}
/* What a line's formula names: `len` bytes from `off` of its text, and where its value is found. */
enum ir_operand_kind { OPERAND_LINE, OPERAND_CONSTANT, OPERAND_FIGURE };
struct ir_operand {
    uint8_t kind;                   /* enum ir_operand_kind */
    uint32_t off, len;
    uint32_t line;                  /* LINE */
    w256 num, den; struct ir_unit unit;         /* CONSTANT: of base units, and as it is shown */
    struct ir_bind bind;            /* FIGURE: a cell, or a sum of cells */
};
struct ir_line {
    sym name, because, source;
    sym formula;                    /* the text behind its `=` */
    struct ir_operand *operand; uint32_t noperand;      /* in the order of the text */
    /* value: a whole number over `den`, or over the value of den_slot, in base units; IR_NONE: it
     * is `value` */
    uint32_t slot;
    w256 value;
    uint32_t den_slot;              /* IR_NONE, or slot of the denominator (fraction) */
    w256 den;
    uint32_t reason_slot;           /* IR_NONE: always known */
    struct ir_unit unit;
    uint32_t file, line, col;
    struct ir_bind *cell; uint32_t ncell;
};
/* Which leaf rows of a table an aggregate takes: a kernel tells them (ROLE_MEMBER). */
enum ir_choice_of { CHOICE_SUM, CHOICE_COUNT, CHOICE_LEAST, CHOICE_GREATEST };
/* What a test of its condition reads in a row: a figure, or the text of a key column. */
enum ir_ask_kind { ASK_VALUE, ASK_PRESENT,      /* of: a colref */
                   ASK_TEXT };                  /* of: a column of the choice's table */
struct ir_ask {
    uint8_t kind;                   /* enum ir_ask_kind */
    uint8_t made_of;                /* the aggregate is made of this figure too */
    uint32_t of, test;              /* test: its number in the condition */
};
/* slot: what the kernel makes of the rows; of LEAST and GREATEST the furthest reach */
struct ir_choice {
    uint8_t what;                   /* enum ir_choice_of */
    uint32_t table, slot;
    struct ir_ask *ask; uint32_t nask;      /* left to right; none: there is no condition */
};
/* A slot made of a column's cells, for evidence: in all leaf rows, or in those of a choice.
 * `apart`: the slot is the least or the greatest of them, so that their sum says nothing. */
struct ir_sum {
    uint32_t slot, colref;
    uint32_t choice;                /* IR_NONE: all leaf rows */
    uint8_t apart;
};

/* Violated results that are accepted until a day: those of a rule, or of the shape of a table, as
 * reports name them. */
struct ir_waiver {
    sym rule;
    sym key;                        /* as reports print it, or its codes alone; 0: any */
    sym because;
    uint32_t until;                 /* the last day, YYYYMMDD */
    uint32_t file, line, col;
    uint32_t off, len;              /* span in the source file */
};

struct ir_program {
    char **string; uint32_t nstring;            /* sym s is string[s]; string[0] is "" */
    sym *file; uint32_t nfile;                  /* rule files' shown names */
    struct ir_table *table; uint32_t ntable;
    struct ir_same *same; uint32_t nsame;
    struct ir_codes *codes; uint32_t ncodes;
    struct ir_join *join; uint32_t njoin;
    struct ir_colref *colref; uint32_t ncolref;
    struct ir_rowref *rowref; uint32_t nrowref;
    struct ir_cell *cell; uint32_t ncell;
    struct ir_test *test; uint32_t ntest;
    struct ir_listed *listed; uint32_t nlisted;
    struct ir_slot *slot; uint32_t nslot; uint32_t frame_words;
    struct ir_shape *shape; uint32_t nshape;
    /* in an order in which every slot is written before it is read */
    struct ir_kernel *kernel; uint32_t nkernel;
    struct ir_rule *rule; uint32_t nrule;
    struct ir_line *line; uint32_t nline;
    struct ir_choice *choice; uint32_t nchoice;
    struct ir_sum *sum; uint32_t nsum;
    struct ir_unit_def *unit_def; uint32_t nunit_def;
    struct ir_quote *quote; uint32_t nquote;
    struct ir_waiver *waiver; uint32_t nwaiver;
};

/* Does a rule say that a table's file must not be there? */
bool ir_says_absent(const struct ir_program *p, uint32_t table);
/* Is a table asked nothing but whether all its figures are zero? */
bool ir_asks_zero_alone(const struct ir_program *p, uint32_t table);

/* The checks of a well-formed program: operands earlier and of the right width, indices
 * in range, outputs written once, slots written before they are read. Returns NULL, or
 * what is wrong (arena text). */
const char *ir_verify(struct arena *a, const struct ir_program *p);
/* Readable text of the whole program, stable, for golden tests. */
void ir_dump(struct strbuf *out, const struct ir_program *p);

/* The canonical bytes of a program: little endian, no padding, the same for the same program. */
struct ir_image { unsigned char *bytes; size_t len; };
struct ir_image ir_image_write(struct arena *a, const struct ir_program *p);
/* NULL if the bytes are no valid image (every index checked; then ir_verify'd).
 * Does not keep `bytes`. */
struct ir_program *ir_image_read(struct arena *a, const unsigned char *bytes, size_t len);
/* Only what decides the machine code: shapes and lin tables. The cache key is made of these. */
struct ir_image ir_image_code(struct arena *a, const struct ir_program *p);
/* Only what decides how data are read: programs that are alike in it can share them. */
struct ir_image ir_image_data(struct arena *a, const struct ir_program *p);
#endif
