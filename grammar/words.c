/* Keywords, from keyword.def: symbol → token, English → Chinese, and the nearest one to a
 * misspelling.
 * Invariant: the map covers the symbols that spell keywords; any other symbol is a name. */
#include "lexeme.h"
#include <string.h>

#define CONTEXT_HEAD WORD_HEAD
#define CONTEXT_CLAUSE WORD_CLAUSE
#define CONTEXT_TREE WORD_TREE
#define CONTEXT_BOTH WORD_BOTH
#define CONTEXT_ATTR WORD_ATTR
#define CONTEXT_ROWS WORD_ROWS
#define CONTEXT_CALL WORD_CALL
#define CONTEXT_WAIVE WORD_WAIVE
#define CONTEXT_DATED WORD_DATED
#define CONTEXT_TEST WORD_TEST
#define CONTEXT_STEP WORD_STEP
#define CONTEXT_CODES WORD_CODES

struct word { int token; const char *en, *zh; enum word_context context; };
static const struct word word_table[] = {
#define X(token, en, zh, context) { T_##token, en, zh, CONTEXT_##context },
#include "keyword.def"
#undef X
};
#define WORDS (sizeof word_table / sizeof word_table[0])

struct words { uint8_t *row; sym max; };        /* row[sym]: 1 + the row of word_table, or 0 */

struct words *words_new(struct arena *a, struct symtab *syms)
{
    struct words *w = ARENA_NEW(a, struct words);
    sym en[WORDS], zh[WORDS];
    for (size_t i = 0; i < WORDS; i++) {
        en[i] = sym_of(syms, word_table[i].en);
        zh[i] = sym_of(syms, word_table[i].zh);
        w->max = zh[i] > w->max ? zh[i] : w->max;
        w->max = en[i] > w->max ? en[i] : w->max;
    }
    w->row = ARENA_ARRAY(a, uint8_t, w->max + 1);
    for (size_t i = 0; i < WORDS; i++)
        w->row[en[i]] = w->row[zh[i]] = (uint8_t)(i + 1);
    return w;
}

int words_find(const struct words *w, sym s, enum word_context *context)
{
    if (s > w->max || !w->row[s])
        return 0;
    const struct word *word = &word_table[w->row[s] - 1];
    *context = word->context;
    return word->token;
}

const char *words_chinese(const char *english)
{
    for (size_t i = 0; i < WORDS; i++)
        if (!strcmp(word_table[i].en, english))
            return word_table[i].zh;
    return NULL;
}

const char *words_spelling(int token, enum lang lang)
{
    for (size_t i = 0; i < WORDS; i++)
        if (word_table[i].token == token)
            return lang == LANG_ZH ? word_table[i].zh : word_table[i].en;
    return NULL;
}

/* Does the word head statements: what a misspelling is compared with, and what help lists? */
static bool heads(const struct word *w)
{
    return w->context == WORD_HEAD || w->context == WORD_BOTH || w->token == T_ZERO;
}

static bool heads_items_only(int token)
{
    return token == T_ROWS || token == T_COLUMN || token == T_KEY || token == T_BLOCK;
}

void words_list_heads(bool items, struct strbuf *zh, struct strbuf *en)
{
    for (size_t i = 0; i < WORDS; i++)
        if (heads(&word_table[i]) && heads_items_only(word_table[i].token) == items) {
            strbuf_addf(zh, "%s%s", zh->len ? "、" : "", word_table[i].zh);
            strbuf_addf(en, "%s%s", en->len ? ", " : "", word_table[i].en);
        }
}

const char *words_near_head(const char *s)
{
    unsigned best = str_near(s);
    const char *near = NULL;
    for (size_t i = 0; i < WORDS; i++) {
        const char *spelling[2] = { word_table[i].en, word_table[i].zh };
        for (int k = 0; k < 2 && heads(&word_table[i]); k++) {
            unsigned d = str_near(spelling[k]) > 1 ? str_distance(s, spelling[k], best) : best;
            if (d < best) {
                best = d;
                near = spelling[k];
            }
        }
    }
    return near;
}

bool words_is_file_head(int token)
{
    return token == T_USE || token == T_UNIT || token == T_PARAM || token == T_LINE ||
           token == T_TABLE || token == T_FORM || token == T_LIST || token == T_CODES ||
           token == T_MAPPING || token == T_REQUIRE || token == T_ABSENT || token == T_MAP ||
           token == T_SAME || token == T_PROSE ||
           token == T_CLAIM || token == T_WAIVE || token == T_TEST || token == T_SCENARIO;
}

bool words_is_head(int token)
{
    return words_is_file_head(token) || token == T_MUST || token == T_SHOULD || token == T_NOTE ||
           heads_items_only(token);
}
