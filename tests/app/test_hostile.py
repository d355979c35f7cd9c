"""Bad input is data: nothing crashes, what can be read is kept, every fault has a place and a reason."""
import json
import os
import random
import subprocess
import unittest
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

from support import BIN, ProgramTest, main


class Hostile(ProgramTest):
    def good_parquet(self, rows=2000, **options):
        path = self.folder / "good.parquet"
        pq.write_table(pa.table({"content": [f"def f{n}():\n    return {n}\n" * 3 for n in range(rows)], "path": [f"{n}.py" for n in range(rows)]}), path, row_group_size=200, **options)
        return path

    def try_import(self, path):
        """Ends by itself with 0 or 1, never by a signal; the workspace stays sound."""
        done = subprocess.run([BIN / "primer-cli", "import", self.workspace, path, "--json"], capture_output=True, timeout=120)
        self.assertIn(done.returncode, (0, 1), f"{path}: {done.stderr[-300:]}")
        return json.loads(done.stdout)

    def test_truncated_and_empty_parquet(self):
        data = self.good_parquet().read_bytes()
        for length in (0, 3, 4, 8, 100, len(data) // 2, len(data) - 1):
            path = self.folder / f"cut{length}.parquet"
            path.write_bytes(data[:length])
            report = self.try_import(path)
            self.assertEqual(report.get("quarantined"), 1, f"{length} bytes: {report}")
        rows = self.run_cli("quarantine", self.workspace)["rows"]
        self.assertTrue(all(row["reason"] == "unreadable_parquet" for row in rows))

    def test_flipped_bits_in_parquet(self):
        data = bytearray(self.good_parquet(compression="zstd").read_bytes())
        generator = random.Random(5)
        for attempt in range(60):
            damaged = bytearray(data)
            for _ in range(generator.choice((1, 3, 30))):
                at = generator.randrange(len(damaged)) if attempt % 2 else len(damaged) - 1 - generator.randrange(min(2000, len(damaged)))
                damaged[at] ^= 1 << generator.randrange(8)
            path = self.folder / f"flip{attempt}.parquet"
            path.write_bytes(damaged)
            self.try_import(path)
        self.assert_sound()

    def test_a_dictionary_bomb_ends_the_reader_only(self):
        # One dictionary value of 8 MB, a million rows that name it: 8 TB when written out.
        value = "x" * 8_000_000
        column = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int32()), pa.array([value]))
        path = self.folder / "bomb.parquet"
        pq.write_table(pa.table({"content": column}), path, compression="zstd")
        self.assertLess(path.stat().st_size, 10_000_000)
        done = subprocess.Popen([BIN / "primer-cli", "import", self.workspace, path, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            done.communicate(timeout=8)
        except subprocess.TimeoutExpired:
            pass  # equal rows are duplicates: reading on is right, growing is not
        finally:
            peak = 0
            if done.poll() is None:
                status = open(f"/proc/{done.pid}/status").read()
                peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
                done.terminate()
                done.wait(30)
        self.assertLess(peak, 500, "peak memory in MB")
        self.assertIn(done.returncode, (0, 1, 130))
        self.assert_sound()

    def test_jsonl_of_every_bad_kind(self):
        good = b'{"content": "good %d"}\n'
        bad = [b"\x00\x01\x02\n", b"\xff\xfe{\x00\n", b'{"content": "\xc3\x28"}\n', b"[" * 100_000 + b"\n", b'{"content": {"a": 1}}\n', b'{"content": null}\n',
               b'{"content": "\\ud800"}\n', b"{\n", b'"just text"\n', b"NaN\n", b'{"content": "x", "n": 1e999}\n' , b"}{\n"]
        with open(self.folder / "a.jsonl", "wb") as file:
            for n in range(1200):
                file.write(good % n)
                if n % 100 == 0:
                    file.write(bad[n // 100])
        report = self.run_cli("import", self.workspace, self.folder / "a.jsonl")
        self.assertGreaterEqual(report["added"], 1200)
        self.assertEqual(report["added"] + report["quarantined"], 1212)
        rows = self.run_cli("quarantine", self.workspace)["rows"]
        data = (self.folder / "a.jsonl").read_bytes()
        for row in rows:
            self.assertEqual(data[row["position"] - 1:row["position"]], b"\n", "an offset points at a line's start")

    def test_strange_trees(self):
        tree = self.folder / "tree"
        tree.mkdir()
        (tree / "loop").symlink_to(tree)
        (tree / "dangling.py").symlink_to(tree / "nothing")
        (tree / "outside.py").symlink_to("/etc/passwd")
        os.mkfifo(tree / "pipe.py")
        (tree / "nul.py").write_bytes(b"a\0b\n")
        (tree / "latin.py").write_bytes(b"# caf\xe9\n")
        (tree / "empty.py").write_bytes(b"")
        (tree / os.fsdecode(b"na\xffme.py")).write_bytes(b"named badly\n")
        with open(tree / "huge.py", "wb") as file:
            file.truncate(17 << 20)
        report = self.run_cli("import", self.workspace, tree)
        self.assertEqual((report["added"], report["quarantined"]), (3, 1))
        self.assertEqual(self.run_cli("quarantine", self.workspace)["rows"][0]["reason"], "file_too_large")
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "utf8:0")["total"], 1)
        with self.database() as database:  # a name that is no UTF-8 is kept as it is, and found by it
            kept = database.execute("SELECT CAST(path AS BLOB), typeof(path) FROM sample WHERE path LIKE '%me.py'").fetchall()
        self.assertEqual(kept, [(b"na\xffme.py", "text")])
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", os.fsdecode(b"path:na\xffme.py"))["total"], 1)
        self.assert_sound()

    def test_a_zip_is_not_mistaken_for_something_else(self):
        with zipfile.ZipFile(self.folder / "slip.7z", "w") as archive:
            archive.writestr("../../evil.py", "print('out')")
        answer = self.try_import(self.folder / "slip.7z")
        self.assertFalse((self.folder.parent / "evil.py").exists())
        self.assertFalse((self.folder / "evil.py").exists())
        self.assertEqual(answer.get("added", 0), 0)


main()
