#!/usr/bin/env python3
"""training_benchmark.py WORK_FOLDER [ROUNDS [SHAPE ...]]: tokens a second of a training step on the CPU, 2 threads, beside
transformers' PhiForCausalLM as it comes, and beside a hand-tuned eager PyTorch script of the same model; same weights,
batch, AdamW and clip, interleaved. Gate first: all give the same losses of the first steps. PRIMER_BIN as in the tests.
With PRIMER_BENCHMARK_DEVICE=cuda: the 350M and the 1.3B shape in bf16 (PyTorch by autocast), and the tuned script under
torch.compile as well."""
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
from torch.nn import functional
from transformers import PhiConfig, PhiForCausalLM

BIN = pathlib.Path(os.environ["PRIMER_BIN"])
DEVICE = os.environ.get("PRIMER_BENCHMARK_DEVICE", "cpu")
STEPS, WARM = 9, 3
# layers, width, heads, vocabulary, batch, length, dropouts. The first is dominated by the head, the second by the blocks.
SHAPES = {"4x256_vocabulary_51200": (4, 256, 4, 51200, 4, 512, (0.0,)), "6x384": (6, 384, 6, 4096, 8, 256, (0.0, 0.1))}

if DEVICE == "cuda":
    SHAPES = {"phi-1-small": (20, 1024, 16, 51200, 8, 2048, (0.0, 0.1)), "phi-1": (24, 2048, 32, 51200, 4, 2048, (0.0, 0.1))}


class Tuned(torch.nn.Module):
    """What a careful PyTorch user writes: packed q, k, v, one rotary for q and k, SDPA, no copies that can be avoided."""

    def __init__(self, model, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        config = model.config
        self.embedding, self.norm, self.head = model.model.embed_tokens, model.model.final_layernorm, model.lm_head
        self.layers = torch.nn.ModuleList()
        for layer in model.model.layers:
            mine = torch.nn.Module()
            attention = layer.self_attn
            parts = [attention.q_proj, attention.k_proj, attention.v_proj]
            mine.weight = torch.nn.Parameter(torch.cat([part.weight for part in parts]).detach())
            mine.bias = torch.nn.Parameter(torch.cat([part.bias for part in parts]).detach())
            mine.norm, mine.out, mine.fc1, mine.fc2 = layer.input_layernorm, attention.dense, layer.mlp.fc1, layer.mlp.fc2
            self.layers.append(mine)
        dims = config.hidden_size // heads // 2
        angles = torch.outer(torch.arange(config.max_position_embeddings).float(), 10000.0 ** (-torch.arange(0, dims, 2).float() / dims))
        self.register_buffer("cosines", angles.cos()[None, :, None, None, :])
        self.register_buffer("sines", angles.sin()[None, :, None, None, :])

    def forward(self, tokens, targets):
        batch, length = tokens.shape
        state = self.embedding(tokens)
        half = self.cosines.shape[-1]
        for layer in self.layers:
            normed = layer.norm(state)
            packed = functional.linear(normed, layer.weight, layer.bias).view(batch, length, 3, self.heads, -1)
            both, value = packed[:, :, :2], packed[:, :, 2]
            left, right = both[..., :half], both[..., half:2 * half]
            turned = torch.cat([left * self.cosines[:, :length] - right * self.sines[:, :length],
                                right * self.cosines[:, :length] + left * self.sines[:, :length], both[..., 2 * half:]], -1)
            query, key = turned.unbind(2)
            attended = functional.scaled_dot_product_attention(query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2),
                                                               dropout_p=self.dropout, is_causal=True)
            out = functional.dropout(layer.out(attended.transpose(1, 2).reshape(batch, length, -1)), self.dropout)
            out = out + functional.dropout(layer.fc2(functional.gelu(layer.fc1(normed), approximate="tanh")), self.dropout)
            state = state + out
        return functional.cross_entropy(self.head(self.norm(state)).view(batch * length, -1), targets.reshape(-1))


def eager(folder, tokens, heads, dropout, is_tuned, is_compiled=False):
    torch.set_num_threads(2)
    model = PhiForCausalLM.from_pretrained(folder, attention_dropout=dropout, resid_pdrop=dropout, attn_implementation="sdpa", dtype=torch.float32).train()
    if is_tuned:
        model = Tuned(model, heads, dropout)
    model.to(DEVICE)
    tokens = tokens.to(DEVICE)
    if is_compiled:
        model = torch.compile(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), fused=is_tuned)
    seconds, losses = [], []
    for step in range(STEPS):
        began = time.perf_counter()
        inputs, targets = tokens[:, :-1], tokens[:, 1:]
        with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == "cuda"):
            if is_tuned:
                loss = model(inputs, targets)
            else:
                loss = model(inputs).logits
                loss = functional.cross_entropy(loss.reshape(-1, loss.shape[-1]).float(), targets.reshape(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())  # waits for the device
        seconds.append(time.perf_counter() - began)
    return losses, (tokens.numel() - len(tokens)) / statistics.median(seconds[WARM:])


def primer(folder, run, shards, shape, dropout, precision="fp32"):
    layers, width, heads, vocabulary, batch, length, _ = shape
    shutil.rmtree(run, ignore_errors=True)
    settings = [f"data={shards}", f"initFrom={folder}", f"sequenceLength={length}", f"batchSequences={batch}", f"microBatchSequences={batch}", f"steps={STEPS}",
                "threads=2", f"device={DEVICE}", "checkpointEvery=0", "evaluateEvery=0", f"precision={precision}", "maxLearningRate=1e-4", "warmupSteps=0", f"model.layers={layers}",
                f"model.width={width}", f"model.heads={heads}", f"model.mlpWidth={4 * width}", "model.rotaryDims=32", f"model.contextLength={length}",
                "finalLearningRate=1e-4", "weightDecay=0.01", f"model.vocabularySize={vocabulary}", f"model.attentionDropout={dropout}",
                f"model.residualDropout={dropout}"]
    subprocess.run([BIN / "primer-engine", "train", run, "--preset", "tiny", "--set", *settings], check=True, stdout=subprocess.DEVNULL)
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    steps = [event for event in events if event["event"] == "step"]
    return [event["loss"] for event in steps], statistics.median(event["tokens_per_second"] for event in steps[WARM:])


def write_shard(path, ids, vocabulary):
    """As core/dataset/token_shard.h says."""
    import hashlib
    payload = ids.astype("<u2").tobytes()
    header = (0x314B4F5452504D52).to_bytes(8, "little") + (1).to_bytes(4, "little") + (2).to_bytes(4, "little") + len(ids).to_bytes(8, "little")
    header += vocabulary.to_bytes(8, "little") + bytes(32) + hashlib.sha256(payload).digest()
    path.write_bytes(header.ljust(128, b"\0") + payload)


def measure(folder, rounds, shape):
    layers, width, heads, vocabulary, batch, length, dropouts = shape
    shards = folder / "shards"
    shutil.rmtree(folder, ignore_errors=True)
    shards.mkdir(parents=True)
    torch.manual_seed(1)
    config = PhiConfig(vocab_size=vocabulary, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=heads,
                       max_position_embeddings=length, hidden_act="gelu_new", partial_rotary_factor=0.5,
                       rope_parameters={"rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.5})
    PhiForCausalLM(config).save_pretrained(folder / "model")
    # One sequence repeated: the order of the data does not matter, so all see the same batches.
    sequence = numpy.random.default_rng(0).integers(0, vocabulary, length)
    write_shard(shards / "0.tok", numpy.tile(sequence, STEPS * batch + 2), vocabulary)
    tokens = torch.tensor(numpy.append(sequence, sequence[0])).repeat(batch, 1)
    result = {}
    for dropout in dropouts:
        runs = {"transformers": lambda: eager(folder / "model", tokens, heads, dropout, False),
                "tuned": lambda: eager(folder / "model", tokens, heads, dropout, True),
                "primer": lambda: primer(folder / "model", folder / "run", shards, shape, dropout),
                "bf16": lambda: primer(folder / "model", folder / "run", shards, shape, dropout, "bf16")}
        if DEVICE == "cuda":
            runs["compiled"] = lambda: eager(folder / "model", tokens, heads, dropout, True, True)
            runs["primer"] = runs.pop("bf16")
        speeds = {name: [] for name in runs}
        for _ in range(rounds):
            losses = {}
            for name, run in runs.items():
                losses[name], speed = run()
                speeds[name].append(speed)
            if dropout == 0:
                for name in runs:
                    tolerance = 2e-2 if name == "bf16" or DEVICE == "cuda" else 2e-4
                    for mine, theirs in zip(losses["primer"][:4], losses[name][:4]):
                        assert abs(mine - theirs) < tolerance * theirs, (name, losses)
        medians = {name: statistics.median(values) for name, values in speeds.items()}
        result[f"dropout_{dropout}"] = {
            **{f"{name}_tokens_per_second": round(value) for name, value in medians.items()},
            **{f"over_{name}": round(medians["primer"] / value, 2) for name, value in medians.items() if name not in ("primer", "bf16")},
            **({"bf16_over_fp32": round(medians["bf16"] / medians["primer"], 2)} if "bf16" in medians else {})}
    return result


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    names = sys.argv[3:] or list(SHAPES)
    print(json.dumps({"device": torch.cuda.get_device_name() if DEVICE == "cuda" else "cpu", "threads": 2, "rounds": rounds, **{name: measure(pathlib.Path(sys.argv[1]), rounds, SHAPES[name]) for name in names}}))


main()
