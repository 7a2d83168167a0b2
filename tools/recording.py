"""What the recording scripts share: pictures that the tests compute by the same formula, digests, and tables."""
import hashlib

import numpy as np
from PIL import Image

# Pillow's filters, and sizes from and to which they resize.
FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "box": 4, "hamming": 5}
SIZES = [
    (1, 1, 1, 1), (1, 1, 5, 7), (1, 9, 3, 4), (9, 1, 4, 3), (2, 2, 3, 3), (3, 5, 7, 11), (7, 11, 3, 5), (8, 8, 8, 8), (8, 8, 8, 5),
    (8, 8, 5, 8), (16, 16, 1, 1), (31, 17, 1, 9), (33, 65, 64, 32), (100, 75, 57, 43), (64, 48, 151, 97), (257, 3, 13, 2), (3, 257, 2, 13),
    (640, 2, 7, 2), (128, 96, 127, 95), (500, 375, 341, 256), (224, 224, 256, 256), (301, 200, 385, 256), (1000, 10, 28, 28),
    (19, 23, 224, 224),
]


def noise(width, height, seed):
    """RGBA bytes from a counter, mixed with the finaliser of a 32-bit hash."""
    i = np.arange(width * height * 4, dtype=np.uint64) + np.uint64(seed * 1_000_003)
    h = (i * np.uint64(2654435769)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(15)
    h = (h * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(13)
    h = (h * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    return Image.fromarray((h >> np.uint64(24)).astype(np.uint8).reshape(height, width, 4), "RGBA")


def digest(data):
    return hashlib.sha256(data).hexdigest()[:32]


def write(path, versions, header, rows):
    rows = list(rows)
    lines = [versions, "# " + "\t".join(header)] + ["\t".join(str(v) for v in row) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    print(path, len(rows))


def files(data):
    """The photos and the awkward images of the test data."""
    for folder in ("images/photos", "images/awkward"):
        for path in sorted((data / folder).rglob("*")):
            if path.suffix not in (".tsv", ".md", ".txt") and path.is_file():
                yield path
