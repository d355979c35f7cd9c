#!/usr/bin/env python3
"""forest_benchmark.py WORK_FOLDER [ROWS [ROUNDS]]: the forest beside scikit-learn's RandomForestClassifier (n_jobs=2) on ROWS
x 1024 features, 100 trees, interleaved. Gate: the area under the ROC curve on rows not seen is the same within 0.003.
Also the scoring of a million rows. PRIMER_TEST_FOREST: path of primer-test-forest."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

TOOL = os.environ["PRIMER_TEST_FOREST"]
COLUMNS, TREES, TEST_ROWS = 1024, 100, 20_000


def sample(rows, seed):
    """As embeddings are: correlated columns, a label that a few directions tell, noisily."""
    mixing = numpy.random.default_rng(0).normal(size=(64, COLUMNS)).astype(numpy.float32)
    generator = numpy.random.default_rng(seed)
    hidden = generator.normal(size=(rows, 64)).astype(numpy.float32)
    features = hidden @ mixing + 2 * generator.normal(size=(rows, COLUMNS)).astype(numpy.float32)
    chance = 1 / (1 + numpy.exp(-2 * (hidden[:, 0] + hidden[:, 1] * hidden[:, 2] + 0.5 * hidden[:, 3])))
    return features, (generator.random(rows) < chance).astype(numpy.float32)


def primer(folder, test, name):
    done = subprocess.run([TOOL, folder / "x.bin", folder / "y.bin", str(COLUMNS), test, folder / name, str(TREES), "2"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout), numpy.fromfile(folder / name, dtype=numpy.float32)


def main():
    folder = pathlib.Path(sys.argv[1])
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    folder.mkdir(parents=True, exist_ok=True)
    features, labels = sample(rows, 1)
    test, truth = sample(TEST_ROWS, 2)
    features.tofile(folder / "x.bin")
    labels.tofile(folder / "y.bin")
    test.tofile(folder / "test.bin")
    times = {name: [] for name in ("sklearn_fit", "sklearn_predict", "primer_fit", "primer_predict")}
    for _ in range(rounds):
        reference = RandomForestClassifier(n_estimators=TREES, n_jobs=2, random_state=1)
        began = time.perf_counter()
        reference.fit(features, labels)
        times["sklearn_fit"].append(time.perf_counter() - began)
        predictions = []
        for _ in range(5):
            began = time.perf_counter()
            theirs = reference.predict_proba(test)[:, 1]
            predictions.append(time.perf_counter() - began)
        times["sklearn_predict"].append(statistics.median(predictions))
        seconds, ours = primer(folder, folder / "test.bin", "scores.bin")
        times["primer_fit"].append(seconds["fit_seconds"])
        times["primer_predict"].append(seconds["predict_seconds"])
        areas = roc_auc_score(truth, theirs), roc_auc_score(truth, ours)
        assert abs(areas[0] - areas[1]) <= 0.003 or areas[1] > areas[0], areas
    million = folder / "million.bin"
    with open(million, "wb") as file:
        for _ in range(1_000_000 // TEST_ROWS):
            file.write(test.tobytes())
    scored, _ = primer(folder, million, "million_scores.bin")
    million.unlink()
    medians = {name: round(statistics.median(values), 3) for name, values in times.items()}
    print(json.dumps({"rows": rows, "columns": COLUMNS, "trees": TREES, "rounds": rounds, **{f"{name}_seconds": value for name, value in medians.items()},
                      "fit_ratio": round(medians["sklearn_fit"] / medians["primer_fit"], 1),
                      "predict_ratio": round(medians["sklearn_predict"] / medians["primer_predict"], 1), "sklearn_auc": round(areas[0], 4),
                      "primer_auc": round(areas[1], 4), "million_rows_seconds": round(scored["predict_seconds"], 2)}))


main()
