"""The set-up: a changed byte stops it with the file's name, pins are complete, options are as promised."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["PRIMER_SOURCE"])


def shell(script):
    return subprocess.run(["bash", "-c", f"source '{SOURCE}/packaging/set_up.sh'; {script}"], capture_output=True, text=True)


class SetUp(unittest.TestCase):
    def test_a_changed_byte_stops_with_the_name(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "library-1.0.whl"
            path.write_bytes(b"good")
            digest = subprocess.run(["sha256sum", path], capture_output=True, text=True).stdout.split()[0]
            self.assertEqual(shell(f"check_file '{path}' {digest}").returncode, 0)
            path.write_bytes(b"gooe")
            done = shell(f"check_file '{path}' {digest}")
            self.assertEqual(done.returncode, 1)
            self.assertIn("library-1.0.whl is not the pinned file", done.stderr)
            self.assertFalse(path.exists(), "the damaged file is fetched again by the next run")

    def test_every_pin_has_version_hash_and_size(self):
        rows = [line.split() for line in (SOURCE / "packaging/pins.txt").read_text().splitlines() if not line.startswith("#")]
        self.assertGreater(len(rows), 30)
        for row in rows:
            self.assertEqual(len(row), 6, row)
            self.assertRegex(row[4], r"^[0-9a-f]{64}$")
            self.assertIn(row[2], row[3])
            self.assertGreater(int(row[5]), 1000)
        names = {tag: {row[1] for row in rows if row[0] == f"test-{tag}"} for tag in ("cp311", "cp312", "cp313")}
        self.assertEqual(names["cp311"], names["cp312"])
        self.assertEqual(names["cp311"], names["cp313"])

    def test_no_mirror_is_written_down(self):
        text = "".join(path.read_text() for path in (SOURCE / "packaging").iterdir() if path.is_file() and path.name != "pins.txt")
        hosts = set(re.findall(r"https?://([^/\s\"')]+)", text))
        self.assertLessEqual(hosts, {"download.kde.org"})

    def test_the_engine_is_decided_at_each_build(self):
        with tempfile.TemporaryDirectory() as folder:
            cmake = pathlib.Path(folder) / "bin/cmake"
            cmake.parent.mkdir()
            # Keeps the option as CMake does, and notes what it was asked for.
            cmake.write_text("#!/bin/sh\necho \"$@\" >> asked\nmkdir -p build/ci; touch build/ci/build.ninja\n"
                             "for word in \"$@\"; do case $word in -DPRIMER_WITH_ENGINE=*) echo \"PRIMER_WITH_ENGINE:BOOL=${word#*=}\" > build/ci/CMakeCache.txt;; esac; done\n")
            cmake.chmod(0o755)

            def asked(option):
                (pathlib.Path(folder) / "asked").write_text("")
                done = shell(f"root='{folder}' deps='{folder}' PATH='{cmake.parent}:'$PATH without_engine={option}; build_preset ci")
                self.assertEqual(done.returncode, 0, done.stderr)
                lines = (pathlib.Path(folder) / "asked").read_text().splitlines()
                self.assertIn("--build", lines[-1])
                return lines[:-1]

            self.assertEqual(asked(1), ["--preset ci -DPRIMER_WITH_ENGINE=OFF"])
            self.assertEqual(asked(1), [], "nothing has changed")
            self.assertEqual(asked(0), ["--preset ci -DPRIMER_WITH_ENGINE=ON"], "left out once is not left out for good")
            self.assertEqual(asked(0), [])
            self.assertEqual(asked(1), ["--preset ci -DPRIMER_WITH_ENGINE=OFF"])

    def test_a_clang_tidy_that_fails_is_not_clean(self):
        for words, faults in (("", 1), ("Stack dump:", 1), (f"{SOURCE}/core/base/result.cpp:1:1: error: no", 1),
                              (f"{SOURCE}/core/base/result.cpp:1:1: error: reference to local binding x", 0)):
            with tempfile.TemporaryDirectory() as folder:
                for name, script in (("clang-format", "exit 0"), ("clang-tidy", f"echo '{words}'; exit 1")):
                    program = pathlib.Path(folder) / name
                    program.write_text(f"#!/bin/sh\n{script}\n")
                    program.chmod(0o755)
                done = subprocess.run([SOURCE / "packaging/lint", "core/base/result.cpp"], cwd=SOURCE, capture_output=True, text=True,
                                      env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"})
                self.assertIn(f"1 read by clang-tidy, 0 not in the build, {faults} faults", done.stdout, done.stderr)
                self.assertEqual(done.returncode, faults, words)

    def test_options(self):
        for script in ("start", "test"):
            done = subprocess.run(["bash", SOURCE / "packaging" / script, "--help"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0)
            self.assertIn("--without-engine", done.stdout)
            self.assertEqual(subprocess.run(["bash", SOURCE / "packaging" / script, "--nonsense"], capture_output=True).returncode, 2)


unittest.main(verbosity=1)
