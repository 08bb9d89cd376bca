#ifndef FISC_MESSAGE_LISTED_H
#define FISC_MESSAGE_LISTED_H
/* What is said of texts that rules look for on lists of codes. */
#include "find.h"
#include "say.h"

/* The sentence of a result in a row; its table is there. Arena text. */
const char *message_listed(struct arena *a, const struct findings *f, const struct finding *x,
                           enum lang lang);
/* Calls `each` for results that are unknown because a list does not say more: once for those of a
 * rule of which the same is said. */
typedef void listed_open_fn(void *ctx, uint32_t table, const char *text);
void message_listed_open(struct arena *a, const struct findings *f, enum lang lang,
                         listed_open_fn *each, void *ctx);
#endif
