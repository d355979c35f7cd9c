"""Labels by rules, vectors by hashing and by a model, forest, threshold, why, export: what a person does without a key."""
import json
import pathlib
import random
import unittest

from support import BIN, ProgramTest, main


class QualityTest(ProgramTest):
    def make(self, count):
        """Half documented functions, half settings, in eight packages."""
        chance = random.Random(1)
        source = self.folder / "rows.jsonl"
        with open(source, "w") as file:
            for row in range(count):
                if row % 2:
                    name = f"mean_{row}"
                    text = (f'"""Means of lists."""\n\n\n' + "".join(
                        f'def {name}_{part}(items):\n    """The mean of the items, {chance.random():.6f} at least.\n\n    >>> {name}_{part}([1])\n    1\n    """\n'
                        f"    total = 0\n    for item in items:\n        if item is not None:\n            total += item\n    return total / len(items)\n\n\n" for part in range(3)))
                else:
                    text = "from .base import Settings\n" + "".join(f"OPTION_{row}_{line} = {chance.randrange(1000)}\n" for line in range(25))
                file.write(json.dumps({"content": text, "max_stars_repo_path": f"p{row // 2 % 8}/f{row}.py", "max_stars_repo_name": f"owner/p{row // 2 % 8}"}) + "\n")
            file.write(json.dumps({"content": "def broken(:\n    pass\n", "max_stars_repo_path": "p0/broken.py", "max_stars_repo_name": "owner/p0"}) + "\n")
        self.run_cli("import", self.workspace, source)

    def test_without_a_key(self):
        self.make(300)
        self.assertEqual(self.run_cli("facts", self.workspace)["samples"], 301)
        self.assertEqual(self.run_cli("facts", self.workspace)["samples"], 0)
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "parses:0")["total"], 1)
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "documented:1")["total"], 150)
        first = self.run_cli("label", self.workspace, "--count", "100", "--sample", "diverse")
        self.assertEqual((first["teacher"], first["labelled"]), ("heuristic-1", 100))
        second = self.run_cli("label", self.workspace, "--count", "1000")
        self.assertEqual(second["labelled"], 201, "those that have a label are left out")
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "teacher_name:heuristic-1 teacher>=3")["total"], 150)
        error = self.run_cli("forest", self.workspace, "fit", expect=1)["error"]
        self.assertEqual((error["code"], error["where"]), ("not_found", "hashed"))
        self.run_cli("embed", self.workspace, "--width", "128")
        fitted = self.run_cli("forest", self.workspace, "fit", "--teacher", "heuristic-1")
        report = fitted["report"]
        self.assertGreater(report["forest"]["auc"], 0.99)
        low, high = report["forest"]["at_half"]["f1_interval"]
        self.assertLessEqual(low, report["forest"]["at_half"]["f1"])
        self.assertGreaterEqual(high, report["forest"]["at_half"]["f1"])
        self.assertEqual(len(report["seeds"]), 3)
        self.assertGreaterEqual(len(report["learning_curve"]), 3)
        self.assertIn("logistic", report)
        threshold = self.run_cli("thresholds", self.workspace, "set", "textbook", "--cut", "0.5", "--stage", "parses", "--stage", "comments")
        self.assertTrue(140 <= threshold["kept"] <= 150, threshold)
        kept = {row["id"] for row in self.run_cli("query", self.workspace, "--filter", threshold["filter"], "--limit", "-1")["rows"]}
        self.assertEqual(len(kept), threshold["kept"])
        for sample in (1, 2, 301):
            why = self.run_cli("thresholds", self.workspace, "why", "textbook", sample)
            self.assertEqual(why["in"], sample in kept)
            self.assertEqual(why["in"], all(reason["holds"] for reason in why["reasons"]))
        out = self.folder / "out"
        exported = self.run_cli("export", self.workspace, out, "--format", "jsonl", "--quality-threshold", "textbook", "--drop-near-duplicates", "--allow-licence", "unknown")
        lineage = json.loads((out / "manifest.json").read_text())["lineage"]
        self.assertEqual(exported["samples"] + exported["near_duplicates_dropped"], threshold["kept"])
        self.assertEqual(lineage["threshold"]["forest"]["teacher"], "heuristic-1")
        self.assertEqual(lineage["near_duplicates"]["dropped"], exported["near_duplicates_dropped"])
        shards = self.folder / "shards"
        self.run_cli("shards", self.workspace, shards, "--quality-threshold", "textbook@1", "--vocabulary", "300")
        self.assertEqual(json.loads((shards / "manifest.json").read_text())["lineage"]["threshold"]["name"], "textbook")
        # A second forest: the threshold still means the first one's scores, and says so.
        self.run_cli("forest", self.workspace, "fit", "--seed", "9", "--quick")
        error = self.run_cli("export", self.workspace, self.folder / "other", "--quality-threshold", "textbook", expect=1)["error"]
        self.assertEqual(error["code"], "invalid_input")
        self.run_cli("forest", self.workspace, "score", fitted["id"])
        again = self.folder / "again"
        self.run_cli("export", self.workspace, again, "--format", "jsonl", "--quality-threshold", "textbook", "--drop-near-duplicates", "--allow-licence", "unknown")
        for path in sorted(path.relative_to(out) for path in out.rglob("*.jsonl")):
            self.assertEqual((out / path).read_bytes(), (again / path).read_bytes())
        self.assert_sound()

    def test_the_same_labels_give_the_same_scores(self):
        self.make(200)
        self.run_cli("label", self.workspace, "--count", "150")
        self.run_cli("embed", self.workspace, "--width", "64")
        scores = []
        for _ in range(2):
            self.run_cli("forest", self.workspace, "fit", "--quick")
            with self.database() as database:
                scores.append(database.execute("SELECT * FROM quality ORDER BY 1").fetchall())
        self.assertEqual(scores[0], scores[1])

    def test_vectors_of_a_model_trained_here(self):
        if not (BIN / "primer-engine").exists():
            self.skipTest("primer-engine was not built")
        self.make(120)
        shards = self.folder / "shards"
        self.run_cli("shards", self.workspace, shards, "--vocabulary", "300")
        self.run_cli("train", self.workspace, "--preset", "tiny", "--data", shards, "--set", "steps=3", "model.vocabularySize=300", "checkpointEvery=3", "sequenceLength=64")
        self.run_cli("runs", self.workspace, "follow", "run")
        checkpoint = sorted(pathlib.Path(self.workspace, "runs", "run", "checkpoints").glob("step-*"))[-1]
        made = self.run_cli("embed", self.workspace, "--name", "own", "--model", checkpoint, "--tokenizer", shards / "tokenizer.json")
        self.assertEqual((made["added"], made["total"]), (121, 121))
        # Only what is missing is made; another pooling is another set.
        self.assertEqual(self.run_cli("embed", self.workspace, "--name", "own", "--model", checkpoint, "--tokenizer", shards / "tokenizer.json")["added"], 0)
        error = self.run_cli("embed", self.workspace, "--name", "own", "--model", checkpoint, "--tokenizer", shards / "tokenizer.json", "--pooling", "last", expect=1)["error"]
        self.assertEqual(error["code"], "invalid_input")
        self.run_cli("label", self.workspace, "--count", "121")
        self.run_cli("embed", self.workspace, "--width", "64")
        fitted = self.run_cli("forest", self.workspace, "fit", "--features", "own+hashed", "--quick")
        self.assertEqual(fitted["scored"], 121)


if __name__ == "__main__":
    main()
