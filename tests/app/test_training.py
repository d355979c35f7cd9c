"""Training runs of primer-engine: they learn, go on bitwise after kills, obey their control file, and say what went wrong."""
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import unittest

from support import BIN, ProgramTest, main

KILLS = int(os.environ.get("PRIMER_TRAINING_KILLS", "40"))


class Training(ProgramTest):
    def setUp(self):
        super().setUp()
        generator = random.Random(4)
        words = [f"name_{n}" for n in range(60)]
        with open(self.folder / "a.jsonl", "w") as file:
            for n in range(400):
                body = "".join(f"def {generator.choice(words)}({generator.choice(words)}):\n    return {generator.choice(words)} + {n}\n" for _ in range(12))
                file.write(json.dumps({"content": body, "path": f"{n}.py", "license": "MIT"}) + "\n")
        self.run_cli("import", self.workspace, self.folder / "a.jsonl")
        answer = self.run_cli("shards", self.workspace, self.folder / "shards", "--vocabulary", "512", "--held-out", "0.05")
        self.assertGreater(answer["held_out_samples"], 5)
        self.assertEqual(answer["samples"] + answer["held_out_samples"], 400)

    def command(self, run, *settings):
        base = [f"data={self.folder}/shards/train", f"evaluationData={self.folder}/shards/held-out", "sequenceLength=64", "steps=40", "threads=1",
                "model.vocabularySize=512", "checkpointEvery=3", "evaluateEvery=10", "batchSequences=4", "microBatchSequences=2"]
        return [BIN / "primer-engine", "train", self.folder / run, "--preset", "tiny", "--set", *base, *settings]

    def train(self, run, *settings, code=0):
        done = subprocess.run(self.command(run, *settings), capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def events(self, run, kind):
        lines = (self.folder / run / "events.jsonl").read_text().splitlines()
        return [event for event in map(self.parsed, lines) if event and event["event"] == kind]

    @staticmethod
    def parsed(line):
        try:
            return json.loads(line)
        except ValueError:
            return None  # cut by a kill

    def losses(self, run):
        return [(event["step"], event["loss"], event["lr"]) for event in self.events(run, "step")]

    def test_it_learns_and_reports(self):
        self.train("run", "steps=120", "maxLearningRate=0.005")
        losses = [loss for _, loss, _ in self.losses("run")]
        self.assertEqual(len(losses), 120)
        self.assertAlmostEqual(losses[0], 6.24, delta=0.15)  # ln 512: it begins knowing nothing
        self.assertLess(sum(losses[-10:]) / 10, 0.55 * losses[0])
        evaluations = [event["loss"] for event in self.events("run", "evaluation")]
        self.assertLess(evaluations[-1], 0.6 * evaluations[0] + 1.5)
        step = self.events("run", "step")[-1]
        for field in ("gradient_norm", "tokens_per_second", "flops_per_second", "memory_bytes", "tokens"):
            self.assertGreater(step[field], 0)
        self.assertEqual(self.events("run", "end")[-1]["reason"], "finished")
        self.assertLessEqual(len(list((self.folder / "run/checkpoints").iterdir())), 4)  # the last three and the best

    def test_kills_change_nothing(self):
        self.train("whole", "model.attentionDropout=0.1", "model.residualDropout=0.1")
        whole = self.losses("whole")
        generator = random.Random(9)
        kills = inside = attempt = 0
        while kills < KILLS or inside < KILLS // 5:
            run = f"run{attempt}"
            while kills < KILLS or inside < KILLS // 5:
                process = subprocess.Popen(self.command(run, "model.attentionDropout=0.1", "model.residualDropout=0.1"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                partial = self.folder / run / "checkpoints/partial"
                end = time.monotonic() + 0.25 + generator.random() * 0.7
                aims = generator.random() < 0.4  # at a save
                while process.poll() is None and time.monotonic() < end and not (aims and partial.exists()):
                    time.sleep(0.0005)
                if process.poll() is not None:
                    break
                if aims:
                    time.sleep(generator.random() * 0.004)
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
                inside += partial.exists()
            self.train(run, "model.attentionDropout=0.1", "model.residualDropout=0.1")
            seen = dict((step, (step, loss, rate)) for step, loss, rate in self.losses(run))
            for line in self.losses(run):
                self.assertEqual(line, whole[line[0] - 1], "a step done again gives the very same loss")
            self.assertEqual([seen[step] for step, _, _ in whole], whole)
            attempt += 1
        print(f"{kills} kills, {inside} of them inside a save, {attempt} runs", file=sys.stderr)

    def test_stopped_runs_go_on(self):
        self.train("whole", "steps=30")
        process = subprocess.Popen(self.command("run", "steps=100000", "scheduleSteps=30"), stdout=subprocess.PIPE, text=True)
        while not (self.folder / "run/events.jsonl").exists() or len(self.losses("run")) < 5:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out)["reason"], "stopped")
        last = self.losses("run")[-1][0]
        self.assertEqual(self.events("run", "checkpoint")[-1]["step"], last)
        (self.folder / "run/control").write_text("checkpoint\nextend 5\n")
        self.train("run", f"steps={last + 10}", "scheduleSteps=30", "checkpointEvery=0")
        self.assertTrue(self.events("run", "start")[-1]["resumed"])
        steps = self.losses("run")
        self.assertEqual([step for step, _, _ in steps], list(range(1, last + 16)))
        self.assertIn(last + 1, [event["step"] for event in self.events("run", "checkpoint")])
        self.assertEqual([line[1] for line in steps[:30]], [line[1] for line in self.losses("whole")][:len(steps[:30])])

    def test_another_model_does_not_go_on(self):
        self.train("run", "steps=4")
        refused = self.train("run", "steps=8", "model.layers=3", code=1)
        self.assertEqual(refused["error"]["code"], "invalid_input")
        self.train("run", "steps=8")
        newest = self.folder / "run/checkpoints/step-00000008/optimizer.safetensors"
        newest.write_bytes(newest.read_bytes()[:-1] + b"?")
        self.train("run", "steps=10")
        self.assertIn("step-00000008", self.events("run", "warning")[-1]["folder"])
        self.assertEqual(self.events("run", "start")[-1]["step"], 6)

    def test_bad_losses_are_named(self):
        self.train("run", "steps=40", "maxLearningRate=9", "warmupSteps=0", "clipNorm=0", "explodingLoss=15")
        warning = self.events("run", "warning")[-1]
        self.assertEqual(warning["kind"], "bad_loss")
        self.assertGreaterEqual(warning["last_sample"], warning["first_sample"])
        self.assertEqual(self.events("run", "end")[-1]["reason"], "bad_loss")
        self.train("again", "steps=40", "maxLearningRate=9", "warmupSteps=0", "clipNorm=0", "explodingLoss=15", "onBadLoss=rollback", "checkpointEvery=1")
        self.assertIn("rolled_back_to", self.events("again", "warning")[0])

    def test_micro_batches_and_precisions_agree(self):
        self.train("one", "microBatchSequences=4")
        one = [loss for _, loss, _ in self.losses("one")]
        for name, settings, tolerance in (("micro", ["microBatchSequences=1"], 1e-4), ("bf16", ["precision=bf16"], 2e-2), ("fp16", ["precision=fp16"], 2e-2)):
            self.train(name, *settings)
            other = [loss for _, loss, _ in self.losses(name)]
            self.assertEqual(len(other), len(one))
            for a, b in zip(one, other):
                self.assertLess(abs(a - b) / a, tolerance, name)

    def test_the_command_line_starts_and_watches(self):
        answer = self.run_cli("train", self.workspace, "--preset", "tiny", "--name", "a b", "--data", self.folder / "shards", "--set", "steps=30",
                              "sequenceLength=64", "model.vocabularySize=512", "evaluateEvery=10")
        self.assertEqual(answer["id"], "a-b")
        deadline = time.monotonic() + 120
        while True:
            shown = self.run_cli("runs", self.workspace, "show", "a-b")
            if shown["end"] and not shown["running"]:
                break
            self.assertLess(time.monotonic(), deadline, shown)
            time.sleep(0.1)
        self.assertEqual((shown["end"], shown["step"], shown["steps"]), ("finished", 30, 30))
        self.assertIn("evaluation_loss", shown)
        self.assertEqual([run["id"] for run in self.run_cli("runs", self.workspace)["runs"]], ["a-b"])
        self.run_cli("runs", self.workspace, "show", "none", expect=1)
        self.run_cli("train", self.workspace, "--preset", "tiny", "--set", "steps=many", expect=1)

    def test_a_selection_trains_in_one_step(self):
        answer = self.run_cli("train", self.workspace, "--preset", "tiny", "--name", "chosen", "--filter", "lines:1..1000", "--drop-near-duplicates",
                              "--held-out", "0.05", "--set", "steps=6", "sequenceLength=64", "model.vocabularySize=512", "evaluateEvery=3")
        made = answer["shards"]
        self.assertEqual(made["samples"] + made["held_out_samples"] + made["near_duplicates_dropped"], 400)
        self.assertGreater(made["held_out_samples"], 5)
        self.run_cli("runs", self.workspace, "follow", "chosen")
        shown = self.run_cli("runs", self.workspace, "show", "chosen")
        self.assertEqual((shown["end"], shown["step"]), ("finished", 6))
        self.assertIn("evaluation_loss", shown)
        config = json.loads((self.workspace / "runs/chosen/run.json").read_text())
        self.assertIn(str(self.workspace / "shards/chosen/held-out"), json.dumps(config))
        # A vocabulary larger than the model's is refused before anything is made.
        error = self.run_cli("train", self.workspace, "--preset", "tiny", "--name", "small", "--data", self.workspace / "shards/chosen",
                             "--set", "model.vocabularySize=300", expect=1)["error"]
        self.assertEqual(error["code"], "invalid_input")
        self.assertFalse((self.workspace / "runs/small").exists())

    def together(self, processes, run, *settings):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        started = [subprocess.Popen(self.command(run, *settings), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                    env={**os.environ, "RANK": str(rank), "WORLD_SIZE": str(processes), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)})
                   for rank in range(processes)]
        for process in started:
            _, errors = process.communicate(timeout=240)
            self.assertEqual(process.returncode, 0, errors)

    def test_several_processes_give_the_losses_of_one(self):
        settings = ["steps=15", "microBatchSequences=1", "model.attentionDropout=0.1", "model.residualDropout=0.1"]
        self.train("one", *settings)
        one = [loss for _, loss, _ in self.losses("one")]
        for processes in (2, 4):
            self.together(processes, f"of{processes}", *settings)
            lines = self.losses(f"of{processes}")
            self.assertEqual([step for step, _, _ in lines], list(range(1, 16)))
            for (_, loss, _), expected in zip(lines, one):  # sums in another order: the last bits differ
                self.assertLess(abs(loss - expected) / expected, 2e-5)
        # The number of processes may change when a run goes on.
        self.train("of4", *settings, "steps=20")
        self.assertEqual(self.losses("of4")[-1][0], 20)
        self.assertEqual(self.train("of4", *settings, "steps=0", code=1)["error"]["where"], "steps")

    def test_forks_begin_where_a_checkpoint_is(self):
        self.train("run", "steps=30", "maxLearningRate=0.005")
        self.train("fork", "steps=2", f"initFrom={self.folder}/run/checkpoints/step-00000030")
        self.assertLess(self.losses("fork")[0][1], self.losses("run")[10][1])


if not (BIN / "primer-engine").exists():
    print("skipped: built without the engine")
    raise SystemExit(77)
main()
