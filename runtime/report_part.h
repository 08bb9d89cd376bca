#ifndef FISC_REPORT_PART_H
#define FISC_REPORT_PART_H
/* What the files of the text report share. */
#include "columns.h"
#include "message.h"
#include "report.h"
#include "scratch.h"

enum { REPORT_FINDINGS = 200, REPORT_CELLS = 12 };

struct report {
    struct report_out *out;
    struct srcs *srcs;
    const struct findings *f;
    const struct report_opts *opts;
    enum lang lang;
    unsigned columns;               /* of the terminal */
    uint64_t max_findings;
    uint32_t max_cells;
    struct scratch scratch;
    struct strbuf text;             /* of the piece at hand */
    uint64_t notices;               /* given so far */
};

void report_open(struct report *r, struct report_out *out, struct srcs *srcs,
                 const struct findings *f, const struct report_opts *o);
/* Writes the piece at hand and frees what it took; false after a failed write. */
bool report_flush(struct report *r);
void report_close(struct report *r);
/* A brush for a piece; gutter 0. */
struct brush report_brush(struct report *r, enum diag_sev sev);
/* "notice: text" on a line: something that is no violation. The last line counts them. */
void report_notice(struct report *r, const char *text);

/* "rule: key", as the head of a finding names it. */
const char *report_name(struct report *r, const struct evidence *e);
/* A violated finding in brief, by its number in the report: a sentence, and where to look; and what
 * stands above those of a severity. */
void report_brief(struct report *r, const struct finding *x, uint64_t number);
void report_brief_head(struct report *r, unsigned severity);
/* One violated finding, whole. */
void report_finding(struct report *r, const struct finding *x);
/* Its arithmetic and its cells alone. */
void report_figures(struct report *r, const struct finding *x);
/* The lines of a written rule, with what its sides make. quoted: the text of its file is there. */
void report_rule(struct report *r, const struct brush *b, const struct evidence *e, bool quoted);
/* What the lines are made of that a rule names. */
void report_formulas(struct report *r, const struct brush *b, const struct evidence *e);
/* What a finding that is a conflict goes on with, in place of its cells. */
void report_conflict(struct report *r, const struct brush *b, const struct evidence *e);
/* The table's name, its title as far as there is room, and its file, above its cells; and the row's
 * name, where all of them are of one ("" else). */
void report_cells_title(struct report *r, const struct brush *b, const struct evidence_cell *c,
                        const char *row);
/* The header of a cell as it is shown. */
const char *report_header(struct report *r, const struct evidence_cell *c);
/* All its cells. */
void report_cells(struct report *r, const struct brush *b, const struct evidence *e);
/* What the rows of a choice are: counted, not counted, … */
const char *report_choice_head(struct report *r, const struct evidence *e,
                               const struct evidence_figure *g);
/* A cell as it is printed, or what is to be said in its place. */
const char *report_cell_text(struct report *r, const struct evidence_cell *c);
/* What was found of all linear results together, where that is asked for or something is wrong. */
void report_system(struct report *r);
/* The results that waivers accept. */
void report_waived(struct report *r);
/* What may have gone wrong, under a finding. */
void report_hypotheses(struct report *r, const struct finding *x, unsigned indent);
/* The hypotheses of a finding, if they are told under it and not under one before; else NULL. */
struct explained;
const struct explained *report_explained(const struct report *r, const struct finding *x);
/* How many findings were not looked into. */
void report_hypotheses_cut(struct report *r);
/* What became of the baseline's results, if there is one. */
void report_baseline(struct report *r);
/* Which figures the results depend on, if it was noted. */
void report_coverage(struct report *r);
/* A line in bold. */
void report_title(struct report *r, const char *title);
/* What is supposed, above all else; nothing if there is no scenario. */
void report_scenario(struct report *r);
/* Lines [from, to) without the scenario, with it, and how they differ. */
void report_lines_changed(struct report *r, uint32_t from, uint32_t to);
/* The value of a line in a run, or why it has none. */
const char *report_line_value(struct report *r, const struct findings *f, uint32_t line);
/* Results by severity and status, and the verdict. */
void report_counts(struct report *r);
/* Everything after the findings. */
void report_end(struct report *r);
#endif
