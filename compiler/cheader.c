/* The C header of an artifact.
 * In: a program. Out: C99, the same for the same program.
 * Invariant: every constant has a name of its own, and no text of the rules ends a comment. */
#include "cheader.h"
#include <string.h>

struct header {
    struct strbuf *out;
    const struct ir_program *p;
    const char *name, *upper;       /* of the enums and of the constants: budget, BUDGET */
    struct symtab *used;            /* names so far */
};

/* ---- names ---- */

/* Letters of any compiler's C: the ASCII ones, Latin letters with marks, Chinese characters. */
static bool in_identifier(int32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z')
        || (cp >= 0xc0 && cp <= 0x24f && cp != 0xd7 && cp != 0xf7)
        || (cp >= 0x3400 && cp <= 0x4dbf) || (cp >= 0x4e00 && cp <= 0x9fff);
}

/* What C does not take in a name is a line below, one for several. */
static void add_identifier(struct strbuf *to, const char *text)
{
    size_t len = strlen(text), n;
    bool gap = false;
    for (size_t at = 0; at < len; at += n) {
        int32_t cp;
        n = str_decode(text + at, len - at, &cp);
        if (in_identifier(cp)) {
            strbuf_adds(to, gap ? "_" : "");
            strbuf_add(to, text + at, n);
        }
        gap = !in_identifier(cp);
    }
}

/* BUDGET_TABLE_表08; with a number behind it if there is one already. */
static const char *constant(struct header *h, const char *kind, const char *text)
{
    struct arena *a = h->out->arena;
    struct strbuf b;
    const char *name;
    strbuf_init(&b, a);
    strbuf_addf(&b, "%s_%s_", h->upper, kind);
    add_identifier(&b, text);
    name = b.p;
    for (unsigned n = 2; sym_find(h->used, name, strlen(name)); n++)
        name = arena_printf(a, "%s_%u", b.p, n);
    sym_of(h->used, name);
    return name;
}

static const char *upper(struct arena *a, const char *name)
{
    char *s = arena_strndup(a, name, strlen(name));
    for (char *c = s; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return s;
}

/* ---- remarks ---- */

/* On one line, without what would end a comment or open one. */
static void add_remark(struct header *h, sym text)
{
    const char *s = h->p->string[text];
    for (; *s; s++) {
        bool sign = (*s == '*' && s[1] == '/') || (*s == '/' && s[1] == '*');
        strbuf_addc(h->out, (unsigned char)*s < ' ' ? ' ' : *s);
        strbuf_adds(h->out, sign ? " " : "");
    }
}

static void add_constant(struct header *h, const char *kind, sym name, uint32_t number)
{
    strbuf_addf(h->out, "    %s = %u,", constant(h, kind, h->p->string[name]), number);
}

/* ---- what there is ---- */

static void add_tables(struct header *h)
{
    static const char *const origin[] = { "", ", of last year", ", of all units" };
    strbuf_addf(h->out, "/* Tables: numbers for fisc_bind_csv and fisc_bind_columns. */\n"
                        "enum %s_table {\n", h->name);
    for (uint32_t i = 0; i < h->p->ntable; i++) {
        const struct ir_table *t = &h->p->table[i];
        add_constant(h, "TABLE", t->name, i);
        strbuf_adds(h->out, " /* ");
        add_remark(h, t->title);
        strbuf_adds(h->out, t->title ? ", " : "");
        add_remark(h, t->from);
        strbuf_addf(h->out, "%s */\n", origin[t->origin]);
    }
    strbuf_addf(h->out, "    %s_TABLES = %u\n};\n\n", h->upper, h->p->ntable);
}

static void add_column(struct header *h, const struct ir_column *c)
{
    strbuf_adds(h->out, " *   ");
    add_remark(h, c->nheader ? c->header[0] : c->name);
    strbuf_adds(h->out, c->key ? ": a code or a label" : ": ");
    if (!c->key) {
        add_remark(h, c->unit_from ? c->unit_from : c->unit.text);
        strbuf_addf(h->out, ", scale %d", ir_column_places(c));
    }
    strbuf_adds(h->out, "\n");
}

/* Columns are given by their printed headers. */
static void add_columns(struct header *h)
{
    strbuf_adds(h->out, "/* Columns of the tables, by their printed headers: the unit, and the "
                        "decimal places\n * (scale) at which integers need no conversion.\n");
    for (uint32_t i = 0; i < h->p->ntable; i++) {
        const struct ir_table *t = &h->p->table[i];
        if (t->origin != ORIGIN_CURRENT)
            continue;
        strbuf_adds(h->out, " * ");
        add_remark(h, t->name);
        strbuf_adds(h->out, "\n");
        for (uint32_t c = 0; c < t->ncolumn; c++)
            add_column(h, &t->column[c]);
    }
    strbuf_adds(h->out, " */\n\n");
}

static void add_rules(struct header *h)
{
    static const char *const verb[] = { "must", "should", "note" };
    strbuf_addf(h->out, "/* Rules: fisc_result.rule. */\nenum %s_rule {\n", h->name);
    for (uint32_t i = 0; i < h->p->nrule; i++) {
        const struct ir_rule *r = &h->p->rule[i];
        add_constant(h, "RULE", r->name, i);
        strbuf_addf(h->out, " /* %s: ", verb[r->severity]);
        add_remark(h, r->source ? r->source : r->label);
        strbuf_adds(h->out, " */\n");
    }
    strbuf_addf(h->out, "    %s_RULES = %u\n};\n\n", h->upper, h->p->nrule);
}

static void add_lines(struct header *h)
{
    strbuf_addf(h->out, "/* Lines: numbers for fisc_line_value, in their units. */\n"
                        "enum %s_line {\n", h->name);
    for (uint32_t i = 0; i < h->p->nline; i++) {
        const struct ir_line *l = &h->p->line[i];
        add_constant(h, "LINE", l->name, i);
        strbuf_adds(h->out, " /* ");
        add_remark(h, l->source);
        strbuf_adds(h->out, l->unit.text ? ", in " : "");
        add_remark(h, l->unit.text);
        strbuf_adds(h->out, " */\n");
    }
    strbuf_addf(h->out, "    %s_LINES = %u\n};\n", h->upper, h->p->nline);
}

static void add_opening(struct header *h, const char *rules)
{
    strbuf_adds(h->out, CHEADER_HEAD PACKAGE_VERSION " from ");
    for (const char *s = rules; *s; s++)
        if (*s != '*' && (unsigned char)*s >= ' ')
            strbuf_addc(h->out, *s);
    strbuf_addf(h->out, ": not to be changed by hand. */\n#ifndef %s_FISC_H\n#define %s_FISC_H\n"
                        "#include <fisc.h>\n\n", h->upper, h->upper);
    strbuf_addf(h->out, "/* Of %s.o or %s.a, for fisc_rules_linked; a library is opened by "
                        "fisc_rules_open. */\nextern\n#ifdef __cplusplus\n\"C\"\n#endif\n"
                        "const struct fisc_artifact_v1 %s_artifact;\n\n",
                h->name, h->name, h->name);
}

void cheader_write(struct strbuf *out, const struct ir_program *p, const char *name,
                   const char *rules)
{
    struct header h = { out, p, name, upper(out->arena, name), symtab_new(out->arena) };
    add_opening(&h, rules);
    add_tables(&h);
    add_columns(&h);
    add_rules(&h);
    add_lines(&h);
    strbuf_adds(out, "#endif\n");
}
