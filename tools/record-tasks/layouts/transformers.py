"""Queries with a class and a box each: RT-DETR with the size as an input, and Hugging Face's DETR and RT-DETR (`logits`, `pred_boxes`).

lyuwenyu/RT-DETR: rtdetrv2_pytorch/references/deploy/rtdetrv2_onnxruntime.py (stretched by torchvision's Resize of a Pillow picture, above
0.6), tools/export_onnx.py, src/zoo/rtdetr/rtdetr_postprocessor.py. huggingface/transformers: models/detr/image_processing_detr.py
(`get_size_with_aspect_ratio`, `post_process_object_detection`: softmax, the last class is none, above 0.5), models/rt_detr/
image_processing_rt_detr.py (sigmoid, the best of queries times classes, above 0.5); names as Optimum exports them.
"""
import numpy as np
from PIL import Image

from common import Family, chw, close, detection, order, sigmoid, softmax
from .network import Network

CLASSES, QUERIES = 4, 100
MEAN, STD = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
SHORT, LONG = 64, 107
PADDED = 112, 80


def resized(rgb, width, height):
    return np.asarray(Image.fromarray(rgb).resize((width, height), Image.BILINEAR)).astype(np.float32) / np.float32(255)


def stretch_sized(side):
    def prepare(rgb):
        size = np.array([[rgb.shape[1], rgb.shape[0]]], np.int64)
        return {"images": chw(resized(rgb, side, side)), "orig_target_sizes": size}, rgb.shape

    return prepare


def rescaled(rgb, width, height):
    """As transformers' image_transforms.rescale: multiplied in float64."""
    pixels = np.asarray(Image.fromarray(rgb).resize((width, height), Image.BILINEAR))
    return (pixels.astype(np.float64) * (1 / 255)).astype(np.float32)


def stretch(side):
    def prepare(rgb):
        return {"pixel_values": chw(rescaled(rgb, side, side))}, rgb.shape

    return prepare


def shortest_edge(width, height):
    """The short side to SHORT, unless the long one would exceed LONG."""
    low, high = min(width, height), max(width, height)
    exact = LONG * low / high if high / low * SHORT > LONG else None
    short = int(round(exact)) if exact else SHORT
    if low == short:
        return width, height
    other = int((exact or short) * high / low)
    return (short, other) if width < height else (other, short)


def prepare_detr(rgb):
    width, height = shortest_edge(rgb.shape[1], rgb.shape[0])
    pixels = (rescaled(rgb, width, height) - MEAN) / STD
    return {"pixel_values": chw(pixels), "pixel_mask": np.ones((1, height, width), np.int64)}, rgb.shape


def prepare_padded(rgb):
    """`get_image_size_for_max_height_width`, then zeros at the right and below, after the normalisation."""
    height, width = rgb.shape[:2]
    ratio = min(PADDED[1] / height, PADDED[0] / width)
    to_width, to_height = int(width * ratio), int(height * ratio)
    pixels = np.zeros((PADDED[1], PADDED[0], 3), np.float32)
    pixels[:to_height, :to_width] = (rescaled(rgb, to_width, to_height) - MEAN) / STD
    mask = np.zeros((1, PADDED[1], PADDED[0]), np.int64)
    mask[:, :to_height, :to_width] = 1
    return {"pixel_values": chw(pixels), "pixel_mask": mask}, rgb.shape


def scaled(boxes, shape):
    half = boxes[:, 2:] / 2
    return np.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], 1) * np.array([shape[1], shape[0]] * 2)


def decode_sized(outputs, _):
    scores = outputs["scores"][0]
    close.scores(scores, 0.6)
    keep = [i for i in order(scores) if scores[i] > 0.6]
    return {"detections": [detection(outputs["labels"][0][i], scores[i], outputs["boxes"][0][i]) for i in keep]}


def decode_detr(outputs, shape):
    """In the order of the queries."""
    probabilities = softmax(outputs["logits"][0].astype(np.float64))[:, :-1]
    scores, labels, boxes = probabilities.max(1), probabilities.argmax(1), scaled(outputs["pred_boxes"][0], shape)
    close.scores(scores, 0.5)
    return {"detections": [detection(labels[i], scores[i], boxes[i]) for i in np.flatnonzero(scores > 0.5)]}


def decode_rtdetr(outputs, shape):
    scores = sigmoid(outputs["logits"][0].astype(np.float64))
    flat, boxes = scores.ravel(), scaled(outputs["pred_boxes"][0], shape)
    close.scores(flat, 0.5)
    best = [i for i in order(flat)[:len(boxes)] if flat[i] > 0.5]
    return {"detections": [detection(i % CLASSES, flat[i], boxes[i // CLASSES]) for i in best]}


def queries(net, x, classes, share, threshold, softmaxed=False):
    """Logits [1, 100, classes] and boxes [1, 100, 4] from 0 to 1, whatever the size of the input."""
    features = net.trunk(x, 2)[2]
    sizes = net.constant([1, 8, 10, 10], np.int64)
    features = net.op("Resize", features, "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
    logits = net.scores(features, classes, share, threshold)
    if softmaxed:
        logits = net.concat([logits, net.head(features, [0.5], 1.0)], 1)
    y, x = (np.mgrid[:10, :10] + 0.5) / 10
    away = np.stack([np.log(x / (1 - x)), np.log(y / (1 - y)), np.full((10, 10), -1.5), np.full((10, 10), -1.5)])[None]
    boxes = net.op("Sigmoid", net.plus(net.head(features, [0.3, 0.3, 0.5, 0.5]), away))
    return [net.op("Transpose", net.reshape(v, 1, -1, QUERIES), perm=[0, 2, 1]) for v in (logits, boxes)]


def build_sized():
    net = Network(31, opset=16)
    x = net.input("images", ["N", 3, 96, 96])
    sizes = net.input("orig_target_sizes", ["N", 2], np.int64)
    logits, boxes = queries(net, x, CLASSES, 0.02, 0.6)
    centre, half = net.slice(boxes, 0, 2, 2), net.times(net.slice(boxes, 2, 4, 2), 0.5)
    ends = net.concat([net.op("Sub", centre, half), net.op("Add", centre, half)], 2)
    wide = net.reshape(net.op("Cast", net.concat([sizes, sizes], 1), to=1), -1, 1, 4)
    ends = net.op("Mul", ends, wide)
    best, index = net.op("TopK", net.reshape(net.op("Sigmoid", logits), 1, -1), net.constant([300], np.int64), count=2)
    classes = net.constant([CLASSES], np.int64)
    query = net.op("Div", index, classes)
    net.output(net.op("Sub", index, net.op("Mul", query, classes)), "labels", ["N", 300], np.int64)
    net.output(net.op("Gather", ends, net.reshape(query, -1), axis=1), "boxes", ["N", 300, 4])
    net.output(best, "scores", ["N", 300])
    return net, {}


def build_detr():
    net = Network(32)
    x = net.input("pixel_values", ["batch_size", 3, "height", "width"])
    mask = net.input("pixel_mask", ["batch_size", "height", "width"], np.int64)
    x = net.op("Mul", x, net.op("Unsqueeze", net.op("Cast", mask, to=1), net.constant([1], np.int64)))
    logits, boxes = queries(net, x, CLASSES, 0.012, 3.0, True)
    net.output(logits, "logits", ["batch_size", QUERIES, CLASSES + 1])
    net.output(boxes, "pred_boxes", ["batch_size", QUERIES, 4])
    return net, {}


def build_rtdetr():
    net = Network(33)
    logits, boxes = queries(net, net.input("pixel_values", ["batch_size", 3, "height", "width"]), CLASSES, 0.02, 0.0)
    net.output(logits, "logits", ["batch_size", QUERIES, CLASSES])
    net.output(boxes, "pred_boxes", ["batch_size", QUERIES, 4])
    return net, {}


def families(folder, photos):
    base = {"layout": "NCHW", "order": "RGB", "interpolation": "pillow-bilinear", "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]}
    names = {"id2label": {"0": "person", "1": "bicycle", "2": "car", "3": "dog"}}
    detr = {"image_processor_type": "DetrImageProcessor", "do_resize": True, "size": {"shortest_edge": SHORT, "longest_edge": LONG},
            "resample": 2, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.485, 0.456, 0.406],
            "image_std": [0.229, 0.224, 0.225], "do_pad": True}
    rtdetr = {"image_processor_type": "RTDetrImageProcessor", "do_resize": True, "size": {"height": 96, "width": 96}, "resample": 2,
              "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": False, "image_mean": [0.485, 0.456, 0.406],
              "image_std": [0.229, 0.224, 0.225], "do_pad": False}
    yield build_sized, Family(
        "rtdetr", str(folder / "rtdetr.onnx"), "detection",
        ["lyuwenyu/RT-DETR: rtdetrv2_pytorch/references/deploy/rtdetrv2_onnxruntime.py, tools/export_onnx.py, "
         "src/zoo/rtdetr/rtdetr_postprocessor.py"],
        {**base, "width": 96, "height": 96, "resize": "stretch", "orig_target_sizes": "[w, h] of the photo"},
        {"layout": "labels, boxes, scores with orig_target_sizes", "threshold": 0.6, "compare": ">", "nms": None, "boxes": "unclipped"},
        stretch_sized(96), decode_sized, photos)
    yield build_detr, Family(
        "hf-detr", str(folder / "hf-detr.onnx"), "detection",
        ["huggingface/transformers: src/transformers/models/detr/image_processing_detr.py, image_transforms.py"],
        {**base, "resize": "short side to 64, long side at most 107", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
         "pad": "none for one photo", "pixel_mask": "ones", "preprocessor_config.json": detr,
         "config.json": {"model_type": "detr", **names}},
        {"layout": "logits [N, Q, classes + 1], pred_boxes [N, Q, 4] as centre and size from 0 to 1", "activation": "softmax",
         "background": "last", "threshold": 0.5, "compare": ">", "nms": None, "order": "of the queries", "boxes": "unclipped"},
        prepare_detr, decode_detr, photos)
    padded = {**detr, "size": {"max_height": PADDED[1], "max_width": PADDED[0]}, "pad_size": {"height": PADDED[1], "width": PADDED[0]}}
    yield build_detr, Family(
        "hf-detr-padded", str(folder / "hf-detr-padded.onnx"), "detection",
        ["huggingface/transformers: src/transformers/models/detr/image_processing_detr.py, image_transforms.py"],
        {**base, "resize": "fitted into 112x80, sizes cut", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
         "pad": "zeros of the input at the right and below", "pixel_mask": "ones where the picture is", "preprocessor_config.json": padded,
         "config.json": {"model_type": "detr", **names}},
        {"layout": "logits [N, Q, classes + 1], pred_boxes [N, Q, 4] as centre and size from 0 to 1", "activation": "softmax",
         "background": "last", "threshold": 0.5, "compare": ">", "nms": None, "order": "of the queries", "boxes": "unclipped"},
        prepare_padded, decode_detr, photos)
    yield build_rtdetr, Family(
        "hf-rtdetr", str(folder / "hf-rtdetr.onnx"), "detection",
        ["huggingface/transformers: src/transformers/models/rt_detr/image_processing_rt_detr.py"],
        {**base, "width": 96, "height": 96, "resize": "stretch", "preprocessor_config.json": rtdetr,
         "config.json": {"model_type": "rt_detr", **names}},
        {"layout": "logits [N, Q, classes], pred_boxes [N, Q, 4] as centre and size from 0 to 1", "activation": "sigmoid",
         "best": "as many of queries times classes as queries", "threshold": 0.5, "compare": ">", "nms": None, "boxes": "unclipped"},
        stretch(96), decode_rtdetr, photos)
