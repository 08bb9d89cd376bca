#ifndef FISC_CHOICE_H
#define FISC_CHOICE_H
/* The rows that an aggregate takes, as its kernel tells them. */
#include "body.h"

/* leaf: the row is one of those that are looked at; member: the condition holds for it too. reason:
 * why that is not known, or IR_NONE. reach: the lane of which the largest is looked for, or
 * IR_NONE */
struct chosen { val leaf, member, reason, reach; };

/* Does an aggregate tell its rows? It does unless it adds up all of them. */
bool choice_is_told(const struct atom *a);
/* Tells them, if so; slot: what the body makes of them. The body's other outputs stand before. */
void choice_tell(struct body *b, struct atom *a, uint32_t slot, const struct chosen *c);
#endif
