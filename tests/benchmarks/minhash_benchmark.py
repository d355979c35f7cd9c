#!/usr/bin/env python3
"""minhash_benchmark.py WORKSPACE [FILES]: near-duplicates of a workspace's Python files by primer-cli dedup, all of it
(reading and decompressing too), beside datasketch's MinHash and MinHashLSH on the texts of the first FILES of them; both
256 permutations, word 5-grams, 0.7. Gate: of the pairs that datasketch's own signatures put at 0.8 and more, Primer drops
one. datasketch must be importable; PRIMER_BIN as in the tests."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from datasketch import MinHash, MinHashLSH

BIN = pathlib.Path(os.environ["PRIMER_BIN"])


def cli(*arguments):
    return json.loads(subprocess.run([BIN / "primer-cli", *map(str, arguments), "--json"], capture_output=True, check=True).stdout)


def main():
    workspace, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    rows = cli("query", workspace, "--filter", "language:python", "--limit", count, "--content")["rows"]
    with tempfile.TemporaryDirectory() as folder:
        part = pathlib.Path(folder) / "part.primer"
        with open(pathlib.Path(folder) / "a.jsonl", "w") as file:
            for row in rows:
                file.write(json.dumps({"content": row["content"], "path": row["path"]}) + "\n")
        cli("import", part, pathlib.Path(folder) / "a.jsonl")
        ours = [cli("dedup", part, "--list", pathlib.Path(folder) / "copies.jsonl") for _ in range(3)]
        copies = {line["path"] for line in map(json.loads, open(pathlib.Path(folder) / "copies.jsonl"))}
    whole = cli("dedup", workspace, "--filter", "language:python")
    began = time.perf_counter()
    lsh = MinHashLSH(threshold=0.7, num_perm=256)
    close = []
    signatures = {}
    for row in rows:
        words = re.split("[^A-Za-z_0-9]+", row["content"])
        words = [word for word in words if word]
        signature = MinHash(num_perm=256)
        signature.update_batch([" ".join(words[place : place + 5]).encode() for place in range(max(1, len(words) - 4))])
        for other in lsh.query(signature):
            close.append((other, row["path"], signature.jaccard(signatures[other])))
        if row["path"] not in signatures:
            lsh.insert(row["path"], signature)
            signatures[row["path"]] = signature
    theirs = time.perf_counter() - began
    missed = [pair for pair in close if pair[2] >= 0.8 and pair[0] not in copies and pair[1] not in copies]
    assert not missed, missed[:3]
    seconds = sorted(answer["seconds"] for answer in ours)[1]
    reading = sorted(answer["reading_thread_seconds"] for answer in ours)[1] / 2  # two threads
    print(json.dumps({"files": len(rows), "datasketch_seconds": round(theirs, 2), "primer_seconds": round(seconds, 3),
                      "datasketch_files_per_second": round(len(rows) / theirs), "primer_files_per_second": round(len(rows) / seconds),
                      "ratio": round(theirs / seconds, 1),
                      "ratio_without_reading": round(theirs / (seconds - reading), 1), "copies": len(copies), "workspace_files": whole["samples"],
                      "workspace_seconds": round(whole["seconds"], 2), "workspace_reading_seconds": round(whole["reading_thread_seconds"] / 2, 2)}))


main()
