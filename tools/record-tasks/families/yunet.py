"""YuNet: three grids, each with class, objectness, box and five points.

Decoding and suppression: opencv/opencv, modules/objdetect/src/face_detect.cpp (`FaceDetectorYN`), thresholds of opencv/opencv_zoo,
models/face_detection_yunet/yunet.py. Score sqrt(class * objectness), both clamped to 0..1. The suppression compares rectangles whose corner
and size are cut to whole pixels of the input. A free size is filled up with black to a multiple of 32 at the right and below, as
FaceDetectorYN does; a fixed one is letterboxed as ShiqiYu/libfacedetection.train, tools/compare_inference.py, `resize_img`.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, detection, nms, points
from . import FACES

SCORE, OVERLAP, BEFORE = 0.6, 0.3, 5000
STRIDES = 8, 16, 32


def pad(rgb):
    height, width = rgb.shape[:2]
    to_height, to_width = (height - 1) // 32 * 32 + 32, (width - 1) // 32 * 32 + 32
    filled = cv2.copyMakeBorder(bgr(rgb), 0, to_height - height, 0, to_width - width, cv2.BORDER_CONSTANT, value=0)
    return {"input": chw(filled)}, (1.0, to_width, to_height)


def letterbox(side):
    def prepare(rgb):
        height, width = rgb.shape[:2]
        if height / width > 1:
            to_height, to_width = side, int(side / (height / width))
        else:
            to_width, to_height = side, int(side * (height / width))
        square = np.zeros((side, side, 3), np.uint8)
        square[:to_height, :to_width] = cv2.resize(bgr(rgb), (to_width, to_height))
        return {"input": chw(square)}, (to_height / height, side, side)

    return prepare


def decode(outputs, geometry):
    ratio, width, height = geometry
    scores, boxes, marks = [], [], []
    for stride in STRIDES:
        y, x = np.mgrid[:height // stride, :width // stride]
        cell = np.stack([x.ravel(), y.ravel()], 1).astype(np.float32)
        cls, obj = (np.clip(outputs[f"{kind}_{stride}"][0, :, 0], 0, 1) for kind in ("cls", "obj"))
        box, five = outputs[f"bbox_{stride}"][0], outputs[f"kps_{stride}"][0].reshape(-1, 5, 2)
        size = np.exp(box[:, 2:]) * stride
        scores.append(np.sqrt(cls * obj))
        boxes.append(np.concatenate([(cell + box[:, :2]) * stride - size / 2, size], 1))
        marks.append((five + cell[:, None]) * stride)
    scores, boxes, marks = np.concatenate(scores), np.concatenate(boxes), np.concatenate(marks)
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores >= SCORE)
    passing = passing[np.argsort(-scores[passing], kind="stable")][:BEFORE]
    whole = np.trunc(boxes)
    keep = passing[nms(np.concatenate([whole[:, :2], whole[:, :2] + whole[:, 2:]], 1)[passing], scores[passing], OVERLAP)] \
        if len(passing) else []
    return {"detections": [detection(0, scores[i], np.concatenate([boxes[i, :2], boxes[i, :2] + boxes[i, 2:]]) / ratio,
                                     keypoints=points(marks[i] / ratio)) for i in keep]}


SOURCES = ["opencv/opencv: modules/objdetect/src/face_detect.cpp", "opencv/opencv_zoo: models/face_detection_yunet/yunet.py",
           "ShiqiYu/libfacedetection.train: tools/compare_inference.py"]
INPUT = {"layout": "NCHW", "order": "BGR", "pad": [0, 0, 0], "place": "top-left", "scale": 1, "mean": [0, 0, 0], "std": [1, 1, 1]}
OUTPUT = {"layout": "yunet cls, obj, bbox, kps by stride", "strides": list(STRIDES), "score": "sqrt(class * objectness)",
          "threshold": SCORE, "compare": ">=",
          "nms": {"overlap": OVERLAP, "plus": 0, "before": BEFORE, "space": "input; x, y, width, height cut to whole pixels toward zero"},
          "keypoints": ["right eye", "left eye", "nose", "right corner of the mouth", "left corner of the mouth"],
          "boxes": "divided by the one ratio, unclipped"}
families = [
    Family("yunet-n-dynamic", "wild/yunet-n-dynamic/yunet_n_dynamic.onnx", "detection", SOURCES[:2],
           {"resize": "none", "multiple": 32, **INPUT}, OUTPUT, pad, decode, FACES),
    Family("yunet-s-320", "wild/yunet-s-320/yunet_s_320_320.onnx", "detection", SOURCES,
           {"width": 320, "height": 320, "resize": "letterbox", "rounding": "truncate", "interpolation": "opencv-linear",
            "ratio": "resized height / height", **INPUT}, OUTPUT, letterbox(320), decode, FACES),
]
