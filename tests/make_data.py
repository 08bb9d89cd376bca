"""Makes the data files of a golden case: make_data.py CASE.make FOLDER.

A .make file is Python that calls the functions below; each writes one file into the folder.
"""
import os
import sys

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


def main():
    global folder
    case, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    with open(case, encoding="utf-8") as f:
        code = compile(f.read(), case, "exec")
    exec(code, {"raw": raw, "text": text})


if __name__ == "__main__":
    main()
