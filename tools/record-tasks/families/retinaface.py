"""RetinaFace: two priors a cell on three grids; box, score and five points of each, with variances 0.1 and 0.2.

Preparation, thresholds and order of outputs: emilianavt/OpenSeeFace, retinaface.py (its priors in models/priorbox_640x640.json equal
`priors`). Priors, points and suppression: biubug6/Pytorch_Retinaface, layers/functions/prior_box.py, data/config.py `cfg_mnet`, detect.py.
OpenSeeFace then widens its boxes for its tracker and keeps the best alone; that is left out.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, detection, nms, points
from . import FACES

SIDE, SCORE, OVERLAP = 640, 0.4, 0.4
MEAN = 104, 117, 123


def prepare(rgb):
    pixels = cv2.resize(bgr(rgb), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    return {"input0": chw(pixels.astype(np.float32) - np.array(MEAN, np.float32))}, rgb.shape


def priors(side, sizes=((16, 32), (64, 128), (256, 512)), strides=(8, 16, 32)):
    """Centre x, centre y, width, height, all from 0 to 1."""
    rows = []
    for stride, pair in zip(strides, sizes):
        cells = -(-side // stride)
        y, x, k = np.mgrid[:cells, :cells, :len(pair)]
        size = np.array(pair)[k.ravel()] / side
        rows.append(np.stack([(x.ravel() + 0.5) * stride / side, (y.ravel() + 0.5) * stride / side, size, size], 1))
    return np.concatenate(rows)


def decode(outputs, shape):
    height, width = shape[:2]
    loc, conf, marks = outputs["output0"][0], outputs["586"][0], outputs["585"][0]
    prior = priors(SIDE)
    centre = prior[:, :2] + loc[:, :2] * 0.1 * prior[:, 2:]
    size = prior[:, 2:] * np.exp(loc[:, 2:] * 0.2)
    boxes = np.concatenate([centre - size / 2, centre + size / 2], 1) * np.array([width, height, width, height])
    five = (prior[:, None, :2] + marks.reshape(-1, 5, 2) * 0.1 * prior[:, None, 2:]) * np.array([width, height])
    scores = conf[:, 1]
    close.scores(scores, SCORE)
    passing = np.flatnonzero(scores > SCORE)
    keep = passing[nms(boxes[passing], scores[passing], OVERLAP, plus=1)] if len(passing) else []
    return {"detections": [detection(1, scores[i], boxes[i], keypoints=points(five[i])) for i in keep]}


families = [Family(
    "retinaface-640", "wild/retinaface-640/retinaface_640x640_opt.onnx", "detection",
    ["emilianavt/OpenSeeFace: retinaface.py",
     "biubug6/Pytorch_Retinaface: detect.py, layers/functions/prior_box.py, utils/box_utils.py, data/config.py"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "stretch", "interpolation": "opencv-linear",
     "scale": 1, "mean": list(MEAN), "std": [1, 1, 1]},
    {"layout": "ssd loc, conf, landms", "strides": [8, 16, 32], "sizes": [[16, 32], [64, 128], [256, 512]], "variances": [0.1, 0.2],
     "background": 0, "activation": "softmax in the graph", "threshold": SCORE, "compare": ">",
     "nms": {"overlap": OVERLAP, "plus": 1, "space": "pixels of the photo"},
     "keypoints": ["left eye", "right eye", "nose", "left corner of the mouth", "right corner of the mouth"], "boxes": "unclipped"},
    prepare, decode, FACES)]
