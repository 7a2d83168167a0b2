"""NanoDet: distances to the four edges as distributions over 8 bins, in units of the stride.

RangiLyu/nanodet. NanoDet-Plus (one output, points at x * stride): nanodet/model/head/nanodet_plus_head.py (`get_bboxes`,
`get_single_level_center_priors`, `_forward_onnx`), config/nanodet-plus-m_320.yml. NanoDet-m of the releases 0.x (an output for each stride,
points at (x + 0.5) * stride): nanodet/model/head/gfl_head.py (`get_single_level_center_point`), demo_ncnn of those releases for the names.
Both: nanodet/model/module/nms.py (every class of a cell that passes, 0.6 within a class, 100 boxes), nanodet/util/box_transform.py,
nanodet/data/transform/warp.py, color.py; demo/demo.py shows what is above 0.35, which is the threshold here. The original stretches by
warpPerspective, whose pixels' corners lie on each other (nanodet-plus-warp); C++ demos and many ports by cv2.resize (the others).
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, detection, nms_by_class, softmax
from .network import Network, grid

SIDE, SCORE, OVERLAP, MOST, CLASSES, BINS = 96, 0.35, 0.6, 100, 4, 8
MEAN, STD = np.array([103.53, 116.28, 123.675], np.float32), np.array([57.375, 57.12, 58.395], np.float32)


def normalised(name, pixels):
    return {name: chw((pixels.astype(np.float32) - MEAN) / STD)}


def stretch(name):
    def prepare(rgb):
        return normalised(name, cv2.resize(bgr(rgb), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)), rgb.shape

    return prepare


def warp(name):
    def prepare(rgb):
        matrix = np.diag([SIDE / rgb.shape[1], SIDE / rgb.shape[0], 1])
        return normalised(name, cv2.warpPerspective(bgr(rgb), matrix, dsize=(SIDE, SIDE))), rgb.shape

    return prepare


def boxes_of(scores, bins, cells, shape):
    """Every class of every cell that passes; boxes clipped to the input, and to the photo."""
    height, width = shape[:2]
    distances = (softmax(bins.reshape(-1, 4, BINS).astype(np.float64)) @ np.arange(BINS)) * cells[:, 2:]
    at = cells[:, :2] * cells[:, 2:]
    boxes = np.concatenate([at - distances[:, :2], at + distances[:, 2:]], 1).clip(0, SIDE)
    close.scores(scores, SCORE)
    cell, label = np.nonzero(scores > SCORE)
    found = scores[cell, label]
    keep = nms_by_class(boxes[cell], found, label, OVERLAP)[:MOST] if len(cell) else []
    scaled = (boxes * (np.array([width, height] * 2) / SIDE)).clip(0, [width, height] * 2)
    return {"detections": [detection(label[i], found[i], scaled[cell[i]]) for i in keep]}


def decode_plus(outputs, shape):
    rows = outputs["output"][0]
    return boxes_of(rows[:, :CLASSES], rows[:, CLASSES:], grid(SIDE, (8, 16, 32, 64), 0), shape)


def decode_m(outputs, shape):
    scores, bins = (np.concatenate([outputs[f"{kind}_pred_stride_{s}"][0] for s in (8, 16, 32)]) for kind in ("cls", "dis"))
    return boxes_of(scores, bins, grid(SIDE, (8, 16, 32), 0.5), shape)


def build_plus():
    net = Network(21)
    _, *levels = net.trunk(net.input("data", [1, 3, SIDE, SIDE]), 4)
    found, cells = [], 0
    for x, stride in zip(levels, (8, 16, 32, 64)):
        n = (-(-SIDE // stride)) ** 2
        both = net.concat([net.op("Sigmoid", net.scores(x, CLASSES, 0.02, -0.6)), net.head(x, [1.5] * 4 * BINS)], 1)
        found.append(net.reshape(both, 1, CLASSES + 4 * BINS, n))
        cells += n
    net.output(net.op("Transpose", net.concat(found, 2), perm=[0, 2, 1]), "output", [1, cells, CLASSES + 4 * BINS])
    return net, {}


def build_m():
    net = Network(22)
    _, *levels = net.trunk(net.input("input.1", [1, 3, SIDE, SIDE]))
    for kind, channels in (("cls", CLASSES), ("dis", 4 * BINS)):
        for x, stride in zip(levels, (8, 16, 32)):
            n = (SIDE // stride) ** 2
            y = net.op("Sigmoid", net.scores(x, CLASSES, 0.02, -0.6)) if kind == "cls" else net.head(x, [1.5] * channels)
            rows = net.op("Transpose", net.reshape(y, 1, channels, n), perm=[0, 2, 1])
            net.output(rows, f"{kind}_pred_stride_{stride}", [1, n, channels])
    return net, {}


SOURCE = ["RangiLyu/nanodet: nanodet/model/head, nanodet/model/module/nms.py, nanodet/data/transform/warp.py, "
          "nanodet/util/box_transform.py, demo/demo.py"]


def families(folder, photos):
    recipe = {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "stretch", "scale": 1,
              "mean": [103.53, 116.28, 123.675], "std": [57.375, 57.12, 58.395]}
    output = {"bins": BINS, "activation": "sigmoid in the graph, softmax of the bins here", "threshold": SCORE, "compare": ">",
              "labels": "every class of a cell that passes",
              "nms": {"overlap": OVERLAP, "plus": 0, "classes": "each for itself", "most": MOST, "space": "input"},
              "boxes": "clipped to the input, then to the photo"}
    plus = {"layout": "nanodet-plus [1, N, classes + 32]", "strides": [8, 16, 32, 64], "points": "x * stride", **output}
    linear = {**recipe, "interpolation": "opencv-linear"}
    warped = {**recipe, "interpolation": "warpPerspective, linear, by the matrix diag(96 / width, 96 / height, 1)"}
    yield build_plus, Family("nanodet-plus", str(folder / "nanodet-plus.onnx"), "detection", SOURCE, linear, plus, stretch("data"),
                             decode_plus, photos)
    yield None, Family("nanodet-plus-warp", str(folder / "nanodet-plus.onnx"), "detection", SOURCE, warped, plus, warp("data"), decode_plus,
                       photos[:2])
    yield build_m, Family("nanodet-m", str(folder / "nanodet-m.onnx"), "detection", SOURCE, linear,
                          {"layout": "nanodet cls [1, n, classes] and dis [1, n, 32] for each stride", "strides": [8, 16, 32],
                           "points": "(x + 0.5) * stride", **output}, stretch("input.1"), decode_m, photos)
