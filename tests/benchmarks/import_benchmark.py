#!/usr/bin/env python3
"""import_benchmark.py BIN_FOLDER WORK_FOLDER [MEGABYTES] [ROUNDS]: primer-cli import beside a Python script that does
the same work (json or pyarrow, sha256, zlib level 1, sqlite3 in one transaction), interleaved; prints JSON.

The identity gate comes first: both hold the same contents. Files are this Python's own standard library and packages,
each made distinct by a first line."""
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import sysconfig
import time
import zlib


def make_sources(folder, megabytes):
    import pyarrow as pa
    import pyarrow.parquet as pq
    jsonl, parquet = folder / "source.jsonl", folder / "source.parquet"
    files = []
    for path in sorted(pathlib.Path(sysconfig.get_paths()["stdlib"]).rglob("*.py")):
        try:
            text = path.read_text()
        except (UnicodeDecodeError, OSError):
            continue
        if 200 < len(text) < 200_000:
            files.append((str(path), text))
    rows, total, turn = [], 0, 0
    while total < megabytes * 1e6:
        for name, text in files:
            content = f"# copy {turn}\n{text}"
            rows.append({"content": content, "path": name, "license": "PSF-2.0", "max_stars_count": turn})
            total += len(content)
            if total >= megabytes * 1e6:
                break
        turn += 1
    with open(jsonl, "w") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
    pq.write_table(pa.Table.from_pylist(rows), parquet, compression="zstd", row_group_size=2000)
    return jsonl, parquet, total, len(rows)


def store(rows, target):
    database = sqlite3.connect(target)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE sample(id INTEGER PRIMARY KEY, sha BLOB UNIQUE, path TEXT, licence TEXT, stars INTEGER, size INTEGER, content BLOB)")
    with database:
        for row in rows:
            raw = row["content"].encode()
            database.execute("INSERT OR IGNORE INTO sample(sha, path, licence, stars, size, content) VALUES(?,?,?,?,?,?)",
                             (hashlib.sha256(raw).digest(), row["path"], row["license"], row["max_stars_count"], len(raw), zlib.compress(raw, 1)))
    database.close()


def python_import(kind, source, target):
    if kind == "jsonl":
        with open(source) as file:
            store((json.loads(line) for line in file), target)
    else:
        import pyarrow.parquet as pq
        store((row for batch in pq.ParquetFile(source).iter_batches(1000) for row in batch.to_pylist()), target)


def timed(command):
    """Wall seconds, the peak memory of the process itself in MB, and what it wrote to the disk in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    took = time.perf_counter() - began
    written = dict(line.split(": ") for line in pathlib.Path(f"/proc/{process.pid}/io").read_text().splitlines())["write_bytes"]
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return took, usage.ru_maxrss / 1024, int(written) / 1e6


def make_small_rows(folder, count):
    """Many short contents of their own, where what is written beside them weighs most."""
    path = folder / "small.jsonl"
    with open(path, "w") as file:
        for row in range(count):
            words = hashlib.sha256(str(row).encode()).hexdigest()
            body = "".join(f"    {words[place:place + 5]} = compute_{words[place + 5:place + 7]}({row})\n" for place in range(0, 8 * (2 + row % 7), 8))
            file.write(json.dumps({"content": f"def f{row}():\n{body}", "path": f"a/b{row % 997}/f{row}.py", "license": "MIT", "repo": f"r/{row % 20000}", "stars": row % 500}) + "\n")
    return path


def written_per_byte(binaries, folder, count):
    workspace = folder / "small.primer"
    shutil.rmtree(workspace, ignore_errors=True)
    seconds, memory, written = timed([binaries / "primer-cli", "import", workspace, make_small_rows(folder, count)])
    size = (workspace / "workspace.db").stat().st_size / 1e6
    return {"rows": count, "database_megabytes": round(size), "written_megabytes": round(written), "written_per_database_byte": round(written / size, 2),
            "rows_per_second": round(count / seconds), "peak_megabytes": round(memory)}


def main():
    if sys.argv[1] == "--python":
        python_import(*sys.argv[2:5])
        return
    if sys.argv[1] == "--sources":
        print(*make_sources(pathlib.Path(sys.argv[2]), int(sys.argv[3]))[2:])
        return
    binaries, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    megabytes = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    folder.mkdir(parents=True, exist_ok=True)
    # In a process of its own: the peak memory of a child counts from its parent's size on.
    made = subprocess.run([sys.executable, __file__, "--sources", folder, str(megabytes)], check=True, capture_output=True, text=True)
    total, count = map(int, made.stdout.split())
    jsonl, parquet = folder / "source.jsonl", folder / "source.parquet"
    result = {"content_megabytes": round(total / 1e6), "rows": count, "rounds": rounds}
    for kind, source in (("jsonl", jsonl), ("parquet", parquet)):
        seconds = {"python": [], "primer": []}
        peak = 0
        for round_number in range(rounds):
            database, workspace = folder / "python.db", folder / "w.primer"
            for path in folder.glob("python.db*"):
                path.unlink()
            shutil.rmtree(workspace, ignore_errors=True)
            seconds["python"].append(timed([sys.executable, __file__, "--python", kind, source, database])[0])
            took, memory, written = timed([binaries / "primer-cli", "import", workspace, source])
            seconds["primer"].append(took)
            peak = max(peak, memory)
            if round_number == 0:
                ours = sqlite3.connect(f"file:{workspace}/workspace.db?mode=ro", uri=True)
                theirs = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
                assert sorted(ours.execute("SELECT sha256 FROM sample")) == sorted(theirs.execute("SELECT sha FROM sample")), "not the same contents"
        medians = {name: statistics.median(values) for name, values in seconds.items()}
        result[kind] = {"python_seconds": round(medians["python"], 2), "primer_seconds": round(medians["primer"], 2),
                        "ratio": round(medians["python"] / medians["primer"], 2), "primer_megabytes_per_second": round(total / 1e6 / medians["primer"]),
                        "primer_rows_per_second": round(count / medians["primer"]), "primer_peak_megabytes": round(peak),
                        "primer_written_per_database_byte": round(written * 1e6 / (workspace / "workspace.db").stat().st_size, 2)}
    result["small_rows"] = written_per_byte(binaries, folder, int(os.environ.get("PRIMER_SMALL_ROWS", "300000")))
    print(json.dumps(result))


main()
