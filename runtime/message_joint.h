#ifndef FISC_MESSAGE_JOINT_H
#define FISC_MESSAGE_JOINT_H
/* What is said of a value of which several rules say something. */
#include "message.h"

/* A rule that states a figure: the figure as it is printed, with its unit, and where. field 0: it
 * stands in the rules themselves. */
struct stated_figure { const char *rule, *text; struct origin at; };
struct stated_figure message_stated(struct arena *a, const struct findings *f, uint32_t rule);
/* The sentence of a finding of KIND_JOINT. */
const char *message_joint(struct arena *a, const struct evidence *e,
                          const struct message_figures *m, enum lang lang);
#endif
