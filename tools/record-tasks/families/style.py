"""Fast neural style (Johnson et al.), candy: a picture of 0..255 in, one out, blue, green, red.

microsoft/Windows-Machine-Learning: Samples/FNSCandyStyleTransfer; order and range from the descriptions in the file itself (jcjohnson/
fast-neural-style, converted from Core ML; the graph subtracts the means). The file declares 720x720: stretched by cv2.resize, clipped to
0..255 and cut to whole numbers.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, statistics

SIDE = 720


def prepare(rgb):
    return {"inputImage": chw(cv2.resize(bgr(rgb), (SIDE, SIDE)))}, None


def decode(outputs, _):
    pixels = outputs["outputImage"][0].transpose(1, 2, 0).clip(0, 255).astype(np.uint8)
    return {"picture": statistics(bgr(pixels)), "preview": bgr(pixels)}


families = [Family(
    "style-candy", "models/style-candy.onnx", "picture to picture",
    ["microsoft/Windows-Machine-Learning: Samples/FNSCandyStyleTransfer", "jcjohnson/fast-neural-style: README.md"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "stretch", "interpolation": "opencv-linear", "scale": 1,
     "mean": [0, 0, 0], "std": [1, 1, 1]},
    {"layout": "BGR [1, 3, h, w] of 0..255", "to 8 bits": "clipped, cut", "picture": "told as RGB, 720x720"},
    prepare, decode, ["images/photos/kitten_224.png", "images/photos/zebra.jpeg"])]
