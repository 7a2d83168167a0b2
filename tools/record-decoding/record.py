"""Records what Pillow reads from image files, as the expected values of the tests of Fovea.Imaging.

    python3 tools/record-decoding/record.py ../shared/data

writes the .tsv files under tests/Imaging.Tests/{Decoding,Metadata,Gif,Jpeg}/Recorded. Needs Pillow and numpy. Without the folder of test
data, everything but decoded.tsv is written. Where Pillow 12.3 reads more than 9.4 (that of Debian 12), the case says what it reads, and a
newer Pillow is held to it.
"""
import base64
import io
import sys
import warnings
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import cuts
import deep
import gifs
import orientations
import rasters
import recording
from recording import digest, files, noise

TESTS = Path(__file__).resolve().parents[2] / "tests" / "Imaging.Tests"
VERSIONS = f"# Pillow {PIL.__version__}, numpy {np.__version__}"


def write(name, header, rows, folder="Decoding"):
    recording.write(TESTS / folder / "Recorded" / name, VERSIONS, header, rows)


def decoded(data):
    rows = []
    for path in files(data):
        name = path.relative_to(data / "images").as_posix()
        try:
            image = Image.open(path)
            kind, mode = image.format, image.mode
            orientation = image.getexif().get(0x0112, 1)
            upright = ImageOps.exif_transpose(image).convert("RGB")
            rgb = image.convert("RGB")
            rows.append((name, kind, mode, rgb.width, rgb.height, orientation, digest(rgb.tobytes()), digest(upright.tobytes())))
        except Exception as error:  # what Pillow refuses is recorded as refused, with its reason
            rows.append((name, "refused", type(error).__name__, 0, 0, 0, "-", "-"))
    write("decoded.tsv", ("file", "format", "mode", "width", "height", "orientation", "rgb", "upright"), rows)


def encoded():
    """Small files of every kind that Pillow writes, with what Pillow reads from them."""
    rgba = noise(23, 17, 99)
    smooth = rgba.convert("RGB").resize((7, 5), Image.BICUBIC).resize((23, 17), Image.BICUBIC)
    palette = smooth.quantize(11)
    kinds = {
        "jpeg-444": (smooth, "JPEG", dict(quality=92, subsampling=0)),
        "jpeg-422": (smooth, "JPEG", dict(quality=80, subsampling=1)),
        "jpeg-420": (smooth, "JPEG", dict(quality=60, subsampling=2)),
        "jpeg-progressive": (smooth, "JPEG", dict(quality=75, progressive=True)),
        "jpeg-noise-420": (rgba.convert("RGB"), "JPEG", dict(quality=50, subsampling=2)),
        "jpeg-gray": (smooth.convert("L"), "JPEG", dict(quality=85)),
        "jpeg-gray-progressive": (smooth.convert("L"), "JPEG", dict(quality=85, progressive=True)),
        "jpeg-cmyk": (smooth.convert("CMYK"), "JPEG", dict(quality=90)),
        "png-1": (smooth.convert("1"), "PNG", {}),
        "png-l": (smooth.convert("L"), "PNG", {}),
        "png-la": (rgba.convert("LA"), "PNG", {}),
        "png-rgb": (smooth, "PNG", {}),
        "png-rgba": (rgba, "PNG", {}),
        "png-palette": (palette, "PNG", {}),
        "png-palette-transparent": (palette, "PNG", dict(transparency=3)),
        "png-rgb-transparent": (smooth, "PNG", dict(transparency=smooth.getpixel((4, 4)))),
        "webp-lossy": (smooth, "WEBP", dict(quality=70)),
        "webp-lossy-alpha": (rgba, "WEBP", dict(quality=70)),
        "webp-lossless": (smooth, "WEBP", dict(lossless=True)),
        "webp-lossless-alpha": (rgba, "WEBP", dict(lossless=True, exact=True)),
        "bmp-1": (smooth.convert("1"), "BMP", {}),
        "bmp-gray": (smooth.convert("L"), "BMP", {}),
        "bmp-palette": (palette, "BMP", {}),
        "bmp-rgb": (smooth, "BMP", {}),
        "bmp-rgba": (rgba, "BMP", {}),
        "gif": (palette, "GIF", {}),
        "gif-gray": (smooth.convert("L"), "GIF", {}),
        "gif-interlaced": (palette, "GIF", dict(interlace=1)),
        "gif-transparent": (palette, "GIF", dict(transparency=3)),
        "gif-animated": (palette, "GIF", dict(save_all=True, append_images=[palette.transpose(Image.FLIP_LEFT_RIGHT)])),
        "webp-animated": (smooth, "WEBP", dict(save_all=True, lossless=True, append_images=[smooth.transpose(Image.FLIP_LEFT_RIGHT)])),
    }
    for orientation in (3, 6):
        exif = Image.Exif()
        exif[0x0112] = orientation
        for format, extra in (("JPEG", {}), ("PNG", {}), ("WEBP", dict(lossless=True))):
            kinds[f"{format.lower()}-orientation-{orientation}"] = (smooth, format, dict(exif=exif, **extra))
    rows = []
    for name, (image, format, options) in kinds.items():
        file = io.BytesIO()
        image.save(file, format, **options)
        read = Image.open(io.BytesIO(file.getvalue()))
        orientation = read.getexif().get(0x0112, 1)
        rgb = read.convert("RGB")
        rows.append((name, rgb.width, rgb.height, orientation, digest(rgb.tobytes()), base64.b64encode(file.getvalue()).decode()))
    write("encoded.tsv", ("kind", "width", "height", "orientation", "rgb", "file"), rows)


def main():
    warnings.simplefilter("ignore")
    if len(sys.argv) > 1:
        decoded(Path(sys.argv[1]))
    encoded()
    write("rasters.tsv", ("case", "width", "height", "rgb", "rgba", "file"), rasters.rows())
    write("deep.tsv", ("case", "width", "height", "samples", "planes", "file"), deep.rows())
    write("orientations.tsv", ("case", "orientation", "file"), orientations.rows(), "Metadata")
    write("gifs.tsv", ("case", "width", "height", "rgb", "rgba", "file"), gifs.rows(), "Gif")
    write("gif-cuts.tsv", ("case", "accepted", "file"), gifs.cut_rows(), "Gif")
    write("jpeg-cuts.tsv", ("case", "accepted", "file"), cuts.rows(), "Jpeg")
    write("jpeg-ends.tsv", ("case", "length", "rgb", "file"), cuts.ended_rows(), "Jpeg")


main()
