#ifndef FISC_SUSPECT_H
#define FISC_SUSPECT_H
/* Violated equations, and the cells that may be at fault. What the files of the hunt share. */
#include "hypothesis.h"
#include "probe.h"

/* A cell's part in an equation: the difference moves by coef for each stored unit. */
struct part { struct place at; i128 coef; uint32_t breach, suspect; };

/* An equation that is violated, or would be: left − right, and the ends of its interval. */
struct breach {
    uint64_t find;
    uint32_t rule;
    uint64_t row;
    i128 s, lower, upper;
    struct part *part; uint32_t npart, cap_part;    /* in the order of their places */
    uint64_t tried;
    uint32_t digits;                /* hypotheses of one digit that heal nothing else */
    bool cut;
};
struct suspect {
    struct place at;
    struct standing now;
    struct printed printed;         /* coef 0: it cannot be read back */
    struct part **part; uint32_t npart;
};

/* How many cells a hypothesis may change. */
enum { CHANGES_MOST = 192 };

struct candidate {
    uint32_t suspect;
    uint8_t slip;
    int step;                       /* SHIFTED: 1: the figures belong one cell to the left, or -1 */
    int power;
    int64_t value;
    struct place other; bool has_other;
    struct change *more; uint32_t nmore;        /* figures in other cells that go with it */
};

struct hunt {
    struct run *run;
    struct probe *probe;
    struct arena *arena;            /* of the hunt alone */
    struct breach *breach; uint32_t nbreach, cap_breach;
    struct suspect *suspect; uint32_t nsuspect;
    struct part **by_place; uint32_t nby_place, cap_by_place;
    struct candidate *candidate; uint32_t ncandidate, cap_candidate;
    uint32_t first_candidate;       /* of the suspect at hand */
};

int place_order(const struct place *a, const struct place *b);
/* Reads what an equation makes of the figures as they stand; false if it is none, or has too many
 * cells to look at. */
bool breach_read(struct hunt *h, uint32_t rule, uint64_t row, struct breach *b);
/* Makes the suspects of the breaches. */
void suspects_make(struct hunt *h);
/* The suspect of a place, or NULL. */
const struct suspect *suspect_at(const struct hunt *h, struct place at);
/* The one cell that stands against all others, as a total does against its addends; or NULL. */
const struct part *breach_total(const struct breach *b);
/* Does a breach hold if its difference moves so? */
bool breach_heals(const struct breach *b, i128 by);
/* What must stand in a cell for the difference to be 0; false if no whole number does. */
bool breach_needs(const struct breach *b, const struct part *p, int64_t now, int64_t *value);

/* How many breaches of the suspects in the places of some changes hold with all of them; `tried` of
 * each is counted. */
uint32_t changes_heal(struct hunt *h, const struct change *c, uint32_t n);
void candidate_push(struct hunt *h, struct candidate c);

/* Makes the candidates. */
void candidates_make(struct hunt *h);
/* ── shift.c ── */
/* Adds candidates of rows, one or all of a table, whose figures stand one cell to the left or to
 * the right. */
void shifts_make(struct hunt *h);
#endif
