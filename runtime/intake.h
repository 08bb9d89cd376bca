#ifndef FISC_INTAKE_H
#define FISC_INTAKE_H
/* What kind of file a table's data is in. */
#include "table.h"

struct intake { struct data_set *set; struct data_table *t; struct sheet_input *in; };
/* the file as a whole, for a diagnostic */
struct data_place intake_place(const struct intake *k);

/* Looks at the table's text (in->fd, or t->text if that is -1) and makes it one that sheet_read
 * can read: completes *in, and sets t->form, t->encoding and, where the text had to be converted
 * as a whole, t->text; of a workbook t->grid. False if the file cannot be read; a diagnostic says
 * why. */
bool intake_open(struct data_set *s, struct data_table *t, struct sheet_input *in);
/* Is it a file of a workbook's name and form? */
bool intake_is_workbook(struct data_set *s, struct data_table *t, const struct sheet_input *in);
/* Tells what kept a file from being read to its end, if anything did. */
void intake_fault(struct diags *d, struct arena *a, const char *file,
                  const struct data_limits *lim, const struct sheet_result *r);
#endif
