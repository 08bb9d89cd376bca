-- What CREATE EXTENSION fisc makes. docs/embedding.md says what the functions do.
\echo Use "CREATE EXTENSION fisc" to load this file. \quit

-- What reads tables runs only in the leader of a parallel query: cursors, temporary tables.
CREATE FUNCTION fisc_check(artifact text, tables jsonb DEFAULT NULL, day date DEFAULT NULL)
RETURNS TABLE (result bigint, rule text, label text, key text, kind text, severity text,
               verdict text, reason text, "left" numeric, "right" numeric, difference numeric,
               slack numeric, unit text, because text, message_zh text, message_en text,
               loose boolean, cells_left_out bigint)
AS 'MODULE_PATHNAME', 'fisc_pg_check' LANGUAGE C STABLE PARALLEL RESTRICTED COST 10000 ROWS 100;

CREATE FUNCTION fisc_cells(artifact text, tables jsonb DEFAULT NULL, day date DEFAULT NULL)
RETURNS TABLE (result bigint, rule text, key text, "table" text, source text, "row" text,
               "column" text, value numeric, unit text, kind text, line bigint, field integer,
               header text, text text, condition boolean, taken boolean, furthest boolean)
AS 'MODULE_PATHNAME', 'fisc_pg_cells' LANGUAGE C STABLE PARALLEL RESTRICTED COST 10000 ROWS 1000;

CREATE FUNCTION fisc_calc(artifact text, tables jsonb DEFAULT NULL, day date DEFAULT NULL)
RETURNS TABLE (line text, value numeric, unit text, reason text, because text)
AS 'MODULE_PATHNAME', 'fisc_pg_calc' LANGUAGE C STABLE PARALLEL RESTRICTED COST 10000 ROWS 10;

CREATE FUNCTION fisc_notices(artifact text, tables jsonb DEFAULT NULL, day date DEFAULT NULL)
RETURNS TABLE (kind text, "table" text, message_zh text, message_en text)
AS 'MODULE_PATHNAME', 'fisc_pg_notices' LANGUAGE C STABLE PARALLEL RESTRICTED COST 10000 ROWS 10;

CREATE FUNCTION fisc_messages(artifact text, tables jsonb DEFAULT NULL, day date DEFAULT NULL)
RETURNS TABLE (code text, severity text, source text, line bigint, field integer, header text,
               text text, message_zh text, message_en text, help_zh text, help_en text)
AS 'MODULE_PATHNAME', 'fisc_pg_messages' LANGUAGE C STABLE PARALLEL RESTRICTED COST 10000 ROWS 10;

-- What an artifact asks for. Not IMMUTABLE: the artifact's file may be replaced.
CREATE FUNCTION fisc_tables(artifact text)
RETURNS TABLE ("table" text, title text, file text, origin text, headers text[])
AS 'MODULE_PATHNAME', 'fisc_pg_tables' LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 10;

CREATE FUNCTION fisc_valid(artifact text, data jsonb, severity text DEFAULT 'must',
                           day date DEFAULT NULL)
RETURNS boolean
AS 'MODULE_PATHNAME', 'fisc_pg_valid' LANGUAGE C STABLE PARALLEL SAFE COST 10000;

CREATE FUNCTION fisc_guard() RETURNS trigger
AS 'MODULE_PATHNAME', 'fisc_pg_guard' LANGUAGE C;
