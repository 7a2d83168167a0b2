"""Records what Pillow and numpy compute of pictures with more than 8 bits per sample, for the tests of Fovea.Models.

    python3 tools/record-preprocessing/deep.py

writes two .tsv files under tests/Models.Tests/Preprocessing/Recorded. Needs Pillow and numpy alone. The samples are those of `noise`, two
bytes each, divided by 257; each channel is an image of mode F.
"""
import sys
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import recording
from recording import FILTERS, SIZES, digest, noise

RECORDED = Path(__file__).resolve().parents[2] / "tests" / "Models.Tests" / "Preprocessing" / "Recorded"
VERSIONS = f"# Pillow {PIL.__version__}, numpy {np.__version__}"
BACKGROUND = (18, 200, 77)


def deep(width, height, seed, count):
    """Planes of float32, 0 to 255: the words of noise that is twice as wide, or four times as high for more than two samples."""
    words = np.frombuffer(noise(width, height * ((count + 1) // 2), seed).tobytes(), "<u2").astype(np.float32)
    return (words[:count * width * height] / np.float32(257)).reshape(count, height, width)


def resize(plane, width, height, number):
    return np.asarray(Image.fromarray(plane, "F").resize((width, height), number))


def resized():
    for seed, (w, h, to_w, to_h) in enumerate(SIZES, 1):
        plane = deep(w, h, seed, 1)[0]
        for name, number in FILTERS.items():
            yield w, h, seed, to_w, to_h, name, digest(resize(plane, to_w, to_h, number).tobytes())


def luminance(planes):
    r, g, b = planes.astype(np.float64)
    return (0.299 * r + 0.587 * g + 0.114 * b).astype(np.float32)


def composited(planes):
    """Colours, or gray, and alpha on a background, in float64."""
    alpha = planes[-1].astype(np.float64) / 255
    colors = planes[:-1] if len(planes) == 4 else np.repeat(planes[:1], 3, axis=0)
    return np.stack([color.astype(np.float64) * alpha + back * (1 - alpha) for color, back in zip(colors, BACKGROUND)])


def covered(planes, side, crop, number):
    """torchvision's Resize and CenterCrop."""
    height, width = planes.shape[1:]
    short, long = min(width, height), max(width, height)
    other = int(side * long / short)
    size = (side, other) if width <= height else (other, side)
    left, top = int(round((size[0] - crop) / 2)), int(round((size[1] - crop) / 2))
    return np.stack([resize(plane, *size, number)[top:top + crop, left:left + crop] for plane in planes])


def column(values):
    return np.array(values, np.float32).reshape(3, 1, 1)


def imagenet(planes):
    x = covered(planes[:3] if len(planes) > 2 else np.repeat(planes[:1], 3, axis=0), 64, 56, 3)
    return (x / np.float32(255) - column([0.485, 0.456, 0.406])) / column([0.229, 0.224, 0.225])


def bgr_last(planes):
    x = covered(planes[:3] if len(planes) > 2 else np.repeat(planes[:1], 3, axis=0), 64, 56, 2)[::-1]
    return (x - column([103.94, 116.78, 123.68])).transpose(1, 2, 0)


def gray_28(planes):
    return resize(luminance(planes[:3]) if len(planes) > 2 else planes[0], 28, 28, 2)


def gray_turned(planes):
    """EXIF orientation 6: turned clockwise."""
    gray = luminance(planes[:3]) if len(planes) > 2 else planes[0]
    return resize(np.ascontiguousarray(np.rot90(gray, -1)), 30, 20, 1) / np.float32(127.5) - np.float32(1)


def on_a_background(planes):
    return np.stack([resize(plane.astype(np.float32), 33, 21, 3) for plane in composited(planes)])


def gray_on_a_background(planes):
    r, g, b = composited(planes)
    return resize((0.299 * r + 0.587 * g + 0.114 * b).astype(np.float32), 33, 21, 3)


def networks():
    for seed, (w, h) in enumerate([(61, 43), (43, 61), (500, 375), (17, 90)], 1):
        for count in range(1, 5):
            planes = deep(w, h, seed, count)
            for network in (imagenet, bgr_last, gray_28, gray_turned):
                yield w, h, seed, count, network.__name__, digest(tensor(network(planes)))
            if count in (2, 4):
                for network in (on_a_background, gray_on_a_background):
                    yield w, h, seed, count, network.__name__, digest(tensor(network(planes)))


def tensor(values):
    assert values.dtype == np.float32
    return np.ascontiguousarray(values).tobytes()


def main():
    recording.write(
        RECORDED / "resized-deep.tsv", VERSIONS, ("width", "height", "seed", "to_width", "to_height", "filter", "plane"), resized())
    recording.write(RECORDED / "deep.tsv", VERSIONS, ("width", "height", "seed", "samples", "network", "tensor"), networks())


main()
