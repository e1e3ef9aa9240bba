"""Cut single words of the test writers for the bench:  python3 cut_words.py weights.pt LINES_FOLDER OUT_FOLDER

Pictures come from the lines as scanned (not normalised); the cuts are those of the forced alignment, so words that touch
their neighbours are left out and the set is a little easier than life.
"""
import pickle
import sys
from pathlib import Path

import cv2
import torch

import align_lines
from common import CLASSES, WORK, _ink_box
from model import Net, load_grown

PER_WRITER = 20


def main():
    saved = torch.load(sys.argv[1], map_location="cpu")
    align_lines.NET = Net(CLASSES)
    load_grown(align_lines.NET, saved.get("average", saved))
    align_lines.NET.eval()
    lines, out = Path(sys.argv[2]), Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    with open(WORK / "lines_test.pkl", "rb") as f:
        items = pickle.load(f)
    taken, rows = {}, []
    for i, (u, text, writer, name) in enumerate(items):
        found = align_lines.one((i, u, text)) if taken.get(writer, 0) < PER_WRITER else None
        words = text.split(" ")
        if found is None or found[1] < -0.9 or len(words) != len(found[2]) - 1:
            continue
        grey = cv2.imread(str(lines / name), 0)
        x0, y0, x1, y1 = _ink_box(grey)
        scale = (x1 - x0) / u.shape[1]
        for k in range(i % 3, len(words), 3):
            (a, ink_a), (b, ink_b) = found[2][k], found[2][k + 1]
            if ink_a >= 0.6 or ink_b >= 0.6 or b - a < 5 * len(words[k]) or taken.get(writer, 0) >= PER_WRITER:
                continue
            taken[writer] = taken.get(writer, 0) + 1
            file = f"{writer}-{taken[writer]:02d}.png"
            cv2.imwrite(str(out / file), grey[:, max(0, x0 + int(a * scale)) : x0 + int(b * scale) + 1])
            rows.append(f"{file}\t{words[k]}")
    (out / "words.tsv").write_text("file\ttext\n" + "\n".join(rows) + "\n", encoding="utf8")
    print(len(rows), "words of", len(taken), "writers")


if __name__ == "__main__":
    main()
