#!/usr/bin/env python3
"""training_benchmark.py WORK_FOLDER [ROUNDS]: tokens a second of a training step on the CPU beside eager PyTorch with
the same phi model from transformers, the same batch, AdamW and clip; interleaved, 2 threads, fp32, dropout 0 and 0.1.
Gate first: both give the same loss of the first step from the same weights. PRIMER_BIN and PRIMER_SOURCE as in the tests."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import numpy
import torch
from transformers import PhiConfig, PhiForCausalLM

BIN = pathlib.Path(os.environ["PRIMER_BIN"])
LAYERS, WIDTH, HEADS, LENGTH, BATCH, VOCABULARY = 6, 384, 6, 256, 8, 4096
STEPS, WARM = 12, 4


def eager(folder, tokens, dropout):
    torch.set_num_threads(2)
    model = PhiForCausalLM.from_pretrained(folder, attention_dropout=dropout, resid_pdrop=dropout, attn_implementation="sdpa", dtype=torch.float32).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), fused=True)
    seconds, losses = [], []
    for step in range(STEPS):
        began = time.perf_counter()
        loss = model(tokens[step][:, :-1], labels=None).logits
        loss = torch.nn.functional.cross_entropy(loss.reshape(-1, VOCABULARY), tokens[step][:, 1:].reshape(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        seconds.append(time.perf_counter() - began)
    return losses, BATCH * LENGTH / statistics.median(seconds[WARM:])


def primer(folder, run, shards, dropout, precision="fp32"):
    shutil.rmtree(run, ignore_errors=True)
    settings = [f"data={shards}", f"initFrom={folder}", f"sequenceLength={LENGTH}", f"batchSequences={BATCH}", f"microBatchSequences={BATCH}", f"steps={STEPS}",
                "threads=2", "checkpointEvery=0", "evaluateEvery=0", f"precision={precision}", "maxLearningRate=1e-4", "warmupSteps=0", f"model.layers={LAYERS}",
                f"model.width={WIDTH}", f"model.heads={HEADS}", f"model.mlpWidth={4 * WIDTH}", "model.rotaryDims=32", f"model.contextLength={LENGTH}",
                f"model.vocabularySize={VOCABULARY}", f"model.attentionDropout={dropout}", f"model.residualDropout={dropout}"]
    subprocess.run([BIN / "primer-engine", "train", run, "--preset", "tiny", "--set", *settings], check=True, stdout=subprocess.DEVNULL)
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    steps = [event for event in events if event["event"] == "step"]
    return [event["loss"] for event in steps], statistics.median(event["tokens_per_second"] for event in steps[WARM:])


def write_shard(path, ids):
    """As core/dataset/token_shard.h says."""
    import hashlib
    payload = ids.astype("<u2").tobytes()
    header = (0x314B4F5452504D52).to_bytes(8, "little") + (1).to_bytes(4, "little") + (2).to_bytes(4, "little") + len(ids).to_bytes(8, "little")
    header += VOCABULARY.to_bytes(8, "little") + bytes(32) + hashlib.sha256(payload).digest()
    path.write_bytes(header.ljust(128, b"\0") + payload)


def main():
    folder = pathlib.Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    shards = folder / "shards"
    shutil.rmtree(folder, ignore_errors=True)
    shards.mkdir(parents=True)
    torch.manual_seed(1)
    config = PhiConfig(vocab_size=VOCABULARY, hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
                       max_position_embeddings=LENGTH, hidden_act="gelu_new", partial_rotary_factor=0.5,
                       rope_parameters={"rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.5})
    PhiForCausalLM(config).save_pretrained(folder / "model")
    # One sequence repeated: the order of the data does not matter, so both see the same batches.
    sequence = numpy.random.default_rng(0).integers(0, VOCABULARY, LENGTH)
    write_shard(shards / "0.tok", numpy.tile(sequence, STEPS * BATCH + 2))
    tokens = [torch.tensor(numpy.append(sequence, sequence[0])).repeat(BATCH, 1) for _ in range(STEPS)]
    result = {"layers": LAYERS, "width": WIDTH, "length": LENGTH, "batch": BATCH, "vocabulary": VOCABULARY, "threads": 2}
    for dropout in (0.0, 0.1):
        speeds = {"eager": [], "primer": [], "bf16": []}
        for _ in range(rounds):
            theirs, speed = eager(folder / "model", tokens, dropout)
            speeds["eager"].append(speed)
            ours, speed = primer(folder / "model", folder / "run", shards, dropout)
            speeds["primer"].append(speed)
            if dropout == 0:
                assert abs(ours[0] - theirs[0]) < 1e-4 * theirs[0], (ours, theirs)
            halves, speed = primer(folder / "model", folder / "run", shards, dropout, "bf16")
            speeds["bf16"].append(speed)
        medians = {name: statistics.median(values) for name, values in speeds.items()}
        result[f"dropout_{dropout}"] = {"eager_tokens_a_second": round(medians["eager"]), "primer_tokens_a_second": round(medians["primer"]),
                                        "ratio": round(medians["primer"] / medians["eager"], 2), "bf16_tokens_a_second": round(medians["bf16"]),
                                        "bf16_ratio": round(medians["bf16"] / medians["primer"], 2)}
    print(json.dumps(result))


main()
