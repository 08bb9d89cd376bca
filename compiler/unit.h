#ifndef FISC_UNIT_H
#define FISC_UNIT_H
/* One compilation: everything a pass may read or write. It is the first argument of every pass. */
#include "../runtime/diag.h"
#include "../runtime/ir.h"
#include "ast.h"

struct scope;
struct measures;
struct lowering;
struct why_ask;
struct line_formulas;

/* the atoms of one kind, by colref, of cells by cell */
struct atom_index { struct atom **atom; uint32_t n; };

/* Tests by their number in the file, ascending; all others are looked at and left out. n 0: none is
 * run. */
struct test_choice {
    const uint32_t *number; uint32_t n;
    const struct span *blank; uint32_t nblank;      /* of the main file: tests that are not read */
};

struct term_stack { struct term *term; uint32_t n, cap; };

struct unit {
    struct arena *arena;
    struct symtab *syms;
    struct srcs *srcs;
    struct diags *diags;
    struct ast ast;
    struct measures *measures;      /* declared units of measure */
    struct scope *scope;            /* declared names */
    struct atom_index atoms[3];     /* columns, column sums, cells (form.h) */
    struct term_stack terms;        /* of the forms being gathered (form.c) */
    uint64_t inlined;               /* figures that lines brought to their places (form.c) */
    bool prior;                     /* the form at work stands inside prior() (form.c) */
    uint32_t marks;                 /* walks over atoms so far: each marks with a
                                     * number of its own */
    struct lowering *low;           /* state of the lowering (lower.h) */
    uint32_t on;                    /* the day of dated params that say none, YYYYMMDD; 0: it is
                                     * not said */
    struct why_ask *ask;            /* what is to be explained (step.h); NULL: nothing */
    struct line_formulas *lines;    /* to be filled: how the lines are calculated (formula.h);
                                     * NULL: nobody asks */
    struct test_choice tests;       /* those that are to be run */
    const char *scenario;           /* the name of the one that is supposed; NULL: none */
    const struct unit *without;     /* the same rules, checked, without it: params are shown in the
                                     * units that they have there; NULL: none */
    struct ir_program *ir;
};

/* The passes, in order. Each returns false if it found an error; the driver stops there, save that
 * resolve, order and check all run. */
bool scope_declare(struct unit *u);     /* units of measure, params, lines, tables, columns */
bool resolve_names(struct unit *u);     /* every reference to its declaration */
bool order_figures(struct unit *u);     /* params and lines: no cycles */
bool check_measures(struct unit *u);    /* units of every expression; literals */
void choose_tests(struct unit *u);      /* leaves tests out, puts params in their place */
bool choose_scenario(struct unit *u);   /* changes the params of the one that is supposed */
bool check_maps(struct unit *u);         /* every column of a map in its place */
bool lower_program(struct unit *u);     /* normal forms, kernels */

/* Arrays of the unit without a capacity of their own: they double whenever their
 * count is a power of two. */
#define UNIT_PUSH(u, array, count, value) do { \
    if (((count) & ((count) - 1)) == 0) \
        (array) = arena_grow((u)->arena, (array), (count), (count) ? (size_t)(count) * 2 : 1, \
                             sizeof *(array)); \
    (array)[(count)++] = (value); } while (0)

static inline const char *unit_text(const struct unit *u, sym s) { return sym_text(u->syms, s); }
#endif
