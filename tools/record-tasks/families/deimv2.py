"""DEIMv2 (with RT-DETR and D-FINE): labels, boxes in pixels and scores from the graph, given the size as a second input.

Intellindust-AI-Lab/DEIMv2. Stretched: tools/inference/torch_inf.py (torchvision's Resize of a Pillow picture, size [w, h], above 0.45). In
the middle of a black square: tools/inference/onnx_inf.py (size of the square, boxes mapped back, above 0.4). The small networks, atto among
them, take pixels / 255 without mean.
"""
import numpy as np
from PIL import Image

from common import Family, chw, close, detection, order
from . import OBJECTS

SIDE = 320


def stretch(rgb):
    pixels = np.asarray(Image.fromarray(rgb).resize((SIDE, SIDE), Image.BILINEAR))
    return {"images": chw(pixels.astype(np.float32) / np.float32(255)),
            "orig_target_sizes": np.array([[rgb.shape[1], rgb.shape[0]]], np.int64)}, (1, 0, 0)


def letterbox(rgb):
    height, width = rgb.shape[:2]
    ratio = min(SIDE / width, SIDE / height)
    to_width, to_height = int(width * ratio), int(height * ratio)
    left, top = (SIDE - to_width) // 2, (SIDE - to_height) // 2
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[top:top + to_height, left:left + to_width] = np.asarray(Image.fromarray(rgb).resize((to_width, to_height), Image.BILINEAR))
    return {"images": chw(square.astype(np.float32) / np.float32(255)),
            "orig_target_sizes": np.array([[SIDE, SIDE]], np.int64)}, (ratio, left, top)


def decoding(threshold):
    def decode(outputs, geometry):
        ratio, left, top = geometry
        scores, boxes = outputs["scores"][0], (outputs["boxes"][0] - np.array([left, top, left, top])) / ratio
        close.scores(scores, threshold)
        keep = [i for i in order(scores) if scores[i] > threshold]
        return {"detections": [detection(outputs["labels"][0][i], scores[i], boxes[i]) for i in keep]}

    return decode


INPUT = {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "RGB", "interpolation": "pillow-bilinear", "scale": 1 / 255,
         "mean": [0, 0, 0], "std": [1, 1, 1]}
OUTPUT = {"layout": "labels, boxes, scores with orig_target_sizes", "compare": ">", "nms": None,
          "order": "falling scores, as the graph gives them"}
families = [
    Family("deimv2-atto", "wild/deimv2-atto/deimv2_hgnetv2_atto_coco.onnx", "detection",
           ["Intellindust-AI-Lab/DEIMv2: tools/inference/torch_inf.py"],
           {**INPUT, "resize": "stretch", "orig_target_sizes": "[w, h] of the photo"},
           {**OUTPUT, "threshold": 0.45, "boxes": "pixels of the photo, unclipped"}, stretch, decoding(0.45), OBJECTS),
    Family("deimv2-atto-letterbox", "wild/deimv2-atto/deimv2_hgnetv2_atto_coco.onnx", "detection",
           ["Intellindust-AI-Lab/DEIMv2: tools/inference/onnx_inf.py"],
           {**INPUT, "resize": "letterbox", "place": "centre", "rounding": "truncate; the smaller half of the padding at the left and top",
            "pad": [0, 0, 0], "orig_target_sizes": "[w, h] of the square"},
           {**OUTPUT, "threshold": 0.4, "boxes": "(pixel of the square - padding) / ratio, unclipped"}, letterbox, decoding(0.4), OBJECTS),
]
