#!/usr/bin/env python3
"""PyTorch's side: the same network, data, batch and update rule as Fulcrum.Training.Benchmarks, same output.

Usage: torch_epoch.py MNIST-FOLDER sgd|adam EPOCHS THREADS
All samples lie in memory as floats and are picked by index, so no data loader slows it down.
"""
import sys
import time

import numpy
import torch

WIDTHS = [784, 512, 256, 128, 64, 32, 10]
BATCH = 128
TRAIN = 50_000


def read(folder, part):
    images = numpy.fromfile(f"{folder}/{part}-images-idx3-ubyte", dtype=numpy.uint8)[16:].reshape(-1, 784)
    labels = numpy.fromfile(f"{folder}/{part}-labels-idx1-ubyte", dtype=numpy.uint8)[8:]
    return torch.from_numpy(images.astype(numpy.float32) / 255), torch.from_numpy(labels.astype(numpy.int64))


def network():
    layers = []
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        linear = torch.nn.Linear(inputs, outputs)
        torch.nn.init.kaiming_normal_(linear.weight)
        torch.nn.init.zeros_(linear.bias)
        layers += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def main():
    folder, kind, epochs, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    samples, labels = read(folder, "train")
    samples, labels = samples[:TRAIN], labels[:TRAIN]
    model = network()
    if kind == "adam":
        optimiser = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01)
    else:
        optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=0.01)
    for _ in range(epochs):
        started, total = time.perf_counter(), 0.0
        order = torch.randperm(TRAIN)
        steps = TRAIN // BATCH
        for step in range(steps):
            picked = order[step * BATCH:(step + 1) * BATCH]
            loss = torch.nn.functional.cross_entropy(model(samples[picked]), labels[picked])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            total += loss.item()
        print(f"{time.perf_counter() - started:.4f} {total / steps:.4f}", flush=True)
    samples, labels = read(folder, "t10k")
    with torch.no_grad():
        print(f"top1 {(model(samples).argmax(1) == labels).float().mean().item():.4f}")


main()
