/* Rules compiled inside a program: compiled KIND RULES [OUTPUT]
 *   image      the image of RULES is written to OUTPUT
 *   text       the same, of a text whose folder is that of RULES
 *   messages   what is said of them, a line a message
 *   memory, limit, cancel   refusals at the Nth call, for every N
 *   arguments  calls that make no sense
 *   bytes      the image with a byte changed or cut: a refusal, or a program that runs */
#include <fiscc.h>
#include "host.h"
#include <stdbool.h>
#include <string.h>

static fiscc_input of_file(const char *path)
{
    return (fiscc_input){ .size = sizeof(fiscc_input), .name = path };
}

static char *read_text(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    char *text;
    if (!f)
        fail(path, 0);
    fseek(f, 0, SEEK_END);
    *len = (size_t)ftell(f);
    rewind(f);
    text = malloc(*len + 1);
    if (!text || fread(text, 1, *len, f) != *len)
        fail(path, 1);
    fclose(f);
    return text;
}

static void write_image(const fiscc_program *p, const char *path)
{
    size_t len;
    const void *image = fiscc_image(p, &len);
    FILE *f = fopen(path, "wb");
    if (!f || !image || fwrite(image, 1, len, f) != len || fclose(f) != 0)
        fail(path, 2);
}

static void image(const char *rules, const char *path)
{
    fiscc_input in = of_file(rules);
    fiscc_program *p;
    expect(fiscc_compile(&in, NULL, NULL, &p), FISC_OK, 0);
    write_image(p, path);
    fiscc_free(p);
}

static void text(const char *rules, const char *path)
{
    fiscc_input in = of_file("rules.fisc");
    const char *slash = strrchr(rules, '/');
    char folder[4096];
    fiscc_program *p;
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - rules) : 1, slash ? rules : ".");
    in.folder = folder;
    char *own = read_text(rules, &in.len);
    in.text = own;
    expect(fiscc_compile(&in, NULL, NULL, &p), FISC_OK, 0);
    free(own);
    write_image(p, path);
    fiscc_free(p);
}

static void messages(const char *rules)
{
    fiscc_input in = of_file(rules);
    fiscc_program *p;
    fisc_status s = fiscc_compile(&in, NULL, NULL, &p);
    printf("%s\n", fisc_status_text(s));
    for (uint32_t i = 0; i < fiscc_message_count(p); i++) {
        fisc_message m;
        expect(fiscc_message_get(p, i, &m), FISC_OK, i);
        printf("%s:%llu:%u %s '%s' %s\n", m.file ? m.file : "-", (unsigned long long)m.line,
               m.column, m.code, m.text, m.en);
    }
    fiscc_free(p);
}

/* ---- refusals ---- */

static fisc_status everything(const char *rules, const fisc_host *host, const fisc_limits *limits)
{
    fiscc_input in = of_file(rules);
    fiscc_program *p;
    fisc_rules *r = NULL;
    size_t len;
    fisc_status s = fiscc_compile(&in, host, limits, &p);
    if (s == FISC_OK) {
        const void *bytes = fiscc_image(p, &len);
        s = fisc_rules_image(bytes, len, host, limits, &r);
    }
    fiscc_free(p);
    fisc_rules_close(r);
    return s;
}

static void refusals(const char *kind, const char *rules)
{
    long long n = 0;
    for (;; n++) {
        struct host h = { .left = -1 };
        fisc_host host = { sizeof host, &h, host_allocate, host_release, NULL, NULL };
        fisc_limits limits = { .size = sizeof limits };
        fisc_status want = FISC_NO_MEMORY, s;
        if (*kind == 'm')
            h.left = n;
        if (*kind == 'c') {
            h.polls = n;
            host.cancelled = host_cancelled;
            want = FISC_CANCELLED;
        }
        if (*kind == 'l') {
            limits.memory = 4096 + (uint64_t)n * 65536;
            want = FISC_LIMIT;
        }
        s = everything(rules, &host, &limits);
        if (h.live)
            fail("memory is left", n);
        if (s == FISC_OK)
            break;
        expect(s, want, n);
    }
    printf("compiling, %s: %s\n", kind,
           n > 5 ? "each refusal is told and nothing is left" : "too few calls");
    if (n <= 5)
        exit(1);
}

static void arguments(const char *rules)
{
    fiscc_input in = of_file(rules), other = in;
    fiscc_program *p;
    fisc_rules *r;
    fisc_message m;
    size_t len = 1;
    expect(fiscc_compile(NULL, NULL, NULL, &p), FISC_BAD_ARGUMENT, 0);
    expect(fiscc_compile(&in, NULL, NULL, NULL), FISC_BAD_ARGUMENT, 1);
    other.size = 3;
    expect(fiscc_compile(&other, NULL, NULL, &p), FISC_BAD_ARGUMENT, 2);
    other = in;
    other.name = NULL;
    expect(fiscc_compile(&other, NULL, NULL, &p), FISC_BAD_ARGUMENT, 3);
    other = in;
    other.len = 5;
    expect(fiscc_compile(&other, NULL, NULL, &p), FISC_BAD_ARGUMENT, 4);
    other = of_file("nowhere.fisc");
    expect(fiscc_compile(&other, NULL, NULL, &p), FISC_BAD_RULES, 5);
    expect(fiscc_message_get(p, 7, &m), FISC_BAD_ARGUMENT, 6);
    if (fiscc_image(p, &len) || len || fiscc_message_count(p) != 1)
        fail("rules that are not there have an image", 7);
    fiscc_free(p);
    other = of_file("a");
    other.text = "";
    expect(fiscc_compile(&other, NULL, NULL, &p), FISC_BAD_RULES, 8);
    fiscc_free(p);
    other.text = rules;
    other.len = 20;
    other.max_bytes = 10;
    expect(fiscc_compile(&other, NULL, NULL, &p), FISC_BAD_RULES, 9);
    fiscc_free(p);
    expect(fisc_rules_image(NULL, 0, NULL, NULL, &r), FISC_BAD_ARGUMENT, 10);
    expect(fisc_rules_image("", 0, NULL, NULL, &r), FISC_BAD_ARTIFACT, 11);
    fiscc_free(NULL);
    puts("compiling, arguments: each is told");
}

/* ---- images of anyone's making ---- */

static bool runs(const void *bytes, size_t len)
{
    fisc_limits limits = { .size = sizeof limits, .memory = 64 << 20 };
    fisc_rules *r;
    fisc_context *c;
    if (fisc_rules_image(bytes, len, NULL, &limits, &r) != FISC_OK)
        return false;
    expect(fisc_context_new(r, NULL, &limits, &c), FISC_OK, 0);
    for (uint32_t i = 0; i < fisc_table_count(r); i++)
        fisc_bind_csv(c, i, NULL, "编码,名称,总额,基本,项目\n,合计,1,1,0\n2010301,a,1,1,0\n", 62);
    fisc_run(c);
    fisc_context_free(c);
    fisc_rules_close(r);
    return true;
}

static void bytes(const char *rules)
{
    fiscc_input in = of_file(rules);
    fiscc_program *p;
    size_t len, taken = 0, tried = 0;
    expect(fiscc_compile(&in, NULL, NULL, &p), FISC_OK, 0);
    const unsigned char *image = fiscc_image(p, &len);
    unsigned char *copy = malloc(len);
    for (size_t i = 0; copy && i < len; i += 1 + len / 4096) {
        memcpy(copy, image, len);
        copy[i] ^= (unsigned char)(1u << i % 8);
        taken += runs(copy, len);
        taken += runs(image, i);
        tried += 2;
    }
    free(copy);
    fiscc_free(p);
    printf("images: of %s changed ones %s are programs\n", tried > 100 ? "many" : "no",
           taken && taken < tried ? "some" : "not some");
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    if (strcmp(argv[1], "image") == 0 && argc > 3)
        image(argv[2], argv[3]);
    else if (strcmp(argv[1], "text") == 0 && argc > 3)
        text(argv[2], argv[3]);
    else if (strcmp(argv[1], "messages") == 0)
        messages(argv[2]);
    else if (strcmp(argv[1], "arguments") == 0)
        arguments(argv[2]);
    else if (strcmp(argv[1], "bytes") == 0)
        bytes(argv[2]);
    else
        refusals(argv[1], argv[2]);
    return 0;
}
