/* Finds the rows that rules name.
 * In: the codes of every row, and the labels seen while the table was read. Out: the rows of each
 * name, and findings of rows that are missing where they must not be.
 * Invariant: a row is taken by its codes; only a name that is no row's code is looked for among the
 * labels. Every row is looked at once, and every distinct code once. */
#include "rownames.h"
#include "codes.h"
#include "label.h"
#include "same.h"
#include "scratch.h"
#include <stdlib.h>
#include <string.h>

/* a text that a code or a label must be, or (prefix) begin with, and the name that wants it */
struct wanted { const char *form; size_t len; bool prefix; uint32_t name; };
struct wanted_list { struct wanted *at; uint32_t n; size_t longest; };

/* one of the table's names */
struct name {
    uint32_t rowref;
    const struct ir_rowref *ref;
    const char **form;              /* match forms of its codes */
    struct named_rows found, labelled;
};

struct label_mark { uint32_t row, sheet, name; };
struct hits { uint32_t *name; uint32_t n, cap; bool known; };

struct row_names {
    struct arena *arena;
    struct name *name; uint32_t n;
    uint32_t *of_rowref;            /* by rowref: name + 1 */
    struct wanted_list code, label;
    struct label_mark *mark; uint64_t nmark, mark_cap;
    struct hits **hits;             /* by key and code: the names whose last code it is */
};

/* ---- what is looked for ---- */

static int wanted_compare(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    int c = strcmp(x->form, y->form);
    return c ? c : (x->name > y->name) - (x->name < y->name);
}

static void wanted_add(struct wanted_list *l, const char *form, bool prefix, uint32_t name)
{
    size_t len = strlen(form);
    l->at[l->n++] = (struct wanted){ form, len, prefix, name };
    l->longest = len > l->longest ? len : l->longest;
}

static void name_init(struct row_names *x, const struct ir_program *p, uint32_t rowref)
{
    const struct ir_rowref *ref = &p->rowref[rowref];
    struct name *n = &x->name[x->n];
    *n = (struct name){ .rowref = rowref, .ref = ref };
    n->form = ARENA_ARRAY(x->arena, const char *, ref->ncode);
    for (uint32_t i = 0; i < ref->ncode; i++)
        n->form[i] = str_form(x->arena, p->string[ref->code[i]],
                                strlen(p->string[ref->code[i]]));
    if (ref->node) {
        x->of_rowref[rowref] = ++x->n;
        return;
    }
    const char *last = p->string[ref->code[ref->ncode - 1]];
    wanted_add(&x->code, n->form[ref->ncode - 1], ref->prefix, x->n);
    if (!ref->prefix)
        wanted_add(&x->label, label_form(x->arena, last, strlen(last)), false, x->n);
    x->of_rowref[rowref] = ++x->n;
}

struct row_names *row_names_new(struct arena *a, const struct ir_program *p, uint32_t table)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->nrowref; i++)
        n += p->rowref[i].table == table;
    if (!n)
        return NULL;
    struct row_names *x = ARENA_NEW(a, struct row_names);
    x->arena = a;
    x->name = ARENA_ARRAY(a, struct name, n);
    x->of_rowref = ARENA_ARRAY(a, uint32_t, p->nrowref);
    x->code.at = ARENA_ARRAY(a, struct wanted, n);
    x->label.at = ARENA_ARRAY(a, struct wanted, n);
    for (uint32_t i = 0; i < p->nrowref; i++)
        if (p->rowref[i].table == table)
            name_init(x, p, i);
    qsort(x->code.at, x->code.n, sizeof *x->code.at, wanted_compare);
    qsort(x->label.at, x->label.n, sizeof *x->label.at, wanted_compare);
    return x;
}

/* The first wanted text that is not before the first `len` bytes of s. */
static uint32_t wanted_bound(const struct wanted_list *l, const char *s, size_t len)
{
    uint32_t lo = 0, hi = l->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const struct wanted *w = &l->at[mid];
        int c = memcmp(w->form, s, w->len < len ? w->len : len);
        if (c < 0 || (c == 0 && w->len < len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool wanted_is(const struct wanted *w, const char *s, size_t len)
{
    return w->len == len && !memcmp(w->form, s, len);
}

/* ---- labels, while the table is read ---- */

static bool is_level_key(const struct data_table *t, uint32_t sheet)
{
    for (uint32_t i = 0; i < t->schema->nlevel; i++) {
        const struct ir_level *l = &t->schema->level[i];
        if (t->sheet_of[l->key] == sheet)
            return true;
        for (uint32_t k = 0; k < l->nbeside; k++)
            if (t->sheet_of[l->beside[k].key] == sheet)
                return true;
    }
    return false;
}

static void label_found(struct data_table *t, uint32_t sheet, const char *form)
{
    struct row_names *x = t->names;
    size_t len = strlen(form);
    for (uint32_t i = wanted_bound(&x->label, form, len);
         i < x->label.n && wanted_is(&x->label.at[i], form, len); i++)
        ARENA_PUSH(x->arena, x->mark, x->nmark, x->mark_cap,
                   ((struct label_mark){ (uint32_t)t->nrow, sheet, x->label.at[i].name }));
}

/* NFKC makes at most 18 codepoints of one, and blanks and ordinals come on top: a longer text is no
 * label that is looked for. */
enum { LABEL_SLACK = 256 };

void row_names_see(struct data_table *t, uint32_t sheet, const char *s, size_t len)
{
    struct scratch room;
    if (!t->names || t->schema->text || !len || len > 4 * t->names->label.longest + LABEL_SLACK
        || is_level_key(t, sheet))
        return;
    scratch_open(&room, t->arena);
    label_found(t, sheet, label_form(&room.arena, s, len));
    scratch_close(&room);
}

/* ---- rows by their codes ---- */

static void rows_add(struct row_names *x, struct named_rows *r, uint64_t row)
{
    if (!r->count || r->row[r->count - 1] != row)
        ARENA_PUSH(x->arena, r->row, r->count, r->cap, (uint32_t)row);
}

static void hits_add(struct row_names *x, struct hits *h, const struct wanted *w)
{
    ARENA_PUSH(x->arena, h->name, h->n, h->cap, w->name);
}

/* All names that a form is, or begins with. */
static void hits_find(struct row_names *x, const char *form, struct hits *h)
{
    size_t len = strlen(form);
    for (size_t n = 0; n <= len && n <= x->code.longest; n++)
        for (uint32_t i = wanted_bound(&x->code, form, n);
             i < x->code.n && wanted_is(&x->code.at[i], form, n); i++)
            if (x->code.at[i].prefix || n == len)
                hits_add(x, h, &x->code.at[i]);
}

/* Those of a code in a key column, whatever name of a thing it is. */
static const struct hits *code_hits(struct data_table *t, uint32_t key, uint32_t code)
{
    struct row_names *x = t->names;
    const char *text = sym_text(t->codes, code), *own;
    if (!x->hits[key])
        x->hits[key] = ARENA_ARRAY(x->arena, struct hits, (size_t)t->ncode + 1);
    struct hits *h = &x->hits[key][code];
    if (h->known)
        return h;
    struct name_forms f = same_forms(t, x->arena, key, text, strlen(text), &own);
    for (uint32_t i = 0; i < f.n; i++)
        hits_find(x, f.form[i], h);
    h->known = true;
    return h;
}

/* Is the code in a key column of a level, as far as the level reads it, this text? */
static bool level_code_is(const struct data_table *t, uint64_t row, uint32_t key, uint32_t length,
                          const char *form)
{
    const char *text = sym_text(t->codes, table_code(t, t->key_of[key], row));
    size_t len = codes_bytes(text, length);
    return len && same_is(t, t->names->arena, t->key_of[key], text, len, form, false);
}

static bool key_code_is(const struct data_table *t, uint64_t row, uint32_t key, const char *form)
{
    const char *text = sym_text(t->codes, table_code(t, key, row));
    return *text && same_is(t, t->names->arena, key, text, strlen(text), form, false);
}

/* How many of a name's outer codes, from `want` on, a level of the row holds; own: it is the
 * row's own level, whose last code is no outer one. */
static uint32_t level_codes_hold(const struct data_table *t, uint64_t row,
                                 const struct ir_level *l, bool own, const struct name *name,
                                 uint32_t want)
{
    uint32_t outer = name->ref->ncode - 1;
    for (uint32_t k = 0; k < l->nbeside && want < outer; k++)
        want += level_code_is(t, row, l->beside[k].key, l->beside[k].length, name->form[want]);
    if (!own && want < outer)
        want += level_code_is(t, row, l->key, l->length, name->form[want]);
    return want;
}

/* Do the codes of the row that stand before its own (of its first n levels and beside its own, or
 * its first n key columns) hold the name's outer codes, in order? */
static bool outer_codes_fit(const struct data_table *t, uint64_t row, const struct name *name,
                            uint32_t n)
{
    uint32_t want = 0, outer = name->ref->ncode - 1, levels = t->schema->nlevel;
    for (uint32_t i = 0; i <= n && i < levels && want < outer; i++)
        want = level_codes_hold(t, row, &t->schema->level[i], i == n, name, want);
    for (uint32_t i = 0; !levels && i < n && want < outer; i++)
        want += key_code_is(t, row, i, name->form[want]);
    return want == outer;
}

/* before: codes of the row that stand before its own, which is in a key column */
static void row_hits(struct data_table *t, uint64_t row, uint32_t key, uint32_t before)
{
    struct row_names *x = t->names;
    uint32_t code = table_code(t, key, row);
    if (!code)
        return;
    const struct hits *h = code_hits(t, key, code);
    for (uint32_t i = 0; i < h->n; i++) {
        struct name *name = &x->name[h->name[i]];
        bool fits = !name->ref->prefix || rows_is_leaf(t, row);
        if (fits && outer_codes_fit(t, row, name, before))
            rows_add(x, &name->found, row);
    }
}

static bool row_counts(const struct data_table *t, uint64_t row)
{
    return !t->rows.flag || !(t->rows.flag[row] & (ROW_TOTAL | ROW_REPEATED));
}

/* The key columns, from the first on, whose codes name a row of a table without levels: a text's
 * rows are named by their ids. */
static uint32_t naming_keys(const struct data_table *t)
{
    if (!t->schema->text)
        return t->nkey;
    return t->key_of[TEXT_KEY_ID] == IR_NONE ? 0 : 1;
}

static void codes_resolve(struct data_table *t)
{
    const struct ir_table *s = t->schema;
    t->names->hits = ARENA_ARRAY(t->names->arena, struct hits *, t->nkey);
    for (uint64_t row = 0; row < t->nrow; row++) {
        if (!row_counts(t, row))
            continue;
        uint32_t level = s->nlevel ? t->rows.level[row] : 0;
        if (level)
            row_hits(t, row, t->key_of[s->level[level - 1].key], level - 1);
        for (uint32_t k = 0; k < naming_keys(t) && !s->nlevel; k++)
            row_hits(t, row, k, k);
    }
}

/* ---- rows by their labels ---- */

bool row_names_may_stand(const struct data_table *t, uint32_t sheet)
{
    const struct use *u = &t->use[sheet];
    if (u->key != IR_NONE)
        return true;
    return u->store == IR_NONE ? !u->number : !store_counts(&t->store[u->store]);
}

static uint32_t codes_before(const struct data_table *t, uint64_t row)
{
    if (!t->schema->nlevel)
        return t->nkey;
    return t->rows.level[row] ? t->rows.level[row] - 1 : 0;
}

static void labels_resolve(struct data_table *t)
{
    struct row_names *x = t->names;
    for (uint64_t i = 0; i < x->nmark; i++) {
        const struct label_mark *m = &x->mark[i];
        struct name *name = &x->name[m->name];
        bool repeated = t->rows.flag && (t->rows.flag[m->row] & ROW_REPEATED);
        if (!repeated && row_names_may_stand(t, m->sheet)
            && outer_codes_fit(t, m->row, name, codes_before(t, m->row)))
            rows_add(x, &name->labelled, m->row);
    }
}

/* ---- the whole ---- */

static bool names_total(const struct data_table *t, const struct name *n)
{
    bool may = t->rows.total != DATA_NO_ROW && n->ref->ncode == 1 && !n->ref->prefix;
    for (uint32_t i = 0; may && i < t->ntotal_form; i++)
        if (!strcmp(n->form[0], t->total_form[i]))
            return true;
    return false;
}

static void name_settle(struct data_table *t, struct name *n)
{
    if (n->ref->node && t->rows.node_row && t->rows.node_row[n->ref->node] != ROWS_NONE)
        rows_add(t->names, &n->found, t->rows.node_row[n->ref->node]);
    else if (!n->ref->node && names_total(t, n)) {
        n->found.count = 0;
        rows_add(t->names, &n->found, t->rows.total);
        return;
    }
    if (n->ref->prefix) {
        n->found.state = t->rows.lost ? NAMED_LOST : NAMED_ROWS;
        return;
    }
    if (!n->found.count)
        n->found = n->labelled;
    if (n->found.count > 1)
        n->found.state = NAMED_AMBIGUOUS;
    else if (!n->found.count)
        n->found.state = t->rows.lost ? NAMED_LOST : NAMED_ABSENT;
    if (n->found.state == NAMED_ABSENT && t->schema->missing == IR_MISSING_ERROR)
        table_find_missing(t, n->rowref);
}

void row_names_resolve(struct data_table *t)
{
    struct row_names *x = t->names;
    if (!x)
        return;
    if (!t->key_missing)
        codes_resolve(t);
    labels_resolve(t);
    for (uint32_t i = 0; i < x->n; i++)
        name_settle(t, &x->name[i]);
}

bool row_named_may_be(const struct data_table *t, uint32_t rowref, uint64_t row)
{
    const struct name *name = &t->names->name[t->names->of_rowref[rowref] - 1];
    bool repeated = t->rows.flag && (t->rows.flag[row] & ROW_REPEATED);
    return !repeated && outer_codes_fit(t, row, name, codes_before(t, row));
}

const struct named_rows *row_named(const struct data_table *t, uint32_t rowref)
{
    return &t->names->name[t->names->of_rowref[rowref] - 1].found;
}

/* The rows of a cell of the program, in sheet order; of the total row *one. */
static uint64_t cell_rows(const struct data_table *t, const struct ir_cell *c, uint32_t *one,
                          const uint32_t **row)
{
    if (!c->row) {
        *one = (uint32_t)t->rows.total;
        *row = one;
        return t->rows.total != DATA_NO_ROW;
    }
    const struct named_rows *r = row_named(t, c->row - 1);
    *row = r->row;
    return r->state == NAMED_ROWS ? r->count : 0;
}

bool data_cells_meet(const struct data_set *s, const struct ir_cell *a, const struct ir_cell *b)
{
    const struct data_table *t = &s->table[s->prog->colref[a->colref].table];
    uint32_t one[2];
    const uint32_t *x, *y;
    if (a->colref != b->colref || t->state != TABLE_USABLE)
        return false;
    uint64_t nx = cell_rows(t, a, &one[0], &x), ny = cell_rows(t, b, &one[1], &y);
    for (uint64_t i = 0, k = 0; i < nx && k < ny;) {
        if (x[i] == y[k])
            return true;
        if (x[i] < y[k])
            i++;
        else
            k++;
    }
    return false;
}
