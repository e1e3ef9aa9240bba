"""Write the network as ONNX with its sha256:  python3 export.py weights.pt OUT.onnx

Input x [n, 1, 40, w], 0 = paper, 1 = ink; output lp [n, ceil(w / 4), 116], natural-log probabilities. Opset 13, fp32.
`weights.pt` may be a training checkpoint: its moving average is taken.
"""
import hashlib
import sys
from pathlib import Path

import torch

from common import CLASSES, HEIGHT
from model import Net


class LogProbabilities(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return torch.log_softmax(self.net(x), 2)


def main():
    saved = torch.load(sys.argv[1], map_location="cpu")
    net = Net(CLASSES)
    net.load_state_dict(saved.get("average", saved))
    # The exporter leaves a wrapper in training mode unless told otherwise; dropout would stay in the file.
    module = LogProbabilities(net.eval()).eval()
    out = Path(sys.argv[2])
    names = dict(input_names=["x"], output_names=["lp"], dynamic_axes={"x": {0: "n", 3: "w"}, "lp": {0: "n", 1: "t"}})
    torch.onnx.export(module, torch.zeros(1, 1, HEIGHT, 256), str(out), opset_version=13, do_constant_folding=True, **names)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    Path(str(out) + ".sha256").write_text(f"{digest}  {out.name}\n")
    print(out.stat().st_size, "bytes", digest)


if __name__ == "__main__":
    main()
