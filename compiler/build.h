#ifndef FISC_BUILD_H
#define FISC_BUILD_H
/* Builders of the syntax tree: the only thing the grammar calls. They allocate in the unit's
 * arena, look nothing up, and report what only the way of writing shows: an expression nested or
 * chained deeper than AST_MAX_DEPTH, an attribute given twice, two texts on one line of a tree.
 * Lists are built in arena arrays that double, and handed to the node that owns them. */
#include "ast.h"
#include "../runtime/diag.h"

struct build {
    struct arena *arena;
    struct symtab *syms;
    struct diags *diags;
    struct ast *ast;                /* statements are appended here */
    uint32_t deep_file, deep_off;   /* where TOO_LONG_RULE was said last: once a place */
};

struct quantity { sym digits; struct chain *unit; };
struct expr_list { struct expr **p; uint32_t n, cap; };
struct name_list { struct name *p; uint32_t n, cap; };
struct node_list { struct column_node **p; uint32_t n, cap; };
struct item_list { struct item *p; uint32_t n, cap; };
/* side[i] rel[i] side[i + 1] */
struct relation {
    struct expr **side;
    enum rel *rel;
    struct span *rel_span;
    uint32_t nside, cap;
};

/* From the start of a to the end of b, which are of one file, a first. */
static inline struct span span_over(struct span a, struct span b)
{
    return (struct span){ a.file, a.off, b.off + b.len - a.off };
}
/* The empty span at the end of a. */
static inline struct span span_after(struct span a)
{
    return (struct span){ a.file, a.off + a.len, 0 };
}

/* ── expressions ── */
struct expr *ast_number(struct build *b, struct span at, struct quantity q);
/* row NULL: none */
struct expr *ast_ref(struct build *b, struct span at, struct name name, struct row_select *row);
/* a text's figure in a unit; of anything else the unit is at fault */
struct expr *ast_ref_in(struct build *b, struct span at, struct name name, struct row_select *row,
                        struct chain *in);
struct expr *ast_ref_path(struct build *b, struct span at, struct name first,
                          struct row_select *row, struct name_list *path);
struct row_code ast_code(struct build *b, struct name text);     /* a text may end in `*` */
struct row_code ast_code_number(struct span at, struct quantity q);
struct row_code ast_code_prefix(struct row_code code, struct span at);
/* list NULL: a new one */
struct row_select *ast_row_code(struct build *b, struct row_select *list, struct row_code code);
struct row_select *ast_row(struct span at, struct row_select *row);
struct expr *ast_binary(struct build *b, enum expr_kind kind, struct span at, struct expr *x,
                        struct span op, struct expr *y);
struct expr *ast_negate(struct build *b, struct span at, struct span op, struct expr *x);
/* the same expression; its span takes in the brackets */
struct expr *ast_paren(struct expr *x, struct span at);
/* where NULL: none */
struct expr *ast_call(struct build *b, struct span at, struct name fn, struct expr_list *args,
                      struct cond *where);
/* list NULL: a new one */
struct expr_list *ast_args_add(struct build *b, struct expr_list *list, struct expr *x);

/* ── conditions ── */
/* y NULL for COND_NOT */
struct cond *ast_cond(struct build *b, enum cond_kind kind, struct span at, struct cond *x,
                      struct cond *y);
struct cond *ast_cond_compare(struct build *b, struct span at, struct expr *x, enum rel rel,
                              struct span rel_span, struct expr *y);
struct cond *ast_cond_present(struct build *b, struct span at, struct expr *cell);

/* ── rules ── */
struct relation *ast_relation(struct build *b, struct expr *x, enum rel rel, struct span at,
                              struct expr *y);
struct relation *ast_relation_add(struct build *b, struct relation *r, enum rel rel, struct span at,
                                  struct expr *y);
/* ── ast_codes.c ── */
struct code_entries *ast_code_entries(struct build *b);
struct code_entries *ast_code_entries_add(struct build *b, struct code_entries *list,
                                          struct code_entry entry);
/* a second `others` is at fault */
struct code_entries *ast_code_entries_open(struct build *b, struct code_entries *list,
                                           struct span others);
/* where a `*` behind a code means nothing of its own */
struct name ast_code_whole(struct build *b, struct row_code code);
struct code_entry ast_code_entry(struct build *b, struct row_code code, struct name_list *names,
                                 bool doubtful, struct code_entries *under);
void ast_codes(struct build *b, struct span at, struct name name, sym title,
               struct code_entries *root);
/* length: digits, 0: any; named NULL: not asked */
struct listing *ast_listing(struct build *b, struct span at, struct expr *code, struct name list,
                            sym length, struct expr *named);
struct listing *ast_listing_named(struct build *b, struct span at, struct expr *name,
                                  struct name list, sym length);
struct rule *ast_rule_listing(struct build *b, struct span at, enum severity verb,
                              const struct name *name, struct listing *l, struct cond *where,
                              struct cond *when, sym because);
/* ── ast_rule.c ── */
struct rule *ast_rule(struct build *b, struct span at, enum severity verb, const struct name *name,
                      struct relation *r, bool exactly, struct name_list *each,
                      struct cond *where, struct cond *when,
                      sym because);

/* x is printed, as a must rule */
struct rule *ast_claim(struct build *b, struct span at, struct expr *printed, struct expr *x,
                       bool exactly, struct cond *when, sym because);

/* ── maps ── */
/* target NULL: the sources go nowhere; source NULL: nothing goes into the target */
/* because: its own, 0: the map's */
struct map_line { struct span span, takes; struct expr *target; struct expr_list *source;
                  sym because; bool doubtful; };
struct map_list { struct map_line *p; uint32_t n, cap; };
/* a column of the map's table, by its path */
struct expr *ast_map_figure(struct build *b, struct span at, struct name_list *path);
struct map_list *ast_map_lines(struct build *b);
struct map_list *ast_map_lines_add(struct build *b, struct map_list *list, struct map_line line);
/* name, each NULL: none */
struct map *ast_map_head(struct build *b, const struct name *name, struct name from,
                         struct name to, struct name_list *each);
void ast_map(struct build *b, struct span at, struct map *m, struct map_list *lines, sym because);
/* Its lines are those of a file, to be filled in. */
void ast_map_from(struct build *b, struct span at, struct map *m, struct name file,
                  struct name source, struct name target, struct where_text where, sym because);
/* Its lines are those of a mapping's group, to be filled in, and these. */
void ast_map_by(struct build *b, struct span at, struct map *m, struct name of, struct name group,
                struct map_list *lines, sym because);
/* Adds the rules of the lines: of a doubtful one a `should`. */
void ast_map_fill(struct build *b, struct map *m, const struct map_list *lines);

/* ── mappings ── */
struct mapping *ast_mapping_new(struct build *b);
struct mapping *ast_mapping_group(struct build *b, struct mapping *m, struct name name,
                                  struct mapping_group *lines);
struct mapping_group *ast_mapping_lines(struct build *b);
/* at: of the target */
struct mapping_group *ast_mapping_lines_add(struct build *b, struct mapping_group *lines,
                                            struct span at, struct row_code target,
                                            struct row_select *source, bool doubtful);
void ast_mapping(struct build *b, struct span at, struct name name, struct name from,
                 struct name to, struct mapping *m, sym because);

/* ── names of one thing ── */
struct same_list { struct name_list **p; uint32_t n, cap; };
struct same_list *ast_same_lines(struct build *b);
struct same_list *ast_same_lines_add(struct build *b, struct same_list *list,
                                     struct name_list *names);
void ast_same(struct build *b, struct span at, struct name key, struct same_list *lines);
/* headers NULL: not said */
void ast_same_from(struct build *b, struct span at, struct name key, struct name from,
                   struct name_list *headers);

/* ── waivers ── */
/* The name of a rule as reports print it: NAME[code], FILE:LINE, FROM->TO, `zero`. */
struct name ast_result_index(struct build *b, struct span at, struct name left,
                             struct row_code code);
struct name ast_result_line(struct build *b, struct span at, struct name left,
                            struct quantity line);
struct name ast_result_map(struct build *b, struct span at, struct name from, struct name to);
struct name ast_result_zero(struct build *b, struct span at);
/* left/code */
struct name ast_result_key(struct build *b, struct span at, struct name left,
                           struct row_code code);
/* key: text 0 if none. A reason that is blank and a day that is none are at fault. */
void ast_waive(struct build *b, struct span at, struct name rule, struct name key,
               struct name because, struct name until);

/* ── tests ── */
struct test *ast_test_items(struct build *b);
struct test *ast_test_given(struct build *b, struct test *t, struct given g);
struct test *ast_test_expect(struct build *b, struct test *t, struct expectation e);
/* value: a figure, or a text in quotes */
struct given ast_given(struct build *b, struct span at, struct span eq, struct expr *target,
                       struct expr *value);
/* open, close: the braces around the rows */
struct given ast_given_rows(struct span at, struct expr *target, struct span open,
                            struct span close);
struct expectation ast_expect(struct build *b, struct span at, struct relation *r);
/* of: a reference that reads as the name of a rule; of anything else the result has no name */
struct expectation ast_expect_of(struct build *b, struct span at, struct expr *of,
                                 struct name key, enum test_want want, struct expr *difference);
void ast_test(struct build *b, struct span at, struct name title, struct test *t);

/* ── scenarios ── */
struct scenario *ast_changes(struct build *b);
struct scenario *ast_changes_add(struct build *b, struct scenario *s, struct given change);
/* value: a figure, or a text in quotes */
struct given ast_change(struct build *b, struct span at, struct span op_span, struct expr *target,
                        enum change_op op, struct expr *value);
void ast_scenario(struct build *b, struct span at, struct name name, struct scenario *s,
                  sym because);

/* ── tables ── */
struct grid ast_grid_none(struct span at);
struct grid ast_grid_exact(struct span at);
struct grid ast_grid(struct span at, sym digits, enum grid_mode mode, bool zero_exact);
/* list NULL: a new one */
struct name_list *ast_names_add(struct build *b, struct name_list *list, struct name name);
struct column_node *ast_node(struct build *b, struct name name, struct name_list *headers,
                             struct chain *unit, struct grid grid);
/* the nameless root of a tree of rows */
struct column_node *ast_root(struct build *b, struct span at, struct node_list *child, bool others,
                             struct span others_span);
struct column_node *ast_node_braces(struct column_node *n, struct node_list *child, bool others,
                                    struct span others_span);
static inline struct column_node *ast_node_unit_from(struct column_node *n, struct name header)
{
    n->unit_from = header;
    return n;
}
static inline struct column_node *ast_node_unsummed(struct column_node *n)
{
    n->unsummed = true;
    return n;
}
struct column_node *ast_node_role(struct column_node *n, enum node_role role);
/* the nodes of a list */
struct column_node *ast_node_list(struct build *b, struct name list);
struct node_list *ast_nodes(struct build *b);
struct node_list *ast_nodes_add(struct build *b, struct node_list *list, struct column_node *n);
/* level NULL: a new one, to be named by ast_level; else one more key */
struct row_level *ast_level_key(struct build *b, struct row_level *level, struct name key,
                                sym length);
struct row_level *ast_level_prefix(struct build *b, struct name key);
struct row_level *ast_level_fit(struct build *b, struct row_level *level, struct span at,
                                sym length);
struct row_level *ast_level(struct row_level *level, struct span at, struct name name);
struct row_level *ast_level_over(struct row_level *level, struct row_level *inner);
struct item *ast_rows(struct build *b, struct span at, struct name_list *total,
                      struct row_level *level);
/* tree: its name is not looked at */
struct item *ast_rows_tree(struct item *rows, struct name at, struct column_node *tree);
struct item *ast_column(struct build *b, struct span at, struct column_node *n);
struct item *ast_key(struct build *b, struct span at, struct name name, struct name_list *headers);
/* a second `where` is at fault */
struct block ast_block_where(struct build *b, struct block block, struct where_text where);
struct item *ast_block(struct build *b, struct span at, struct block block,
                       struct node_list *nodes);
struct item *ast_rule_item(struct build *b, struct span at, struct rule *r);
struct item_list *ast_items(struct build *b);
struct item_list *ast_items_add(struct build *b, struct item_list *list, struct item *item);

/* column, unit, where: text 0 if none */
struct long_decl *ast_long(struct build *b, struct span at, struct name_list *rows,
                           struct name value, struct name column, struct name unit,
                           struct where_text where);
struct form_each *ast_form_each(struct build *b, struct name key, struct name_list *headers);

/* ── statements: appended to b->ast ── */
struct stmt *ast_statement(struct build *b, enum stmt_kind kind, struct span at, struct name name);
/* left.right */
struct name ast_path(struct build *b, struct span at, struct name left, struct name right);
void ast_use(struct build *b, struct span at, struct name path, bool is_file);
void ast_unit(struct build *b, struct span at, struct name name, struct expr *factor, bool count);
void ast_param(struct build *b, struct span at, struct name name, struct expr *value, sym because);
/* ── ast_period.c ── */
/* One period of a dated param; from, until: text 0 if open. */
struct stmt ast_period(struct build *b, struct span at, struct name from, struct name until,
                       struct expr *value, sym because);
struct stmt_list { struct stmt *p; uint32_t n, cap; };
/* list NULL: a new one */
struct stmt_list *ast_periods_add(struct build *b, struct stmt_list *list, struct stmt period);
void ast_param_dated(struct build *b, struct span at, struct name name, struct stmt_list *periods);
/* a dated param on a day */
struct expr *ast_ref_at(struct build *b, struct span at, struct name name, struct name day);
void ast_line(struct build *b, struct span at, struct name name, struct chain *in,
              struct expr *value, sym because);
void ast_list(struct build *b, struct span at, struct name name, struct node_list *nodes);
void ast_whole(struct build *b, struct span at, enum whole what, struct span word,
               struct name_list *tables, struct cond *when, sym because);
void ast_rule_statement(struct build *b, struct span at, struct rule *r);
struct stmt *ast_table_open(struct build *b, struct name name, sym title, struct chain *unit,
                            struct grid grid, struct name from);
struct stmt *ast_text_open(struct build *b, struct name name, struct name from);
/* fields: its columns as they are written, NULL: none */
void ast_text_close(struct build *b, struct span at, struct stmt *text, struct item_list *fields);
/* an attribute behind `from`; a second one is at fault */
struct stmt *ast_table_missing(struct build *b, struct stmt *table, enum missing policy,
                               struct span at);
struct stmt *ast_table_partial(struct build *b, struct stmt *table, struct span at);
struct stmt *ast_table_sheet(struct build *b, struct stmt *table, struct name sheet,
                             struct span at);
struct stmt *ast_table_header(struct build *b, struct stmt *table, struct quantity rows,
                              struct span at);
struct stmt *ast_table_long(struct build *b, struct stmt *table, struct long_decl *lng);
struct stmt *ast_form_open(struct stmt *table, struct form_each *each);
void ast_table_close(struct build *b, struct span at, struct stmt *table, struct item_list *items);
#endif
