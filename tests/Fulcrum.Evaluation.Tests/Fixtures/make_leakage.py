#!/usr/bin/python3
"""Distance correlation by NumPy from its definition, SSIM and PSNR by scikit-image, Spearman by SciPy. Debian: python3-skimage python3-scipy."""
import json
import numpy as np
from scipy.stats import spearmanr
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

rng = np.random.default_rng(5)


def centred(x):
    n = len(x)
    d = np.sqrt(((x[:, None, :] - x[None, :, :]) ** 2).sum(-1))
    u = d - d.sum(0)[None, :] / (n - 2) - d.sum(1)[:, None] / (n - 2) + d.sum() / ((n - 1) * (n - 2))
    np.fill_diagonal(u, 0)
    return u


def dcor(x, y):
    a, b = centred(x), centred(y)
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def r(values, digits=4):
    return np.round(values, digits).astype(np.float32)


correlations = []
for n, p, q, kind in [(12, 3, 2, "linear"), (20, 4, 4, "square"), (16, 40, 30, "independent"), (5, 1, 1, "linear")]:
    x = r(rng.normal(size=(n, p)))
    noise = rng.normal(size=(n, q))
    y = {"linear": x[:, :1] * np.ones((1, q)) + 0.3 * noise, "square": x[:, :1] ** 2 + 0.1 * noise, "independent": noise}[kind]
    y = r(y)
    correlations.append({"samples": n, "x": x.ravel().tolist(), "y": y.ravel().tolist(), "value": dcor(x.astype(float), y.astype(float))})

images = []
for height, width, spread in [(16, 13, 0.1), (11, 11, 0.5), (20, 24, 0.02)]:
    a = r(rng.uniform(size=(height, width)).cumsum(0).cumsum(1))
    a = r(a / a.max())
    b = r(a + spread * rng.normal(size=a.shape))
    ssim = structural_similarity(a.astype(float), b.astype(float), gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=2.0)
    images.append({"width": width, "a": a.ravel().tolist(), "b": b.ravel().tolist(), "ssim": float(ssim),
                   "psnr": float(peak_signal_noise_ratio(a.astype(float), b.astype(float), data_range=2.0))})

ranks = []
for x, y in [([1, 2, 3, 4], [10, 20, 30, 40]), ([3, 1, 2, 2, 5], [1, 4, 4, 2, 0.5]), ([1, 1, 2, 2, 3, 3], [2, 1, 1, 3, 2, 3])]:
    ranks.append({"x": x, "y": y, "value": float(spearmanr(x, y).statistic if hasattr(spearmanr(x, y), "statistic") else spearmanr(x, y).correlation)})

json.dump({"correlations": correlations, "images": images, "ranks": ranks}, open("leakage.json", "w"))
