"""Makes blocks.json: loss and parameter gradients of small convolutional blocks in training mode, by PyTorch in double precision.

Run: /usr/bin/python3 make_blocks.py > blocks.json   (Debian: python3-torch; made with 1.13)

A block is a list of ONNX-like nodes [op, inputs, output, attributes]; the test builds the same nodes.
"""
import json
import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def rounded(tensor):
    return torch.round(tensor.double() * 1e4) / 1e4


class Block:
    def __init__(self, name, seed, shape, classes):
        torch.manual_seed(seed)
        self.name, self.classes, self.nodes, self.parameters = name, classes, [], {}
        self.x = rounded(torch.randn(shape))
        self.labels = torch.randint(0, classes, (shape[0],))

    def parameter(self, name, shape, scale, offset=0.0):
        self.parameters[name] = rounded(torch.randn(shape) * scale + offset)
        return name

    def node(self, op, inputs, **attributes):
        self.nodes.append([op, inputs, f"v{len(self.nodes)}", attributes])
        return self.nodes[-1][2]

    def conv(self, x, inputs, outputs, kernel, stride=1, group=1):
        pad = kernel // 2
        w = self.parameter(f"conv{len(self.nodes)}", (outputs, inputs // group, kernel, kernel), 0.4)
        return self.node("Conv", [x, w], strides=[stride] * 2, pads=[pad] * 4, group=group)

    def norm(self, x, channels):
        n = len(self.nodes)
        scale = self.parameter(f"scale{n}", (channels,), 0.3, 1.0)
        bias = self.parameter(f"bias{n}", (channels,), 0.3)
        return self.node("BatchNormalization", [x, scale, bias], epsilon=1e-5)

    def relu(self, x):
        return self.node("Relu", [x])

    def head(self, x, channels):
        x = self.node("Flatten", [self.node("GlobalAveragePool", [x])])
        w = self.parameter("head", (self.classes, channels), 0.5)
        return self.node("Gemm", [x, w, self.parameter("head_bias", (self.classes,), 0.1)], transB=1)

    def run(self):
        values = {"x": self.x, **{k: v.clone().requires_grad_() for k, v in self.parameters.items()}}
        for op, inputs, output, attributes in self.nodes:
            values[output] = evaluate(op, [values[i] for i in inputs], attributes)
        loss = F.cross_entropy(values[self.nodes[-1][2]], self.labels)
        loss.backward()
        return {
            "name": self.name, "shape": list(self.x.shape), "x": self.x.flatten().tolist(), "labels": self.labels.tolist(), "nodes": self.nodes,
            "loss": loss.item(),
            "parameters": [
                {"name": k, "shape": list(v.shape), "values": v.flatten().tolist(), "gradient": [float(f"{g:.9g}") for g in values[k].grad.flatten().tolist()]}
                for k, v in self.parameters.items()
            ],
        }


def evaluate(op, inputs, a):
    if op == "Conv":
        return F.conv2d(inputs[0], inputs[1], stride=a["strides"], padding=a["pads"][0], groups=a["group"])
    if op == "BatchNormalization":
        return F.batch_norm(inputs[0], None, None, inputs[1], inputs[2], training=True, eps=a["epsilon"])
    if op == "MaxPool":
        return F.max_pool2d(inputs[0], a["kernel_shape"], a["strides"], a["pads"][0])
    return {
        "Relu": lambda: F.relu(inputs[0]),
        "Add": lambda: inputs[0] + inputs[1],
        "GlobalAveragePool": lambda: inputs[0].mean((2, 3), keepdim=True),
        "Flatten": lambda: inputs[0].flatten(1),
        "Gemm": lambda: F.linear(inputs[0], inputs[1], inputs[2]),
    }[op]()


def residual():
    b = Block("residual", 21, (4, 3, 7, 7), 3)
    main = b.relu(b.norm(b.conv("x", 3, 5, 3, stride=2), 5))
    main = b.norm(b.conv(main, 5, 5, 3), 5)
    short = b.norm(b.conv("x", 3, 5, 1, stride=2), 5)
    b.head(b.relu(b.node("Add", [main, short])), 5)
    return b


def bottleneck():
    b = Block("bottleneck", 22, (4, 3, 9, 9), 3)
    stem = b.relu(b.norm(b.conv("x", 3, 8, 3), 8))
    stem = b.node("MaxPool", [stem], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    main = b.relu(b.norm(b.conv(stem, 8, 4, 1), 4))
    main = b.relu(b.norm(b.conv(main, 4, 4, 3, group=2), 4))
    main = b.norm(b.conv(main, 4, 8, 1), 8)
    b.head(b.relu(b.node("Add", [main, stem])), 8)
    return b


def separable():
    b = Block("separable", 23, (4, 3, 8, 8), 4)
    x = b.relu(b.norm(b.conv("x", 3, 6, 3), 6))
    x = b.relu(b.norm(b.conv(x, 6, 6, 3, stride=2, group=6), 6))
    x = b.relu(b.norm(b.conv(x, 6, 8, 1), 8))
    x = b.relu(b.norm(b.conv(x, 8, 8, 3, group=8), 8))
    x = b.relu(b.norm(b.conv(x, 8, 5, 1), 5))
    b.head(x, 5)
    return b


print(json.dumps([block().run() for block in (residual, bottleneck, separable)]))
