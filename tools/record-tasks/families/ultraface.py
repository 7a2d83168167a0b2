"""UltraFace: boxes from the graph as corners from 0 to 1, scores of background and face.

Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB: run_video_face_detect_onnx.py and detect_imgs_onnx.py (`predict`),
vision/utils/box_utils_numpy.py (`hard_nms`, `iou_of`). The suppression sees the best 200, with 1e-5 added to the union, before the boxes
are scaled and cut to whole pixels.
"""
import cv2
import numpy as np

from common import Family, chw, close, detection, numbers, order
from . import FACES

WIDTH, HEIGHT, SCORE, OVERLAP, BEFORE = 320, 240, 0.7, 0.3, 200


def prepare(rgb):
    pixels = cv2.resize(rgb, (WIDTH, HEIGHT))
    return {"input": chw((pixels - np.array([127, 127, 127])) / 128)}, rgb.shape


def suppress(boxes, scores):
    area = lambda low, high: np.clip(high - low, 0, None).prod(-1)
    left, keep = order(scores)[:BEFORE], []
    while len(left):
        best, left = left[0], left[1:]
        keep.append(best)
        low, high = np.maximum(boxes[left, :2], boxes[best, :2]), np.minimum(boxes[left, 2:], boxes[best, 2:])
        shared = area(low, high)
        overlaps = shared / (area(boxes[left, :2], boxes[left, 2:]) + area(boxes[best, :2], boxes[best, 2:]) - shared + 1e-5)
        close.ious(overlaps, OVERLAP)
        left = left[overlaps <= OVERLAP]
    return keep


def decode(outputs, shape):
    boxes, scores = outputs["boxes"][0], outputs["scores"][0][:, 1]
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores > SCORE)
    keep = passing[suppress(boxes[passing], scores[passing])] if len(passing) else []
    exact = boxes * np.array([shape[1], shape[0]] * 2, np.float32)
    return {"detections": [detection(1, scores[i], exact[i].astype(np.int32), exact=numbers(exact[i])) for i in keep]}


families = [Family(
    "ultraface-slim-320", "models/ultraface-slim-320.onnx", "detection",
    ["Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB: run_video_face_detect_onnx.py, vision/utils/box_utils_numpy.py"],
    {"width": WIDTH, "height": HEIGHT, "layout": "NCHW", "order": "RGB", "resize": "stretch", "interpolation": "opencv-linear",
     "scale": 1, "mean": [127, 127, 127], "std": [128, 128, 128]},
    {"layout": "scores [1, N, 2], boxes [1, N, 4] as corners from 0 to 1", "background": 0, "threshold": SCORE, "compare": ">",
     "nms": {"overlap": OVERLAP, "plus": 0, "before": BEFORE, "added to the union": 1e-5, "space": "0 to 1"},
     "boxes": "cut to whole pixels toward zero, unclipped; exact: before the cut"},
    prepare, decode, FACES)]
