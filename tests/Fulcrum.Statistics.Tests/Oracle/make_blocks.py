"""Makes blocks.json: 60 seeded sets of two levels' values by block, with SciPy's paired t-test of their logarithms and its 95 % interval.

Debian's python3-scipy (1.10.1): /usr/bin/python3 make_blocks.py > blocks.json
Its t.ppf is off by 2e-9 (3 degrees of freedom, 0.01: 2 t.sf of it is 0.01 (1 + 5e-9)), so quantiles are sought as the roots of t.sf.
"""
import json

import numpy as np
from scipy import optimize, stats


def quantile(p, freedom):
    return float(optimize.brentq(lambda t: 2 * stats.t.sf(t, freedom) / p - 1, 1e-9, 1e7, xtol=1e-300, rtol=1e-14, maxiter=1000))


sets = []
for i in range(60):
    r = np.random.default_rng(i)
    blocks = int(r.integers(2, 5)) if i % 3 == 0 else int(r.integers(2, 40))
    scale = 10.0 ** r.integers(-5, 5)
    common = r.normal(0, r.choice([0.01, 0.3]), blocks)
    a = scale * np.exp(common + r.normal(0, 0.05, blocks))
    b = scale * np.exp(common + r.normal(r.choice([0, 0.02, 1]), 0.05, blocks))
    a, b = [[float(f"{v:.9g}") for v in x] for x in (a, b)]
    logs = np.log(np.asarray(a) / np.asarray(b))
    test = stats.ttest_rel(np.log(a), np.log(b))
    reach = quantile(0.05, blocks - 1) * stats.sem(logs)
    sets.append({"a": a, "b": b, "ratio": float(np.exp(logs.mean())), "low": float(np.exp(logs.mean() - reach)), "high": float(np.exp(logs.mean() + reach)), "p": float(test.pvalue)})
print(json.dumps({"sets": sets, "quantiles": [{"p": p, "freedom": f, "t": quantile(p, f)} for p in (0.5, 0.1, 0.05, 0.01, 1e-6) for f in (1, 2, 3, 10, 100, 5000)]}, indent=1))
