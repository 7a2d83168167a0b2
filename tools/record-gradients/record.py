#!/usr/bin/python3
"""Records input gradients of small networks by PyTorch, shaped like well-known ones, for RecordedGradientTests.

usage: record.py [tests/Inference.Tests/Gradients/Recorded]
needs: apt-get install python3-torch python3-onnx

Each network is written as NAME.onnx; NAME.bin has float32 numbers, little-endian: the input, the seed, the output, and the gradient of
the sum of seed times output with respect to the input.
"""
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Vgg(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(16 * 64, 24), nn.ReLU(), nn.Dropout(), nn.Linear(24, 10))


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.a, self.n = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
        self.b, self.m = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        self.short = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)) if stride > 1 else None

    def forward(self, x):
        y = self.m(self.b(F.relu(self.n(self.a(x)))))
        return F.relu(y + (x if self.short is None else self.short(x)))


class ResNet(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 8, 7, 2, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
            Residual(8, 8, 1), Residual(8, 16, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))


class Fire(nn.Module):
    def __init__(self, inputs, squeeze, expand):
        super().__init__()
        self.s, self.a, self.b = nn.Conv2d(inputs, squeeze, 1), nn.Conv2d(squeeze, expand, 1), nn.Conv2d(squeeze, expand, 3, padding=1)

    def forward(self, x):
        s = F.relu(self.s(x))
        return torch.cat([F.relu(self.a(s)), F.relu(self.b(s))], 1)


class SqueezeNet(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 8, 3, 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), Fire(8, 4, 8), Fire(16, 4, 8),
            nn.Conv2d(16, 10, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride, activation, squeezes=False):
        super().__init__()
        wide = inputs * 4
        self.body = nn.Sequential(
            nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), activation(),
            nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), activation())
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(wide, 4, 1), nn.SiLU(), nn.Conv2d(4, wide, 1), nn.Sigmoid()) if squeezes else None
        self.out = nn.Sequential(nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.body(x)
        if self.gate is not None:
            y = y * self.gate(y)
        y = self.out(y)
        return x + y if self.adds else y


class MobileNet(nn.Sequential):
    def __init__(self, activation=nn.ReLU6, squeezes=False):
        super().__init__(
            nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), activation(), Inverted(8, 8, 1, activation, squeezes),
            Inverted(8, 12, 2, activation, squeezes), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(12, 10))


class Dense(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.n, self.c = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, 6, 3, padding=1, bias=False)

    def forward(self, x):
        return torch.cat([x, self.c(F.relu(self.n(x)))], 1)


class DenseNet(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 8, 3, 2, 1, bias=False), Dense(8), Dense(14), nn.BatchNorm2d(20), nn.ReLU(), nn.Conv2d(20, 10, 1, bias=False),
            nn.AvgPool2d(2), Dense(10), nn.BatchNorm2d(16), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))


NETWORKS = {
    "vgg": Vgg, "resnet": ResNet, "squeezenet": SqueezeNet, "mobilenet": MobileNet, "densenet": DenseNet,
    "efficientnet": lambda: MobileNet(nn.SiLU, squeezes=True), "mobilenet_v3": lambda: MobileNet(nn.Hardswish, squeezes=True),
}


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "tests/Inference.Tests/Gradients/Recorded")
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name, create in NETWORKS.items():
        torch.manual_seed(len(name))
        network = create().eval()
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                nn.init.uniform_(module.weight, 0.6, 1.4)
                nn.init.uniform_(module.bias, -0.2, 0.2)
                nn.init.uniform_(module.running_mean, -0.2, 0.2)
                nn.init.uniform_(module.running_var, 0.5, 1.5)
        x = torch.randn(1, 3, 32, 32, requires_grad=True)
        y = network(x)
        seed = torch.randn_like(y)
        (y * seed).sum().backward()
        torch.onnx.export(network, x.detach(), str(folder / f"{name}.onnx"), opset_version=13, input_names=["x"], output_names=["y"])
        numbers = [x.detach(), seed, y.detach(), x.grad]
        (folder / f"{name}.bin").write_bytes(b"".join(part.numpy().astype("<f4").tobytes() for part in numbers))
        print(name, tuple(y.shape), float(np.abs(x.grad.numpy()).max()))


main()
