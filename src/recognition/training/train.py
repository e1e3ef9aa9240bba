"""Train in resumable legs. One process; a CUDA device is used where there is one.

  python3 train.py --steps 2000 --lr 7e-4 --lr-end 7e-4 [--init weights.pt] [--minutes 10]

Everything that a later leg needs (weights, their moving average, optimiser, step, samples seen, random state) is in
$HTR_WORK/checkpoint.pt; without --init a run continues from there. Batches are drawn from (seed, step), so an
interrupted leg continues with the pictures that it would have seen.

A few fixed batch shapes only: oneDNN compiles its kernels per shape. Never fewer than 16 pictures: with one thread,
torch 1.13 hands the pointwise convolutions of smaller batches to a slow path.
"""
import argparse
import copy
import glob
import json
import math
import os
import pickle
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "8192")
import numpy as np
import torch
import torch.nn.functional as F

from augment import augment, augment_mildly
from common import CLASSES, HEIGHT, WORK, edit_distance, encode, greedy, to_float
from model import Net, load_grown

WIDTHS = [64, 96, 128, 160, 192, 224, 256, 288, 320, 384, 448, 512, 640, 768, 896]  # px
PIXEL_BUDGET, MIN_BATCH = 8192, 16  # columns per batch
SHARES = "0.60,0.365,0.035"  # synthetic fields, real word groups, whole real lines
WARM_UP = 100  # steps, of a run that starts from weights alone
EMA = 0.999


def load(pattern):
    out = []
    for name in sorted(glob.glob(str(WORK / pattern))):
        with open(name, "rb") as f:
            out += pickle.load(f)
    return out


def to_tensor(pictures, width, device):
    x = np.zeros((len(pictures), 1, HEIGHT, width), np.float32)
    for i, p in enumerate(pictures):
        x[i, 0, :, : p.shape[1]] = p
    return torch.from_numpy(x).to(device).contiguous(memory_format=torch.channels_last)


def batches(pools, seed, shares, mild):
    """Endless stream of (pictures, texts, width), each batch of one fixed shape. `mild`: share of pictures hardly varied."""
    rng = np.random.RandomState(seed)
    waiting = {w: [] for w in WIDTHS}
    while True:
        kind = int(np.searchsorted(np.cumsum(shares), rng.rand(), side="right"))
        picture, text = pools[min(kind, 2)][rng.randint(len(pools[min(kind, 2)]))][:2]
        x = augment_mildly(picture, rng) if rng.rand() < mild else augment(picture, rng, kind > 0)
        width = next((w for w in WIDTHS if w >= x.shape[1]), None)
        if width is None:
            continue
        waiting[width].append((x, text))
        if len(waiting[width]) == max(MIN_BATCH, PIXEL_BUDGET // width):
            yield [x for x, _ in waiting[width]], [t for _, t in waiting[width]], width
            waiting[width] = []


def error_rate(net, items, device):
    """Character error rate and share exactly right of (picture, text) items, greedy, no mask."""
    net.eval()
    errors = total = exact = 0
    items = sorted(items, key=lambda i: i[0].shape[1])
    with torch.no_grad():
        for i in range(0, len(items), 16):
            part = items[i : i + 16]
            width = (max(p[0].shape[1] for p in part) + 31) // 32 * 32
            best = net(to_tensor([to_float(p[0]) for p in part], width, device)).argmax(-1).cpu().numpy()
            for row, (_, text, *_rest) in zip(best, part):
                read = greedy(row)
                errors += edit_distance(read, text)
                total += len(text)
                exact += read == text
    net.train()
    return errors / max(total, 1), exact / max(len(items), 1)


def loss_of(net, pictures, texts, width, device):
    log_p = F.log_softmax(net(to_tensor(pictures, width, device)).float(), 2).permute(1, 0, 2)
    frames = torch.tensor([min(log_p.shape[0], (p.shape[1] + 3) // 4 + 1) for p in pictures])
    target = torch.tensor([c for t in texts for c in encode(t)])
    return F.ctc_loss(log_p, target, frames, torch.tensor([len(t) for t in texts]), zero_infinity=True)


def update_average(average, net, decay):
    with torch.no_grad():
        for a, c in zip(average.state_dict().values(), net.state_dict().values()):
            if a.is_floating_point():
                a.lerp_(c, 1 - decay)
            else:
                a.copy_(c)


def save(path, **state):
    torch.save(state, str(path) + ".part")
    os.replace(str(path) + ".part", path)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--steps", type=int, required=True)
    p.add_argument("--lr", type=float, default=7e-4)
    p.add_argument("--lr-end", type=float, default=None)
    p.add_argument("--init", help="weights to start from; without it the checkpoint is continued")
    p.add_argument("--minutes", type=float, default=1e9, help="stop (and save) after this long")
    p.add_argument("--seed", type=int, default=11)
    p.add_argument("--shares", default=SHARES, help="of synthetic fields, real word groups and whole real lines")
    p.add_argument("--mild", type=float, default=0.0, help="share of pictures shown nearly as they are")
    p.add_argument("--dropout", type=float, default=0.1)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    path = WORK / "checkpoint.pt"
    net = Net(CLASSES)
    step, samples, log = 0, 0, []
    if a.init:
        print("new blocks", load_grown(net, torch.load(a.init, map_location="cpu")), flush=True)
        average = copy.deepcopy(net)
    else:
        saved = torch.load(path, map_location="cpu")
        net.load_state_dict(saved["net"])
        average = copy.deepcopy(net)
        average.load_state_dict(saved["average"])
        step, samples, log = saved["step"], saved["samples"], saved["log"]
    for block in net.time:
        block.drop.p = a.dropout
    net, average = net.to(device, memory_format=torch.channels_last), average.to(device)
    many = [q for q in net.parameters() if q.dim() > 1]
    few = [q for q in net.parameters() if q.dim() <= 1]
    opt = torch.optim.AdamW([{"params": many, "weight_decay": 0.01}, {"params": few, "weight_decay": 0.0}], a.lr, betas=(0.9, 0.98))
    if not a.init:
        opt.load_state_dict(saved["optimiser"])
    pools = [load("synthetic_*.pkl"), load("groups.pkl"), load("lines_train.pkl")]
    dev = load("lines_dev.pkl")
    dev = [dev[i] for i in np.random.RandomState(3).choice(len(dev), 150, replace=False)]
    fonts = load("fonts_dev.pkl")
    print(f"pools {[len(q) for q in pools]} params {sum(q.numel() for q in net.parameters()) / 1e6:.2f} M, step {step}, {device}", flush=True)
    first, began, mean_loss = step, time.time(), None

    def checkpoint():
        save(path, net=net.state_dict(), average=average.state_dict(), optimiser=opt.state_dict(), step=step, samples=samples, log=log, seed=a.seed)

    def measure():
        real, font = error_rate(average, dev, device), error_rate(average, fonts, device)
        log.append(dict(step=step, samples=samples, seconds=round(time.time() - began), loss=mean_loss, dev_lines_cer=real[0], dev_fonts_cer=font[0]))
        print("DEV", json.dumps(log[-1]), flush=True)
        (WORK / "curve.json").write_text(json.dumps(log, indent=1))

    net.train()
    if a.init:
        measure()
    for pictures, texts, width in batches(pools, a.seed * 1_000_003 + step, [float(q) for q in a.shares.split(",")], a.mild):
        done = step - first
        if done >= a.steps or time.time() - began > a.minutes * 60:
            break
        end = a.lr if a.lr_end is None else a.lr_end
        # With a time limit the rate falls with the clock, so that a leg that is cut short has still come to rest.
        progress = min(1, max(done / a.steps, (time.time() - began) / (a.minutes * 60)))
        lr = (end + (a.lr - end) * 0.5 * (1 + math.cos(math.pi * progress))) * (min(1, (done + 1) / WARM_UP) if a.init else 1)
        for g in opt.param_groups:
            g["lr"] = lr
        loss = loss_of(net, pictures, texts, width, device)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        opt.step()
        step, samples = step + 1, samples + len(pictures)
        update_average(average, net, min(EMA, (done + 10) / (done + 20)))
        mean_loss = loss.item() if mean_loss is None else 0.98 * mean_loss + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"{time.time() - began:.0f}s step {step} samples {samples} loss {mean_loss:.3f} lr {lr:.6f}", flush=True)
        if step % 250 == 0:
            checkpoint()
        if step % 500 == 0:
            measure()
    measure()
    checkpoint()


if __name__ == "__main__":
    main()
