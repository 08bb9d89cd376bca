/* Names that may be meant for one thing and are not taken for one.
 * In: the keys of joins. Out: a note for two keys that no table prints both of and that differ in
 * punctuation alone. Linear in keys. */
#include "join.h"
#include "same.h"
#include "scratch.h"
#include <string.h>

struct alike {
    struct data_set *set;
    struct symtab *told;            /* pairs of names of a key column */
    uint32_t count;
};

/* The first row that prints a key. */
static struct key_row row_of_key(const struct data_set *s, uint32_t join, uint64_t key)
{
    const struct join *j = &s->join[join];
    uint64_t n = 0;
    for (uint32_t i = 0; i < j->n; i++) {
        const uint32_t *row = join_rows(&j->of[i], j->nkey, key, &n);
        if (n)
            return (struct key_row){ j->of[i].t, *row, s->prog->join[join].of[i].key[0] };
    }
    return (struct key_row){ NULL, 0, 0 };
}

static bool printed_together(const struct join *j, uint64_t a, uint64_t b)
{
    for (uint32_t i = 0; i < j->n; i++)
        if (j->of[i].first[a + 1] > j->of[i].first[a] && j->of[i].first[b + 1] > j->of[i].first[b])
            return true;
    return false;
}

static const char *text_of(const struct key_row *at)
{
    return sym_text(at->t->codes, table_code(at->t, at->t->key_of[at->column], at->row));
}

/* A pair is told once, however many rules join by its column. */
static bool pair_is_new(struct alike *x, const char *key, const char *one, const char *two)
{
    uint32_t known = sym_count(x->told);
    sym_of(x->told, arena_printf(x->set->arena, "%s\n%s\n%s", key, one, two));
    return sym_count(x->told) > known && x->count++ < SAME_FAULT_MAX;
}

static void pair_tell(struct alike *x, const struct key_row *one, const struct key_row *two)
{
    const struct data_table *t = two->t;
    const char *key = t->prog->string[t->schema->column[two->column].name];
    if (!pair_is_new(x, key, text_of(one), text_of(two)))
        return;
    struct data_place p = table_key_place(t, t->key_of[two->column], two->row);
    diag_add_data(x->set->diags, DIAG_NAMES_ALIKE, p, p.text, one->t->file, text_of(one), key,
                  NULL);
}

/* The symbol of what is left of a key's name without punctuation; 0: nothing. */
static sym bare_of(struct symtab *bare, struct scratch *room, const struct key_row *at)
{
    scratch_reset(room);
    const char *form = same_form(at->t, &room->arena, at->t->key_of[at->column], text_of(at));
    return sym_of(bare, str_bare_form(&room->arena, form));
}

static void join_tell(struct alike *x, uint32_t join)
{
    const struct data_set *s = x->set;
    const struct join *j = &s->join[join];
    struct symtab *bare = symtab_new(s->arena);
    struct scratch room;
    uint32_t *first = ARENA_ARRAY(s->arena, uint32_t, j->nkey + 1);     /* by form: key + 1 */
    scratch_open(&room, s->arena);
    for (uint64_t key = 0; key < j->nkey; key++) {
        struct key_row at = row_of_key(s, join, key);
        sym form = at.t ? bare_of(bare, &room, &at) : 0;
        if (!form)
            continue;
        if (!first[form]) {
            first[form] = (uint32_t)key + 1;
        } else if (!printed_together(j, first[form] - 1, key)) {
            struct key_row one = row_of_key(s, join, first[form] - 1);
            pair_tell(x, &one, &at);
        }
    }
    scratch_close(&room);
}

void joins_alike_tell(struct data_set *s)
{
    struct alike x = { .set = s, .told = symtab_new(s->arena) };
    for (uint32_t i = 0; i < s->prog->njoin; i++)
        if (!s->join[i].unusable && s->join[i].n > 1 && s->prog->join[i].of[0].nkey == 1)
            join_tell(&x, i);
}
