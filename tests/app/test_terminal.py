"""What a person at a terminal reads: names stay on their line, counts agree with their nouns, hints fit the error."""
import json
import os
import pty
import re
import select
import subprocess
import unittest

from support import BIN, ProgramTest, main

NASTY = "a\nb\tc\x1b[31m\u202edcba\x7f\u0085.py"
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Terminal(ProgramTest):
    def say(self, *arguments, expect=0):
        done = subprocess.run([BIN / "primer-cli", *map(str, arguments)], capture_output=True, timeout=120)
        self.assertEqual(done.returncode, expect, done.stderr.decode(errors="replace"))
        return done.stdout.decode(), done.stderr.decode()

    def import_lines(self, *rows, name="s.jsonl"):
        path = self.folder / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return self.say("import", self.workspace, path)[0]

    def test_names_with_control_characters_stay_on_their_line(self):
        self.import_lines({"content": "x = 1\n", "path": NASTY, "license": NASTY, "repo_name": NASTY, "language": NASTY})
        bad = self.folder / os.fsdecode(NASTY.encode() + b"\xff.jsonl")
        bad.write_text("{\n")
        self.say("import", self.workspace, bad, "--format", "jsonl")
        shown = r"a\nb\tc\x1b[31m\u202edcba\x7f\u0085.py"
        licence = r"a b c\x1b[31m\u202edcba\x7f\u0085.py"  # a licence is a name on one line
        listing = self.say("query", self.workspace)[0]
        self.assertEqual(listing.splitlines()[0].split("\t"), ["1", licence, "6 B", shown, shown])
        self.assertEqual(len(listing.splitlines()), 2)
        quarantine = self.say("quarantine", self.workspace)[0]
        self.assertIn(shown + r"\xff.jsonl:0" + "\t", quarantine)
        self.assertEqual(len(quarantine.splitlines()), 2)
        out = self.folder / NASTY
        for text in (self.say("export", self.workspace, out, "--allow-licence", NASTY)[0], self.say("query", self.workspace, "--filter", NASTY, expect=1)[1],
                     self.say("check", self.folder / NASTY, expect=1)[1], self.say("judge", self.workspace, 1, NASTY, expect=1)[1],
                     self.say("thresholds", self.workspace, "why", NASTY, 1, expect=1)[1], self.say("runs", self.workspace, "show", NASTY, expect=1)[1]):
            self.assertIsNone(UNSEEN.search(text), repr(text))
        self.assertTrue((out / "manifest.json").exists())

    def test_one_is_one(self):
        text = self.import_lines({"content": "x = 1\n", "path": "a.py", "license": "MIT"})
        self.assertIn("1 row: 1 sample added, 0 duplicates", text)
        self.assertTrue(self.say("query", self.workspace)[0].endswith("\n1 sample\n"))
        self.assertEqual(self.say("check", self.workspace)[0], "ok: 1 sample, 0 judgements\n")
        self.say("judge", self.workspace, 1, 4)
        self.assertEqual(self.say("check", self.workspace)[0], "ok: 1 sample, 1 judgement\n")
        self.assertTrue(self.say("export", self.workspace, self.folder / "o")[0].startswith("1 sample (6 B) exported"))
        self.assertEqual(self.say("index", self.workspace)[0], "1 sample is indexed\n")
        self.assertEqual(self.say("facts", self.workspace)[0], "1 sample looked into\n")
        self.assertIn(" labelled 1 sample, 0 ", self.say("label", self.workspace)[0])
        self.assertTrue(self.say("embed", self.workspace)[0].startswith("1 sample got"))
        self.assertIn("0 of 1 sample are near-duplicates", self.say("dedup", self.workspace)[0])
        (self.folder / "bad.jsonl").write_text('{"content":"y = 1\\n"}\n{\n')
        self.say("import", self.workspace, self.folder / "bad.jsonl")
        self.assertTrue(self.say("quarantine", self.workspace)[0].endswith("\n1 rejected row\n"))
        self.assertTrue(self.say("query", self.workspace)[0].endswith("\n2 samples\n"))

    def test_hints_fit_the_error(self):
        self.import_lines({"content": "x = 1\n"})
        cases = [(("judge", self.workspace, 99, 4), "primer-cli query"), (("judge", self.workspace, "--undo", 99), "primer-cli judge"),
                 (("judge", self.workspace, 2**32 + 1, 4), "primer-cli query"),
                 (("forest", self.workspace, "show", 9), "primer-cli forest"), (("labels", self.workspace, "failures", 9), None),
                 (("check", self.folder / "none.primer"), "primer-cli import"), (("import", self.workspace, self.folder / "none"), "Check the path."),
                 (("check", self.folder), "primer-cli import"), (("query", self.workspace, "--filter", "nosuch:1"), "query --help"),
                 (("export", self.workspace, self.workspace), "nothing was touched")]
        for arguments, hint in cases:
            done = subprocess.run([BIN / "primer-cli", *map(str, arguments)], capture_output=True, timeout=60, text=True)
            if hint is None:
                self.assertNotIn("Check the path.", done.stderr, arguments)
                continue
            self.assertEqual(done.returncode, 1, arguments)
            self.assertIn(hint, done.stderr.splitlines()[-1], arguments)
            if hint != "Check the path.":
                self.assertNotIn("Check the path.", done.stderr, arguments)

    def test_an_answer_that_cannot_be_written_is_no_success(self):
        self.import_lines({"content": "x = 1\n"})
        for arguments in (("query", self.workspace), ("query", self.workspace, "--json")):
            with open("/dev/full", "w") as full:
                done = subprocess.run([BIN / "primer-cli", *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
            self.assertEqual(done.returncode, 1)
            self.assertIn("No space left on device", done.stderr)
        read, write = os.pipe()
        os.close(read)  # who closed the pipe has read enough
        done = subprocess.run([BIN / "primer-cli", "query", self.workspace], stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
        os.close(write)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_progress_shows_names_as_one_line(self):
        folder = self.folder / "tree\x1b[2J\n"
        folder.mkdir()
        for number in range(300):
            (folder / f"{number}.py").write_text(f"x = {number}\n" * 3000)
        parent, child = pty.openpty()
        process = subprocess.Popen([BIN / "primer-cli", "import", self.workspace, folder], stderr=child, stdout=subprocess.DEVNULL)
        os.close(child)
        shown = b""
        while select.select([parent], [], [], 60)[0]:
            try:
                part = os.read(parent, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(parent)
        self.assertEqual(process.wait(60), 0)
        self.assertNotIn(b"\x1b[2J", shown)


main()
