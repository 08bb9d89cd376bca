/* Orders the rows of a table: which is the total row, who is whose child.
 * In: the codes of every row and the cells that may be the total row's label. Out: struct rows,
 * and findings of unlisted and repeated rows. Invariant: each row has at most one parent, of an
 * outer level, of a shorter code of its own level, or the total row, and each step looks at a row
 * once for each character of its code at most, so time is linear. */
#include "codes.h"
#include "rows_part.h"
#include <string.h>
#include <sys/random.h>

struct order;
/* The rows that equal `row` at a level. code: 0, or what stands for the row's own code there. */
struct seek { uint64_t row; uint32_t level, code; };
typedef bool row_equal_fn(const struct order *o, uint64_t a, const struct seek *s);
typedef uint64_t row_hash_fn(const struct order *o, const struct seek *s);

/* Rows by what `equal` compares of them; slots hold row + 1. */
struct row_index { uint32_t *slot; size_t mask; row_hash_fn *hash; row_equal_fn *equal; };

struct order {
    struct data_table *t;
    struct rows *r;
    const struct code_level *level;
    uint32_t nlevel;
    uint64_t seed;
    /* outer rows by the codes of their level and all levels above */
    struct row_index exact;
    struct row_index loose;         /* outer rows by the code of their level alone */
    struct row_index same;          /* all rows by level and all keys */
};

/* ---- hashing ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static struct row_index index_new(const struct order *o, uint64_t rows, row_hash_fn *hash,
                                  row_equal_fn *equal)
{
    struct row_index x = { .mask = 15, .hash = hash, .equal = equal };
    while (x.mask < rows * 2)
        x.mask = x.mask * 2 + 1;
    x.slot = ARENA_ARRAY(o->t->arena, uint32_t, x.mask + 1);
    return x;
}

/* The slot of the row that is sought, or the free one where it belongs. */
static uint32_t *index_slot(const struct order *o, const struct row_index *x, const struct seek *s)
{
    size_t i = x->hash(o, s) & x->mask;
    while (x->slot[i] && !x->equal(o, x->slot[i] - 1, s))
        i = (i + 1) & x->mask;
    return &x->slot[i];
}

/* ---- rows of equal codes ---- */

static uint32_t part_code(const struct order *o, const struct seek *s, uint32_t level, uint32_t k)
{
    const struct code_level *l = &o->level[level];
    bool own = level == s->level && k + 1 == l->npart;
    return own && s->code ? s->code : codes_of(o->t, &l->part[k], s->row);
}

static bool level_equal(const struct order *o, uint64_t a, const struct seek *s, uint32_t level)
{
    for (uint32_t k = 0; k < o->level[level].npart; k++)
        if (codes_of(o->t, &o->level[level].part[k], a) != part_code(o, s, level, k))
            return false;
    return true;
}

static uint64_t level_hash(const struct order *o, uint64_t h, const struct seek *s, uint32_t level)
{
    for (uint32_t k = 0; k < o->level[level].npart; k++)
        h = mix(h, part_code(o, s, level, k));
    return h;
}

static bool exact_equal(const struct order *o, uint64_t a, const struct seek *s)
{
    if (o->r->level[a] != s->level + 1)
        return false;
    for (uint32_t j = 0; j <= s->level; j++)
        if (!level_equal(o, a, s, j))
            return false;
    return true;
}

static uint64_t exact_hash(const struct order *o, const struct seek *s)
{
    uint64_t h = mix(o->seed, s->level);
    for (uint32_t j = 0; j <= s->level; j++)
        h = level_hash(o, h, s, j);
    return h;
}

static bool loose_equal(const struct order *o, uint64_t a, const struct seek *s)
{
    return o->r->level[a] == s->level + 1 && level_equal(o, a, s, s->level);
}

static uint64_t loose_hash(const struct order *o, const struct seek *s)
{
    return level_hash(o, mix(o->seed, s->level), s, s->level);
}

static bool same_equal(const struct order *o, uint64_t a, const struct seek *s)
{
    if (o->r->level[a] != s->level)
        return false;
    for (uint32_t k = 0; k < o->t->nkey; k++)
        if (codes_plain(o->t, k, a) != codes_plain(o->t, k, s->row))
            return false;
    return true;
}

static uint64_t same_hash(const struct order *o, const struct seek *s)
{
    uint64_t h = mix(o->seed, s->level);
    for (uint32_t k = 0; k < o->t->nkey; k++)
        h = mix(h, codes_plain(o->t, k, s->row));
    return h;
}

/* ---- levels ---- */

static bool row_has_code(const struct order *o, uint64_t row)
{
    for (uint32_t k = 0; k < o->t->nkey; k++)
        if (table_code(o->t, k, row))
            return true;
    return false;
}

static bool row_is_total(const struct order *o, uint64_t row)
{
    for (uint32_t k = 0; k < o->t->nkey; k++) {
        uint32_t code = table_code(o->t, k, row);
        if (code && o->t->code_info[code].total)
            return true;
    }
    return false;
}

/* The deepest level that the row's codes fit. `rows 合计` alone makes one level of all rows that
 * have a code. */
static uint32_t row_level(const struct order *o, uint64_t row)
{
    if (!o->nlevel)
        return row_has_code(o, row);
    for (uint32_t j = o->nlevel; j-- > 0;)
        if (codes_fit(o->t, &o->level[j], row))
            return j + 1;
    return 0;
}

static bool sheet_column_is_text(const struct data_table *t, uint32_t sheet)
{
    const struct use *u = &t->use[sheet];
    if (u->key != IR_NONE)
        return true;
    return u->store == IR_NONE ? !u->number : !store_counts(&t->store[u->store]);
}

static void find_total(struct order *o, uint64_t row)
{
    struct rows *r = o->r;
    r->flag[row] |= ROW_TOTAL;
    if (r->total == DATA_NO_ROW || row < r->total)
        r->total = row;
}

static void levels_build(struct order *o, const struct total_mark *mark, uint64_t nmark)
{
    struct data_table *t = o->t;
    for (uint64_t i = 0; i < nmark; i++)
        if (sheet_column_is_text(t, mark[i].sheet))
            find_total(o, mark[i].row);
    for (uint64_t row = 0; row < t->nrow; row++) {
        if (row_is_total(o, row))
            find_total(o, row);
        if (!(o->r->flag[row] & ROW_TOTAL))
            o->r->level[row] = row_level(o, row);
    }
}

/* ---- repeated rows ---- */

static void find_repeated(struct order *o, uint64_t row, uint64_t first)
{
    o->r->flag[row] |= ROW_REPEATED;
    table_find(o->t, SHAPE_REPEATED_ROW, IR_NONE, IR_NONE, row, first);
}

static void row_enter_same(struct order *o, uint64_t row)
{
    struct seek s = { row, o->r->level[row], 0 };
    uint32_t *slot = index_slot(o, &o->same, &s);
    if (*slot)
        find_repeated(o, row, *slot - 1);
    else
        *slot = (uint32_t)row + 1;
}

/* The store of the first figure that is not zero; IR_NONE: there is none. */
static uint32_t first_figure(const struct data_table *t, uint64_t row)
{
    for (uint32_t s = 0; s < t->nstore; s++)
        if (store_counts(&t->store[s]) && table_value(t, s, row))
            return s;
    return IR_NONE;
}

bool rows_has_figure(const struct data_table *t, uint64_t row)
{
    return first_figure(t, row) != IR_NONE;
}

uint32_t data_first_nonzero(const struct data_set *s, uint32_t table, uint64_t row)
{
    const struct data_table *t = &s->table[table];
    uint32_t store = first_figure(t, row);
    return store == IR_NONE ? IR_NONE : t->store[store].sheet;
}

/* A ragged row: none of its figures could be read. */
bool rows_unreadable(const struct data_table *t, uint64_t row)
{
    bool any = false;
    for (uint32_t s = 0; s < t->nstore; s++) {
        if (!store_counts(&t->store[s]))
            continue;
        if (cell_tag_kind(table_tag(t, s, row)) != CELL_UNREADABLE)
            return false;
        any = true;
    }
    return any;
}

/* A row without a level: a finding if it has a figure. One that cannot be read may belong
 * anywhere. */
static void row_without_level(struct order *o, uint64_t row)
{
    if (!o->nlevel)
        return;
    if (rows_has_figure(o->t, row))
        table_find(o->t, SHAPE_UNLISTED_ROW, IR_NONE, IR_NONE, row, DATA_NO_ROW);
    else if (rows_unreadable(o->t, row))
        o->r->lost = true;
}

static void repeats_build(struct order *o)
{
    o->same = index_new(o, o->t->nrow, same_hash, same_equal);
    for (uint64_t row = 0; row < o->t->nrow; row++) {
        if (o->r->flag[row] & ROW_TOTAL) {
            if (row != o->r->total)
                find_repeated(o, row, o->r->total);
        } else if (o->r->level[row]) {
            row_enter_same(o, row);
        } else {
            row_without_level(o, row);
        }
    }
}

/* ---- parents ---- */

/* May other rows stand under one of this level? */
static bool level_is_outer(const struct order *o, uint32_t level)
{
    return level + 1 < o->nlevel || o->level[level].up;
}

static bool row_is_outer(const struct order *o, uint64_t row)
{
    return o->r->level[row] && level_is_outer(o, o->r->level[row] - 1)
        && !(o->r->flag[row] & ROW_REPEATED);
}

static void row_enter_outer(struct order *o, uint64_t row)
{
    struct seek s = { row, o->r->level[row] - 1, 0 };
    uint32_t *exact = index_slot(o, &o->exact, &s);
    if (!*exact)
        *exact = (uint32_t)row + 1;
    uint32_t *loose = index_slot(o, &o->loose, &s);
    if (*loose)
        o->r->flag[*loose - 1] |= ROW_SHARED_CODE;
    else
        *loose = (uint32_t)row + 1;
}

static void outer_rows_build(struct order *o)
{
    uint64_t outer = 0;
    for (uint64_t row = 0; row < o->t->nrow; row++)
        outer += o->nlevel && row_is_outer(o, row);
    o->exact = index_new(o, outer, exact_hash, exact_equal);
    o->loose = index_new(o, outer, loose_hash, loose_equal);
    for (uint64_t row = 0; row < o->t->nrow && outer; row++)
        if (row_is_outer(o, row))
            row_enter_outer(o, row);
}

/* What a row prints as a part of an outer code: one that is too short for its level is printed all
 * the same. */
static uint32_t outer_code(const struct order *o, const struct code_part *p, uint64_t row)
{
    uint32_t code = codes_of(o->t, p, row);
    return code ? code : codes_plain(o->t, p->key, row);
}

/* Do two rows print different codes of a level above? */
static bool outer_codes_differ(const struct order *o, uint64_t a, uint64_t b, uint32_t level)
{
    for (uint32_t j = 0; j < level; j++)
        for (uint32_t k = 0; k < o->level[j].npart; k++) {
            uint32_t x = outer_code(o, &o->level[j].part[k], a);
            uint32_t y = outer_code(o, &o->level[j].part[k], b);
            if (x && y && x != y)
                return true;
        }
    return false;
}

/* The row of one code: the one that agrees in all outer codes, else the only one of that code, if
 * it prints no other outer codes. */
static uint32_t outer_row(const struct order *o, const struct seek *s)
{
    for (uint32_t k = 0; k < o->level[s->level].npart; k++)
        if (!part_code(o, s, s->level, k))
            return ROWS_NONE;
    uint32_t exact = *index_slot(o, &o->exact, s);
    if (exact)
        return exact - 1;
    uint32_t loose = *index_slot(o, &o->loose, s);
    if (!loose || (o->r->flag[loose - 1] & ROW_SHARED_CODE))
        return ROWS_NONE;
    return outer_codes_differ(o, loose - 1, s->row, s->level) ? ROWS_NONE : loose - 1;
}

/* The row of a level under which this one stands: in a level of prefixes the one of the longest
 * code, of the row's own level one shorter than its own. */
static uint32_t level_row(const struct order *o, uint64_t row, uint32_t level)
{
    const struct code_level *l = &o->level[level];
    struct seek s = { row, level, 0 };
    uint32_t p = level + 1 == o->r->level[row] ? ROWS_NONE : outer_row(o, &s);
    uint32_t code = l->up && p == ROWS_NONE ? codes_of(o->t, &l->part[0], row) : 0;
    while (code && p == ROWS_NONE && (code = l->up[code]))
        p = outer_row(o, &(struct seek){ row, level, code });
    return p;
}

static uint32_t row_parent(const struct order *o, uint64_t row)
{
    for (uint32_t j = o->nlevel ? o->r->level[row] : 0; j-- > 0;) {
        uint32_t p = level_row(o, row, j);
        if (p != ROWS_NONE)
            return p;
    }
    return o->r->total == DATA_NO_ROW ? ROWS_NONE : (uint32_t)o->r->total;
}

/* ---- rows whose outer codes are blank ---- */

/* The first outer key that the row leaves blank, or nkey. */
static uint32_t blank_key(const struct order *o, uint64_t row)
{
    for (uint32_t j = 0; j + 1 < o->r->level[row]; j++)
        for (uint32_t k = 0; k < o->level[j].npart; k++)
            if (!table_code(o->t, o->level[j].part[k].key, row))
                return o->level[j].part[k].key;
    return o->t->nkey;
}

/* stray: one for each level, `next` set if a row of that level stands elsewhere */
static void stray_note(struct order *o, struct stray *stray, uint64_t row)
{
    uint32_t level = o->r->level[row], key;
    if (level < 2)
        return;
    struct stray *s = &stray[level - 1];
    if (o->r->parent[row] != o->r->total) {
        s->next = s;
        return;
    }
    key = blank_key(o, row);
    if (key == o->t->nkey)
        return;
    if (!s->count++) {
        s->first = row;
        s->key = key;
    }
}

static void strays_keep(struct order *o, struct stray *stray)
{
    for (uint32_t j = o->nlevel; j-- > 0;)
        if (stray[j].count && stray[j].next) {
            stray[j].next = o->r->stray;
            o->r->stray = &stray[j];
        }
}

static void parents_build(struct order *o)
{
    struct rows *r = o->r;
    struct stray *stray = ARENA_ARRAY(o->t->arena, struct stray, o->nlevel);
    outer_rows_build(o);
    for (uint64_t row = 0; row < o->t->nrow; row++) {
        r->parent[row] = ROWS_NONE;
        bool child = !(r->flag[row] & (ROW_TOTAL | ROW_REPEATED)) && (r->level[row] || !o->nlevel);
        if (!child)
            continue;
        r->parent[row] = row_parent(o, row);
        if (r->parent[row] != ROWS_NONE)
            r->flag[r->parent[row]] |= ROW_HAS_CHILDREN;
        stray_note(o, stray, row);
    }
    strays_keep(o, stray);
}

/* ---- children and leaves ---- */

static uint64_t parent_number(const struct rows *r, uint64_t row)
{
    uint64_t lo = 0, hi = r->nparent;
    while (lo < hi) {
        uint64_t mid = lo + (hi - lo) / 2;
        if (r->parents[mid] < row)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void children_build(struct order *o)
{
    struct rows *r = o->r;
    struct arena *a = o->t->arena;
    uint64_t n = o->t->nrow, children = 0;
    for (uint64_t row = 0; row < n; row++) {
        r->nparent += (r->flag[row] & ROW_HAS_CHILDREN) != 0;
        children += r->parent[row] != ROWS_NONE;
        r->nleaf += rows_is_leaf(o->t, row);
    }
    r->parents = ARENA_ARRAY(a, uint64_t, r->nparent);
    r->first = ARENA_ARRAY(a, uint32_t, r->nparent + 2);
    r->child = ARENA_ARRAY(a, uint32_t, children);
    uint64_t k = 0;
    for (uint64_t row = 0; row < n; row++)
        if (r->flag[row] & ROW_HAS_CHILDREN)
            r->parents[k++] = row;
    /* first[p + 2] counts, then begins, then first[p + 1] ends */
    for (uint64_t row = 0; row < n; row++)
        if (r->parent[row] != ROWS_NONE)
            r->first[parent_number(r, r->parent[row]) + 2]++;
    for (uint64_t p = 1; p <= r->nparent; p++)
        r->first[p + 1] += r->first[p];
    for (uint64_t row = 0; row < n; row++)
        if (r->parent[row] != ROWS_NONE)
            r->child[r->first[parent_number(r, r->parent[row]) + 1]++] = (uint32_t)row;
}

const uint32_t *rows_children(const struct data_table *t, uint64_t row, uint64_t *count)
{
    const struct rows *r = &t->rows;
    *count = 0;
    if (!r->flag || row >= t->nrow || !(r->flag[row] & ROW_HAS_CHILDREN))
        return NULL;
    uint64_t p = parent_number(r, row);
    *count = r->first[p + 1] - r->first[p];
    return r->child + r->first[p];
}

bool rows_is_leaf(const struct data_table *t, uint64_t row)
{
    return !t->rows.flag
        || !(t->rows.flag[row] & (ROW_TOTAL | ROW_REPEATED | ROW_HAS_CHILDREN | ROW_APART));
}

/* ---- the whole ---- */

static uint64_t seed_new(const void *p)
{
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = (uint64_t)(uintptr_t)p;
    return seed;
}

static void levels_order(struct order *o, const struct total_mark *mark, uint64_t nmark)
{
    struct data_table *t = o->t;
    t->rows.lost = t->key_missing;  /* then no level can be told: only the total row is known */
    if (!t->key_missing) {
        o->nlevel = t->schema->nlevel;
        o->level = codes_levels(t);
    }
    levels_build(o, mark, nmark);
    if (!t->key_missing)
        repeats_build(o);
    parents_build(o);
}

static bool declares_keys(const struct data_table *t)
{
    for (uint32_t c = 0; c < t->schema->ncolumn; c++)
        if (t->schema->column[c].key && t->key_of[c] == IR_NONE)
            return false;           /* which rows agree is not known */
    return t->nkey > 0 && !t->schema->text;  /* an id that stands twice is told by prose.c */
}

/* Without levels or a total row, keys alone tell which rows repeat others. */
static void keyed_rows_build(struct data_table *t)
{
    struct rows *r = &t->rows;
    struct order o = { .t = t, .r = r, .seed = seed_new(r) };
    r->flag = ARENA_ARRAY(t->arena, uint8_t, t->nrow);
    r->level = ARENA_ARRAY(t->arena, uint32_t, t->nrow);
    for (uint64_t row = 0; row < t->nrow; row++)
        r->level[row] = row_has_code(&o, row);
    repeats_build(&o);
    r->level = NULL;
    for (uint64_t row = 0; row < t->nrow; row++)
        r->nleaf -= !rows_is_leaf(t, row);
}

void rows_build(struct data_table *t, const struct total_mark *mark, uint64_t nmark,
                struct diags *d)
{
    struct rows *r = &t->rows;
    *r = (struct rows){ .total = DATA_NO_ROW, .nleaf = t->nrow };
    if (t->schema->layout == LAYOUT_FORM) {
        if (t->nrow && t->schema->each == IR_NONE)
            r->total = 0;
        return;
    }
    if (!t->schema->total) {
        if (declares_keys(t))
            keyed_rows_build(t);
        return;
    }
    r->level = ARENA_ARRAY(t->arena, uint32_t, t->nrow);
    r->flag = ARENA_ARRAY(t->arena, uint8_t, t->nrow);
    r->parent = ARENA_ARRAY(t->arena, uint32_t, t->nrow);
    r->nleaf = 0;
    struct order o = { .t = t, .r = r, .seed = seed_new(r) };
    if (t->schema->nnode)
        rows_tree(t, d);
    else
        levels_order(&o, mark, nmark);
    children_build(&o);
}
