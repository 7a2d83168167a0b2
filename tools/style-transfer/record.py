#!/usr/bin/python3
"""Runs the recipe of the preset cs231n on squeezenet1.1 with PyTorch, as Fovea does it, and records the losses.

usage: record.py MODEL.onnx [--steps N] [--threads N] [--out FILE]
needs: apt-get install python3-torch python3-onnx python3-pil

The network takes blue, green, red of 0 to 255 without their means. The picture is optimised in units of torchvision, (x / 255 - mean) / std
of red, green, blue. Each loss is the mean of squared differences over the mean square of its target.
"""
import argparse
import pathlib
import time

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from PIL import Image
from torch.nn import functional as F

SIDE = 224
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
OWN_MEAN = torch.tensor([103.94, 116.78, 123.68]).view(1, 3, 1, 1)
CONTENT, STYLE = ["fire2"], ["relu1", "fire3", "fire4", "fire5"]
CONTENT_WEIGHT, STYLE_WEIGHTS, VARIATION_WEIGHT = 1, [1, 1, 1, 1], 0.5
RATE, LAST_RATE, BOUND = 0.3, 0.03, 1.5


def picture(path):
    """Resized until it covers the square, by Pillow's bilinear filter, and the centre taken."""
    image = Image.open(path).convert("RGB")
    ratio = min(image.width / SIDE, image.height / SIDE)
    image = image.resize((round(image.width / ratio), round(image.height / ratio)), Image.BILINEAR)
    left, top = (image.width - SIDE) // 2, (image.height - SIDE) // 2
    pixels = np.asarray(image.crop((left, top, left + SIDE, top + SIDE)), dtype=np.float32)
    return (torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255 - MEAN) / STD


def network(path):
    """The layers up to fire5, with the weights of the file."""
    weights = {}
    for tensor in onnx.load(path).graph.initializer:
        weights[tensor.name] = torch.from_numpy(onnx.numpy_helper.to_array(tensor).copy())

    def convolution(x, name, **options):
        return F.relu(F.conv2d(x, weights[f"{name}_w_0"], weights[f"{name}_b_0"], **options))

    def fire(x, name):
        s = convolution(x, f"{name}/squeeze1x1")
        return torch.cat([convolution(s, f"{name}/expand1x1"), convolution(s, f"{name}/expand3x3", padding=1)], 1)

    def run(u):
        x = ((u * STD + MEAN) * 255).flip(1) - OWN_MEAN
        layers = {"relu1": convolution(x, "conv1", stride=2)}
        x = F.max_pool2d(layers["relu1"], 3, 2)
        layers["fire2"] = fire(x, "fire2")
        layers["fire3"] = fire(layers["fire2"], "fire3")
        layers["fire4"] = fire(F.max_pool2d(layers["fire3"], 3, 2), "fire4")
        layers["fire5"] = fire(layers["fire4"], "fire5")
        return layers

    return run


def gram(x):
    rows = x.view(x.shape[1], -1)
    return rows @ rows.t() / x.numel()


def relative(x, target):
    return ((x - target) ** 2).mean() / (target ** 2).mean()


def variation(u):
    return (((u[..., 1:] - u[..., :-1]) ** 2).sum() + ((u[:, :, 1:] - u[:, :, :-1]) ** 2).sum()) / u.numel()


def transfer(run, content, style, steps, log):
    with torch.no_grad():
        values, layers = run(content), run(style)
        contents = [values[name] for name in CONTENT]
        grams = [gram(layers[name]) for name in STYLE]
    u = content.clone().requires_grad_()
    optimizer = torch.optim.Adam([u], lr=RATE)
    for step in range(steps):
        if step < steps - steps // 20:
            u.data.clamp_(-BOUND, BOUND)
        optimizer.param_groups[0]["lr"] = RATE if step < max(1, steps * 9 // 10) else LAST_RATE
        optimizer.zero_grad()
        layers = run(u)
        of_content = sum(CONTENT_WEIGHT * relative(layers[name], target) for name, target in zip(CONTENT, contents))
        of_style = sum(w * relative(gram(layers[name]), target) for w, name, target in zip(STYLE_WEIGHTS, STYLE, grams))
        of_variation = VARIATION_WEIGHT * variation(u)
        (of_content + of_style + of_variation).backward()
        optimizer.step()
        log.append((of_content.item(), of_style.item(), of_variation.item()))
    return u.detach()


parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--steps", type=int, default=200)
parser.add_argument("--threads", type=int, default=0)
parser.add_argument("--pictures", default="docs/style-transfer")
parser.add_argument("--out", help="a text file: step, content, style, variation")
parser.add_argument("--png", help="the result as a picture")
options = parser.parse_args()
if options.threads:
    torch.set_num_threads(options.threads)
torch.backends.mkldnn.enabled = True
run = network(options.model)
folder = pathlib.Path(options.pictures)
log = []
started = time.time()
result = transfer(run, picture(folder / "content.png"), picture(folder / "style.jpg"), options.steps, log)
print(f"{options.steps} steps, {torch.get_num_threads()} threads: {(time.time() - started) / options.steps * 1000:.1f} ms a step;",
      "losses before the last step:", *(f"{part:.5f}" for part in log[-1]), f"total {sum(log[-1]):.5f}")
if options.out:
    pathlib.Path(options.out).write_text("\n".join(
        [f"# PyTorch {torch.__version__}: step\tcontent\tstyle\tvariation"]
        + [f"{step}\t{a:.6g}\t{b:.6g}\t{c:.6g}" for step, (a, b, c) in enumerate(log)]) + "\n")
if options.png:
    pixels = ((result * STD + MEAN) * 255).round().clamp(0, 255)[0].permute(1, 2, 0).byte().numpy()
    Image.fromarray(pixels).save(options.png)
