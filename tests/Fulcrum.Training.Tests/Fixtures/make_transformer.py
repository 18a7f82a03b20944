"""Makes attention.onnx, encoder.onnx and transformer.json: two networks as PyTorch exports them, their losses and gradients.

Run: python3 make_transformer.py   (Debian: python3-torch; made with 1.13)
The opsets are 13 and 16, for which the exporter writes LayerNorm as ReduceMean, Sub, Pow, Sqrt, Div and GELU by Erf.
"""
import json
import math
import os
import torch
from torch import nn

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
BATCH, LENGTH, WIDTH, HEADS, HIDDEN, WORDS, CLASSES = 3, 5, 8, 2, 12, 11, 3


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def split(self, x):
        batch, length, _ = x.shape
        return x.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, x, mask):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS) + mask
        mixed = torch.matmul(torch.softmax(scores, -1), v).transpose(1, 2).contiguous()
        return self.out(mixed.view(*mixed.shape[:2], WIDTH))


class AttentionBlock(nn.Module):
    """Self-attention, no position looking ahead; the padding is an input of ones and zeros."""

    def __init__(self):
        super().__init__()
        self.attention = Attention()
        self.register_buffer("causal", torch.triu(torch.full((LENGTH, LENGTH), -1e4), 1))

    def forward(self, x, present):
        return self.attention(x, self.causal + (1 - present[:, None, None, :]) * -1e4)


class Encoder(nn.Module):
    """Embeddings, one encoder layer with normalisation after each residual, a pooled class; word 0 is padding."""

    def __init__(self):
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, WIDTH), nn.Embedding(LENGTH, WIDTH)
        self.attention, self.first, self.second = Attention(), nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.up, self.down = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)
        self.pool, self.classes = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, CLASSES)

    def forward(self, tokens):
        mask = (tokens == 0)[:, None, None, :].to(torch.float32) * -1e4
        x = self.words(tokens) + self.positions(torch.arange(tokens.shape[1]).expand(tokens.shape[0], -1))
        x = self.first(x + self.attention(x, mask))
        x = self.second(x + self.down(nn.functional.gelu(self.up(x))))
        return self.classes(torch.tanh(self.pool(x[:, 0])))


def rounded(tensor):
    return [float(f"{v:.9g}") for v in tensor.flatten().tolist()]


def make(name, opset, net, inputs, loss_of):
    for parameter in net.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    loss = loss_of(net(*inputs.values()))
    loss.backward()
    torch.onnx.export(
        net, tuple(inputs.values()), os.path.join(HERE, name + ".onnx"), opset_version=opset, do_constant_folding=False,
        training=torch.onnx.TrainingMode.TRAINING, input_names=list(inputs), output_names=["output"],
        dynamic_axes={key: {0: "n"} for key in inputs})
    return {
        "inputs": {key: {"shape": list(value.shape), "values": rounded(value)} for key, value in inputs.items()},
        "loss": loss.item(), "gradients": {key: rounded(p.grad) for key, p in net.named_parameters()},
    }


torch.manual_seed(23)
labels = torch.tensor([2, 0, 1])
present = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 1, 1, 0]], dtype=torch.float32)
fixtures = {
    "attention": make("attention", 13, AttentionBlock(), {"x": torch.randn(BATCH, LENGTH, WIDTH), "present": present}, lambda y: (y * y).mean()),
    "encoder": make(
        "encoder", 16, Encoder(), {"tokens": torch.tensor([[3, 7, 3, 10, 1], [4, 4, 0, 0, 0], [9, 1, 3, 2, 0]])},
        lambda y: nn.functional.cross_entropy(y, labels)) | {"labels": labels.tolist()},
}
with open(os.path.join(HERE, "transformer.json"), "w") as file:
    json.dump(fixtures, file)
    file.write("\n")
