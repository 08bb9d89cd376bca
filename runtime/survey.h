#ifndef FISC_SURVEY_H
#define FISC_SURVEY_H
/* A sheet as it is printed, read before any rule speaks of it. */
#include "header.h"
#include "data.h"

/* A file beneath the folder `dir`. All that is read lives in the arena; faults go to diags. */
struct survey_file {
    struct arena *arena;
    struct diags *diags;
    int dir;
    const char *path;
    struct data_limits lim;         /* 0: the defaults */
};
struct survey_cell { const char *p; size_t len; };     /* without blanks at its ends */
struct survey_row { uint64_t line, count; uint32_t nfield; const struct survey_cell *field; };
struct survey {
    const char *const *above; uint32_t nabove;  /* texts of the rows above the header */
    uint32_t header_rows;           /* 0: the sheet has no header */
    struct header header;
    const struct survey_row *row; uint64_t nrow;        /* below the header, blank ones left out */
};

/* Names of a workbook's visible sheets; none of a text. False: it cannot be read. */
bool survey_sheets(const struct survey_file *f, const char *const **name, uint32_t *count,
                   uint32_t *hidden);
/* Reads a text (sheet NULL), or that sheet of a workbook. False: it cannot be read. */
bool survey_read(const struct survey_file *f, const char *sheet, struct survey *out);
#endif
