"""Hugging Face's tokenizer of codegen-350M-mono, made of the same files, and real texts to compare on."""
import json
import os
import pathlib
import random
import struct
import subprocess
import sysconfig

import numpy
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

BIN = pathlib.Path(os.environ["PRIMER_BIN"])
VOCABULARY = next((pathlib.Path(os.environ["PRIMER_SOURCE"]) / ".deps").glob("gpt2-vocabulary-*"))


def reference():
    vocabulary = json.loads((VOCABULARY / "encoder.json").read_text())
    lines = (VOCABULARY / "vocab.bpe").read_text().split("\n")[1:]
    merges = [tuple(line.split(" ")) for line in lines if line]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    runs = [" " * n for n in range(31, 1, -1)] + ["\t" * n for n in range(9, 1, -1)]
    tokenizer.add_tokens([AddedToken(run, normalized=True, special=False) for run in runs])
    return tokenizer


def python_files(megabytes):
    paths = sysconfig.get_paths()
    total = 0
    for folder in (paths["stdlib"], paths["purelib"]):
        for path in sorted(pathlib.Path(folder).rglob("*.py")):
            text = path.read_bytes().decode("utf-8", "replace")
            total += len(text)
            yield text
            if total > megabytes * 1e6:
                return


def byte_noise(megabytes, seed=5):
    generator = random.Random(seed)
    for _ in range(int(megabytes * 100)):
        yield generator.randbytes(10_000).decode(generator.choice(["latin-1", "utf-8", "utf-16-le", "cp437"]), "replace")


def unicode_classes():
    """Every character there is, beside letters, digits, spaces and signs."""
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    for begin in range(0, len(characters), 4096):
        part = characters[begin:begin + 4096]
        yield "".join(part)
        yield "".join(f"a{c}b 1{c}2 {c} {c}{c}'s-{c}\n" for c in part)


def write_texts(path, texts):
    with open(path, "wb") as file:
        for text in texts:
            raw = text if isinstance(text, bytes) else text.encode()
            file.write(struct.pack("<I", len(raw)) + raw)


def ids_of(path, threads=1, repeats=1):
    """Ids of every text, and the seconds of each repeat."""
    done = subprocess.run([BIN / "primer-test-tokens", "encode", VOCABULARY, path, str(threads), str(repeats)], check=True, capture_output=True)
    words = numpy.frombuffer(done.stdout, dtype=numpy.uint32)
    answers, at = [], 0
    while at < len(words):
        count = int(words[at])
        answers.append(words[at + 1:at + 1 + count])
        at += 1 + count
    return answers, [float(line) for line in done.stderr.split()]
