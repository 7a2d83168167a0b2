"""FastestDet: one grid of 22 by 22 cells; tanh of the offset, sigmoid of the size, score of objectness^0.6 * class^0.4.

dog-qiuqiu/FastestDet, example/onnx-runtime/runtime.py: `preprocess`, `detection`, `nms`. The corners are cut to whole pixels toward zero
before the suppression, which counts the last pixel of a box.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, detection, nms, numbers, sigmoid
from . import OBJECTS

SIDE, SCORE, OVERLAP = 352, 0.65, 0.45


def prepare(rgb):
    pixels = cv2.resize(bgr(rgb), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return {"input.1": chw(pixels / 255)}, rgb.shape


def decode(outputs, shape):
    height, width = shape[:2]
    cells = outputs["758"][0].transpose(1, 2, 0)
    rows, columns = cells.shape[:2]
    y, x = np.mgrid[:rows, :columns]
    scores = (cells[..., 0] ** 0.6 * cells[..., 5:].max(-1) ** 0.4).ravel()
    classes = cells[..., 5:].argmax(-1).ravel()
    centre_x, centre_y = (x + np.tanh(cells[..., 1])) / columns, (y + np.tanh(cells[..., 2])) / rows
    half_w, half_h = sigmoid(cells[..., 3]) / 2, sigmoid(cells[..., 4]) / 2
    exact = np.stack([(centre_x - half_w) * width, (centre_y - half_h) * height,
                      (centre_x + half_w) * width, (centre_y + half_h) * height], -1).reshape(-1, 4)
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores > SCORE)
    boxes = np.trunc(exact)
    keep = passing[nms(boxes[passing], scores[passing], OVERLAP, plus=1)] if len(passing) else []
    return {"detections": [detection(classes[i], scores[i], boxes[i], exact=numbers(exact[i])) for i in keep]}


families = [Family(
    "fastestdet", "wild/fastestdet/FastestDet.onnx", "detection",
    ["dog-qiuqiu/FastestDet: example/onnx-runtime/runtime.py"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "stretch", "interpolation": "opencv-area",
     "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]},
    {"layout": "fastestdet [1, 5 + classes, h, w]", "score": "objectness^0.6 * class^0.4", "threshold": SCORE, "compare": ">",
     "nms": {"overlap": OVERLAP, "plus": 1, "classes": "agnostic", "space": "whole pixels of the photo"},
     "boxes": "cut to whole pixels toward zero, unclipped; exact: before the cut"},
    prepare, decode, OBJECTS)]
