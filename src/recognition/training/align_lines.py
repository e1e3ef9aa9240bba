"""Cut the real training lines into groups of one to four words:  python3 align_lines.py weights.pt  ->  $HTR_WORK/groups.pkl

CTC forced alignment says where each space lies; cuts that would go through touching words are dropped.
"""
import os, sys, pickle, random, time, numpy as np, cv2
os.environ['OMP_NUM_THREADS'] = '1'
import torch
from multiprocessing import Pool
from common import CLASSES as NCLS, HEIGHT as H, WORK, encode as enc, normalise, to_float as tofloat
from model import Net, load_grown
S = str(WORK)
GROUPINGS = 4
torch.set_num_threads(1)
cv2.setNumThreads(1)



def viterbi(lp, y):
    T = lp.shape[0]
    L = 2 * len(y) + 1
    ext = np.zeros(L, int)
    ext[1::2] = y
    e = lp[:, ext]
    NEG = -1000000000.0
    skip = np.zeros(L, bool)
    skip[2:] = (ext[2:] != 0) & (ext[2:] != ext[:-2])
    d = np.full(L, NEG)
    d[:2] = e[0, :2]
    bp = np.zeros((T, L), np.int8)
    for t in range(1, T):
        st = np.full((3, L), NEG)
        st[0] = d
        st[1, 1:] = d[:-1]
        st[2, 2:] = np.where(skip[2:], d[:-2], NEG)
        k = st.argmax(0)
        bp[t] = k
        d = st.max(0) + e[t]
    s = L - 1 if d[L - 1] > d[L - 2] else L - 2
    sc = d[s] / T
    pos = np.zeros(T, int)
    for t in range(T - 1, -1, -1):
        pos[t] = s
        s -= bp[t, s]
    return (pos, sc)



def one(a):
    i, n, t = a
    if n.shape[1] < 6 * len(t):
        return None
    W = (n.shape[1] + 31) // 32 * 32
    x = np.zeros((1, 1, H, W), np.float32)
    x[0, 0, :, :n.shape[1]] = tofloat(n)
    with torch.no_grad():
        lp = torch.log_softmax(NET(torch.from_numpy(x)), 2)[0].numpy()[:(n.shape[1] + 3) // 4]
    pos, sc = viterbi(lp, enc(t))
    col = np.convolve(np.maximum(tofloat(n), 0).sum(0), np.ones(5) / 5, 'same')
    b = [(0, 0.0)]
    for k, c in enumerate(t):
        if c != ' ':
            continue
        pa = np.where(pos == 2 * (k - 1) + 1)[0]
        pb = np.where(pos == 2 * (k + 1) + 1)[0]
        if len(pa) == 0 or len(pb) == 0:
            return None
        x0, x1 = (pa[-1] * 4 + 3, pb[0] * 4 + 1)
        if x1 - x0 < 3:
            x0 -= 4
            x1 += 4
        x0 = max(0, x0)
        s = col[x0:x1 + 1]
        if len(s) == 0:
            return None
        z = np.where(s <= s.min() + 0.15)[0]
        b.append((x0 + int(z[len(z) // 2]), float(s.min())))
    return (i, sc, b + [(n.shape[1], 0.0)])
if __name__ == '__main__':
    t0 = time.time()
    N = pickle.load(open(S + '/lines_train.pkl', 'rb'))
    NET = Net(NCLS)
    load_grown(NET, torch.load(sys.argv[1]))
    NET.eval()
    with Pool(2) as p:
        R = [r for r in p.map(one, [(i, n[0], n[1]) for i, n in enumerate(N)], 64) if r]
    print('aligned', len(R), 'score pct', np.percentile([r[1] for r in R], [5, 25, 50, 75, 95]), f'{time.time() - t0:.0f}s', flush=True)
    rng = random.Random(5)
    out = []
    seen = set()
    for i, sc, b in R:
        if sc < -0.9:
            continue
        w = N[i][1].split(' ')
        if len(w) != len(b) - 1:
            continue
        for _ in range(GROUPINGS):
            p = 0
            while p < len(w):
                q = min(len(w), p + rng.choice([1, 1, 1, 2, 2, 3, 4]))
                if b[p][1] < 0.6 and b[q][1] < 0.6 and ((i, p, q) not in seen) and (b[q][0] - b[p][0] >= 8):
                    seen.add((i, p, q))
                    out.append((255 - N[i][0][:, b[p][0]:b[q][0]], ' '.join(w[p:q])))
                p = q
    with Pool(2) as p:
        U = p.map(normalise, [o[0] for o in out], 256)
    out = [(u, t) for u, (_, t) in zip(U, out) if u.shape[1] >= 5 * len(t)]
    pickle.dump(out, open(S + '/groups.pkl', 'wb'), 4)
    print('segments', len(out), f'{time.time() - t0:.0f}s')
