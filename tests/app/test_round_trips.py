"""Every format that is read comes back from an export of it: import, export, import and export again give equal rows."""
import gzip
import json
import shutil
import subprocess
import unittest

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from support import ProgramTest, main

LICENCES = [word for name in ("unknown", "MIT", "GPL-3.0-only", "Apache-2.0", "BSD-3-Clause", "PSF-2.0", "CC-BY-SA-4.0") for word in ("--allow-licence", name)]
ROWS = [{"content": "def a():\n    return 1\n", "path": "a.py", "license": "MIT", "repo_name": "o/r", "stars": 3, "score": 1.5, "created_at": "2020-01-02T03:04:05Z",
         "extra": {"deep": [1, None, "é", 1.5, {"k": True}]}},
        {"content": "b = 2\r\n# \u2028 \U0001f600 \\ \" \t\u0000\n", "path": "d/b \"q\".py", "license": ["MIT", "GPL-3.0-only"], "language": "Python", "big": 2**63, "text": "also text"},
        {"content": "c = 3", "odd": "x" * 1000, "upstream": "a name of our own columns", "split": "mine", "stars": 0},
        {"content": "fn main() {}\n", "lang": "Rust", "label": "not a label", "thread": None}]
POSTS = ('<?xml version="1.0" encoding="utf-8"?>\n<posts>\n'
         '<row Id="1" PostTypeId="1" AcceptedAnswerId="3" Title="t &amp; u" Body="&lt;p&gt;q &amp;lt; r&lt;/p&gt;&lt;pre&gt;&lt;code&gt;x = 1&#xA;&lt;/code&gt;&lt;/pre&gt;" Score="2" Tags="|python|list|" CreationDate="2020-01-01T00:00:00.000" OwnerUserId="7" ContentLicense="CC BY-SA 4.0" />\n'
         '<row Id="2" PostTypeId="2" ParentId="1" Body="&lt;p&gt;no score&lt;/p&gt;" ContentLicense="CC BY-SA 4.0" />\n'
         '<row Id="3" PostTypeId="2" ParentId="1" Body="&lt;p&gt;yes&lt;/p&gt;" Score="-1" OwnerDisplayName="n" ContentLicense="CC BY-SA 4.0" />\n'
         '<row Id="4" PostTypeId="1" Title="another" Body="b" Score="0" />\n</posts>\n')


def stack_v1(number):
    row = {"hexsha": f"{number:040x}", "size": 20, "ext": "py", "lang": "Python"}
    for kind in ("stars", "issues", "forks"):
        prefix = f"max_{kind}"
        row |= {f"{prefix}_repo_path": f"src/{number}.py", f"{prefix}_repo_name": f"o/r{number}", f"{prefix}_repo_head_hexsha": "f" * 40, f"{prefix}_repo_licenses": ["MIT", "Apache-2.0"][:number],
                f"{prefix}_count": number or None, f"{prefix}_repo_{kind}_event_min_datetime": "2019-05-01T00:00:00.000Z"}
    return row | {"content": f"v1 = {number}\n", "avg_line_length": 9.5, "max_line_length": 12, "alphanum_fraction": 0.5}


def stack_v2(number):
    return {"blob_id": f"b{number}", "path": f"/x/{number}.py", "detected_licenses": ["BSD-3-Clause"][:number], "license_type": "permissive", "repo_name": "o/r", "revision_date": "2021-02-03T04:05:06",
            "star_events_count": number, "gha_license_id": None, "src_encoding": "UTF-8", "language": "Python", "is_vendor": False, "length_bytes": 3, "content": f"v2 = {number}\n"}


def stack_v3(number):
    files = [{"content_id": str(n), "content": f"v3 = {number}, {n}\n", "file_path": f"p/{n}.py", "file_timestamp": "2022-01-01", "language": "Python", "is_vendor": False, "detected_licenses": ["MIT"]} for n in range(2)]
    return {"repo_path": f"o/r{number}", "repo_id": number, "num_files": 2, "github_metadata": {"branch": "main", "stars": number * 10, "forks": None}, "files": files}


PREFERENCES = [{"qid": 5, "question": "<p>How to sort?</p>", "date": "2015/01/02", "metadata": ["https://example.org/q/5"],
                "answers": [{"answer_id": 1, "author": "a", "author_id": 1, "author_profile": "", "pm_score": 9, "selected": False, "text": "<p>nine</p>"},
                            {"answer_id": 2, "author": "b", "author_id": 2, "author_profile": "u", "pm_score": 10, "selected": True, "text": "<pre><code>ten()</code></pre>"}]}]
PAIRED = [{"qid": 6, "question": "Why?", "date": "2015/01/02", "metadata": ["x"], "response_j": "better", "response_k": "worse"}]
POST_ROWS = [{"Id": 1, "PostTypeId": 1, "AcceptedAnswerId": 3, "ParentId": None, "Score": 2, "Body": "Ask\n```\ncode()\n```\n", "Title": "T", "ContentLicense": "CC BY-SA 4.0", "Tags": ["python"]},
             {"Id": 3, "PostTypeId": 2, "AcceptedAnswerId": None, "ParentId": 1, "Score": 1, "Body": "Answer", "Title": "", "ContentLicense": "CC BY-SA 4.0", "Tags": []}]


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


class RoundTrips(ProgramTest):
    def write(self, name, data):
        path = self.folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def table(self, name, rows, **options):
        path = self.folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), path, **options)
        return path

    def rows_of(self, folder):
        """What an export says of each content, without what only its workspace knows."""
        rows = {}
        for path in sorted((folder / "data").iterdir()):
            if path.suffix == ".parquet":
                table = pq.read_table(path).to_pylist()
            else:
                data = path.read_bytes()
                data = zstandard.ZstdDecompressor().stream_reader(data).read() if path.suffix == ".zst" else data
                table = [json.loads(line) for line in data.decode().split("\n") if line]
            for row in table:
                rows[row["sha256"]] = {key: value for key, value in row.items() if key not in ("id", "source", "copies")}
        return rows

    def take(self, workspace, *paths, options=()):
        report = self.run_cli("import", workspace, *paths, *options)
        self.assertEqual(report["rows"], report["added"] + report["duplicates"] + report["quarantined"] + report["joined"] + sum(report["passed_over"].values()), report)
        self.assertEqual(report["quarantined"], 0)
        return report

    def comes_back(self, source, count, options=()):
        with self.subTest(source.name):
            place = self.folder / "trips" / source.name
            workspace = place / "first.primer"
            place.mkdir(parents=True)
            self.assertEqual(self.take(workspace, source, options=options)["added"], count)
            first = None
            for form in ("jsonl", "parquet", "jsonl.zst"):
                out, back, again = place / f"out_{form}", place / f"back_{form}.primer", place / f"again_{form}"
                self.run_cli("export", workspace, out, "--format", form, *LICENCES)
                rows = self.rows_of(out)
                self.assertEqual(len(rows), count)
                first = first or rows
                self.assertEqual(rows, first, form)
                self.assertEqual(self.take(back, out)["added"], count)
                self.run_cli("export", back, again, "--format", "jsonl", *LICENCES)
                self.assertEqual(self.rows_of(again), rows, form)
            return first

    def test_lines_of_json_in_every_wrapping(self):
        text = lines(ROWS)
        plain = self.comes_back(self.write("a.jsonl", text), 4)
        self.assertEqual({row["content"] for row in plain.values()}, {row["content"] for row in ROWS})
        sources = [self.write("a.jsonl.gz", gzip.compress(text.encode())), self.write("two_members.jsonl.gz", gzip.compress(lines(ROWS[:2]).encode()) + gzip.compress(lines(ROWS[2:]).encode())),
                   self.write("a.jsonl.zst", zstandard.compress(text.encode())), self.write("mark.jsonl", b"\xef\xbb\xbf" + text.encode()),
                   self.write("wide.jsonl", text.encode("utf-16")), self.write("returns.jsonl", text.replace("\n", "\r")), self.write("crlf.jsonl", text.replace("\n", "\r\n")),
                   self.write("list.json", json.dumps(ROWS)), self.write("printed.json", json.dumps(ROWS, indent=2)), self.write("several.jsonl", "\n".join(json.dumps(row, indent=1) for row in ROWS)),
                   self.write("one_line.jsonl", text.replace("\n", " "))]
        for source in sources:
            self.assertEqual(self.comes_back(source, 4), plain, source.name)

    def test_parquet(self):
        rows = [{"content": row["content"], "path": row.get("path"), "license": ["MIT", "GPL-3.0-only"], "stars": row.get("stars"), "extra": {"deep": [1, None]}, "raw": b"\xff\0", "when": None} for row in ROWS]
        for number, options in enumerate(({}, {"compression": "none", "row_group_size": 1}, {"compression": "zstd", "data_page_version": "2.0"})):
            self.comes_back(self.table(f"{number}.parquet", rows, **options), 4)

    def test_the_stacks_and_the_sets_of_stack_exchange(self):
        for name, rows, count in (("stack_v1", [stack_v1(n) for n in range(3)], 3), ("stack_v2", [stack_v2(n) for n in range(2)], 2), ("stack_v3", [stack_v3(n) for n in range(2)], 4),
                                  ("preferences", PREFERENCES, 1), ("paired", PAIRED, 1), ("posts", POST_ROWS, 1)):
            from_lines = self.comes_back(self.write(f"{name}.jsonl", lines(rows)), count)
            if name != "posts":  # whose name is the threads' repository
                self.assertEqual(self.comes_back(self.table(f"{name}.parquet", rows), count).keys(), from_lines.keys())
            else:
                self.comes_back(self.table(f"{name}.parquet", rows), count)

    def test_posts_in_every_wrapping(self):
        plain = self.comes_back(self.write("plain/Posts.xml", POSTS), 2)
        sources = [self.write("gz/Posts.xml.gz", gzip.compress(POSTS.encode())), self.write("zst/Posts.xml.zst", zstandard.compress(POSTS.encode())),
                   self.write("wide/Posts16.xml", POSTS.replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16"))]
        if shutil.which("7z"):
            subprocess.run(["7z", "a", "-bd", self.folder / "dump.7z", self.folder / "sources/plain/Posts.xml"], check=True, capture_output=True)
            sources.append(self.folder / "dump.7z")
        for source in sources:
            self.assertEqual(self.comes_back(source, 2).keys(), plain.keys(), source.name)

    def test_source_trees_and_environments(self):
        self.write("tree/LICENSE", "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy. THE SOFTWARE IS PROVIDED \"AS IS\"")
        for name, text in (("a.py", "a = 1\n"), ("deep/er/b.c", "int b;\n"), ("é ü.py", "# SPDX-License-Identifier: Apache-2.0\n"), ("notes.md", "# Title\n")):
            self.write(f"tree/{name}", text)
        tree = self.comes_back(self.folder / "sources/tree", 4)
        self.assertEqual({row["path"] for row in tree.values()}, {"a.py", "deep/er/b.c", "é ü.py", "notes.md"})
        self.write("lib/site-packages/thing/core.py", "x = 1\n")
        self.write("lib/site-packages/thing-1.0.dist-info/METADATA", "Name: thing\nLicense-Expression: BSD-3-Clause\n\n")
        self.write("lib/site-packages/thing-1.0.dist-info/RECORD", "thing/core.py,sha256=x,6\n")
        self.comes_back(self.folder / "sources/lib/site-packages", 1)

    def test_datasets_as_folders(self):
        self.table("hub/data/train-00000-of-00001.parquet", [stack_v1(n) for n in range(2)])
        self.table("hub/data/test-00000-of-00001.parquet", [stack_v1(5)])
        splits = {json.loads(row["upstream"])["split"] for row in self.comes_back(self.folder / "sources/hub", 3).values()}
        self.assertEqual(splits, {"train", "test"})

    def test_columns_by_hand(self):
        source = self.write("mapped.jsonl", lines({"snippet": f"x = {n}\n", "name": f"{n}.py", "points": n, "terms": "MIT"} for n in range(3)))
        rows = self.comes_back(source, 3, ["--map", "content=snippet", "--map", "path=name", "--map", "score=points", "--map", "licence=terms"])
        self.assertEqual({(row["path"], row["score"], row["license"]) for row in rows.values()}, {(f"{n}.py", n, "MIT") for n in range(3)})


main()
