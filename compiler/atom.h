#ifndef FISC_ATOM_H
#define FISC_ATOM_H
/* Making the atoms of normal forms (form.h), and asking what a form's atoms depend on. */
#include "form.h"

struct atom *atom_new(struct unit *u, enum atom_kind kind, struct span span);
/* the atom of a column or column sum: there is one for each */
struct atom *atom_figure(struct unit *u, enum atom_kind kind, uint32_t colref);
/* the atom of a cell of the program */
struct atom *atom_cell(struct unit *u, uint32_t cell);
/* the atom of a column or column sum, if any expression has it; else NULL */
struct atom *atom_find(const struct unit *u, enum atom_kind kind, uint32_t colref);
/* does it differ from row to row? */
bool atom_varies(const struct form *f);
bool atom_side_varies(const struct side *s);
/* the table whose rows a form that varies is about; IR_NONE of one that does not */
uint32_t atom_row_table(const struct unit *u, const struct form *f);
#endif
