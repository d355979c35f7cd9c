"""Labels through HTTP: a server that does what it should, one that does not, budgets through kills, keys that stay where they belong."""
import base64
import collections
import http.server
import json
import os
import random
import signal
import subprocess
import threading
import time
import unittest

from bad_api import FAULTS, BadApi
from support import BIN, ProgramTest, main

ROWS = int(os.environ.get("PRIMER_TEACHER_ROWS", "2500"))
KILL_RUNS = int(os.environ.get("PRIMER_TEACHER_KILLS", "12"))
KEY = "sk-canary-0123456789abcdef"


class TeacherTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.environment = dict(os.environ, OPENAI_API_KEY=KEY)
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.close()
        super().tearDown()

    def server(self, **arguments):
        self.servers.append(BadApi(**arguments))
        return self.servers[-1]

    def make(self, rows):
        source = self.folder / "rows.jsonl"
        with open(source, "w") as file:
            for row in range(rows):
                file.write(json.dumps({"content": f"def row_{row}(a, b):\n    return a + b * {row}\n", "max_stars_repo_path": f"r{row}.py"}) + "\n")
        self.run_cli("import", self.workspace, source)

    def label(self, server, *arguments, expect=0):
        return self.run_cli("label", self.workspace, "--url", server.url, "--model", "tiny-gpt", "--count", ROWS, "--price-in", "0.15", "--price-out", "0.6", "--max-tokens", "60",
                            "--timeout-ms", "400", "--pause-ms", "5", "--max-pause-ms", "40", "--max-retry-after-ms", "60", *arguments, expect=expect, env=self.environment)

    def resume(self, run, *arguments, expect=0):
        return self.run_cli("labels", self.workspace, "resume", run, *arguments, expect=expect, env=self.environment)

    def assert_ledger_holds(self, run, server, price_is_half=False):
        """Every row is at an end, none twice; what the server charged is within what the ledger says, and that within the budget."""
        with self.database() as database:
            states = dict(database.execute("SELECT state, count(*) FROM label_item WHERE run_id=? GROUP BY state", (run,)).fetchall())
            self.assertLessEqual(set(states), {2, 3}, states)
            self.assertEqual(database.execute("SELECT count(*) FROM label_item WHERE run_id=? AND state=3 AND reason=''", (run,)).fetchone()[0], 0)
            labels = database.execute("SELECT position, sample_id, value FROM teacher_label WHERE run_id=?", (run,)).fetchall()
            self.assertEqual(len(labels), states.get(2, 0))
            spent, reserved, budget = database.execute("SELECT spent_nanos, reserved_nanos, budget_nanos FROM label_run WHERE id=?", (run,)).fetchone()
            self.assertEqual(reserved, 0)
            self.assertEqual(spent, database.execute("SELECT sum(charged_nanos) FROM label_attempt WHERE run_id=?", (run,)).fetchone()[0])
            self.assertLessEqual(server.charged / (2 if price_is_half else 1), spent)
            self.assertLessEqual(spent, budget)
        return labels

    def rows_of_samples(self):
        return {row["id"]: int(row["path"][1:-3]) for row in self.run_cli("query", self.workspace, "--limit", "-1")["rows"]}

    def assert_sent_at_most_once(self, run, server, rows_of_samples):
        """What was written down before it was sent is all that the server ever saw, row by row."""
        with self.database() as database:
            written = collections.Counter({rows_of_samples[sample]: count for sample, count in database.execute(
                "SELECT sample_id, count(*) FROM label_attempt JOIN label_item USING(run_id, position) WHERE run_id=? GROUP BY sample_id", (run,))})
        seen = collections.Counter(row for row, _ in server.requests)
        self.assertEqual({row: count for row, count in seen.items() if count > written[row]}, {}, "a request reached the server more often than it was sent")

    def test_a_good_server(self):
        self.make(300)
        server = self.server()
        pilot = self.label(server, "--budget", "5", "--pilot", "50", "--repeat", "40", "--prompt", "line")
        self.assertEqual((pilot["labelled"], pilot["waiting"], pilot["stopped"]), (50, 290, "limit"))
        forecast = pilot["forecast"]
        self.assertLess(forecast["dollars"]["low"], forecast["dollars"]["expected"])
        self.assertLess(forecast["dollars"]["expected"], forecast["dollars"]["high"])
        done = self.resume(pilot["run"])
        self.assertEqual((done["labelled"], done["failed"], done["waiting"]), (340, 0, 0))
        rest = server.charged * 1e-9 - pilot["spent_dollars"]
        self.assertLess(forecast["dollars"]["low"], rest)
        self.assertGreater(forecast["dollars"]["high"], rest)
        self.assertAlmostEqual(done["spent_dollars"], server.charged * 1e-9)
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "teacher:5 teacher_name:tiny-gpt*")["total"], 50)
        agreement = self.run_cli("labels", self.workspace, "agreement", "tiny-gpt line-1", "tiny-gpt line-1")
        self.assertEqual((agreement["pairs"], agreement["kappa"]), (40, 1))
        # The key went into one header and nowhere else.
        self.assertEqual(server.authorizations, {"Bearer " + KEY})
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(KEY.encode(), path.read_bytes(), path)

    def test_through_the_whole_path(self):
        """Labels from a server, vectors, forest, threshold, export."""
        self.make(300)
        server = self.server(value=lambda row: 5 if row % 2 else 0)
        self.label(server, "--budget", "5")
        self.run_cli("embed", self.workspace, "--width", "64")
        fitted = self.run_cli("forest", self.workspace, "fit", "--teacher", "tiny-gpt rubric-1", "--held-out", "0.3", "--quick")
        self.assertEqual(fitted["scored"], 300)
        threshold = self.run_cli("thresholds", self.workspace, "set", "half", "--cut", "0.5")
        out = self.folder / "out"
        exported = self.run_cli("export", self.workspace, out, "--format", "jsonl", "--quality-threshold", "half@1", "--allow-licence", "unknown")
        self.assertEqual(exported["samples"], threshold["kept"])
        lineage = json.loads((out / "manifest.json").read_text())["lineage"]
        self.assertEqual(lineage["threshold"]["forest"]["teacher"], "tiny-gpt rubric-1")

    def test_a_server_that_misbehaves(self):
        self.make(ROWS)
        server = self.server(seed=7, faults=0.3)
        report = self.label(server, "--budget", "100", "--concurrency", "32")
        self.assertEqual(report["labelled"] + report["failed"], ROWS, report)
        labels = self.assert_ledger_holds(report["run"], server)
        texts = self.rows_of_samples()
        self.assert_sent_at_most_once(report["run"], server, texts)
        for _, sample, value in labels:
            self.assertEqual(value, texts[sample] % 6)
        self.assertEqual(len({sample for _, sample, _ in labels}), len(labels))
        self.assertEqual(set(fault for _, fault in server.requests) - {""}, set(FAULTS), "every fault was met")
        self.assertEqual(server.foreign, [], "no redirect was followed")
        # A request whose fate is unknown is sent again once.
        unknown = {"hang", "hang_in_body", "reset_before", "reset_in_body", "reset_after", "drip", "not_http", "502", "too_large", "continue_reset", "half_status"}
        per_row = collections.Counter(row for row, fault in server.requests if fault in unknown)
        self.assertLessEqual(max(per_row.values()), 2)
        reasons = self.run_cli("labels", self.workspace, "failures", report["run"])["reasons"]
        self.assertGreater(len(reasons), 5)
        # The inbox: what failed is asked again, by then the server is well.
        server.faults = 0
        waiting = self.run_cli("labels", self.workspace, "retry", report["run"])["waiting_again"]
        self.assertEqual(waiting, report["failed"])
        self.assertEqual(self.resume(report["run"])["labelled"], ROWS)
        self.assert_ledger_holds(report["run"], server)
        self.assert_sound()

    def test_batches(self):
        self.make(300)
        server = self.server(seed=5, faults=0.3)
        server.batch_faults, server.loses_batch_reply = 2, True
        report = self.run_cli("label", self.workspace, "--url", server.url, "--model", "tiny-gpt", "--count", "300", "--price-in", "0.075", "--price-out", "0.3", "--max-tokens", "60",
                              "--pause-ms", "5", "--max-pause-ms", "20", "--budget", "5", "--batch", "--poll-ms", "20", env=self.environment)
        self.assertEqual(report["waiting"], 0)
        labels = self.assert_ledger_holds(report["run"], server, price_is_half=True)
        self.assertGreater(len(labels), 200)
        names = [batch["metadata"]["name"] for batch in server.batches.values()]
        self.assertEqual(len(names), len(set(names)), "a batch whose reply was lost is found again, not handed in twice")
        self.assertEqual(server.authorizations, {"Bearer " + KEY})
        self.assert_sound()

    def test_a_batch_whose_name_cannot_be_used_is_paid_once(self):
        self.make(3)
        server = self.server(seed=5)
        server.batch_name = "../batch {}".format
        options = ["--poll-ms", "10"]
        report = self.run_cli("label", self.workspace, "--url", server.url, "--model", "tiny-gpt", "--count", "3", "--price-in", "0.075", "--price-out", "0.3", "--max-tokens", "60",
                              "--pause-ms", "5", "--budget", "5", "--batch", *options, env=self.environment, expect=1)
        self.assertEqual(report["stopped"], "bad_reply")
        for _ in range(2):
            self.assertEqual(self.resume(report["run"], *options, expect=1)["stopped"], "bad_reply")
        self.assertEqual(len(server.batches), 1)

    def run_is_written(self):
        with self.database() as database:
            return database.execute("SELECT count(*) FROM label_run").fetchone()[0] > 0

    def test_batches_through_kills_and_a_small_budget(self):
        self.make(120)
        server = self.server(seed=6)
        command = [BIN / "primer-cli", "label", self.workspace, "--url", server.url, "--model", "tiny-gpt", "--count", "120", "--price-in", "0.15", "--price-out", "0.6", "--max-tokens", "60",
                   "--pause-ms", "5", "--budget", "0.004", "--batch", "--poll-ms", "200", "--json"]
        for number in range(4):
            child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.environment)
            while number == 0 and not self.run_is_written():
                time.sleep(0.01)
            time.sleep(0.1 * number)
            child.kill()
            child.communicate(timeout=60)
            command = [BIN / "primer-cli", "labels", self.workspace, "resume", "1", "--poll-ms", "200", "--json"]
        report = self.resume(1, "--poll-ms", "20", expect=1)
        self.assertEqual(report["stopped"], "budget")
        self.assertGreater(report["labelled"], 20)
        with self.database() as database:
            spent, reserved, cap = database.execute("SELECT spent_nanos, reserved_nanos, budget_nanos FROM label_run").fetchone()
        self.assertEqual((reserved, spent), (0, server.charged))
        self.assertLessEqual(spent, cap)
        self.assertEqual(self.resume(1, "--poll-ms", "20", "--budget", "1")["labelled"], 120)

    def test_a_key_that_is_refused_stops_the_run(self):
        self.make(200)
        server = self.server(faults=1.0, kinds=["401"])
        report = self.label(server, "--budget", "5", "--concurrency", "4", expect=1)
        self.assertEqual((report["stopped"], report["labelled"], report["waiting"]), ("refused_key", 0, 200))
        self.assertLess(len(server.requests), 40)
        server.faults = 0
        self.assertEqual(self.resume(report["run"])["labelled"], 200)

    def test_a_key_that_is_echoed_is_kept_nowhere(self):
        self.make(4)
        sent = []

        class Echo(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                key = self.headers["Authorization"]
                shapes = [key, base64.b64encode(key.encode()).decode(), "".join(f"\\u{ord(letter):04x}" for letter in key), key[:14] + '","b":"' + key[14:]]
                shape = shapes[len(sent) % len(shapes)]
                sent.append(shape)
                body = ('{"choices":[{"finish_reason":"stop","message":{"content":"' + shape.replace('","b":"', " ") + '\\nEducational score: 3"}}],"a":"' + shape + '"}').encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("X-Echo", key)
                self.end_headers()
                self.wfile.write(body)

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            report = self.run_cli("label", self.workspace, "--url", f"http://127.0.0.1:{server.server_port}/v1", "--model", "m", "--count", 4, "--budget", "1", "--concurrency", 1,
                                  "--price-in", "1", "--price-out", "1", env=self.environment)
        finally:
            server.shutdown()
            server.server_close()
        self.assertEqual((report["labelled"], len(sent)), (4, 4))
        with self.database() as database:
            replies = [reply.decode() for (reply,) in database.execute("SELECT reply FROM label_attempt")]
            reasonings = [text for (text,) in database.execute("SELECT reasoning FROM teacher_label")]
        self.assertEqual((len(replies), len(reasonings)), (4, 4))
        for text in replies + reasonings:
            self.assertIn("(hidden)", text)
        for path in self.workspace.rglob("*"):
            bytes_of_file = path.read_bytes() if path.is_file() else b""
            for shape in [KEY, *sent, "canary-01", base64.b64encode(KEY.encode()).decode()[4:16]]:
                self.assertNotIn(shape.encode(), bytes_of_file, path)

    def test_no_server(self):
        self.make(30)
        server = self.server()
        server.close()
        report = self.label(server, "--budget", "5", "--attempts", "2", expect=1)
        self.assertEqual((report["stopped"], report["waiting"]), ("unreachable", 30))

    def test_addresses_and_keys_that_are_refused(self):
        self.make(30)
        for url, field in (("http://example.com/v1", "url"), ("ftp://127.0.0.1/v1", "url"), ("https://user:pass@example.com/v1", "url"), ("http://127.0.0.1.example.com/v1", "url")):
            answer = self.run_cli("label", self.workspace, "--url", url, "--model", "m", expect=1)
            self.assertEqual((answer["error"]["code"], answer["error"]["where"]), ("invalid_input", field), url)
        environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
        answer = self.run_cli("label", self.workspace, "--url", "https://127.0.0.1.invalid/v1", "--model", "m", "--count", "3", expect=1, env=environment)
        self.assertEqual((answer["error"]["code"], answer["error"]["where"]), ("needs_key", "https://127.0.0.1.invalid"))

    def test_budgets_hold_through_kills(self):
        chance = random.Random(3)
        self.make(400)
        rows_of_samples = self.rows_of_samples()
        for number in range(KILL_RUNS):
            server = self.server(seed=number, faults=0.2, delay=0.004)
            budget = chance.uniform(0.001, 0.02)
            command = [BIN / "primer-cli", "label", self.workspace, "--url", server.url, "--model", f"model-{number}", "--count", "400", "--price-in", "0.15", "--price-out", "0.6",
                       "--max-tokens", "60", "--timeout-ms", "300", "--pause-ms", "5", "--max-pause-ms", "20", "--max-retry-after-ms", "20", "--budget", f"{budget:.6f}",
                       "--concurrency", str(chance.choice([1, 8, 32])), "--json"]
            kills = chance.randrange(0, 4)
            run = None
            acknowledged = 0
            while True:
                child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self.environment)
                if kills > 0:
                    kills -= 1
                    time.sleep(chance.uniform(0.05, 0.6))
                    child.send_signal(signal.SIGKILL)
                child.communicate(timeout=120)
                with self.database() as database:
                    found = database.execute("SELECT id FROM label_run WHERE teacher LIKE ?", (f"model-{number} %",)).fetchone()
                    if found:
                        run = found[0]
                        labels = database.execute("SELECT count(*) FROM teacher_label WHERE run_id=?", (run,)).fetchone()[0]
                        self.assertGreaterEqual(labels, acknowledged, "a label that was there is lost")
                        acknowledged = labels
                if child.returncode is not None and child.returncode >= 0:
                    break
                if run:
                    command = [BIN / "primer-cli", "labels", self.workspace, "resume", str(run), "--json"]
            time.sleep(0.05)
            with self.database() as database:
                spent, cap = database.execute("SELECT spent_nanos, budget_nanos FROM label_run WHERE id=?", (run,)).fetchone()
            self.assertLessEqual(server.charged, spent, number)
            self.assertLessEqual(spent, cap, number)
            self.assert_sent_at_most_once(run, server, rows_of_samples)
            server.close()
        self.assert_sound()


if __name__ == "__main__":
    main()
