/* What programs that were compiled with fisc.h rely on: sizes, places of members, values. Compared
 * with abi.txt: a difference breaks them, and wants another FISC_API and soname. */
#include "../../compiler/fiscc.h"
#include <stddef.h>
#include <stdio.h>

#define SIZE(type) printf(#type " %zu\n", sizeof(type))
#define AT(type, member) printf("  " #type "." #member " %zu\n", offsetof(type, member))
#define VALUE(name) printf(#name " %d\n", (int)name)

static void sizes(void)
{
    SIZE(struct fisc_host);
    AT(struct fisc_host, size);
    AT(struct fisc_host, ctx);
    AT(struct fisc_host, allocate);
    AT(struct fisc_host, release);
    AT(struct fisc_host, log);
    AT(struct fisc_host, cancelled);
    SIZE(struct fisc_limits);
    AT(struct fisc_limits, size);
    AT(struct fisc_limits, memory);
    AT(struct fisc_limits, rows);
    AT(struct fisc_limits, columns);
    AT(struct fisc_limits, row_bytes);
    AT(struct fisc_limits, results);
    SIZE(struct fisc_table);
    AT(struct fisc_table, name);
    AT(struct fisc_table, title);
    AT(struct fisc_table, from);
    AT(struct fisc_table, origin);
    AT(struct fisc_table, of);
    AT(struct fisc_table, columns);
    SIZE(struct fisc_column);
    AT(struct fisc_column, name);
    AT(struct fisc_column, header);
    AT(struct fisc_column, key);
    AT(struct fisc_column, unit);
    AT(struct fisc_column, scale);
    SIZE(struct fisc_rule);
    AT(struct fisc_rule, name);
    AT(struct fisc_rule, label);
    AT(struct fisc_rule, because);
    AT(struct fisc_rule, source);
    AT(struct fisc_rule, unit);
    AT(struct fisc_rule, severity);
    AT(struct fisc_rule, file);
    AT(struct fisc_rule, line);
    AT(struct fisc_rule, column);
    SIZE(struct fisc_line);
    AT(struct fisc_line, name);
    AT(struct fisc_line, because);
    AT(struct fisc_line, source);
    AT(struct fisc_line, unit);
    SIZE(struct fisc_input);
    AT(struct fisc_input, size);
    AT(struct fisc_input, header);
    AT(struct fisc_input, type);
    AT(struct fisc_input, scale);
    AT(struct fisc_input, values);
    AT(struct fisc_input, valid);
    AT(struct fisc_input, offset);
    AT(struct fisc_input, flags);
    SIZE(struct fisc_result);
    AT(struct fisc_result, rule);
    AT(struct fisc_result, name);
    AT(struct fisc_result, label);
    AT(struct fisc_result, because);
    AT(struct fisc_result, key);
    AT(struct fisc_result, kind);
    AT(struct fisc_result, severity);
    AT(struct fisc_result, verdict);
    AT(struct fisc_result, reason);
    AT(struct fisc_result, left);
    AT(struct fisc_result, right);
    AT(struct fisc_result, difference);
    AT(struct fisc_result, slack);
    AT(struct fisc_result, unit);
    AT(struct fisc_result, loose);
    AT(struct fisc_result, cells);
    AT(struct fisc_result, cells_left_out);
    SIZE(struct fisc_cell);
    AT(struct fisc_cell, table);
    AT(struct fisc_cell, row);
    AT(struct fisc_cell, column);
    AT(struct fisc_cell, value);
    AT(struct fisc_cell, unit);
    AT(struct fisc_cell, kind);
    AT(struct fisc_cell, file);
    AT(struct fisc_cell, line);
    AT(struct fisc_cell, field);
    AT(struct fisc_cell, header);
    AT(struct fisc_cell, text);
    AT(struct fisc_cell, condition);
    AT(struct fisc_cell, taken);
    AT(struct fisc_cell, furthest);
    SIZE(struct fisc_notice);
    AT(struct fisc_notice, kind);
    AT(struct fisc_notice, table);
    AT(struct fisc_notice, zh);
    AT(struct fisc_notice, en);
    SIZE(struct fisc_message);
    AT(struct fisc_message, code);
    AT(struct fisc_message, severity);
    AT(struct fisc_message, file);
    AT(struct fisc_message, line);
    AT(struct fisc_message, column);
    AT(struct fisc_message, header);
    AT(struct fisc_message, text);
    AT(struct fisc_message, zh);
    AT(struct fisc_message, en);
    AT(struct fisc_message, help_zh);
    AT(struct fisc_message, help_en);
    SIZE(struct fiscc_input);
    AT(struct fiscc_input, size);
    AT(struct fiscc_input, name);
    AT(struct fiscc_input, text);
    AT(struct fiscc_input, len);
    AT(struct fiscc_input, folder);
    AT(struct fiscc_input, day);
    AT(struct fiscc_input, max_bytes);
}

static void values(void)
{
    VALUE(FISC_API);
    VALUE(FISC_OK);
    VALUE(FISC_NO_MEMORY);
    VALUE(FISC_LIMIT);
    VALUE(FISC_CANCELLED);
    VALUE(FISC_BAD_ARGUMENT);
    VALUE(FISC_BAD_ORDER);
    VALUE(FISC_BAD_ARTIFACT);
    VALUE(FISC_BAD_VERSION);
    VALUE(FISC_BAD_DATA);
    VALUE(FISC_NO_FILE);
    VALUE(FISC_DISAGREES);
    VALUE(FISC_BAD_RULES);
    VALUE(FISC_CURRENT);
    VALUE(FISC_PRIOR);
    VALUE(FISC_UNITS);
    VALUE(FISC_TEXT);
    VALUE(FISC_INT64);
    VALUE(FISC_DECIMAL128);
    VALUE(FISC_CONVERT);
    VALUE(FISC_KEEP_AUTO);
    VALUE(FISC_KEEP_ALL);
    VALUE(FISC_KEEP_FAILING);
    VALUE(FISC_KEEP_NONE);
    VALUE(FISC_MUST);
    VALUE(FISC_SHOULD);
    VALUE(FISC_NOTE);
    VALUE(FISC_EXACT);
    VALUE(FISC_ROUNDING);
    VALUE(FISC_VIOLATED);
    VALUE(FISC_NOT_APPLICABLE);
    VALUE(FISC_UNKNOWN);
    VALUE(FISC_WAIVED);
    VALUE(FISC_VERDICTS);
    VALUE(FISC_ZH);
    VALUE(FISC_EN);
}

int main(void)
{
    sizes();
    values();
    return 0;
}
