/* The grammar, in the order of docs/language.md §2. Tokens come in from token.c; out goes the
 * syntax tree, made by the builders of compiler/build.h: one call an action. It looks nothing
 * up. Every statement ends with EOL, the last item of a table too (the scanner sees to it), and
 * recovery happens there: one fault a statement is told. */
%require "3.8"
%define api.pure full
%define api.prefix {parse_}
%define api.token.prefix {T_}
%define api.value.type union
%define api.location.type {struct span}
%define lr.type ielr
%define parse.lac full
%define parse.error custom
%header
%expect 0
%lex-param {struct scan *scan}
%parse-param {struct scan *scan} {struct build *b}

%code requires {
#include "../compiler/build.h"
struct scan;
}
%code {
#include "scan.h"
#include "stack.h"
#include "syntax.h"
#include <stdlib.h>

int parse_lex(union PARSE_STYPE *value, struct span *span, struct scan *scan);

/* An empty rule stands at the end of what is before it. */
#define YYLLOC_DEFAULT(cur, rhs, n) ((cur) = (n) ? span_over(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) \
                                                 : span_after(YYRHSLOC(rhs, 0)))

static void parse_error(struct span *where, struct scan *scan, struct build *b, const char *message)
{
    (void)message; (void)b;
    syntax_exhausted(scan, *where);
}
}

%initial-action { @$ = scan_start(scan); }

%token EOL "end of line"
%token <struct name> NAME "name" TEXT "text" QNAME "quoted name" DATE "date"
%token <struct name> ROWTEXT "a row of a table"
%token <struct quantity> NUMBER "number" QUANTITY "quantity"
%token <struct chain *> CHAIN "unit"
%token USE "use" UNIT "unit declaration" PARAM "param" LINE "line" TABLE "table" LIST "list"
%token MAP "map" INTO "->" TAKES "<-" SAME "same statement" REQUIRE "require" ABSENT "absent"
%token TEST "test" GIVEN "given" EXPECT "expect" HOLDS "holds" VIOLATED "violated"
%token ROUNDING "rounding" INAPPLICABLE "not-applicable" DIFFERENCE "difference" SCENARIO "scenario"
%token TIMES_EQ "*=" PLUS_EQ "+=" MINUS_EQ "-=" WAIVE "waive" FOR "for" UNTIL "until"
%token PROSE "text statement" CLAIM "claim" MUST "must" SHOULD "should" NOTE "note" ROWS "rows"
%token COLUMN "column" KEY "key" FORM "form" BLOCK "block" AT "at" EACH "each" WHERE "where" IN "in"
%token TO "to" FROM "from" EXACT "exact" HALF_UP "half-up" HALF_EVEN "half-even" TRUNCATE "truncate"
%token ZERO "zero" COUNT "count" UNSUMMED "unsummed" BY "by" OTHERS "others" LESS "less" OF "of"
%token PREFIX "prefix" LONG "long" ROW "row" VALUE "value" SHEET "sheet" HEADER "header"
%token MISSING "missing" UNKNOWN "unknown" ERROR "error" PARTIAL "partial" IS "is" EXACTLY "exactly"
%token BECAUSE "because" CODES "codes" MAPPING "mapping" DOUBTFUL "doubtful" AMONG "among"
%token NAMED "named" WHEN "when" AND "and" OR "or" NOT "not" PRESENT "present" EQ "=" PLUS "+"
%token MINUS "-" TIMES "×" DIVIDE "÷" POWER "^" LPAREN "(" RPAREN ")" LBRACE "{" RBRACE "}"
%token LBRACKET "[" RBRACKET "]" COMMA "," COLON ":" DOT "." BAR "|"
%token <enum rel> REL "comparison"
%token SEMI ";" PERCENT "%" MIDDOT "·"

%left OR
%left AND
%precedence NOT
%left PLUS MINUS
%left TIMES DIVIDE
%precedence NEGATION
%precedence POWER

%nterm <struct name> path name tree_name result_key result_for
%nterm <struct stmt> period
%nterm <struct stmt_list *> periods
%nterm <struct name> until result_rule result_path result_map result_part long_column long_unit
%nterm <struct test *> test_items
%nterm <struct scenario *> changes
%nterm <struct given> given change
%nterm <enum change_op> change_op
%nterm <struct expectation> expectation
%nterm <enum test_want> want
%nterm <struct expr *> expr expected number printed difference map_figure
%nterm <struct expr_list *> args map_figures
%nterm <struct cond *> where when cond
%nterm <struct row_select *> row row_name codes
%nterm <struct mapping *> mapping_groups
%nterm <struct mapping_group *> mapping_lines
%nterm <struct row_code> code code_text
%nterm <struct chain *> in_chain
%nterm <sym> because title length
%nterm <struct grid> grid
%nterm <enum grid_mode> mode
%nterm <bool> zero exactly doubtful
%nterm <struct code_entries *> code_entries
%nterm <struct code_entry> code_entry
%nterm <struct listing *> listing
%nterm <struct expr *> naming
%nterm <struct stmt *> prose_head table_head table_attrs form_head form_attrs
%nterm <enum missing> policy
%nterm <struct form_each *> form_each
%nterm <struct where_text> where_text long_where
%nterm <struct long_decl *> long
%nterm <struct block> block_head
%nterm <struct item_list *> items fields
%nterm <struct item *> item
%nterm <struct row_level *> level level_head level_keys key_list prefixes
%nterm <struct column_node *> root node node_head node_unit node_figure entry
%nterm <struct node_list *> nodes some_nodes
%nterm <enum whole> whole_word
%nterm <struct name_list *> headers header_list totals tables dotted
%nterm <struct name_list *> each key_names map_path same_line same_headers row_headers
%nterm <struct map_list *> map_lines
%nterm <struct map_line> map_line
%nterm <struct map *> map_head
%nterm <struct same_list *> same_lines
%nterm <struct rule *> rule claim
%nterm <enum severity> verb
%nterm <struct relation *> relation relations
%nterm <enum rel> rel

%%

file: statements;
statements:
  %empty
| statements statement EOL
| statements error EOL                  { yyerrok; }
;
statement:
  use | unit | param | line | list | codes_list | mapping | table | form | prose | whole | map
| same | waive | test | scenario
| rule                                  { ast_rule_statement(b, @$, $rule); }
| claim                                 { ast_rule_statement(b, @$, $claim); }
;

use:
  USE path                              { ast_use(b, @$, $path, false); }
| USE TEXT                              { ast_use(b, @$, $TEXT, true); }
;
path: NAME | path[left] DOT NAME { $$ = ast_path(b, @$, $left, $NAME); };

unit:
  UNIT NAME                             { ast_unit(b, @$, $NAME, NULL, false); }
| UNIT NAME COUNT                       { ast_unit(b, @$, $NAME, NULL, true); }
| UNIT NAME EQ QUANTITY                 { ast_unit(b, @$, $NAME, ast_number(b, @4, $4), false); }
;

param:
  PARAM name EQ expr because            { ast_param(b, @$, $name, $expr, $because); }
| PARAM name LBRACE periods RBRACE      { ast_param_dated(b, @$, $name, $periods); }
;
periods:
  period                                { $$ = ast_periods_add(b, NULL, $period); }
| periods[left] period                  { $$ = ast_periods_add(b, $left, $period); }
;
period:
  FROM DATE until EQ expr because       { $$ = ast_period(b, @$, $DATE, $until, $expr, $because); }
| UNTIL DATE EQ expr because
    { $$ = ast_period(b, @$, (struct name){ 0 }, $DATE, $expr, $because); }
;
until: %empty { $$ = (struct name){ 0 }; } | UNTIL DATE { $$ = $DATE; };
line: LINE name in_chain EQ expr because { ast_line(b, @$, $name, $in_chain, $expr, $because); };
in_chain: %empty { $$ = NULL; } | IN CHAIN { $$ = $CHAIN; };
because: %empty { $$ = 0; } | BECAUSE TEXT { $$ = $TEXT.text; };

whole: whole_word tables when because
    { ast_whole(b, @$, $whole_word, @whole_word, $tables, $when, $because); };
whole_word:
  ZERO { $$ = WHOLE_ZERO; } | REQUIRE { $$ = WHOLE_REQUIRE; } | ABSENT { $$ = WHOLE_ABSENT; }
;
tables:
  name                                  { $$ = ast_names_add(b, NULL, $name); }
| tables[left] name                     { $$ = ast_names_add(b, $left, $name); }
| tables[left] COMMA name               { $$ = ast_names_add(b, $left, $name); }
;

map:
  map_head LBRACE map_lines RBRACE because
    { ast_map(b, @$, $map_head, $map_lines, $because); }
| map_head BY name[of] DOT name[group] LBRACE map_lines RBRACE because
    { ast_map_by(b, @$, $map_head, $of, $group, $map_lines, $because); }
| map_head FROM TEXT[file] LPAREN TEXT[source] INTO TEXT[target] RPAREN long_where because
    { ast_map_from(b, @$, $map_head, $file, $source, $target, $long_where, $because); }
| MAP error map_rest
| map_head error map_rest
;
map_head:
  MAP name[from] INTO name[to] each     { $$ = ast_map_head(b, NULL, $from, $to, $each); }
| MAP name COLON name[from] INTO name[to] each
    { $$ = ast_map_head(b, &$2, $from, $to, $each); }
;
map_rest: %empty | LBRACE map_lines RBRACE;
map_lines:
  %empty                                { $$ = ast_map_lines(b); }
| map_lines[left] map_line EOL          { $$ = ast_map_lines_add(b, $left, $map_line); }
| map_lines[left] error EOL             { $$ = $left; yyerrok; }
;
map_line:
  map_figure TAKES map_figures
    { $$ = (struct map_line){ @$, @TAKES, $map_figure, $map_figures, 0, false }; }
| map_figure TAKES ZERO
    { $$ = (struct map_line){ @$, @TAKES, $map_figure, NULL, 0, false }; }
| ZERO TAKES map_figures
    { $$ = (struct map_line){ @$, @TAKES, NULL, $map_figures, 0, false }; }
;
map_figures:
  map_figure                            { $$ = ast_args_add(b, NULL, $map_figure); }
| map_figures[left] map_figure          { $$ = ast_args_add(b, $left, $map_figure); }
| map_figures[left] COMMA map_figure    { $$ = ast_args_add(b, $left, $map_figure); }
;
map_figure: map_path                    { $$ = ast_map_figure(b, @$, $map_path); };
map_path:
  name                                  { $$ = ast_names_add(b, NULL, $name); }
| map_path[left] DOT name               { $$ = ast_names_add(b, $left, $name); }
;

same:
  SAME name[key] LBRACE same_lines RBRACE { ast_same(b, @$, $key, $same_lines); }
| SAME name[key] FROM TEXT[from] same_headers
    { ast_same_from(b, @$, $key, $from, $same_headers); }
| SAME error same_rest
;
same_rest: %empty | LBRACE same_lines RBRACE;
same_lines:
  %empty                                { $$ = ast_same_lines(b); }
| same_lines[left] same_line EOL        { $$ = ast_same_lines_add(b, $left, $same_line); }
| same_lines[left] error EOL            { $$ = $left; yyerrok; }
;
same_line:
  name[x] EQ name[y]                    { $$ = ast_names_add(b, ast_names_add(b, NULL, $x), $y); }
| same_line[left] EQ name               { $$ = ast_names_add(b, $left, $name); }
;
same_headers: %empty { $$ = NULL; } | LPAREN same_line RPAREN { $$ = $same_line; };

waive:
  WAIVE result_rule result_for BECAUSE TEXT[because] UNTIL DATE[until]
    { ast_waive(b, @$, $result_rule, $result_for, $because, $until); }
;
result_rule:
  result_path | result_map
| result_path[left] COLON NUMBER        { $$ = ast_result_line(b, @$, $left, $NUMBER); }
;
result_path:
  result_part
| result_path[left] DOT result_part     { $$ = ast_path(b, @$, $left, $result_part); }
| result_path[left] LBRACKET code_text RBRACKET { $$ = ast_result_index(b, @$, $left, $code_text); }
;
result_map:
  name[from] INTO name[to]              { $$ = ast_result_map(b, @$, $from, $to); }
| result_map[left] DOT result_part      { $$ = ast_path(b, @$, $left, $result_part); }
;
result_part: name | ZERO { $$ = ast_result_zero(b, @$); };
result_for: %empty { $$ = (struct name){ 0 }; } | FOR result_key { $$ = $result_key; };
result_key:
  code_text                             { $$ = $code_text.text; }
| result_key[left] DIVIDE code_text     { $$ = ast_result_key(b, @$, $left, $code_text); }
;

test:
  TEST TEXT[title] LBRACE test_items RBRACE { ast_test(b, @$, $title, $test_items); }
| TEST error test_rest
;
test_rest: %empty | LBRACE test_items RBRACE;
test_items:
  %empty                                { $$ = ast_test_items(b); }
| test_items[left] given EOL            { $$ = ast_test_given(b, $left, $given); }
| test_items[left] expectation EOL      { $$ = ast_test_expect(b, $left, $expectation); }
| test_items[left] error EOL            { $$ = $left; yyerrok; }
;
given:
  GIVEN expr[target] EQ expr[value]     { $$ = ast_given(b, @$, @EQ, $target, $value); }
| GIVEN expr[target] LBRACE rows RBRACE { $$ = ast_given_rows(@$, $target, @LBRACE, @RBRACE); }
;
rows: %empty | rows ROWTEXT EOL;
expectation:
  EXPECT relation                       { $$ = ast_expect(b, @$, $relation); }
| EXPECT expected[of] result_for want difference
    { $$ = ast_expect_of(b, @$, $of, $result_for, $want, $difference); }
;
expected:
  expr
| name row DOT ZERO
    { $$ = ast_ref_path(b, @$, $name, $row, ast_names_add(b, NULL, ast_result_zero(b, @ZERO))); }
| result_map                            { $$ = ast_ref(b, @$, $result_map, NULL); }
;
difference: %empty { $$ = NULL; } | DIFFERENCE expr { $$ = $expr; };
want:
  EXACT { $$ = WANT_EXACT; } | ROUNDING { $$ = WANT_ROUNDING; } | HOLDS { $$ = WANT_HOLDS; }
| VIOLATED { $$ = WANT_VIOLATED; } | INAPPLICABLE { $$ = WANT_NOT_APPLICABLE; }
| UNKNOWN { $$ = WANT_UNKNOWN; }
;

scenario:
  SCENARIO name LBRACE changes RBRACE because
    { ast_scenario(b, @$, $name, $changes, $because); }
| SCENARIO error scenario_rest
;
scenario_rest: %empty | LBRACE changes RBRACE;
changes:
  %empty                                { $$ = ast_changes(b); }
| changes[left] change EOL              { $$ = ast_changes_add(b, $left, $change); }
| changes[left] error EOL               { $$ = $left; yyerrok; }
;
change:
  expr[target] change_op expr[value]
    { $$ = ast_change(b, @$, @change_op, $target, $change_op, $value); }
;
change_op:
  EQ { $$ = CHANGE_TO; } | TIMES_EQ { $$ = CHANGE_TIMES; } | PLUS_EQ { $$ = CHANGE_MORE; }
| MINUS_EQ { $$ = CHANGE_LESS; }
;

list: LIST name LBRACE some_nodes RBRACE { ast_list(b, @$, $name, $some_nodes); };

codes_list:
  CODES NAME title LBRACE code_entries RBRACE   { ast_codes(b, @$, $NAME, $title, $code_entries); }
| CODES error codes_rest
;
codes_rest: %empty | LBRACE code_entries RBRACE;
code_entries:
  %empty                                { $$ = ast_code_entries(b); }
| code_entries[left] code_entry EOL     { $$ = ast_code_entries_add(b, $left, $code_entry); }
| code_entries[left] OTHERS EOL         { $$ = ast_code_entries_open(b, $left, @OTHERS); }
| code_entries[left] error EOL          { $$ = $left; yyerrok; }
| code_entries[left] error LBRACE code_entries RBRACE EOL { $$ = $left; yyerrok; }
;
code_entry:
  code_text header_list doubtful
    { $$ = ast_code_entry(b, $code_text, $header_list, $doubtful, NULL); }
| code_text header_list doubtful LBRACE code_entries RBRACE
    { $$ = ast_code_entry(b, $code_text, $header_list, $doubtful, $code_entries); }
;
doubtful: %empty { $$ = false; } | DOUBTFUL { $$ = true; };
mapping:
  MAPPING NAME COLON name[from] INTO name[to] LBRACE mapping_groups RBRACE because
    { ast_mapping(b, @$, $NAME, $from, $to, $mapping_groups, $because); }
| MAPPING error mapping_rest
;
mapping_rest: %empty | LBRACE mapping_groups RBRACE;
mapping_groups:
  %empty                                { $$ = ast_mapping_new(b); }
| mapping_groups[left] name LBRACE mapping_lines RBRACE EOL
    { $$ = ast_mapping_group(b, $left, $name, $mapping_lines); }
| mapping_groups[left] error EOL        { $$ = $left; yyerrok; }
;
mapping_lines:
  %empty                                { $$ = ast_mapping_lines(b); }
| mapping_lines[left] code_text TAKES codes doubtful EOL
    { $$ = ast_mapping_lines_add(b, $left, @code_text, $code_text, $codes, $doubtful); }
| mapping_lines[left] error EOL         { $$ = $left; yyerrok; }
;

table:
  table_attrs LBRACE items RBRACE       { ast_table_close(b, @$, $table_attrs, $items); }
| TABLE error table_rest
| table_attrs error table_rest
;
table_rest: %empty | LBRACE items RBRACE;
table_head:
  TABLE name title IN CHAIN grid FROM TEXT
    { $$ = ast_table_open(b, $name, $title, $CHAIN, $grid, $TEXT); }
;
table_attrs:
  table_head
| table_attrs[table] MISSING policy     { $$ = ast_table_missing(b, $table, $policy, @MISSING); }
| table_attrs[table] PARTIAL            { $$ = ast_table_partial(b, $table, @PARTIAL); }
| table_attrs[table] SHEET TEXT         { $$ = ast_table_sheet(b, $table, $TEXT, @SHEET); }
| table_attrs[table] HEADER NUMBER      { $$ = ast_table_header(b, $table, $NUMBER, @HEADER); }
| table_attrs[table] long               { $$ = ast_table_long(b, $table, $long); }
;
long:
  LONG ROW row_headers VALUE TEXT[value] long_column long_unit long_where
    { $$ = ast_long(b, @$, $row_headers, $value, $long_column, $long_unit, $long_where); }
;
row_headers:
  TEXT                                  { $$ = ast_names_add(b, NULL, $TEXT); }
| row_headers[left] COMMA TEXT          { $$ = ast_names_add(b, $left, $TEXT); }
;
long_column: %empty { $$ = (struct name){ 0 }; } | COLUMN TEXT { $$ = $TEXT; };
long_unit: %empty { $$ = (struct name){ 0 }; } | UNIT TEXT { $$ = $TEXT; };
long_where: %empty { $$ = (struct where_text){ 0 }; } | where_text;
where_text: WHERE TEXT[header] EQ TEXT[text] { $$ = (struct where_text){ $header, $text }; };
policy:
  ZERO { $$ = MISSING_ZERO; } | UNKNOWN { $$ = MISSING_UNKNOWN; } | ERROR { $$ = MISSING_ERROR; }
;
form:
  form_attrs LBRACE items RBRACE        { ast_table_close(b, @$, $form_attrs, $items); }
| FORM error table_rest
;
form_head:
  FORM name title IN CHAIN grid FROM TEXT form_each
    { $$ = ast_form_open(ast_table_open(b, $name, $title, $CHAIN, $grid, $TEXT), $form_each); }
;
form_attrs:
  form_head
| form_attrs[form] MISSING policy       { $$ = ast_table_missing(b, $form, $policy, @MISSING); }
| form_attrs[form] PARTIAL              { $$ = ast_table_partial(b, $form, @PARTIAL); }
| form_attrs[form] SHEET TEXT           { $$ = ast_table_sheet(b, $form, $TEXT, @SHEET); }
| form_attrs[form] HEADER NUMBER        { $$ = ast_table_header(b, $form, $NUMBER, @HEADER); }
;
form_each:
  %empty                                { $$ = NULL; }
| EACH name headers                     { $$ = ast_form_each(b, $name, $headers); }
;
title: %empty { $$ = 0; } | TEXT { $$ = $TEXT.text; };
grid:
  %empty                                { $$ = ast_grid_none(@$); }
| EXACT                                 { $$ = ast_grid_exact(@$); }
| TO NUMBER mode zero                   { $$ = ast_grid(@$, $NUMBER.digits, $mode, $zero); }
;
mode:
  %empty { $$ = GRID_CLOSED; } | HALF_UP { $$ = GRID_HALF_UP; } | HALF_EVEN { $$ = GRID_HALF_EVEN; }
| TRUNCATE { $$ = GRID_TRUNCATE; }
;
zero: %empty { $$ = false; } | ZERO EXACT { $$ = true; };

prose:
  prose_head                            { ast_text_close(b, @$, $prose_head, NULL); }
| prose_head LBRACE fields RBRACE       { ast_text_close(b, @$, $prose_head, $fields); }
;
prose_head: PROSE name FROM TEXT        { $$ = ast_text_open(b, $name, $TEXT); };
fields:
  %empty                                { $$ = ast_items(b); }
| fields[left] tree_name header_list
    { $$ = ast_items_add(b, $left, ast_key(b, @tree_name, $tree_name, $header_list)); }
;

items:
  %empty                                { $$ = ast_items(b); }
| items[left] item EOL                  { $$ = ast_items_add(b, $left, $item); }
| items[left] error EOL                 { $$ = $left; yyerrok; }
;
item:
  ROWS totals                           { $$ = ast_rows(b, @$, $totals, NULL); }
| ROWS totals LBRACE level RBRACE       { $$ = ast_rows(b, @$, $totals, $level); }
| ROWS totals AT tree_name[key] root
    { $$ = ast_rows_tree(ast_rows(b, @$, $totals, NULL), $key, $root); }
| COLUMN node                           { $$ = ast_column(b, @$, $node); }
| block_head LBRACE nodes RBRACE        { $$ = ast_block(b, @$, $block_head, $nodes); }
| KEY tree_name headers                 { $$ = ast_key(b, @$, $tree_name, $headers); }
| rule                                  { $$ = ast_rule_item(b, @$, $rule); }
;
block_head:
  BLOCK AT TEXT[label] COMMA TEXT[amount]
    { $$ = (struct block){ .label = $label, .amount = $amount }; }
| BLOCK name AT TEXT[label] COMMA TEXT[amount]
    { $$ = (struct block){ .name = $name, .label = $label, .amount = $amount }; }
| block_head[of] where_text             { $$ = ast_block_where(b, $of, $where_text); }
;
level: level_head | level_head LBRACE level[inner] RBRACE { $$ = ast_level_over($1, $inner); };
root:
  LBRACE nodes RBRACE                   { $$ = ast_root(b, @$, $nodes, false, NO_SPAN); }
| LBRACE nodes OTHERS RBRACE            { $$ = ast_root(b, @$, $nodes, true, @OTHERS); }
;
totals:
  tree_name                             { $$ = ast_names_add(b, NULL, $tree_name); }
| totals[left] BAR name                 { $$ = ast_names_add(b, $left, $name); }
;
level_head: tree_name BY level_keys     { $$ = ast_level($level_keys, @$, $tree_name); };
level_keys:
  tree_name[key] length                 { $$ = ast_level_key(b, NULL, $key, $length); }
| LPAREN key_list RPAREN                { $$ = $key_list; }
| prefixes
;
key_list:
  name length                           { $$ = ast_level_key(b, NULL, $name, $length); }
| key_list[left] COMMA name length      { $$ = ast_level_key(b, $left, $name, $length); }
;
prefixes:
  tree_name[key] PREFIX                 { $$ = ast_level_prefix(b, $key); }
| prefixes[left] NUMBER                 { $$ = ast_level_fit(b, $left, @NUMBER, $NUMBER.digits); }
;
length: %empty { $$ = 0; } | NUMBER { $$ = $NUMBER.digits; };

node:
  node_head
| node_head LBRACE nodes RBRACE         { $$ = ast_node_braces($1, $nodes, false, NO_SPAN); }
| node_head LBRACE nodes OTHERS RBRACE  { $$ = ast_node_braces($1, $nodes, true, @OTHERS); }
;
node_head: node_unit | node_unit UNSUMMED { $$ = ast_node_unsummed($node_unit); };
node_unit:
  node_figure
| node_figure UNIT FROM TEXT            { $$ = ast_node_unit_from($node_figure, $TEXT); }
;
node_figure:
  tree_name headers                     { $$ = ast_node(b, $1, $headers, NULL, ast_grid_none(@$)); }
| tree_name headers IN CHAIN grid       { $$ = ast_node(b, $1, $headers, $CHAIN, $grid); }
;
nodes: %empty { $$ = ast_nodes(b); } | some_nodes;
some_nodes:
  entry                                 { $$ = ast_nodes_add(b, ast_nodes(b), $entry); }
| some_nodes[left] entry                { $$ = ast_nodes_add(b, $left, $entry); }
;
entry:
  node
| LESS node { $$ = ast_node_role($2, NODE_LESS); } | OF node { $$ = ast_node_role($2, NODE_OF); }
| LIST tree_name                        { $$ = ast_node_list(b, $tree_name); }
;
headers: %empty { $$ = NULL; } | header_list;
header_list:
  TEXT                                  { $$ = ast_names_add(b, NULL, $TEXT); }
| header_list[left] BAR TEXT            { $$ = ast_names_add(b, $left, $TEXT); }
;

rule:
  verb relation exactly each where when because
    { $$ = ast_rule(b, @$, $verb, NULL, $relation, $exactly, $each, $where, $when, $because); }
| verb name COLON relation exactly each where when because
    { $$ = ast_rule(b, @$, $verb, &$name, $relation, $exactly, $each, $where, $when, $because); }
| verb listing where when because
    { $$ = ast_rule_listing(b, @$, $verb, NULL, $listing, $where, $when, $because); }
| verb name COLON listing where when because
    { $$ = ast_rule_listing(b, @$, $verb, &$name, $listing, $where, $when, $because); }
;
listing:
  expr AMONG name length naming         { $$ = ast_listing(b, @$, $expr, $name, $length, $naming); }
| NAMED expr AMONG name length          { $$ = ast_listing_named(b, @$, $expr, $name, $length); }
;
naming: %empty { $$ = NULL; } | NAMED expr { $$ = $expr; };
claim:
  CLAIM printed COLON expr exactly when because
    { $$ = ast_claim(b, @$, $printed, $expr, $exactly, $when, $because); }
;
printed: name row                       { $$ = ast_ref(b, @$, $name, $row); };
verb: MUST { $$ = RULE_MUST; } | SHOULD { $$ = RULE_SHOULD; } | NOTE { $$ = RULE_NOTE; };
exactly: %empty { $$ = false; } | EXACTLY { $$ = true; };
each:
  %empty                                { $$ = NULL; }
| EACH name                             { $$ = ast_names_add(b, NULL, $name); }
| EACH LPAREN key_names RPAREN          { $$ = $key_names; }
;
key_names:
  name                                  { $$ = ast_names_add(b, NULL, $name); }
| key_names[left] COMMA name            { $$ = ast_names_add(b, $left, $name); }
;
where: %empty { $$ = NULL; } | WHERE cond { $$ = $cond; };
when: %empty { $$ = NULL; } | WHEN cond { $$ = $cond; };
cond:
  cond[x] OR cond[y]                    { $$ = ast_cond(b, COND_OR, @$, $x, $y); }
| cond[x] AND cond[y]                   { $$ = ast_cond(b, COND_AND, @$, $x, $y); }
| NOT cond[x]                           { $$ = ast_cond(b, COND_NOT, @$, $x, NULL); }
| LPAREN cond[x] RPAREN                 { $$ = $x; }
| expr[x] rel expr[y]                   { $$ = ast_cond_compare(b, @$, $x, $rel, @rel, $y); }
| PRESENT LPAREN expr RPAREN            { $$ = ast_cond_present(b, @$, $expr); }
;
relation:
  relations
| expr[x] IS expr[y]                    { $$ = ast_relation(b, $x, REL_IS, @IS, $y); }
;
relations:
  expr[x] rel expr[y]                   { $$ = ast_relation(b, $x, $rel, @rel, $y); }
| relations[left] rel expr              { $$ = ast_relation_add(b, $left, $rel, @rel, $expr); }
;
rel: EQ { $$ = REL_EQ; } | REL;

expr:
  expr[x] PLUS expr[y]                  { $$ = ast_binary(b, EX_ADD, @$, $x, @PLUS, $y); }
| expr[x] MINUS expr[y]                 { $$ = ast_binary(b, EX_SUB, @$, $x, @MINUS, $y); }
| expr[x] TIMES expr[y]                 { $$ = ast_binary(b, EX_MUL, @$, $x, @TIMES, $y); }
| expr[x] DIVIDE expr[y]                { $$ = ast_binary(b, EX_DIV, @$, $x, @DIVIDE, $y); }
| MINUS expr[x] %prec NEGATION          { $$ = ast_negate(b, @$, @MINUS, $x); }
| expr[x] POWER number                  { $$ = ast_binary(b, EX_POW, @$, $x, @POWER, $number); }
| LPAREN expr[x] RPAREN                 { $$ = ast_paren($x, @$); }
| NAME LPAREN args where RPAREN         { $$ = ast_call(b, @$, $NAME, $args, $where); }
| name row                              { $$ = ast_ref(b, @$, $name, $row); }
| name AT DATE                          { $$ = ast_ref_at(b, @$, $name, $DATE); }
| name row_name IN CHAIN                { $$ = ast_ref_in(b, @$, $name, $row_name, $CHAIN); }
| name row dotted                       { $$ = ast_ref_path(b, @$, $name, $row, $dotted); }
| number
;
args:
  expr                                  { $$ = ast_args_add(b, NULL, $expr); }
| args[left] COMMA expr                 { $$ = ast_args_add(b, $left, $expr); }
;
row: %empty { $$ = NULL; } | row_name;
row_name: LBRACKET codes RBRACKET       { $$ = ast_row(@$, $codes); };
codes:
  code                                  { $$ = ast_row_code(b, NULL, $code); }
| codes[left] COMMA code                { $$ = ast_row_code(b, $left, $code); }
;
code: code_text | code_text TIMES { $$ = ast_code_prefix($code_text, @$); };
code_text: name { $$ = ast_code(b, $name); } | NUMBER { $$ = ast_code_number(@$, $NUMBER); };
number:
  NUMBER { $$ = ast_number(b, @$, $NUMBER); } | QUANTITY { $$ = ast_number(b, @$, $QUANTITY); }
;
dotted:
  DOT name                              { $$ = ast_names_add(b, NULL, $name); }
| dotted[left] DOT name                 { $$ = ast_names_add(b, $left, $name); }
;
name: NAME | TEXT;
tree_name: NAME | QNAME;

%%

#include "syntax_context.h"
