#ifndef FISC_SESSION_H
#define FISC_SESSION_H
/* One run of the command: options, compiled rules, data, an engine, and what
 * becomes the exit status. */
#include "compile.h"
#include "options.h"
#include "../runtime/native.h"

enum exit_status { EXIT_HOLDS = 0, EXIT_VIOLATED = 1, EXIT_USAGE = 2, EXIT_RULES = 3,
                   EXIT_DATA = 4, EXIT_LIMIT = 5, EXIT_IO = 6, EXIT_INTERNAL = 70 };

struct session {
    struct options opt;
    struct arena arena;
    char *const *env;
    struct unit unit;
    struct why_ask *ask;            /* what is to be explained (step.h), or NULL */
    struct line_formulas *lines;    /* wanted: how the lines are calculated; or NULL */
    struct test_choice tests;       /* those to be run; n 0: none */
    const struct unit *without;     /* of a session with a scenario: the rules without it */
    struct fisc_rules *opened;      /* rules that were compiled before; NULL: from their text */
    const char *carried;            /* path of those that this program carries; NULL: it does not */
    bool cut;                       /* it did, and their end is lost */
    struct data_set *data;
    struct engine *engine;
    bool native;                    /* the engine is an artifact, to be closed */
    uint32_t today;                 /* YYYYMMDD */
    struct waiver_use *waiver_use;  /* by waiver, of all runs */
    bool every_field;               /* figures that nothing reads are wanted too */
    bool beneath;                   /* the data folder was found beneath the current one: it is
                                     * opened there, and no link is followed */
    uint64_t runs;                  /* how often the engine will run; 0: once */
    bool absent_late;               /* of tables that are not there a report will tell */
    bool output_failed;
    int output_error;               /* errno of the first failure; 0: none is known */
    const char *engine_why;         /* for --time: why this engine */
    struct compile_times compile;
    uint64_t load_ns, engine_ns, run_ns, report_ns;
};

/* Writes all of it; false (and s->output_failed) if that fails. */
bool session_write(struct session *s, int fd, const char *text, size_t len);
/* Prints the diagnostics on standard error. */
void session_diagnostics(struct session *s);
/* Warns of the tables that are not there: session_load does, unless absent_late. */
void session_say_absent(struct session *s);
/* An output could not be written; error: its errno. */
void session_output_failed(struct session *s, int error);
/* The steps; each returns EXIT_HOLDS or the status to end with (diagnostics are left
 * for session_diagnostics). */
enum exit_status session_compile(struct session *s, enum compile_stop stop);
/* what rules end with that have a fault: 70, 5, 3 */
enum exit_status session_rules_fault(const struct session *s);
enum exit_status session_load(struct session *s);
/* The same with what stands in the place of data, by table; NULL: nothing. Tables that are not
 * there and files that no table is read from are not told. */
enum exit_status session_load_given(struct session *s, const struct data_given *given);
/* The folder of the data that the options name: of a file, the one in which it lies. */
const char *session_data_folder(struct session *s);
/* says which CSV files of the data folder no table is read from */
void session_unread_files(struct session *s, const char *dir);
enum exit_status session_choose_engine(struct session *s);
void session_native_opts(struct session *s, struct native_opts *o);
void session_print_times(struct session *s);
/* warns of waivers that were of no use */
void session_idle_waivers(struct session *s);
/* 5 if a limit diagnostic was made, 4 if a data error was, else 0 */
enum exit_status session_fault(const struct session *s);
/* The same of any list. */
enum exit_status session_fault_of(const struct diags *list);
/* The day by which waivers end: --today, else the system's, by the local time. */
uint32_t session_day(const struct session *s);
void session_close(struct session *s);
#endif
