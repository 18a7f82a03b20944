"""Makes training.json: runs of a small network with BatchNormalization, and losses with their gradients, by PyTorch in double precision.

Run: /usr/bin/python3 make_training.py > training.json   (Debian: python3-torch; made with 1.13)

PyTorch keeps the unbiased variance of a batch in running_var (n / (n - 1) of the population's); ONNX keeps the population's. "variance" is therefore
carried here by hand, from the input of each normalisation, and "torch_variance" is what PyTorch has, for comparison.
"""
import json
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
BATCH, STEPS, CLASSES = 6, 6, 3


def flat(tensor):
    return [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]


def network():
    torch.manual_seed(31)
    net = nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
        nn.Conv2d(4, 5, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(5, momentum=0.3), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(5, CLASSES))
    for p in net.parameters():
        p.data = torch.round((p.data + 0.2 * torch.randn_like(p)) * 1e4) / 1e4
    return net


torch.manual_seed(30)
pixels = torch.randint(0, 256, (STEPS, BATCH, 2, 5, 5))
labels = torch.randint(0, CLASSES, (STEPS, BATCH))


def run(clip=None, rate=0.1):
    net = network()
    norms = [m for m in net if isinstance(m, nn.BatchNorm2d)]
    carried = [torch.ones(m.num_features) for m in norms]

    def carry(i):
        def hook(module, inputs):
            variance = inputs[0].detach().var((0, 2, 3), unbiased=False)
            carried[i] = (1 - module.momentum) * carried[i] + module.momentum * variance
        return hook

    for i, m in enumerate(norms):
        m.register_forward_pre_hook(carry(i))
    optimiser = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9)
    losses, lengths = [], []
    for step in range(STEPS):
        optimiser.zero_grad()
        loss = F.cross_entropy(net(pixels[step] / 255.0), labels[step])
        loss.backward()
        if clip is not None:
            lengths.append(nn.utils.clip_grad_norm_(net.parameters(), clip).item())
        optimiser.step()
        losses.append(loss.item())
    return {
        "losses": losses, "norms": lengths, "final": [flat(p) for p in net.parameters()],
        "mean": [flat(m.running_mean) for m in norms], "variance": [flat(v) for v in carried], "torch_variance": [flat(m.running_var) for m in norms],
    }


def losses():
    torch.manual_seed(32)
    student, teacher = (torch.round(torch.randn(5, 4) * 3e4) / 1e4).requires_grad_(), torch.round(torch.randn(5, 4) * 3e4) / 1e4
    mine, theirs = (torch.round(torch.randn(5, 2, 3) * 1e4) / 1e4).requires_grad_(), torch.round(torch.randn(5, 2, 3) * 1e4) / 1e4
    labels = torch.randint(0, 4, (5,))

    def soft(t):
        return nn.KLDivLoss(reduction="batchmean")(F.log_softmax(student / t, -1), F.softmax(teacher / t, -1)) * t * t

    def one(value):
        student.grad = mine.grad = None
        value.backward()
        return {"value": value.item()} | {k: flat(v.grad) for k, v in {"student": student, "mine": mine}.items() if v.grad is not None}

    return {
        "student": flat(student), "teacher": flat(teacher), "mine": flat(mine), "theirs": flat(theirs), "labels": labels.tolist(),
        "soft_1": one(soft(1.0)), "soft_3": one(soft(3.0)), "matching": one(F.mse_loss(mine, theirs)),
        "sum": one(0.3 * F.cross_entropy(student, labels) + 0.7 * soft(3.0) + 0.5 * F.mse_loss(mine, theirs)),
    }


print(json.dumps({
    "batch": BATCH, "pixels": pixels.flatten().tolist(), "labels": labels.flatten().tolist(),
    "initial": [flat(p) for p in network().parameters()],
    "plain": run(), "clipped": run(0.5), "losses": losses(),
}))
