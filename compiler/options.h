#ifndef FISC_OPTIONS_H
#define FISC_OPTIONS_H
/* The command line. */
#include "format.h"
#include "../runtime/diag.h"
#include "../runtime/feasible.h"

/* Subcommands, and those that an option is for. */
enum command { CMD_CHECK, CMD_CALC, CMD_WHY, CMD_DIFF, CMD_BUILD, CMD_DUMP, CMD_INIT, CMD_EXPLAIN,
               CMD_LINT, CMD_FMT, CMD_TEST, CMD_EVAL, CMD_DOCTOR, CMD_NONE };
#define FOR(command) (1u << CMD_##command)

enum engine_choice { ENGINE_AUTO, ENGINE_INTERP, ENGINE_NATIVE };
enum dump_what { DUMP_IR, DUMP_AST };

/* One of `of` parts of a stream; i from 1. */
struct shard { uint64_t i, of; };

struct options {
    enum command command;           /* CMD_NONE: there is no such one */
    const char *rules;              /* path, or NULL: the first of what is named */
    const char **subject; uint32_t nsubject, subject_cap;     /* all that is named */
    const char *asked;              /* the second: what why is asked; or NULL */
    const char *key;                /* why: --key, or NULL */
    bool write, check;              /* fmt: -w, --check */
    enum keyword_choice keywords;   /* fmt, init */
    const char *filter;             /* test: --filter, or NULL */
    const char *output;             /* -o, or NULL: standard output */
    int cpu;                        /* build: --cpu, 1 to 4; 0: what every x86-64 runs */
    const char *each;               /* --each, or NULL */
    const char *data;               /* --data, or NULL: the rule file's folder */
    const char *baseline;           /* --baseline, or NULL */
    const char *scenario;           /* --scenario, or NULL: the params as they are */
    const char *prior;              /* --prior, or NULL: no prior data */
    const char *prior_new;          /* diff: --prior-new, or NULL: the same for both sides */
    bool json, dot;
    bool stream;                    /* eval: --stream */
    struct shard shard;             /* eval: --shard; of 0: all records */
    bool uses, by;                  /* why: --uses, --by */
    enum engine_choice engine;
    unsigned fail_on;               /* 0 must, 1 should, 2 note */
    enum result_set results;
    bool coverage;                  /* --coverage */
    bool brief;                     /* --brief */
    struct feasible_opts joint;     /* --joint, --solver, --max-joint */
    bool time;
    enum dump_what dump;
    const char *cache_dir; bool no_cache;
    const char *helper;             /* path of fisc-cg, or NULL: the installed one */
    uint32_t today;                 /* --today, YYYYMMDD; 0: the system's date */
    uint32_t on;                    /* --on, YYYYMMDD; 0: not said */
    uint64_t max_rule_bytes, max_data_bytes, max_memory, max_results, max_rows,
        members;                    /* 0: default */
    struct render_opts render;
};

/* Parses argv[1..]: a subcommand, options that are for it, what is named. NULL if all is well, else
 * what is wrong, in the language of o->render; a subcommand that is none is told by o->command. */
const char *options_parse(struct options *o, struct arena *a, int argc, char **argv,
                          char *const *env);
const char *command_name(enum command c);   /* not of CMD_NONE */
enum command command_of(const char *name);  /* CMD_NONE: none has this name */

/* Is the option one of the text of rules, so that those that were compiled before refuse it? */
bool options_of_text(const char *name);

/* The table of options, for those that tell of it: the i-th; false if there are no more. An option
 * stands once for each set of words that it takes. */
struct option_taken {
    const char *name;
    unsigned commands;              /* that take it: FOR */
    const char *word[8];            /* NULL behind the last; [0] NULL: any value, or none */
};
bool options_taken(unsigned i, struct option_taken *out);
#endif
