#!/usr/bin/env python3
"""Writes packaging/pins.txt anew from the files named in SOURCES; run it after changing a version here.

Columns of pins.txt: group name version file sha256 bytes
A group is what a file is for: `libraries` (C++ libraries taken out of a wheel), `source` (built from the
distribution's tarball), `test-any` and `test-cp3XX` (wheels of the test environment, by Python version).
"""
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

LIBRARY_PYTHON = "3.11"  # the wheel whose C++ libraries are linked; they do not depend on the Python version
TEST_PYTHONS = ["3.11", "3.12", "3.13"]
PYARROW = "26.0.1"
TEST_ROOTS = [f"pyarrow=={PYARROW}", "datasets==5.2.0", "zstandard==0.25.0"]
SOURCE_TARBALLS = [
    ("ksyntax-highlighting", "5.116.0", "ksyntax-highlighting_5.116.0.orig.tar.xz",
     "6f8ccacebd0dc9ce050b2b23b715750c97938b3336fbbb80967920cb8c1dfaa7", 3432360),
]
PLATFORMS = ["manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"]


def download(python, target, *arguments):
    platforms = [word for name in PLATFORMS for word in ("--platform", name)]
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", *platforms,
                    "--python-version", python, "-d", str(target), *arguments], check=True)


def describe(path):
    name, version = re.match(r"([^-]+)-([^-]+)-", path.name).groups()
    return name, version, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size


def main():
    rows = [("source", *tarball) for tarball in SOURCE_TARBALLS]
    with tempfile.TemporaryDirectory() as folder:
        first = pathlib.Path(folder) / TEST_PYTHONS[0]
        download(TEST_PYTHONS[0], first, *TEST_ROOTS)
        names = ["{}=={}".format(*describe(wheel)[:2]) for wheel in sorted(first.glob("*.whl"))]
        for python in TEST_PYTHONS:
            target = pathlib.Path(folder) / python
            if python != TEST_PYTHONS[0]:
                download(python, target, "--no-deps", *names)
            tag = "cp" + python.replace(".", "")
            for wheel in sorted(target.glob("*.whl")):
                specific = not re.search(r"-(py2\.)?py3-none-any\.whl$", wheel.name)
                rows.append((f"test-{tag}" if specific else "test-any", *describe(wheel)))
                if wheel.name.startswith("pyarrow-") and python == LIBRARY_PYTHON:
                    rows.append(("libraries", *describe(wheel)))
    lines = sorted({" ".join(map(str, row)) for row in rows})
    target = pathlib.Path(__file__).with_name("pins.txt")
    target.write_text("# group name version file sha256 bytes: every downloaded file; made by update_pins.py\n"
                      + "\n".join(lines) + "\n")
    print(f"{len(lines)} files pinned in {target.name}")


if __name__ == "__main__":
    main()
