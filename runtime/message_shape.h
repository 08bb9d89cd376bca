#ifndef FISC_MESSAGE_SHAPE_H
#define FISC_MESSAGE_SHAPE_H
#include "evidence.h"
#include "say.h"
/* One sentence that says what is wrong with a table's shape. Arena text. */
const char *message_shape(struct arena *a, const struct evidence *e, enum lang lang);
#endif
