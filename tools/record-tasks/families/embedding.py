"""The features before a classifier's last layer, as they are and of length 1.

Preparation as the test data describes it: short side to 146 by Pillow's bilinear filter (the other side cut to whole pixels), the centre of
128 (half the rest, rounded to even), pixels / 127.5 - 1. The layer is the network's global average pooling, made an output here.
"""
import numpy as np
from onnx import TensorProto, helper
from PIL import Image

from common import Family, chw, numbers

SHORT, SIDE, LAYER = 146, 128, "pool_55"


def prepare(rgb):
    height, width = rgb.shape[:2]
    size = (SHORT, int(SHORT * height / width)) if width < height else (int(SHORT * width / height), SHORT)
    left, top = (int(round((n - SIDE) / 2)) for n in size)
    pixels = np.asarray(Image.fromarray(rgb).resize(size, Image.BILINEAR))[top:top + SIDE, left:left + SIDE]
    return {"input": chw(pixels.astype(np.float32) / np.float32(127.5) - np.float32(1))}, None


def decode(outputs, _):
    vector = outputs[LAYER].ravel().astype(np.float64)
    return {"length": len(vector), "norm": numbers([np.linalg.norm(vector)], 5)[0], "vector": numbers(vector, 5),
            "samples": [numbers((vector / np.linalg.norm(vector))[:16], 6)]}


def expose(network):
    network.graph.output.append(helper.make_tensor_value_info(LAYER, TensorProto.FLOAT, None))


families = [Family(
    "mobilenet-v1-embedding", "models/mobilenet_v1_0.25_128.onnx", "embedding", ["google-coral/test_data: mobilenet_v1_0.25_128_quant"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "RGB", "resize": "short side to 146, centre of 128",
     "interpolation": "pillow-bilinear", "scale": 1 / 127.5, "mean": [1, 1, 1], "std": [1, 1, 1], "formula": "pixel / 127.5 - 1"},
    {"layout": "a layer by its name", "layer": LAYER, "vector": "as it is; samples: its first 16 numbers at length 1"},
    prepare, decode, ["images/photos/kitten_224.png", "images/photos/zebra.jpeg", "images/photos/grace_hopper.jpg"], expose)]
