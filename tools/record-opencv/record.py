"""Records what OpenCV's resize computes, as the expected values of the tests of Fovea.Models.

    python3 tools/record-opencv/record.py

writes tests/Models.Tests/Preprocessing/Recorded/resized-opencv.tsv. Needs OpenCV (Debian's python3-opencv, without IPP), numpy and Pillow.
"""
import sys
from pathlib import Path

import cv2
import numpy as np
import PIL

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import recording
from recording import digest, noise

RECORDED = Path(__file__).resolve().parents[2] / "tests" / "Models.Tests" / "Preprocessing" / "Recorded"
FILTERS = {"OpenCvNearest": cv2.INTER_NEAREST, "OpenCvLinear": cv2.INTER_LINEAR, "OpenCvCubic": cv2.INTER_CUBIC,
           "OpenCvArea": cv2.INTER_AREA}

# Awkward sizes; halves, thirds and other whole numbers along one axis or both; photos to the inputs of detectors.
SIZES = [
    (1, 1, 1, 1), (1, 1, 5, 7), (1, 9, 3, 4), (9, 1, 4, 3), (2, 2, 3, 3), (3, 5, 7, 11), (7, 11, 3, 5), (8, 8, 8, 8), (8, 8, 8, 5),
    (8, 8, 5, 8), (16, 16, 1, 1), (31, 17, 1, 9), (33, 65, 64, 32), (100, 75, 57, 43), (64, 48, 151, 97), (257, 3, 13, 2), (3, 257, 2, 13),
    (8, 8, 4, 4), (16, 12, 8, 6), (9, 9, 3, 3), (12, 8, 4, 4), (12, 8, 12, 4), (12, 8, 6, 8), (12, 8, 6, 16), (35, 21, 5, 7),
    (640, 480, 416, 312), (500, 375, 640, 480), (500, 375, 352, 352), (640, 427, 320, 240), (300, 400, 480, 640), (1000, 10, 28, 28),
    (224, 224, 112, 112), (301, 200, 385, 256), (19, 23, 224, 224), (2000, 30, 1, 7),
]


def resized():
    for seed, (w, h, to_w, to_h) in enumerate(SIZES, 1):
        source = noise(w, h, seed)
        for name, number in FILTERS.items():
            rgb, gray = (
                cv2.resize(np.ascontiguousarray(source.convert(mode)), (to_w, to_h), interpolation=number) for mode in ("RGB", "L"))
            yield w, h, seed, to_w, to_h, name, digest(rgb.tobytes()), digest(gray.tobytes())


recording.write(
    RECORDED / "resized-opencv.tsv", f"# OpenCV {cv2.__version__}, numpy {np.__version__}, Pillow {PIL.__version__}",
    ("width", "height", "seed", "to_width", "to_height", "filter", "rgb", "gray"), resized())
