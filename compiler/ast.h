#ifndef FISC_AST_H
#define FISC_AST_H
/* The syntax tree, grouped by grammar level. Every node has a span. The grammar builds it and
 * looks nothing up; numbers stay text until typing. Everything lives in the unit's arena. */
#include "../runtime/ir.h"
#include "../runtime/str.h"
#include "../runtime/src.h"
#include "../runtime/tested.h"

struct name { sym text; struct span span; bool quoted; };       /* NFC; quoted: written as "…" */

/* A unit chain: 元/人·天 is num {元}, den {人, 天}. Names only; looked up later. */
struct chain {
    struct name *num, *den;
    uint32_t nnum, nden;
    struct span span;
};

/* ── rows by name: [124001, 208*] ── */
struct row_code {
    struct name text;               /* of a number its digits, without the `*` */
    bool prefix;                    /* 208*: all that begin so */
};
struct row_select {
    struct span span;               /* with the brackets */
    struct row_code *code;          /* ncode >= 1, outer codes first */
    uint32_t ncode, cap;
};

/* ── expressions ── */
enum expr_kind {
    EX_NUM, EX_REF, EX_NEG, EX_ADD, EX_SUB, EX_MUL, EX_DIV, EX_POW, EX_CALL, EX_ERROR
};
struct decl;                        /* scope.h */
struct measure;                     /* measure.h */
struct rat;                         /* rat.h */
struct side;                        /* form.h */
struct cond;
#define AST_MAX_DEPTH 4096          /* a pass may recurse over an expression */
struct expr {
    enum expr_kind kind;
    /* 1, or one more than the deepest operand; at most AST_MAX_DEPTH */
    uint32_t depth;
    struct span span;
    struct decl *decl;              /* EX_REF: what it names, set by resolve */
    const struct measure *measure;  /* set by check; NULL: in error */
    /* its value if it is constant, set by form (folded says that it was looked at) */
    const struct rat *constant;
    struct side *side;              /* normal form, set by form */
    struct side *prior_side;        /* the same inside prior(): a line can be read both ways */
    bool folded;
    bool units;                     /* EX_REF: units.T.c, by resolve, which leaves T.c; EX_CALL over
                                     * the rows of units.T, by check */
    bool here;                      /* EX_REF: a column of the table around it, by resolve */
    bool keyed;                     /* EX_REF: the figure of each key of join `join`, by check */
    uint32_t join;
    union {
        /* EX_NUM: ASCII digits and '.', unit NULL if bare; word: the 0 that stands for this word of
         * direction behind `is`, 0: it is a number */
        struct { sym digits, word; struct chain *unit; } num;
        /* EX_REF: what stands before brackets and dots, the row (NULL: none), and what stands
         * behind dots */
        struct {
            struct name name;
            struct row_select *row;
            struct name *path; uint32_t npath;
            struct chain *in;       /* of a text's figure: its unit, NULL: not said */
            uint32_t at;            /* of a dated param: the day, YYYYMMDD; 0: not said */
        } ref;
        /* EX_NEG uses a only; EX_POW: b is EX_NUM */
        struct { struct expr *a, *b; struct span op; } bin;
        /* where: NULL if there is none */
        struct { struct name fn; struct expr **arg; uint32_t narg; struct cond *where; } call;
    } u;
};

/* ── conditions ── */
enum rel { REL_EQ, REL_NE, REL_LT, REL_LE, REL_GT, REL_GE, REL_IS };
enum cond_kind { COND_AND, COND_OR, COND_NOT, COND_COMPARE,
                 COND_TEXT,         /* a comparison of a row's text, told apart by resolve */
                 COND_PRESENT };
struct cond {
    enum cond_kind kind;
    uint32_t depth;                 /* as of expressions */
    struct span span;
    union {
        struct { struct cond *a, *b; } both;                    /* NOT uses a only */
        /* COMPARE, TEXT: x rel y; of TEXT key and text are set by resolve */
        struct {
            struct expr *x, *y;
            enum rel rel;
            struct span rel_span;
            struct decl *key;
            sym text;               /* without the `*` */
            bool prefix;
            bool keyed; uint32_t join;      /* of the key at hand, as in expr; set by check */
        } cmp;
        struct expr *cell;                                      /* PRESENT */
    } u;
};

/* ── rules ── */
enum severity { RULE_MUST, RULE_SHOULD, RULE_NOTE };
/* Is the text of a row a code of a list, or a name there? */
struct listing {
    struct span span;
    struct expr *subject;           /* the code; by_name: the name, whatever its code */
    bool by_name;
    struct name list;
    sym length;                     /* digits: of the codes that are meant; 0: any */
    struct expr *named;             /* the name printed beside the code; NULL: not asked */
    /* set by resolve */
    struct decl *key, *named_key, *codes;
};
struct rule {
    struct span span;               /* from the verb to the end of the last clause */
    enum severity severity;
    struct name name;               /* text 0: none */
    struct listing *listing;        /* NULL: a relation of figures */
    struct expr **side;             /* nside >= 2; of a listing 0 */
    enum rel *rel;                  /* nside - 1; side[i] rel[i] side[i + 1] */
    struct span *rel_span;
    uint32_t nside;
    bool exactly;
    struct name *each; uint32_t neach;      /* key columns; none: not for each key */
    uint32_t join;                  /* of those that have each: number in the program, set by
                                     * check */
    struct cond *where, *when;      /* NULL: none */
    bool claim;                     /* side[0] is side[1], a text's figure */
    sym map;                        /* of a map: what it says; 0: a rule as written */
    sym because;                    /* 0: none */
    uint32_t number;                /* of its first pair of sides in the program, by lowering */
};

/* How many rules of the program it is: one for each pair of sides. */
static inline uint32_t rule_pairs(const struct rule *r)
{
    return r->listing ? 1 : r->nside - 1;
}

/* ── lists of codes ── */
struct code_entries;
struct code_entry {
    struct name code;
    struct name *name; uint32_t nname;      /* alternatives, at least one */
    bool doubtful;                  /* not checked against what is official */
    struct code_entries *under;     /* NULL: nothing is said of codes under it */
};
struct code_entries {
    struct code_entry *of; uint32_t n, cap;
    bool others;                    /* some that belong here are not listed */
};

/* ── tables ── */
struct grid {
    bool given;
    enum grid_mode mode;
    sym digits;                     /* "0.01"; 0 with GRID_EXACT */
    bool zero_exact;
    struct span span;
};

enum node_role { NODE_ADDED, NODE_LESS, NODE_OF, NODE_LIST };
struct column_node {
    enum node_role role;            /* LIST: the nodes of the list `name` stand here */
    struct span span;               /* the name */
    struct name name;
    struct name *header;            /* alternatives, may be none */
    uint32_t nheader;
    struct chain *unit;             /* NULL: the table's */
    struct grid grid;
    struct name unit_from;          /* header of the column that names each row's unit; 0: none */
    bool unsummed;                  /* no row is the sum of others in it and what is beneath it */
    bool braces, others;
    struct span others_span;
    struct column_node **child;
    uint32_t nchild;
};
struct level_key { struct name key; sym length; };      /* digits, 0: any */
struct row_level {
    struct span span;
    struct name name;
    struct level_key *key; uint32_t nkey;           /* at least one; the level's own code last */
    bool prefix;                    /* one key; `fit`: lengths of its codes, none: any */
    struct level_key *fit; uint32_t nfit;
    struct row_level *inner;
};

/* Of the records that print `text` under `header`; header.text 0: of all. */
struct where_text { struct name header, text; };
/* Of a form: labels and amounts beside them, under these headers. */
struct block {
    struct name name;               /* text 0: none */
    struct name label, amount;
    struct where_text where;
    struct column_node **node;
    uint32_t nnode;
};

enum item_kind { ITEM_ROWS, ITEM_COLUMN, ITEM_KEY, ITEM_BLOCK, ITEM_RULE };
struct item {
    enum item_kind kind;
    struct span span;
    union {
        /* level, or tree and the column `at` that prints its labels, or neither */
        struct { struct name *total; uint32_t ntotal; struct row_level *level;
                 struct column_node *tree; struct name at; } rows;
        struct column_node *column;
        struct block *block;
        struct { struct name name; struct name *header; uint32_t nheader; } key;
        struct rule *rule;
    } u;
};
enum missing { MISSING_UNKNOWN, MISSING_ZERO, MISSING_ERROR };  /* what a row not there is */
/* One cell a record, by headers; column.text 0: the values are one column; unit.text 0: they
 * are in the table's. */
struct long_decl {
    struct span span;
    struct name *row; uint32_t nrow;
    struct name value, column, unit;
    struct where_text where;
};
struct form_each { struct name key, *header; uint32_t nheader; };
/* of a table, a form or a text */
struct table_decl {
    bool form;
    struct long_decl *lng;          /* NULL: none */
    struct form_each *each;         /* of a form; NULL: its records are one row */
    struct chain *unit;             /* text: NULL */
    enum missing missing;
    struct span missing_span;       /* len 0: not said */
    struct span partial;            /* len 0: not said */
    struct name sheet;              /* of a workbook; text 0: not said */
    struct span sheet_span;
    sym header;                     /* digits: rows of the printed header; 0: not said */
    struct span header_span;
    struct grid grid;
    sym title;                      /* 0: none */
    struct name from;
    struct item *item;
    uint32_t nitem;
};

/* ── maps ── */
struct map_list;                    /* build.h */
/* A row of a mapping: names of columns, or paths with dots; text 0: blank. */
struct map_pair { struct name source, target; };
/* Figures of one table made of those of another: a rule for each target, and for each source that
 * goes nowhere. */
struct map {
    struct name name;               /* A->B if none is written */
    struct name from, to;
    struct name *each; uint32_t neach;          /* key columns; none: about the whole */
    sym because;                    /* 0: none */
    struct name file;               /* text 0: written here */
    struct name header[2];          /* of the file's columns: source, target */
    struct where_text where;        /* the file's rows that count */
    struct map_pair *pair; uint32_t npair, pair_cap;        /* of the file */
    struct name by, group;          /* lines of a mapping's group; by.text 0: of none */
    struct span by_span;
    struct map_list *own;           /* of one by a mapping: the lines that are written */
    bool lost;                      /* its lines could not be made, which was told */
    struct expr **source, **target; uint32_t nsource, ntarget;     /* as written */
    struct rule **rule; uint32_t nrule;
};

/* ── mappings ── */
/* Codes of one list that make up a code of another. */
struct mapping_line {
    struct span span;
    struct name target;
    struct name *source; uint32_t nsource;
    bool doubtful;
};
struct mapping_group { struct name name; struct mapping_line *line; uint32_t n, cap; };
struct mapping {
    struct name from, to;           /* lists of codes */
    struct mapping_group **group; uint32_t n, cap;
    sym because;                    /* 0: none */
};

/* ── names of one thing ── */
struct same_class { struct name *name; uint32_t nname; };
/* Names that a key column may print for one thing: as written, or the records of a file. */
struct same {
    struct name key;
    struct name from;               /* text 0: written here */
    struct name *header; uint32_t nheader;      /* of the file's columns; none: its two */
    struct same_class *of; uint32_t n, cap;
};

/* ── waivers ── */
/* Violated results that are accepted until a day, which is the last one. */
struct waiver {
    struct name rule;               /* as reports print it */
    struct name key;                /* text 0: whatever the key */
    sym because;
    uint32_t until;                 /* YYYYMMDD */
};

/* ── tests ── */
/* What a test puts in the place of the data: a figure or text of one cell, a param, or the rows of
 * a table. */
struct given {
    struct span span;
    struct expr *target;
    struct rule *rule;              /* target = figure; NULL: a text, or rows */
    /* of a scenario: the value itself, a factor, more or less; of a test always the first */
    enum change_op { CHANGE_TO, CHANGE_TIMES, CHANGE_MORE, CHANGE_LESS } op;
    struct name text;               /* of a rule of one side: what it is given */
    struct span rows;               /* all between the braces; without a rule */
    /* by check: what it puts in place of; by lowering: a table's number or a cell's, the figure in
     * base units */
    enum given_kind { GIVEN_ERROR, GIVEN_CELL, GIVEN_PARAM, GIVEN_TABLE } kind;
    struct decl *decl;              /* PARAM, TABLE */
    bool prior;                     /* TABLE: that of the prior data */
    uint32_t number;
    const struct rat *amount;       /* NULL: the text */
};
/* What is expected: a relation of figures, or (rule NULL) what became of results. */
struct expectation {
    struct span span;
    struct rule *rule;
    /* of rule NULL: as reports print them; result.text 0: it is no name; key.text 0: any */
    struct name result, key;
    enum test_want want;
    struct expr *difference;        /* of a violated result; NULL: not said */
};
struct test {
    struct name title;
    struct given *given; uint32_t ngiven, cap_given;
    struct expectation *expect; uint32_t nexpect, cap_expect;
};

/* ── scenarios ── */
/* Params as they might be: what is given in the place of each. */
struct scenario {
    struct given *change; uint32_t nchange, cap;
    sym because;                    /* 0: none */
};

/* ── statements ── */
enum whole { WHOLE_ZERO, WHOLE_REQUIRE, WHOLE_ABSENT };         /* of tables as a whole */
enum stmt_kind { ST_USE, ST_UNIT, ST_PARAM, ST_LINE, ST_LIST, ST_TABLE, ST_TEXT, ST_RULE,
                 ST_WHOLE, ST_MAP, ST_SAME, ST_WAIVE, ST_TEST, ST_SCENARIO, ST_CODES,
                 ST_MAPPING };
struct stmt {
    enum stmt_kind kind;
    struct span span;
    struct name name;               /* UNIT, PARAM, LINE, LIST, CODES, MAPPING, TABLE, TEXT,
                                     * SCENARIO */
    union {
        /* "cn.units" joined with dots, or the file's name */
        struct { struct name path; bool is_file; } use;
        /* factor NULL: base unit; else EX_NUM with a unit */
        struct { struct expr *factor; bool count; } unit;
        /* PARAM, LINE (in: LINE only, may be NULL). Of a dated param value is NULL, and each of its
         * periods is a PARAM of that name, from the first day to the last one, 0: open. */
        struct { struct expr *value; struct chain *in; sym because; uint32_t from, until;
                 struct stmt *period; uint32_t nperiod; } fig;
        struct { struct column_node **node; uint32_t nnode; } list;     /* at least one */
        struct { struct code_entries *root; sym title; } codes;
        struct { enum whole what; struct span word; struct name *table; uint32_t ntable;
                 struct cond *when;             /* NULL: none */
                 sym because;
                 uint32_t number;               /* by lowering: of its first rule */
        } whole;
        struct table_decl *table;       /* TABLE, TEXT */
        struct rule *rule;
        struct map *map;
        struct mapping *mapping;
        struct same *same;
        struct waiver *waiver;
        struct test *test;
        struct scenario *scenario;
    } u;
};
/* its keyword */
static inline const char *ast_whole_word(enum whole w)
{
    return w == WHOLE_ZERO ? "zero" : w == WHOLE_REQUIRE ? "require" : "absent";
}
struct vocabulary;                  /* scan.h */
/* The statements of all files, in order, and the names of units by which they were read. */
struct ast { struct stmt *stmt; uint32_t nstmt, cap; struct vocabulary *units; };
#endif
