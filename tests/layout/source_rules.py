"""What a line, a file or a function of the sources may be."""
import re

import layers

LINES_OF_A_FILE = 500
LINES_OF_A_FUNCTION = 60

# Who may include what: pattern of the header, files that may, why the others may not.
INCLUDES = [
    (r"(QWidget|QPixmap|QIcon|QColor|QPalette|QDialog|QMessageBox)", r"(ui|app)/", "Gui or Widgets in core"),
    (r"(arrow|parquet)/", r"app/parquet/", "Arrow outside primer-parquet: its simdjson breaks ours in one process"),
    (r"sqlite3\.h$", r"core/storage/(connection|interrupt_on_cancel|native_statement|sqlite_error)\.cpp$",
     "SQLite's C interface where core/storage/README.md does not name it"),
    (r"(QtSql/)?QSql|QtSql$", r"core/storage/", "Qt Sql outside core/storage"),
    (r"curl/", r"$", "requests go through core/http"),
    (r"(spdlog|fmt)/", r"core/base/log[\w/]*\.(cpp|h)$", "spdlog outside the log: its fmt and LibTorch's break each other"),
    (r"(torch|ATen|c10)/", r"(core/(model|training|inference)|app/engine)/", "LibTorch outside the engine"),
]

# What paints for itself; a chart is made of ui/charts.
PAINTERS = {
    "ui/browse_page/shape_delegate.cpp",
    "ui/charts/chart_export.cpp",
    "ui/charts/chart_style.cpp",
    "ui/charts/chart_style.h",
    "ui/charts/chart_view.cpp",
    "ui/code_view/code_view.cpp",
    "ui/set_bar/set_chip.cpp",
    "ui/main_window/rate_line.cpp",
    "ui/widgets/themed_icon.cpp",
    "ui/widgets/window_style.cpp",
}

# The end of a program that has crashed already.
ENDS_THE_PROCESS = {"core/base/log/crash_writer.cpp"}

# To be shortened; none may join them.
TOO_LONG = set()


def includes(name, path, above):
    for number, header in layers.includes(path):
        if above and re.match(r"Q[A-Z]\w+$|Qt", header):
            yield f"{name}:{number}: Qt above the Qt line"
        for pattern, place, reason in INCLUDES:
            if re.match(pattern, header) and not re.match(place, name):
                yield f"{name}:{number}: {reason}"


def lines(name, text):
    in_window, in_core, in_storage = name.startswith(("ui/", "app/desktop/")), name.startswith("core/"), name.startswith("core/storage/")
    for number, line in enumerate(text.splitlines(), 1):
        if in_window and re.search(r"processEvents|waitForFinished|waitForReadyRead|QEventLoop|BlockingQueuedConnection|\bsender\(\)", line):
            yield f"{name}:{number}: blocks or spins the UI thread"
        if not in_storage and re.search(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM) ', line):
            yield f"{name}:{number}: SQL outside core/storage"
        if in_core and re.search(r"(?<!->)\b(exit|abort|quick_exit)\(", line) and "::_exit" not in line and name not in ENDS_THE_PROCESS:
            yield f"{name}:{number}: a library that ends the process"
        if re.search(r"\bSIGNAL\(|\bSLOT\(", line):
            yield f"{name}:{number}: string connection"
    if name.endswith((".h", ".cuh")) and not text.lstrip().startswith("// Owns:"):
        yield f"{name}:1: a header opens with what it owns"


def painters(names_and_texts):
    painting = {name for name, text in names_and_texts if name.startswith("ui/") and re.search(r"#include <Q(Style)?Painter(Path)?>", text)}
    for name in sorted(painting - PAINTERS):
        yield f"{name}: paints and is not on the list of painters (tests/layout/source_rules.py)"
    for name in sorted(PAINTERS - painting):
        yield f"{name}: is on the list of painters and does not paint (tests/layout/source_rules.py)"


def lengths(root):
    folders = ("app", "core", "ui", "tests", "packaging")
    suffixes = (*layers.SUFFIXES, ".py", ".cmake", ".txt", ".sql", "")
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            name = str(path.relative_to(root))
            if not path.is_file() or path.suffix not in suffixes or name == "packaging/pins.txt":
                continue
            count = path.read_bytes().count(b"\n")
            if count > LINES_OF_A_FILE and name not in TOO_LONG:
                yield f"{name}: {count} lines; {LINES_OF_A_FILE} are the most"
            if count <= LINES_OF_A_FILE and name in TOO_LONG:
                yield f"{name}: is short enough now and leaves the list of long files (tests/layout/source_rules.py)"


def long_functions(name, text):
    """The layout is clang-format's: a function's braces stand alone, at one depth; a class ends with "};"."""
    opened = {}
    for number, line in enumerate(text.splitlines(), 1):
        brace = re.match(r"( *)([{}])$", line)
        if not brace:
            continue
        if brace.group(2) == "{":
            opened[brace.group(1)] = number
        elif brace.group(1) in opened:
            begin = opened.pop(brace.group(1))
            if number - begin - 1 > LINES_OF_A_FUNCTION:
                yield f"{name}:{begin}: a function of {number - begin - 1} lines; {LINES_OF_A_FUNCTION} are the most"
