#!/usr/bin/env python3
"""The check itself: in a small tree each fault is found, named with its place, and nothing else is."""
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import layers  # noqa: E402
import source_rules  # noqa: E402

LAYERS = """# comment
core/base:
core/text: core/base
-- qt --
core/storage: core/text
ui/page: core/storage
"""


class LayersTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)
        self.write(layers.LAYERS, LAYERS)
        self.write("core/base/result.h", "#include <string>\n")
        self.write("core/text/words.cpp", '#include "core/text/words.h"\n#include "core/base/result.h"\n')
        self.write("core/storage/store.cpp", '#include <QSqlQuery>\n#include "core/text/words.h"\n')
        self.write("ui/page/page.cpp", '\n#include "core/storage/store.h"\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def problems(self):
        return list(layers.problems(self.root))

    def test_a_tree_that_keeps_the_map(self):
        self.assertEqual(self.problems(), [])
        self.assertEqual(layers.drawn(self.root), LAYERS.splitlines()[1:])

    def test_an_edge_that_is_not_allowed(self):
        self.write("ui/page/page.h", '#include "core/storage/store.h"\n#include "core/text/words.h"\n')
        self.assertEqual(self.problems(), ["ui/page/page.h:2: ui/page may not use core/text"])

    def test_an_edge_that_nobody_uses(self):
        self.write("core/storage/store.cpp", "")
        self.assertEqual(self.problems(), ["core/storage: core/text is allowed and unused"])

    def test_an_edge_upwards_and_across_the_line(self):
        self.write(layers.LAYERS, LAYERS.replace("core/text: core/base", "core/text: core/base core/storage"))
        self.write("core/text/more.cpp", '#include "core/storage/store.h"\n')
        self.assertEqual(self.problems(), [
            f"core/text: core/storage stands below it in {layers.LAYERS}; the map goes one way",
            "core/text: core/storage is below the Qt line"])

    def test_a_module_without_a_line_and_a_line_without_a_module(self):
        self.write("core/new/new.cpp", "")
        self.write(layers.LAYERS, LAYERS + "core/gone: core/base\n")
        self.assertEqual(self.problems(), [
            f"core/new is not in {layers.LAYERS}", f"core/gone stands in {layers.LAYERS} and has no sources"])

    def test_what_a_file_may_include(self):
        for name, header, above, said in [
                ("core/text/a.cpp", "QString", True, "Qt above the Qt line"),
                ("core/query/a.cpp", "sqlite3.h", False, "SQLite's C interface"),
                ("core/storage/sample_store.cpp", "sqlite3.h", False, "SQLite's C interface"),
                ("core/storage/connection.cpp", "sqlite3.h", False, None),
                ("core/query/a.cpp", "QSqlQuery", False, "Qt Sql outside core/storage"),
                ("core/base/hashing.cpp", "spdlog/spdlog.h", True, "spdlog outside the log"),
                ("core/base/log.cpp", "spdlog/spdlog.h", True, None),
                ("core/storage/a.cpp", "ATen/ATen.h", False, "LibTorch outside the engine"),
                ("core/http/a.cpp", "curl/curl.h", False, "requests go through core/http"),
                ("core/jobs/a.cpp", "QWidget", False, "Gui or Widgets in core")]:
            self.write(name, f"#include <{header}>\n")
            found = list(source_rules.includes(name, self.root / name, above))
            with self.subTest(name=name, header=header):
                self.assertEqual(len(found), 1 if said else 0)
                if said:
                    self.assertTrue(found[0].startswith(f"{name}:1: {said}"), found)

    def test_a_function_that_is_too_long(self):
        body = "    int i;\n" * source_rules.LINES_OF_A_FUNCTION
        short, long = f"void a()\n{{\n{body}}}\n", f"class B\n{{\n    int i;\n{body}}};\nvoid b()\n{{\n    int i;\n{body}}}\n"
        self.assertEqual(list(source_rules.long_functions("a.cpp", short)), [])
        self.assertEqual(list(source_rules.long_functions("a.cpp", long)), ["a.cpp:66: a function of 61 lines; 60 are the most"])


unittest.main()
