"""Golden vectors: pictures with what `normalise` makes of them, and what the shipped network reads in them.

  python3 golden.py PICTURES_DIR weights.pt OUT_DIR

Written once a model is exported; test/unit/recognition-normalise.test.ts and test/integration/recognition-model.test.ts
compare the product with them.
"""
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import torch

from common import CLASSES, HEIGHT, greedy, normalise, to_float
from model import Net


def odd_sizes(picture, i):
    """Some pictures enlarged, shrunk or narrowed, so that every branch of the normalisation is walked."""
    if i % 5 == 1:
        return cv2.resize(picture, None, fx=2.3, fy=2.3, interpolation=cv2.INTER_CUBIC)
    if i % 5 == 2:
        return cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if i % 5 == 3:
        return cv2.copyMakeBorder(picture, 30, 25, 40, 12, cv2.BORDER_CONSTANT, value=238)
    if i % 5 == 4:
        return picture[:, : max(12, picture.shape[1] // 8)]
    return picture


def main():
    source, weights, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    net = Net(CLASSES)
    saved = torch.load(weights, map_location="cpu")
    net.load_state_dict(saved.get("average", saved))
    net.eval()
    found = []
    for i, name in enumerate(sorted(source.glob("*.jpg"))[:20]):
        picture = odd_sizes(cv2.imread(str(name), 0), i)
        u = normalise(picture)
        cv2.imwrite(str(out / f"{i:02d}.png"), picture)
        cv2.imwrite(str(out / f"{i:02d}.normalised.png"), u)
        width = (u.shape[1] + 31) // 32 * 32
        x = np.zeros((1, 1, HEIGHT, width), np.float32)
        x[0, 0, :, : u.shape[1]] = to_float(u)
        with torch.no_grad():
            log_p = torch.log_softmax(net(torch.from_numpy(x)), 2)[0].numpy()[: (u.shape[1] + 3) // 4]
        found.append(dict(file=f"{i:02d}", greedy=greedy(log_p.argmax(1)), best=[round(float(v), 4) for v in log_p.max(1)]))
    (out / "golden.json").write_text(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
