"""The log of the programs: where it lies, its levels, and that it never stands in the way."""
import json
import os
import re
import subprocess
import unittest

from support import BIN, ProgramTest, main

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ (trace|debug|info|warning|error|critical) [\w./]+: .*")


class Log(ProgramTest):
    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        (self.folder / "a.jsonl").write_text('{"content": "def secret_name(): return 1\\n", "path": "a.py"}\n')

    def environment(self, **more):
        return {**{key: value for key, value in os.environ.items() if key != "PRIMER_LOG"}, "XDG_STATE_HOME": str(self.state), **more}

    def run_program(self, *arguments, program="primer-cli", **more):
        return subprocess.run([BIN / program, *map(str, arguments)], capture_output=True, text=True, timeout=120, env=self.environment(**more))

    def lines(self, name="primer-cli.log"):
        path = self.state / "primer" / name
        return path.read_text().splitlines() if path.exists() else []

    def test_the_terminal_is_as_it_was_and_the_file_has_the_story(self):
        done = self.run_program("import", self.workspace, self.folder / "a.jsonl", "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(json.loads(done.stdout)["added"], 1)
        self.assertEqual([line.split(" ", 2)[2] for line in self.lines()][0], "info app/cli: primer-cli 0.1.0 begins: import")
        self.assertIn(" info app/cli: ends after ", self.lines()[-1])
        for line in self.lines():
            self.assertRegex(line, LINE)

    def test_every_verb_takes_the_level_before_and_after_itself(self):
        verbs = re.findall(r"^  ([a-z]+) ", self.run_program("--help").stdout, re.M)
        self.assertGreater(len(verbs), 15)
        for verb in verbs:
            self.assertIn("--log-level", self.run_program(verb, "--help").stdout, verb)
        for arguments in (("--log-level", "debug", "query", "none.primer"), ("query", "none.primer", "--log-level", "debug")):
            self.assertIn(" debug ", self.run_program(*arguments).stderr.replace(":", " "))

    def test_a_level_holds_for_file_and_terminal(self):
        for level, expected in (("off", 0), ("error", 1), ("info", 3), ("debug", 5)):
            for way in ({}, {"PRIMER_LOG": level}):
                with self.subTest(level=level, way=way):
                    file = self.state / "primer" / "primer-cli.log"
                    file.unlink(missing_ok=True)
                    done = self.run_program("query", self.folder / "none.primer", "--json", *([] if way else ["--log-level", level]), **way)
                    self.assertEqual(len(done.stdout.splitlines()), 1)
                    self.assertEqual(json.loads(done.stdout)["error"]["code"], "not_found")
                    self.assertEqual(len(self.lines()), expected, self.lines())
                    # The last error is said once on the terminal, by the program itself.
                    self.assertEqual(done.stderr.count("not_found"), 1, done.stderr)
                    self.assertEqual("info: app/cli" in done.stderr, level in ("info", "debug"))

    def test_the_option_wins_over_the_variable(self):
        self.run_program("query", "none.primer", "--log-level", "info", PRIMER_LOG="off")
        self.assertEqual(len(self.lines()), 3)

    def test_a_wrong_level_is_wrong_usage(self):
        for program, verb in (("primer-cli", ["query", "none.primer"]), ("primer", []), ("primer-engine", ["devices"])):
            if not (BIN / program).exists():
                continue
            for arguments, more in ((["--log-level", "loud"], {}), ([], {"PRIMER_LOG": "loud"}), (["--log-level", "critical"], {})):
                done = self.run_program(*verb, *arguments, program=program, QT_QPA_PLATFORM="offscreen", **more)
                self.assertEqual(done.returncode, 2, (program, done.stderr))
                self.assertIn("trace, debug, info, warning, error or off", done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertFalse(self.state.exists())

    def test_files_are_named_at_debug_alone(self):
        self.run_program("import", self.workspace, self.folder / "a.jsonl")
        self.run_program("query", self.folder / "none.primer")
        self.assertNotIn(str(self.folder), "\n".join(self.lines()))
        self.run_program("query", self.folder / "none.primer", PRIMER_LOG="debug")
        named = [line for line in self.lines() if str(self.folder) in line]
        self.assertEqual({line.split()[2] for line in named}, {"debug"})
        self.assertNotIn("secret_name", "\n".join(self.lines()))

    def test_a_folder_that_cannot_be_written_is_said_once(self):
        self.state.write_text("a file in the way")
        done = self.run_program("query", self.folder / "none.primer", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout)["error"]["code"], "not_found")
        self.assertEqual(done.stderr.count("cannot be written"), 1, done.stderr)

    def test_a_full_disk_is_said_once(self):
        (self.state / "primer").mkdir(parents=True)
        (self.state / "primer" / "primer-cli.log").symlink_to("/dev/full")
        done = self.run_program("import", self.workspace, self.folder / "a.jsonl", "--json", PRIMER_LOG="error")
        self.assertEqual((done.returncode, done.stderr), (0, ""))  # nothing to say
        done = self.run_program("query", self.folder / "none.primer", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("No space left on device"), 1, done.stderr)

    def test_the_window_has_a_log_of_its_own(self):
        # It stays open until it is ended; the log is there within a second of its beginning.
        window = subprocess.Popen([BIN / "primer", "--log-level", "debug"], stderr=subprocess.PIPE, text=True,
                                  env=self.environment(QT_QPA_PLATFORM="offscreen", HOME=str(self.folder)))
        try:
            for line in window.stderr:
                if "begins" in line:
                    break
            while not self.lines("primer.log"):
                self.assertIsNone(window.poll())
        finally:
            window.terminate()
            window.communicate()
        self.assertIn("info app/desktop: primer 0.1.0 begins", self.lines("primer.log")[0])

    @unittest.skipUnless((BIN / "primer-engine").exists(), "built without LibTorch")
    def test_the_engines_log_lies_in_the_runs_folder(self):
        run = self.folder / "run"
        done = self.run_program("train", run, program="primer-engine")  # there is no such run
        self.assertEqual(done.returncode, 1)
        self.assertFalse(run.exists())
        self.assertIn("error app/engine: not_found: ", self.lines("engine.log")[-1])
        run.mkdir()
        done = self.run_program("train", run, program="primer-engine")  # nothing to train in it
        self.assertEqual(done.returncode, 1)
        lines = (run / "engine.log").read_text().splitlines()
        self.assertIn("info app/engine: primer-engine 0.1.0 begins: train", lines[0])
        self.assertIn("error app/engine: not_found: ", lines[-1])
        self.assertNotIn(str(run), "\n".join(lines))
        done = self.run_program("train", run, program="primer-engine", RANK="3", WORLD_SIZE="1")  # contradicts itself
        self.assertEqual(done.returncode, 1)
        done = self.run_program("devices", program="primer-engine")
        self.assertEqual(done.returncode, 0)
        self.assertIn("ends: done", self.lines("engine.log")[-1])


main()
