"""What synthetic fields say: names, towns, codes, addresses, dates. Only words of the training split (samples/make/splits.json)
are drawn when `ev` is false; `ev` true draws those of the development split."""
import os
import json, random, zlib, unicodedata
from common import CLASS_OF, WORK, is_writable
D = json.load(open(WORK / 'lists.json'))
COMMON_F = 'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefevre Faure Andre Mercier Blanc Guerin Boyer Garnier Chevalier Francois Legrand Gauthier Garcia Perrin Robin Clement Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noel Meyer Dufour Meunier Brun Blanchard Giraud Joly Riviere Lucas Brunet Gaillard Barbier Arnaud Martinez Gerard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carre Charles Renault Charpentier Menard Maillard Baron Bertin Bailly Herve Schneider Fernandez Collet Leger Bouvier Julien Prevost Millet Perrot Daniel Cousin Germain Breton Besson Langlois Remy Pelletier Leveque Perrier Leblanc Barre Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Etienne Grondin Poulain Tessier Chevallier Collin Chauvin Bouchet Gay Lemaitre Benard Marechal Humbert Reynaud Antoine Hoarau Perret Barthelemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Diallo Traore Benali Haddad Nguyen Tran Kone Cisse Kaya Yilmaz Ferreira DaSilva Pereira Rossi Esposito Kowalski Le-Gall Le-Goff Ait-Ahmed Ben-Youssef Quéré Guéguen Kerjean Etcheverry Zimmermann Schaeffer Wagner'.replace('-', ' ').split(' ')
COMMON_G = 'Marie Jean Pierre Michel André Philippe Nathalie Isabelle Alain Patrick Catherine Martine Nicolas Christophe Sylvie Sandrine Thierry Françoise Laurent Stéphane Valérie Frédéric Christine Sophie Sébastien Camille Julien Céline Aurélie Émilie Thomas Léa Manon Chloé Inès Lucas Hugo Enzo Théo Mathis Louis Gabriel Raphaël Jules Emma Jade Louise Alice Lina Zoé Nina Mohamed Fatima Karim Yasmine Amine Samira Rachid Mehdi Nadia Aïcha Bruno Éric Pascal Hervé Gilles Didier Dominique Jacqueline Monique Jeannine Yvette Ginette Raymonde Odette Bernadette Brigitte Chantal Annie Evelyne Josiane Véronique Corinne Fabienne Muriel Karine Delphine Virginie Laetitia Vanessa Élodie Mélanie Charlotte Mathilde Pauline Marion Margaux Clara Sarah Jean-Pierre Jean-Luc Jean-Claude Jean-Michel Jean-François Marie-Claude Marie-Christine Anne-Marie Guillaume Benoît Cédric Jérôme Loïc Yann Gaël Maëlle Ronan Erwan Yves Xavier Quentin Florian Kévin Jérémy Anthony Alexandre Maxime Antoine Vincent Olivier Franck Fabrice Ludovic Grégory Romain Mickaël David Arnaud Adrien Baptiste Clément Valentin Robin Simon Paul Arthur Victor Basile Augustin'.split()



def h(s):
    return zlib.crc32(s.lower().encode()) % 100
SP = {'œ': 'oe', 'æ': 'ae', 'ß': 'ss', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i'}



def fold(w):
    return ''.join((c for c in ''.join((SP.get(c, c) for c in ''.join((c for c in unicodedata.normalize('NFD', w) if not unicodedata.category(c).startswith('M'))).lower())) if c in 'abcdefghijklmnopqrstuvwxyz0123456789'))



def bucket(t):
    return zlib.crc32(t.encode()) % 100



def part(w):
    a, b = (bucket(fold(w)), bucket(unicodedata.normalize('NFC', w).lower()))
    return ('test' if b < 25 else None) if a < 25 else None if b < 25 else 'dev' if a < 35 else 'train'



def split(l, ev):
    return [x for x in l if part(x) == ('dev' if ev else 'train')]
W = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../samples/make/words/')
rd = lambda f: [t.replace('_', ' ').strip() for l in open(W + f) if l.strip() and l[0] != '#' for t in (l.split('|') if '|' in l else l.split())]
import os
OWN_F = [w for w in rd('family.txt') if is_writable(w)]
OWN_G = [w for w in rd('given.txt') if is_writable(w)]
OWN_S = [w for w in rd('streets.txt') if is_writable(w)]
FAM = sorted(set(D['family']) | set((w for w in COMMON_F if len(w) > 2)))
FRF = sorted(set((w for w in COMMON_F if len(w) > 2)) | set(OWN_F))
GIV = sorted(set(D['given']))
GIVC = sorted(set(COMMON_G) | set(OWN_G))
COM = [c[0] for c in D['communes']]
COMP = {c[0]: c[1] for c in D['communes']}
BIG = [c[0] for c in sorted(D['communes'], key=lambda c: -c[2])[:1500]]
STREET = ['rue', 'avenue', 'av.', 'bd', 'boulevard', 'place', 'impasse', 'chemin', 'allée', 'route', 'Rue', 'Avenue', 'Av', 'Bd', 'Place', 'Impasse', 'Chemin', 'Allée', 'Route', 'quai', 'square', 'cours', 'r.', 'all.', 'ch.', 'imp.', 'passage', 'Résidence', 'lotissement', 'hameau', 'RUE', 'AVENUE']
SN = "de la République|Victor Hugo|Jean Jaurès|des Lilas|de la Gare|du Moulin|des Écoles|Pasteur|de l'Église|du Château|de la Mairie|Gambetta|Émile Zola|des Acacias|du Stade|de la Fontaine|des Vignes|Louis Pasteur|Jules Ferry|Voltaire|du 8 Mai 1945|du 11 Novembre|de la Liberté|de Verdun|des Roses|des Tilleuls|Saint-Martin|Saint-Jacques|du Général de Gaulle|du Maréchal Foch|Anatole France|Molière|Lamartine|des Peupliers|de la Forêt|du Pont|de Paris|de Lyon|des Champs|du Lavoir|des Prés|de Bretagne|d'Alsace|Marcel Pagnol|Georges Brassens|Simone Veil|Louise Michel|Albert Camus|Jean Moulin|Pierre Curie|des Cerisiers|du Bois|des Alouettes|de la Paix|Carnot|Thiers|Rabelais|Colbert|Balzac|Clemenceau|du Port|de la Plage|des Sports|du Marché|aux Fleurs|des Jardins|Neuve|Haute|Basse|Nationale|de la Poste|du Commerce|des Fauvettes|des Hirondelles|Beauséjour|Bellevue|du Vieux Bourg|Sainte-Anne|Jeanne d'Arc|Charles Péguy".split('|')
SN = sorted(set(SN) | set(OWN_S))
DOM = ['gmail.com', 'orange.fr', 'free.fr', 'hotmail.fr', 'hotmail.com', 'yahoo.fr', 'laposte.net', 'sfr.fr', 'wanadoo.fr', 'outlook.fr', 'outlook.com', 'live.fr', 'icloud.com', 'bbox.fr', 'neuf.fr', 'protonmail.com', 'gmx.fr', 'riseup.net', 'mailo.com', 'numericable.fr', 'club-internet.fr', 'univ-lyon2.fr', 'ac-nantes.fr', 'posteo.net']



def strip(s):
    return ''.join((c for c in unicodedata.normalize('NFD', s.replace('œ', 'oe').replace('Œ', 'OE').replace('æ', 'ae')) if not unicodedata.combining(c)))



class NG:


    def __init__(s, words, n=3):
        s.d = {}
        for w in words:
            w = '^^' + w + '$'
            for i in range(2, len(w)):
                s.d.setdefault(w[i - 2:i], []).append(w[i])


    def gen(s, r, mx=14):
        a = '^^'
        while len(a) < mx + 2:
            c = r.choice(s.d[a[-2:]])
            if c == '$':
                break
            a += c
        return a[2:]



class Sampler:


    def __init__(s, ev, seed):
        s.r = random.Random(seed)
        s.ev = ev
        s.fam = split(FAM, ev)
        s.frf = split(FRF, ev)
        s.giv = split(GIV, ev)
        s.givc = split(GIVC, ev)
        s.com = split(COM, ev)
        s.big = split(BIG, ev)
        s.sn = split(SN, ev)
        s.ngf = NG(s.fam)
        s.ngc = NG(s.com[::8])


    def case(s, t):
        u = s.r.random()
        t2 = strip(t) if s.r.random() < 0.35 else t
        if u < 0.45:
            return t2.upper() if s.r.random() < 0.5 else strip(t).upper()
        if u < 0.92:
            return t2
        return t2.lower()


    def family(s):
        r = s.r
        u = r.random()
        if s.ev:
            w = r.choice(s.fam)
        else:
            w = r.choice(s.frf) if u < 0.3 else r.choice(s.fam) if u < 0.65 else s.ngf.gen(r)
        if len(w) < 2:
            w = 'Le ' + r.choice(s.fam)
        if r.random() < 0.06:
            w += '-' + r.choice(s.fam)
        return s.case(w)


    def given(s):
        r = s.r
        w = r.choice(s.givc) if r.random() < 0.5 else r.choice(s.giv)
        return s.case(w)


    def city(s):
        r = s.r
        u = r.random()
        w = r.choice(s.big) if u < 0.6 else r.choice(s.com)
        if not s.ev and u > 0.9:
            w = s.ngc.gen(r, 16)
        if len(w) > 24 or len(w) < 2:
            w = r.choice(s.big)
        if r.random() < 0.15:
            w = w.replace('Saint-', 'St ').replace('Sainte-', 'Ste ')
        if r.random() < 0.3:
            w = w.replace('-', ' ')
        return s.case(w)


    def postcode(s):
        r = s.r
        if r.random() < 0.5:
            p = r.choice(COMP[r.choice(s.com)])
        else:
            p = f'{r.randint(1000, 98999):05d}'
        return p


    def email(s):
        r = s.r
        g = strip(r.choice(s.givc)).lower()
        f = strip(r.choice(s.fam)).lower().replace(' ', '').replace("'", '')
        if not s.ev and r.random() < 0.3:
            f = strip(s.ngf.gen(r)).lower().replace(' ', '') or f
        u = r.random()
        l = g + r.choice(['.', '_', '-', '', '.', '.']) + f if u < 0.5 else g[0] + r.choice(['.', '', '']) + f if u < 0.7 else f + r.choice(['.', '', '_']) + g if u < 0.8 else g + str(r.randint(1, 99)) if u < 0.9 else ''.join((r.choice('abcdefghijklmnopqrstuvwxyz0123456789') for _ in range(r.randint(4, 9))))
        if r.random() < 0.2:
            l += str(r.randint(1, 2005))
        e = l + '@' + r.choice(DOM)
        return e.upper() if r.random() < 0.05 else e


    def address(s):
        r = s.r
        n = str(r.randint(1, 250)) + (r.choice([' bis', ' ter', 'B', ' A']) if r.random() < 0.1 else '')
        t = n + r.choice([' ', ', ', ' ']) + r.choice(STREET) + ' ' + r.choice(s.sn if r.random() < 0.7 else [x for x in [r.choice(s.giv) + ' ' + r.choice(s.fam)]])
        if r.random() < 0.25:
            t = t.upper()
        if r.random() < 0.3:
            t = strip(t)
        return t


    def date(s):
        r = s.r
        d, m, y = (r.randint(1, 31), r.randint(1, 12), r.choice([2023, 2024, 2025, 2026, r.randint(1930, 2010)]))
        sep = r.choice(['/', '/', '/', '.', '-', ' '])
        return r.choice([f'{d:02d}{sep}{m:02d}{sep}{y}', f'{d:02d}{sep}{m:02d}{sep}{y % 100:02d}', f'{d}{sep}{m}{sep}{y % 100:02d}', f'{d}{sep}{m}'])


    def rand(s):
        r = s.r
        u = r.random()
        if u < 0.3:
            return ''.join((r.choice('0123456789') for _ in range(r.randint(1, 12))))
        if u < 0.6:
            return ''.join((r.choice('abcdefghijklmnopqrstuvwxyzéèàçêëîïôûù') for _ in range(r.randint(2, 12))))
        if u < 0.85:
            return ''.join((r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZÉÈÇ-'") for _ in range(r.randint(2, 12))))
        return ''.join((r.choice('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \'-.,@_+/():;&!?"%#') for _ in range(r.randint(2, 12)))).strip() or 'a'
    KINDS = ['family', 'given', 'city', 'postcode', 'email', 'address', 'date']


    def sample(s):
        r = s.r
        k = r.choices(['family', 'given', 'city', 'postcode', 'email', 'address', 'date', 'rand'], [18, 16, 15, 12, 16, 10, 6, 7])[0]
        t = ' '.join(getattr(s, k)().split())
        return (k, t)
