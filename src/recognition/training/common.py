"""What every script of the training shares: the alphabet, the picture normalisation and the work folder.

`normalise` is the contract with the product: src/recognition/normalise-cell.ts computes the same picture, and the
golden vectors in test/fixtures/handwriting prove it. Change both or neither, and retrain.
"""
import os
from pathlib import Path

import cv2
import numpy as np

# Class 0 is the CTC blank; character i of this string is class i + 1.
CHARACTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÖÙÛÜŒ '-.,@_+/():;&!?\"%#°"
)
CLASS_OF = {c: i + 1 for i, c in enumerate(CHARACTERS)}
CLASSES = len(CHARACTERS) + 1
HEIGHT = 40  # px; the height the warm start was trained at
MAX_WIDTH, MIN_WIDTH = 1100, 24  # px after scaling
BACKGROUND, INK_SCALE = 36, 180  # grey of paper in a normalised picture, and the span from paper to full ink

WORK = Path(os.environ.get("HTR_WORK", "scratch/training"))

_REPLACED = {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "¬": "-", "ñ": "n", "´": "'"}


def encode(text):
    return [CLASS_OF[c] for c in text]


def clean(text):
    """Typographic variants folded onto the alphabet, white space collapsed."""
    return " ".join("".join(_REPLACED.get(c, c) for c in text).split())


def is_writable(text):
    return all(c in CLASS_OF for c in text)


def ink_mask(grey):
    """Boolean ink mask of a uint8 grey picture: darker than its median-filtered surroundings."""
    k = max(15, (grey.shape[0] // 2) | 1)
    if min(grey.shape) > k:
        paper = cv2.medianBlur(grey, min(k, 255))
    else:
        paper = np.full_like(grey, int(np.median(grey)))
    darker = paper.astype(np.int16) - grey
    return darker > max(18, 0.35 * np.percentile(darker, 99.5))


MASK_HEIGHT = 64  # px; the ink mask of a taller picture is found on a copy shrunk to this height


def _shrunk(grey):
    """The picture on which the ink mask is found, and the scale back to the original."""
    h, w = grey.shape
    if h <= MASK_HEIGHT:
        return grey, 1.0, 1.0
    width = max(1, int(np.floor(w * MASK_HEIGHT / h + 0.5)))
    return cv2.resize(grey, (width, MASK_HEIGHT), interpolation=cv2.INTER_AREA), w / width, h / MASK_HEIGHT


def _ink_box(grey):
    """x0, y0, x1, y1 (exclusive) of the rows and columns that hold the writing, with a small margin."""
    small, sx, sy = _shrunk(grey)
    mask = ink_mask(small)
    y0, y1, x0, x1 = 0, small.shape[0], 0, small.shape[1]
    rows = np.convolve(mask.sum(1).astype(np.float32), np.ones(3) / 3, "same")
    inked = np.where(rows > max(1.0, 0.06 * rows.max()))[0]
    if len(inked) > 4:
        a, b = int(inked[0]), int(inked[-1])
        pad = max(2, int(0.10 * (b - a)))
        if b - a >= 0.25 * small.shape[0]:
            y0, y1 = max(0, a - pad), min(small.shape[0], b + pad + 1)
    inked = np.where(mask[y0:y1].sum(0) > 0)[0]
    if len(inked) > 4:
        pad = max(3, int(0.15 * (y1 - y0)))
        x0, x1 = max(0, int(inked[0]) - pad), min(small.shape[1], int(inked[-1]) + pad + 1)
    scaled = lambda v, s, most: int(min(most, np.floor(v * s + 0.5)))
    h, w = grey.shape
    return scaled(x0, sx, w), scaled(y0, sy, h), scaled(x1, sx, w), scaled(y1, sy, h)


def normalise(grey, height=HEIGHT):
    """Crop to the rows and columns with ink, scale to `height`, stretch contrast. uint8 in, uint8 out (ink bright)."""
    if grey.ndim == 3:
        grey = cv2.cvtColor(grey, cv2.COLOR_BGR2GRAY)
    x0, y0, x1, y1 = _ink_box(grey)
    grey = np.ascontiguousarray(grey[y0:y1, x0:x1])
    width = int(np.clip(np.floor(grey.shape[1] * height / grey.shape[0] + 0.5), 1, MAX_WIDTH))
    shrinking = grey.shape[0] > height
    grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_CUBIC)
    f = grey.astype(np.float32)
    light, dark = np.float32(np.percentile(f, 90)), np.float32(np.percentile(f, 1))
    f = (light - f) / max(light - dark, np.float32(20))
    u = (np.clip(f, -0.2, 1.2) * INK_SCALE + BACKGROUND).clip(0, 255).astype(np.uint8)
    missing = MIN_WIDTH - width
    return u if missing <= 0 else np.pad(u, ((0, 0), (0, missing)), constant_values=BACKGROUND)


def to_float(picture):
    """The network's input: 0 = paper, 1 = full ink."""
    return (picture.astype(np.float32) - BACKGROUND) / INK_SCALE


def edit_distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1]


def greedy(classes):
    """Best-path CTC decoding of a sequence of class numbers."""
    return "".join(CHARACTERS[k - 1] for j, k in enumerate(classes) if k and (j == 0 or classes[j - 1] != k)).strip()
