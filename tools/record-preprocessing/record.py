"""Records what Pillow, torchvision and numpy compute, as the expected values of the tests of Fovea.Models.

    python3 tools/record-preprocessing/record.py ../shared/data

writes the .tsv files under tests/Models.Tests/Preprocessing/Recorded. Needs Pillow, numpy, torch and torchvision.
Images that are not files are made by `noise`, which the tests compute by the same formula.
"""
import sys
import warnings
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image, ImageOps
from torchvision import transforms as T

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import recording
from recording import FILTERS, SIZES, digest, files, noise

TESTS = Path(__file__).resolve().parents[2] / "tests" / "Models.Tests"
VERSIONS = f"# Pillow {PIL.__version__}, numpy {np.__version__}, torchvision {torchvision.__version__}"


def write(path, header, rows):
    recording.write(path, VERSIONS, header, rows)


def resized():
    rows = []
    for seed, (w, h, to_w, to_h) in enumerate(SIZES, 1):
        source = noise(w, h, seed)
        for name, number in FILTERS.items():
            rgb = source.convert("RGB").resize((to_w, to_h), number)
            gray = source.convert("L").resize((to_w, to_h), number)
            rows.append((w, h, seed, to_w, to_h, name, digest(rgb.tobytes()), digest(gray.tobytes())))
    write(TESTS / "Preprocessing/Recorded/resized.tsv", ("width", "height", "seed", "to_width", "to_height", "filter", "rgb", "gray"), rows)


def chw(image):
    return np.asarray(image, np.float32).transpose(2, 0, 1)


def bytes_of(tensor):
    tensor = tensor.numpy() if isinstance(tensor, torch.Tensor) else tensor
    assert tensor.dtype == np.float32
    return np.ascontiguousarray(tensor).tobytes()


def mobilenet_v2(image):
    image = T.Compose([T.Resize(256, Image.BILINEAR), T.CenterCrop(224)])(image)
    return chw(image) / 127.5 - 1


def squeezenet(image):
    image = T.Compose([T.Resize(256, Image.BILINEAR), T.CenterCrop(224)])(image)
    mean = np.array([103.94, 116.78, 123.68], np.float32).reshape(3, 1, 1)
    return chw(image)[::-1] - mean


def imagenet(image):
    return T.Compose([
        T.Resize(256), T.CenterCrop(224), T.ToTensor(), T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])(image)


def timm_bicubic(image):
    return T.Compose([
        T.Resize(235, Image.BICUBIC), T.CenterCrop(224), T.ToTensor(), T.Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])])(image)


def hugging_face(image):
    """What the processors of transformers do: int(size * long / short), floor crop, float64 rescale, float32 normalise."""
    w, h = image.size
    short, long = min(w, h), max(w, h)
    other = int(256 * long / short)
    image = image.resize((256, other) if w <= h else (other, 256), Image.BICUBIC)
    left, top = (image.width - 224) // 2, (image.height - 224) // 2
    x = np.asarray(image)[top:top + 224, left:left + 224]
    x = (x.astype(np.float64) * 0.00392156862745098).astype(np.float32)
    mean = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
    std = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
    return ((x - mean) / std).transpose(2, 0, 1)


def ultraface(image):
    image = image.resize((320, 240), Image.BILINEAR)
    return (chw(image) - np.float32(127)) / np.float32(128)


def ppocr(image):
    image = image.resize((192, 48), Image.BILINEAR)
    return (chw(image) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)


def gray_28(image):
    return np.asarray(image.convert("L").resize((28, 28), Image.BILINEAR), np.float32)[None]


def nhwc_nearest(image):
    image = T.Compose([T.Resize(96, Image.NEAREST), T.CenterCrop((64, 80))])(image)
    return np.asarray(image, np.float32) / 255


def padded(image):
    """A crop larger than the resized image: torchvision pads with black before it normalises."""
    return T.Compose([
        T.Resize(100, Image.BILINEAR), T.CenterCrop(151), T.ToTensor(), T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])(image)


NETWORKS = [mobilenet_v2, squeezenet, imagenet, timm_bicubic, hugging_face, ultraface, ppocr, gray_28, nhwc_nearest, padded]
GENERATED = [(500, 375), (375, 500), (333, 224), (224, 224), (231, 229), (1, 1), (17, 900), (900, 17), (1024, 768)]


def tensors(data):
    rows = []
    for path in files(data):
        if path.parent.name != "photos":
            continue
        image = Image.open(path).convert("RGB")
        for network in NETWORKS:
            rows.append((path.name, network.__name__, digest(bytes_of(network(image)))))
    write(TESTS / "Preprocessing/Recorded/photos.tsv", ("photo", "network", "tensor"), rows)

    rows = []
    for seed, (w, h) in enumerate(GENERATED, 1):
        image = noise(w, h, seed).convert("RGB")
        for network in NETWORKS:
            rows.append((w, h, seed, network.__name__, digest(bytes_of(network(image)))))
    write(TESTS / "Preprocessing/Recorded/generated.tsv", ("width", "height", "seed", "network", "tensor"), rows)


def composited():
    rows = []
    for seed, color in enumerate([(255, 255, 255), (0, 0, 0), (18, 200, 77)], 1):
        image = noise(61, 43, seed)
        background = Image.new("RGB", image.size, color)
        background.paste(image, mask=image.split()[3])
        rows.append((61, 43, seed, "#%02x%02x%02x" % color, digest(background.tobytes()), digest(background.convert("L").tobytes())))
    write(TESTS / "Preprocessing/Recorded/composited.tsv", ("width", "height", "seed", "background", "rgb", "gray"), rows)


def transparent():
    """Pictures with alpha, which Pillow resizes with colours multiplied by it, except by the nearest filter."""
    rows = []
    for seed, (w, h, to_w, to_h) in enumerate(SIZES, 1):
        for name, number in FILTERS.items():
            rows.append((w, h, seed, to_w, to_h, name, digest(noise(w, h, seed).resize((to_w, to_h), number).tobytes())))
    path = TESTS / "Preprocessing/Recorded/transparent.tsv"
    recording.write(path, f"# Pillow {PIL.__version__}", ("width", "height", "seed", "to_width", "to_height", "filter", "rgba"), rows)


def oriented():
    rows = []
    for orientation in range(1, 9):
        image = noise(7, 5, orientation).convert("RGB")
        exif = image.getexif()
        exif[0x0112] = orientation
        rows.append((7, 5, orientation, *ImageOps.exif_transpose(image).size, digest(ImageOps.exif_transpose(image).tobytes())))
    write(TESTS / "Preprocessing/Recorded/oriented.tsv", ("width", "height", "orientation", "to_width", "to_height", "rgb"), rows)


def normalized():
    """All 256 pixel values through each order of operations that occurs, as numpy and torch compute it."""
    x = np.arange(256, dtype=np.uint8)
    f = x.astype(np.float32)
    rows = {
        "x/127.5-1": f / 127.5 - 1,
        "torchvision": T.Normalize([0.485], [0.229])(T.ToTensor()(x.reshape(16, 16, 1))).numpy(),
        "rescale double": ((x.astype(np.float64) * 0.00392156862745098).astype(np.float32) - np.float32(0.485)) / np.float32(0.229),
        "rescale single": (f * np.float32(0.00392156862745098) - np.float32(0.485)) / np.float32(0.229),
        "x/127.5-1 double": (x / 127.5 - 1).astype(np.float32),
    }
    write(TESTS / "Preprocessing/Recorded/normalized.tsv", ("form", "tensor"), [(k, digest(bytes_of(v))) for k, v in rows.items()])


def main():
    warnings.simplefilter("ignore")
    data = Path(sys.argv[1])
    resized()
    tensors(data)
    composited()
    transparent()
    oriented()
    normalized()


main()
