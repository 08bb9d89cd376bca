/* Artifacts as rules.
 * In: the name of a library, or a program that has one behind it. Out: a unit with the program
 * alone.
 * Invariant: what changes the rules themselves, or shows their text, is refused, not left out. */
#include "compiled.h"
#include "scope.h"
#include "../runtime/api.h"
#include "../runtime/artifact.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool is_elf(const char *path)
{
    char head[4];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool elf = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head
        && !memcmp(head, "\177ELF", sizeof head);
    if (fd >= 0)
        close(fd);
    return elf;
}

bool compiled_named(const struct session *s)
{
    const char *path = s->opt.rules;
    size_t len = strlen(path);
    return s->carried || (len > 3 && !strcmp(path + len - 3, ".so") && access(path, F_OK) == 0)
        || is_elf(path);
}

fisc_limits compiled_limits(const struct session *s)
{
    return (fisc_limits){ .size = sizeof(fisc_limits), .memory = s->opt.max_memory,
                          .rows = s->opt.max_rows, .results = s->opt.max_results };
}

/* ---- what it cannot do ---- */

static bool serves(enum command c)
{
    return c == CMD_CHECK || c == CMD_CALC || c == CMD_EVAL;
}

static const char *rule_option(const struct options *o)
{
    if (o->on)
        return "--on";
    return o->max_rule_bytes ? "--max-rule-bytes" : NULL;
}

/* What is asked that only the text of rules answers; NULL: nothing. */
static const char *wants_text(struct session *s)
{
    const char *command = command_name(s->opt.command);
    if (!serves(s->opt.command))
        return command;
    return s->opt.scenario ? arena_printf(&s->arena, "%s --scenario", command) : NULL;
}

static enum exit_status refused(struct session *s)
{
    const char *option = rule_option(&s->opt), *asked = wants_text(s);
    struct diags *d = s->unit.diags;
    if (asked)
        diag_add(d, DIAG_ARTIFACT_COMMAND, NO_SPAN, s->opt.rules, asked, NULL);
    else if (option)
        diag_add(d, DIAG_ARTIFACT_OPTION, NO_SPAN, s->opt.rules, option, NULL);
    return d->errors ? EXIT_USAGE : EXIT_HOLDS;
}

/* ---- opening ---- */

static void told(void *ctx, const fisc_message *m)
{
    struct session *s = ctx;
    diag_add(s->unit.diags, DIAG_ARTIFACT_REFUSED, NO_SPAN, s->opt.rules, m->zh, m->en, NULL);
}

static enum exit_status open_library(struct session *s)
{
    fisc_host host = { .size = sizeof host, .ctx = s, .log = told };
    fisc_limits limits = compiled_limits(s);
    fisc_status e = fisc_rules_open(s->carried ? s->carried : s->opt.rules, &host, &limits,
                                    &s->opened);
    if (e == FISC_LIMIT || e == FISC_NO_MEMORY)
        arena_fail(&s->arena);
    if (e != FISC_OK && !s->unit.diags->errors)
        diag_add(s->unit.diags, DIAG_ARTIFACT_REFUSED, NO_SPAN, s->opt.rules,
                 fisc_status_text(e), fisc_status_text(e), NULL);
    return e == FISC_OK ? EXIT_HOLDS : EXIT_RULES;
}

enum exit_status compiled_open(struct session *s)
{
    enum exit_status e;
    compile_init(&s->unit, &s->arena);
    s->unit.scope = ARENA_NEW(&s->arena, struct scope);
    e = refused(s);
    if (!e)
        e = open_library(s);
    if (!e)
        *s->unit.ir = *s->opened->prog;
    return e;
}

void compiled_engine(struct session *s)
{
    s->engine = ARENA_NEW(&s->arena, struct engine);
    artifact_engine(s->engine, &s->arena, s->unit.ir, s->opened->artifact);
    s->engine_why = "compiled before";
}
