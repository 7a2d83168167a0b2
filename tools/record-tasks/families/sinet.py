"""SINet: two channels, background and portrait, softmax in the graph.

anilsathyan7/Portrait-Segmentation: SINet/SINet_ONNX.ipynb, SINet/sinet_video.py (blue, green, red, stretched to 320; minus the mean, over
the deviation, and over 255 after that; the larger channel). The original composes at 320x320; here the probabilities are resized to the
photo by cv2.resize first, which for two channels is the same as one probability against one half.
"""
import cv2
import numpy as np

from common import Family, bgr, chw
from .masks import answer, enlarge

SIDE = 320
MEAN, STD = np.array([102.890434, 111.25247, 126.91212]), np.array([62.93292, 62.82138, 66.355705])


def prepare(rgb):
    pixels = cv2.resize(bgr(rgb), (SIDE, SIDE)).astype(np.float32)
    return {"data": chw((pixels - MEAN) / STD / 255)}, rgb.shape


def decode(outputs, shape):
    small = outputs["Softmax/1"][0]
    large = enlarge(small, shape[1], shape[0])
    return answer(small.argmax(0), large.argmax(0), (np.abs(large[1] - large[0]) < 2e-3).mean())


families = [Family(
    "sinet-portrait", "wild/sinet-portrait/SINet_Softmax.onnx", "segmentation",
    ["anilsathyan7/Portrait-Segmentation: SINet/SINet_ONNX.ipynb, SINet/sinet_video.py"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "stretch", "interpolation": "opencv-linear",
     "scale": 1, "mean": MEAN.tolist(), "std": (STD * 255).tolist(), "formula": "(pixel - mean) / deviation / 255"},
    {"layout": "probabilities [1, 2, h, w]", "activation": "softmax in the graph", "background": 0,
     "resize": "probabilities to the photo's size by opencv-linear, then the largest"},
    prepare, decode, ["images/photos/grace_hopper.jpg", "wild/deimv2-atto/sample.jpg", "wild/fastestdet/3.jpg"])]
