/* Texts on lists of codes.
 * In: lists of the program, the texts of key columns. Out: for each row where its text stands on
 * the list, and lanes of that.
 * Invariant: what is called not there is not there: a code belongs under the longest one that it
 * begins with, and only where that one's list is complete is another one wrong. */
#include "listed.h"
#include "label.h"
#include "same.h"
#include "scratch.h"
#include <string.h>

/* ---- a list ---- */

/* next: 1 + number of another of that label, which has `length` codepoints */
struct list_name { uint32_t entry, next, length; const char *label; };
struct code_list {
    const struct ir_codes *schema;
    const struct ir_program *prog;
    struct symtab *forms, *labels;  /* of codes, of names */
    uint32_t *entry_of;             /* by form */
    uint32_t *first;                /* by label: 1 + number of a name */
    struct list_name *name; uint32_t nname;
    uint32_t *length;               /* by entry: codepoints of its code */
};

static uint32_t codepoints(const char *s)
{
    uint32_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

static const char *entry_code(const struct code_list *l, uint32_t entry)
{
    return l->prog->string[l->schema->of[entry].code];
}

static uint32_t names_count(const struct ir_codes *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        n += c->of[i].nname;
    return n;
}

static void names_enter(struct code_list *l, struct arena *a, uint32_t entry)
{
    const struct ir_code *e = &l->schema->of[entry];
    for (uint32_t i = 0; i < e->nname; i++) {
        const char *text = l->prog->string[e->name[i]];
        const char *label = label_form(a, text, strlen(text));
        uint32_t *first = &l->first[sym_of(l->labels, label)];
        l->name[l->nname] = (struct list_name){ entry, *first, codepoints(label), label };
        *first = ++l->nname;
    }
}

static struct code_list *list_open(struct arena *a, const struct ir_program *p,
                                   const struct ir_codes *c)
{
    struct code_list *l = ARENA_NEW(a, struct code_list);
    uint32_t nname = names_count(c);
    *l = (struct code_list){ .schema = c, .prog = p, .forms = symtab_new(a),
                             .labels = symtab_new(a),
                             .entry_of = ARENA_ARRAY(a, uint32_t, (size_t)c->n + 1),
                             .first = ARENA_ARRAY(a, uint32_t, (size_t)nname + 1),
                             .name = ARENA_ARRAY(a, struct list_name, (size_t)nname + 1),
                             .length = ARENA_ARRAY(a, uint32_t, c->n) };
    for (uint32_t i = 1; i < c->n; i++) {
        const char *form = str_form(a, entry_code(l, i), strlen(entry_code(l, i)));
        l->entry_of[sym_of(l->forms, form)] = i;
        l->length[i] = codepoints(form);
        names_enter(l, a, i);
    }
    return l;
}

static uint32_t entry_find(const struct code_list *l, const char *form, size_t len)
{
    return l->entry_of[sym_find(l->forms, form, len)];
}

/* The entry with the longest code that this one begins with and is not; 0: the list itself. */
static uint32_t entry_above(const struct code_list *l, const char *form)
{
    for (size_t len = strlen(form); len > 0;) {
        uint32_t entry = entry_find(l, form, --len);
        if (entry)
            return entry;
    }
    return 0;
}

static bool is_meant(const struct code_list *l, uint32_t entry, uint32_t length)
{
    return entry && (!length || l->length[entry] == length);
}

/* Could a name be that of a code of this length that is not listed, or of one whose name was not
 * checked? */
static enum listed_state name_absence(const struct code_list *l, uint32_t length)
{
    bool open = false;
    for (uint32_t i = 0; i < l->schema->n; i++) {
        if (l->schema->of[i].doubtful && is_meant(l, i, length))
            return LISTED_NAME_DOUBTFUL;
        open |= l->schema->of[i].others && (!length || l->length[i] < length);
    }
    return open ? LISTED_OPEN : LISTED_NOT;
}

/* ---- one text ---- */

struct seen { uint32_t code, name; struct { uint8_t state; uint32_t entry; } at; };
#define SEEN 256u
struct listed { struct code_list *list; struct seen *seen; };

struct listed *listed_new(struct arena *a, const struct ir_program *p)
{
    return ARENA_ARRAY(a, struct listed, p->nlisted);
}

static struct listed *listed_of(const struct data_set *s, uint32_t listed)
{
    struct listed *x = &s->listed[listed];
    uint32_t codes = s->prog->listed[listed].codes;
    for (uint32_t i = 0; i < s->prog->nlisted && !x->list; i++)
        if (s->prog->listed[i].codes == codes)
            x->list = s->listed[i].list;
    if (!x->list)
        x->list = list_open(s->arena, s->prog, &s->prog->codes[codes]);
    if (!x->seen)
        x->seen = ARENA_ARRAY(s->arena, struct seen, SEEN);
    return x;
}

/* what a row's text is looked up with */
struct looking {
    const struct data_table *t;
    const struct ir_listed *of;
    const struct code_list *list;
    struct arena *room;
};

static struct name_forms forms_of(const struct looking *x, uint32_t column, uint32_t code,
                                  const char **own)
{
    const char *text = sym_text(x->t->codes, code);
    return same_forms(x->t, x->room, x->t->key_of[column], text, strlen(text), own);
}

static uint32_t name_find(const struct looking *x, const char *form)
{
    const char *label = label_form(x->room, form, strlen(form));
    return x->list->first[sym_find(x->list->labels, label, strlen(label))];
}

/* Is the name one of the entry's? */
static bool name_fits(const struct looking *x, uint32_t entry, uint32_t name)
{
    const char *own;
    struct name_forms f = forms_of(x, x->of->named, name, &own);
    for (uint32_t i = 0; i < f.n; i++)
        for (uint32_t k = name_find(x, f.form[i]); k; k = x->list->name[k - 1].next)
            if (x->list->name[k - 1].entry == entry)
                return true;
    return false;
}

static enum listed_state by_name(const struct looking *x, uint32_t text)
{
    const char *own;
    struct name_forms f = forms_of(x, x->of->column, text, &own);
    for (uint32_t i = 0; i < f.n; i++)
        for (uint32_t k = name_find(x, f.form[i]); k; k = x->list->name[k - 1].next)
            if (is_meant(x->list, x->list->name[k - 1].entry, x->of->length))
                return LISTED_THERE;
    return name_absence(x->list, x->of->length);
}

/* of one code, in match form */
static enum listed_state code_state(const struct looking *x, const char *form, uint32_t name,
                                    uint32_t *entry)
{
    const struct ir_code *of = x->list->schema->of;
    uint32_t there = entry_find(x->list, form, strlen(form));
    *entry = there ? there : entry_above(x->list, form);
    if (x->of->length && codepoints(form) != x->of->length)
        return LISTED_LENGTH;
    if (!there)
        return of[*entry].others ? LISTED_OPEN : LISTED_NOT;
    if (!name || name_fits(x, there, name))
        return LISTED_THERE;
    return of[there].doubtful ? LISTED_NAME_DOUBTFUL : LISTED_NAME;
}

static unsigned rank(enum listed_state s)
{
    return s == LISTED_THERE ? 3 : s == LISTED_NAME_DOUBTFUL ? 2 : s == LISTED_OPEN ? 1 : 0;
}

/* A code that stands for others is as well on the list as the best of them. */
static enum listed_state by_code(const struct looking *x, uint32_t code, uint32_t name,
                                 uint32_t *entry)
{
    const char *own;
    struct name_forms f = forms_of(x, x->of->column, code, &own);
    enum listed_state best = code_state(x, own, name, entry);
    for (uint32_t i = 0; i < f.n; i++) {
        uint32_t other;
        enum listed_state s = code_state(x, f.form[i], name, &other);
        if (rank(s) <= rank(best))
            continue;
        best = s;
        *entry = other;
    }
    return best;
}

static void look_up(const struct data_set *s, const struct ir_listed *of,
                    const struct code_list *list, struct seen *seen)
{
    struct scratch room;
    scratch_open(&room, s->arena);
    struct looking x = { &s->table[of->table], of, list, &room.arena };
    seen->at.entry = 0;
    seen->at.state = (uint8_t)(of->by_name ? by_name(&x, seen->code)
                               : by_code(&x, seen->code, seen->name, &seen->at.entry));
    scratch_close(&room);
}

static uint32_t code_in(const struct data_table *t, uint32_t column, uint64_t row)
{
    return column == IR_NONE ? 0 : table_code(t, t->key_of[column], row);
}

/* Texts are looked up once while others have not taken their place. */
static struct seen row_seen(const struct data_set *s, uint32_t listed, uint64_t row)
{
    const struct ir_listed *of = &s->prog->listed[listed];
    const struct data_table *t = &s->table[of->table];
    struct seen at = { code_in(t, of->column, row), code_in(t, of->named, row),
                       { LISTED_NOTHING, 0 } };
    if (!at.code || t->code_info[at.code].total || t->code_info[at.code].subtotal)
        return at;
    struct listed *x = listed_of(s, listed);
    struct seen *seen = &x->seen[(at.code * 31u + at.name) % SEEN];
    if (seen->code != at.code || seen->name != at.name) {
        look_up(s, of, x->list, &at);
        *seen = at;
    }
    return *seen;
}

struct listed_row listed_row(const struct data_set *s, uint32_t listed, uint64_t row)
{
    const struct symtab *codes = s->table[s->prog->listed[listed].table].codes;
    struct seen at = row_seen(s, listed, row);
    return (struct listed_row){ (enum listed_state)at.at.state, at.at.entry,
                                sym_text(codes, at.code), sym_text(codes, at.name) };
}

/* ---- lanes ---- */

static int64_t state_facet(enum listed_state state, enum ir_facet facet)
{
    if (facet == FACET_PRESENT)
        return state != LISTED_NOTHING;
    if (facet == FACET_MID)
        return state == LISTED_THERE;
    return state == LISTED_OPEN ? RS_UNLISTED : state == LISTED_NAME_DOUBTFUL ? RS_DOUBTFUL
        : RS_NONE;
}

static bool column_there(const struct data_table *t, uint32_t column)
{
    return column == IR_NONE || t->key_of[column] != IR_NONE;
}

const int64_t *data_listed(const struct data_set *s, uint32_t listed, enum ir_facet facet,
                           uint64_t row0, const uint64_t *rows, size_t n, int64_t *buf)
{
    const struct ir_listed *of = &s->prog->listed[listed];
    const struct data_table *t = &s->table[of->table];
    int64_t reason = table_reason(t);
    if (!reason && !(column_there(t, of->column) && column_there(t, of->named)))
        reason = RS_MISSING;
    for (size_t i = 0; i < n && reason; i++)
        buf[i] = facet == FACET_REASON ? reason : facet == FACET_PRESENT;
    for (size_t i = 0; i < n && !reason; i++) {
        struct seen at = row_seen(s, listed, rows ? rows[i] : row0 + i);
        buf[i] = state_facet((enum listed_state)at.at.state, facet);
    }
    return buf;
}

/* ---- what may be meant ---- */

static size_t common(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    return n;
}

/* Of the entries with the printed name the one whose code begins most like the printed one. */
static uint32_t near_by_name(const struct looking *x, const struct listed_row *at)
{
    uint32_t best = 0;
    size_t most = 0;
    for (uint32_t k = name_find(x, at->name); *at->name && k; k = x->list->name[k - 1].next) {
        uint32_t entry = x->list->name[k - 1].entry;
        size_t n = common(entry_code(x->list, entry), at->text);
        if (is_meant(x->list, entry, x->of->length) && (!best || n > most)) {
            best = entry;
            most = n;
        }
    }
    return best;
}

/* One sign too many, too few, or two swapped, if one code alone is so near: another digit makes
 * another code. */
static uint32_t near_by_code(const struct looking *x, const struct listed_row *at)
{
    uint32_t near = 0;
    for (uint32_t i = 1; i < x->list->schema->n; i++) {
        const char *code = entry_code(x->list, i);
        size_t len = strlen(code), own = strlen(at->text);
        bool same = len == own;
        size_t n = common(code, at->text);
        bool swap = same && code[n] && code[n + 1] == at->text[n] && code[n] == at->text[n + 1];
        if (!is_meant(x->list, i, x->of->length) || (same && !swap)
            || len > own + 1 || own > len + 1 || str_distance(code, at->text, 1) != 1)
            continue;
        if (near)
            return 0;
        near = i;
    }
    return near;
}

static uint32_t near_name(const struct looking *x, const char *text)
{
    const char *label = label_form(x->room, text, strlen(text));
    unsigned best = str_near(label), length = codepoints(label);
    uint32_t near = 0;
    for (uint32_t i = 0; i < x->list->nname; i++) {
        const struct list_name *name = &x->list->name[i];
        unsigned apart = name->length > length ? name->length - length : length - name->length;
        if (apart >= best || !is_meant(x->list, name->entry, x->of->length))
            continue;
        unsigned d = str_distance(name->label, label, best);
        near = d < best ? name->entry : near;
        best = d < best ? d : best;
    }
    return near;
}

uint32_t listed_near(const struct data_set *s, uint32_t listed, const struct listed_row *at)
{
    const struct ir_listed *of = &s->prog->listed[listed];
    struct scratch room;
    scratch_open(&room, s->arena);
    struct looking x = { &s->table[of->table], of, listed_of(s, listed)->list, &room.arena };
    uint32_t near = of->by_name ? near_name(&x, at->text) : near_by_name(&x, at);
    bool named = at->state == LISTED_NAME || at->state == LISTED_NAME_DOUBTFUL;
    if (!near && !of->by_name && !named)
        near = near_by_code(&x, at);
    scratch_close(&room);
    return near == at->entry ? 0 : near;
}

/* ---- where it stands ---- */

uint32_t listed_sheet(const struct data_set *s, uint32_t listed, bool named)
{
    const struct ir_listed *of = &s->prog->listed[listed];
    const struct data_table *t = &s->table[of->table];
    uint32_t column = named ? of->named : of->column;
    uint32_t key = column == IR_NONE || t->state != TABLE_USABLE ? IR_NONE : t->key_of[column];
    return key == IR_NONE ? IR_NONE : t->key_sheet[key];
}
