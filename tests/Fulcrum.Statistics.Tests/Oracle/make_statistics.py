"""Makes statistics.json: 200 seeded data sets with what SciPy, R and the definitions say of them, and distribution tails by mpmath.

Debian's python3-scipy (1.10.1), python3-mpmath and r-base-core (4.2.2): /usr/bin/python3 make_statistics.py > statistics.json
Where two of them disagree, the case is said on stderr.
"""
import collections
import itertools
import json
import math
import os
import subprocess
import sys
import warnings

import mpmath
import numpy as np
from scipy import stats

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
worst = collections.defaultdict(float)


def near(what, a, b):
    worst[what] = max(worst[what], 0.0 if a == b else abs(a - b) / max(abs(a), abs(b)))


def short(values):
    return [float(f"{v:.6g}") for v in values]


def data_set(i, r):
    kind, count = i % 10, int(r.integers(2, 7))
    sizes = [int(r.integers(1, 4)) if kind == 1 else int(r.integers(1, 25)) for _ in range(count)]
    if kind in (2, 6, 8):
        sizes = [int(r.integers(2, 51))] * count
    if i in (7, 107):
        sizes = [500, 500, 500]
    scale = 10.0 ** r.integers(-6, 7)
    groups = []
    for n in sizes:
        shift = r.normal() * r.choice([0, 0.3, 3])
        v = {0: r.normal(shift, 1, n) + 9, 1: r.normal(shift, 1, n) + 9, 2: r.lognormal(shift, 0.5, n), 3: r.integers(1, 5, n) + round(shift), 4: r.integers(0, 3, n),
             5: r.exponential(1 + abs(shift), n), 6: r.integers(5, 30, n), 7: np.floor(8 * r.lognormal(shift, 0.4, n)) / 8 + 0.1, 8: np.abs(r.standard_t(2, n)) + abs(shift), 9: r.uniform(0, 1, n) + shift + 9}[kind]
        groups.append(short(np.asarray(v, float) * (1 if kind in (3, 4, 6) else scale)))
    if i % 20 == 9:
        groups[0] = [groups[0][0]] * len(groups[0])
    if i % 40 == 13:
        groups = [[2.5] * len(g) for g in groups]
    if i % 40 == 25:
        groups = [[float(k)] * len(g) for k, g in enumerate(groups)]
    return groups


def conover(groups):
    """The definition: Conover 1999, section 5.2, as posthoc_conover of scikit-posthocs."""
    n, k = sum(map(len, groups)), len(groups)
    ranks = np.split(stats.rankdata(np.concatenate(groups)), np.cumsum([len(g) for g in groups])[:-1])
    square = (sum((r ** 2).sum() for r in ranks) - n * (n + 1) ** 2 / 4) / (n - 1)
    if square == 0 or n == k:
        return [1.0] * (k * (k - 1) // 2)
    h = stats.kruskal(*groups).statistic
    rest = n - 1 - h
    if rest < 1e-9 * n:
        return [1.0 if a.mean() == b.mean() else 0.0 for a, b in itertools.combinations(ranks, 2)]
    return [2 * stats.t.sf(abs(a.mean() - b.mean()) / math.sqrt(square * rest / (n - k) * (1 / len(a) + 1 / len(b))), n - k) for a, b in itertools.combinations(ranks, 2)]


def cliff(x, y):
    """Every pair: Cliff 1993, unbiased variance; Feng and Cliff 2004, asymmetric interval."""
    d = np.sign(np.subtract.outer(np.array(x), np.array(y)))
    m, n, delta, z = len(x), len(y), float(d.mean()), stats.norm.isf(0.025)
    if m == 1 or n == 1:
        return [delta, -1.0, 1.0]
    if abs(delta) == 1:
        end = (min(m, n) - z * z) / (min(m, n) + z * z)
        return [delta, end, 1.0] if delta > 0 else [delta, -1.0, -end]
    rows, columns = ((d.mean(axis=1) - delta) ** 2).sum(), ((d.mean(axis=0) - delta) ** 2).sum()
    variance = max((n * n * rows + m * m * columns - ((d - delta) ** 2).sum()) / (m * n * (m - 1) * (n - 1)), (1 - delta ** 2) / (m * n - 1))
    half = z * math.sqrt(variance) * math.sqrt((1 - delta ** 2) ** 2 + z * z * variance)
    centre, below = delta - delta ** 3, 1 - delta ** 2 + z * z * variance
    return [delta, max(-1.0, (centre - half) / below), min(1.0, (centre + half) / below)]


def tails():
    mpmath.mp.dps = 60
    mp, found = mpmath.mpf, []
    for z in [0.0, 0.1, 0.674, 1, 1.96, 2.999, 3, 3.001, 5, 8, 12, 20, 30, 36.5, 37.04]:
        found.append(["normal", 0, z, mpmath.erfc(mp(z) / mpmath.sqrt(2)) / 2])
    for v in [1, 2, 3, 4, 5, 10, 30, 100, 2994, 100000, 1000000]:
        for t in [1e-6, 0.1, 0.7, 1.2, 1.7320508, 2.5, 5, 12, 20, 30, 36, 38, 1e4, 1e20, 1e60]:
            p = mpmath.betainc(mp(v) / 2, mp(1) / 2, 0, mp(v) / (v + mp(t) ** 2), regularized=True) / 2
            if p > mp(10) ** -300:
                found.append(["t", v, t, p])
    for v in [1, 2, 3, 4, 5, 7, 10, 23, 50, 200]:
        for x in [1e-8, 0.1, 1, 2.5, 5, 11, 24, 49, 100, 250, 500, 1000, 1370]:
            p = mpmath.gammainc(mp(v) / 2, mp(x) / 2, regularized=True)
            if p > mp(10) ** -300:
                found.append(["chi2", v, x, p])
    return [[k, v, x, float(p)] for k, v, x, p in found]


def ask_r(questions):
    text = "\n".join(f"{key} {what} " + ";".join(",".join(repr(float(v)) for v in s) for s in samples) for key, what, samples in questions) + "\n"
    output = subprocess.run(["Rscript", "--vanilla", os.path.join(HERE, "statistics.R")], input=text, capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: [float(v) for v in line.split()[1:]] for line in output.splitlines()}


def main():
    r, sets, questions = np.random.default_rng(20250), [], []
    for i in range(200):
        groups = data_set(i, r)
        one = {"groups": groups, "kruskal": None, "conover": conover(groups), "shapiro": {}, "cliff": [cliff(a, b) for a, b in itertools.combinations(groups, 2)], "wilcoxon": [],
               "medians": [float(np.median(g)) for g in groups]}
        if len(set(itertools.chain(*groups))) == 1:
            one["kruskal"] = [0.0, 1.0]  # SciPy refuses, R says NaN: our answer.
        else:
            h = stats.kruskal(*groups)
            one["kruskal"] = [float(h.statistic), float(h.pvalue)]
            questions.append((f"{i}:kruskal", "kruskal", groups))
        questions += [(f"{i}:holm", "holm", [one["conover"]]), (f"{i}:bonferroni", "bonferroni", [one["conover"]])]
        for g, values in enumerate(groups):
            if len(values) >= 3 and len(set(values)) > 1:
                questions.append((f"{i}:shapiro:{g}", "shapiro", [values]))
        for a, b in itertools.combinations(range(len(groups)), 2):
            x, y = np.array(groups[a]), np.array(groups[b])
            if len(x) != len(y) or (a, b) != (0, 1) and i % 10 != 2:
                continue
            d = x - y
            if not d.any():
                one["wilcoxon"].append([a, b, 0.0, 1.0, 1.0])
                continue
            # SciPy 1.10 counts exactly with ties too, on ranks cut to whole numbers; 1.13 and later do not, and neither do we.
            exact = len(d) <= 50 and d.all() and len(set(np.abs(d))) == len(d)
            w = stats.wilcoxon(x, y, method="exact" if exact else "approx")
            c = w if exact else stats.wilcoxon(x, y, method="approx", correction=True)
            one["wilcoxon"].append([a, b, float(w.statistic), float(w.pvalue), float(c.pvalue)])
            if len(d) < 50:
                questions.append((f"{i}:wilcoxon:{a}:{b}", "wilcoxon", [x, y]))
            if not exact:
                questions.append((f"{i}:corrected:{a}:{b}", "wilcoxon_corrected", [x, y]))
        if i % 10 == 0:
            questions.append((f"{i}:qqnorm", "qqnorm", [groups[0]]))
            one["probplot"] = [float(v) for v in stats.probplot(groups[0], fit=False)[0]] if len(groups[0]) > 1 else [0.0]
        sets.append(one)
    answers = ask_r(questions)
    for i, one in enumerate(sets):
        if f"{i}:kruskal" in answers:
            near("Kruskal-Wallis H, SciPy and R", one["kruskal"][0], answers[f"{i}:kruskal"][0])
            near("Kruskal-Wallis p, SciPy and R", one["kruskal"][1], answers[f"{i}:kruskal"][1])
        one["holm"], one["bonferroni"] = answers[f"{i}:holm"], answers[f"{i}:bonferroni"]
        if f"{i}:qqnorm" in answers:
            one["qqnorm"] = answers[f"{i}:qqnorm"]
        for g, values in enumerate(one["groups"]):
            if f"{i}:shapiro:{g}" in answers:
                one["shapiro"][g] = answers[f"{i}:shapiro:{g}"]
                s = stats.shapiro(values)
                near("Shapiro-Wilk W, SciPy and R", s.statistic, one["shapiro"][g][0])
                near("Shapiro-Wilk p, SciPy and R", s.pvalue, one["shapiro"][g][1])
        for a, b, _, p, corrected in one["wilcoxon"]:
            if f"{i}:wilcoxon:{a}:{b}" in answers:
                near("Wilcoxon p, SciPy and R", p, answers[f"{i}:wilcoxon:{a}:{b}"][1])
            if f"{i}:corrected:{a}:{b}" in answers:
                near("Wilcoxon p with correction, SciPy and R", corrected, answers[f"{i}:corrected:{a}:{b}"][1])
    for what, difference in worst.items():
        print(f"{what}: {difference:.1e}", file=sys.stderr)
    print('{"tails": ' + json.dumps(tails(), separators=(",", ":")) + ',\n"sets": [\n' + ",\n".join(json.dumps(s, separators=(",", ":")) for s in sets) + "\n]}")


main()
