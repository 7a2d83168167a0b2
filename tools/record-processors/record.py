"""Records what image processors make of pictures, as the expected values of the tests of Fovea.Models.

    python3 tools/record-processors/record.py

writes tests/Models.Tests/Packages/Recorded/{processors,timm}.tsv. Needs Pillow and numpy. Each class's published steps are stated here
anew, from the source that is named beside it (paths in the repository huggingface/transformers, version 4, Pillow and numpy; timm's in
huggingface/pytorch-image-models). Pictures are made by `noise`, which the tests compute by the same formula.
"""
import json
import sys
from math import ceil, floor
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import recording

RECORDED = Path(__file__).resolve().parents[2] / "tests" / "Models.Tests" / "Packages" / "Recorded"
NEAREST, LANCZOS, BILINEAR, BICUBIC = 0, 1, 2, 3
PICTURES = [(90, 70, 1), (70, 95, 2), (61, 61, 3)]

# src/transformers/image_utils.py
STANDARD = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
DEFAULT = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])


def noise(width, height, seed):
    """The recording scripts' picture as RGB."""
    return np.asarray(recording.noise(width, height, seed))[:, :, :3]


# ---- src/transformers/image_transforms.py and image_processing_utils.py ----------------------------------------------


def get_size_dict(size, default_to_square=True):
    if isinstance(size, dict):
        return size
    if isinstance(size, int):
        return {"height": size, "width": size} if default_to_square else {"shortest_edge": size}
    return {"height": size[0], "width": size[1]}


def shortest(image, size):
    """get_resize_output_image_size with default_to_square=False: (height, width)."""
    height, width = image.shape[:2]
    short, long = (width, height) if width <= height else (height, width)
    new_long = int(size * long / short)
    return (new_long, size) if width <= height else (size, new_long)


def resize(image, size, resample):
    return np.array(Image.fromarray(image).resize((size[1], size[0]), resample))


def center_crop(image, height, width):
    height, width = int(height), int(width)
    old_height, old_width = image.shape[:2]
    top, left = (old_height - height) // 2, (old_width - width) // 2
    if top >= 0 and left >= 0:
        return image[top:top + height, left:left + width]
    padded = np.zeros((max(height, old_height), max(width, old_width), 3), image.dtype)
    top_pad, left_pad = ceil((padded.shape[0] - old_height) / 2), ceil((padded.shape[1] - old_width) / 2)
    padded[top_pad:top_pad + old_height, left_pad:left_pad + old_width] = image
    top, left = top + top_pad, left + left_pad
    return padded[max(0, top):top + height, max(0, left):left + width]


def rescale(image, factor):
    return (image.astype(np.float64) * factor).astype(np.float32)


def normalize(image, mean, std):
    if not np.issubdtype(image.dtype, np.floating):
        image = image.astype(np.float32)
    return (image - np.array(mean, image.dtype)) / np.array(std, image.dtype)


# ---- the classes -----------------------------------------------------------------------------------------------------


def plain(image, size, resample, config):
    if "shortest_edge" in size:
        return resize(image, shortest(image, size["shortest_edge"]), resample)
    return resize(image, (size["height"], size["width"]), resample)


def levit(image, size, resample, config):
    """models/levit/image_processing_levit.py"""
    if "shortest_edge" in size:
        return resize(image, shortest(image, int((256 / 224) * size["shortest_edge"])), resample)
    return plain(image, size, resample, config)


def poolformer(image, size, resample, config):
    """models/poolformer/image_processing_poolformer.py"""
    crop_pct = config.get("crop_pct", 0.9)
    if crop_pct is None:
        return plain(image, size, resample, config)
    if "shortest_edge" in size:
        return resize(image, shortest(image, int(size["shortest_edge"] / crop_pct)), resample)
    if size["height"] == size["width"]:
        return resize(image, shortest(image, int(size["height"] / crop_pct)), resample)
    return resize(image, (int(size["height"] / crop_pct), int(size["width"] / crop_pct)), resample)


def convnext(image, size, resample, config):
    """models/convnext/image_processing_convnext.py"""
    edge = size["shortest_edge"]
    if edge >= 384:
        return resize(image, (edge, edge), resample)
    crop_pct = config.get("crop_pct")
    image = resize(image, shortest(image, int(edge / (224 / 256 if crop_pct is None else crop_pct))), resample)
    return center_crop(image, edge, edge)


def row(path, size, resample, statistics, square=True, crop=None, crops=True, resizer=plain, **more):
    """What a class does where its file says nothing."""
    return dict(
        path=path, size=size, resample=resample, statistics=statistics, square=square, crop=crop, crops=crops, resizer=resizer, **more)


def both(side):
    return {"height": side, "width": side}


MODELS = "src/transformers/models/"
CLASSES = {
    "BeitImageProcessor": row(MODELS + "beit", both(256), BICUBIC, STANDARD, crop=224),
    "DeiTImageProcessor": row(MODELS + "deit", both(256), BICUBIC, STANDARD, crop=224),
    "BitImageProcessor": row(MODELS + "bit", {"shortest_edge": 224}, BICUBIC, CLIP, square=False, crop=224),
    "CLIPImageProcessor": row(MODELS + "clip", {"shortest_edge": 224}, BICUBIC, CLIP, square=False, crop=224),
    "ChineseCLIPImageProcessor": row(MODELS + "chinese_clip", {"shortest_edge": 224}, BICUBIC, CLIP, square=False, crop=224),
    "ViTHybridImageProcessor": row(MODELS + "deprecated/vit_hybrid", {"shortest_edge": 224}, BICUBIC, CLIP, square=False, crop=224),
    "FlavaImageProcessor": row(MODELS + "flava", both(224), BICUBIC, CLIP, crop=224),
    "BlipImageProcessor": row(MODELS + "blip", both(384), BICUBIC, CLIP),
    "ConvNextImageProcessor": row(MODELS + "convnext", {"shortest_edge": 384}, BICUBIC, STANDARD, square=False, resizer=convnext),
    "EfficientFormerImageProcessor": row(MODELS + "deprecated/efficientformer", both(224), BICUBIC, DEFAULT, crop=224),
    "EfficientNetImageProcessor": row(MODELS + "efficientnet", both(346), NEAREST, STANDARD, crop=289, crops=False, include_top=True),
    "LevitImageProcessor": row(MODELS + "levit", {"shortest_edge": 224}, BICUBIC, DEFAULT, square=False, crop=224, resizer=levit),
    "MobileNetV1ImageProcessor": row(MODELS + "mobilenet_v1", {"shortest_edge": 256}, BILINEAR, STANDARD, square=False, crop=224),
    "MobileNetV2ImageProcessor": row(MODELS + "mobilenet_v2", {"shortest_edge": 256}, BILINEAR, STANDARD, square=False, crop=224),
    "MobileViTImageProcessor": row(MODELS + "mobilevit", {"shortest_edge": 224}, BILINEAR, None, square=False, crop=256, flip=True),
    "PerceiverImageProcessor": row(MODELS + "perceiver", both(224), BICUBIC, DEFAULT, crop=256, crop_first=True),
    "PoolFormerImageProcessor": row(
        MODELS + "poolformer", {"shortest_edge": 224}, BICUBIC, DEFAULT, square=False, crop=224, resizer=poolformer),
    "PvtImageProcessor": row(MODELS + "pvt", both(224), BILINEAR, DEFAULT),
    "SegformerImageProcessor": row(MODELS + "segformer", both(512), BILINEAR, DEFAULT),
    "SiglipImageProcessor": row(MODELS + "siglip", both(224), BICUBIC, STANDARD),
    "ViTImageProcessor": row(MODELS + "vit", both(224), BILINEAR, STANDARD),
    "LayoutLMv3ImageProcessor": row(MODELS + "layoutlmv3", both(224), BILINEAR, STANDARD),
    "OwlViTImageProcessor": row(MODELS + "owlvit", both(768), BICUBIC, CLIP, crop=768, crops=False),
    "RTDetrImageProcessor": row(MODELS + "rt_detr", both(640), BILINEAR, DEFAULT, normalizes=False),
    "VideoMAEImageProcessor": row(MODELS + "videomae", {"shortest_edge": 224}, BILINEAR, STANDARD, square=False, crop=224),
    "DPTImageProcessor": row(MODELS + "dpt", both(384), BICUBIC, STANDARD),
}


def process(image, known, config):
    """The steps of `preprocess`, which are the same in all of these classes except where `known` says otherwise."""
    size = get_size_dict(config.get("size") or known["size"], known["square"])
    crop = get_size_dict(config.get("crop_size") or known["crop"]) if known["crop"] else None
    resample = config.get("resample", known["resample"])
    crops = crop is not None and config.get("do_center_crop", known["crops"])
    if known.get("crop_first") and crops:
        # models/perceiver/image_processing_perceiver.py: a part of the shorter side is cropped, and resized
        least = min(image.shape[:2])
        image = center_crop(image, size["height"] / crop["height"] * least, size["width"] / crop["width"] * least)
    if config.get("do_resize", True):
        image = known["resizer"](image, size, resample, config)
    if crops and not known.get("crop_first"):
        image = center_crop(image, crop["height"], crop["width"])
    if config.get("do_rescale", True):
        image = rescale(image, config.get("rescale_factor", 1 / 255))
        if known.get("include_top") and config.get("rescale_offset", False):
            image = image - 1
    mean, std = known["statistics"] or (None, None)
    mean, std = config.get("image_mean") or mean, config.get("image_std") or std
    if known["statistics"] and config.get("do_normalize", known.get("normalizes", True)):
        image = normalize(image, mean, std)
    if known.get("include_top") and config.get("include_top", True):
        # models/efficientnet/image_processing_efficientnet.py: divided by image_std once more
        image = normalize(image, [0, 0, 0], std)
    if known.get("flip") and config.get("do_flip_channel_order", True):
        image = image[:, :, ::-1]
    return image.astype(np.float32).transpose(2, 0, 1)


def cases(known):
    """Configurations: (name, fields). Each one gives images of one size."""
    crops, square = known["crop"] is not None, known["square"]
    small = {"crop_size": 80 if known.get("crop_first") else 48} if crops else {}
    on = {"do_center_crop": True} if crops and not known["crops"] else {}
    yield "defaults", {}
    if known["resizer"] is convnext:
        yield "bare", {"size": 64}
        yield "shortest", {"size": {"shortest_edge": 56}, "crop_pct": 0.9}
        yield "null crop_pct", {"size": {"shortest_edge": 56}, "crop_pct": None}
        yield "warped", {"size": {"shortest_edge": 400}}
    else:
        if square or crops:
            yield "bare", {"size": 64, **small, **on}
        yield "object", {"size": {"height": 60, "width": 66}, **small, **on}
        yield "list", {"size": [60, 66], **small, **on}
    if crops and not known.get("crop_first"):
        if not square:
            yield "shortest", {"size": {"shortest_edge": 64}, "crop_size": {"height": 48, "width": 52}}
            yield "smaller than the crop", {"size": {"shortest_edge": 40}, "crop_size": 51}
        yield "crop off", {"size": {"height": 60, "width": 66}, "do_center_crop": False}
        yield "no resize", {"do_resize": False, "do_center_crop": True, "crop_size": {"height": 50, "width": 57}}
    if known.get("crop_first"):
        yield "crop off", {"size": 60, "do_center_crop": False}
        yield "oblong", {"size": {"height": 40, "width": 50}, "crop_size": {"height": 44, "width": 64}}
    yield "filter", {"size": 64, **small, **on, "resample": LANCZOS} if square or crops else {"size": 64, "resample": LANCZOS}
    tiny = {"size": 64, **small, **on}
    yield "no rescale", {**tiny, "do_rescale": False}
    yield "factor", {**tiny, "rescale_factor": 0.007}
    yield "no normalize", {**tiny, "do_normalize": False}
    yield "statistics", {**tiny, "do_normalize": True, "image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6]}
    yield "null statistics", {**tiny, "image_mean": None, "image_std": None}
    if known.get("include_top"):
        yield "top off", {**tiny, "include_top": False}
        yield "offset", {**tiny, "rescale_offset": True, "rescale_factor": 1 / 127.5}
        yield "offset without top", {**tiny, "rescale_offset": True, "rescale_factor": 1 / 127.5, "include_top": False}
        yield "top alone", {**tiny, "do_rescale": False, "do_normalize": False}
    if known.get("flip"):
        yield "flip off", {**tiny, "do_flip_channel_order": False}
    if known["resizer"] is poolformer:
        yield "crop_pct", {**tiny, "crop_pct": 0.8}
        yield "null crop_pct", {**tiny, "crop_pct": None}
        yield "square", {"size": both(64), "crop_size": 48}
    if not known.get("flip"):
        yield "not its flip", {**tiny, "do_flip_channel_order": True}
    if not crops:
        yield "not its crop", {**tiny, "do_center_crop": True, "crop_size": 32}


# ---- timm: timm/data/config.py (resolve_data_config), timm/data/transforms_factory.py (transforms_imagenet_eval) -----

FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "box": 4, "hamming": 5}


def tv_resize(image, size, resample):
    """torchvision's Resize of an int (shorter side) or (height, width)."""
    return resize(image, shortest(image, size) if isinstance(size, int) else size, resample)


def keep_ratio(image, size, longest, resample):
    """timm's ResizeKeepRatio without its random parts."""
    ratio_h, ratio_w = image.shape[0] / size[0], image.shape[1] / size[1]
    ratio = max(ratio_h, ratio_w) * longest + min(ratio_h, ratio_w) * (1.0 - longest)
    return resize(image, [round(x / ratio) for x in image.shape[:2]], resample)


def crop_or_pad(image, size, fill):
    """torchvision's center_crop and timm's center_crop_or_pad: (missing // 2) left and top, int(round(margin / 2))."""
    height, width = image.shape[:2]
    if size[0] > height or size[1] > width:
        padded = np.empty((max(size[0], height), max(size[1], width), 3), image.dtype)
        padded[:] = fill
        top, left = max(0, size[0] - height) // 2, max(0, size[1] - width) // 2
        padded[top:top + height, left:left + width] = image
        image, (height, width) = padded, padded.shape[:2]
    top, left = int(round((height - size[0]) / 2.0)), int(round((width - size[1]) / 2.0))
    return image[top:top + size[0], left:left + size[1]]


def timm(image, config, size=None):
    """size: what the graph was exported for; None where it leaves that open."""
    train, test = config.get("input_size"), config.get("test_input_size")
    use_test = test is None or size is None or train is None or tuple(train[1:]) != size or tuple(test[1:]) == size
    size = size or tuple((use_test and test or train or (3, 224, 224))[1:])
    crop_pct = (use_test and config.get("test_crop_pct")) or config.get("crop_pct") or 0.875
    scaled = tuple(floor(x / crop_pct) for x in size)
    mean, std = config.get("mean") or DEFAULT[0], config.get("std") or DEFAULT[1]
    resample = FILTERS[config.get("interpolation") or "bicubic"]
    mode = config.get("crop_mode") or "center"
    if mode == "squash":
        image = crop_or_pad(tv_resize(image, scaled, resample), size, 0)
    elif mode == "border":
        image = crop_or_pad(keep_ratio(image, scaled, 1.0, resample), size, [round(255 * v) for v in mean])
    elif scaled[0] == scaled[1]:
        image = crop_or_pad(tv_resize(image, scaled[0], resample), size, 0)
    else:
        image = crop_or_pad(keep_ratio(image, scaled, 0.0, BILINEAR), size, 0)
    image = image.astype(np.float32) / np.float32(255)
    return normalize(image, mean, std).transpose(2, 0, 1)


SMALL = {"input_size": [3, 64, 64], "mean": [0.5, 0.4, 0.3], "std": [0.5, 0.25, 0.2]}
TIMM = {
    "defaults": ({}, None),
    "size": ({"input_size": [3, 64, 64]}, None),
    "all": ({**SMALL, "interpolation": "bilinear", "crop_pct": 0.95, "crop_mode": "center"}, None),
    "no interpolation": ({**SMALL, "interpolation": ""}, None),
    "lanczos": ({**SMALL, "interpolation": "lanczos", "crop_pct": 1.0}, None),
    "squash": ({**SMALL, "crop_mode": "squash", "crop_pct": 0.9}, None),
    "squash oblong": ({**SMALL, "input_size": [3, 48, 80], "crop_mode": "squash", "crop_pct": 1.0}, None),
    "border": ({**SMALL, "crop_mode": "border", "crop_pct": 1.0}, None),
    "border cropped": ({**SMALL, "crop_mode": "border", "crop_pct": 0.8}, None),
    "border oblong": ({**SMALL, "input_size": [3, 70, 50], "crop_mode": "border", "crop_pct": 0.9}, None),
    "oblong": ({**SMALL, "input_size": [3, 48, 80], "interpolation": "bicubic"}, None),
    "tall": ({**SMALL, "input_size": [3, 96, 40], "crop_pct": 1.0}, None),
    "tests, open": ({**SMALL, "test_input_size": [3, 80, 80], "test_crop_pct": 1.0, "crop_pct": 0.9}, None),
    "tests, exported at test": ({**SMALL, "test_input_size": [3, 80, 80], "test_crop_pct": 1.0, "crop_pct": 0.9}, (80, 80)),
    "tests, exported at train": ({**SMALL, "test_input_size": [3, 80, 80], "test_crop_pct": 1.0, "crop_pct": 0.9}, (64, 64)),
    "test size alone": ({**SMALL, "test_input_size": [3, 80, 80], "crop_pct": 0.9}, (80, 80)),
    "test crop alone": ({**SMALL, "test_crop_pct": 1.0, "crop_pct": 0.9}, (64, 64)),
    "exported at another size": ({**SMALL, "crop_pct": 0.9}, (72, 72)),
    "exported oblong": ({**SMALL, "crop_pct": 0.9}, (72, 56)),
    "no size, exported": ({"crop_pct": 0.9}, (72, 72)),
}


def digest(tensor):
    assert tensor.dtype == np.float32
    return recording.digest(np.ascontiguousarray(tensor).tobytes())


def write(name, header, rows):
    recording.write(RECORDED / name, f"# Pillow {PIL.__version__}, numpy {np.__version__}", header, rows)


def main():
    rows = []
    for name, known in CLASSES.items():
        for case, config in cases(known):
            for width, height, seed in PICTURES[:1] if case == "defaults" else PICTURES:
                tensor = process(noise(width, height, seed), known, config)
                rows.append((name, case, json.dumps(config), width, height, seed, *tensor.shape[1:], digest(tensor)))
    write("processors.tsv", ("class", "case", "fields", "width", "height", "seed", "to_height", "to_width", "tensor"), rows)

    rows = []
    for case, (config, size) in TIMM.items():
        for width, height, seed in PICTURES:
            tensor = timm(noise(width, height, seed), config, size)
            exported = f"{size[0]}x{size[1]}" if size else "open"
            rows.append((case, json.dumps(config), exported, width, height, seed, *tensor.shape[1:], digest(tensor)))
    write("timm.tsv", ("case", "fields", "exported", "width", "height", "seed", "to_height", "to_width", "tensor"), rows)


if __name__ == "__main__":
    main()
