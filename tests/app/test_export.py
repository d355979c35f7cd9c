"""An export is what datasets and pyarrow open, follows the licence policy, and is the same bytes twice."""
import hashlib
import json
import os
import pathlib
import unittest

import datasets
import pyarrow.parquet as pq
import yaml

from support import ProgramTest, main


class Export(ProgramTest):
    def setUp(self):
        super().setUp()
        with open(self.folder / "a.jsonl", "w") as file:
            for n in range(600):
                licence = ["MIT", "Apache-2.0", "GPL-3.0-only", "", "MIT AND GPL-3.0-only", "MIT OR GPL-3.0-only"][n % 6]
                file.write(json.dumps({"content": f"# file {n}\n" + "x = 1\n" * 50, "path": f"d/{n}.py", "license": licence, "repo_name": "o/r", "stars": n}) + "\n")
            file.write(json.dumps({"content": "# file 3\n" + "x = 1\n" * 50, "path": "copy.py", "license": "MIT"}) + "\n")
        self.run_cli("import", self.workspace, self.folder / "a.jsonl")

    def tree(self, folder):
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in pathlib.Path(folder).rglob("*") if path.is_file()}

    def test_datasets_opens_every_format(self):
        for kind in ("parquet", "jsonl", "jsonl.zst"):
            target = self.folder / f"out-{kind}"
            report = self.run_cli("export", self.workspace, target, "--format", kind, "--allow-licence", "MIT")
            loaded = datasets.load_dataset(str(target), cache_dir=str(self.folder / f"cache-{kind}"))["train"]
            self.assertEqual(len(loaded), report["samples"], kind)
            self.assertEqual(report["samples"], 201)  # MIT, MIT OR GPL, and the copy of file 3
            self.assertEqual({row["license"] for row in loaded}, {"MIT", "MIT OR GPL-3.0-only"})
            self.assertEqual(loaded[0]["content"], "# file 0\n" + "x = 1\n" * 50)
            self.assertEqual(loaded[0]["sha256"], hashlib.sha256(loaded[0]["content"].encode()).hexdigest())

    def test_the_policy_leaves_out_what_is_unknown(self):
        report = self.run_cli("export", self.workspace, self.folder / "out")
        self.assertEqual(report["samples"], 301)
        self.assertEqual(report["left_out_by_licence"], 299)
        self.assertEqual(report["left_out_unknown"], 99)
        everything = self.run_cli("export", self.workspace, self.folder / "all", "--allow-licence", "MIT", "--allow-licence", "unknown")
        self.assertEqual(everything["samples"], 300)

    def test_same_settings_same_bytes_and_the_manifest_tells_them(self):
        for name in ("one", "two"):
            self.run_cli("export", self.workspace, self.folder / name, "--filter", "stars>=100", "--shard-bytes", "20000")
        first, second = self.tree(self.folder / "one"), self.tree(self.folder / "two")
        self.assertEqual(first, second)
        manifest = json.loads((self.folder / "one/manifest.json").read_text())
        listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
        self.assertEqual(listed, {name: digest for name, digest in first.items() if name != "manifest.json"})
        self.assertGreater(sum(name.startswith("data/") for name in first), 3)
        self.assertIn("README.md", first)
        self.assertIn("ATTRIBUTION.jsonl", first)
        self.assertTrue((self.folder / "one/README.md").read_text().startswith("---\n"))

    def test_parquet_has_a_page_index_and_small_groups(self):
        self.run_cli("export", self.workspace, self.folder / "out")
        file = pq.ParquetFile(next((self.folder / "out/data").glob("*.parquet")))
        group = file.metadata.row_group(0)
        self.assertTrue(group.column(0).has_offset_index)
        self.assertEqual(group.column(1).compression, "ZSTD")
        self.assertLess(group.total_byte_size, 100_000_000)

    def test_a_new_export_replaces_the_old_and_nothing_else(self):
        self.run_cli("export", self.workspace, self.folder / "out", "--format", "jsonl")
        self.run_cli("export", self.workspace, self.folder / "out")
        self.assertEqual({path.suffix for path in (self.folder / "out/data").iterdir()}, {".parquet"})
        (self.folder / "mine").mkdir()
        (self.folder / "mine/letter.txt").write_text("keep me")
        answer = self.run_cli("export", self.workspace, self.folder / "mine", expect=1)
        self.assertEqual(answer["error"]["code"], "target_not_ours")
        self.assertEqual((self.folder / "mine/letter.txt").read_text(), "keep me")

    def test_what_no_export_wrote_stays(self):
        out = self.folder / "out"
        self.run_cli("export", self.workspace, out)
        (out / ".git").mkdir()
        (out / ".git/HEAD").write_text("ref: refs/heads/main")
        (self.folder / "new.partial").mkdir()
        (self.folder / "new.partial/mine").write_text("mine")
        before = self.tree(self.folder)
        answer = self.run_cli("export", self.workspace, f"{out}/", expect=1)
        self.assertEqual(answer["error"]["code"], "target_not_ours")
        self.assertIn(".git", answer["error"]["detail"])
        self.run_cli("export", self.workspace, f"{self.folder}/new/")
        after = {name: digest for name, digest in self.tree(self.folder).items() if not name.startswith("new/")}
        self.assertEqual(after, before)
        (self.folder / "link").symlink_to(self.folder / "new")
        self.assertEqual(self.run_cli("export", self.workspace, self.folder / "link", expect=1)["error"]["code"], "target_not_ours")
        self.assertTrue((self.folder / "link").is_symlink())

    def test_names_that_are_no_text_make_a_dataset_and_a_card(self):
        tree = self.folder / os.fsdecode(b"tree\xff")
        tree.mkdir()
        (tree / os.fsdecode(b"x\xff\n.py")).write_text("print(1)\n")
        workspace = self.folder / os.fsdecode(b"w\xff.primer")
        self.run_cli("import", workspace, tree)
        for number, name in enumerate((None, os.fsdecode(b"\xff"), "a: b # c", "- \"x\"\n---\n# title", "\u0085\u2028\ufeff", "'", "%YAML", "\U0001f600")):
            out = self.folder / f"out{number}"
            self.run_cli("export", workspace, out, "--allow-licence", "unknown", *([] if name is None else ["--name", name]))
            card = (out / "README.md").read_text(encoding="utf-8")
            header = yaml.safe_load(card.split("\n---\n")[0])
            self.assertEqual(header["dataset_info"]["splits"][0]["num_examples"], 1)
            if name and "\udcff" not in name:
                self.assertEqual(header["pretty_name"], name)
            row = datasets.load_dataset(str(out), cache_dir=str(self.folder / f"cache{number}"))["train"][0]
            self.assertEqual((row["source"], row["path"], row["content"]), ("tree\ufffd", "x\ufffd\n.py", "print(1)\n"))
            self.assertEqual(json.loads((out / "manifest.json").read_text(encoding="utf-8"))["names_not_utf8"], 1)

    def test_a_filter_that_is_no_text_is_told(self):
        for option in (["--filter", os.fsdecode(b"path:\xff")], ["--search", os.fsdecode(b"\xff")]):
            answer = self.run_cli("export", self.workspace, self.folder / "out", *option, expect=1)
            self.assertEqual(answer["error"]["code"], "invalid_input")
            self.assertEqual(list(self.folder.glob("out*")), [])

    def test_the_card_says_what_was_done(self):
        with open(self.folder / "b.jsonl", "w") as file:
            for n in range(3):  # alike but for one word
                body = "".join(f"value_{line} = compute_{line * 7}(item_{line * 3})\n" for line in range(60))
                file.write(json.dumps({"content": f"# number {n}\n" + body, "path": f"near/{n}.py", "license": "MIT"}) + "\n")
        self.run_cli("import", self.workspace, self.folder / "b.jsonl")
        self.run_cli("export", self.workspace, self.folder / "all", "--filter", "path:near")
        self.assertIn("near-duplicates were not removed", (self.folder / "all/README.md").read_text())
        report = self.run_cli("export", self.workspace, self.folder / "few", "--filter", "path:near", "--drop-near-duplicates")
        self.assertEqual((report["samples"], report["near_duplicates_dropped"]), (1, 2))
        card = (self.folder / "few/README.md").read_text()
        self.assertIn("near-duplicates were removed before the licence policy: 2 samples", card)
        self.assertNotIn("were not removed", card.replace("Personal data was not removed", ""))

    def test_an_empty_set_is_a_dataset(self):
        report = self.run_cli("export", self.workspace, self.folder / "out", "--filter", "stars>100000")
        self.assertEqual(report["samples"], 0)
        self.assertEqual(pq.read_table(next((self.folder / "out/data").glob("*.parquet"))).num_rows, 0)
        for kind in ("parquet", "jsonl", "jsonl.zst"):  # without streaming, datasets has no splits of no rows, whoever made them
            self.run_cli("export", self.workspace, self.folder / kind, "--filter", "stars>100000", "--format", kind)
            loaded = datasets.load_dataset(str(self.folder / kind), cache_dir=str(self.folder / f"cache-{kind}"), streaming=True)["train"]
            self.assertEqual((list(loaded), "content" in loaded.features), ([], True), kind)

    def test_bad_bytes_are_marked_not_hidden(self):
        (self.folder / "tree").mkdir()
        (self.folder / "tree/l.py").write_bytes(b"# SPDX-License-Identifier: MIT\n# caf\xe9\n")
        self.run_cli("import", self.workspace, self.folder / "tree")
        report = self.run_cli("export", self.workspace, self.folder / "out", "--filter", "utf8:0")
        self.assertEqual(report["not_utf8"], 1)
        row = pq.read_table(next((self.folder / "out/data").glob("*.parquet"))).to_pylist()[0]
        self.assertIn("caf\ufffd", row["content"])
        self.assertEqual(row["sha256"], hashlib.sha256((self.folder / "tree/l.py").read_bytes()).hexdigest())


main()
