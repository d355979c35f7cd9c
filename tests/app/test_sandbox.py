"""primer-cli sandbox: verdicts with their exit codes, a machine without a sandbox, output that aims at the terminal."""
import json
import os
import pathlib
import re
import subprocess
import unittest

from support import BIN, SOURCE, ProgramTest, main


class SandboxVerb(ProgramTest):
    def setUp(self):
        super().setUp()
        done = subprocess.run([BIN / "primer-cli", "sandbox", "check"], capture_output=True, text=True, timeout=120)
        if done.returncode:
            self.skipTest(done.stderr)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def test_the_layers_are_told(self):
        answer = self.run_cli("sandbox", "check")
        self.assertTrue(answer["backend"].startswith("bubblewrap "))
        self.assertEqual((answer["right_program"], answer["wrong_program"]), ("passed", "failed"))
        for word in ("seccomp", "namespaces", "user"):
            self.assertTrue(any(word in layer for layer in answer["layers"]), answer["layers"])

    def test_verdicts_and_exit_codes(self):
        right = self.file("right.py", "def twice(x):\n    print('called')\n    return 2 * x\n")
        tests = self.file("tests.py", "assert twice(2) == 4\nassert twice('a') == 'aa'\n")
        answer = self.run_cli("sandbox", "run", right, "--tests", tests)
        self.assertEqual((answer["outcome"], answer["reason"], answer["calls"], answer["output"]), ("passed", "", 2, "called\ncalled\n"))
        wrong = self.file("wrong.py", "def twice(x):\n    return x ** 2\n")
        answer = self.run_cli("sandbox", "run", wrong, "--tests", tests, expect=1)
        self.assertEqual(answer["outcome"], "failed")
        self.assertIn("line 2", answer["reason"])
        loop = self.file("loop.py", "while True: pass\n")
        self.assertEqual(self.run_cli("sandbox", "run", loop, "--cpu-seconds", "1", expect=1)["outcome"], "timed_out")
        memory = self.file("memory.py", "x = bytearray(200 << 20)\n")
        self.assertEqual(self.run_cli("sandbox", "run", memory)["outcome"], "passed")
        self.assertEqual(self.run_cli("sandbox", "run", memory, "--memory", "128", expect=1)["outcome"], "out_of_memory")
        self.assertEqual(self.run_cli("sandbox", "run", self.file("bad.py", "def f(:\n"), expect=1)["outcome"], "syntax_error")
        self.assertEqual(self.run_cli("sandbox", "run", self.folder / "none.py", expect=1)["error"]["code"], "not_found")
        self.assertEqual(self.run_cli("sandbox", "run", expect=1)["error"]["code"], "invalid_input")
        for option in (("--cpu-seconds", "0"), ("--cpu-seconds", "nan"), ("--memory", "1"), ("--memory", "-5")):
            self.run_cli("sandbox", "run", right, *option, expect=2)

    def test_output_does_nothing_to_the_terminal(self):
        nasty = self.file("nasty.py", "print('\\x1b]0;title\\x07\\x1b[2J<b>\\u202e')\nraise ValueError('\\x1b[31m')\n")
        done = subprocess.run([BIN / "primer-cli", "sandbox", "run", nasty], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn(b"\x1b", done.stdout + done.stderr)
        self.assertNotIn("\u202e".encode(), done.stdout)
        self.assertIn(rb"\x1b]0;title", done.stdout)
        self.assertIn("\x1b]0;title\x07", self.run_cli("sandbox", "run", nasty, expect=1)["output"])

    def test_nothing_of_the_caller_is_to_be_seen(self):
        spy = self.file("spy.py", "import os\nprint(dict(os.environ), os.listdir('/'), os.listdir('/tmp'))\n")
        answer = self.run_cli("sandbox", "run", spy, env={**os.environ, "OPENAI_API_KEY": "marker-of-a-key"})
        self.assertNotIn("marker", answer["output"])
        self.assertNotIn("etc", answer["output"])


MBPP = pathlib.Path(os.environ.get("PRIMER_MBPP", SOURCE.parent / "shared" / "data" / "mbpp.jsonl"))
PROBLEMS = int(os.environ.get("PRIMER_SANDBOX_PROBLEMS", "40"))  # 974 and REPEATS 20 before a release
REPEATS = int(os.environ.get("PRIMER_SANDBOX_REPEATS", "1"))


@unittest.skipUnless(MBPP.exists(), f"no {MBPP}")
class Problems(ProgramTest):
    """Solutions that are known to be right pass, whatever runs beside them; damaged ones do not."""

    def outcomes(self, programs, parallel):
        done = subprocess.run([BIN / "primer-test-sandbox", str(parallel)], input="".join(json.dumps(p) + "\n" for p in programs),
                              capture_output=True, text=True, timeout=3600)
        if done.returncode == 77:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = sorted((json.loads(line) for line in done.stdout.splitlines()), key=lambda answer: answer["index"])
        self.assertEqual(len(found), len(programs))
        return found

    def test_verdicts_are_the_same_at_any_load(self):
        rows = [json.loads(line) for line in MBPP.read_text().splitlines()]
        programs = []
        for row in rows[:: max(1, len(rows) // PROBLEMS)]:
            tests = "\n".join(row["test_list"] + row["challenge_test_list"])
            entry = next((name for name in re.findall(r"def (\w+)", row["code"]) if re.search(rf"\b{name}\s*\(", tests)), "")
            programs.append({"code": row["code"] + "\n" + row["test_setup_code"], "tests": tests, "entry": entry})
        for _ in range(REPEATS):
            for parallel in (1, os.cpu_count(), 4 * os.cpu_count()):
                bad = [(programs[answer["index"]]["tests"], answer) for answer in self.outcomes(programs, parallel) if answer["outcome"] != "passed"]
                self.assertEqual(bad, [], parallel)
        wrong = [{**program, "code": program["code"] + f"\n{program['entry']} = lambda *a, **k: object()\n"} for program in programs]
        passed = [answer for answer in self.outcomes(wrong, os.cpu_count()) if answer["outcome"] != "failed"]
        self.assertEqual(passed, [])


class WithoutASandbox(ProgramTest):
    def test_it_is_said_what_to_install(self):
        for arguments in (("check",), ("run", self.folder / "any.py")):
            (self.folder / "any.py").write_text("print(1)\n")
            error = self.run_cli("sandbox", *arguments, "--bubblewrap", "no-such-bwrap", expect=1)["error"]
            self.assertEqual(error["code"], "unsupported")
            self.assertIn("sudo apt install bubblewrap", error["detail"])
        error = self.run_cli("sandbox", "check", "--bubblewrap", "/bin/false", expect=1)["error"]
        self.assertIn(error["code"], ("worker_died", "unsupported"))
        error = self.run_cli("sandbox", "check", "--python", "/nowhere/python3", expect=1)["error"]
        self.assertEqual(error["code"], "unsupported")


main()
