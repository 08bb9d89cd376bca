"""The links of documents that lead nowhere: links.py FOLDER

Of each *.md beneath it: links to files must be to files that are there, beneath it too.
"""
import os
import re
import sys

top = os.path.realpath(sys.argv[1])
count = 0
for folder, _, files in os.walk(top):
    for name in files:
        if not name.endswith(".md"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            text = re.sub(r"```.*?```|`[^`\n]*`", "", f.read(), flags=re.S)
        for to in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if re.match(r"[a-z]+:", to):
                continue
            count += 1
            path = os.path.realpath(os.path.join(folder, to))
            if not os.path.exists(path) or not path.startswith(top + os.sep):
                print(f"{os.path.relpath(os.path.join(folder, name), top)}: {to}")
if count < 100:
    print(f"few links: {count}")
