"""DeepLab v3 on Pascal VOC's classes, logits of 21 channels at the size of the input.

tensorflow/models: research/deeplab/deeplab_demo.ipynb (the long side to 513, sizes cut to whole pixels; Lanczos there, bilinear here, as
the file was checked), research/deeplab/core/feature_extractor.py (`mean_pixel`: the rest of the square is 127.5, zero after the
normalisation; here 128, as the file's own quantisation has it). The logits inside the photo's part are resized to the photo by cv2.resize,
then the largest; where the graph ends in the class map, that is resized by the nearest pixel.
"""
import cv2
import numpy as np
from PIL import Image

from common import Family, chw
from .masks import answer, enlarge

SIDE, FILL = 513, 128


def prepare(rgb):
    height, width = rgb.shape[:2]
    ratio = SIDE / max(height, width)
    to_width, to_height = int(width * ratio), int(height * ratio)
    square = np.full((SIDE, SIDE, 3), FILL, np.uint8)
    square[:to_height, :to_width] = np.asarray(Image.fromarray(rgb).resize((to_width, to_height), Image.BILINEAR))
    return {"input": chw((square.astype(np.float32) - FILL) / FILL)}, (width, height, to_width, to_height)


def decode(outputs, geometry):
    width, height, to_width, to_height = geometry
    small = outputs["output"][0][:, :to_height, :to_width]
    large = enlarge(small, width, height)
    best = np.sort(large, 0)
    return answer(small.argmax(0), large.argmax(0), (best[-1] - best[-2] < 1e-3).mean())


def decode_classes(outputs, geometry):
    width, height, to_width, to_height = geometry
    small = outputs["output"][0][:to_height, :to_width].astype(np.uint8)
    return answer(small, cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), 0)


PHOTOS = ["images/photos/horses.jpg", "images/photos/zebra.jpeg", "images/photos/dog_serve.jpg", "images/photos/car_triton.jpg",
          "wild/deimv2-atto/sample.jpg", "wild/fastestdet/3.jpg"]
SOURCES = ["tensorflow/models: research/deeplab/deeplab_demo.ipynb, research/deeplab/core/feature_extractor.py"]
INPUT = {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "RGB", "resize": "letterbox", "place": "top-left",
         "rounding": "truncate", "interpolation": "pillow-bilinear", "pad": [FILL] * 3, "scale": 1, "mean": [FILL] * 3, "std": [FILL] * 3}
families = [
    Family("deeplabv3-mnv2-float", "wild/quantised/deeplabv3_mnv2_dm05_pascal_quant.float.onnx", "segmentation", SOURCES, INPUT,
           {"layout": "logits [1, classes, h, w]", "background": 0,
            "resize": "logits inside the photo's part to the photo's size by opencv-linear, then the largest, of equal ones the lower"},
           prepare, decode, PHOTOS),
    Family("deeplabv3-mnv2-argmax", "wild/quantised/deeplabv3_mnv2_dm05_pascal_quant.argmax.onnx", "segmentation", SOURCES, INPUT,
           {"layout": "classes [1, h, w] (int64)", "background": 0,
            "resize": "classes inside the photo's part to the photo's size by opencv-nearest",
            "note": "quantised: ONNX Runtime's own kernels differ from its unoptimised graph on 0.6 % of the pixels"},
           prepare, decode_classes, PHOTOS[-2:]),
]
