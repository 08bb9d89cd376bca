#ifndef FISC_SAME_H
#define FISC_SAME_H
/* Names that a key column may print for one thing (language.md §10 Joins). Texts are compared in
 * match form (str.h); a name that is in no class is known by its own form alone. */
#include "table.h"

struct same_names;                  /* of a program, for its data */
struct same_names *same_names_new(struct arena *a, const struct ir_program *p);

/* The match forms of the names of one thing, the one that stands for all first. */
struct name_forms { const char *const *form; uint32_t n; };
/* Those of a text printed in a key column; the forms live as long as `a` and the table. *own holds
 * the text's own form. */
struct name_forms same_forms(const struct data_table *t, struct arena *a, uint32_t key,
                             const char *text, size_t len, const char **own);
/* The first of them: equal for all names of one thing. */
const char *same_form(const struct data_table *t, struct arena *a, uint32_t key, const char *text);
/* Is a text printed in a key column a name of what `form` is, or (prefix) begins such a name so? */
bool same_is(const struct data_table *t, struct arena *a, uint32_t key, const char *text,
             size_t len, const char *form, bool prefix);

/* Tells the names of a table that stand for another, and those of one thing that stand side by
 * side. */
void same_tell(const struct data_table *t, struct diags *d);
#endif
