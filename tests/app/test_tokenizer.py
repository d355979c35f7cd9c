"""The tokenizer gives Hugging Face's ids: on real code, on noise, on every character; trained merges are the same."""
import json
import subprocess
import unittest

from support import BIN, ProgramTest, main
from token_reference import byte_noise, ids_of, python_files, reference, unicode_classes, write_texts
from tokenizers import Tokenizer, models, pre_tokenizers, trainers


class Tokens(ProgramTest):
    def compare(self, texts):
        texts = list(texts)
        write_texts(self.folder / "texts", texts)
        ours, _ = ids_of(self.folder / "texts")
        self.assertEqual(len(ours), len(texts))
        theirs = reference()
        for text, ids in zip(texts, ours):
            expected = theirs.encode(text).ids
            if ids.tolist() != expected:
                at = next((n for n, (a, b) in enumerate(zip(ids, expected)) if a != b), min(len(ids), len(expected)))
                self.fail(f"token {at} of {text[:60]!r}: {ids[at - 2:at + 3].tolist()} instead of {expected[at - 2:at + 3]}")

    def test_real_code(self):
        self.compare(python_files(12))

    def test_noise(self):
        self.compare(byte_noise(2))

    def test_every_character(self):
        self.compare(unicode_classes())

    def test_long_runs(self):
        self.compare(["a" * 5000, "ab" * 3000, "=" * 999 + "x", " " * 500 + "y", "\t" * 77, "\n" * 300, "0123456789" * 400, "é" * 700, "x" + " \n" * 90])

    def test_trained_merges(self):
        texts = list(python_files(2))
        write_texts(self.folder / "texts", texts)
        done = subprocess.run([BIN / "primer-test-tokens", "train", "3000", self.folder / "texts"], check=True, capture_output=True, text=True)
        ours = json.loads(done.stdout)
        theirs = Tokenizer(models.BPE())
        theirs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        theirs.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=3000, min_frequency=0, special_tokens=["<|endoftext|>"],
                                                              initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
        expected = json.loads(theirs.to_str())["model"]
        merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in expected["merges"]]
        self.assertEqual(ours["model"]["merges"], merges)
        vocabulary = {**ours["model"]["vocab"], **{token["content"]: token["id"] for token in ours["added_tokens"]}}
        self.assertEqual(vocabulary, expected["vocab"])
        # What is written opens in the reference and gives its ids.
        opened = Tokenizer.from_str(done.stdout)
        for text in texts[:20]:
            self.assertEqual(opened.encode(text).ids, theirs.encode(text).ids)


main()
