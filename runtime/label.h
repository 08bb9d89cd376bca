#ifndef FISC_LABEL_H
#define FISC_LABEL_H
/* Printed labels of rows, as they are compared: in match form (str.h), without the ordinals before
 * them. */
#include "arena.h"

/* Bytes of the first ordinal (`一、` `(一)` `1、` `1.` `(1)`) or `其中:` of a match form, 0 if it
 * begins with none. */
size_t label_ordinal(const char *form);
/* The form in which labels are compared; in the arena. A label of ordinals alone keeps them. */
const char *label_form(struct arena *a, const char *s, size_t len);
#endif
