#!/usr/bin/env python3
"""sandbox_benchmark.py [PROGRAMS]: benchmark_sandbox beside what a script does without a sandbox: the same exercises with
their tests behind them in one file each, run by subprocess with resource limits, two at once. PRIMER_BIN as in the tests."""
import concurrent.futures
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(os.environ["PRIMER_BIN"])


def exercise(number):
    sign = ">" if number % 5 else ">="
    name = f"count_above_{number}"
    return (f'def {name}(values, limit={number}):\n    """How many of values are above the limit."""\n'
            f"    return sum(1 for value in values if value {sign} limit)\n"
            f"assert {name}([{number}, 10000, 20000]) == 2\nassert {name}([]) == 0\nassert {name}([1, 2, 3], 2) == 1\n")


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (4, 5))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    ours = json.loads(subprocess.run([BIN / "benchmark_sandbox", str(count), "2"], capture_output=True, check=True).stdout)
    with tempfile.TemporaryDirectory() as folder:
        def run(number):
            path = pathlib.Path(folder) / f"{number}.py"
            path.write_text(exercise(number))
            return subprocess.run(["/usr/bin/python3", path], preexec_fn=limited, capture_output=True, timeout=20).returncode == 0

        began = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            passed = list(pool.map(run, range(count)))
        seconds = time.perf_counter() - began
    assert passed == [number % 5 != 0 for number in range(count)]
    print(json.dumps({**ours, "script_runs_per_second": round(count / seconds, 1),
                      "ratio": round(ours["runs_per_second"] * seconds / count, 2)}))


main()
