"""230 kills at random moments: no acknowledged judgement is lost, an import goes on without gap or double, an export
is the old or the new one, the database stays sound."""
import collections
import hashlib
import json
import os
import pathlib
import random
import signal
import subprocess
import time
import unittest

from support import BIN, ProgramTest, main

IMPORT_KILLS, JUDGE_KILLS, WINDOW_KILLS, EXPORT_KILLS = 100, 60, 30, 40


class Kills(ProgramTest):
    def make_source(self, rows, lines):
        generator = random.Random(3)
        with open(self.folder / "a.jsonl", "w") as file:
            for n in range(rows):
                body = "".join(f"value_{n}_{k} = {generator.random()}\n" for k in range(lines))
                file.write(json.dumps({"content": body, "path": f"{n}.py", "license": "MIT"}) + "\n")
                if n % 50 == 0:
                    file.write("not json\n")
        return self.folder / "a.jsonl"

    def start(self, *arguments):
        return subprocess.Popen([BIN / "primer-cli", *map(str, arguments), "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def kill_after(self, process, seconds):
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def test_import(self):
        source = self.make_source(6000, 40)
        began = time.monotonic()
        self.run_cli("import", self.folder / "whole.primer", source)
        whole_seconds = time.monotonic() - began
        whole = self.run_cli("query", self.folder / "whole.primer", "--limit", "-1", "--content")["rows"]
        generator = random.Random(11)
        kills = 0
        while kills < IMPORT_KILLS:
            self.kill_after(process := self.start("import", self.workspace, source), generator.random() * whole_seconds * 0.7)
            if process.returncode == 0:  # it had come to its end: the next round starts from nothing
                self.check_whole(whole)
                subprocess.run(["rm", "-rf", self.workspace], check=True)
            else:
                kills += 1
        self.run_cli("import", self.workspace, source)
        self.check_whole(whole)

    def check_whole(self, whole):
        rows = self.run_cli("query", self.workspace, "--limit", "-1", "--content")["rows"]
        self.assertEqual([(row["id"], row["content"], row["copies"]) for row in rows], [(row["id"], row["content"], row["copies"]) for row in whole])
        self.assertEqual(self.run_cli("quarantine", self.workspace)["total"], 120)
        self.assert_sound()

    def test_judging(self):
        self.run_cli("import", self.workspace, self.make_source(300, 3))
        generator = random.Random(12)
        acknowledged = []
        for attempt in range(JUDGE_KILLS):
            process = subprocess.Popen([BIN / "primer-test-judge", self.workspace, str(attempt * 7)], stdout=subprocess.PIPE)
            time.sleep(0.02 + generator.random() * 0.15)
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
            lines = out.decode().split("\n")[:-1]  # a line cut by the kill was not acknowledged
            acknowledged += [tuple(map(int, line.split())) for line in lines if line.count(" ") == 2]
        self.assertGreater(len(acknowledged), JUDGE_KILLS)
        with self.database() as database:
            stored = dict((row[0], row[1:]) for row in database.execute("SELECT id, sample_id, value FROM judgement"))
        for judgement, sample, value in acknowledged:
            self.assertEqual(stored.get(judgement), (sample, value))
        self.assert_sound()

    def test_judging_in_the_window(self):
        self.run_cli("import", self.workspace, self.make_source(400, 3))
        generator = random.Random(14)
        acknowledged = collections.Counter()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(self.folder)}
        for attempt in range(WINDOW_KILLS):
            process = subprocess.Popen([BIN / "primer-test-window", self.workspace, str(attempt * 3 + 1)], stdout=subprocess.PIPE, env=environment)
            first = process.stdout.readline().decode()  # the window is up and judges
            time.sleep(generator.random() * 0.4)
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
            lines = (first + out.decode()).split("\n")[:-1]
            acknowledged.update(tuple(map(int, line.split())) for line in lines if line.count(" ") == 1)
        self.assertGreater(acknowledged.total(), WINDOW_KILLS)
        with self.database() as database:
            stored = collections.Counter(database.execute("SELECT sample_id, value FROM judgement"))
        for judgement, times in acknowledged.items():
            self.assertGreaterEqual(stored[judgement], times, judgement)
        self.assert_sound()

    def test_export(self):
        self.run_cli("import", self.workspace, self.make_source(1500, 30))
        target = self.folder / "out"

        def tree():
            return {str(path.relative_to(target)): hashlib.sha256(path.read_bytes()).hexdigest() for path in pathlib.Path(target).rglob("*") if path.is_file()}

        complete = {}
        seconds = {}
        for kind in ("parquet", "jsonl"):
            began = time.monotonic()
            self.run_cli("export", self.workspace, target, "--format", kind)
            seconds[kind] = time.monotonic() - began
            complete[kind] = tree()
        generator = random.Random(13)
        for attempt in range(EXPORT_KILLS):
            kind = ("parquet", "jsonl")[attempt % 2]
            self.kill_after(self.start("export", self.workspace, target, "--format", kind), generator.random() * seconds[kind] * 1.1)
            self.assertIn(tree(), list(complete.values()), "neither the old nor the new dataset")
        self.run_cli("export", self.workspace, target, "--format", "parquet")
        self.assertEqual(tree(), complete["parquet"])
        self.assertEqual(list(self.folder.glob("out?*")), [], "a later export removes what killed ones left")


main()
