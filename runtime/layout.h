#ifndef FISC_LAYOUT_H
#define FISC_LAYOUT_H
/* The part of ir_verify that looks at how a table stands in its sheet. */
#include "ir.h"

bool layout_is_sound(const struct ir_program *p, const struct ir_table *t);
#endif
