"""Draw synthetic fields, 1000 a file:  python3 generate.py N_FILES SEED  ->  $HTR_WORK/synthetic_SEED_iii.pkl

148 handwriting families and a stroke alphabet of our own (strokes.py: block capitals, French digits), with zones, widths and
slants warped along the line so that a face looks like many hands; then what a cell suffers: neighbours' strokes, rules,
comb boxes, pencil, fax, JPEG, low resolution. Seeded by (seed, file): a file is the same wherever it is drawn.
"""
import glob, os, sys, pickle, random, re, time, numpy as np, cv2
from multiprocessing import Pool
from PIL import Image, ImageDraw, ImageFont
from fontTools.ttLib import TTFont
from common import CHARACTERS as CH, WORK, is_writable as ok, normalise
import words as texts, strokes
from words import strip
S = str(WORK)
FIELDS = int(os.environ.get("HTR_FIELDS", "1000"))
JOINED = set('allura bad-script charm charmonman cookie courgette damion euphoria-script kristi league-script marck-script meddon mr-dafoe mrs-saint-delafield mr-de-haviland mr-bedfort\nnorican oooh-baby qwigley rouge-script ruthie sacramento satisfy shalimar stalemate style-script waterfall yellowtail dancing-script alex-brush bilbo clicker-script montez\nthe-nautigal send-flowers caramel gwendolyn fuggles corinthia kolker-brush sassy-frass mynerve homemade-apple la-belle-aurore cedarville-cursive dawning-of-a-new-day zeyada\nover-the-rainbow nothing-you-could-do reenie-beanie waiting-for-the-sunrise ms-madi licorice square-peg merienda'.split())



def load_fonts():
    """list of families; a family = [(file, charset, joined?)], lightest and heaviest upright Latin face"""
    out = []
    for d in sorted(glob.glob(S + '/fonts/node_modules/@fontsource/*')):
        n = os.path.basename(d)
        l = [x for x in sorted(glob.glob(d + f'/files/{n}-latin-*-normal.woff')) if 'latin-ext' not in x]
        if not l:
            continue
        fam = []
        for f in [l[0]] + ([l[-1]] if len(l) > 1 else []):
            try:
                ft = ImageFont.truetype(f, 64)
                bb = {c: ft.getbbox(c) for c in CH}
                nd = ft.getmask('\uffff').getbbox()
                cm = set(map(chr, TTFont(f).getBestCmap()))
                fam.append((f, {c for c in CH if c in cm and (c == ' ' or (bb[c][2] - bb[c][0] > 1 and bb[c][3] - bb[c][1] > 1))}, n in JOINED or n.startswith('playwrite')))
            except Exception as e:
                print('skip', f, e)
        if fam:
            out.append(fam)
    return out



class Sampler(texts.Sampler):


    def __init__(s, seed, prose):
        super().__init__(False, seed)
        s.prose = prose


    def case(s, t):
        u = s.r.random()
        t2 = strip(t) if s.r.random() < 0.3 else t
        return (t2.upper() if s.r.random() < 0.5 else strip(t).upper()) if u < s.pu else t2 if u < 0.95 else t2.lower()


    def sample(s):
        r = s.r
        k = r.choices(['family', 'given', 'city', 'postcode', 'email', 'address', 'date', 'rand', 'pctown', 'phone', 'prose'], [17, 13, 13, 10, 17, 8, 6, 4, 4, 3, 7])[0]
        s.pu = {'family': 0.6, 'given': 0.3, 'city': 0.5}.get(k, 0.45)
        if k == 'pctown':
            c = r.choice(s.com)
            t = r.choice(texts.COMP[c]).strip() + r.choice([' ', '  ', ' - ', ', ']) + s.case(c)
        elif k == 'phone':
            t = r.choice([' ', '.', '', '-']).join([f'0{r.randint(1, 9)}'] + [f'{r.randint(0, 99):02d}' for _ in range(4)])
        elif k == 'prose':
            w = r.choice(s.prose).split()
            n = r.choice([1, 1, 2, 3, 4])
            i = r.randrange(len(w))
            t = ' '.join(w[i:i + n])
            if r.random() < 0.15:
                t = t.upper()
        else:
            t = getattr(s, k)()
        return (k, ' '.join(t.split()))



def smooth(n, k, w, h=1):
    return cv2.resize(n.uniform(-1, 1, (h, max(3, k))).astype(np.float32), (w, h if h == 1 else h), interpolation=cv2.INTER_CUBIC)



class Renderer:


    def __init__(s, fonts, seed):
        s.fonts = fonts
        s.r = random.Random(seed)
        s.n = np.random.RandomState(seed)
        s.cache = {}


    def font(s, f, sz):
        if (f, sz) not in s.cache:
            s.cache[f, sz] = ImageFont.truetype(f, sz)
        return s.cache[f, sz]


    def pick(s, t, k=None):
        r = s.r
        dig = sum((c.isdigit() for c in t)) >= max(1, len(t) // 2)
        if strokes.can(t) and r.random() < (0.4 if dig else 0.33 if t.upper() == t else 0.12):
            return 'stroke'
        need = set(t) - {' '}
        for _ in range(30):
            f = r.choice(r.choice(s.fonts))
            if f[2] and t.upper() == t and (not dig) and (r.random() < 0.7):
                continue
            if need <= f[1]:
                return f


    def draw(s, t, f):
        r = s.r
        if f == 'stroke':
            return strokes.draw(t, r, s.n)
        f, _, cur = f
        sz = r.choice([56, 64])
        ft = s.font(f, sz)
        im = Image.new('L', (int(ft.getlength(t) * 1.4 + 140), int(sz * 2.6)), 0)
        dr = ImageDraw.Draw(im)
        x, y0 = (30.0, int(sz * 1.7))
        if cur or r.random() < 0.2:
            dr.text((x, y0), t, fill=255, font=ft, anchor='ls')
            x += ft.getlength(t)
        else:
            js = r.uniform(0, 0.12)
            jy = r.uniform(0, 0.05) * sz
            sp = r.uniform(-0.03, 0.14) * sz
            drift = 0.0
            small = r.uniform(0.7, 0.85) if t.upper() == t and r.random() < 0.2 else 1.0
            prev = ' '
            for c in t:
                k = (1 + r.uniform(-js, js)) * (small if prev not in " -'" else 1.0)
                f2 = ft if abs(k - 1) < 0.02 else s.font(f, max(20, int(sz * k)))
                drift = 0.8 * drift + r.uniform(-jy, jy) * 0.6
                dr.text((x, y0 + drift), c, fill=255, font=f2, anchor='ls')
                x += f2.getlength(c) + sp + r.uniform(-0.03, 0.03) * sz + (r.uniform(-0.1, 0.3) * sz if c == ' ' else 0)
                prev = c
        return (np.asarray(im)[:, :int(x + 40)], sz)


    def warp(s, a, sz):
        r, n = (s.r, s.n)
        h, w = a.shape
        sh = r.gauss(0, 0.18)
        sx = r.uniform(0.7, 1.35)
        th = r.gauss(0, 0.014)
        w2 = int(w * sx + h * abs(sh)) + 10
        gx, gy = np.meshgrid(np.arange(w2, dtype=np.float32), np.arange(h, dtype=np.float32))
        base = 1.7 * sz
        xh = base - 0.45 * sz
        sa, sm, sd = [np.exp(r.gauss(0, 0.2)) for _ in range(3)]
        v = gy[:, :1]
        my = np.where(v > base, base + (v - base) / sd, np.where(v > base - 0.45 * sz * sm, base + (v - base) / sm, xh + (v - (base - 0.45 * sz * sm)) / sa)).astype(np.float32)
        my = np.repeat(my, w2, 1)
        if r.random() < 0.6:
            my = base + (my - base) * (1 + r.uniform(0, 0.15) * smooth(n, w2 // r.choice([30, 60, 120]), w2))
        shear = sh + (r.uniform(0, 0.15) * smooth(n, w2 // 100, w2) if r.random() < 0.5 else 0)
        mx = (gx - h * abs(sh) / 2) / sx + shear * (my - h * 0.65)
        if r.random() < 0.6:
            mx = mx + r.uniform(0, 0.3) * sz * 0.5 * smooth(n, w2 // r.choice([40, 70, 140]), w2)
        my = my + th * (gx - w2 / 2) * min(1, 300 / w2) + r.uniform(0, 0.08) * sz * smooth(n, w2 // 150, w2)
        al = r.uniform(0, 0.06) * sz
        k = w2 // r.choice([16, 24, 40, 60])
        mx = mx + al * cv2.resize(n.uniform(-1, 1, (4, max(3, k))).astype(np.float32), (w2, h), interpolation=cv2.INTER_CUBIC)
        my = my + al * cv2.resize(n.uniform(-1, 1, (4, max(3, k))).astype(np.float32), (w2, h), interpolation=cv2.INTER_CUBIC)
        return cv2.remap(a, mx.astype(np.float32), my.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)


    def text_mask(s, t, f):
        r = s.r
        a = s.warp(*s.draw(t, f))
        u = r.random()
        if u < 0.25:
            a = cv2.dilate(a, np.ones((r.choice([2, 3, 4]), r.choice([2, 3, 4])), np.uint8))
        elif u < 0.38 and f != 'stroke':
            a = cv2.erode(a, np.ones((2, 2), np.uint8))
        elif u < 0.6:
            a = np.clip((cv2.GaussianBlur(a, (0, 0), r.uniform(1.2, 2.4)).astype(np.float32) - r.uniform(50, 90)) * 3, 0, 255).astype(np.uint8)
        ys = np.where(a.max(1) > 60)[0]
        xs = np.where(a.max(0) > 60)[0]
        if len(ys) < 4 or len(xs) < 2:
            return None
        return a[ys[0]:ys[-1] + 1, xs[0]:xs[-1] + 1]


    def cell(s, t, f, other=None, kind=''):
        """grey cell image (uint8) as cut from a scanned sheet"""
        r, n = (s.r, s.n)
        m = s.text_mask(t, f)
        if m is None:
            return None
        k = max(0.26, min(1.1, r.uniform(0.28, 0.75)))
        m = cv2.resize(m, (max(4, int(m.shape[1] * k)), max(8, int(m.shape[0] * k))), interpolation=cv2.INTER_AREA)
        h, w = m.shape
        pt, pb = [int(r.uniform(0.05, 0.5) * h) + 2 for _ in range(2)]
        pl, pr = [int(r.uniform(0.1, 0.8) * h) + 3 for _ in range(2)]
        Hc, Wc = (h + pt + pb, w + pl + pr)
        paper = r.uniform(205, 255)
        ink = min(r.uniform(10, 130) if r.random() < 0.75 else r.uniform(100, 170), paper - 60)
        A = np.zeros((Hc, Wc), np.float32)
        A[pt:pt + h, pl:pl + w] = m / 255.0
        bg = np.full((Hc, Wc), paper, np.float32)
        if r.random() < 0.4:
            bg += cv2.resize(n.uniform(-1, 1, (2, 4)).astype(np.float32), (Wc, Hc), interpolation=cv2.INTER_CUBIC) * r.uniform(2, 14)
        if other is not None and r.random() < 0.35:
            o = s.text_mask(*other)
            if o is not None:
                o = cv2.resize(o, (max(4, int(o.shape[1] * k)), max(8, int(o.shape[0] * k))), interpolation=cv2.INTER_AREA)
                top = r.random() < 0.5
                vis = min(int(r.uniform(0.1, 0.35) * o.shape[0]), pt if top else pb)
                x = r.randint(-o.shape[1] // 3, max(1, Wc - o.shape[1] // 2))
                x0, x1 = (max(0, x), min(Wc, x + o.shape[1]))
                if vis > 1 and x1 > x0:
                    part = (o[-vis:] if top else o[:vis])[:, x0 - x:x1 - x] / 255.0
                    dst = A[:vis] if top else A[Hc - vis:]
                    dst[:, x0:x1] = np.maximum(dst[:, x0:x1], part)
        if r.random() < 0.1:
            e = r.random() < 0.5
            y = r.randint(0, Hc - 1)
            L = np.zeros((Hc, Wc), np.uint8)
            x = 0 if e else Wc - 1
            d = r.randint(2, max(3, (pl if e else pr) - 1))
            cv2.line(L, (x, y), (x + (d if e else -d), int(np.clip(y + r.gauss(0, 0.2) * Hc, 0, Hc - 1))), 255, r.choice([1, 2, 3]), cv2.LINE_AA)
            A = np.maximum(A, L / 255.0)
        tex = 1.0
        pencil = r.random() < 0.12
        if pencil:
            ink = paper - r.uniform(50, 110)
            tex = np.clip(1 - r.uniform(0.3, 0.8) * np.abs(cv2.GaussianBlur(n.randn(Hc, Wc).astype(np.float32), (0, 0), r.uniform(0.5, 1)) * 2), 0.1, 1)
        elif r.random() < 0.45:
            tex = 1 - r.uniform(0, 0.4) * np.abs(cv2.GaussianBlur(n.randn(Hc, Wc).astype(np.float32), (0, 0), r.uniform(0.6, 2)))
        g = bg * (1 - A * tex) + ink * A * tex
        lc = r.uniform(20, 190)
        if r.random() < 0.35:
            y = pt + int(h * r.uniform(0.6, 1.0)) + r.randint(-2, 3)
            tk = r.choice([1, 1, 2])
            if 0 <= y < Hc - tk:
                if r.random() < 0.5:
                    g[y:y + tk] = np.minimum(g[y:y + tk], lc)
                else:
                    g[y:y + tk, ::r.choice([3, 4, 5])] = lc
        if kind in ('postcode', 'date') and r.random() < 0.15:
            st = w / max(1, len(t))
            hh = int(Hc * r.uniform(0.15, 1))
            for i in range(len(t) + 1):
                x = int(pl + i * st + r.uniform(-1, 1))
                if 0 <= x < Wc:
                    g[Hc - hh:, x:x + 1] = np.minimum(g[Hc - hh:, x:x + 1], lc)
        for side in range(4):
            if r.random() < 0.17:
                tk = r.choice([1, 2, 2, 3])
                o = r.randint(0, 3)
                q = r.uniform(0.3, 1)
                v = g[o:o + tk, :int(q * Wc)] if side == 0 else g[Hc - o - tk:Hc - o, -int(q * Wc):] if side == 1 else g[:int(q * Hc), o:o + tk] if side == 2 else g[-int(q * Hc):, Wc - o - tk:Wc - o]
                v[:] = lc
        if r.random() < 0.15:
            for _ in range(r.randint(1, 12)):
                g[r.randrange(Hc), r.randrange(Wc)] = lc
        if r.random() < 0.5:
            g = cv2.GaussianBlur(g, (0, 0), r.uniform(0.3, 1.2))
        g += n.randn(Hc, Wc).astype(np.float32) * r.choice([0, 1, 3, 6, 10])
        g = g.clip(0, 255).astype(np.uint8)
        if r.random() < 0.28:
            q = r.uniform(0.45, 0.9)
            g = cv2.resize(cv2.resize(g, None, fx=q, fy=q, interpolation=cv2.INTER_AREA), (Wc, Hc), interpolation=cv2.INTER_LINEAR)
        if not pencil and r.random() < 0.08:
            g = np.where(g < paper * r.uniform(0.45, 0.55) + ink * 0.5, 0, 255).astype(np.uint8)
        if r.random() < 0.5:
            g = cv2.imdecode(cv2.imencode('.jpg', g, [1, r.randint(25, 90)])[1], 0)
        return g



def work(args):
    seed, i, n = args
    cv2.setNumThreads(1)
    seed = seed * 1000 + i
    prose = [r[1] for r in pickle.load(open(S + '/lines_train.pkl', 'rb'))] if not hasattr(work, 'p') else work.p
    work.p = prose
    if not hasattr(work, 'f'):
        work.f = load_fonts()
    R = Renderer(work.f, seed)
    T = Sampler(seed, prose)
    out = []
    while len(out) < n:
        k, t = T.sample()
        if not t or not ok(t) or len(t) > 45:
            continue
        f = R.pick(t, k)
        o = T.sample()[1]
        fo = R.pick(o) if ok(o) else None
        if f is None:
            continue
        g = R.cell(t, f, (o, fo) if fo else None, k)
        if g is None:
            continue
        u = normalise(g)
        if u.shape[1] < 5 * len(t):
            continue
        out.append((u, t, k, f if f == 'stroke' else os.path.basename(f[0])))
    pickle.dump(out, open(f'{S}/synthetic_{seed // 1000}_{i:03d}.pkl', 'wb'), 4)
    return i
if __name__ == '__main__':
    n, seed = (int(sys.argv[1]), int(sys.argv[2]))
    t0 = time.time()
    F = load_fonts()
    print('families', len(F), 'faces', sum(map(len, F)), flush=True)
    work.f = F
    with Pool(os.cpu_count()) as p:
        for j, i in enumerate(p.imap_unordered(work, [(seed, i, FIELDS) for i in range(n)])):
            if j % 8 == 0:
                print(j + 1, f'{time.time() - t0:.0f}s', flush=True)
