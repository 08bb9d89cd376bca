#ifndef FISC_COMPILER_TEXT_H
#define FISC_COMPILER_TEXT_H
/* Texts: figures printed in prose (language.md §8, Texts). A text is a table of four key columns,
 * whose figures are named by their id and typed where they are used. */
#include "scope.h"

/* Puts the columns of a text in the order of enum ir_text_key, with the headers that were not
 * given. */
void text_fields(struct unit *u, struct stmt *s);
struct ir_grid text_grid(void);
/* Does T[…] name one figure of a text? False after a diagnostic. */
bool text_row_fits(struct unit *u, const struct decl *text, const struct expr *e);
/* Is it a text's figure, or one whose unit the other side of a relation must give? */
bool text_is_figure(const struct expr *e);
bool text_is_open(const struct expr *e);
/* x is 增加: x > 0, and so on; for each side that is such a word. Before names are resolved. */
void text_directions(struct unit *u, struct rule *r);
/* The colref of a text's figures in a unit; table: the text's, or what stands for it in the prior
 * data. */
uint32_t text_colref(struct unit *u, uint32_t table, const struct measure *m);
/* 1 stored unit of such a figure in base units */
struct rat text_step(const struct unit *u, uint32_t colref);
#endif
