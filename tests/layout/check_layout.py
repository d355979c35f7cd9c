#!/usr/bin/env python3
"""House rules a machine can check: layers, the Qt line, SQL and blocking calls where they may be, translations."""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

root = pathlib.Path(sys.argv[1])
problems = []

allowed, above_qt_line, modules_above = {}, True, set()
for line in (root / "packaging/cmake/layers.txt").read_text().splitlines():
    if line.startswith("-- qt --"):
        above_qt_line = False
    elif line and not line.startswith("#"):
        module, _, uses = line.partition(":")
        allowed[module] = set(uses.split())
        if above_qt_line:
            modules_above.add(module)

on_sqlites_handle = {f"core/storage/{name}.cpp" for name in ("connection", "interrupt_on_cancel", "native_statement", "sqlite_error")}

sources = [path for top in ("app", "core", "ui") for path in (root / top).rglob("*") if path.suffix in (".h", ".cpp", ".cu")]
if len(sources) < 50:
    problems.append(f"only {len(sources)} source files found: the check looks in the wrong place")


def module_of(path):
    return "/".join(path.relative_to(root).parts[:2])


def say(path, number, text):
    problems.append(f"{path.relative_to(root)}:{number}: {text}")


for path in sources:
    module = module_of(path)
    uses = allowed.get(module)
    if uses is None:
        say(path, 1, f"module {module} is not in layers.txt")
        continue
    text = path.read_text()
    for number, line in enumerate(text.splitlines(), 1):
        include = re.match(r'\s*#include [<"]([^>"]+)[>"]', line)
        if include:
            name = include.group(1)
            used = "/".join(name.split("/")[:2])
            if re.match(r"(app|core|ui)/", name) and used != module and used not in uses:
                say(path, number, f"{module} may not use {used}")
            if module in modules_above and re.match(r"Q[A-Z]\w+$|Qt", name):
                say(path, number, "Qt above the Qt line")
            if module.startswith("core/") and re.match(r"(QWidget|QPixmap|QIcon|QColor|QPalette|QDialog|QMessageBox)", name):
                say(path, number, "Gui or Widgets in core")
            if module != "app/parquet" and re.match(r"(arrow|parquet)/", name):
                say(path, number, "Arrow outside primer-parquet: its simdjson breaks ours in one process")
            if name == "sqlite3.h" and str(path.relative_to(root)) not in on_sqlites_handle:
                say(path, number, "SQLite's C interface where core/storage/README.md does not name it")
            if module != "core/storage" and re.match(r"(QtSql/)?QSql|QtSql$", name):
                say(path, number, "Qt Sql outside core/storage")
        if module.startswith("ui/") or module == "app/desktop":
            if re.search(r"processEvents|waitForFinished|waitForReadyRead|QEventLoop|BlockingQueuedConnection|\bsender\(\)", line):
                say(path, number, "blocks or spins the UI thread")
        if module != "core/storage" and re.search(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM) ', line):
            say(path, number, "SQL outside core/storage")
        if module.startswith("core/") and re.search(r"\b(exit|abort|quick_exit)\(", line) and "::_exit" not in line:
            say(path, number, "a library that ends the process")
        if re.search(r"\bSIGNAL\(|\bSLOT\(", line):
            say(path, number, "string connection")
    if path.suffix == ".h" and not text.lstrip().startswith("// Owns:"):
        say(path, 1, "a header opens with what it owns")

for module in allowed:
    if module.startswith("core/") and not (root / module / "README.md").exists():
        problems.append(f"{module} has no README.md")

for path in sorted((root / "i18n").glob("*.ts")):
    count = 0
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation.get("type") in ("vanished", "obsolete"):
            problems.append(f"{path.name}: a text that is gone: {message.findtext('source')}")
            continue
        count += 1
        forms = [form.text for form in translation.findall("numerusform")] or [translation.text]
        if translation.get("type") == "unfinished" or not all(forms):
            problems.append(f"{path.name}: not translated: {message.findtext('source')}")
        for place in re.findall(r"%(?:\d|n)", message.findtext("source")):
            if not all(place in (form or "") for form in forms):
                problems.append(f"{path.name}: {place} is missing in: {message.findtext('source')}")
    if path.name == "primer_ko.ts" and count < 100:
        problems.append(f"{path.name}: only {count} texts")
if not list((root / "i18n").glob("primer_ko.ts")):
    problems.append("i18n/primer_ko.ts is missing")

# Every text of the sources is in the Korean file: lupdate was run, nothing new is untranslated.
known = {message.findtext("source") for message in ElementTree.parse(root / "i18n/primer_ko.ts").iter("message")}
texts = 0
for path in sources:
    if module_of(path).startswith("ui/"):
        for text in re.findall(r'\btr\(\s*"((?:[^"\\]|\\.)*)"', path.read_text()):
            texts += 1
            if text.replace('\\"', '"') not in known:
                problems.append(f"{path.relative_to(root)}: not in i18n/primer_ko.ts (run packaging/update_translations): {text}")
if texts < 250:
    problems.append(f"only {texts} texts found in the sources")

print("\n".join(problems) if problems else f"{len(sources)} files keep the rules")
sys.exit(bool(problems))
