"""What the recording scripts share: pictures that the tests compute by the same formula, digests, and tables."""
import hashlib

import numpy as np
from PIL import Image


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
