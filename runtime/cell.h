#ifndef FISC_CELL_H
#define FISC_CELL_H
/* One printed figure: text in, a whole number at a column's storage scale out (language.md §5
 * Cells, §11). */
#include "data.h"

#define CELL_LIMIT INT64_C(1000000000000000000)     /* |stored value| is at most this */
#define CELL_PLACES 30              /* decimal places that a tag byte can tell */

/* What reading needs of a grid. */
struct cell_form {
    int scale;                      /* value in the printed unit = stored * 10^-scale */
    int places;                     /* of the grid, may be negative */
    int max_places;                 /* more are unreadable */
    bool exact;                     /* a point: no cell has extra digits */
    const char *unit_text;          /* may stand behind the figure; NULL: none may */
    /* for a cell of p places: its last place in stored units (0: a stored unit is more than one
     * of it), and its largest coefficient */
    int64_t unit[CELL_PLACES + 1], most[CELL_PLACES + 1];
};
/* up to SYNTAX the cell is no number; UNIT: a figure with another unit behind it, or any text */
enum cell_fault { FAULT_NONE, FAULT_UNIT, FAULT_SYNTAX, FAULT_PLACES, FAULT_BIG };
struct cell {
    int64_t value;                  /* 0 unless kind is CELL_FIGURE */
    uint8_t kind;                   /* enum cell_kind */
    /* 0: printed at the grid; else 1 + its own decimal places, which are more */
    uint8_t own;
    /* a figure with a unit, or negative by brackets, △ or a sign behind it: a column of such cells
     * alone is text */
    bool dressed;
    /* enum cell_fault; says why kind is CELL_UNREADABLE or CELL_OVERFLOW */
    uint8_t fault;
};

struct cell_form cell_form_of(struct ir_grid g);
/* A cell that is no figure, and why. */
struct cell cell_bad(enum cell_kind kind, enum cell_fault fault);
struct cell cell_read(const char *s, size_t len, const struct cell_form *f);
/* Is it written as a number, of whatever size? */
bool cell_is_number(const char *s, size_t len);
/* The number that is written there, coef * 10^-places (a coefficient beyond CELL_LIMIT is that);
 * false if there is none. A whole number in brackets is an ordinal. */
bool cell_number(const char *s, size_t len, int64_t *coef, int *places);
/* The same, ordinals too. */
bool cell_coefficient(const char *s, size_t len, int64_t *coef, int *places);
/* Takes blanks of any script off both ends. */
void cell_trim(const char **s, size_t *len);
bool cell_is_blank(const char *s, size_t len);
/* Is it blank, or what is printed where there is no figure: a dash, 无? */
bool cell_is_empty(const char *s, size_t len);
/* 10^n for 0 <= n <= 18; beyond that 10^18, below that 1 */
int64_t cell_pow10(int n);

/* A cell's kind and own places in one byte. */
static inline uint8_t cell_tag(struct cell c) { return (uint8_t)(c.kind | c.own << 3); }
static inline enum cell_kind cell_tag_kind(uint8_t tag) { return (enum cell_kind)(tag & 7); }
static inline int cell_tag_own(uint8_t tag) { return tag >> 3; }
#endif
