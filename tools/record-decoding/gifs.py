"""GIFs of the kinds that Pillow does not write, and what it reads from their first frame."""
import base64
import io
import struct

import PIL
from PIL import Image
from recording import digest, noise

RED_GREEN_BLUE = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (90, 80, 70)]
TWO = [(1, 2, 3), (40, 50, 60)]
GRAY_RAMP = [(i, i, i) for i in range(4)]
NEWER = int(PIL.__version__.split(".")[0]) >= 12


def compress(indices, bits):
    """LZW of GIF: codes grow to 12 bits, and a clear code comes first and when the table is full."""
    clear = 1 << bits
    value = count = 0
    data = bytearray()

    def put(code, length):
        nonlocal value, count
        value |= code << count
        count += length
        while count >= 8:
            data.append(value & 255)
            value >>= 8
            count -= 8

    table, length = {}, bits + 1
    put(clear, length)
    current = ()
    for index in indices:
        if not current or current + (index,) in table:
            current += (index,)
            continue
        put(table[current] if len(current) > 1 else current[0], length)
        table[current + (index,)] = code = clear + 2 + len(table)
        if code == 1 << length and length < 12:
            length += 1
        if code == 4095:
            put(clear, length)
            table, length = {}, bits + 1
        current = (index,)
    if current:
        put(table[current] if len(current) > 1 else current[0], length)
    put(clear + 1, length)
    put(0, 7)
    return bytes(data)


def table_flags(colors):
    return 0x80 | (max(2, len(colors)) - 1).bit_length() - 1 if colors else 0


def packed(colors):
    return bytes(sum(colors, ())) if colors else b""


def blocks(data, size=255):
    return b"".join(bytes([len(data[i:i + size])]) + data[i:i + size] for i in range(0, len(data), size))


def control(transparent=None, disposal=0):
    return b"\x21\xf9\x04" + bytes([disposal << 2 | (transparent is not None), 0, 0, transparent or 0, 0])


def image(box, indices, bits, colors=None, interlaced=False, block=255):
    head = b"\x2c" + struct.pack("<HHHH", *box) + bytes([table_flags(colors) | 0x40 * interlaced]) + packed(colors)
    return head + bytes([bits]) + blocks(compress(indices, bits), block) + b"\0"


def gif(screen, *parts, colors=RED_GREEN_BLUE, background=0, version=b"GIF89a", trailer=b"\x3b"):
    head = version + struct.pack("<HH", *screen) + bytes([table_flags(colors), background, 0]) + packed(colors)
    return head + b"".join(parts) + trailer


def pattern(count, modulus):
    return [(i * i + i // 5) % modulus for i in range(count)]


def cases():
    """Name, file, and where Pillow 9.4 reads it in another way than 12.3, a file that both read as 12.3 does this one."""
    whole = (0, 0, 9, 7)
    frame = pattern(63, 4)
    yield "whole", gif((9, 7), image(whole, frame, 2))
    yield "version 87", gif((9, 7), image(whole, frame, 2), version=b"GIF87a")
    for transparent in range(4):
        yield f"transparent {transparent}", gif((9, 7), control(transparent), image(whole, frame, 2))
        yield f"partial, transparent {transparent}", gif((9, 7), control(transparent), image((2, 1, 5, 4), frame[:20], 2), background=1)
    yield "partial", gif((9, 7), image((2, 1, 5, 4), frame[:20], 2))
    yield "partial, another background", gif((9, 7), image((2, 1, 5, 4), frame[:20], 2), background=2)
    yield "partial, own colours", gif((9, 7), image((2, 1, 5, 4), pattern(20, 2), 2, TWO))
    yield "partial, own colours, transparent", gif((9, 7), control(1), image((2, 1, 5, 4), pattern(20, 2), 2, TWO))
    for disposal in range(4):
        parts = control(2, disposal) + image((2, 1, 5, 4), frame[:20], 2)
        yield f"disposal {disposal}", gif((9, 7), parts, control(), image(whole, frame, 2))
    for height in (1, 2, 3, 4, 5, 8, 9, 17):
        yield f"interlaced, {height} rows", gif((9, height), image((0, 0, 9, height), pattern(9 * height, 4), 2, interlaced=True))
    yield "interlaced, partial, transparent", gif((9, 9), control(3), image((3, 2, 5, 6), pattern(30, 4), 2, interlaced=True))
    yield "own colours only", gif((9, 7), image(whole, frame, 2, RED_GREEN_BLUE), colors=None)
    yield "no colours", gif((9, 7), image(whole, frame, 2), colors=None)
    yield "no colours, transparent", gif((9, 7), control(2), image((2, 1, 5, 4), frame[:20], 2), colors=None)
    yield "gray ramp", gif((9, 7), image(whole, frame, 2), colors=GRAY_RAMP)
    yield "gray ramp, transparent", gif((9, 7), control(1), image(whole, frame, 2), colors=GRAY_RAMP)
    yield "own gray ramp, colours of the file", gif((9, 7), image(whole, frame, 2, GRAY_RAMP))
    yield "own colours, gray ramp of the file", gif((9, 7), image(whole, frame, 2, RED_GREEN_BLUE), colors=GRAY_RAMP)
    yield "beyond the screen", gif((4, 3), image((2, 1, 5, 4), frame[:20], 2))
    yield "screen of no size", gif((0, 0), image((0, 0, 5, 4), frame[:20], 2))
    yield "frame of no width", gif((9, 7), image((0, 0, 0, 4), [], 2))
    yield "frame of no height", gif((9, 7), image((0, 0, 5, 0), [], 2))
    yield "first frame of two", gif((9, 7), control(1), image((2, 1, 5, 4), frame[:20], 2), control(2), image(whole, frame[::-1], 2))
    yield "control twice", gif((9, 7), control(1), control(), image(whole, frame, 2))
    yield "control with an empty block", gif((9, 7), b"\x21\xf9\0\0", image(whole, frame, 2)), gif((9, 7), image(whole, frame, 2))
    yield "empty comment", gif((9, 7), b"\x21\xfe\0", image(whole, frame, 2))
    yield "short control", gif((9, 7), b"\x21\xf9\x02\0\0\0", image(whole, frame, 2))
    extensions = b"\x21\xfe\x02\xab\x2c\x03abc\0\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    yield "comment and application", gif((9, 7), extensions, image(whole, frame, 2))
    yield "bytes between blocks", gif((9, 7), b"\0\0abc", image(whole, frame, 2))
    yield "small blocks", gif((9, 7), image(whole, frame, 2, block=1))
    yield "no trailer", gif((9, 7), image(whole, frame, 2), trailer=b"")
    yield "no image", gif((9, 7))
    yield "too few pixels", gif((9, 7), image(whole, frame[:40], 2))
    yield "too few pixels, then another image", gif((9, 7), image(whole, frame[:40], 2), image(whole, frame, 2))
    yield "too many pixels", gif((9, 7), image(whole, frame + frame, 2))
    yield "one bit", gif((9, 7), image(whole, pattern(63, 2), 1, TWO))
    yield "one colour in codes of one bit", gif((9, 7), image(whole, [0] * 63, 1))
    colors = [tuple(v) for v in noise(16, 16, 3).convert("RGB").getdata()]
    large = [p[0] for p in noise(97, 83, 4).getdata()]
    yield "256 colours", gif((97, 83), image((0, 0, 97, 83), large, 8), colors=colors)
    yield "256 colours, long strings", gif((97, 83), image((0, 0, 97, 83), [p >> 6 for p in large], 8), colors=colors)
    yield "one colour", gif((97, 83), image((0, 0, 97, 83), [7] * len(large), 8), colors=colors)
    for name, bits, codes in BROKEN:
        yield name, gif((9, 7), b"\x2c" + struct.pack("<HHHHB", *whole, 0) + bytes([bits]) + blocks(codes) + b"\0")
    # An index beyond the table is black.
    black = RED_GREEN_BLUE + [(0, 0, 0)] * 252
    parts = image(whole, pattern(63, 8), 3)
    yield "beyond the table", gif((9, 7), parts), gif((9, 7), parts, colors=black)
    parts = control(200) + image((2, 1, 5, 4), pattern(20, 2), 2)
    yield "transparent index beyond the table", gif((9, 7), parts), gif((9, 7), parts, colors=black)


# Codes of 3 bits, the first one lowest: 4 is clear, 5 the end, 6 the first string.
BROKEN = [
    ("code that is not in the table", 2, bytes([0b00_111_100])),
    ("string first", 2, bytes([0b00_110_100])),
    ("13 bits", 13, bytes(40)),
    ("no data", 2, b""),
    ("no bits", 0, bytes(40)),
]


def outcome(file):
    try:
        picture = Image.open(io.BytesIO(file))
        rgb = picture.convert("RGB")
        return rgb.width, rgb.height, digest(rgb.tobytes()), digest(picture.convert("RGBA").tobytes())
    except Exception:
        return 0, 0, "refused", "-"


def rows():
    for name, file, *equal in cases():
        result = outcome(equal[0] if equal else file)
        assert not equal or not NEWER or result == outcome(file), name
        yield name, *result, base64.b64encode(file).decode()


def cut_rows():
    """Every length: those at which Pillow takes the file."""
    for name in ("whole", "interlaced, 9 rows", "first frame of two", "small blocks"):
        file = next(case[1] for case in cases() if case[0] == name)
        taken = [length for length in range(6, len(file) + 1) if outcome(file[:length])[2] != "refused"]
        yield name, " ".join(map(str, taken)), base64.b64encode(file).decode()
