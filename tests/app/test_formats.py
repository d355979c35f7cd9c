"""Every format and schema that is promised, made by pyarrow as others make it, read by primer-cli."""
import base64
import datetime
import decimal
import gzip
import hashlib
import json
import shutil
import subprocess
import unittest

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from support import ProgramTest, main


def write_table(path, rows, **options):
    pq.write_table(pa.Table.from_pylist(rows), path, **options)


def stack_v1_row(number):
    row = {"hexsha": f"{number:040x}", "size": 20, "ext": "py", "lang": "Python"}
    for kind, event in (("stars", "stars"), ("issues", "issues"), ("forks", "forks")):
        prefix = f"max_{kind}"
        row |= {f"{prefix}_repo_path": f"src/file{number}.py", f"{prefix}_repo_name": f"owner/repo{number % 3}",
                f"{prefix}_repo_head_hexsha": "f" * 40, f"{prefix}_repo_licenses": ["MIT"] if number % 2 else ["MIT", "Apache-2.0"],
                f"{prefix}_count": number if number % 4 else None,
                f"{prefix}_repo_{event}_event_min_datetime": "2019-05-01T00:00:00.000Z",
                f"{prefix}_repo_{event}_event_max_datetime": "2020-05-01T00:00:00.000Z"}
    return row | {"content": f"value_{number} = {number}\n# é\n", "avg_line_length": 9.5, "max_line_length": 12, "alphanum_fraction": 0.5}


class Formats(ProgramTest):
    def test_the_stack_v1(self):
        write_table(self.folder / "a.parquet", [stack_v1_row(n) for n in range(1000)], row_group_size=300)
        report = self.run_cli("import", self.workspace, self.folder / "a.parquet")
        self.assertEqual((report["added"], report["duplicates"], report["quarantined"]), (1000, 0, 0))
        rows = self.run_cli("query", self.workspace, "--filter", "stars>=990", "--sort", "-stars")["rows"]
        self.assertEqual([row["stars"] for row in rows], [999, 998, 997, 995, 994, 993, 991, 990])
        self.assertEqual(rows[0]["path"], "src/file999.py")
        self.assertEqual(rows[0]["repo"], "owner/repo0")
        self.assertEqual(rows[0]["licence"], "MIT")
        self.assertEqual(rows[1]["licence"], "Apache-2.0 AND MIT")
        self.assertEqual(rows[0]["language"], "python")
        with self.database() as database:
            extra = json.loads(database.execute("SELECT extra FROM origin WHERE sample_id=1").fetchone()[0])
        for name, value in stack_v1_row(0).items():
            if name != "content":
                self.assertEqual(extra[name], value, f"the upstream column {name} was dropped or changed")

    def test_upstream_columns_of_every_type_are_kept(self):
        long = "s" * 600
        cases = {
            "nested_text": (pa.list_(pa.string()), [long], [long]),
            "text_in_structs": (pa.struct([("a", pa.struct([("b", pa.string())]))]), {"a": {"b": long}}, {"a": {"b": long}}),
            "text_in_lists_of_lists": (pa.list_(pa.list_(pa.string())), [[long, "x"], None], [[long, "x"], None]),
            "looks_like_a_reference": (pa.struct([("$blob", pa.int64())]), {"$blob": 0}, {"$blob": 0}),
            "zero_byte": (pa.string(), "\0" + "0", "\0" + "0"),
            "zero_bytes": (pa.list_(pa.string()), ["\0" + "1", "\0"], ["\0" + "1", "\0"]),
            "fixed_list": (pa.list_(pa.int32(), 2), [1, 2], [1, 2]),
            "large_list": (pa.large_list(pa.float32()), [0.5], [0.5]),
            "map": (pa.map_(pa.string(), pa.int8()), [("k", 1)], [{"key": "k", "value": 1}]),
            "seconds": (pa.duration("s"), datetime.timedelta(seconds=5), "5 s"),
            "milliseconds": (pa.duration("ms"), datetime.timedelta(milliseconds=-5), "-5 ms"),
            "nanoseconds": (pa.duration("ns"), datetime.timedelta(microseconds=1), "1000 ns"),
            "half": (pa.float16(), numpy.float16(0.1), float(numpy.float16(0.1))),
            "half_nan": (pa.float16(), numpy.float16("nan"), "NaN"),
            "float": (pa.float32(), 0.1, float(numpy.float32(0.1))),
            "nan": (pa.float64(), float("nan"), "NaN"),
            "infinity": (pa.float64(), float("inf"), "Infinity"),
            "minus_infinity": (pa.list_(pa.float64()), [float("-inf"), None], ["-Infinity", None]),
            "binary": (pa.binary(), b"\xff\0\x01", {"$base64": base64.b64encode(b"\xff\0\x01").decode()}),
            "binary_text": (pa.binary(), b"plain", "plain"),
            "long_binary": (pa.large_binary(), b"\xfe" * 1000, {"$base64": base64.b64encode(b"\xfe" * 1000).decode()}),
            "nested_binary": (pa.list_(pa.binary()), [b"\xff"], [{"$base64": "/w=="}]),
            "fixed_binary": (pa.binary(3), b"\x80ab", {"$base64": "gGFi"}),
            "view": (pa.string_view(), long, long),
            "dictionary": (pa.dictionary(pa.int8(), pa.string()), long, long),
            "unsigned": (pa.uint64(), 2**64 - 1, 2**64 - 1),
            "decimal": (pa.decimal128(20, 4), decimal.Decimal("1234567890.1234"), "1234567890.1234"),
            "date": (pa.date32(), datetime.date(2020, 2, 3), "2020-02-03"),
            "null": (pa.null(), None, None),
        }
        columns = {name: pa.array([value], kind) for name, (kind, value, kept) in cases.items()}
        pq.write_table(pa.table({"content": ["x = 1\n"], **columns}), self.folder / "a.parquet")
        self.assertEqual(self.run_cli("import", self.workspace, self.folder / "a.parquet")["added"], 1)
        self.run_cli("export", self.workspace, self.folder / "out", "--format", "jsonl", "--allow-licence", "unknown")
        row = json.loads((self.folder / "out/data/train-00000-of-00001.jsonl").read_text())
        upstream = json.loads(row["upstream"])
        for name, (kind, value, kept) in cases.items():
            self.assertEqual(upstream[name], kept, name)
        self.assertEqual(row["content"], "x = 1\n")

    def test_column_names_and_contents_may_be_any_bytes(self):
        table = pa.table({"content": pa.array([b"\xff\xfe raw", b"\0" + b"0"], pa.binary()), "n": ["a" * 600, "b"]})
        pq.write_table(table, self.folder / "a.parquet")
        self.assertEqual(self.run_cli("import", self.workspace, self.folder / "a.parquet")["added"], 2)
        with self.database() as database:
            digests = [row[0] for row in database.execute("SELECT hex(sha256) FROM sample ORDER BY id")]
        self.assertEqual([digest.lower() for digest in digests], [hashlib.sha256(raw).hexdigest() for raw in (b"\xff\xfe raw", b"\0" + b"0")])

    def test_the_stack_v2_with_content(self):
        when = datetime.datetime(2021, 2, 3, 4, 5, 6)
        write_table(self.folder / "a.parquet", [
            {"blob_id": "b1", "directory_id": "d", "path": "/x/a.py", "content_id": "c", "detected_licenses": ["BSD-3-Clause"], "license_type": "permissive",
             "repo_name": "o/r", "revision_date": when, "star_events_count": 3, "fork_events_count": 0, "gha_license_id": None,
             "src_encoding": "UTF-8", "language": "Python", "is_vendor": False, "is_generated": False, "length_bytes": 3, "extension": "py", "content": "a\n"}])
        self.run_cli("import", self.workspace, self.folder / "a.parquet")
        row = self.run_cli("query", self.workspace, "--filter", "created:2021-02-03")["rows"][0]
        self.assertEqual((row["path"], row["licence"], row["stars"], row["created"][:19]), ("/x/a.py", "BSD-3-Clause", 3, "2021-02-03T04:05:06"))

    def test_the_stack_v3_rows_are_repositories(self):
        def entry(n, content):
            return {"content_id": str(n), "content": content, "size_bytes": 2, "file_path": f"p/{n}.py", "file_timestamp": "2022-01-01", "language": "Python",
                    "is_vendor": False, "license_type": "permissive", "detected_licenses": ["MIT"]}
        rows = [{"repo_path": f"o/r{r}", "repo_id": r, "commit_id": "c", "num_files": 3,
                 "github_metadata": {"branch": "main", "stars": r * 10, "forks": 1},
                 "files": [entry(0, f"r{r}\n"), entry(1, "shared\n"), entry(2, None)]} for r in range(5)]
        write_table(self.folder / "a.parquet", rows)
        report = self.run_cli("import", self.workspace, self.folder / "a.parquet")
        self.assertEqual((report["added"], report["duplicates"], report["quarantined"]), (6, 4, 5))
        row = self.run_cli("query", self.workspace, "--filter", "stars:40")["rows"][0]
        self.assertEqual((row["repo"], row["path"], row["licence"]), ("o/r4", "p/0.py", "MIT"))

    def test_python_edu_has_no_content_and_says_so(self):
        write_table(self.folder / "a.parquet", [{"blob_id": "b", "repo_name": "o/r", "path": "a.py", "length_bytes": 3, "score": 4.2, "int_score": 4}])
        answer = self.run_cli("import", self.workspace, self.folder / "a.parquet", expect=1)
        self.assertEqual(answer["error"]["code"], "needs_mapping")
        self.assertIn("blob_id", answer["error"]["detail"])
        write_table(self.folder / "b.parquet", [{"blob_id": "b", "repo_name": "o/r", "path": "a.py", "length_bytes": 3, "score": 4.2, "int_score": 4, "text": "x\n"}])
        self.run_cli("import", self.workspace, self.folder / "b.parquet")
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "score:4..5")["rows"][0]["score"], 4.2)

    def test_stack_exchange_sets(self):
        preferences = {"qid": 5, "question": "<p>How to sort?</p>", "date": "2015/01/02", "metadata": ["https://example.org/q/5"],
                       "answers": [{"answer_id": 1, "author": "a", "author_id": 1, "author_profile": "", "pm_score": 9, "selected": False, "text": "<p>nine</p>"},
                                   {"answer_id": 2, "author": "b", "author_id": 2, "author_profile": "", "pm_score": 10, "selected": False, "text": "<pre><code>ten()</code></pre>"}]}
        write_table(self.folder / "preferences.parquet", [preferences])
        write_table(self.folder / "paired.parquet", [{"qid": 6, "question": "Why?", "date": "2015/01/02", "metadata": ["x"], "response_j": "better", "response_k": "worse"}])
        posts = [{"Id": 1, "PostTypeId": 1, "AcceptedAnswerId": 3, "ParentId": None, "Score": 2, "Body": "Ask\n```\ncode()\n```\n", "Title": "T", "ContentLicense": "CC BY-SA 4.0", "Tags": ["python"]},
                 {"Id": 3, "PostTypeId": 2, "AcceptedAnswerId": None, "ParentId": 1, "Score": 1, "Body": "Answer", "Title": "", "ContentLicense": "CC BY-SA 4.0", "Tags": []}]
        write_table(self.folder / "posts.parquet", posts)
        for name in ("preferences", "paired", "posts"):
            self.assertEqual(self.run_cli("import", self.workspace, self.folder / f"{name}.parquet")["added"], 1, name)
        rows = self.run_cli("query", self.workspace, "--filter", "kind:thread", "--content")["rows"]
        self.assertEqual(len(rows), 3)
        self.assertLess(rows[0]["content"].index("ten()"), rows[0]["content"].index("nine"))
        self.assertLess(rows[1]["content"].index("better"), rows[1]["content"].index("worse"))
        self.assertIn("accepted", rows[2]["content"])
        self.assertEqual(rows[2]["licence"], "CC-BY-SA-4.0")

    def test_a_folder_of_parquet_is_a_dataset(self):
        (self.folder / "set/data").mkdir(parents=True)
        for shard in range(3):
            write_table(self.folder / f"set/data/train-0000{shard}-of-00003.parquet", [{"content": f"s{shard} r{n}\n"} for n in range(10)])
        self.assertEqual(self.run_cli("import", self.workspace, self.folder / "set")["added"], 30)

    def test_content_that_is_not_text_keeps_its_bytes(self):
        pq.write_table(pa.table({"content": pa.array([b"\xff\x00\xfe", b"ok\n"], pa.binary())}), self.folder / "a.parquet")
        self.run_cli("import", self.workspace, self.folder / "a.parquet")
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "utf8:0")["total"], 1)
        self.assert_sound()

    def test_mapping_by_hand(self):
        with gzip.open(self.folder / "a.jsonl.gz", "wt") as file:
            for n in range(10):
                file.write(json.dumps({"snippet": f"x = {n}\n", "name": f"{n}.py", "points": n}) + "\n")
        report = self.run_cli("import", self.workspace, self.folder / "a.jsonl.gz", "--map", "content=snippet", "--map", "path=name", "--map", "score=points")
        self.assertEqual(report["added"], 10)
        self.assertEqual(self.run_cli("query", self.workspace, "--sort", "-score")["rows"][0]["path"], "9.py")
        self.assertEqual(self.run_cli("import", self.workspace, self.folder / "a.jsonl.gz", "--map", "content=nope", expect=1)["error"]["code"], "needs_mapping")

    def test_source_trees_respect_gitignore_as_git_does(self):
        tree = self.folder / "project"
        names = ["a.py", "build/out.py", "src/b.py", "src/gen/x.py", "src/keep/gen.py", "logs/l.py", "deep/er/tmp_1.py", "notes.md", "picture.png", "only.c"]
        for name in names:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(f"# {name}\n")
        (tree / ".gitignore").write_text("/build/\ngen/\n*_1.py\nlogs/*\n")
        (tree / "src/.gitignore").write_text("!gen/\n")
        (tree / "LICENSE").write_text("MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy. THE SOFTWARE IS PROVIDED \"AS IS\"")
        self.run_cli("import", self.workspace, tree)
        found = {row["path"] for row in self.run_cli("query", self.workspace, "--limit", "-1")["rows"]}
        if shutil.which("git"):
            subprocess.run(["git", "init", "-q", tree], check=True)
            ignored = subprocess.run(["git", "-C", tree, "check-ignore", *names], capture_output=True, text=True).stdout.split()
        else:
            ignored = ["build/out.py", "logs/l.py", "deep/er/tmp_1.py"]
        self.assertEqual(found, {name for name in names if name not in ignored and not name.endswith(".png")})
        self.assertEqual(self.run_cli("query", self.workspace, "--filter", "licence:MIT")["total"], len(found))

    def test_a_python_environment_names_its_distributions(self):
        site = self.folder / "lib/site-packages"
        (site / "thing").mkdir(parents=True)
        (site / "thing/core.py").write_text("x = 1\n")
        (site / "thing-1.0.dist-info").mkdir()
        (site / "thing-1.0.dist-info/METADATA").write_text("Name: thing\nLicense-Expression: BSD-3-Clause\n\n")
        (site / "thing-1.0.dist-info/RECORD").write_text("thing/core.py,sha256=x,6\n../../bin/thing,,\n")
        self.run_cli("import", self.workspace, site)
        row = self.run_cli("query", self.workspace)["rows"][0]
        self.assertEqual((row["repo"], row["licence"], row["path"]), ("thing", "BSD-3-Clause", "thing/core.py"))

    @unittest.skipUnless(shutil.which("7z"), "7z is not installed")
    def test_posts_inside_a_7z(self):
        (self.folder / "Posts.xml").write_text('<posts>\n  <row Id="1" PostTypeId="1" Score="1" Body="&lt;p&gt;b&lt;/p&gt;" Title="t" Tags="|python|" CreationDate="2020-01-01" />\n</posts>\n')
        subprocess.run(["7z", "a", "-bd", self.folder / "dump.7z", self.folder / "Posts.xml"], check=True, capture_output=True)
        self.assertEqual(self.run_cli("import", self.workspace, self.folder / "dump.7z")["added"], 1)


main()
