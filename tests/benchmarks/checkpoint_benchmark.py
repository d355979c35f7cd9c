#!/usr/bin/env python3
"""checkpoint_benchmark.py WORK_FOLDER: how long the engine takes from its start to the first step of a small model, and how
long a checkpoint of 1 GB holds a step up. Every checkpoint is verified by going on from the last. PRIMER_BIN as in the tests."""
import hashlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

BIN = pathlib.Path(os.environ["PRIMER_BIN"])
ROUNDS = 5


def write_shard(path, count, vocabulary):
    """As core/dataset/token_shard.h says."""
    payload = b"".join((number * 7919 % vocabulary).to_bytes(2, "little") for number in range(count))
    header = (0x314B4F5452504D52).to_bytes(8, "little") + (1).to_bytes(4, "little") + (2).to_bytes(4, "little") + count.to_bytes(8, "little")
    header += vocabulary.to_bytes(8, "little") + bytes(32) + hashlib.sha256(payload).digest()
    path.write_bytes(header.ljust(128, b"\0") + payload)


def train(run, *settings):
    subprocess.run([BIN / "primer-engine", "train", run, "--preset", "tiny", "--set", "evaluateEvery=0", *settings], check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]


def start_seconds(folder):
    seconds = []
    for number in range(ROUNDS):
        run = folder / f"start-{number}"
        began = time.time()
        events = train(run, f"data={folder / 'shards'}", "steps=1", "checkpointEvery=0")
        seconds.append(next(event for event in events if event["event"] == "step")["time"] - began)
    return statistics.median(seconds)


def checkpoint_stall(folder):
    run = folder / "large"
    settings = [f"data={folder / 'shards'}", "model.layers=12", "model.width=512", "model.heads=8", "model.mlpWidth=2048", "model.rotaryDims=32",
                "model.vocabularySize=51200", "model.contextLength=64", "sequenceLength=64", "batchSequences=2", "microBatchSequences=2", "threads=2"]
    train(run, *settings, "steps=120", "checkpointEvery=30", "keepLast=1")
    events = train(run, *settings, "steps=122", "checkpointEvery=0")
    assert any(event["event"] == "start" and event["resumed"] and event["step"] == 120 for event in events), "the last checkpoint is good"
    steps = [event for event in events if event["event"] == "step" and event["step"] <= 120]
    between = {after["step"]: after["time"] - before["time"] - after["seconds"] for before, after in zip(steps, steps[1:])}
    stalls = [between[step] for step in (31, 61, 91)]  # the steps after a checkpoint
    saves = [event["seconds"] for event in events if event["event"] == "checkpoint"]
    calm = [event["seconds"] for event in steps if event["step"] % 30 in (0, 29, 28)]
    beside = [event["seconds"] for event in steps if event["step"] > 30 and event["step"] % 30 == 1]
    size = sum(path.stat().st_size for path in (run / "checkpoints").glob("step-00000120/*"))
    return {"checkpoint_megabytes": round(size / 1e6), "stall_seconds": round(max(stalls), 3),
            "step_seconds": round(statistics.median(calm), 3), "step_beside_a_save_seconds": round(statistics.median(beside), 3),
            "save_seconds": round(statistics.median(saves), 2)}


def main():
    folder = pathlib.Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "shards").mkdir(parents=True)
    write_shard(folder / "shards" / "0.tok", 200_000, 512)
    print(json.dumps({"start_to_first_step_seconds": round(start_seconds(folder), 3), **checkpoint_stall(folder)}))


main()
