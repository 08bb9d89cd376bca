/* Budgets checked over HTTP: an example of libfisc inside a service (libmicrohttpd, jansson).
 *
 *     service ./libbudget.so [PORT]           prints its address; SIGTERM or SIGINT ends it
 *     GET /                                   the tables that are wanted
 *     POST /check {"支出": "编码,总额\n…"}     CSV text by table; last year's is "prior(支出)"
 *
 * The threads of the pool share one fisc_rules; a request has a context and limits of its own. Only
 * this machine is listened to: what faces others (TLS, who may ask) stands before it. */
#include <arpa/inet.h>
#include <fisc.h>
#include <jansson.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_BODY = 8 << 20, MAX_MEMORY = 256 << 20, MAX_RESULTS = 10000 };

/* Tables of units are made of others, and are not sent. */
static json_t *tables(const fisc_rules *rules)
{
    json_t *list = json_array();
    fisc_table t;

    for (uint32_t i = 0; fisc_table_get(rules, i, &t) == FISC_OK; i++)
        if (t.origin != FISC_UNITS)
            json_array_append_new(list, json_pack("{s:s, s:s}", "table", t.name, "title",
                                                  t.title));
    return json_pack("{s:s, s:o}", "fisc", fisc_version(), "tables", list);
}

static json_t *finding(fisc_context *c, const fisc_result *x)
{
    static const char *const severities[] = { "must", "should", "note" };
    json_t *cells = json_array();
    const char *text = "";
    fisc_cell y;

    for (uint32_t i = 0; fisc_cell_get(c, i, &y) == FISC_OK; i++)
        json_array_append_new(cells, json_pack("{s:s, s:I, s:i, s:s}", "file", y.file, "line",
                              (json_int_t)y.line, "field", (int)y.field, "text", y.text));
    fisc_result_text(c, FISC_EN, &text);
    return json_pack("{s:s, s:s, s:s?, s:s, s:s?, s:s, s:o}", "severity", severities[x->severity],
                     "rule", x->name, "key", x->key, "finding", text, "difference", x->difference,
                     "unit", x->unit, "cells", cells);
}

/* Figures are texts, exact. A rule that is unknown has not passed: their number is told too. */
static json_t *report(fisc_context *c, unsigned *status)
{
    json_t *violated = json_array(), *messages = json_array();
    json_int_t unknown = 0, must = (json_int_t)fisc_count(c, FISC_MUST, FISC_VIOLATED);
    fisc_result x;
    fisc_message m;

    for (int s = FISC_MUST; s <= FISC_NOTE; s++)
        unknown += (json_int_t)fisc_count(c, (fisc_severity)s, FISC_UNKNOWN);
    for (uint64_t i = 0; fisc_result_get(c, i, &x) == FISC_OK; i++)
        if (x.verdict == FISC_VIOLATED)
            json_array_append_new(violated, finding(c, &x));
    for (uint32_t i = 0; fisc_message_get(c, i, &m) == FISC_OK; i++) {
        *status = m.severity == 0 ? MHD_HTTP_BAD_REQUEST : *status;
        json_array_append_new(messages, json_pack("{s:s, s:s?, s:I, s:s}", "code", m.code, "file",
                              m.file, "line", (json_int_t)m.line, "message", m.en));
    }
    return json_pack("{s:I, s:I, s:o, s:o}", "must", must, "unknown", unknown, "violated",
                     violated, "messages", messages);
}

/* Binds the sheets and runs the rules. *why: what is wrong, in the table *at. */
static fisc_status run(fisc_context *c, const fisc_rules *rules, json_t *sheets, const char **at,
                       const char **why)
{
    time_t now = time(NULL);
    fisc_status s;
    json_t *csv;
    char day[16];
    struct tm t;

    strftime(day, sizeof day, "%Y%m%d", localtime_r(&now, &t));
    s = fisc_set_day(c, (uint32_t)atoi(day));
    json_object_foreach(sheets, *at, csv) {
        uint32_t table = fisc_table_find(rules, *at);
        *why = table == UINT32_MAX ? "there is no such table; GET / lists them"
                                   : "the sheet is wanted as CSV text";
        s = table == UINT32_MAX || !json_is_string(csv) ? FISC_BAD_DATA
            : fisc_bind_csv(c, table, NULL, json_string_value(csv), json_string_length(csv));
        if (s != FISC_OK)
            break;
    }
    s = s == FISC_OK ? fisc_run(c) : s;
    if (s != FISC_BAD_DATA)
        *why = *fisc_fault(c, FISC_EN) ? fisc_fault(c, FISC_EN) : fisc_status_text(s);
    return s;
}

static json_t *check(const fisc_rules *rules, const char *text, size_t len, unsigned *status)
{
    fisc_limits limits = { .size = sizeof limits, .memory = MAX_MEMORY, .results = MAX_RESULTS };
    json_t *sheets = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL), *out;
    const char *at = NULL, *why = "send a JSON object of CSV texts by table; GET / lists them";
    fisc_context *c;
    fisc_status s = fisc_context_new(rules, NULL, &limits, &c);

    if (s == FISC_OK)
        s = json_object_size(sheets) ? run(c, rules, sheets, &at, &why) : FISC_BAD_DATA;
    *status = s == FISC_OK ? MHD_HTTP_OK : s == FISC_LIMIT ? MHD_HTTP_CONTENT_TOO_LARGE
        : s == FISC_NO_MEMORY ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_BAD_REQUEST;
    out = s == FISC_OK ? report(c, status) : json_pack("{s:s?, s:s}", "table", at, "error", why);
    fisc_context_free(c);
    json_decref(sheets);
    return out;
}

/* ── HTTP ── */

struct body { FILE *to; char *text; size_t len; uint64_t size; };

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status, json_t *out)
{
    char *text = out ? json_dumps(out, JSON_INDENT(1)) : NULL;
    struct MHD_Response *r;
    enum MHD_Result done;

    json_decref(out);
    if (!text)
        return MHD_NO;              /* no memory: the connection is closed */
    r = MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", "application/json");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(r, "Allow", "GET, POST");
    done = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return done;
}

/* Called with the headers, with each piece of the body, at its end. A body past the limit is read
 * and dropped, for the client to hear why; one that goes on and on is cut off. */
static enum MHD_Result serve(void *rules, struct MHD_Connection *c, const char *url,
                             const char *method, const char *version, const char *data,
                             size_t *size, void **state)
{
    struct body *b = *state;
    unsigned status = MHD_HTTP_OK;
    json_t *out;

    (void)version;
    if (!b)
        return (*state = calloc(1, sizeof *b)) ? MHD_YES : MHD_NO;
    if (*size) {
        if (!b->to && !(b->to = open_memstream(&b->text, &b->len)))
            return MHD_NO;
        if ((b->size += *size) <= MAX_BODY && fwrite(data, 1, *size, b->to) != *size)
            return MHD_NO;
        *size = 0;
        return b->size / 8 <= MAX_BODY ? MHD_YES : MHD_NO;
    }
    if (b->to && fflush(b->to) != 0)
        return MHD_NO;
    if (b->size > MAX_BODY) {
        status = MHD_HTTP_CONTENT_TOO_LARGE;
        out = json_pack("{s:s}", "error", "8 MiB at most");
    } else if (!strcmp(url, "/") && !strcmp(method, "GET")) {
        out = tables(rules);
    } else if (!strcmp(url, "/check") && !strcmp(method, "POST")) {
        out = check(rules, b->text ? b->text : "", b->len, &status);
    } else {
        status = !strcmp(url, "/") || !strcmp(url, "/check") ? MHD_HTTP_METHOD_NOT_ALLOWED
                                                             : MHD_HTTP_NOT_FOUND;
        out = json_pack("{s:s}", "error", "there are GET / and POST /check");
    }
    return answer(c, status, out);
}

static void ended(void *cls, struct MHD_Connection *c, void **state,
                  enum MHD_RequestTerminationCode why)
{
    struct body *b = *state;

    (void)cls, (void)c, (void)why;
    if (b && b->to)
        fclose(b->to);
    free(b ? b->text : NULL);
    free(b);
}

static void tell(void *ctx, const fisc_message *m) { (void)ctx, fprintf(stderr, "%s\n", m->en); }

int main(int argc, char **argv)
{
    fisc_host host = { .size = sizeof host, .log = tell };
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                              .sin_port = htons((uint16_t)(argc > 2 ? atoi(argv[2]) : 0)) };
    struct MHD_Daemon *d;
    fisc_rules *rules;
    sigset_t end;
    int sig;

    if (argc < 2 || argc > 3)
        return fputs("usage: service ARTIFACT [PORT]\n", stderr), 2;
    if (fisc_rules_open(argv[1], &host, NULL, &rules) != FISC_OK)
        return 1;
    sigemptyset(&end);              /* blocked before there are threads, so in all of them */
    sigaddset(&end, SIGTERM);
    sigaddset(&end, SIGINT);
    sigprocmask(SIG_BLOCK, &end, NULL);
    signal(SIGPIPE, SIG_IGN);
    d = MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD, 0, NULL, NULL, serve, rules,
                         MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE, 4u,
                         MHD_OPTION_CONNECTION_LIMIT, 64u, MHD_OPTION_CONNECTION_TIMEOUT, 30u,
                         MHD_OPTION_NOTIFY_COMPLETED, ended, NULL, MHD_OPTION_END);
    if (d) {
        printf("http://127.0.0.1:%u/\n",
               MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
        fflush(stdout);
        sigwait(&end, &sig);
        MHD_stop_daemon(d);
    } else {
        fprintf(stderr, "port %u cannot be had\n", ntohs(at.sin_port));
    }
    fisc_rules_close(rules);
    return d ? 0 : 1;
}
