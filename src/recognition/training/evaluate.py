"""Error rates of a checkpoint on real lines, by split:  python3 evaluate.py weights.pt [dev|test]"""
import pickle
import sys

import torch

from common import CLASSES, WORK
from model import Net, load_grown
from train import error_rate


def main():
    torch.set_num_threads(1)
    saved = torch.load(sys.argv[1], map_location="cpu")
    net = Net(CLASSES)
    load_grown(net, saved.get("average", saved))
    for split in sys.argv[2:] or ["dev"]:
        with open(WORK / f"lines_{split}.pkl", "rb") as f:
            lines = pickle.load(f)
        cer, exact = error_rate(net, lines, "cpu")
        print(f"{split}: {len(lines)} lines, character error rate {cer:.4f}, lines exactly right {exact:.3f}")


if __name__ == "__main__":
    main()
