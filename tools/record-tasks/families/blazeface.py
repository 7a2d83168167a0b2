"""BlazeFace (MediaPipe): anchors of size 1 at the cells' centres, two of stride 8 and six of stride 16; blended suppression.

google-ai-edge/mediapipe: mediapipe/modules/face_detection/face_detection.pbtxt and face_detection_short_range.pbtxt (letterbox in the
middle of zeros, -1 to 1, blended above 0.3), mediapipe/calculators/tflite/ssd_anchors_calculator.cc,
mediapipe/calculators/util/non_max_suppression_calculator.cc (`WeightedNonMaxSuppression`: the mean of the overlapping ones weighted by
their scores, with the best one's score). Threshold of this network: keijiro/BlazeFaceBarracuda, FaceDetector.cs, as
hollance/BlazeFace-PyTorch, blazeface.py. MediaPipe samples the letterboxed picture by warpPerspective (blazeface-front-128-warp); here it
is resized to whole pixels by cv2.resize, as the Python port zmurez/MediaPipePyTorch (blazebase.py, `resize_pad`) does.
"""
import cv2
import numpy as np

from common import Family, close, detection, iou, order, points, sigmoid, warped

SIDE, SCORE, OVERLAP = 128, 0.75, 0.3


def prepare(rgb):
    height, width = rgb.shape[:2]
    to_height, to_width = SIDE * height // max(height, width), SIDE * width // max(height, width)
    top, left = (SIDE - to_height) // 2, (SIDE - to_width) // 2
    square = np.zeros((SIDE, SIDE, 3), np.uint8)
    square[top:top + to_height, left:left + to_width] = cv2.resize(rgb, (to_width, to_height))
    pixels = square.astype(np.float32) / np.float32(127.5) - np.float32(1)
    return {"input:0": pixels[None]}, (SIDE / max(height, width), left, top)


def prepare_warped(rgb):
    height, width = rgb.shape[:2]
    side = max(height, width)
    left, top = (side - width) / 2, (side - height) / 2
    pixels = warped(rgb, (-left, -top, side, side), (SIDE, SIDE)).astype(np.float32) / np.float32(127.5) - np.float32(1)
    return {"input:0": pixels[None]}, (SIDE / side, left * SIDE / side, top * SIDE / side)


def anchors():
    """Centres from 0 to 1."""
    rows = []
    for cells, each in ((16, 2), (8, 6)):
        y, x, _ = np.mgrid[:cells, :cells, :each]
        rows.append(np.stack([(x.ravel() + 0.5) / cells, (y.ravel() + 0.5) / cells], 1))
    return np.concatenate(rows).astype(np.float32)


def blend(boxes, values, scores):
    """Groups of overlapping boxes, each the mean of its values weighted by the scores."""
    left, kept = order(scores), []
    while len(left):
        overlaps = iou(boxes[left[0]], boxes[left])
        close.ious(overlaps[1:], OVERLAP)
        group = left[overlaps > OVERLAP]
        weights = scores[group, None]
        kept.append((scores[left[0]], (values[group] * weights).sum(0) / weights.sum()))
        left = left[overlaps <= OVERLAP]
    return kept


def decode(outputs, geometry):
    ratio, left, top = geometry
    scores = np.concatenate([outputs["Identity:0"][0, :, 0], outputs["Identity_1:0"][0, :, 0]])
    rows = np.concatenate([outputs["Identity_2:0"][0], outputs["Identity_3:0"][0]])
    scores = sigmoid(np.clip(scores, -100, 100))
    centre = anchors() + rows[:, :2] / SIDE
    size = rows[:, 2:4] / SIDE
    marks = anchors()[:, None] + rows[:, 4:].reshape(-1, 6, 2) / SIDE
    boxes = np.concatenate([centre - size / 2, centre + size / 2], 1)
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores >= SCORE)
    values = np.concatenate([boxes.reshape(-1, 2, 2), marks], 1)[passing].reshape(len(passing), 16)
    found = []
    for score, mean in blend(boxes[passing], values, scores[passing]) if len(passing) else []:
        mapped = (mean.reshape(-1, 2) * SIDE - np.array([left, top])) / ratio
        found.append(detection(0, score, mapped[:2], keypoints=points(mapped[2:])))
    return {"detections": found}


SOURCES = [
    "google-ai-edge/mediapipe: mediapipe/modules/face_detection/face_detection.pbtxt, face_detection_short_range.pbtxt, "
    "mediapipe/calculators/tflite/ssd_anchors_calculator.cc, mediapipe/calculators/util/non_max_suppression_calculator.cc, "
    "mediapipe/calculators/tensor/image_to_tensor_converter_opencv.cc",
    "keijiro/BlazeFaceBarracuda: Packages/jp.keijiro.mediapipe.blazeface/Runtime/FaceDetector.cs", "zmurez/MediaPipePyTorch: blazebase.py"]
INPUT = {"width": SIDE, "height": SIDE, "layout": "NHWC", "order": "RGB", "resize": "letterbox", "place": "centre", "pad": [0, 0, 0],
         "scale": 1 / 127.5, "mean": [1, 1, 1], "std": [1, 1, 1], "formula": "pixel / 127.5 - 1"}
OUTPUT = {"layout": "blazeface scores [1, 512, 1], [1, 384, 1], regressors [1, 512, 16], [1, 384, 16]", "anchors": [[16, 2], [8, 6]],
          "activation": "sigmoid of -100..100", "threshold": SCORE, "compare": ">=",
          "nms": {"overlap": OVERLAP, "plus": 0, "blended": "mean weighted by the scores, score of the best", "space": "0 to 1"},
          "keypoints": ["right eye", "left eye", "nose", "mouth", "right ear", "left ear"],
          "boxes": "(pixel of the square - padding) / ratio, unclipped"}
PHOTOS = ["images/photos/grace_hopper.jpg", "images/photos/kitten_224.png", "images/photos/ort_kimono.jpg#780,130,320,280",
          "wild/fastestdet/3.jpg#170,110,120,110", "wild/fastestdet/3.jpg"]
MODEL = "wild/blazeface-front-128/face_detection_front_128x128_barracuda.onnx"
families = [
    Family("blazeface-front-128", MODEL, "detection", SOURCES,
           {**INPUT, "rounding": "down; the smaller half of the padding at the left and top", "interpolation": "opencv-linear"}, OUTPUT,
           prepare, decode, PHOTOS),
    Family("blazeface-front-128-warp", MODEL, "detection", SOURCES,
           {**INPUT, "rounding": "none", "interpolation": "warpPerspective, linear, corners on corners, zeros outside"}, OUTPUT,
           prepare_warped, decode, PHOTOS),
]
