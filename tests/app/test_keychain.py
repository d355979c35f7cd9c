"""Keys in the desktop's keychain, with a keyring daemon on a session bus of the test's own; and where there is none."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from bad_api import BadApi
from support import BIN, ProgramTest, main

KEPT = "sk-kept-0123456789abcdef"
DAEMON = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "


class KeychainTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.home = tempfile.mkdtemp(dir=self.folder)
        self.runtime = tempfile.mkdtemp()  # a socket's path is short
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "XDG_RUNTIME_DIR": self.runtime, "XDG_DATA_HOME": self.home + "/data",
                            "LC_ALL": "C.UTF-8", "PRIMER_BIN": str(BIN)}
        self.api = BadApi()

    def tearDown(self):
        self.api.close()
        shutil.rmtree(self.runtime, ignore_errors=True)
        super().tearDown()

    def in_session(self, script, start=DAEMON):
        return subprocess.run(["dbus-run-session", "--", "bash", "-c", start + script], env=self.environment, capture_output=True, text=True, timeout=120)

    def make(self):
        source = self.folder / "rows.jsonl"
        source.write_text("".join(json.dumps({"content": f"def row_{row}():\n    return {row}\n"}) + "\n" for row in range(20)))
        self.run_cli("import", self.workspace, source)

    def label(self):
        return f'"$PRIMER_BIN"/primer-cli label "{self.workspace}" --url {self.api.url} --model tiny --count 10 --json'

    def test_a_kept_key_is_used_for_its_server_alone(self):
        self.make()
        cli = '"$PRIMER_BIN"/primer-cli'
        done = self.in_session(f"printf '%s\\n' {KEPT} | {cli} key keep {self.api.url} --json && {cli} key check {self.api.url} --json"
                               f" && {cli} key check http://127.0.0.1:1/v1 --json && OPENAI_API_KEY=sk-other {self.label()} && {cli} key forget {self.api.url} --json"
                               f" && {cli} key check {self.api.url} --json; {cli} key forget {self.api.url} --json")
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([answer.get("kept") for answer in answers], [None, True, False, None, None, False, None], done.stdout + done.stderr)
        self.assertEqual(answers[3]["labelled"], 10)
        self.assertEqual(answers[6]["error"]["code"], "not_found")
        self.assertEqual(self.api.authorizations, {f"Bearer {KEPT}"})
        self.assertNotIn(KEPT, done.stdout + done.stderr)
        for folder, _, names in os.walk(self.folder):  # neither in the workspace nor, in clear, in the keyring's own files
            for name in names:
                path = pathlib.Path(folder, name)
                if path.is_file():
                    self.assertNotIn(KEPT.encode(), path.read_bytes(), name)

    def test_without_a_keychain_it_is_said_and_the_variable_serves(self):
        self.make()
        cli = '"$PRIMER_BIN"/primer-cli'
        done = self.in_session(f"printf '%s\\n' {KEPT} | {cli} key keep {self.api.url} --json; OPENAI_API_KEY=sk-other {self.label()}", start="")
        refused, labelled = map(json.loads, done.stdout.splitlines())
        self.assertEqual(refused["error"]["code"], "unsupported")
        self.assertEqual(labelled["labelled"], 10)
        self.assertEqual(self.api.authorizations, {"Bearer sk-other"})
        files = [os.path.join(folder, name) for folder, _, names in os.walk(self.folder) for name in names]
        self.assertTrue(files)
        self.assertFalse([name for name in files if KEPT.encode() in pathlib.Path(name).read_bytes()])

    def test_a_locked_one_is_no_reason_to_wait(self):
        done = self.in_session(f"printf '%s\\n' {KEPT} | timeout 60 \"$PRIMER_BIN\"/primer-cli key keep {self.api.url} --json",
                               start="gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; ")
        self.assertEqual(json.loads(done.stdout)["error"]["code"], "unsupported", done.stderr)


if __name__ == "__main__":
    main()
