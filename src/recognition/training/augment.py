"""Variation drawn anew each time a picture is shown: width, height, slant, elastic shift, sharpness, contrast, form remnants."""
import cv2
import numpy as np

from common import BACKGROUND, to_float


def _elastic(u, w2, s, sh, hs, rng):
    h = u.shape[0]
    gx, gy = np.meshgrid(np.arange(w2, dtype=np.float32), np.arange(h, dtype=np.float32))
    y = (gy - (1 - hs) * h / 2 - rng.uniform(-2, 2)) / hs
    a = rng.uniform(0, 2.2)
    d = rng.uniform(-a, a, (2, 3, max(3, w2 // 24))).astype(np.float32)
    dx = cv2.resize(d[0], (w2, h), interpolation=cv2.INTER_CUBIC)
    dy = 0.7 * cv2.resize(d[1], (w2, h), interpolation=cv2.INTER_CUBIC)
    return cv2.remap(u, gx / s + sh * (y - h / 2) + dx, y + dy, cv2.INTER_LINEAR, borderValue=BACKGROUND)


def _add_remnant(f, rng):
    """A base line or a side border, as a cell cut from a form keeps it."""
    w = f.shape[1]
    v, y, k = np.float32(rng.uniform(0.3, 1)), rng.randint(22, 39), 1 + rng.randint(2)
    if rng.rand() < 0.6:
        f[y : y + k] = np.maximum(f[y : y + k], v)
    else:
        x = 0 if rng.rand() < 0.5 else w - k
        f[:, x : x + k] = v


def augment(u, rng, is_real):
    """uint8 normalised picture -> float32 network input. `rng` is a numpy RandomState."""
    h, w = u.shape
    s, hs, sh = rng.uniform(0.82, 1.2), rng.uniform(0.84, 1.06), rng.normal(0, 0.12)
    w2 = max(24, int(w * s))
    if rng.rand() < 0.5:
        u = _elastic(u, w2, s, sh, hs, rng)
    else:
        m = np.array([[s, sh, -sh * h / 2], [0, hs, rng.uniform(-2, 2) + (1 - hs) * h / 2]], np.float32)
        u = cv2.warpAffine(u, m, (w2, h), flags=cv2.INTER_LINEAR, borderValue=BACKGROUND)
    if rng.rand() < 0.12:
        q = rng.uniform(0.5, 0.9)
        u = cv2.resize(cv2.resize(u, None, fx=q, fy=q, interpolation=cv2.INTER_AREA), (w2, h), interpolation=cv2.INTER_LINEAR)
    f, z = to_float(u), rng.rand()
    if z < 0.25:
        f = f * np.float32(rng.uniform(0.55, 1.1))
    elif z < 0.35:
        f = cv2.GaussianBlur(f, (0, 0), rng.uniform(0.5, 1.1))
    elif z < 0.45:
        f = cv2.dilate(f, np.ones((2, 2), np.uint8))
    elif z < 0.52:
        f = cv2.erode(f, np.ones((2, 1), np.uint8))
    if is_real and rng.rand() < 0.2:
        _add_remnant(f, rng)
    if is_real and rng.rand() < 0.06:  # 1-bit scan
        f = (f > rng.uniform(0.3, 0.6)).astype(np.float32)
    if rng.rand() < 0.3:
        f = f + rng.randn(*f.shape).astype(np.float32) * np.float32(rng.uniform(0, 0.12))
    if rng.rand() < 0.12:
        x = rng.randint(0, w2)
        f[:, x : x + rng.randint(2, 8)] = 0
    return f.astype(np.float32)


def augment_mildly(u, rng):
    """A little width, height and slant only: the last steps learn what writing looks like, not what spoils it."""
    h, w = u.shape
    s, hs, sh = rng.uniform(0.9, 1.1), rng.uniform(0.93, 1.03), rng.normal(0, 0.05)
    w2 = max(24, int(w * s))
    m = np.array([[s, sh, -sh * h / 2], [0, hs, rng.uniform(-1, 1) + (1 - hs) * h / 2]], np.float32)
    return to_float(cv2.warpAffine(u, m, (w2, h), flags=cv2.INTER_LINEAR, borderValue=BACKGROUND))
