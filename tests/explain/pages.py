"""Runs the pages of docs/explain: see tests/explain/run.

Comes in: FISC, a folder for temporary files, [-u], codes (default: all pages).
Goes out: TAP.
"""
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = os.path.join(TOP, "docs", "explain")
FISC = os.environ["FISC"]
DEFAULT_COMMAND = "fisc check rules.fisc"
ZH, EN = "## 中文：", "## English: "
WRONG, RIGHT = "## 错误的写法 · Wrong", "## 正确的写法 · Right"
TESTED = "## 测试用例 · Test case"
ALL = "## 全部编码 · All codes"
HEAD = re.compile(r"^(?:error|warning|note|错误|警告|提示)\[([EDNW]\d{4})\]", re.M)
# What may be said besides the code of the page: that there is nothing then, and nothing checked;
# and besides a right example, that a file of the wrong one is left over.
BESIDE, LEFT_OVER = {"D0515", "D0518"}, {"D0521"}


class Fault(Exception):
    pass


def need(true, why):
    if not true:
        raise Fault(why)


class Page:
    """One page: its texts, and the blocks of its examples as (kind, name, text)."""

    def __init__(self, code, text):
        self.code = code
        self.title, self.prose = {}, {}
        self.wrong, self.right, self.tested = None, None, None
        head, _, rest = text.partition("\n\n")
        need(head == "# " + code, "the first line is not `# %s`" % code)
        for section in re.split(r"^(?=## )", rest, flags=re.M):
            if section.strip():
                self.add(section)
        for lang in "zh", "en":
            self.check_prose(lang)
        need((self.wrong is None) != (self.tested is None), "an example, or a test case")
        need(self.tested or self.right, "no right example")

    def add(self, section):
        head, _, body = section.partition("\n")
        if head.startswith(ZH):
            self.title["zh"], self.prose["zh"] = head[len(ZH):], body.strip().split("\n\n")
        elif head.startswith(EN):
            self.title["en"], self.prose["en"] = head[len(EN):], body.strip().split("\n\n")
        elif head == WRONG:
            self.wrong = blocks(body)
        elif head == RIGHT:
            self.right = blocks(body)
        elif head == TESTED:
            self.tested = body.strip()
        else:
            raise Fault("an unknown heading: " + head)

    def check_prose(self, lang):
        need(self.title.get(lang), "no %s part" % lang)
        prose = self.prose[lang]
        todo = "怎样做：" if lang == "zh" else "What to do: "
        need(len(prose) > 1, "%s: an explanation and what to do" % lang)
        need(prose[-1].startswith(todo), "%s: the last paragraph does not say `%s`" % (lang, todo))
        need(all("\n" not in p for p in prose), "%s: a paragraph is one line" % lang)
        need(lang == "en" or not re.search(r"[\u4e00-\u9fff][,;:!?]", " ".join(prose)),
             "zh: half-width punctuation")

    def command(self):
        return own_command(self.wrong) or DEFAULT_COMMAND

    def says(self, lang):
        for kind, name, text in self.wrong:
            if kind == "output" and name == lang:
                return text
        return ""

    def quote(self, says):
        self.wrong = [b for b in self.wrong if b[0] != "output"]
        self.wrong += [("output", lang, says[lang]) for lang in ("zh", "en")]

    def text(self):
        out = ["# " + self.code]
        for lang, head in ("zh", ZH), ("en", EN):
            out += [head + self.title[lang]] + self.prose[lang]
        if self.tested:
            out += [TESTED, self.tested]
        else:
            out += [WRONG] + [fence(b) for b in self.wrong]
            out += [RIGHT] + [fence(b) for b in self.right]
        return "\n\n".join(out) + "\n"


def blocks(body):
    found = re.findall(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", body, re.M | re.S)
    left = re.sub(r"^```.*?^```$", "", body, flags=re.M | re.S).strip()
    need(not left, "text between the blocks: " + left)
    return found


def own_command(some):
    for kind, _, text in some:
        if kind == "sh":
            return text.strip()
    return None


def fence(block):
    kind, name, text = block
    return "```%s%s\n%s```" % (kind, " " + name if name else "", text)


def write_files(folder, some):
    for kind, name, text in some:
        if kind in ("sh", "output"):
            continue
        path = os.path.join(folder, name or "rules.fisc")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)


def run(folder, command, lang):
    command, _, given = command.partition(" < ")
    words = [w.strip("'") for w in command.split()]
    need(words[0] == "fisc", "the command is not fisc")
    with open(os.path.join(folder, given) if given else os.devnull, "rb") as stdin:
        done = subprocess.run([FISC] + words[1:] + ["--lang", lang], cwd=folder, timeout=60,
                              stdin=stdin, capture_output=True)
    need(done.returncode in (0, 1, 2, 3, 4, 5, 6), "fisc ends with %d" % done.returncode)
    findings = done.stdout if words[1] in ("lint", "test") else b""
    return done.returncode, (done.stderr + findings).decode("utf-8")


def said_of(code, text):
    """The diagnostics of this code, and the codes of all others."""
    text = re.sub(r"^== .* ==\n", "", text, flags=re.M)        # the unit, with --each
    parts = re.split(r"\n\n(?=\S)", text.rstrip("\n"))
    mine = [p for p in parts if p and HEAD.match(p) and HEAD.match(p).group(1) == code]
    return "\n\n".join(mine) + "\n", set(HEAD.findall(text)) - {code}


def run_example(page, folder, update):
    os.makedirs(folder)
    write_files(folder, page.wrong)
    says = {}
    for lang in "zh", "en":
        _, text = run(folder, page.command(), lang)
        says[lang], others = said_of(page.code, text)
        need(says[lang].strip(), "the wrong example does not raise it:\n" + text)
        need(others <= BESIDE, "the wrong example raises others too:\n" + text)
    write_files(folder, page.right)
    status, text = run(folder, own_command(page.right) or page.command(), "zh")
    need(status == 0 and set(HEAD.findall(text)) <= LEFT_OVER,
         "the right example ends with %d:\n%s" % (status, text))
    if update:
        page.quote(says)
    for lang in "zh", "en":
        need(page.says(lang) == says[lang], "it says in %s:\n%s" % (lang, says[lang]))


def find_case(page):
    """A golden case (tests/AREA/bad/NAME) that says it in both languages, or a script that names
    the code."""
    path = os.path.join(TOP, page.tested)
    golden = os.path.isfile(path + ".want")
    need(golden or os.path.isfile(path), "no such test case")
    with open(path + ".want" if golden else path, encoding="utf-8", errors="replace") as f:
        text = f.read()
    need(page.code in text, "the test case does not mention it")
    heads = {h.split("[")[0].isascii() for h in text.split("\n") if said_of(page.code, h)[0].strip()}
    need(not golden or heads == {True, False}, "the test case does not say it in both languages")


def try_page(code, work, update):
    path = os.path.join(PAGES, code + ".md")
    try:
        with open(path, encoding="utf-8") as f:
            old = f.read()
        page = Page(code, old)
        if page.tested:
            find_case(page)
        else:
            run_example(page, os.path.join(work, "pages", code), update)
        if update and page.text() != old:
            with open(path, "w", encoding="utf-8") as f:
                f.write(page.text())
            old = page.text()
        need(page.text() == old, "not in the one markup: tests/explain/run -u writes it so")
        return page, None
    except (Fault, OSError, subprocess.TimeoutExpired) as fault:
        return None, "%s: %s" % (code, fault)


def index_of(pages):
    rows = ["| [%s](%s.md) | %s | %s |" % (p.code, p.code, p.title["zh"], p.title["en"])
            for p in pages]
    return "\n".join([ALL, "", "| | | |", "|---|---|---|"] + rows) + "\n"


def try_index(pages, update):
    path = os.path.join(PAGES, "README.md")
    with open(path, encoding="utf-8") as f:
        old = f.read()
    new = old[:old.index(ALL)] + index_of(pages)
    if update and new != old:
        with open(path, "w", encoding="utf-8") as f:
            f.write(new)
        old = new
    return None if new == old else "the index is not of these pages: tests/explain/run -u writes it"


def try_program(pages):
    """The program has the pages as they are: as JSON, and all of them as text."""
    codes = [p.code for p in pages]
    for lang in "zh", "en":
        told = subprocess.run([FISC, "explain", "--format", "json", "--lang", lang] + codes,
                              capture_output=True, check=True).stdout
        shown = subprocess.run([FISC, "explain", "--lang", lang] + codes, capture_output=True,
                               check=True).stdout.decode("utf-8")
        for page, got in zip(pages, json.loads(told)["codes"], strict=True):
            if got != page_json(page, lang, got["severity"]):
                return "%s: the program has another page: build it" % page.code
            if page.title[lang] not in shown:
                return "%s: its title is not shown" % page.code
    return None


def page_json(page, lang, severity):
    def files(some):
        return [{"name": b[1] or "rules.fisc", "text": b[2]} for b in some
                if b[0] not in ("sh", "output")]
    if page.tested:
        wrong = right = None
    else:
        wrong = {"files": files(page.wrong), "command": page.command(), "says": page.says(lang)}
        right = {"files": files(page.right), "command": own_command(page.right)}
    return {"code": page.code, "severity": severity, "title": page.title[lang],
            "text": "\n\n".join(page.prose[lang]), "wrong": wrong, "right": right,
            "tested": page.tested}


def main():
    work, *rest = sys.argv[1:]
    update = "-u" in rest
    every = sorted(f[:-3] for f in os.listdir(PAGES) if re.fullmatch(r"[EDNW]\d{4}\.md", f))
    codes = [c for c in rest if c != "-u"] or every
    with ThreadPoolExecutor(int(os.environ.get("FISC_TEST_JOBS", "2"))) as pool:
        tried = list(pool.map(lambda c: try_page(c, work, update), codes))
    results = [(code, why) for code, (_, why) in zip(codes, tried)]
    pages = [page for page, _ in tried if page]
    if codes == every and len(pages) == len(codes):
        results.append(("the index", try_index(pages, update)))
        if not update:
            results.append(("the program's pages", try_program(pages)))
    for title, why in results:
        print("ok - " + title if why is None else "not ok - " + title)
        if why:
            print("# " + why.rstrip("\n").replace("\n", "\n# "))
    print("1..%d" % len(results))
    sys.exit(any(why for _, why in results))


main()
