"""Synthesis through the program: grammar-1 whose code runs, a server that sometimes answers badly, kills, and what becomes of accepted rows."""
import ast
import collections
import contextlib
import doctest
import io
import json
import os
import random
import re
import signal
import subprocess
import time
import unittest

from support import BIN, ProgramTest, main
from writing_api import BAD, WritingApi

EXERCISES = int(os.environ.get("PRIMER_SYNTHESIS_EXERCISES", "2000"))
LESSONS = int(os.environ.get("PRIMER_SYNTHESIS_LESSONS", "200"))
ROWS = int(os.environ.get("PRIMER_SYNTHESIS_ROWS", "500"))
KILLS = int(os.environ.get("PRIMER_SYNTHESIS_KILLS", "20"))
REASONS = {"wrong_name": "wrong_name", "two_functions": "several_functions", "prose_only": "prose_only", "cut": "cut_off", "cut_by_length": "cut_off", "unparsable": "does_not_parse",
           "stub": "stub", "no_docstring": "no_docstring"}


class SynthesisTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.servers = []
        source = self.folder / "rows.jsonl"
        source.write_text("".join(json.dumps({"content": f"def read_table_{name}(path):\n    return open(path).read()\n", "max_stars_repo_path": f"{name}.py"}) + "\n" for name in "abc"))
        self.run_cli("import", self.workspace, source)

    def tearDown(self):
        for server in self.servers:
            server.close()
        super().tearDown()

    def server(self, **arguments):
        self.servers.append(WritingApi(**arguments))
        return self.servers[-1]

    def synthesise(self, *arguments, expect=0):
        return self.run_cli("synthesise", self.workspace, *arguments, expect=expect)

    def options(self, server, *more):
        return ["--url", server.url, "--model", "tiny-gpt", "--price-in", "0.15", "--price-out", "0.6", "--max-tokens", "900", "--pause-ms", "5", "--max-pause-ms", "40", "--budget", "50", *more]

    def accepted(self, run):
        out = self.folder / f"{run}.jsonl"
        self.synthesise("export", run, "--out", out)
        return [json.loads(line) for line in out.read_text().splitlines()]

    def items(self, columns, run=1):
        with self.database() as database:
            return database.execute(f"SELECT {columns} FROM synthesis_item WHERE run_id=? ORDER BY position", (run,)).fetchall()

    def assert_runs_as_it_says(self, row):
        """The code of an exercise of grammar-1 compiles, and every example in its docstring holds."""
        scope = {}
        exec(compile(row["text"], row["name"], "exec"), scope)
        function = scope[row["name"]]
        documentation = ast.get_docstring(ast.parse(row["text"]).body[0])
        found = 0
        for example in doctest.DocTestParser().get_examples(documentation):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                value = eval(example.source, dict(scope))
            self.assertEqual("" if value is None else repr(value) + "\n", example.want, row["text"])
            found += 1
        last = documentation.split("\n\n")[-1].strip()
        for form in (r"Example: `(.*)` gives `(.*)`\.", r"For example, (.*) == (.*)\.", r"(\w+\(.*\)) -> (.*)"):
            if told := re.fullmatch(form, last):
                self.assertEqual(repr(eval(told.group(1), dict(scope))), told.group(2), row["text"])
                found += 1
        self.assertGreater(found, 0, row["text"])
        return function

    def test_grammar_exercises_run(self):
        report = self.synthesise("run", "ex", "--set", "grammar-exercises", "--count", EXERCISES * 11 // 10, "--target", EXERCISES)
        self.assertGreaterEqual(report["accepted"], EXERCISES, report)
        self.assertEqual(report["writer"], "grammar-1")
        rows = self.accepted("ex")
        self.assertEqual(len(rows), report["accepted"])
        for row in rows:
            self.assert_runs_as_it_says(row)
            self.assertEqual((row["generator"], row["model"]), ("grammar", "grammar-1"))
        self.assertGreater(len({row["name"] for row in rows}) / len(rows), 0.99)
        diversity = self.synthesise("diversity", "ex")
        self.assertEqual(diversity["homogeneous"], [])
        self.assertLess(diversity["self_overlap"], 0.4)

    def test_grammar_lessons_run_and_print_what_they_say(self):
        report = self.synthesise("run", "less", "--set", "grammar-textbooks", "--count", LESSONS * 5 // 4, "--target", LESSONS)
        self.assertGreaterEqual(report["accepted"], LESSONS, report)
        self.assertEqual(self.synthesise("diversity", "less")["homogeneous"], [])
        for row in self.accepted("less"):
            blocks = re.findall(r"```python\n(.*?)```", row["text"], re.S)
            self.assertEqual(len(blocks), 2, row["text"])
            for block in blocks:
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(compile(block, "lesson", "exec"), {})
                told = [line.split("  # ", 1)[1] for line in block.splitlines() if line.startswith("print(")]
                self.assertEqual(printed.getvalue().splitlines(), told, block)

    def test_a_plan_is_told_before_anything_is_paid(self):
        server = self.server()
        plan = self.synthesise("plan", "--set", "exercises", "--count", 5000, "--show", 3, *self.options(server))
        self.assertEqual((plan["planned"], len(plan["prompts"])), (5000, 3))
        self.assertIn("single function named `", plan["prompts"][0]["user"])
        self.assertIn("<<<BEGIN>>>", plan["prompts"][0]["user"])
        self.assertGreater(plan["dollars_at_most"], 0)
        self.assertEqual(plan, self.synthesise("plan", "--set", "exercises", "--count", 5000, "--show", 3, *self.options(server)), "seeded")
        self.assertEqual(server.answered, {})
        with self.database() as database:
            self.assertEqual(database.execute("SELECT count(*) FROM synthesis_run").fetchone()[0], 0)
        # Names seen in the workspace are among those that may be drawn.
        names = {axis["axis"]: axis["values"] for axis in plan["axes"]}
        own = self.folder / "own.json"
        own.write_text(json.dumps({"format": "primer-constraints", "version": 1, "name": "own", "axes": [{"name": "name", "kind": "names", "from_workspace": 10}]}))
        template = self.folder / "template.json"
        template.write_text(json.dumps({"format": "primer-template", "version": 1, "name": "mine", "kind": "exercise", "text": "Write `{name}`."}))
        drawn = self.synthesise("plan", "--set", own, "--template", template, "--count", 50, "--show", 50)
        self.assertEqual({prompt["user"] for prompt in drawn["prompts"]}, {f"Write `read_table_{name}`." for name in "abc"})
        self.assertTrue(drawn["exhausted"])
        self.assertGreater(names["name"], 10_000)

    def test_a_server_that_sometimes_answers_badly(self):
        server = self.server(bad=0.35, faults=0.1)
        report = self.synthesise("run", "ex", "--set", "exercises", "--count", ROWS * 3, "--target", ROWS, "--concurrency", 16, *self.options(server))
        self.assertEqual(report["stopped"], "target")
        self.assertGreaterEqual(report["accepted"], ROWS)
        self.assertLess(report["accepted"], ROWS * 1.1, "no more is asked for than the target takes")
        self.assertLess(server.most_under_way, 17)
        how_by_row = {}
        with self.database() as database:
            self.assertGreaterEqual(database.execute("SELECT spent_nanos FROM synthesis_run").fetchone()[0], server.charged)
            replies = database.execute("SELECT i.position, i.state, i.reason, i.verdict, i.problem, a.reply FROM synthesis_item i JOIN synthesis_attempt a ON a.run_id=i.run_id AND a.position=i.position "
                                       "WHERE a.http_status=200").fetchall()
        self.assertEqual(set(collections.Counter(position for position, *_ in replies).values()), {1}, "every row is answered once")
        # Every way of answering badly is met, and each is rejected for its reason; every wrapping is taken off.
        self.assertTrue(set(BAD) <= set(server.made.values()))
        counts = collections.Counter(server.made.values())
        told = self.synthesise("rejects", "ex", "--show", 2)["reasons"]
        self.assertEqual(len({(entry["reason"], entry["failed"]) for entry in told}), len(told))
        self.assertEqual({entry["failed"] for entry in told if entry["reason"] == "cut_off"}, {True, False}, "by the server's word, and without it")
        with self.database() as database:
            self.assertEqual(sum(entry["count"] for entry in told if entry["failed"]), database.execute("SELECT count(*) FROM synthesis_item WHERE state=3").fetchone()[0])
        reasons = {}
        for entry in told:
            known = reasons.setdefault(entry["reason"], {"count": 0, "examples": []})
            reasons[entry["reason"]] = {**entry, "count": known["count"] + entry["count"], "examples": known["examples"] + entry["examples"]}
        expected = collections.Counter()
        for how, reason in REASONS.items():
            expected[reason] += counts[how]
        for reason, count in expected.items():
            self.assertEqual(reasons[reason]["count"], count, reason)
            self.assertTrue(reasons[reason]["examples"][0]["reply"], "the raw reply is kept")
            self.assertNotIn("could not be used", reasons[reason]["words"])
        self.assertGreaterEqual(reasons["near_duplicate"]["count"], counts["copy"] - 1)
        for row in self.accepted("ex"):
            functions = [node for node in ast.parse(row["text"]).body if isinstance(node, ast.FunctionDef)]
            self.assertEqual([node.name for node in functions], [row["name"]])
            self.assertEqual(row["constraints"]["name"], row["name"])
            self.assertNotIn("__main__", row["text"])
            self.assertIn(f"named `{row['name']}`", row["prompt"])
        # What was rejected is asked again when that is wanted, and then paid again.
        waiting = self.synthesise("retry", "ex", "--rejected", "--reason", "stub")["waiting_again"]
        self.assertEqual(waiting, counts["stub"])
        server.bad = 0
        again = self.synthesise("run", "ex", "--target", 0, "--pilot", waiting)
        self.assertEqual(again["requests"] >= waiting, True)
        self.assertNotIn("stub", {entry["reason"] for entry in self.synthesise("rejects", "ex")["reasons"]})
        self.assert_sound()

    def test_textbooks_from_a_server(self):
        server = self.server(bad=0.3, kind="lesson")
        report = self.synthesise("run", "books", "--set", "textbooks", "--count", ROWS * 2, "--target", ROWS, "--concurrency", 16, *self.options(server))
        self.assertGreaterEqual(report["accepted"], ROWS, report)
        reasons = {entry["reason"] for entry in self.synthesise("rejects", "books")["reasons"]}
        self.assertTrue({"cut_off", "code_does_not_parse", "no_code"} <= reasons, reasons)
        coverage = self.synthesise("coverage", "books", "--across", "audience", "--down", "topic")
        self.assertEqual(sum(map(sum, coverage["accepted"])), report["accepted"])
        self.assertEqual(len(coverage["columns"]), 10)

    def test_kills_lose_nothing_and_pay_nothing_twice(self):
        server = self.server(bad=0.2, delay=0.01)
        rows = max(400, 20 * KILLS)
        command = ["synthesise", self.workspace, "run", "ex", "--concurrency", "8", "--json"]
        first = command + ["--set", "exercises", "--count", str(rows), *self.options(server)]
        chance = random.Random(11)
        kills = interrupted = 0
        for number in range(KILLS):
            child = subprocess.Popen([str(part) for part in [BIN / "primer-cli", *(first if not self.is_written() else command)]], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            # At a random answer, not after a time: a fast machine would be done before it is killed.
            goal = sum(server.answered.values()) + chance.randrange(12)
            while sum(server.answered.copy().values()) < goal and child.poll() is None:
                time.sleep(0.001)
            child.send_signal(signal.SIGKILL)
            kills += child.wait() == -signal.SIGKILL
            child.stdout.close()
            if self.is_written():
                with self.database() as database:
                    interrupted += database.execute("SELECT count(*) FROM synthesis_attempt WHERE outcome=''").fetchone()[0]
        self.assertEqual(kills, KILLS)
        report = self.synthesise("run", "ex")
        self.assertEqual((report["waiting"], report["answered"] + report["failed"]), (0, rows))
        with self.database() as database:
            twice = database.execute("SELECT position, count(*) FROM synthesis_attempt WHERE outcome='answered' GROUP BY position HAVING count(*)>1").fetchall()
            self.assertEqual(twice, [], "an answer that was kept is not asked for again")
            attempts = database.execute("SELECT count(*) FROM synthesis_attempt").fetchone()[0]
            spent, reserved, charged = database.execute("SELECT spent_nanos, reserved_nanos, (SELECT sum(charged_nanos) FROM synthesis_attempt) FROM synthesis_run").fetchone()
            self.assertEqual(database.execute("SELECT count(*) FROM synthesis_item WHERE state=2 AND answer_id=0").fetchone()[0], 0)
        self.assertEqual((reserved, spent), (0, charged))
        self.assertGreaterEqual(spent, server.charged)
        self.assertLessEqual(attempts, rows + interrupted, "only what was under way at a kill is asked again")
        self.assertLessEqual(sum(server.answered.values()), rows + interrupted)
        self.assert_sound()

    def is_written(self):
        with self.database() as database:
            return database.execute("SELECT count(*) FROM synthesis_run").fetchone()[0] > 0

    def test_the_same_prompt_is_paid_once_in_all_runs(self):
        server = self.server()
        self.synthesise("run", "one", "--set", "exercises", "--count", 40, *self.options(server))
        self.assertEqual(sum(server.answered.values()), 40)
        # Extended, and with another temperature.
        more = self.synthesise("run", "one", "--count", 60, "--temperature", "0.2")
        self.assertEqual((more["requests"], more["answered"], more["planned"]), (20, 60, 60))
        # Another run, with constraints that are added, another target and temperature.
        own = self.folder / "sets"
        self.run_cli("synthesise", self.workspace, "files", "--out", own)
        wider = json.loads((own / "exercises.json").read_text())
        wider["never_together"].append({"difficulty": "hard", "audience": "teachers who collect problems"})
        (own / "wider.json").write_text(json.dumps(wider))
        other = self.synthesise("run", "two", "--set", own / "wider.json", "--template", "exercise", "--count", 60, "--temperature", "0.4", *self.options(server))
        self.assertGreater(other["reused"], 30)
        self.assertEqual(other["requests"] + other["reused"], 60)
        self.assertEqual(max(server.answered.values()), 1)
        self.assertEqual(sum(server.answered.values()), 60 + other["requests"])
        # Another model is another answer.
        third = self.synthesise("run", "three", "--set", "exercises", "--count", 5, "--url", server.url, "--model", "other", "--budget", "1")
        self.assertEqual(third["reused"], 0)
        self.assert_sound()

    def test_a_budget_is_never_gone_beyond(self):
        server = self.server()
        report = self.synthesise("run", "ex", "--set", "exercises", "--count", 200, *self.options(server)[:-2], "--budget", "0.01", expect=1)
        self.assertEqual(report["stopped"], "budget")
        self.assertLessEqual(server.charged * 1e-9, 0.01)
        self.assertGreater(report["answered"], 5)
        self.assertIn("forecast", report)
        rest = self.synthesise("run", "ex", "--budget", "10")
        self.assertEqual((rest["answered"], rest["waiting"]), (200, 0))
        self.assertEqual(max(server.answered.values()), 1)

    def test_accepted_rows_are_samples_like_others(self):
        self.synthesise("run", "ex", "--set", "grammar-exercises", "--count", 150)
        imported = self.synthesise("import", "ex", "--licence", "MIT")
        self.assertEqual(imported["source"], "synthetic-ex")
        found = self.run_cli("query", self.workspace, "--filter", "source:synthetic-ex language:python", "--limit", "-1")
        self.assertEqual(found["total"], imported["added"])
        self.run_cli("facts", self.workspace)
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "source:synthetic-ex parses:1 documented>0")["total"], imported["added"])
        out = self.folder / "out"
        exported = self.run_cli("export", self.workspace, out, "--format", "jsonl", "--filter", "source:synthetic-ex", "--allow-licence", "MIT")
        self.assertEqual(exported["samples"], imported["added"])
        lines = [json.loads(line) for path in out.rglob("*.jsonl") for line in path.read_text().splitlines()]
        lines = [line for line in lines if "upstream" in line]  # the others are the attribution
        self.assertEqual(len(lines), imported["added"])
        lineage = [json.loads(line["upstream"]) if isinstance(line["upstream"], str) else line["upstream"] for line in lines]
        self.assertEqual({row["model"] for row in lineage}, {"grammar-1"})
        self.assertTrue(all(row["constraints"]["name"] and row["prompt"] and row["seed"] and row["template"] == "grammar-exercise@1" for row in lineage))
        shards = self.run_cli("shards", self.workspace, self.folder / "shards", "--filter", "source:synthetic-ex", "--vocabulary", "400")
        self.assertGreater(shards["tokens"], 1000)
        self.assertEqual(self.synthesise("import", "ex")["added"], 0)
        self.assertEqual(self.synthesise("accept", "ex")["accepted"], imported["added"], "its own samples make no row a copy")
        self.assert_sound()

    def test_accepted_rows_run_and_keep_their_word(self):
        if subprocess.run([BIN / "primer-cli", "sandbox", "check"], capture_output=True).returncode:
            self.skipTest("no sandbox on this machine")
        self.synthesise("run", "ex", "--set", "grammar-exercises", "--count", 40)
        report = self.synthesise("execute", "ex", "--parallel", 2)
        self.assertEqual(report["outcomes"], {"passed": report["accepted"]}, report["examples"])
        self.assertEqual(report["ran"], report["accepted"])
        self.assertGreater(report["claims"], 30)
        self.assertEqual(self.synthesise("execute", "ex")["ran"], 0)
        self.assertEqual(self.synthesise("export", "ex", "--executed", "--out", self.folder / "ran.jsonl")["rows"], report["accepted"])
        self.assertEqual({json.loads(line)["executed"] for line in (self.folder / "ran.jsonl").read_text().splitlines()}, {"passed"})
        self.assertEqual(self.synthesise("import", "ex", "--executed")["added"], report["accepted"])
        self.synthesise("run", "more", "--set", "grammar-textbooks", "--count", 10)
        self.assertEqual(self.synthesise("export", "more", "--executed", "--out", self.folder / "none.jsonl")["rows"], 0, "none ran")
        self.assert_sound()

    def test_what_is_wrong_is_told(self):
        cases = [(["run", "x"], "set"), (["run", "x", "--set", "nothing.json", "--template", "exercise"], "nothing.json"), (["run", "bad name", "--set", "grammar-exercises"], "bad name"),
                 (["status", "nobody"], "nobody"), (["run", "x", "--set", "exercises"], "name"), (["export", "x"], "out"), (["run", "x", "--set", "textbooks", "--template", "exercise"], "exercise"),
                 (["run", "x", "--set", "exercises", "--sampling", "odd"], "odd"), (["coverage", "nobody"], "nobody")]
        for arguments, where in cases:
            error = self.synthesise(*arguments, expect=1)["error"]
            self.assertIn(where, error["where"] + " " + error["detail"], arguments)
        with self.database() as database:
            self.assertEqual(database.execute("SELECT count(*) FROM synthesis_run").fetchone()[0], 0)
        self.synthesise("juggle", expect=2)


if __name__ == "__main__":
    main()
