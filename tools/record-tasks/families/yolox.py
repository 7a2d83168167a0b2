"""YOLOX: a grid of three strides, centre and size in units of the stride, objectness times class.

Preparation: Megvii-BaseDetection/YOLOX, yolox/data/data_augment.py, `preproc`. Decoding: yolox/utils/demo_utils.py, `demo_postprocess`,
`multiclass_nms_class_agnostic`, `nms`. Thresholds: demo/ONNXRuntime/onnx_inference.py.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, corners, detection, nms
from . import OBJECTS

SIDE, PAD, SCORE, OVERLAP = 416, 114, 0.1, 0.45


def prepare(rgb):
    height, width = rgb.shape[:2]
    ratio = min(SIDE / height, SIDE / width)
    to_width, to_height = int(width * ratio), int(height * ratio)
    square = np.full((SIDE, SIDE, 3), PAD, np.uint8)
    square[:to_height, :to_width] = cv2.resize(bgr(rgb), (to_width, to_height), interpolation=cv2.INTER_LINEAR)
    return {"images": chw(square)}, ratio


def grid(side, strides=(8, 16, 32)):
    """x, y, stride of each row of the output."""
    cells = []
    for stride in strides:
        n = side // stride
        y, x = np.mgrid[:n, :n]
        cells.append(np.stack([x.ravel(), y.ravel(), np.full(n * n, stride)], 1))
    return np.concatenate(cells).astype(np.float32)


def decode(outputs, ratio):
    rows, cells = outputs["output"][0], grid(SIDE)
    stride = cells[:, 2:]
    boxes = corners(np.concatenate([(rows[:, :2] + cells[:, :2]) * stride, np.exp(rows[:, 2:4]) * stride], 1)) / ratio
    by_class = rows[:, 4:5] * rows[:, 5:]
    classes = by_class.argmax(1)
    scores = by_class.max(1)
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores > SCORE)
    keep = passing[nms(boxes[passing], scores[passing], OVERLAP, plus=1)] if len(passing) else []
    return {"detections": [detection(classes[i], scores[i], boxes[i]) for i in keep]}


families = [Family(
    "yolox-nano", "wild/yolox-nano/yolox_nano.onnx", "detection",
    ["Megvii-BaseDetection/YOLOX: yolox/data/data_augment.py, yolox/utils/demo_utils.py, demo/ONNXRuntime/onnx_inference.py"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "letterbox", "place": "top-left",
     "rounding": "truncate", "interpolation": "opencv-linear", "pad": [PAD] * 3, "scale": 1, "mean": [0, 0, 0], "std": [1, 1, 1]},
    {"layout": "yolox [1, N, 5 + classes]", "strides": [8, 16, 32], "score": "objectness * class", "threshold": SCORE, "compare": ">",
     "nms": {"overlap": OVERLAP, "plus": 1, "classes": "agnostic", "space": "pixels of the photo"},
     "boxes": "divided by the one ratio, unclipped"},
    prepare, decode, OBJECTS)]
