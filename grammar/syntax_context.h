/* What the parser alone knows of a syntax error. Included once, at the end of parse.y: the
 * functions that it calls are the parser's own. */
/* Names the tokens that would have fitted and hands them to the message maker. */
static int yyreport_syntax_error(const yypcontext_t *ctx, struct scan *scan, struct build *b)
{
    yysymbol_kind_t kind[SYNTAX_MAX_EXPECTED];
    const char *expected[SYNTAX_MAX_EXPECTED];
    int n = yypcontext_expected_tokens(ctx, kind, SYNTAX_MAX_EXPECTED);
    (void)b;
    for (int i = 0; i < n; i++)
        expected[i] = yysymbol_name(kind[i]);
    syntax_report(scan, *yypcontext_location(ctx), yysymbol_name(yypcontext_token(ctx)),
                  expected, n);
    return 0;
}
