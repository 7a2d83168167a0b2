"""JPEGs that end too early: at which lengths Pillow takes them, and what it sees."""
import base64
import io
import struct

from PIL import Image
from recording import digest, noise


def smooth(width, height):
    return noise(width, height, 5).convert("RGB").resize((7, 5), Image.BICUBIC).resize((width, height), Image.BICUBIC)


def encode(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def segment(marker, content):
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def scan_data(width, height, seed):
    """The entropy-coded data of a component of flat blocks: a difference of up to 3 bits each, and the end of the block."""
    bits, previous = "", 0
    for block in range(-(-width // 8) * -(-height // 8)):
        level = (block * 5 + seed * 3) % 8 - 4
        difference, previous = level - previous, level
        size = abs(difference).bit_length()
        bits += f"{size:03b}" + (f"{difference if difference > 0 else difference + (1 << size) - 1:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)).replace(b"\xff", b"\xff\0")


def scans(width, height, order, frame=0xC0):
    """A baseline JPEG of three components, each in a scan of its own."""
    file = b"\xff\xd8" + segment(0xDB, bytes([0] + [24] * 64))
    file += segment(frame, struct.pack(">BHHB", 8, height, width, 3) + bytes([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]))
    # Sizes 0 to 6 as codes of 3 bits; the only AC symbol is the end of the block.
    file += segment(0xC4, bytes([0, 0, 0, 7] + [0] * 13 + list(range(7)))) + segment(0xC4, bytes([0x10, 1] + [0] * 15 + [0]))
    for component in order:
        file += segment(0xDA, bytes([1, component, 0, 0, 63, 0])) + scan_data(width, height, component)
    return file + b"\xff\xd9"


def kinds():
    picture, small = smooth(41, 29), smooth(16, 16)
    yield "progressive 420", encode(picture, progressive=True, quality=70)
    yield "progressive 444", encode(picture, progressive=True, quality=80, subsampling=0)
    yield "progressive 422", encode(picture, progressive=True, quality=60, subsampling=1)
    yield "progressive gray", encode(picture.convert("L"), progressive=True)
    yield "progressive CMYK", encode(picture.convert("CMYK"), progressive=True)
    yield "progressive, one unit", encode(small, progressive=True)
    yield "progressive, with EXIF and comment", encode(small, progressive=True, comment=b"\xff\xd9", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    yield "baseline 420", encode(picture, quality=70)
    yield "baseline 444", encode(picture, quality=80, subsampling=0)
    yield "baseline 422", encode(picture, quality=60, subsampling=1)
    yield "baseline gray", encode(picture.convert("L"))
    yield "baseline CMYK", encode(picture.convert("CMYK"))
    yield "baseline of three scans", scans(40, 24, (1, 2, 3))
    yield "extended of three scans", scans(40, 24, (1, 2, 3), frame=0xC1)
    yield "baseline of scans in another order", scans(33, 17, (3, 1, 2))


def read(file):
    """The digest of the pixels; null where Pillow refuses."""
    try:
        return digest(Image.open(io.BytesIO(file)).convert("RGB").tobytes())
    except Exception:
        return None


def rows():
    """Every length: those at which Pillow takes the file, with the pixels that it sees."""
    for name, file in kinds():
        taken = [(length, read(file[:length])) for length in range(2, len(file) + 1)]
        yield name, " ".join(f"{length}:{pixels}" for length, pixels in taken if pixels), base64.b64encode(file).decode()


def ended_rows():
    """Files whose later scans are missing, but not their end: libjpeg shows what there is."""
    for name, file in kinds():
        scan = file.find(b"\xff\xda")
        starts = []
        while scan >= 0:
            starts.append(scan)
            scan = file.find(b"\xff\xda", scan + 1)
        for start in starts[1:]:
            ended = file[:start] + b"\xff\xd9"
            yield name, start, read(ended) or "refused", base64.b64encode(ended).decode()
