"""MediaPipe's selfie segmentation, landscape: one channel, the probability of a person, NHWC.

google-ai-edge/mediapipe: mediapipe/modules/selfie_segmentation/selfie_segmentation_cpu.pbtxt (stretched to 256x144, 0 to 1, no activation,
mask resized bilinearly to the photo), mediapipe/calculators/tensor/tensors_to_segmentation_converter_opencv.cc (cv::resize). MediaPipe
samples the input by warpPerspective; here by cv2.resize. The graph hands out the probability; the mask is where it exceeds one half.
"""
import cv2
import numpy as np

from common import Family, warped
from .masks import answer, enlarge

WIDTH, HEIGHT, THRESHOLD = 256, 144, 0.5


def prepare(rgb):
    pixels = cv2.resize(rgb, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return {"input_1:0": (pixels.astype(np.float32) / np.float32(255))[None]}, rgb.shape


def prepare_warped(rgb):
    pixels = warped(rgb, (0, 0, rgb.shape[1], rgb.shape[0]), (WIDTH, HEIGHT))
    return {"input_1:0": (pixels.astype(np.float32) / np.float32(255))[None]}, rgb.shape


def decode(outputs, shape):
    small = outputs["segment_back"][0, :, :, 0]
    large = enlarge(small[None], shape[1], shape[0])[0]
    return answer(small > THRESHOLD, large > THRESHOLD, (np.abs(large - THRESHOLD) < 1e-3).mean())


SOURCES = ["google-ai-edge/mediapipe: mediapipe/modules/selfie_segmentation/selfie_segmentation_cpu.pbtxt, "
           "mediapipe/calculators/tensor/tensors_to_segmentation_converter_opencv.cc, image_to_tensor_converter_opencv.cc"]
INPUT = {"width": WIDTH, "height": HEIGHT, "layout": "NHWC", "order": "RGB", "resize": "stretch", "scale": 1 / 255, "mean": [0, 0, 0],
         "std": [1, 1, 1]}
OUTPUT = {"layout": "matte [1, h, w, 1]", "activation": "in the graph", "threshold": THRESHOLD, "compare": ">",
          "resize": "probability to the photo's size by opencv-linear, then the threshold"}
PHOTOS = ["images/photos/grace_hopper.jpg", "wild/deimv2-atto/sample.jpg", "wild/fastestdet/3.jpg"]
families = [
    Family("selfie-landscape", "wild/selfie-landscape/selfie_segmentation_landscape.onnx", "segmentation", SOURCES,
           {**INPUT, "interpolation": "opencv-linear"}, OUTPUT, prepare, decode, PHOTOS),
    Family("selfie-landscape-warp", "wild/selfie-landscape/selfie_segmentation_landscape.onnx", "segmentation", SOURCES,
           {**INPUT, "interpolation": "warpPerspective, linear, corners on corners, zeros outside"}, OUTPUT, prepare_warped, decode,
           PHOTOS),
]
