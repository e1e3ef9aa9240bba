"""Normalise the real lines, by split:  python3 prepare_lines.py FOLDER_WITH_LINES_TSV  ->  $HTR_WORK/lines_{train,dev,test}.pkl

`dev` is the data's own development split. Eight of its training writers, chosen by hash, are kept for testing only
(splits.json beside this file lists them); the other training writers train.
"""
import csv
import hashlib
import json
import pickle
import sys
from multiprocessing import Pool
from pathlib import Path

import cv2

from common import WORK, clean, is_writable, normalise

TEST_WRITERS = 8


def is_long_enough(picture, text):
    """A line with fewer than 6 px a character was cut wrongly."""
    return picture.shape[1] >= 6 * len(text)


def prepare(path):
    cv2.setNumThreads(1)
    return normalise(cv2.imread(path, 0))


def order(writer):
    return hashlib.sha256(("paraphe real test " + writer).encode()).hexdigest()


def main():
    folder = Path(sys.argv[1])
    with open(folder / "lines.tsv", encoding="utf8") as f:
        rows = [r for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if is_writable(clean(r["text"]))]
    test = set(sorted({r["writer"] for r in rows if r["split"] == "train"}, key=order)[:TEST_WRITERS])
    (Path(__file__).parent / "splits.json").write_text(json.dumps({"test_writers": sorted(test)}, indent=1) + "\n")
    WORK.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev", "test"):
        chosen = [r for r in rows if split == ("dev" if r["split"] == "dev" else "test" if r["writer"] in test else "train")]
        with Pool() as pool:
            pictures = pool.map(prepare, [str(folder / "lines" / r["file"]) for r in chosen], 64)
        items = [(u, clean(r["text"]), r["writer"], r["file"]) for u, r in zip(pictures, chosen)]
        if split == "train":
            items = [i for i in items if is_long_enough(i[0], i[1])]
        with open(WORK / f"lines_{split}.pkl", "wb") as f:
            pickle.dump(items, f, 4)
        print(split, len(items), "lines of", len({i[2] for i in items}), "writers")


if __name__ == "__main__":
    main()
