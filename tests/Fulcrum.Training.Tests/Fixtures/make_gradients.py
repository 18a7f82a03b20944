"""Makes gradients.json: losses, gradients and updated parameters of a small perceptron, by PyTorch.

Run: python3 make_gradients.py > gradients.json   (Debian: python3-torch; made with 1.13)
"""
import json
import torch

torch.manual_seed(7)
torch.set_num_threads(1)
WIDTHS, BATCH, STEPS = [6, 8, 5, 4], 10, 5
x = torch.rand(STEPS, BATCH, WIDTHS[0])
x = torch.round(x * 255) / 255
labels = torch.randint(0, WIDTHS[-1], (STEPS, BATCH))


def network():
    torch.manual_seed(11)
    layers = []
    for i in range(len(WIDTHS) - 1):
        layers.append(torch.nn.Linear(WIDTHS[i], WIDTHS[i + 1]))
        if i < len(WIDTHS) - 2:
            layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers)


def run(make):
    net = network()
    weights = [p for p in net.parameters() if p.dim() > 1]
    biases = [p for p in net.parameters() if p.dim() == 1]
    optimiser = make(weights, biases)
    losses, first = [], None
    for step in range(STEPS):
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x[step]), labels[step])
        loss.backward()
        if first is None:
            first = [p.grad.flatten().tolist() for p in net.parameters()]
        optimiser.step()
        losses.append(loss.item())
    return {"losses": losses, "first_gradients": first, "final": [p.detach().flatten().tolist() for p in net.parameters()]}


def sgd(weights, biases):
    return torch.optim.SGD(weights + biases, lr=0.1, momentum=0.9)


def adamw(weights, biases):
    return torch.optim.AdamW([{"params": weights, "weight_decay": 0.05}, {"params": biases, "weight_decay": 0.0}], lr=0.01)


print(json.dumps({
    "widths": WIDTHS, "batch": BATCH,
    "pixels": torch.round(x * 255).int().flatten().tolist(), "labels": labels.flatten().tolist(),
    "initial": [p.detach().flatten().tolist() for p in network().parameters()],
    "sgd": run(sgd), "adamw": run(adamw),
}))
