"""Draws the sample digits of docs/samples: pen strokes along smooth curves, no MNIST data.

    python3 tools/train-digits/draw_samples.py --out docs/samples
"""

import argparse
import math
import pathlib

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE, OVERSAMPLING = 200, 4

# Each stroke is a list of points that a smooth curve passes through; the box of a digit is 0..1 in both directions, y downwards.
STROKES = {
    0: [[(0.50, 0.02), (0.22, 0.20), (0.14, 0.60), (0.42, 0.97), (0.76, 0.76), (0.82, 0.30), (0.50, 0.02)]],
    1: [[(0.30, 0.24), (0.42, 0.14), (0.54, 0.02)], [(0.54, 0.02), (0.52, 0.50), (0.50, 0.98)]],
    2: [[(0.16, 0.24), (0.36, 0.04), (0.70, 0.08), (0.78, 0.34), (0.52, 0.66), (0.16, 0.94)], [(0.16, 0.94), (0.50, 0.93), (0.88, 0.95)]],
    3: [[(0.20, 0.12), (0.48, 0.02), (0.76, 0.16), (0.68, 0.38), (0.42, 0.47)],
        [(0.42, 0.47), (0.74, 0.56), (0.82, 0.78), (0.54, 0.98), (0.18, 0.88)]],
    4: [[(0.54, 0.02), (0.32, 0.34), (0.10, 0.62)], [(0.10, 0.62), (0.50, 0.63), (0.92, 0.61)], [(0.66, 0.30), (0.64, 0.64), (0.62, 0.98)]],
    5: [[(0.80, 0.04), (0.52, 0.05), (0.26, 0.05)], [(0.26, 0.05), (0.23, 0.24), (0.22, 0.46)],
        [(0.22, 0.46), (0.52, 0.38), (0.80, 0.56), (0.76, 0.84), (0.46, 0.98), (0.16, 0.88)]],
    6: [[(0.70, 0.03), (0.38, 0.26), (0.18, 0.62), (0.34, 0.94), (0.66, 0.94), (0.80, 0.72), (0.62, 0.52), (0.36, 0.56), (0.20, 0.72)]],
    7: [[(0.12, 0.08), (0.48, 0.07), (0.86, 0.05)], [(0.86, 0.05), (0.62, 0.46), (0.44, 0.98)]],
    8: [[(0.74, 0.14), (0.50, 0.02), (0.26, 0.18), (0.40, 0.42), (0.68, 0.60), (0.74, 0.84), (0.48, 0.98), (0.22, 0.82), (0.34, 0.58),
         (0.62, 0.40), (0.74, 0.14)]],
    9: [[(0.76, 0.18), (0.50, 0.02), (0.22, 0.22), (0.34, 0.48), (0.60, 0.46), (0.76, 0.22)], [(0.78, 0.06), (0.75, 0.50), (0.64, 0.98)]],
}


def smooth(points, steps=40):
    """A Catmull-Rom curve through the points; it closes smoothly where the last point is the first."""
    closed = points[0] == points[-1]
    p = np.array([points[-2] if closed else points[0], *points, points[1] if closed else points[-1]], float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:]):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3))
    return np.concatenate([*parts, p[-2:-1]])


def ink(digit, side, width, height, corner, pen):
    """Coverage (side, side) in 0..1 of one digit drawn with a round pen."""
    large = Image.new("L", (side * OVERSAMPLING, side * OVERSAMPLING))
    draw = ImageDraw.Draw(large)
    radius = pen * OVERSAMPLING / 2
    for stroke in STROKES[digit]:
        for x, y in (smooth(stroke) * (width, height) + corner) * OVERSAMPLING:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(large.resize((side, side), Image.BOX), np.float32) / 255


def photo(digit, random):
    """A dim, tinted, noisy picture with light from one corner, as a telephone takes it."""
    side = 320
    cover = ink(digit, side, 120, 180, (112, 62), 17)[..., None]
    axis = np.linspace(-1, 1, side, dtype=np.float32)
    light = (1 + 0.22 * axis[None, :] - 0.16 * axis[:, None]) * (1 - 0.12 * (axis[None, :] ** 2 + axis[:, None] ** 2))
    picture = light[..., None] * (np.array([214, 203, 178]) * (1 - cover) + np.array([52, 58, 96]) * cover)
    picture += random.normal(0, 6, picture.shape)
    image = Image.fromarray(np.clip(np.round(picture), 0, 255).astype(np.uint8), "RGB")
    return image.filter(ImageFilter.GaussianBlur(1.2))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", required=True, type=pathlib.Path)
    folder = options.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for digit in STROKES:
        pen = 10 + 3 * math.sin(2.1 * digit)
        cover = ink(digit, SIDE, 92, 132, (54, 34), pen)
        values = np.round(255 * (cover if digit % 2 else 1 - cover)).astype(np.uint8)
        Image.fromarray(values, "L").save(folder / f"digit-{digit}.png", optimize=True)
    photo(7, np.random.default_rng(7)).save(folder / "photo-7.jpg", quality=88)
    photo(2, np.random.default_rng(2)).save(folder / "photo-2.jpg", quality=88)


if __name__ == "__main__":
    main()
