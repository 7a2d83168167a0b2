"""Records what PaddleDetection and PaddleClas make of pictures, as the expected values of the tests of Fovea.Models.

    python3 tools/record-processors/paddle.py

writes tests/Models.Tests/Packages/Recorded/paddle.tsv. Needs OpenCV (without IPP), Pillow and numpy. The published steps are stated here
anew, from deploy/python/preprocess.py of PaddlePaddle/PaddleDetection (2.6) and of PaddlePaddle/PaddleClas (2.5).
"""
import json

import cv2
import numpy as np

from record import PICTURES, digest, noise, write

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def normalize_detection(image, is_scale=True, norm_type="mean_std", mean=MEAN, std=STD):
    image = image.astype(np.float32)
    if is_scale:
        image *= 1.0 / 255.0
    if norm_type == "mean_std":
        image -= np.array(mean)[np.newaxis, np.newaxis, :]
        image /= np.array(std)[np.newaxis, np.newaxis, :]
    return image


def resize_detection(image, target_size, keep_ratio, interp):
    (h, w), (to_h, to_w) = image.shape[:2], target_size
    assert not keep_ratio
    return cv2.resize(image, None, None, fx=to_w / float(w), fy=to_h / float(h), interpolation=interp)


def pad_detection(image, size, fill_value):
    canvas = np.ones((*size, 3), np.float32) * np.array(fill_value, np.float32)
    canvas[:image.shape[0], :image.shape[1]] = image.astype(np.float32)
    return canvas


def detection(image, steps):
    image = np.ascontiguousarray(image)
    for step in steps["Preprocess"]:
        fields = {name: value for name, value in step.items() if name != "type"}
        if step["type"] == "Resize":
            image = resize_detection(image, **fields)
        elif step["type"] == "NormalizeImage":
            image = normalize_detection(image, **fields)
        elif step["type"] == "Pad":
            image = pad_detection(image, **fields)
    return np.ascontiguousarray(image.astype(np.float32).transpose(2, 0, 1))


def classification(image, steps):
    image = np.ascontiguousarray(image)
    for step in steps["PreProcess"]["transform_ops"]:
        (name, fields), = step.items()
        h, w = image.shape[:2]
        if name == "ResizeImage" and "resize_short" in fields:
            percent = float(fields["resize_short"]) / min(w, h)
            image = cv2.resize(image, (int(round(w * percent)), int(round(h * percent))), interpolation=cv2.INTER_LINEAR)
        elif name == "ResizeImage":
            size = fields["size"] if isinstance(fields["size"], list) else [fields["size"]] * 2
            modes = {"bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC, "area": cv2.INTER_AREA}
            image = cv2.resize(image, tuple(size), interpolation=modes[fields.get("interpolation", "bilinear")])
        elif name == "CropImage":
            size = fields["size"]
            top, left = (h - size) // 2, (w - size) // 2
            image = image[top:top + size, left:left + size]
        elif name == "NormalizeImage":
            scale = fields.get("scale")
            scale = np.float32(1 / 255 if scale is None else eval(scale) if isinstance(scale, str) else scale)
            mean, std = (np.array(fields[key]).reshape(1, 1, 3).astype("float32") for key in ("mean", "std"))
            image = (image.astype("float32") * scale - mean) / std
    return np.ascontiguousarray(image.transpose(2, 0, 1))


NORMALIZE = {"type": "NormalizeImage", "is_scale": True, "mean": MEAN, "std": STD}
CLAS_NORMALIZE = {"NormalizeImage": {"scale": 0.00392157, "mean": MEAN, "std": STD, "order": "", "channel_num": 3}}


def resize_step(target_size, keep_ratio=False, interp=2):
    return {"type": "Resize", "target_size": target_size, "keep_ratio": keep_ratio, "interp": interp}


def det(*steps):
    return {"mode": "paddle", "draw_threshold": 0.5, "metric": "COCO", "Preprocess": [*steps, {"type": "Permute"}]}


def clas(*steps):
    return {"PreProcess": {"transform_ops": [*steps, {"ToCHWImage": None}]}}


CASES = [
    # PicoDet; PP-YOLOE+; padding; nearest, linear and area.
    ("infer_cfg.yml", det(resize_step([64, 64]), NORMALIZE), 64, 64),
    ("infer_cfg.yml", det(resize_step([48, 80]), {**NORMALIZE, "norm_type": "none", "mean": [0, 0, 0], "std": [1, 1, 1]}), 48, 80),
    ("infer_cfg.yml", det(resize_step([60, 64], interp=1), {"type": "Pad", "size": [96, 80], "fill_value": [114.0, 113.0, 112.0]}), 96, 80),
    ("infer_cfg.yml", det(resize_step([56, 56], interp=0), {**NORMALIZE, "is_scale": False}), 56, 56),
    ("infer_cfg.yml", det(resize_step([52, 52], interp=1), NORMALIZE), 52, 52),
    ("infer_cfg.yml", det(resize_step([40, 40], interp=3), NORMALIZE), 40, 40),
    # PP-LCNet; a fraction as text; both sides.
    ("inference.yml", clas({"ResizeImage": {"resize_short": 64}}, {"CropImage": {"size": 56}}, CLAS_NORMALIZE), 56, 56),
    ("inference.yml", clas({"ResizeImage": {"resize_short": 61}}, {"CropImage": {"size": 48}},
                           {"NormalizeImage": {**CLAS_NORMALIZE["NormalizeImage"], "scale": "1.0/255.0"}}), 48, 48),
    ("inference.yml", clas({"ResizeImage": {"size": [80, 48], "interpolation": "bicubic"}}, CLAS_NORMALIZE), 48, 80),
    ("inference.yml", clas({"ResizeImage": {"size": 72, "interpolation": "area"}}, CLAS_NORMALIZE), 72, 72),
]


def main():
    rows = []
    for name, steps, height, width in CASES:
        prepare = detection if name == "infer_cfg.yml" else classification
        for w, h, seed in PICTURES + [(33, 120, 4), (200, 31, 5)]:
            tensor = prepare(noise(w, h, seed), steps)
            assert tensor.shape == (3, height, width), tensor.shape
            rows.append((name, json.dumps(steps), height, width, w, h, seed, digest(tensor)))
    write("paddle.tsv", ("file", "steps", "to_height", "to_width", "width", "height", "seed", "tensor"), rows)


main()
