#ifndef FISC_HELP_H
#define FISC_HELP_H
/* What the command says of itself. The manual page and the completion are made of the same tables
 * when fisc is built (pages.c). */
#include "options.h"

struct help_subcommand { enum command command; const char *about[2], *does[2]; };
struct help_option { const char *name, *value[2], *does[2]; };
struct help_status { int status; const char *means[2]; };
/* In the order in which they are listed, by enum lang. A last one has no text. */
extern const struct help_subcommand help_subcommands[];
extern const struct help_option help_options[];
extern const struct help_status help_statuses[];

/* The subcommands that take the option, of those asked (a bit each: FOR). */
unsigned help_takers(const struct help_option *h, unsigned commands);
/* Appends " VALUE", or the words that these subcommands take: " text|json"; nothing of a flag. */
void help_value(struct strbuf *out, const struct help_option *h, unsigned commands,
                enum lang lang);
/* Of all subcommands (CMD_NONE), or of one: its options. */
void help_text(struct strbuf *out, enum command c, const struct render_opts *o);
/* Of a program that carries rules, as it does c. */
void help_of_program(struct strbuf *out, const char *program, enum command c,
                     const struct render_opts *o);
#endif
