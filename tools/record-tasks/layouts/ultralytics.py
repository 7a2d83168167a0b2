"""YOLOv5 and Ultralytics' YOLOv8 to YOLO26: boxes, masks, points, angles; with suppression and end to end.

ultralytics/yolov5: models/yolo.py (`Detect`), utils/general.py (`non_max_suppression`), export.py, detect.py (0.25, 0.45).
ultralytics/ultralytics: ultralytics/data/augment.py (`LetterBox`), utils/nms.py, utils/ops.py (`scale_boxes`, `process_mask_native`,
`scale_masks`, `crop_mask`, `regularize_rboxes`), utils/metrics.py (`batch_probiou`; arXiv 2106.06072), models/yolo/*/predict.py,
cfg/default.yaml (0.25, 0.7, 300 boxes), engine/exporter.py (metadata). Masks are those of `retina_masks`, at the photo's size; a pixel
belongs to the box from its left edge on and before its right one. Points are moved by the same rounded padding as boxes.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, detection, nms_by_class, numbers, order, points, runs
from families.masks import enlarge
from .network import Network, grid

STRIDES = 8, 16, 32
NAMES = ["person", "bicycle", "car", "dog"]
SCORE, MOST = 0.25, 300


def letterbox(side):
    def prepare(rgb):
        height, width = rgb.shape[:2]
        ratio = min(side / height, side / width)
        to_width, to_height = round(width * ratio), round(height * ratio)
        left, top = (round((side - n) / 2 - 0.1) for n in (to_width, to_height))
        square = np.full((side, side, 3), 114, np.uint8)
        square[top:top + to_height, left:left + to_width] = cv2.resize(bgr(rgb), (to_width, to_height), interpolation=cv2.INTER_LINEAR)
        return {"images": chw(bgr(square).astype(np.float32) / np.float32(255))}, (side, ratio, left, top, width, height)

    return prepare


def back(xy, geometry):
    """Points of the square as clipped points of the photo."""
    _, ratio, left, top, width, height = geometry
    xy = np.asarray(xy, np.float64)
    moved = (xy.reshape(len(xy), xy.shape[1] // 2, 2) - [left, top]) / ratio
    return moved.clip(0, [width, height]).reshape(xy.shape)


def suppress(boxes, scores, classes, overlap, most=MOST):
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores > SCORE)
    return passing[nms_by_class(boxes[passing], scores[passing], classes[passing], overlap)][:most] if len(passing) else passing


def corners(rows):
    return np.concatenate([rows[:, :2] - rows[:, 2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2], 1)


def masks(prototypes, coefficients, boxes, geometry):
    """Prototypes by coefficients, without the padding, at the photo's size, inside the box."""
    _, _, _, _, width, height = geometry
    count, rows, columns = prototypes.shape
    maps = (coefficients @ prototypes.reshape(count, -1)).reshape(-1, rows, columns)
    gain = min(rows / height, columns / width)
    pad_x, pad_y = (columns - width * gain) / 2, (rows - height * gain) / 2
    maps = maps[:, round(pad_y - 0.1):rows - round(pad_y + 0.1), round(pad_x - 0.1):columns - round(pad_x + 0.1)]
    large = enlarge(maps, width, height)
    y, x = np.mgrid[:height, :width]
    return [(m > 0) & (x >= b[0]) & (x < b[2]) & (y >= b[1]) & (y < b[3]) for m, b in zip(large, boxes)]


def with_masks(found, prototypes, coefficients, boxes, geometry):
    for item, mask in zip(found, masks(prototypes, coefficients, boxes, geometry)):
        item.update(pixels=int(mask.sum()), counts=runs(mask))
    return {"detections": found}


def keypoints(rows, geometry):
    """17 times x, y in pixels of the photo, and the visibility."""
    rows = rows.reshape(len(rows), rows.shape[1] // 3, 3)
    moved = back(rows[..., :2].reshape(len(rows), 2 * rows.shape[1]), geometry).reshape(rows.shape[0], rows.shape[1], 2)
    return [[numbers(p) + [round(float(v), 6)] for p, v in zip(xy, row[:, 2])] for xy, row in zip(moved, rows)]


def decode_v5(outputs, geometry):
    rows = outputs["output0"][0]
    close.scores((rows[:, 5:] * rows[:, 4:5]).max(1), SCORE)
    rows = rows[rows[:, 4] > SCORE]
    by_class = rows[:, 5:] * rows[:, 4:5]
    classes, scores, boxes = by_class.argmax(1), by_class.max(1), corners(rows)
    keep = suppress(boxes, scores, classes, 0.45, 1000)
    moved = back(boxes[keep], geometry)
    return {"detections": [detection(classes[i], scores[i], box) for i, box in zip(keep, moved)]}


def decode_v8(task, classes=len(NAMES)):
    def decode(outputs, geometry):
        rows = outputs["output0"][0].T
        best, scores, boxes = rows[:, 4:4 + classes].argmax(1), rows[:, 4:4 + classes].max(1), corners(rows)
        keep = suppress(boxes, scores, best, 0.7)
        moved = back(boxes[keep], geometry)
        found = [detection(best[i], scores[i], box) for i, box in zip(keep, moved)]
        if task == "segment":
            return with_masks(found, outputs["output1"][0], rows[keep, 4 + classes:], moved, geometry)
        if task == "pose":
            for item, marks in zip(found, keypoints(rows[keep, 4 + classes:], geometry)):
                item["keypoints"] = marks
        return {"detections": found}

    return decode


def decode_end_to_end(task):
    def decode(outputs, geometry):
        rows = outputs["output0"][0]
        close.scores(rows[:, 4], SCORE)
        rows = rows[rows[:, 4] > SCORE][:MOST]
        moved = back(rows[:, :4], geometry)
        found = [detection(row[5], row[4], box) for row, box in zip(rows, moved)]
        if task == "segment":
            return with_masks(found, outputs["output1"][0], rows[:, 6:], moved, geometry)
        if task == "pose":
            for item, marks in zip(found, keypoints(rows[:, 6:], geometry)):
                item["keypoints"] = marks
        return {"detections": found}

    return decode


def probiou(box, boxes):
    """Overlap of rotated boxes as normal distributions: one minus their Hellinger distance."""
    def covariance(b):
        a, c, t = b[..., 2] ** 2 / 12, b[..., 3] ** 2 / 12, b[..., 4]
        cos, sin = np.cos(t), np.sin(t)
        return a * cos ** 2 + c * sin ** 2, a * sin ** 2 + c * cos ** 2, (a - c) * cos * sin

    (a1, b1, c1), (a2, b2, c2), e = covariance(box), covariance(boxes), 1e-7
    dx, dy = box[0] - boxes[:, 0], box[1] - boxes[:, 1]
    a, b, c = a1 + a2, b1 + b2, c1 + c2
    determinant = a * b - c ** 2
    t1 = (a * dy ** 2 + b * dx ** 2) / (determinant + e) / 4
    t2 = -c * dx * dy / (determinant + e) / 2
    both = np.sqrt(np.maximum(a1 * b1 - c1 ** 2, 0) * np.maximum(a2 * b2 - c2 ** 2, 0))
    t3 = np.log(determinant / (4 * both + e) + e) / 2
    return 1 - np.sqrt(1 - np.exp(-(t1 + t2 + t3).clip(e, 100)) + e)


def decode_obb(outputs, geometry):
    """A box goes when any better one of its class overlaps it, whether that one stays or not."""
    rows = outputs["output0"][0].T.astype(np.float64)
    classes, scores = rows[:, 4:-1].argmax(1), rows[:, 4:-1].max(1)
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores > SCORE)
    passing = passing[order(scores[passing])]
    boxes, keep = np.concatenate([rows[:, :4], rows[:, -1:]], 1), []
    for k, i in enumerate(passing):
        better = [j for j in passing[:k] if classes[j] == classes[i]]
        overlaps = probiou(boxes[i], boxes[better]) if better else np.zeros(0)
        close.ious(overlaps, 0.7)
        if not (overlaps >= 0.7).any():
            keep.append(i)
    return {"detections": [rotated(classes[i], scores[i], boxes[i], geometry) for i in keep[:MOST]]}


def decode_obb_end_to_end(outputs, geometry):
    rows = outputs["output0"][0].astype(np.float64)
    close.scores(rows[:, 4], SCORE)
    return {"detections": [rotated(row[5], row[4], row[[0, 1, 2, 3, 6]], geometry) for row in rows[rows[:, 4] > SCORE][:MOST]]}


def rotated(index, score, box, geometry):
    """Centre, size and angle in [0, pi), the width the larger; its four corners; unclipped."""
    _, ratio, left, top, _, _ = geometry
    x, y, w, h, t = box
    if w <= h:
        w, h, t = h, w, t + np.pi / 2
    t %= np.pi
    x, y, w, h = (x - left) / ratio, (y - top) / ratio, w / ratio, h / ratio
    along, across = np.array([w / 2 * np.cos(t), w / 2 * np.sin(t)]), np.array([-h / 2 * np.sin(t), h / 2 * np.cos(t)])
    centre = np.array([x, y])
    polygon = np.array([centre + along + across, centre + along - across, centre - along - across, centre - along + across])
    return {"class": int(index), "score": round(float(score), 6), "rotated": numbers([x, y, w, h]) + [round(float(t), 6)],
            "polygon": points(polygon)}


def metadata(task, side, names=NAMES, **more):
    arguments = {"batch": 1, "half": False, "dynamic": False, "simplify": True, "opset": None, "nms": False}
    return {"description": "A small network in the layout of Ultralytics' exporter", "author": "The Fovea authors",
            "date": "2026-11-30T00:00:00", "version": "8.4.0", "license": "MIT", "docs": "docs/tasks.md", "stride": "32", "task": task,
            "batch": "1", "imgsz": str([side, side]), "names": str(dict(enumerate(names))), "args": str(arguments), "channels": "3", **more}


def parts(net, side, classes, task, levels, share):
    """Distances, scores and more of all cells, each [1, channels, cells]."""
    more = {"segment": (32, 0.6, 0.0), "pose": (51, 1.0, 0.0), "obb": (1, 1.2, 0.0)}.get(task)
    found = []
    for x, stride in zip(levels, STRIDES):
        n = (side // stride) ** 2
        heads = [net.head(x, [0.4] * 4, 0.7), net.scores(x, classes, share)]
        heads += [net.head(x, [more[1]] * more[0], more[2])] if more else []
        found.append([net.reshape(y, 1, -1, n) for y in heads])
    return [net.concat(values, 2) for values in zip(*found)]


def boxes_of(net, distances, cells, angle=None):
    """Centre and size, or corners, of distances to the edges, in pixels."""
    distances = net.op("Exp", distances)
    anchor, stride = net.constant(cells[:, :2].T[None]), cells[:, 2][None, None]
    lt, rb = net.slice(distances, 0, 2, 1), net.slice(distances, 2, 4, 1)
    if angle:
        cos, sin = net.op("Cos", angle), net.op("Sin", angle)
        offset = net.times(net.op("Sub", rb, lt), 0.5)
        x, y = net.slice(offset, 0, 1, 1), net.slice(offset, 1, 2, 1)
        turned = net.concat([net.op("Sub", net.op("Mul", x, cos), net.op("Mul", y, sin)),
                             net.op("Add", net.op("Mul", x, sin), net.op("Mul", y, cos))], 1)
        return net.times(net.concat([net.op("Add", turned, anchor), net.op("Add", lt, rb)], 1), stride), None
    low, high = net.op("Sub", anchor, lt), net.op("Add", anchor, rb)
    centres = net.concat([net.times(net.op("Add", low, high), 0.5), net.op("Sub", high, low)], 1)
    return net.times(centres, stride), net.times(net.concat([low, high], 1), stride)


def extra(net, task, value, cells):
    """Mask coefficients, points or angles as they leave the graph."""
    if task == "pose":
        n = len(cells)
        value = net.reshape(value, 1, 17, 3, n)
        xy = net.times(net.plus(net.times(net.slice(value, 0, 2, 2), 2.0), cells[:, :2].T[None, None] - 0.5), cells[:, 2])
        return net.reshape(net.concat([xy, net.op("Sigmoid", net.slice(value, 2, 3, 2))], 2), 1, 51, n)
    if task == "obb":
        return net.times(net.plus(net.op("Sigmoid", value), -0.25), np.pi)
    return value


def build(task, end_to_end):
    side, classes = (128, len(NAMES)) if end_to_end else (96, len(NAMES))
    classes = 1 if task == "pose" else classes
    net = Network({"detect": 8, "segment": 81, "pose": 82, "obb": 83}[task] + 100 * end_to_end)
    x = net.input("images", [1, 3, side, side])
    quarter, *levels = net.trunk(x)
    cells = grid(side, STRIDES, 0.5)
    distances, logits, *more = parts(net, side, classes, task, levels, 0.006 if end_to_end or task == "segment" else 0.025)
    more = [extra(net, task, value, cells) for value in more]
    centres, ends = boxes_of(net, distances, cells, more[0] if task == "obb" else None)
    scores = net.op("Sigmoid", logits)
    if end_to_end:
        values = net.concat([centres if task == "obb" else ends, scores] + more, 1)
        width, k = 6 + {"segment": 32, "pose": 51, "obb": 1}.get(task, 0), MOST
        flat = net.reshape(net.op("Transpose", scores, perm=[0, 2, 1]), 1, -1)
        best, index = net.op("TopK", flat, net.constant([k], np.int64), count=2)
        cell = net.op("Div", index, net.constant([classes], np.int64))
        label = net.op("Sub", index, net.op("Mul", cell, net.constant([classes], np.int64)))
        rows = net.op("Gather", net.op("Transpose", values, perm=[0, 2, 1]), net.reshape(cell, -1), axis=1)
        columns = [net.slice(rows, 0, 4, 2), net.reshape(best, 1, k, 1), net.reshape(net.op("Cast", label, to=1), 1, k, 1)]
        columns += [net.slice(rows, 4 + classes, 1000, 2)] if more else []
        net.output(net.concat(columns, 2), "output0", [1, k, width])
    else:
        net.output(net.concat([centres, scores] + more, 1), "output0",
                   [1, 4 + classes + {"segment": 32, "pose": 51, "obb": 1}.get(task, 0), len(cells)])
    if task == "segment":
        net.output(net.head(quarter, [1.0] * 32, 0.0), "output1", [1, 32, side // 4, side // 4])
    names = ["person"] if task == "pose" else NAMES
    details = {"kpt_shape": "[17, 3]"} if task == "pose" else {}
    return net, metadata(task, side, names, **details, **({"end2end": "True"} if end_to_end else {}))


def build_v5():
    side, anchors = 96, [[(10, 13), (16, 30), (33, 23)], [(30, 61), (62, 45), (59, 80)], [(64, 50), (80, 60), (60, 90)]]
    net = Network(5)
    _, *levels = net.trunk(net.input("images", [1, 3, side, side]))
    width, found, cells = 5 + len(NAMES), [], 0
    for x, stride, sizes in zip(levels, STRIDES, anchors):
        n = (side // stride) ** 2
        raw = net.head(x, ([1.0] * 4 + [2.0] + [1.5] * len(NAMES)) * 3, ([0.0] * 4 + [np.nan] + [0.5] * len(NAMES)) * 3, (-0.8, 0.03))
        y = net.op("Sigmoid", net.op("Transpose", net.reshape(raw, 1, 3, width, n), perm=[0, 1, 3, 2]))
        xy = net.times(net.plus(net.times(net.slice(y, 0, 2, 3), 2.0), grid(side, [stride], -0.5)[None, None, :, :2]), stride)
        doubled = net.times(net.slice(y, 2, 4, 3), 2.0)
        wh = net.times(net.op("Mul", doubled, doubled), np.array(sizes)[None, :, None])
        found.append(net.reshape(net.concat([xy, wh, net.slice(y, 4, width, 3)], 3), 1, 3 * n, width))
        cells += 3 * n
    net.output(net.concat(found, 1), "output0", [1, cells, width])
    return net, {"stride": "32", "names": str(dict(enumerate(NAMES)))}


def recipe(side):
    return {"width": side, "height": side, "layout": "NCHW", "order": "RGB", "resize": "letterbox", "place": "centre",
            "rounding": "to the nearest (halves to even); padding at the left and top: round(padding / 2 - 0.1)",
            "interpolation": "opencv-linear", "pad": [114] * 3, "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]}


TASKS = {"detect": "detection", "segment": "instance segmentation", "pose": "pose", "obb": "rotated detection"}
BOXES = "(pixel of the square - padding) / ratio, clipped to the photo"
MORE = {"segment": {"masks": "coefficients by prototypes, padding cut off, to the photo's size by opencv-linear, above 0, inside the box"},
        "pose": {"keypoints": "x, y, visibility; clipped as the boxes"}, "detect": {},
        "obb": {"boxes": "x, y, width, height, angle in [0, pi), the width the larger; unclipped"}}
SOURCE = ["ultralytics/ultralytics: ultralytics/data/augment.py, utils/nms.py, utils/ops.py, utils/metrics.py, models/yolo, "
          "engine/exporter.py"]


def families(folder, photos):
    def family(name, task, builder, side, output, decode, sources=SOURCE):
        return builder, Family(name, str(folder / f"{name}.onnx"), TASKS[task], sources, recipe(side), output, letterbox(side), decode,
                               photos[-2:] if task == "segment" else photos)

    suppression = {"overlap": 0.7, "plus": 0, "classes": "each for itself (boxes moved by 7680 a class)", "most": MOST, "space": "input"}
    yield family("yolov5", "detect", build_v5, 96,
                 {"layout": "yolov5 [1, N, 5 + classes]", "boxes": BOXES, "score": "objectness * class, both above the threshold",
                  "threshold": SCORE, "compare": ">", "nms": {**suppression, "overlap": 0.45, "most": 1000}}, decode_v5,
                 ["ultralytics/yolov5: models/yolo.py, utils/general.py, utils/augmentations.py, export.py, detect.py"])
    for task, name in (("detect", "yolov8"), ("segment", "yolov8-seg"), ("pose", "yolov8-pose"), ("obb", "yolov8-obb")):
        fast = {"nms": {**suppression, "overlap of": "probabilistic, from 0.7 on", "greedy": False}} if task == "obb" else {}
        yield family(name, task, lambda task=task: build(task, False), 96,
                     {"layout": "yolov8 [1, 4 + classes + more, N]", "boxes": BOXES, "threshold": SCORE, "compare": ">",
                      "nms": suppression, **fast, **MORE[task]},
                     decode_obb if task == "obb" else decode_v8(task, 1 if task == "pose" else len(NAMES)))
    for task, name in (("detect", "yolov10"), ("segment", "yolo26-seg"), ("pose", "yolo26-pose"), ("obb", "yolo26-obb")):
        yield family(name, task, lambda task=task: build(task, True), 128,
                     {"layout": "end to end [1, 300, 6 + more]: x1, y1, x2, y2, score, class, more" if task != "obb" else
                      "end to end [1, 300, 7]: x, y, width, height, score, class, angle", "boxes": BOXES, "threshold": SCORE,
                      "compare": ">", "nms": None, **MORE[task]},
                     decode_obb_end_to_end if task == "obb" else decode_end_to_end(task))
