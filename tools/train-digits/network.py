"""The network: seven convolutions, 163 thousand parameters, 13.7 million multiply-adds per digit."""

from collections import OrderedDict

from torch import nn


def _convolution(number, inputs, outputs, kernel=3, stride=1):
    return [
        (f"conv{number}", nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)),
        (f"bn{number}", nn.BatchNorm2d(outputs)),
        (f"relu{number}", nn.ReLU(inplace=True)),
    ]


def build():
    """Input (N, 1, 28, 28) in [-1, 1]; output (N, 10) scores before softmax. Module names become the layer names in the ONNX file."""
    return nn.Sequential(OrderedDict([
        *_convolution(1, 1, 16),
        *_convolution(2, 16, 32, stride=2),
        *_convolution(3, 32, 48),
        *_convolution(4, 48, 48),
        ("maxpool", nn.MaxPool2d(2)),
        *_convolution(5, 48, 96),
        *_convolution(6, 96, 64, kernel=1),
        *_convolution(7, 64, 128),
        ("avgpool", nn.AdaptiveAvgPool2d(1)),
        ("flatten", nn.Flatten()),
        ("logits", nn.Linear(128, 10)),
    ]))
