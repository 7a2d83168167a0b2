#!/usr/bin/python3
"""Draws the two pictures of docs/style-transfer: a landscape and a pattern of strokes.

usage: draw.py [docs/style-transfer]
needs: apt-get install python3-numpy python3-pil
"""
import math
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE, FINE = 256, 4


def landscape():
    big = SIDE * FINE
    picture = Image.new("RGB", (big, big))
    draw = ImageDraw.Draw(picture)
    for y in range(big):
        t = y / (0.62 * big)
        draw.line([(0, y), (big, y)], fill=(int(70 + 150 * t) % 256, int(130 + 80 * min(t, 1)), int(225 - 40 * min(t, 1))))
    draw.ellipse([0.68 * big, 0.08 * big, 0.84 * big, 0.24 * big], fill=(255, 226, 130))
    ridges = ((118, 128, 160), 0.55, 0.20, 2.1), ((92, 108, 128), 0.60, 0.13, 3.7), ((70, 100, 82), 0.66, 0.07, 5.3)
    for shade, base, height, waves in ridges:
        ridge = [(x, big * (base - height * abs(math.sin(waves * math.pi * x / big + waves)))) for x in range(0, big + 1, FINE)]
        draw.polygon(ridge + [(big, big), (0, big)], fill=shade)
    draw.rectangle([0, 0.66 * big, big, big], fill=(96, 140, 76))
    draw.polygon([(0.30 * big, big), (0.52 * big, big), (0.44 * big, 0.68 * big), (0.42 * big, 0.68 * big)], fill=(206, 186, 140))
    draw.rectangle([0.52 * big, 0.56 * big, 0.74 * big, 0.74 * big], fill=(226, 214, 196))
    draw.polygon([(0.49 * big, 0.57 * big), (0.63 * big, 0.43 * big), (0.77 * big, 0.57 * big)], fill=(168, 70, 54))
    draw.rectangle([0.60 * big, 0.64 * big, 0.66 * big, 0.74 * big], fill=(96, 66, 48))
    for x in (0.545, 0.685):
        draw.rectangle([x * big, 0.61 * big, (x + 0.035) * big, 0.66 * big], fill=(88, 126, 164))
    draw.rectangle([0.145 * big, 0.60 * big, 0.175 * big, 0.80 * big], fill=(92, 66, 46))
    for x, y, r in ((0.16, 0.50, 0.11), (0.10, 0.56, 0.08), (0.22, 0.57, 0.08)):
        draw.ellipse([(x - r) * big, (y - r) * big, (x + r) * big, (y + r) * big], fill=(48, 104, 58))
    return picture.resize((SIDE, SIDE), Image.LANCZOS)


def strokes():
    random = np.random.default_rng(5)
    big = SIDE * FINE
    picture = Image.new("RGB", (big, big), (24, 44, 96))
    draw = ImageDraw.Draw(picture)
    palette = [(20, 52, 130), (36, 92, 170), (92, 150, 200), (196, 216, 214), (238, 202, 84), (226, 150, 40), (14, 30, 70)]
    centres = [(0.28, 0.32), (0.72, 0.26), (0.62, 0.74), (0.16, 0.82)]
    for _ in range(5200):
        x, y = random.random(2) * big
        near = min(range(4), key=lambda i: math.hypot(x - centres[i][0] * big, y - centres[i][1] * big))
        dx, dy = x - centres[near][0] * big, y - centres[near][1] * big
        distance = math.hypot(dx, dy) / big
        colour = palette[int(abs(math.sin(distance * 24 + near)) * 6.99 + random.random() * 0.9) % 7]
        colour = tuple(int(np.clip(c + random.normal(0, 14), 0, 255)) for c in colour)
        points = []
        for _ in range(12):
            points.append((x, y))
            angle = math.atan2(y - centres[near][1] * big, x - centres[near][0] * big) + math.pi / 2 + 0.25
            x, y = x + 6 * math.cos(angle), y + 6 * math.sin(angle)
        draw.line(points, fill=colour, width=int(random.integers(10, 20)), joint="curve")
    return picture.filter(ImageFilter.GaussianBlur(1)).resize((SIDE, SIDE), Image.LANCZOS)


folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "docs/style-transfer")
folder.mkdir(parents=True, exist_ok=True)
landscape().save(folder / "content.png", optimize=True)
strokes().quantize(96).convert("RGB").save(folder / "style.jpg", quality=88)
