"""A seeded set of "photographed" digits for checking: whole pictures of 120 to 400 pixels, made with Pillow and numpy.

It shares no code with the training augmentation. The test of the product has a generator of its own with the same ranges.
"""

import math

import numpy as np
from PIL import Image, ImageFilter

RANGES = """side 120..400 pixels; digit's 20-pixel box 45..80% of the side; turned up to 12 degrees; centre shifted up to the
border less 4% of the side, at most 15%; strokes from eroded to dilated by 4% of the side; paper 150..255 with a tint of up to 12% per
channel; ink 0..45% of the paper's brightness, its own tint; light slope up to 35%, vignette up to 25%; blur up to 0.8% of the side; noise
sigma up to 10"""


def photograph(digit, random):
    """An RGB Pillow image of one MNIST digit (28, 28) uint8."""
    side = int(random.integers(120, 401))
    box = random.uniform(0.45, 0.80)
    zoom = box * side / 20
    limit = max(0.0, min(0.15, 0.5 - box / 2 - 0.04)) * side
    shift = random.uniform(-limit, limit, 2)
    angle = math.radians(random.uniform(-12, 12))
    cos, sin = math.cos(angle) / zoom, math.sin(angle) / zoom
    centre = side / 2 + shift
    matrix = (cos, sin, 14 - cos * centre[0] - sin * centre[1], -sin, cos, 14 + sin * centre[0] - cos * centre[1])
    ink = Image.fromarray(digit).transform((side, side), Image.AFFINE, matrix, Image.BICUBIC)

    ink = ink.filter(ImageFilter.GaussianBlur(0.6 * zoom * 0.5))
    ink = np.asarray(ink, np.float32) / 255
    ink = 1 / (1 + np.exp(-(ink - random.uniform(0.25, 0.55)) * 18))
    growth = int(round(random.uniform(-0.01, 0.02) * side))
    picture = Image.fromarray((ink * 255).astype(np.uint8))
    if growth > 0:
        picture = picture.filter(ImageFilter.MaxFilter(2 * growth + 1))
    ink = np.asarray(picture.filter(ImageFilter.GaussianBlur(random.uniform(0.2, 0.8) * side / 100)), np.float32)[..., None] / 255

    axis = (np.arange(side, dtype=np.float32) + 0.5) / side * 2 - 1
    x, y = axis[None, :], axis[:, None]
    direction = random.uniform(0, 2 * math.pi)
    light = 1 + random.uniform(0, 0.35) * (math.cos(direction) * x + math.sin(direction) * y)
    light = light * (1 - random.uniform(0, 0.25) * (x * x + y * y) / 2)
    paper = random.uniform(150, 255) * random.uniform(0.88, 1.0, 3)
    pen = paper * random.uniform(0, 0.45) * random.uniform(0.7, 1.0, 3)
    colour = light[..., None] * (paper * (1 - ink) + pen * ink)
    colour += random.normal(0, random.uniform(0, 10), colour.shape)
    return Image.fromarray(np.clip(np.round(colour), 0, 255).astype(np.uint8), "RGB")


def generate(images, count, seed):
    """`count` photographs of the first `count` digits."""
    random = np.random.default_rng(seed)
    return [photograph(images[i], random) for i in range(count)]


def preprocess(image):
    """What fovea.json describes: gray as Pillow's convert('L'), 28x28 with the bilinear filter, x/255, minus 0.5, divided by 0.5."""
    gray = image.convert("L").resize((28, 28), Image.BILINEAR) if image.size != (28, 28) else image.convert("L")
    return (np.asarray(gray, np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
