"""Mix a checkpoint's averaged weights with those it started from:  python3 blend.py CHECKPOINT START.pt SHARE OUT.pt

Weights that lie on one way of training can be averaged (Wortsman et al., 2022); SHARE is the checkpoint's. The mixture
becomes the checkpoint's `average`; network, optimiser and step stay, so that training can go on from OUT.
"""
import sys

import torch

from common import CLASSES
from model import Net, load_grown


def main():
    saved = torch.load(sys.argv[1], map_location="cpu")
    share = float(sys.argv[3])
    start = Net(CLASSES)
    load_grown(start, torch.load(sys.argv[2], map_location="cpu"))
    for key, value in start.state_dict().items():
        if value.is_floating_point():
            saved["average"][key] = share * saved["average"][key] + (1 - share) * value
    torch.save(saved, sys.argv[4])


if __name__ == "__main__":
    main()
