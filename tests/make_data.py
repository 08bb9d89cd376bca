"""Makes the data files of a golden case: make_data.py CASE.make FOLDER.

A .make file is Python that calls raw, text, link and book; each makes one file in the folder.
"""
import os
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

folder = ""


def raw(name, data):
    """A file of these bytes."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def text(name, content, encoding):
    """A text file in an encoding of Python's (gb18030, utf-16 with its mark ...)."""
    raw(name, content.encode(encoding))


def link(name, target):
    """A symbolic link: a distribution would hold what it points to."""
    os.symlink(target, os.path.join(folder, name))


# ── workbooks ──

def num(digits, code="General"):
    """A number cell: the digits as they stand in the XML, and its number format."""
    return {"v": digits, "format": code}


def formula(source, digits=None, code="General"):
    """A formula with its computed value, or without one."""
    return {"f": source, "v": digits, "format": code}


def error(name):
    return {"t": "e", "v": name}


def boolean(value):
    return {"t": "b", "v": "1" if value else "0"}


def inline(*runs):
    """A text of its own, in one run or several of different looks."""
    body = "".join("<r><t>%s</t></r>" % escape(r) for r in runs)
    return {"t": "inlineStr", "is": body + "<rPh sb='0' eb='1'><t>pinyin</t></rPh>"}


def sheet(name, rows, merge=(), state="visible"):
    """rows: a list of lists; a text, an int, a cell of the functions above or None for no cell. A row
    that is None is left out."""
    return {"name": name, "rows": rows, "merge": merge, "state": state}


def column_letters(i):
    out = ""
    while i >= 0:
        out = chr(65 + i % 26) + out
        i = i // 26 - 1
    return out


class Book:
    def __init__(self):
        self.strings, self.formats = [], ["General"]

    def index(self, items, value):
        if value not in items:
            items.append(value)
        return items.index(value)

    def cell(self, ref, value):
        if value is None:
            return ""
        if isinstance(value, str):
            return "<c r='%s' t='s'><v>%d</v></c>" % (ref, self.index(self.strings, value))
        if isinstance(value, int):
            value = num(str(value))
        body = "<f>%s</f>" % escape(value["f"]) if "f" in value else ""
        if "is" in value:
            body += "<is>%s</is>" % value["is"]
        if value.get("v") is not None:
            body += "<v>%s</v>" % escape(value["v"])
        style = self.index(self.formats, value.get("format", "General"))
        return "<c r='%s' s='%d' t='%s'>%s</c>" % (ref, style, value.get("t", "n"), body)

    def sheet_xml(self, one):
        out = ""
        for i, row in enumerate(one["rows"]):
            if row is not None:
                cells = "".join(self.cell(column_letters(j) + str(i + 1), c)
                                for j, c in enumerate(row))
                out += "<row r='%d'>%s</row>" % (i + 1, cells)
        merges = "".join("<mergeCell ref='%s'/>" % m for m in one["merge"])
        return ("<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
                "<sheetData>%s</sheetData><mergeCells>%s</mergeCells></worksheet>" % (out, merges))

    def styles_xml(self):
        own = "".join("<numFmt numFmtId='%d' formatCode=%s/>" % (164 + i, quoteattr(c))
                      for i, c in enumerate(self.formats))
        cells = "".join("<xf numFmtId='%d'/>" % (164 + i) for i in range(len(self.formats)))
        return ("<styleSheet><numFmts>%s</numFmts><cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
                "<cellXfs>%s</cellXfs></styleSheet>" % (own, cells))

    def strings_xml(self):
        return "<sst>%s</sst>" % "".join("<si><t>%s</t></si>" % escape(s) for s in self.strings)


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(rows):
    body = "".join("<Relationship Id='%s' Type='%s/%s' Target='%s'/>" % (i, OFFICE, kind, target)
                   for i, kind, target in rows)
    return ("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            "%s</Relationships>" % body)


def parts_of(sheets, days_of_1904=False):
    """The parts of a workbook, by name: a case may change them before it is zipped."""
    b, parts, links, listed = Book(), {}, [], ""
    for i, one in enumerate(sheets):
        parts["xl/worksheets/sheet%d.xml" % (i + 1)] = b.sheet_xml(one)
        links.append(("r%d" % i, "worksheet", "worksheets/sheet%d.xml" % (i + 1)))
        listed += "<sheet name=%s sheetId='%d' state='%s' r:id='r%d'/>" % (
            quoteattr(one["name"]), i + 1, one["state"], i)
    links += [("s", "styles", "/xl/styles.xml"), ("t", "sharedStrings", "sharedStrings.xml")]
    parts["_rels/.rels"] = relations([("w", "officeDocument", "xl/workbook.xml")])
    parts["xl/workbook.xml"] = (
        "<workbook xmlns:r='%s'><workbookPr date1904='%d'/><sheets>%s</sheets></workbook>"
        % (OFFICE, days_of_1904, listed))
    parts["xl/_rels/workbook.xml.rels"] = relations(links)
    parts["xl/styles.xml"] = b.styles_xml()
    parts["xl/sharedStrings.xml"] = b.strings_xml()
    return parts


def zipped(name, parts):
    """A zip file of parts; each is deflated."""
    path = os.path.join(folder, name)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for part, body in parts.items():
            z.writestr(zipfile.ZipInfo(part), body, zipfile.ZIP_DEFLATED)


def book(name, *sheets, **how):
    """A workbook of sheets."""
    zipped(name, parts_of(sheets, **how))


def main():
    global folder
    case, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    with open(case, encoding="utf-8") as f:
        code = compile(f.read(), case, "exec")
    exec(code, dict(globals()))


if __name__ == "__main__":
    main()
