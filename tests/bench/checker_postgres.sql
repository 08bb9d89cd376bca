-- Behind checker.sql in PostgreSQL: the nanoseconds of `times` evaluations. The plan is made once for a session; every column of
-- every row is computed and taken by the loop, and nothing goes to a client.
ANALYZE;
CREATE FUNCTION checker_time(times integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  found record;
  start timestamptz;
BEGIN
  FOR found IN SELECT rule, key, verdict, difference, slack FROM verdict LOOP END LOOP;
  start := clock_timestamp();
  FOR i IN 1 .. times LOOP
    FOR found IN SELECT rule, key, verdict, difference, slack FROM verdict LOOP END LOOP;
  END LOOP;
  RETURN 1000 * extract(epoch FROM clock_timestamp() - start) * 1000000;
END $$;
