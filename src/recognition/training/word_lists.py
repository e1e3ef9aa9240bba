"""Collect the words that synthetic fields are made of:  python3 word_lists.py  ->  $HTR_WORK/lists.json

Names from src/recognition/lexicons, communes from @etalab/decoupage-administratif; words.py keeps only the training split.
"""
import json
import unicodedata
from pathlib import Path

from common import CLASS_OF, WORK, clean, is_writable

ROOT = Path(__file__).resolve().parents[3]


def names(kind):
    out = []
    for where in ("france", "europe"):
        for line in (ROOT / f"src/recognition/lexicons/{kind}-names-{where}.txt").read_text(encoding="utf8").split("\n"):
            if not line.startswith("#"):
                out += [w.replace("_", " ") for w in line.split()]
    plain = lambda s: "".join(c if c in CLASS_OF else "".join(d for d in unicodedata.normalize("NFD", c) if d in CLASS_OF) for c in s)
    return sorted({plain(n) for n in out if 1 < len(n) < 20 and is_writable(plain(n))})


def main():
    found = json.loads((ROOT / "node_modules/@etalab/decoupage-administratif/data/communes.json").read_text(encoding="utf8"))
    towns = {}
    for c in found:
        name = clean(c["nom"])
        if c["type"] == "commune-actuelle" and c.get("codesPostaux") and is_writable(name):
            towns.setdefault(name, (name, c["codesPostaux"], c.get("population", 0)))
    lists = dict(family=names("family"), given=names("given"), communes=list(towns.values()))
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "lists.json").write_text(json.dumps(lists))
    print({k: len(v) for k, v in lists.items()})


if __name__ == "__main__":
    main()
