#!/usr/bin/env python3
"""PyTorch's side of single steps: the same architecture, batch and update rule as StepBenchmark, same output.

Usage: torch_step.py resnet18|resnet18-bn|resnet20-bn|resnet56-bn BATCH STEPS THREADS
resnet18 has its normalizations folded, as the zoo's: a convolution with a bias. resnet20 and resnet56 are those for CIFAR-10, with
shortcuts that drop every second pixel and pad channels. The samples lie in memory as floats.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional


def conv(inputs, outputs, kernel, stride, norms):
    layer = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=not norms)
    return nn.Sequential(layer, nn.BatchNorm2d(outputs)) if norms else layer


class Pad(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels

    def forward(self, x):
        return functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.channels, self.channels))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride, norms, shortcut):
        super().__init__()
        self.first = conv(inputs, outputs, 3, stride, norms)
        self.second = conv(outputs, outputs, 3, 1, norms)
        self.shortcut = shortcut

    def forward(self, x):
        y = self.second(functional.relu(self.first(x)))
        return functional.relu(y + self.shortcut(x))


def stages(widths, counts, norms, shortcut):
    inputs, blocks = widths[0], []
    for stage, (outputs, count) in enumerate(zip(widths, counts)):
        for i in range(count):
            stride = 2 if stage > 0 and i == 0 else 1
            blocks.append(Block(inputs, outputs, stride, norms, shortcut(inputs, outputs) if stride > 1 else nn.Identity()))
            inputs = outputs
    return blocks


def network(name):
    norms = name.endswith("-bn")
    if name.startswith("resnet18"):
        stem = [conv(3, 64, 7, 2, norms), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        body = stages([64, 128, 256, 512], [2] * 4, norms, lambda i, o: conv(i, o, 1, 2, norms))
        head, size = nn.Linear(512, 1000), 224
    else:
        stem = [conv(3, 16, 3, 1, norms), nn.ReLU()]
        body = stages([16, 32, 64], [3 if name.startswith("resnet20") else 9] * 3, norms, lambda i, o: Pad((o - i) // 2))
        head, size = nn.Linear(64, 10), 32
    return nn.Sequential(*stem, *body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), head), size


def main():
    name, batch, steps, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    torch.manual_seed(1)
    torch.set_num_threads(threads)
    model, size = network(name)
    samples, labels = torch.rand(batch, 3, size, size), torch.randint(10, (batch,))
    optimiser = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9, weight_decay=0.01)
    for _ in range(steps):
        started = time.perf_counter()
        loss = functional.cross_entropy(model(samples), labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        print(f"{time.perf_counter() - started:.4f} {loss.item():.4f}", flush=True)


main()
