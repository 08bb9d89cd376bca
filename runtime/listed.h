#ifndef FISC_LISTED_H
#define FISC_LISTED_H
/* Texts that rules look for on a list of codes (language.md §10 Lists of codes). Codes are compared
 * in match form, names as labels (label.h). */
#include "table.h"

struct code_list;                   /* a list, ready to be looked up */
struct listed;                      /* what is known of the texts of a column */
struct listed *listed_new(struct arena *a, const struct ir_program *p);

enum listed_state {
    LISTED_NOTHING,                 /* no text, or that of a total: not applicable */
    LISTED_THERE,
    LISTED_LENGTH,                  /* a code of another length than is meant */
    LISTED_NOT,
    LISTED_OPEN,                    /* not there, where the list is not complete */
    LISTED_NAME,                    /* the code is there, and has another name */
    LISTED_NAME_DOUBTFUL,           /* the same, of a name that was not checked */
};

/* What stands in a row. entry: that of the code, or the longest one that it begins with (by name:
 * 0); number of an entry of the list, 0: the list itself. */
struct listed_row {
    enum listed_state state;
    uint32_t entry;
    const char *text, *name;        /* as printed; name "": none is asked for, or it is blank */
};
struct listed_row listed_row(const struct data_set *s, uint32_t listed, uint64_t row);
/* An entry that may be meant by it; 0: none is near. */
uint32_t listed_near(const struct data_set *s, uint32_t listed, const struct listed_row *at);
/* The sheet columns of the text and of the name beside it; IR_NONE: there is none. */
uint32_t listed_sheet(const struct data_set *s, uint32_t listed, bool named);
#endif
