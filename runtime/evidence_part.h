#ifndef FISC_EVIDENCE_PART_H
#define FISC_EVIDENCE_PART_H
/* What the files that gather evidence share. */
#include "evidence.h"

struct collector {
    struct evidence *e;
    struct evidence_figure *figure;
    struct arena *arena;
    uint32_t table;
    const char *column;             /* of the figure; NULL: members are unlisted columns */
    bool children;                  /* members are rows under one, which may be subtracted */
    uint64_t most;
    bool furthest;                  /* the row at hand is the least or the greatest */
    bool waits;                     /* for such a row: the last place is kept for it */
    enum { TAKE_ALL, TAKE_UNKNOWN, TAKE_KNOWN } take;
};

/* ── evidence.c ── */
/* Adds a cell; sheet IR_NONE: the row as a whole. */
struct evidence_cell *evidence_add_cell(const struct collector *k, uint64_t row, uint32_t sheet);
/* The figure of k of a colref, with the units of its column. */
void evidence_begin(struct collector *k, const struct ir_bind *b, uint32_t colref);
/* The figure, or two, of a bind of a rule. */
void evidence_collect(struct collector *k, const struct ir_bind *b);
/* a data_member_fn: adds a cell of the figure, and counts it */
void evidence_member(void *ctx, uint64_t row, uint32_t sheet, enum cell_kind kind, int64_t value);

/* ── evidence_memo.c ── */
/* The same, of one that is the same in every row of its rule. */
void evidence_recall(struct collector *k, const struct ir_bind *b);

/* ── evidence_choice.c ── */
/* The rows that a choice of the program takes, and those that it leaves out. */
void evidence_choice(struct collector *k, const struct ir_bind *b);
/* Takes the figure that was gathered last away if it is of rows that are left out and tells
 * nothing of the finding. */
void evidence_choice_prune(struct collector *k);
/* The cells of a sum in the rows that it takes; the row that is the least or the greatest of them
 * is marked, and shown however many there are. */
void evidence_furthest(struct collector *k, uint32_t sum);
#endif
