"""What the tests of the programs share: running primer-cli, a folder that goes with the test."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

BIN = pathlib.Path(os.environ["PRIMER_BIN"])
SOURCE = pathlib.Path(os.environ["PRIMER_SOURCE"])


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="primer-test-"))
        self.workspace = self.folder / "w.primer"

    def tearDown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run_cli(self, *arguments, expect=0, env=None):
        done = subprocess.run([BIN / "primer-cli", *map(str, arguments), "--json"], capture_output=True, timeout=300, env=env)
        self.assertEqual(done.returncode, expect, done.stderr.decode(errors="replace"))
        lines = done.stdout.decode().splitlines()
        if expect == 2:
            return None
        self.assertEqual(len(lines), 1, "exactly one JSON object belongs on standard output")
        return json.loads(lines[0])

    def database(self):
        return contextlib.closing(sqlite3.connect(f"file:{self.workspace}/workspace.db?mode=ro", uri=True))

    def contents(self):
        """Path and content of every sample."""
        rows = self.run_cli("query", self.workspace, "--limit", "-1", "--content")["rows"]
        return {(row["path"], row["content"]) for row in rows}

    def assert_sound(self):
        self.assertEqual(self.run_cli("check", self.workspace)["status"], "ok")
        with self.database() as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])


def main():
    unittest.main(argv=[sys.argv[0]], verbosity=1)
