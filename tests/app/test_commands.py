"""The command line's own promises: one JSON object, exit codes, help with an example, locks, interruption."""
import json
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from support import BIN, ProgramTest, main


class Commands(ProgramTest):
    def make(self, rows=50):
        with open(self.folder / "a.jsonl", "w") as file:
            for n in range(rows):
                file.write(json.dumps({"content": f"def f{n}(): return [{n}][::-1]\n", "path": f"{n}.py", "license": "MIT"}) + "\n")
        return self.run_cli("import", self.workspace, self.folder / "a.jsonl")

    def test_every_verb_has_help_with_an_example(self):
        text = subprocess.run([BIN / "primer-cli", "--help"], capture_output=True, text=True).stdout
        for verb in ("import", "query", "judge", "export", "check", "migrate", "demo", "index", "quarantine", "dedup", "facts", "label", "labels", "embed", "forest", "thresholds", "model", "shards", "train", "runs", "synthesise", "sandbox"):
            self.assertIn(verb, text)
            done = subprocess.run([BIN / "primer-cli", verb, "--help"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0)
            self.assertIn("Example:", done.stdout)

    def test_near_duplicates_are_found_and_left_out(self):
        body = "".join(f"def function_{n}(value):\n    return value + {n * 7}\n" for n in range(60))
        texts = {"first.py": body, "copy.py": body.replace("function_30", "renamed"), "other.py": "".join(f"print({n * n}, 'text {n}')\n" for n in range(90)),
                 "spaced.py": body.replace(" + ", "  +  ")}
        with open(self.folder / "a.jsonl", "w") as file:
            for path, content in texts.items():
                file.write(json.dumps({"content": content, "path": path, "license": "MIT"}) + "\n")
        self.run_cli("import", self.workspace, self.folder / "a.jsonl")
        answer = self.run_cli("dedup", self.workspace, "--list", self.folder / "copies.jsonl")
        self.assertEqual((answer["samples"], answer["kept"], answer["copies"]), (4, 2, 2))
        pairs = [json.loads(line) for line in (self.folder / "copies.jsonl").read_text().splitlines()]
        self.assertEqual({(pair["path"], pair["first_path"]) for pair in pairs}, {("copy.py", "first.py"), ("spaced.py", "first.py")})
        self.assertEqual(self.run_cli("dedup", self.workspace, "--threshold", "1")["copies"], 1)  # the words of spaced.py are the same
        report = self.run_cli("export", self.workspace, self.folder / "out", "--drop-near-duplicates")
        self.assertEqual((report["samples"], report["near_duplicates_dropped"]), (2, 2))
        self.assertEqual(self.run_cli("export", self.workspace, self.folder / "out2")["samples"], 4)
        self.assertEqual(self.run_cli("shards", self.workspace, self.folder / "shards", "--vocabulary", "300", "--drop-near-duplicates")["near_duplicates_dropped"], 2)

    def test_wrong_usage_is_2(self):
        for arguments in ([], ["nonsense"], ["query"], ["import", self.workspace], ["export", self.workspace, "x", "--format", "csv"]):
            self.assertEqual(subprocess.run([BIN / "primer-cli", *map(str, arguments)], capture_output=True).returncode, 2, arguments)

    def test_numbers_outside_their_meaning_are_refused(self):
        self.make()
        url = ("--url", "http://127.0.0.1:9/v1", "--model", "m", "--count", "1")
        numbers = [("label", *url, option, value) for option in ("--budget", "--price-in", "--price-out", "--temperature") for value in ("nan", "inf", "-inf", "1e300", "-1", "1e999", "x")]
        numbers += [("label", *url, option, value) for option in ("--count", "--max-tokens", "--concurrency", "--attempts") for value in ("0", "-1", "99999999999999999999", "1.5")]
        numbers += [("label", *url, option, value) for option in ("--rpm", "--tpm", "--pause-ms", "--max-pause-ms", "--max-retry-after-ms", "--timeout-ms", "--pilot", "--repeat") for value in ("-1", "99999999999999999999", "nan")]
        numbers += [("labels", "resume", "1", "--budget", value) for value in ("nan", "inf", "-1", "1e300")]
        numbers += [("labels", "failures", run) for run in ("x", "1x", "-1", "99999999999999999999")]
        numbers += [("thresholds", "set", "t", "--cut", value) for value in ("nan", "inf", "-0.1", "1.1")]
        numbers += [("dedup", "--threshold", value) for value in ("nan", "inf", "-1", "1.5")]
        numbers += [("forest", "fit", "--positive-from", "nan"), ("forest", "fit", "--positive-weight", "inf"), ("forest", "fit", "--trees", "99999999999999999999")]
        numbers += [("query", "--filter", text) for text in ("score>=nan", "score<inf", "stars>=1e999", "created>=2020-13-45", "created:2021-02-29")]
        numbers += [("query", "--limit", "99999999999999999999")]
        for verb, *arguments in numbers:
            done = subprocess.run([BIN / "primer-cli", verb, self.workspace, *arguments], capture_output=True, text=True, timeout=60)
            self.assertIn(done.returncode, (1, 2), (verb, arguments, done.stdout, done.stderr))
            self.assertNotIn("json.exception", done.stderr + done.stdout)
        with self.database() as database:
            self.assertEqual(database.execute("SELECT count(*) FROM label_run").fetchone()[0], 0)

    def test_agreement_is_undefined_where_nothing_can_disagree(self):
        self.make(3)
        self.run_cli("label", self.workspace, "--count", "3")
        self.assertEqual(self.run_cli("labels", self.workspace, "agreement", "human", "nobody", expect=1)["error"]["code"], "invalid_input")
        empty = self.run_cli("labels", self.workspace, "agreement", "human", "heuristic-1")
        self.assertEqual((empty["pairs"], empty["kappa"], empty["kappa_interval"]), (0, None, None))
        with self.database() as database:
            values = database.execute("SELECT sample_id, value FROM teacher_label").fetchall()
        for sample, _ in values:
            self.run_cli("judge", self.workspace, sample, "2")
        same = self.run_cli("labels", self.workspace, "agreement", "human", "heuristic-1")
        self.assertEqual(same["pairs"], len(values))
        if {value for _, value in values} == {2}:
            self.assertEqual((same["exact"], same["kappa"], same["kappa_interval"]), (1, None, None))

    def test_a_workspace_that_cannot_be_written_is_read(self):
        self.make()
        out = self.folder / "out"
        out.mkdir()
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        if nobody and subprocess.run([*nobody, BIN / "primer-cli", "--version"], capture_output=True).returncode != 0:
            self.skipTest("another user cannot run the program")
        out.chmod(0o777)
        self.folder.chmod(0o755)
        for path in (self.workspace, *self.workspace.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            for arguments in (["query", self.workspace, "--filter", "language:python"], ["query", self.workspace, "--search", "return"], ["check", self.workspace],
                              ["export", self.workspace, out / "e", "--format", "jsonl"], ["labels", self.workspace]):
                done = subprocess.run([*nobody, BIN / "primer-cli", *map(str, arguments), "--json"], capture_output=True, text=True, env=dict(os.environ, HOME=str(out)))
                self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
            done = subprocess.run([*nobody, BIN / "primer-cli", "judge", str(self.workspace), "1", "3"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(sorted(path.name for path in self.workspace.iterdir() if path.name.startswith("workspace.db")), ["workspace.db"])
        finally:
            for path in (self.workspace, *self.workspace.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)

    def test_the_check_finds_flips(self):
        """Of any byte: it is found, or what is queried and exported is what it was."""
        self.make()
        whole = (self.workspace / "workspace.db").read_bytes()
        generator = random.Random(5)

        def exported():
            shutil.rmtree(self.folder / "flip", ignore_errors=True)
            done = [subprocess.run([BIN / "primer-cli", *map(str, arguments), "--json"], capture_output=True, text=True)
                    for arguments in (["query", self.workspace, "--filter", "lines>=0 size>=0 copies>=1 licence:*", "--limit", "-1"], ["export", self.workspace, self.folder / "flip", "--format", "jsonl"])]
            shards = [path.read_bytes() for path in sorted((self.folder / "flip").rglob("*.jsonl"))]
            rows = json.loads(done[0].stdout).get("rows")
            return [one.returncode for one in done], rows, shards

        sound = exported()
        escaped = []
        for _ in range(int(os.environ.get("PRIMER_FLIPS", "40"))):
            flipped = bytearray(whole)
            place, bit = generator.randrange(len(flipped)), generator.randrange(8)
            flipped[place] ^= 1 << bit
            for path in self.workspace.glob("workspace.db-*"):
                path.unlink()
            (self.workspace / "workspace.db").write_bytes(flipped)
            check = subprocess.run([BIN / "primer-cli", "check", self.workspace], capture_output=True, text=True)
            self.assertIn(check.returncode, (0, 1), check.stderr)
            if check.returncode == 0 and exported() != sound:
                escaped.append((place, bit))
        self.assertEqual(escaped, [])

    def test_errors_have_code_detail_and_place(self):
        answer = self.run_cli("query", self.folder / "none.primer", expect=1)
        self.assertEqual(answer["error"]["code"], "not_found")
        self.assertIn("none.primer", answer["error"]["where"])
        self.make()
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "bogus:1", expect=1)["error"]["where"], "bogus")
        self.assertEqual(self.run_cli("query", self.workspace, "--regex", "(", expect=1)["error"]["code"], "invalid_pattern")
        self.assertEqual(self.run_cli("judge", self.workspace, "9999", "3", expect=1)["error"]["code"], "not_found")

    def test_query_judge_undo(self):
        self.make()
        self.assertEqual(self.run_cli("query", self.workspace, "--search", "f7(): return [7][::-1]")["rows"][0]["path"], "7.py")
        self.assertEqual(self.run_cli("query", self.workspace, "--regex", r"f1\d\(")["total"], 10)
        judged = self.run_cli("judge", self.workspace, "8", "5", "--note", "clear")
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "label:5")["rows"][0]["id"], 8)
        self.run_cli("judge", self.workspace, "--undo", judged["judgement"])
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "label:any")["total"], 0)
        self.run_cli("judge", self.workspace, "9", "discard")
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "judged:discard")["rows"][0]["id"], 9)
        self.assertEqual(self.run_cli("index", self.workspace)["indexed"], 50)
        self.assertTrue(self.run_cli("query", self.workspace, "--search", "f7(): return")["search"]["used_index"])

    def test_one_writer_and_any_number_of_readers(self):
        self.make()
        holder = subprocess.Popen([BIN / "primer-test-judge", self.workspace, "0"], stdout=subprocess.PIPE)
        holder.stdout.readline()
        self.assertEqual(self.run_cli("judge", self.workspace, "1", "3", expect=1)["error"]["code"], "locked")
        self.assertEqual(self.run_cli("query", self.workspace)["total"], 50)
        holder.kill()
        holder.communicate()
        self.run_cli("judge", self.workspace, "1", "3")

    def test_ctrl_c_ends_with_130_and_resumes(self):
        with open(self.folder / "big.jsonl", "w") as file:
            for n in range(60000):
                file.write(json.dumps({"content": f"x{n} = '" + str(n) * 200 + "'\n"}) + "\n")
        process = subprocess.Popen([BIN / "primer-cli", "import", self.workspace, self.folder / "big.jsonl", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        while not (self.workspace / "workspace.db-wal").exists():
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        if process.returncode == 0:
            self.skipTest("the import was quicker than the signal")
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out)["error"]["code"], "cancelled")
        self.run_cli("import", self.workspace, self.folder / "big.jsonl")
        self.assertEqual(self.run_cli("query", self.workspace, "--limit", "0")["total"], 60000)

    def test_a_full_disk_is_said_and_the_rest_is_kept(self):
        small = self.folder / "small"
        small.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small], capture_output=True).returncode != 0:
            self.skipTest("cannot mount a small file system here")
        try:
            with open(self.folder / "big.jsonl", "w") as file:
                for n in range(8000):
                    file.write(json.dumps({"content": os.urandom(1500).hex()}) + "\n")
            self.workspace = small / "w.primer"
            answer = self.run_cli("import", self.workspace, self.folder / "big.jsonl", expect=1)
            self.assertEqual(answer["error"]["code"], "disk_full")
            subprocess.run(["mount", "-o", "remount,size=128m", small], check=True)
            self.run_cli("import", self.workspace, self.folder / "big.jsonl")
            self.assertEqual(self.run_cli("query", self.workspace, "--limit", "0")["total"], 8000)
            self.assert_sound()
        finally:
            subprocess.run(["umount", "-l", small], check=True)


main()
