#!/usr/bin/env python3
"""tokenizer_benchmark.py [MEGABYTES] [ROUNDS]: MB/s of one and two threads beside Hugging Face tokenizers on one thread,
interleaved, after the identity gate: the same ids for every text. PRIMER_BIN and PRIMER_SOURCE as in the tests."""
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "app"))
from token_reference import ids_of, python_files, reference, write_texts  # noqa: E402


def main():
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 100
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    texts = list(python_files(megabytes))
    total = sum(len(text.encode()) for text in texts) / 1e6
    theirs = reference()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "texts"
        write_texts(path, texts)
        ours, _ = ids_of(path)
        assert all(ids.tolist() == theirs.encode(text).ids for text, ids in zip(texts, ours)), "not the same ids"
        slow = texts[:: max(1, int(total // 20))]  # of the whole it would take minutes a round
        slow_total = sum(len(text.encode()) for text in slow) / 1e6
        seconds = {"reference": [], "one": [], "two": []}
        for _ in range(rounds):
            began = time.perf_counter()
            for text in slow:
                theirs.encode(text)
            seconds["reference"].append(time.perf_counter() - began)
            seconds["one"].append(statistics.median(ids_of(path, 1, 3)[1]))
            seconds["two"].append(statistics.median(ids_of(path, 2, 3)[1]))
    speed = {name: (slow_total if name == "reference" else total) / statistics.median(values) for name, values in seconds.items()}
    print(json.dumps({"megabytes": round(total, 1), "texts": len(texts), "tokens": int(sum(map(len, ours))),
                      "reference_megabytes_per_second": round(speed["reference"], 2), "megabytes_per_second": round(speed["one"], 1),
                      "megabytes_a_second_2_threads": round(speed["two"], 1), "ratio": round(speed["one"] / speed["reference"], 1),
                      "scaling_2_threads": round(speed["two"] / speed["one"], 2)}))


main()
