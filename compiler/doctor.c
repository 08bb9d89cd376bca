/* The words of `fisc doctor`. */
#include "doctor.h"

static const char *say(enum lang l, const char *zh, const char *en)
{
    return l == LANG_ZH ? zh : en;
}

static void item(struct strbuf *out, bool ok, const char *what, const char *detail)
{
    strbuf_adds(out, ok ? "  ✓ " : "  ✗ ");
    strbuf_adds(out, what);
    strbuf_adds(out, " ");
    diag_escape(out, detail, __builtin_strlen(detail));
    strbuf_adds(out, "\n");
}

static void helper_items(struct strbuf *out, const struct native_report *r,
                         const struct native_opts *o, enum lang l)
{
    const char *none = say(l, "没有", "not found");

    item(out, !*r->helper_why, "fisc-cg", *r->helper_why ? r->helper_why : o->helper);
    if (*r->helper_why)
        return;
    item(out, *r->gccjit, "libgccjit", *r->gccjit ? r->gccjit : none);
    item(out, *r->as_path, "as", *r->as_path ? r->as_path : none);
    item(out, *r->ld_path, "ld", *r->ld_path ? r->ld_path : none);
    strbuf_addf(out, "    %s %s\n", say(l, "只在此处找 as 和 ld：", "as and ld are looked for here only:"),
                r->tool_path);
}

static void advice(struct strbuf *out, const struct native_report *r, enum lang l)
{
    if (!*r->trial_why) {
        strbuf_adds(out, say(l, "本机代码可用。\n", "Native code works.\n"));
        return;
    }
    strbuf_adds(out, say(l, "本机代码不可用。--engine=auto 会改用解释执行，结果相同，大数据时较慢；--engine=native 会报错。\n",
                         "Native code does not work. --engine=auto interprets instead: the same "
                         "results, slower on large data;\n--engine=native is an error.\n"));
    if (!*r->helper_why && (!*r->as_path || !*r->ld_path))
        strbuf_adds(out, say(l, "  安装 binutils：apt-get install binutils\n",
                             "  install binutils: apt-get install binutils\n"));
    if (*r->helper_why)
        strbuf_adds(out, say(l, "  重新安装 fisc，或用 --helper 指明 fisc-cg\n",
                             "  install fisc again, or name fisc-cg with --helper\n"));
}

bool doctor_text(struct strbuf *out, const struct native_report *r, const struct native_opts *o,
                 enum lang l)
{
    const char *cache = *r->cache_why ? r->cache_why
        : o->cache_dir ? o->cache_dir
        : say(l, "没有（每次重新编译）", "none (compiled anew each time)");

    strbuf_adds(out, say(l, "本机代码要用的\n", "What native code needs\n"));
    helper_items(out, r, o, l);
    item(out, !*r->cache_why, say(l, "缓存文件夹", "cache folder"), cache);
    item(out, true, say(l, "处理器级别", "CPU level"), r->cpu);
    if (*r->trial_why)
        item(out, false, say(l, "试编译", "trial compilation"), r->trial_why);
    else
        strbuf_addf(out, "  ✓ %s %u ms\n", say(l, "试编译", "trial compilation"), r->trial_ms);
    advice(out, r, l);
    return !*r->trial_why;
}
