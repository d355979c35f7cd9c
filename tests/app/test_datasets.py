"""Datasets as folders, and Parquet that is partly broken: what can be read is read, the rest is named and counted."""
import json
import os
import unittest

import pyarrow as pa
import pyarrow.parquet as pq

from support import ProgramTest, main


LICENCES = [word for name in ("unknown", "MIT", "GPL-3.0-only", "CC-BY-SA-4.0") for word in ("--allow-licence", name)]


def adds_up(report):
    return report["rows"] == report["added"] + report["duplicates"] + report["quarantined"] + report["joined"] + sum(report["passed_over"].values())


class Datasets(ProgramTest):
    def take(self, *paths, workspace=None):
        report = self.run_cli("import", workspace or self.workspace, *paths)
        self.assertTrue(adds_up(report), report)
        return report

    def rows_of(self, folder):
        """What an export says of each content, without what only its workspace knows."""
        rows = {}
        for path in sorted((folder / "data").iterdir()):
            table = pq.read_table(path).to_pylist() if path.suffix == ".parquet" else [json.loads(line) for line in path.read_text().splitlines()]
            for row in table:
                rows[row["sha256"]] = {key: value for key, value in row.items() if key not in ("id", "source", "copies")}
        return rows

    def test_an_export_comes_back_with_its_labels(self):
        (self.folder / "s.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [
            {"content": "def a():\n    return 1\n", "path": "a.py", "license": "MIT", "repo_name": "o/r", "stars": 3, "score": 1.5, "extra": {"deep": [1, None, "é"]}},
            {"content": "b = 2\n", "path": "b.py", "license": "GPL-3.0-only"}, {"content": "c = 3\n", "odd": "x" * 1000}]))
        (self.folder / "Posts.xml").write_text('<posts><row Id="1" PostTypeId="1" Title="t" Body="&lt;p&gt;q&lt;/p&gt;" Score="2" ContentLicense="CC BY-SA 4.0" /></posts>')
        self.take(self.folder / "s.jsonl", self.folder / "Posts.xml")
        with self.database() as database:
            first = database.execute("SELECT id FROM sample WHERE path='a.py'").fetchone()[0]
        self.run_cli("judge", self.workspace, first, "4")
        for form in ("parquet", "jsonl", "jsonl.zst"):
            out, again, back = self.folder / f"out_{form}", self.folder / f"again_{form}", self.folder / f"back_{form}.primer"
            self.run_cli("export", self.workspace, out, "--format", form, *LICENCES)
            report = self.take(out, workspace=back)
            self.assertEqual((report["added"], report["quarantined"], report["labels"]), (4, 0, 1), form)
            self.assertEqual(set(report["side_files"]), {"README.md", "ATTRIBUTION.jsonl", "manifest.json"})
            self.run_cli("export", back, again, "--format", "jsonl", *LICENCES)
            if form != "jsonl.zst":
                rows = self.rows_of(out)
                self.assertEqual(len(rows), 4)
                self.assertEqual(rows, self.rows_of(again), form)
            twice = self.take(out, workspace=back)
            self.assertEqual((twice["added"], twice["labels"]), (0, 0))
            single = self.folder / f"single_{form}.primer"
            self.assertEqual(self.take(*sorted((out / "data").iterdir()), workspace=single)["labels"], 1)

    def test_the_cards_configs_name_files_and_splits(self):
        for name, contents in (("train", ["a\n", "b\n"]), ("held", ["c\n"])):
            (self.folder / "set/parts").mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.table({"content": contents}), self.folder / f"set/parts/{name}.parquet")
        (self.folder / "set/README.md").write_text("---\nconfigs:\n- config_name: x\n  data_files:\n  - {split: train, path: parts/train.parquet}\n  - split: test\n    path:\n    - parts/held.parquet\n    - gone/*.parquet\n---\n")
        (self.folder / "set/stats.jsonl").write_text('{"n": 1}\n')
        report = self.take(self.folder / "set")
        self.assertEqual((report["added"], report["quarantined"], report["passed_over"]), (3, 1, {"side_file": 2}))
        with self.database() as database:
            splits = [json.loads(extra)["split"] for (extra,) in database.execute("SELECT extra FROM origin ORDER BY sample_id")]
        self.assertEqual(splits, ["train", "train", "test"])
        self.assertEqual(self.run_cli("quarantine", self.workspace)["rows"][0]["reason"], "missing_data")

    def test_the_hubs_cache_is_links(self):
        blobs, snapshot = self.folder / "blobs", self.folder / "snapshots/abc/data"
        blobs.mkdir()
        snapshot.mkdir(parents=True)
        pq.write_table(pa.table({"content": ["a\n", "b\n"]}), blobs / "0123")
        (snapshot / "train-00000-of-00001.parquet").symlink_to("../../../blobs/0123")
        self.assertEqual(self.take(self.folder / "snapshots/abc")["added"], 2)

    def test_a_broken_row_group_costs_itself(self):
        path = self.folder / "a.parquet"
        pq.write_table(pa.table({"content": [f"{n} " * 20 for n in range(1000)]}), path, row_group_size=200, compression="none", use_dictionary=False)
        column = pq.ParquetFile(path).metadata.row_group(2).column(0)
        data = bytearray(path.read_bytes())
        data[column.data_page_offset:column.data_page_offset + 16] = b"\xff" * 16
        path.write_bytes(data)
        report = self.take(path)
        self.assertEqual((report["rows"], report["added"], report["quarantined"]), (1000, 800, 200))
        row = self.run_cli("quarantine", self.workspace)["rows"][0]
        self.assertEqual((row["reason"], row["position"]), ("unreadable_parquet", 400))

    def test_a_broken_page_costs_its_rows(self):
        # Ten pages of 100 rows in one group: one that cannot be unpacked, and one whose values cannot be told apart.
        rows = [f"row {n} " * 20 for n in range(1000)]
        for compression, lost in (("zstd", range(300, 301)), ("none", range(340, 342))):
            path, workspace = self.folder / f"{compression}.parquet", self.folder / f"{compression}.primer"
            pq.write_table(pa.table({"content": rows, "n": range(1000), "tags": [[str(n)] for n in range(1000)]}), path, compression=compression, use_dictionary=False, write_batch_size=100, data_page_size=1)
            data = bytearray(path.read_bytes())
            if compression == "zstd":
                place = -1
                for _ in range(4):
                    place = data.index(b"\x28\xb5\x2f\xfd", place + 1)
                data[place + 4:place + 40] = b"\xff" * 36
            else:
                place = data.index(b"row 341 ") - 4  # its length
                data[place:place + 4] = b"\xff\xff\xff\x7f"
            path.write_bytes(data)
            report = self.take(path, workspace=workspace)
            row, = self.run_cli("quarantine", workspace)["rows"]
            self.assertEqual(row["reason"], "unreadable_parquet")
            self.assertIn(row["position"], lost, compression)
            self.assertEqual((report["rows"], report["added"]), (1000, 1000 - (400 - row["position"])), row)
            self.assertIn(f"rows {row['position']} to 399", row["detail"])
            self.assertTrue(any(text.startswith("row 999 ") for _, text in self.contents_of(workspace)))

    def contents_of(self, workspace):
        return {(row["path"], row["content"]) for row in self.run_cli("query", workspace, "--limit", "-1", "--content")["rows"]}

    def test_a_page_above_the_memory_costs_its_rows(self):
        # Three pages of eight rows in one group; the second one unpacks to 1.4 GB, which is more than the reader has left.
        path = self.folder / "a.parquet"
        column = pa.array([f"{n:05d}" + ("x" * 175_000_000 if 8 <= n < 16 else "") for n in range(24)], pa.large_string())
        pq.write_table(pa.table({"content": column, "n": range(24)}), path, compression="zstd", use_dictionary=False, write_batch_size=8, data_page_size=1, write_statistics=False)
        del column
        report = self.take(path)
        self.assertEqual((report["rows"], report["added"], report["quarantined"]), (24, 16, 8))
        row, = self.run_cli("quarantine", self.workspace)["rows"]
        self.assertEqual((row["reason"], row["position"]), ("unreadable_parquet", 8))
        self.assertRegex(row["detail"], "rows 8 to 15: a page (of the column content )?does not fit in the [0-9]+ MiB that reading may use")
        self.assertEqual({text for _, text in self.contents_of(self.workspace)}, {f"{n:05d}" for n in [*range(8), *range(16, 24)]})

    def test_what_a_row_group_says_of_its_size_costs_nothing(self):
        # As many rows of usual size in one group as pyarrow writes by default are over 4 GiB.
        def varint(number):
            return bytes([number & 0x7f | 0x80]) + varint(number >> 7) if number > 0x7f else bytes([number])
        path = self.folder / "a.parquet"
        pq.write_table(pa.table({"content": [f"{n}\n" for n in range(1000)]}), path)
        data = path.read_bytes()
        group = pq.ParquetFile(path).metadata.row_group(0)
        size = int.from_bytes(data[-8:-4], "little")
        footer = data[-8 - size:-8]
        told = b"\x16" + varint(group.total_byte_size << 1) + b"\x16" + varint(group.num_rows << 1)
        self.assertEqual(footer.count(told), 1)
        for total in (5 << 30, 1 << 60):
            changed = footer.replace(told, b"\x16" + varint(total << 1) + b"\x16" + varint(group.num_rows << 1))
            path.write_bytes(data[:-8 - size] + changed + len(changed).to_bytes(4, "little") + b"PAR1")
            self.assertEqual(pq.ParquetFile(path).metadata.row_group(0).total_byte_size, total)
            workspace = self.folder / f"{total}.primer"
            self.assertEqual(self.take(path, workspace=workspace)["added"], 1000)

    def test_a_name_that_is_there_twice_has_its_last_value(self):
        (self.folder / "a.jsonl").write_text('{"content":"a","path":"p","x":1,"content":"b","path":"q","x":{"y":1,"y":2}}\n')
        (self.folder / "a.json").write_text('[\n {"content":"a","path":"p","x":1,\n  "content":"b","path":"q","x":{"y":1,"y":2}}\n]\n')
        fields = [pa.array([value]) for value in ("a", "p", 1, "b", "q", {"y": 2})]
        pq.write_table(pa.Table.from_arrays(fields, names=["content", "path", "x"] * 2), self.folder / "a.parquet")
        for name in ("a.jsonl", "a.json", "a.parquet"):
            self.workspace = self.folder / f"{name}.primer"
            self.assertEqual(self.take(self.folder / name)["added"], 1, name)
            self.assertEqual(self.contents_of(self.workspace), {("q", "b")}, name)
            with self.database() as database:
                self.assertEqual([json.loads(extra) for (extra,) in database.execute("SELECT extra FROM origin")], [{"path": "q", "x": {"y": 2}}], name)

    def test_large_rows_are_read_in_slices(self):
        # 160 rows of 12 MB in one group: more than the reader's memory, were they read at once.
        path = self.folder / "a.parquet"
        column = pa.array([f"{n:05d}" + "x" * 12_000_000 for n in range(160)])
        pq.write_table(pa.table({"content": column}), path, compression="zstd", use_dictionary=False, write_batch_size=4)
        report = self.take(path)
        self.assertEqual((report["added"], report["quarantined"]), (160, 0))

    def test_a_string_that_is_no_utf8_costs_nothing(self):
        column = pa.array([b"a\n", b"\xff\xfe b\n", b"c\n"], pa.binary()).view(pa.string())
        pq.write_table(pa.table({"content": column}), self.folder / "a.parquet")
        self.assertEqual(self.take(self.folder / "a.parquet")["added"], 3)

    def test_nor_does_one_inside_a_list_of_a_struct(self):
        good, bad = pa.array([b"a\n", b"b\n"], pa.binary()), pa.array([b"\xff\xfe c\n"], pa.binary())
        texts = pa.concat_arrays([good, bad]).view(pa.string())
        files = pa.ListArray.from_arrays(pa.array([0, 1, 2, 3], pa.int32()), pa.StructArray.from_arrays([texts, texts.dictionary_encode()], names=["text", "again"]))
        pq.write_table(pa.table({"content": ["x = 1\n", "x = 2\n", "x = 3\n"], "files": files}), self.folder / "a.parquet")
        self.assertEqual(self.take(self.folder / "a.parquet")["added"], 3)

    def test_links_to_folders_lead_nowhere(self):
        (self.folder / "set/v1").mkdir(parents=True)
        pq.write_table(pa.table({"content": ["a\n", "b\n"]}), self.folder / "set/v1/a.parquet")
        for name in "latest", "again":
            (self.folder / "set" / name).symlink_to("v1")
        (self.folder / "set/v1/up").symlink_to("..")
        report = self.take(self.folder / "set")
        self.assertEqual((report["added"], report["duplicates"]), (2, 0))

    @unittest.skipIf(os.geteuid() == 0, "root opens every folder")
    def test_what_cannot_be_opened_is_told(self):
        (self.folder / "tree/closed").mkdir(parents=True)
        (self.folder / "tree/a.py").write_text("a = 1\n")
        (self.folder / "tree/closed").chmod(0)
        report = self.take(self.folder / "tree")
        (self.folder / "tree/closed").chmod(0o700)
        self.assertEqual((report["added"], report["quarantined"]), (1, 1))


main()
