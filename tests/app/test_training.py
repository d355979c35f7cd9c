"""Training runs of primer-engine: they learn, go on bitwise after kills, obey their control file, and say what went wrong."""
import json
import os
import random
import re
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
        self.assertEqual([event["steps"] for event in self.events("run", "extended")], [last + 15])
        self.assertEqual(json.loads((self.folder / "run/run.json").read_text())["steps"], last + 15)  # or a resumption would end before
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

    def test_what_is_refused_changes_nothing(self):
        self.train("run", "steps=6")
        kept = (self.folder / "run/run.json").read_bytes()
        for settings in (["batchSequences=8"], ["seed=2"], ["nonsense=1"], ["steps=-1"], ["precision=fp8"]):
            self.train("run", *settings, code=1)
            self.assertEqual((self.folder / "run/run.json").read_bytes(), kept, settings)
        # A second engine in the same folder.
        process = subprocess.Popen(self.command("run", "steps=100000"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(self.losses("run")) < 8:
            time.sleep(0.02)
        written = (self.folder / "run/run.json").read_bytes()
        self.assertEqual(self.train("run", "steps=9", code=1)["error"]["code"], "locked")
        self.assertEqual((self.folder / "run/run.json").read_bytes(), written)
        self.assertEqual([event["reason"] for event in self.events("run", "end")][-1], "failed", "of the refused ones before; none into a log at work")
        process.send_signal(signal.SIGTERM)
        process.wait()
        self.train("run", "steps=8")  # and it goes on
        # A file that is not understood is not trained with.
        for change in ({"stepz": 3}, {"steps": 7.5}, {"model": {"family": "llama"}}):
            (self.folder / "run/run.json").write_text(json.dumps({**json.loads(written), **change}))
            done = subprocess.run([BIN / "primer-engine", "train", self.folder / "run"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(json.loads(done.stdout)["error"]["code"], "corrupt")
            self.assertNotIn("exception", done.stdout + done.stderr)

    def test_damaged_checkpoints_are_not_trained_over(self):
        self.train("run", "steps=6")
        folders = sorted((self.folder / "run/checkpoints").iterdir())
        for folder in folders:
            weights = bytearray((folder / "model.safetensors").read_bytes())
            weights[5000] ^= 0x5A
            (folder / "model.safetensors").write_bytes(weights)
        error = self.train("run", "steps=9", code=1)["error"]
        self.assertEqual(error["code"], "corrupt")
        self.assertIn("all checkpoints", error["detail"])
        self.assertEqual(sorted((self.folder / "run/checkpoints").iterdir()), folders)
        manifest = json.loads((folders[-1] / "manifest.json").read_text())
        (folders[-1] / "manifest.json").write_text(json.dumps({**manifest, "version": 2}))
        self.assertEqual(self.train("run", "steps=9", code=1)["error"]["code"], "newer_format")

    def test_masks_do_not_change_when_a_run_goes_on(self):
        dropout = ["model.residualDropout=0.1", "batchSequences=12"]
        self.train("run", "steps=3", *dropout)
        self.assertEqual(self.train("run", "steps=5", *dropout, "microBatchSequences=3", code=1)["error"]["where"], "microBatchSequences")
        self.train("run", "steps=5", *dropout)
        self.train("plain", "steps=3", "batchSequences=12")
        self.train("plain", "steps=5", "batchSequences=12", "microBatchSequences=3")

    def test_forks_compute_what_their_weights_did(self):
        self.train("run", "steps=3")
        checkpoint = f"initFrom={self.folder}/run/checkpoints/step-00000003"
        for setting in ("model.heads=2", "model.rotaryDims=4", "model.rotaryBase=20000"):
            error = self.train("fork", "steps=2", checkpoint, setting, code=1)["error"]
            self.assertTrue(error["detail"].startswith(setting[len("model."):setting.index("=")]), error)
        self.train("fork", "steps=2", checkpoint)
        weights = self.folder / "run/checkpoints/step-00000003/model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-1] + b"?")
        self.train("other", "steps=2", checkpoint, code=1)

    def test_starts_that_fail_say_so(self):
        def start(name, *words, expect=1):
            return self.run_cli("train", self.workspace, "--preset", "tiny", "--name", name, *words, expect=expect)

        self.assertEqual(start("gone", "--data", "nowhere")["error"]["code"], "not_found")
        shards = self.folder / "shards"
        self.assertIn("vocabulary", start("vocab", "--data", shards, "--set", "model.vocabularySize=100")["error"]["detail"])
        large = ["model.vocabularySize=512", "model.contextLength=1000000", "sequenceLength=1000000"]
        self.assertIn("tokens", start("small", "--data", shards, "--set", *large)["error"]["detail"])
        self.assertEqual(self.run_cli("runs", self.workspace)["runs"], [])
        # What only the engine can know.
        for words in (["--filter", "lines:1..9"], ["--drop-near-duplicates"], ["--held-out", "0.1"], ["--tokenizer", shards]):
            self.assertEqual(start("both", "--data", shards, *words)["error"]["where"], words[0])
            self.assertEqual(start("both", *words, "--set", f"data={shards}/train")["error"]["where"], words[0])
        error = start("device", "--data", shards, "--set", "model.vocabularySize=512", "device=cuda")["error"]
        self.assertEqual(error["code"], "worker_died")
        (run,) = self.run_cli("runs", self.workspace)["runs"]
        self.assertEqual((run["id"], run["end"], run["step"], run["loss"]), ("device", "failed", 0, None))
        self.assertEqual(run["state"], "failed: " + error["detail"])
        done = subprocess.run([BIN / "primer-cli", "runs", self.workspace], capture_output=True, text=True)
        self.assertEqual(done.stdout, f"device  failed: {error['detail']}  no step yet\n")
        self.run_cli("runs", self.workspace, "follow", "device", expect=1)
        self.run_cli("runs", self.workspace, "resume", "device", expect=1)

    def test_losses_that_are_no_numbers_are_shown_as_such(self):
        self.run_cli("train", self.workspace, "--preset", "tiny", "--name", "run", "--data", self.folder / "shards", "--set", "steps=3", "model.vocabularySize=512")
        self.run_cli("runs", self.workspace, "follow", "run")
        with open(self.workspace / "runs/run/events.jsonl", "a") as log:
            log.write('{"event":"step","step":4,"loss":null,"gradient_norm":null}\n')
        done = subprocess.run([BIN / "primer-cli", "runs", self.workspace], capture_output=True, text=True)
        self.assertIn("loss nan", done.stdout)
        self.assertIsNone(self.run_cli("runs", self.workspace, "show", "run")["loss"])

    def test_bad_losses_are_named(self):
        self.train("run", "steps=40", "maxLearningRate=9", "warmupSteps=0", "clipNorm=0", "explodingLoss=15")
        warning = self.events("run", "warning")[-1]
        self.assertEqual(warning["kind"], "bad_loss")
        self.assertGreaterEqual(warning["last_sample"], warning["first_sample"])
        self.assertEqual(self.events("run", "end")[-1]["reason"], "bad_loss")
        self.train("again", "steps=40", "maxLearningRate=9", "warmupSteps=0", "clipNorm=0", "explodingLoss=15", "onBadLoss=rollback", "checkpointEvery=1")
        warnings = self.events("again", "warning")
        self.assertIn("rolled_back_to", warnings[0])
        self.assertGreater(len(warnings), 2)
        for earlier, later in zip(warnings, warnings[1:]):
            self.assertGreater(later["first_sample"], earlier["last_sample"])  # a bad batch is met once, however often it goes back

    def test_micro_batches_and_precisions_agree(self):
        self.train("one", "microBatchSequences=4")
        one = [loss for _, loss, _ in self.losses("one")]
        for name, settings, tolerance in (("micro", ["microBatchSequences=1"], 1e-4), ("bf16", ["precision=bf16"], 2e-2), ("fp16", ["precision=fp16", "lossScalePower=12"], 2e-2)):
            self.train(name, *settings)
            other = [loss for _, loss, _ in self.losses(name)]
            self.assertEqual(len(other), len(one))
            for a, b in zip(one, other):
                self.assertLess(abs(a - b) / a, tolerance, name)

    def test_activation_checkpointing_changes_memory_alone(self):
        shape = ["steps=4", "model.layers=8", "model.width=128", "model.mlpWidth=512", "sequenceLength=128", "batchSequences=16",
                 "microBatchSequences=16", "model.attentionDropout=0.1", "model.residualDropout=0.1", "checkpointEvery=2"]
        self.train("kept", *shape)
        self.train("again", *shape, "activationCheckpointing=on")
        self.assertEqual(self.losses("kept"), self.losses("again"))
        kept, again = (self.events(run, "step")[-1]["memory_bytes"] for run in ("kept", "again"))
        self.assertGreater(kept - again, 40e6)
        estimates = [self.events(run, "start")[-1]["memory_estimate_bytes"] for run in ("kept", "again")]
        self.assertGreater(estimates[0] - estimates[1], 40e6)
        # It may change when a run goes on.
        self.train("again", *shape, "steps=6")
        self.train("kept", *shape, "steps=6", "activationCheckpointing=on")
        self.assertEqual(self.losses("kept"), self.losses("again"))

    def test_fp16_finds_its_scale_in_tens_of_steps(self):
        self.train("run", "precision=fp16", "steps=60")
        steps = self.events("run", "step")
        self.assertEqual(steps[0]["loss_scale"], 2 ** 24)
        skipped = [event["step"] for event in steps if event["skipped"]]
        self.assertEqual(skipped, list(range(1, len(skipped) + 1)), "halved step by step, and then it holds")
        self.assertLess(len(skipped), 20)
        self.assertEqual(steps[len(skipped)]["loss_scale"], 2 ** (24 - len(skipped)))
        self.assertLess(steps[-1]["loss"], steps[0]["loss"])

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
        self.assertEqual(self.run_cli("runs", self.folder, expect=1)["error"]["code"], "not_found")  # no workspace: not one without runs
        folder = self.workspace / "runs/a-b"
        before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
        self.assertEqual(self.run_cli("runs", self.workspace, "stop", "a-b")["end"], "finished")  # it is
        self.assertEqual(self.run_cli("runs", self.workspace, "checkpoint", "a-b", expect=1)["error"]["code"], "invalid_input")
        self.assertEqual({file: file.stat().st_mtime_ns for file in folder.iterdir()}, before)  # no word that nobody reads
        self.run_cli("runs", self.workspace, "follow", "a-b")
        for bad in ({"event": "end", "reason": "bad_loss", "step": 30}, {"event": "step", "step": 31, "loss": 1.0}):  # the second: killed behind it
            with open(folder / "events.jsonl", "a") as log:
                log.write(json.dumps(bad) + "\n")
            self.run_cli("runs", self.workspace, "follow", "a-b", expect=1)
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

    def begun(self, processes, run, *settings, missing=()):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return [subprocess.Popen(self.command(run, *settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env={**os.environ, "RANK": str(rank), "WORLD_SIZE": str(processes), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)})
                for rank in range(processes) if rank not in missing]

    def together(self, processes, run, *settings):
        for process in self.begun(processes, run, *settings):
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

    def test_eleven_processes_train_every_parameter(self):
        from safetensors.torch import load_file
        settings = ["steps=2", "batchSequences=11", "microBatchSequences=1", "warmupSteps=0", "checkpointEvery=2", "evaluateEvery=0"]
        self.train("one", *settings)
        self.together(11, "of11", *settings)
        for (_, loss, _), (_, expected, _) in zip(self.losses("of11"), self.losses("one")):
            self.assertLess(abs(loss - expected) / expected, 2e-5)
        one, other = (load_file(self.folder / run / "checkpoints/step-00000002/model.safetensors") for run in ("one", "of11"))
        for name, tensor in one.items():
            self.assertLess(float((tensor - other[name]).abs().max()), 1e-4, name)

    def test_a_lost_process_ends_the_others(self):
        """Killed without a word, the first and another: the others say which, where and when, within half a minute."""
        for lost in (2, 0):
            run = f"without{lost}"
            processes = self.begun(3, run, "steps=100000", "batchSequences=3", "microBatchSequences=1", "checkpointEvery=0", "evaluateEvery=0")
            while not (self.folder / run / "events.jsonl").exists() or len(self.losses(run)) < 3:
                time.sleep(0.02)
            processes[lost].kill()
            begin = time.monotonic()
            for rank, process in enumerate(processes):
                out, errors = process.communicate(timeout=60)
                if rank == lost:
                    continue
                self.assertLess(time.monotonic() - begin, 30)
                self.assertEqual(process.returncode, 1, errors)
                self.assertRegex(json.loads(out)["error"]["detail"], rf"process {lost} of 3 on {re.escape(socket.gethostname())} is lost.*in step \d+")
            if lost:
                self.assertIn("process 2 of 3", self.events(run, "end")[-1]["detail"])

    @staticmethod
    def catches(pid, number):
        with open(f"/proc/{pid}/status") as status:
            caught = next(line for line in status if line.startswith("SigCgt:"))
        return int(caught.split()[1], 16) >> (number - 1) & 1

    def test_a_stop_is_heard_by_any_process_and_while_waiting(self):
        processes = self.begun(2, "run", "steps=100000", "checkpointEvery=0", "evaluateEvery=0")
        while not (self.folder / "run/events.jsonl").exists() or len(self.losses("run")) < 3:
            time.sleep(0.02)
        processes[1].send_signal(signal.SIGTERM)
        for process in processes:
            _, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130, errors)
        last = self.losses("run")[-1][0]
        self.assertEqual(self.events("run", "checkpoint")[-1]["step"], last)
        # The first process, and one that waits for it, before the others have come.
        for missing in ((1,), (0,)):
            (process,) = self.begun(2, "waits", "steps=5", missing=missing)
            while not self.catches(process.pid, signal.SIGTERM):
                time.sleep(0.02)
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
            self.assertEqual(process.returncode, 130, errors)

    def test_a_process_that_fails_tells_the_others(self):
        # The first one's folder is locked by another engine.
        alone = subprocess.Popen(self.command("taken", "steps=100000"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not (self.folder / "taken/events.jsonl").exists() or len(self.losses("taken")) < 2:
            time.sleep(0.02)
        for process in self.begun(2, "taken", "steps=5"):
            out, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, errors)
            self.assertIn("another process trains there", json.loads(out)["error"]["detail"])
        alone.terminate()
        alone.wait()

    def test_forks_begin_where_a_checkpoint_is(self):
        self.train("run", "steps=30", "maxLearningRate=0.005")
        self.train("fork", "steps=2", f"initFrom={self.folder}/run/checkpoints/step-00000030")
        self.assertLess(self.losses("fork")[0][1], self.losses("run")[10][1])


if not (BIN / "primer-engine").exists():
    print("skipped: built without the engine")
    raise SystemExit(77)
main()
