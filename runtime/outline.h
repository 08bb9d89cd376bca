#ifndef FISC_OUTLINE_H
#define FISC_OUTLINE_H
/* Labels printed one beneath the other: what stands under what, by their ordinals, and which of
 * them a total is the sum of (language.md §6 Forms). */
#include "ir.h"

/* ordinals: 一、 > （一） > 1、 > （1） > none */
enum { CLASS_FIRST = 1, CLASS_NONE = 5 };
/* 小计 < 合计 < 总计; RANK_NONE: no total */
enum { RANK_NONE, RANK_SUBTOTAL, RANK_TOTAL, RANK_GRAND };

struct outline_label {
    const char *shown;              /* as printed, behind the labels that it stands under */
    const char *own;                /* in match form, without ordinals */
    sym path, level;                /* own, behind those it stands under, joined by '/'; what it
                                     * stands under, 0: nothing */
    uint8_t rank;
    bool of_which;                  /* 其中: part of a figure, never added */
};

/* Reads labels in the order of the sheet. paths: symbols of path and level. */
struct outline_reader {
    struct arena *arena;
    struct symtab *paths;
    struct outline_above { sym path; const char *shown; } above[CLASS_NONE + 1], prefix, of;
    struct outline_label last;      /* path 0: none */
    uint8_t last_class, of_class;   /* of_class 0: no 其中 is open */
    bool of_said;                   /* only labels that print 其中 are of-which */
};
void outline_begin(struct outline_reader *r, struct arena *a, struct symtab *paths);
/* s is not blank */
struct outline_label outline_read(struct outline_reader *r, const char *s, size_t len);
/* A label as rules write it: its levels in match form, without ordinals. */
const char *outline_wanted(struct arena *a, const char *text);

/* What is declared: nodes in preorder. label is IR_NONE until the node is bound. */
struct outline_node { uint32_t parent, label; bool braces; };
struct outline_cover { uint32_t *label; uint32_t n; uint8_t state; };
struct outline {
    struct arena *arena;
    struct symtab *paths, *owns;
    const struct outline_label *label; uint32_t nlabel;
    uint32_t *repeat;               /* by label: how often its path stood in its key before */
    bool *apart;                    /* by label: it belongs to no total */
    struct outline_node *node; uint32_t nnode;
    uint32_t *node_of;              /* by label: its node, or IR_NONE */
    uint32_t *alike, *first_alike, nown;    /* labels of one own text: the next by label, the first
                                     * by symbol of owns */
    bool *above;                    /* by path: some label stands under it */
    uint32_t *next, *prev;          /* by label: its neighbours on its level, or IR_NONE */
    uint32_t *first;                /* by path: the first label under it, plus one */
    struct outline_cover *cover;    /* by label */
    uint32_t *mark, stamp;          /* by label: it is taken out */
    uint32_t *asked, asked_stamp;   /* by label: it was asked what it reaches */
    bool *restates;                 /* by label: a total of what a parent declares, in no sum */
};
/* Labels, repeat and apart are set. nodes are shared with other outlines: each node is bound in one
 * of them. */
void outline_index(struct outline *o, struct outline_node *node, uint32_t nnode);
/* The label that a node means, and, where it could be another too, that one. Binds it. */
struct outline_match { uint32_t count, label, second; };
struct outline_match outline_bind(struct outline *o, uint32_t node, const char *wanted);
/* Does a path end with the levels that are wanted? *whole: it has no others. */
bool outline_path_fits(const char *path, const char *wanted, bool *whole);
/* A path that stood before, and that no node means; each 小计 is a label of its own. */
bool outline_repeats(const struct outline *o, uint32_t label);
/* After all nodes are bound: levels, without what is apart. */
void outline_link(struct outline *o);
/* The labels that a parent's label is the sum of, in the order of the sheet; none: it is no
 * parent. Totals among them stand for what they cover themselves. */
const struct outline_cover *outline_covers(struct outline *o, uint32_t label);
bool outline_is_under(const struct outline *o, uint32_t node, uint32_t parent);
#endif
