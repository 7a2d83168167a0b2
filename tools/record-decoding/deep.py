"""PNG, TIFF, PGM and PPM of more than 8 bits per sample: all of their bits.

Pillow keeps them of gray pictures. Of colours it keeps the high byte, which has to be that of the samples that the file was made of.
"""
import base64
import io
import struct
import zlib

import numpy as np
from PIL import Image
from rasters import HEIGHT, WIDTH, smooth, tiff
from recording import digest

ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
FLOATING_POINT = (339, 3, (3,))


def paeth(left, above, corner):
    estimate = left + above - corner
    distances = abs(estimate - left), abs(estimate - above), abs(estimate - corner)
    return (left, above, corner)[distances.index(min(distances))]


def filtered(rows, pixel, filters):
    out, above = bytearray(), None
    for y, row in enumerate(rows):
        above = above or bytes(len(row))
        kind = filters[y % len(filters)]
        out.append(kind)
        for i, value in enumerate(row):
            left = row[i - pixel] if i >= pixel else 0
            corner = above[i - pixel] if i >= pixel else 0
            guess = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
            out.append((value - guess) % 256)
        above = row
    return bytes(out)


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(samples, filters=(0, 1, 2, 3, 4), interlaced=False, length=1 << 20, before=()):
    """Rows of (height, width, samples) of 16 bits."""
    height, width, count = samples.shape
    color = {1: 0, 2: 4, 3: 2, 4: 6}[count]
    data = b""
    for left, top, across, down in ADAM7 if interlaced else ((0, 0, 1, 1),):
        part = samples[top::down, left::across]
        if part.size:
            data += filtered([row.astype(">u2").tobytes() for row in part], 2 * count, filters)
    data = zlib.compress(data)
    header = struct.pack(">IIBBBBB", width, height, 16, color, 0, 0, int(interlaced))
    parts = [chunk(b"IDAT", data[i:i + length]) for i in range(0, len(data), length)]
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", header), *[chunk(*c) for c in before], *parts, chunk(b"IEND", b"")])


def wide(samples):
    samples = samples.astype(np.uint32)
    return np.minimum(samples * 257 + samples * 7 % 251, 65535)


def pngs():
    rgba = wide(np.asarray(smooth(seed=11)))
    rgb, gray, gray_alpha = rgba[:, :, :3], rgba[:, :, 1:2], rgba[:, :, 2:]
    for name, samples in (("gray", gray), ("gray-alpha", gray_alpha), ("rgb", rgb), ("rgba", rgba)):
        yield f"png-{name}", samples, png(samples)
        yield f"png-{name}-interlaced", samples, png(samples, interlaced=True)
        for kind in range(5):
            yield f"png-{name}-filter-{kind}", samples, png(samples, filters=(kind,))
    for width, height in ((1, 1), (2, 1), (1, 3), (5, 4), (9, 9)):
        part = rgb[:height, :width]
        yield f"png-interlaced-{width}x{height}", part, png(part, interlaced=True)
    yield "png-many-chunks", rgb, png(rgb, length=100)
    orientation = b"II*\0" + struct.pack("<IHHHIII", 8, 1, 0x0112, 3, 1, 6, 0)
    yield "png-orientation", gray, png(gray, before=((b"eXIf", orientation),))
    clear = rgb[3, 4]
    yield "png-rgb-transparent", opaque(rgb, (rgb == clear).all(axis=2)), png(
        rgb, before=((b"tRNS", clear.astype(">u2").tobytes()),))
    clear = gray[5, 6]
    yield "png-gray-transparent", opaque(gray, (gray == clear).all(axis=2)), png(
        gray, before=((b"tRNS", clear.astype(">u2").tobytes()),))


def opaque(samples, clear):
    return np.dstack((samples, np.where(clear, 0, 65535)))


def tiffs():
    rgba = wide(np.asarray(smooth(seed=12)))
    rgb, gray = rgba[:, :, :3], rgba[:, :, 1:2]
    for compression, name in ((1, "none"), (5, "lzw"), (8, "deflate"), (32773, "packbits")):
        yield f"tiff-gray-{name}", gray, tiff(gray, 16, 1, compression, rows=7)
        yield f"tiff-rgb-{name}-big-endian", rgb, tiff(rgb, 16, 2, compression, rows=7, big=True)
    yield "tiff-rgb-planes-predictor", rgb, tiff(rgb, 16, 2, 8, rows=7, planar=True, predictor=2)
    yield "tiff-gray-tiles-predictor", gray, tiff(gray, 16, 1, 5, tile=(16, 16), predictor=2)
    yield "tiff-rgba", rgba, tiff(rgba, 16, 2, 1, extra=(2,))
    yield "tiff-rgb-and-another", rgb, tiff(rgba, 16, 2, 1, extra=(0,))


def floats():
    """Values below 0, above 255 and between, as they are."""
    values = (wide(np.asarray(smooth(seed=13)))[:, :, :1] / 200.0 - 20).astype(np.float32)
    for big in (False, True):
        order = "-big-endian" if big else ""
        yield f"tiff-float{order}", tiff(values, 32, 1, 1, rows=6, big=big, tags=(FLOATING_POINT,))
        yield f"tiff-float-tiles{order}", tiff(values, 32, 1, 1, tile=(16, 16), big=big, tags=(FLOATING_POINT,))
    # Compressed ones with the highest byte first are read with their bytes swapped by Pillow 9.4.
    yield "tiff-float-deflate-tiles", tiff(values, 32, 1, 8, tile=(16, 16), tags=(FLOATING_POINT,))
    yield "tiff-float-lzw", tiff(values, 32, 1, 5, tags=(FLOATING_POINT,))


def pnms():
    rgba = wide(np.asarray(smooth(seed=14)))
    size = f"{WIDTH} {HEIGHT}"
    for largest in (65535, 4095, 256):
        for kind, samples in ((5, rgba[:, :, 1:2]), (6, rgba[:, :, :3])):
            values = samples * largest // 65535
            scaled = np.round(values / largest * 65535).astype(np.uint32)
            name = f"{'pgm' if kind == 5 else 'ppm'}-{largest}"
            yield name, scaled, f"P{kind}\n{size}\n{largest}\n".encode() + values.astype(">u2").tobytes()
            yield f"{name}-text", scaled, f"P{kind - 3}\n{size}\n{largest}\n".encode() + " ".join(
                str(value) for value in values.reshape(-1)).encode() + b"\n"


def planes(samples):
    return np.ascontiguousarray((samples.astype(np.float32) / np.float32(257)).transpose(2, 0, 1)).tobytes()


def check(name, samples, file):
    image = Image.open(io.BytesIO(file))
    if samples.shape[2] == 1:
        assert (np.asarray(image).astype(np.int64) == samples[:, :, 0]).all(), name
    elif name.startswith("ppm"):
        assert image.mode == "RGB", name
    else:
        seen = np.asarray(image).reshape(*samples.shape[:2], -1)
        if samples.shape[2] == 2 and seen.shape[2] == 4:
            seen = seen[:, :, [0, 3]]
        # A colour that is transparent is told, not applied.
        count = min(seen.shape[2], samples.shape[2])
        high = samples >> 8 if image.mode != "I" else samples
        assert (seen[:, :, :count] == high[:, :, :count]).all(), (name, image.mode)


def rows():
    for name, samples, file in [*pngs(), *tiffs(), *pnms()]:
        check(name, samples, file)
        height, width, count = samples.shape
        yield name, width, height, count, digest(planes(samples)), base64.b64encode(file).decode()
    for name, file in floats():
        image = Image.open(io.BytesIO(file))
        assert image.mode == "F", name
        yield name, image.width, image.height, 1, digest(np.asarray(image, np.float32).tobytes()), base64.b64encode(file).decode()
