"""The recogniser: a fully convolutional network with a CTC output. Grey picture 40 px high -> one frame per 4 px x 116 classes.

Separable convolutions, because they train on a CPU; no recurrence, so a batch may hold any width. Residual blocks can be
added to a trained network without changing what it computes (`load_grown`): a new block starts as the identity.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv_bn_relu(i, o, k, stride=1):
    return nn.Sequential(nn.Conv2d(i, o, k, stride, k // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


class Separable(nn.Module):
    """Depthwise 3x3 then pointwise; residual where the shapes allow."""

    def __init__(self, i, o, stride=1):
        super().__init__()
        self.residual = i == o and stride == 1
        self.dw = nn.Sequential(nn.Conv2d(i, i, 3, stride, 1, groups=i, bias=False), nn.BatchNorm2d(i))
        self.pw = nn.Sequential(nn.Conv2d(i, o, 1, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        y = self.pw(self.dw(x))
        return F.relu(x + y if self.residual else y)

    def silence(self):
        self.pw[1].weight.data.zero_()


class TimeBlock(nn.Module):
    """Gated separable block along the line, written as 2-D convolutions (1, k) because oneDNN runs those fast."""

    def __init__(self, c, k=9, dropout=0.1):
        super().__init__()
        self.c = c
        self.dw = nn.Sequential(nn.Conv2d(c, c, (1, k), padding=(0, k // 2), groups=c, bias=False), nn.BatchNorm2d(c))
        self.pw = nn.Sequential(nn.Conv2d(c, 2 * c, 1, bias=False), nn.BatchNorm2d(2 * c))
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        a, b = self.pw(self.dw(x)).chunk(2, 1)
        return x + self.drop(a * torch.sigmoid(b))

    def silence(self):
        self.pw[1].weight.data[: self.c].zero_()


class Net(nn.Module):
    def __init__(self, classes, channels=(16, 32, 72, 144, 208), mid=5, deep=5, time=8):
        super().__init__()
        c = channels
        self.stem = nn.Sequential(conv_bn_relu(1, c[0], 5, 2), conv_bn_relu(c[0], c[1], 3), nn.MaxPool2d(2))
        self.mid = nn.Sequential(Separable(c[1], c[2]), *[Separable(c[2], c[2]) for _ in range(mid - 1)])
        self.deep = nn.Sequential(Separable(c[2], c[3], (2, 1)), *[Separable(c[3], c[3]) for _ in range(deep - 1)])
        self.col = nn.Sequential(nn.Conv2d(c[3], c[4], (5, 1), bias=False), nn.BatchNorm2d(c[4]), nn.ReLU(inplace=True))
        self.time = nn.Sequential(*[TimeBlock(c[4]) for _ in range(time)])
        self.fc = nn.Conv2d(c[4], classes, 1)

    def forward(self, x):
        """N, 1, 40, W -> N, ceil(W / 4), classes (logits)."""
        return self.fc(self.time(self.col(self.deep(self.mid(self.stem(x))))))[:, :, 0].permute(0, 2, 1)


_OLD_TRUNK = {0: "stem.0", 1: "stem.1", 3: "mid.0", 4: "mid.1", 5: "mid.2", 6: "deep.0", 7: "deep.1", 8: "deep.2"}


def from_warm_start(state):
    """Names of the warm start's first version (cnn.*, t.*) turned into ours."""
    renamed = {}
    for key, value in state.items():
        if key.startswith("cnn."):
            _, i, rest = key.split(".", 2)
            key = f"{_OLD_TRUNK[int(i)]}.{rest}"
        elif key.startswith("t."):
            key = "time." + key[2:]
        renamed[key] = value
    return renamed


def load_grown(net, state):
    """Load a shallower network's weights; blocks that it lacks are silenced. Returns the names of the new blocks."""
    state = from_warm_start(state)
    missing, unexpected = net.load_state_dict(state, strict=False)
    if unexpected:
        raise ValueError(f"weights that the network has no place for: {unexpected[:3]}")
    new = sorted({".".join(k.split(".")[:2]) for k in missing})
    for name in new:
        net.get_submodule(name).silence()
    return new
