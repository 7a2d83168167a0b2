"""Records what Ultralytics makes of pictures, as the expected values of the tests of Fovea.Models.

    python3 tools/record-processors/ultralytics.py

writes tests/Models.Tests/Packages/Recorded/ultralytics.tsv. Needs Pillow and numpy. The published steps are stated here anew, from
ultralytics/data/augment.py (classify_transforms, LetterBox) in the repository ultralytics/ultralytics, version 8.3; torchvision's Resize
and CenterCrop of a PIL picture are those of record.py. Needs OpenCV too, with which LetterBox resizes.
"""
import cv2
import numpy as np

from record import BILINEAR, PICTURES, crop_or_pad, digest, noise, resize, tv_resize, write


def classify(image, height, width):
    if height == width:
        image = crop_or_pad(tv_resize(image, height, BILINEAR), (height, width), 0)
    else:
        image = resize(image, (height, width), BILINEAR)
    return image.astype(np.float32).transpose(2, 0, 1) / np.float32(255)


def letterbox(image, height, width):
    h, w = image.shape[:2]
    ratio = min(height / h, width / w)
    new_w, new_h = int(round(w * ratio)), int(round(h * ratio))
    image = cv2.resize(np.ascontiguousarray(image), (new_w, new_h), interpolation=cv2.INTER_LINEAR)
    top, left = int(round((height - new_h) / 2 - 0.1)), int(round((width - new_w) / 2 - 0.1))
    padded = np.full((height, width, 3), 114, np.uint8)
    padded[top:top + new_h, left:left + new_w] = image
    return padded.astype(np.float32).transpose(2, 0, 1) / np.float32(255)


CASES = [
    ("classify", 64, 64), ("classify", 61, 61), ("classify", 100, 100), ("classify", 48, 80), ("classify", 81, 50),
    ("detect", 64, 64), ("detect", 96, 160), ("segment", 65, 65), ("pose", 128, 64), ("obb", 33, 91),
]


def main():
    rows = []
    for task, height, width in CASES:
        for w, h, seed in PICTURES + [(33, 120, 4), (200, 31, 5)]:
            steps = classify if task == "classify" else letterbox
            rows.append((task, height, width, w, h, seed, digest(steps(noise(w, h, seed), height, width))))
    write("ultralytics.tsv", ("task", "to_height", "to_width", "width", "height", "seed", "tensor"), rows)


main()
