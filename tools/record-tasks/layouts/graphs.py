"""Networks whose graph hands out finished boxes: TensorFlow's detection API, EfficientDet, mmdeploy, PaddleDetection; and SSD with priors.

tensorflow/models: research/object_detection (any size, 8 bits, NHWC; boxes y1, x1, y2, x2 from 0 to 1; classes as floats from 1;
utils/visualization_utils.py shows from 0.5 on). google/automl: efficientdet (rows id, y1, x1, y2, x2, score, class from 1, in pixels of the
picture; shown above 0.4). open-mmlab/mmdeploy: mmdeploy/codebase/mmdet/deploy/object_detection_model.py (boxes over the scale of each
axis), with RTMDet's preparation (open-mmlab/mmdetection: configs/rtmdet; mmcv's `rescale_size` adds one half and cuts; rows of label -1 are
padding; shown from 0.3 on). PaddlePaddle/PaddleDetection: deploy/third_engine/demo_onnxruntime/infer_demo.py (PicoDet: stretched by the
area filter, rows class, score, corners; above 0.5, class above -1). amdegroot/ssd.pytorch: layers/box_utils.py,
layers/functions/detection.py, demo/live.py (softmax; 0.45 within a class; shown from 0.6 on), data/__init__.py, data/voc0712.py (minus 104,
117, 123 of blue, green, red; then turned to red, green, blue).
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, detection, nms_by_class, softmax
from .network import Network, grid

SIDE, CLASSES, MOST = 96, 4, 100
MEAN, STD = np.array([103.53, 116.28, 123.675], np.float32), np.array([57.375, 57.12, 58.395], np.float32)


def as_it_is(name):
    return lambda rgb: ({name: rgb[None]}, rgb.shape)


def keep_ratio(rgb):
    height, width = rgb.shape[:2]
    ratio = min(SIDE / max(height, width), SIDE / min(height, width))
    to_width, to_height = int(width * ratio + 0.5), int(height * ratio + 0.5)
    square = np.full((SIDE, SIDE, 3), 114, np.uint8)
    square[:to_height, :to_width] = cv2.resize(bgr(rgb), (to_width, to_height), interpolation=cv2.INTER_LINEAR)
    return {"input": chw((square.astype(np.float32) - MEAN) / STD)}, (to_width / width, to_height / height)


def area(rgb):
    pixels = cv2.resize(bgr(rgb), (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    factor = np.array([[SIDE / rgb.shape[0], SIDE / rgb.shape[1]]], np.float32)
    return {"image": chw((pixels / 255 - MEAN / 255) / (STD / 255)), "scale_factor": factor}, rgb.shape


def prepare_ssd(rgb):
    pixels = cv2.resize(bgr(rgb), (SIDE, SIDE)).astype(np.float32) - np.array([104, 117, 123], np.float32)
    return {"input": chw(pixels[..., ::-1])}, rgb.shape


def decode_tensorflow(outputs, shape):
    count = int(outputs["num_detections"][0])
    scores, boxes = outputs["detection_scores"][0, :count], outputs["detection_boxes"][0, :count]
    close.scores(scores, 0.5)
    ends = boxes[:, [1, 0, 3, 2]] * np.array([shape[1], shape[0]] * 2)
    return {"detections": [detection(outputs["detection_classes"][0, i], scores[i], ends[i]) for i in np.flatnonzero(scores >= 0.5)]}


def decode_efficientdet(outputs, _):
    rows = outputs["detections:0"][0]
    close.scores(rows[:, 5], 0.4)
    return {"detections": [detection(row[6], row[5], row[[2, 1, 4, 3]]) for row in rows[rows[:, 5] > 0.4]]}


def area_with_shape(rgb):
    inputs, shape = area(rgb)
    return {"im_shape": np.array([[SIDE, SIDE]], np.float32), **inputs}, shape


def decode_mmdeploy(outputs, factor):
    rows, labels = outputs["dets"][0], outputs["labels"][0]
    close.scores(rows[:, 4], 0.3)
    return {"detections": [detection(labels[i], rows[i, 4], rows[i, :4] / np.array(factor * 2))
                           for i in np.flatnonzero((labels >= 0) & (rows[:, 4] >= 0.3))]}


def decode_paddle(outputs, _):
    rows = outputs["multiclass_nms3_0.tmp_0"]
    close.scores(rows[:, 1], 0.5)
    return {"detections": [detection(row[0], row[1], row[2:]) for row in rows[(rows[:, 1] > 0.5) & (rows[:, 0] > -1)]]}


def decode_ssd(outputs, shape):
    loc, scores, priors = outputs["loc"][0], softmax(outputs["conf"][0].astype(np.float64)), outputs["priors"]
    centre, size = priors[:, :2] + loc[:, :2] * 0.1 * priors[:, 2:], priors[:, 2:] * np.exp(loc[:, 2:] * 0.2)
    boxes = np.concatenate([centre - size / 2, centre + size / 2], 1)
    close.scores(scores[:, 1:], 0.6)
    cell, label = np.nonzero(scores[:, 1:] >= 0.6)
    found = scores[cell, label + 1]
    keep = nms_by_class(boxes[cell], found, label, 0.45)[:200] if len(cell) else []
    ends = boxes * np.array([shape[1], shape[0]] * 2)
    return {"detections": [detection(label[i] + 1, found[i], ends[cell[i]]) for i in keep]}


def cells(net, x, share, threshold):
    """Distances to the edges as corners from 0 to 1 [1, N, 4], and logits [1, N, classes], of 144 + 36 cells."""
    _, *levels = net.trunk(x, 2)
    boxes, logits, at = [], [], grid(SIDE, (8, 16), 0.5)
    for level, stride in zip(levels, (8, 16)):
        n = (SIDE // stride) ** 2
        boxes.append(net.reshape(net.op("Exp", net.head(level, [0.4] * 4, 0.7)), 1, 4, n))
        logits.append(net.reshape(net.scores(level, CLASSES, share, threshold), 1, CLASSES, n))
    distances = net.times(net.concat(boxes, 2), at[:, 2] / SIDE)
    anchor = (at[:, :2] * at[:, 2:] / SIDE).T[None]
    low = net.op("Sub", net.constant(anchor), net.slice(distances, 0, 2, 1))
    high = net.plus(net.slice(distances, 2, 4, 1), anchor)
    ends = net.op("Clip", net.concat([low, high], 1), net.constant(0.0), net.constant(1.0))
    return [net.op("Transpose", v, perm=[0, 2, 1]) for v in (ends, net.concat(logits, 2))]


def best(net, ends, logits, count=MOST):
    """Scores [1, count], labels [1, count] and corners [1, count, 4] by falling score."""
    scores, index = net.op("TopK", net.reshape(net.op("Sigmoid", logits), 1, -1), net.constant([count], np.int64), count=2)
    classes = net.constant([CLASSES], np.int64)
    cell = net.op("Div", index, classes)
    return scores, net.op("Sub", index, net.op("Mul", cell, classes)), net.op("Gather", ends, net.reshape(cell, -1), axis=1)


def scaled_down(net, name, height="height", width="width"):
    """Pixels of any size, 8 bits, NHWC, as [1, 3, 96, 96] from -1 to 1."""
    x = net.op("Transpose", net.op("Cast", net.input(name, [1, height, width, 3], np.uint8), to=1), perm=[0, 3, 1, 2])
    x = net.op("Resize", x, "", "", net.constant([1, 3, SIDE, SIDE], np.int64), mode="linear", coordinate_transformation_mode="half_pixel")
    return net.plus(net.times(x, 1 / 127.5), -1.0)


def swapped(net, ends):
    return net.op("Gather", ends, net.constant([1, 0, 3, 2], np.int64), axis=2)


def build_tensorflow():
    net = Network(41)
    scores, labels, ends = best(net, *cells(net, scaled_down(net, "input_tensor"), 0.015, 0.0))
    net.output(swapped(net, ends), "detection_boxes", [1, MOST, 4])
    net.output(net.plus(net.op("Cast", labels, to=1), 1.0), "detection_classes", [1, MOST])
    net.output(scores, "detection_scores", [1, MOST])
    net.output(net.constant([MOST]), "num_detections", [1])
    return net, {"producer": "tf2onnx"}


def build_efficientdet():
    net = Network(42)
    pixels = scaled_down(net, "image_arrays:0")
    scores, labels, ends = best(net, *cells(net, pixels, 0.015, -0.4))
    shape = net.op("Cast", net.op("Shape", "image_arrays:0"), to=1)
    sizes = net.concat([net.slice(shape, 1, 3, 0)] * 2, 0)
    columns = [net.constant(np.zeros((1, MOST, 1))), net.op("Mul", swapped(net, ends), net.reshape(sizes, 1, 1, 4)),
               net.reshape(scores, 1, MOST, 1), net.reshape(net.plus(net.op("Cast", labels, to=1), 1.0), 1, MOST, 1)]
    net.output(net.concat(columns, 2), "detections:0", [1, MOST, 7])
    return net, {"producer": "tf2onnx"}


def build_mmdeploy():
    net = Network(43)
    scores, labels, ends = best(net, *cells(net, net.input("input", [1, 3, SIDE, SIDE]), 0.015, -0.85))
    rows = net.concat([net.times(ends, SIDE), net.reshape(scores, 1, MOST, 1)], 2)
    passes = net.op("Greater", scores, net.constant(0.05))
    net.output(net.op("Where", net.reshape(passes, 1, MOST, 1), rows, net.constant(0.0)), "dets", [1, MOST, 5])
    net.output(net.op("Where", passes, labels, net.constant([-1], np.int64)), "labels", [1, MOST], np.int64)
    return net, {}


def build_paddle():
    net = Network(44)
    x, factor = net.input("image", [1, 3, SIDE, SIDE]), net.input("scale_factor", [1, 2])
    scores, labels, ends = best(net, *cells(net, x, 0.015, 0.0))
    by_axis = net.reshape(net.op("Gather", factor, net.constant([1, 0, 1, 0], np.int64), axis=1), 1, 1, 4)
    rows = net.concat([net.reshape(net.op("Cast", labels, to=1), 1, MOST, 1), net.reshape(scores, 1, MOST, 1),
                       net.op("Div", net.times(ends, SIDE), by_axis)], 2)
    net.output(net.reshape(rows, MOST, 6), "multiclass_nms3_0.tmp_0", [MOST, 6])
    net.output(net.constant([MOST], np.int32), "multiclass_nms3_0.tmp_2", [1], np.int32)
    return net, {"producer": "PaddlePaddle"}


def build_paddle_suppressed():
    """As paddle2onnx writes it: the suppression of each class in the graph, so that K depends on the picture."""
    net = Network(46)
    net.input("im_shape", [1, 2])
    x, factor = net.input("image", [1, 3, SIDE, SIDE]), net.input("scale_factor", [1, 2])
    ends, logits = cells(net, x, 0.02, 0.0)
    scores = net.op("Transpose", net.op("Sigmoid", logits), perm=[0, 2, 1])
    limits = [net.constant(MOST, np.int64), net.constant(0.5), net.constant(0.3)]
    chosen = net.op("NonMaxSuppression", ends, scores, *limits)
    label, cell = (net.reshape(net.slice(chosen, i, i + 1, 1), -1) for i in (1, 2))
    count = sum((SIDE // stride) ** 2 for stride in (8, 16))
    at = net.op("Add", net.op("Mul", label, net.constant([count], np.int64)), cell)
    score, order = net.op("TopK", net.op("Gather", net.reshape(scores, -1), at), net.op("Shape", at), count=2)
    by_axis = net.op("Gather", factor, net.constant([1, 0, 1, 0], np.int64), axis=1)
    placed = net.op("Div", net.times(net.reshape(ends, -1, 4), SIDE), by_axis)
    rows = net.concat([net.reshape(net.op("Cast", net.op("Gather", label, order), to=1), -1, 1), net.reshape(score, -1, 1),
                       net.op("Gather", placed, net.op("Gather", cell, order))], 1)
    net.output(rows, "multiclass_nms3_0.tmp_0", ["K", 6])
    net.output(net.op("Cast", net.op("Shape", at), to=6), "multiclass_nms3_0.tmp_2", [1], np.int32)
    return net, {"producer": "PaddlePaddle"}


def build_ssd():
    net = Network(45)
    _, *levels = net.trunk(net.input("input", [1, 3, SIDE, SIDE]), 2)
    at = grid(SIDE, (8, 16), 0.5)
    sizes = np.where(at[:, 2:] == 8, 0.2, 0.45).repeat(2, 1)
    loc, conf = [], []
    for level, stride in zip(levels, (8, 16)):
        n = (SIDE // stride) ** 2
        loc.append(net.reshape(net.head(level, [1.5] * 4), 1, 4, n))
        logits = net.concat([net.head(level, [0.5], 2.0), net.scores(level, CLASSES, 0.02, 3.2)], 1)
        conf.append(net.reshape(logits, 1, CLASSES + 1, n))
    net.output(net.op("Transpose", net.concat(loc, 2), perm=[0, 2, 1]), "loc", [1, len(at), 4])
    net.output(net.op("Transpose", net.concat(conf, 2), perm=[0, 2, 1]), "conf", [1, len(at), CLASSES + 1])
    net.output(net.constant(np.concatenate([at[:, :2] * at[:, 2:] / SIDE, sizes], 1)), "priors", [len(at), 4])
    return net, {}


def families(folder, photos):
    def family(name, source, given, output, prepare, decode):
        return Family(name, str(folder / f"{name}.onnx"), "detection", [source], given, output, prepare, decode, photos)

    any_size = {"layout": "NHWC", "order": "RGB", "type": "uint8", "resize": "none"}
    fixed = {"width": SIDE, "height": SIDE, "layout": "NCHW"}
    means = {"scale": 1, "mean": [103.53, 116.28, 123.675], "std": [57.375, 57.12, 58.395]}
    done = {"nms": None, "boxes": "unclipped"}
    yield build_tensorflow, family(
        "tf-detection", "tensorflow/models: research/object_detection", any_size,
        {"layout": "detection_boxes, detection_classes, detection_scores, num_detections; boxes y1, x1, y2, x2 from 0 to 1",
         "classes from": 1, "threshold": 0.5, "compare": ">=", **done}, as_it_is("input_tensor"), decode_tensorflow)
    yield build_efficientdet, family(
        "efficientdet", "google/automl: efficientdet", any_size,
        {"layout": "[1, 100, 7]: id, y1, x1, y2, x2, score, class, in pixels of the picture", "classes from": 1, "threshold": 0.4,
         "compare": ">", **done}, as_it_is("image_arrays:0"), decode_efficientdet)
    yield build_mmdeploy, family(
        "mmdeploy", "open-mmlab/mmdeploy: mmdeploy/codebase/mmdet/deploy/object_detection_model.py",
        {**fixed, "order": "BGR", "resize": "letterbox", "place": "top-left", "rounding": "to the nearest (halves up)",
         "interpolation": "opencv-linear", "pad": [114] * 3, **means},
        {"layout": "dets [1, K, 5], labels [1, K]; label -1 is padding", "threshold": 0.3, "compare": ">=", "nms": None,
         "boxes": "over the scale of each axis, unclipped"}, keep_ratio, decode_mmdeploy)
    yield build_paddle, family(
        "picodet", "PaddlePaddle/PaddleDetection: deploy/third_engine/demo_onnxruntime/infer_demo.py",
        {**fixed, "order": "BGR", "resize": "stretch", "interpolation": "opencv-area", **means, "scale_factor": "[h / height, w / width]"},
        {"layout": "[K, 6]: class, score, x1, y1, x2, y2; count", "threshold": 0.5, "compare": ">", **done}, area, decode_paddle)
    yield build_paddle_suppressed, family(
        "picodet-nms", "PaddlePaddle/PaddleDetection: deploy/third_engine/demo_onnxruntime/infer_demo.py, deploy/python/preprocess.py",
        {**fixed, "order": "BGR", "resize": "stretch", "interpolation": "opencv-area", **means, "scale_factor": "[h / height, w / width]",
         "im_shape": "[96, 96]"},
        {"layout": "[K, 6]: class, score, x1, y1, x2, y2; count; K depends on the picture", "threshold": 0.5, "compare": ">", **done},
        area_with_shape, decode_paddle)
    yield build_ssd, family(
        "ssd", "amdegroot/ssd.pytorch: layers/box_utils.py, layers/functions/detection.py, data/__init__.py, data/voc0712.py, demo/live.py",
        {**fixed, "order": "RGB", "resize": "stretch", "interpolation": "opencv-linear", "scale": 1, "mean": [123, 117, 104],
         "std": [1, 1, 1]},
        {"layout": "loc [1, N, 4], conf [1, N, classes + 1], priors [N, 4] as centre and size", "variances": [0.1, 0.2],
         "activation": "softmax", "background": 0, "threshold": 0.6, "compare": ">=",
         "nms": {"overlap": 0.45, "plus": 0, "classes": "each for itself", "most": 200, "space": "0 to 1"}, "boxes": "unclipped"},
        prepare_ssd, decode_ssd)
