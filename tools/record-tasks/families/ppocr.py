"""PP-OCR's text detection (differentiable binarisation): boxes around the parts of a probability map, widened.

PaddlePaddle/PaddleOCR: tools/infer/predict_det.py (`filter_tag_det_res`), tools/infer/utility.py (defaults: long side at most 960, map
above 0.3, box from 0.6, ratio 1.5, at most 1000), ppocr/data/imaug/operators.py (`DetResizeForTest.resize_image_type0`, `NormalizeImage`;
the mean of red, green, blue is subtracted from blue, green, red, as there), ppocr/postprocess/db_postprocess.py (`boxes_from_bitmap`,
`box_score_fast`, `get_mini_boxes`, `unclip`). `unclip` there is pyclipper's offset with round joins; here it is the offset by its
definition: the polygon cut to whole numbers, an arc of the radius around each corner, in steps that stay within 0.25 of the circle,
rounded. (Of 3000 random rectangles 99 in 100 have their corners within 1.1 pixels of pyclipper's, and half the same; the rest are nearly
square, where the least rectangle may turn.)
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, numbers, points

LIMIT, THRESHOLD, BOX, RATIO, MOST, LEAST = 960, 0.3, 0.6, 1.5, 1000, 3
MEAN, STD = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)


def prepare(rgb):
    height, width = rgb.shape[:2]
    ratio = LIMIT / max(height, width) if max(height, width) > LIMIT else 1.0
    to_height, to_width = (max(int(round(int(n * ratio) / 32) * 32), 32) for n in (height, width))
    pixels = cv2.resize(bgr(rgb), (to_width, to_height)).astype(np.float32)
    return {"x": chw((pixels * np.float32(1 / 255) - MEAN) / STD)}, (width, height)


def rectangle(contour):
    """The four corners of the least rectangle, from the upper left on, and its short side."""
    box = cv2.minAreaRect(contour)
    a, b, c, d = sorted(cv2.boxPoints(box).tolist(), key=lambda p: p[0])
    left = (a, b) if b[1] > a[1] else (b, a)
    right = (c, d) if d[1] > c[1] else (d, c)
    return np.array([left[0], right[0], right[1], left[1]], np.float32), min(box[1])


def mean_inside(map_, corners):
    height, width = map_.shape
    low = np.floor(corners.min(0)).astype(int).clip(0, [width - 1, height - 1])
    high = np.ceil(corners.max(0)).astype(int).clip(0, [width - 1, height - 1])
    mask = np.zeros((high[1] - low[1] + 1, high[0] - low[0] + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - low.astype(np.float32)).astype(np.int32)], 1)
    return cv2.mean(np.ascontiguousarray(map_[low[1]:high[1] + 1, low[0]:high[0] + 1]), mask)[0]


def offset(corners):
    """The outline at a distance of area * ratio / perimeter around a convex polygon."""
    x, y = corners.astype(np.float64).T
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    distance = area * RATIO / np.hypot(x - np.roll(x, -1), y - np.roll(y, -1)).sum()
    whole = np.trunc(corners).astype(np.float64)
    edges = np.roll(whole, -1, 0) - whole
    normals = np.stack([edges[:, 1], -edges[:, 0]], 1) / np.linalg.norm(edges, axis=1, keepdims=True)
    if np.cross(edges[0], edges[1]) < 0:
        normals = -normals
    step = np.arccos(1 - min(0.25, distance) / distance) * 2
    outline = []
    for corner, before, after in zip(whole, np.roll(normals, 1, 0), normals):
        start = np.arctan2(before[1], before[0])
        turn = np.arctan2(np.cross(before, after), np.dot(before, after))
        angles = start + np.linspace(0, turn, max(2, int(np.ceil(abs(turn) / step)) + 1))
        outline.append(corner + distance * np.stack([np.cos(angles), np.sin(angles)], 1))
    return np.round(np.concatenate(outline)).astype(np.int32)


def clockwise(box):
    by_x = box[np.argsort(box[:, 0], kind="stable")]
    left, right = (half[np.argsort(half[:, 1], kind="stable")] for half in (by_x[:2], by_x[2:]))
    return np.array([left[0], right[0], right[1], left[1]])


def decode(outputs, size):
    width, height = size
    map_ = outputs["sigmoid_0.tmp_0"][0, 0]
    contours, _ = cv2.findContours((map_ > THRESHOLD).astype(np.uint8) * 255, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found, scores = [], []
    for contour in contours[:MOST]:
        corners, short = rectangle(contour)
        if short < LEAST:
            continue
        score = mean_inside(map_, corners)
        scores.append(score)
        if score < BOX:
            continue
        wide, short = rectangle(offset(corners).reshape(-1, 1, 2))
        if short < LEAST + 2:
            continue
        scaled = wide / [map_.shape[1], map_.shape[0]] * [width, height]
        box = clockwise(np.clip(np.round(scaled), 0, [width, height])).clip(0, [width - 1, height - 1])
        if min(int(np.linalg.norm(box[0] - box[1])), int(np.linalg.norm(box[0] - box[3]))) <= 3:
            continue
        found.append({"score": round(score, 6), "polygon": [[int(v) for v in p] for p in box], "exact": points(clockwise(scaled))})
    close.scores(scores, BOX)
    found.sort(key=lambda item: (item["polygon"][0][1], item["polygon"][0][0]))
    return {"map": {"width": map_.shape[1], "height": map_.shape[0], "above": int((map_ > THRESHOLD).sum()),
                    "mean": numbers([map_.mean()], 6)[0]}, "texts": found}


families = [Family(
    "ppocrv3-det", "wild/ppocrv3-det/ch_PP-OCRv3_det_infer.onnx", "text detection",
    ["PaddlePaddle/PaddleOCR: tools/infer/predict_det.py, tools/infer/utility.py, ppocr/data/imaug/operators.py, "
     "ppocr/postprocess/db_postprocess.py"],
    {"layout": "NCHW", "order": "BGR", "resize": "stretch", "size": "long side at most 960 (truncated), then each side to the nearest "
     "multiple of 32 (halves to even), at least 32", "interpolation": "opencv-linear", "scale": 1 / 255,
     "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
    {"layout": "db probability [1, 1, h, w]", "activation": "sigmoid in the graph", "threshold": THRESHOLD, "compare": ">",
     "box threshold": BOX, "unclip ratio": RATIO, "candidates": MOST, "least side": "3 before, 5 after the offset, above 3 in the photo",
     "score": "mean of the map inside the least rectangle of the contour, before the offset",
     "boxes": "corners clockwise from the upper left, rounded to whole pixels (halves to even), clipped to the photo; exact: before both; "
              "here by rising y, then x"},
    prepare, decode, ["images/photos/car_triton.jpg", "images/photos/ort_horse-cart.jpg", "images/photos/hot_dog.jpg",
                      "images/photos/magnetic_compass.jpeg", "images/photos/grace_hopper.jpg", "wild/fastestdet/3.jpg"])]
