"""TIFF, TGA, PBM, PGM and PPM of every form that is read, as Pillow sees them."""
import base64
import io
import struct
import zlib

import numpy as np
from PIL import Image
from recording import digest, noise

WIDTH, HEIGHT = 23, 19


def smooth(width=WIDTH, height=HEIGHT, seed=7):
    return noise(width, height, seed).resize((5, 4), Image.BICUBIC).resize((width, height), Image.BICUBIC)


def packbits(data):
    out, i = bytearray(), 0
    while i < len(data):
        run = 1
        while run < 128 and i + run < len(data) and data[i + run] == data[i]:
            run += 1
        if run > 1:
            out += bytes((257 - run, data[i]))
        else:
            while run < 128 and i + run < len(data) and data[i + run] != data[i + run - 1]:
                run += 1
            out += bytes((run - 1,)) + data[i:i + run]
        i += run
    return bytes(out)


def lzw(data):
    """TIFF 6.0, section 13."""
    bits, count, out = 0, 0, bytearray()
    table, width = {}, 9

    def put(code):
        nonlocal bits, count
        bits, count = bits << width | code, count + width
        while count >= 8:
            count -= 8
            out.append(bits >> count & 255)
        bits &= (1 << count) - 1

    put(256)
    table = {bytes((i,)): i for i in range(256)}
    word = b""
    for value in data:
        longer = word + bytes((value,))
        if longer in table:
            word = longer
            continue
        put(table[word])
        table[longer] = len(table) + 2
        if len(table) + 2 == (1 << width):
            width += 1
        if len(table) + 2 == 4095:
            put(256)
            table, width = {bytes((i,)): i for i in range(256)}, 9
        word = bytes((value,))
    put(table[word])
    put(257)
    if count:
        out.append(bits << (8 - count) & 255)
    return bytes(out)


COMPRESSIONS = {1: lambda data: data, 5: lzw, 8: zlib.compress, 32946: zlib.compress, 32773: packbits}


def samples_to_bytes(samples, bits, order):
    """Rows of (height, width, samples), each padded to a byte."""
    height = samples.shape[0]
    if bits > 16:
        return [row.astype(order + "f4").tobytes() for row in samples.reshape(height, -1)]
    if bits == 16:
        return [row.astype(order + "u2").tobytes() for row in samples.reshape(height, -1)]
    if bits == 8:
        return [row.astype(np.uint8).tobytes() for row in samples.reshape(height, -1)]
    rows = []
    for row in samples.reshape(height, -1):
        text = "".join(f"{value:0{bits}b}" for value in row)
        text += "0" * (-len(text) % 8)
        rows.append(bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8)))
    return rows


def tiff(samples, bits, photometric, compression=1, big=False, rows=None, tile=None, planar=False, predictor=1, extra=(), tags=()):
    order = ">" if big else "<"
    height, width, count = samples.shape
    planes = [samples[:, :, i:i + 1] for i in range(count)] if planar else [samples]
    chunk_width, chunk_height = tile or (width, rows or height)
    chunks = []
    for plane in planes:
        for top in range(0, height, chunk_height):
            for left in range(0, width, chunk_width):
                part = plane[top:top + chunk_height, left:left + chunk_width]
                if tile:
                    part = np.pad(part, ((0, chunk_height - part.shape[0]), (0, chunk_width - part.shape[1]), (0, 0)))
                part = part.astype(np.int64) if bits <= 16 else part
                if predictor == 2:
                    part[:, 1:] = (part[:, 1:] - part[:, :-1]) % (1 << bits)
                chunks.append(COMPRESSIONS[compression](b"".join(samples_to_bytes(part, bits, order))))
    entries = [(256, 4, (width,)), (257, 4, (height,)), (258, 3, (bits,) * count), (259, 3, (compression,)), (262, 3, (photometric,)),
               (277, 3, (count,)), (284, 3, (2 if planar else 1,)), (317, 3, (predictor,)), *tags]
    if extra:
        entries.append((338, 3, extra))
    offsets, position = [], 8
    for chunk in chunks:
        offsets.append(position)
        position += len(chunk) + len(chunk) % 2
    if tile:
        entries += [(322, 3, (chunk_width,)), (323, 3, (chunk_height,)), (324, 4, offsets), (325, 4, [len(chunk) for chunk in chunks])]
    else:
        entries += [(273, 4, offsets), (278, 4, (chunk_height,)), (279, 4, [len(chunk) for chunk in chunks])]
    entries.sort()
    body = b"".join(chunk + b"\0" * (len(chunk) % 2) for chunk in chunks)
    directory, values = struct.pack(order + "H", len(entries)), b""
    after = position + 2 + 12 * len(entries) + 4
    for tag, kind, numbers in entries:
        data = struct.pack(f"{order}{len(numbers)}{'H' if kind == 3 else 'I'}", *numbers)
        if len(data) > 4:
            place = struct.pack(order + "I", after + len(values))
            values += data + b"\0" * (len(data) % 2)
        else:
            place = data.ljust(4, b"\0")
        directory += struct.pack(order + "HHI", tag, kind, len(numbers)) + place
    start = b"MM\0*" if big else b"II*\0"
    return start + struct.pack(order + "I", position) + body + directory + b"\0\0\0\0" + values


def tiffs():
    picture = smooth()
    rgba, rgb = np.asarray(picture), np.asarray(picture.convert("RGB"))
    gray = np.asarray(picture.convert("L"))[:, :, None]
    cmyk = np.asarray(picture.convert("RGB").convert("CMYK"))
    cmyk = np.where(cmyk == 0, (rgba.astype(int) // 3), cmyk)
    indices = np.asarray(picture.convert("RGB").quantize(16))[:, :, None]
    color_map = (320, 3, [int(v) * 257 for v in np.random.RandomState(3).randint(0, 256, 3 * 256)])
    color_map_16 = (320, 3, color_map[2][:48])
    wide = lambda samples: samples.astype(np.uint32) * 257 + (samples.astype(np.uint32) * 7 % 251)
    wide = (lambda base: lambda samples: np.minimum(base(samples), 65535))(wide)
    dark = gray.astype(np.uint32) * 3
    deep = {1: gray // 128, 2: gray // 64, 4: gray // 16}
    for compression, name in ((1, "none"), (5, "lzw"), (8, "deflate"), (32773, "packbits")):
        yield f"tiff-rgb-{name}", tiff(rgb, 8, 2, compression, rows=7)
        yield f"tiff-rgb-{name}-tiles", tiff(rgb, 8, 2, compression, tile=(16, 16))
        yield f"tiff-gray-{name}", tiff(gray, 8, 1, compression, rows=10)
        yield f"tiff-cmyk-{name}", tiff(cmyk, 8, 5, compression, rows=9)
        yield f"tiff-rgb-{name}-big-endian", tiff(rgb, 8, 2, compression, big=True)
        yield f"tiff-rgb16-{name}", tiff(wide(rgb), 16, 2, compression, rows=5)
    for predictor, bits, name in ((5, 8, "lzw"), (8, 8, "deflate"), (8, 16, "deflate")):
        data = rgb if bits == 8 else wide(rgb)
        yield f"tiff-rgb{bits}-{name}-predictor", tiff(data, bits, 2, predictor, rows=8, predictor=2)
        yield f"tiff-rgb{bits}-{name}-predictor-tiles", tiff(data, bits, 2, predictor, tile=(32, 16), predictor=2)
        yield f"tiff-rgb{bits}-{name}-predictor-planes", tiff(data, bits, 2, predictor, rows=8, predictor=2, planar=True)
        yield f"tiff-rgb{bits}-{name}-predictor-big-endian", tiff(data, bits, 2, predictor, rows=8, predictor=2, big=True)
    yield "tiff-rgb-old-deflate", tiff(rgb, 8, 2, 32946, rows=7)
    yield "tiff-noise-lzw", tiff(np.asarray(noise(61, 43, 5).convert("RGB")), 8, 2, 5)
    yield "tiff-rgb-planes", tiff(rgb, 8, 2, 5, rows=7, planar=True)
    yield "tiff-rgba-planes-tiles", tiff(rgba, 8, 2, 8, tile=(16, 32), planar=True, extra=(2,))
    for kind, name in ((0, "unspecified"), (1, "associated"), (2, "unassociated")):
        yield f"tiff-rgba-{name}", tiff(rgba, 8, 2, 5, extra=(kind,))
        yield f"tiff-rgba16-{name}", tiff(wide(rgba), 16, 2, 5, extra=(kind,))
    yield "tiff-rgba-nothing-said", tiff(rgba, 8, 2, 1)
    yield "tiff-rgba-and-another", tiff(np.dstack((rgba, gray)), 8, 2, 1, extra=(2, 0))
    yield "tiff-gray-alpha", tiff(np.dstack((gray, rgba[:, :, 3:])), 8, 1, 1, extra=(2,))
    yield "tiff-white-is-zero", tiff(gray, 8, 0, 5)
    for bits, samples in deep.items():
        yield f"tiff-gray-{bits}-bits", tiff(samples, bits, 1, 1, rows=6)
        yield f"tiff-gray-{bits}-bits-tiles", tiff(samples, bits, 1, 5, tile=(16, 16))
        yield f"tiff-white-is-zero-{bits}-bits", tiff(samples, bits, 0, 32773)
    yield "tiff-gray16", tiff(wide(gray), 16, 1, 1)
    yield "tiff-gray16-dark", tiff(dark, 16, 1, 1, rows=6)
    yield "tiff-gray16-dark-lzw-predictor", tiff(dark, 16, 1, 5, rows=6, predictor=2)
    yield "tiff-gray16-dark-big-endian", tiff(dark, 16, 1, 1, big=True)
    yield "tiff-gray16-dark-big-endian-deflate-tiles", tiff(dark, 16, 1, 8, big=True, tile=(16, 16))
    fractions = gray * 1.7 - 60.3
    yield "tiff-float", tiff(fractions, 32, 1, 1, rows=6, tags=((339, 3, (3,)),))
    yield "tiff-float-big-endian", tiff(fractions, 32, 1, 1, big=True, tags=((339, 3, (3,)),))
    yield "tiff-float-lzw-tiles", tiff(fractions, 32, 1, 5, tile=(16, 16), tags=((339, 3, (3,)),))
    yield "tiff-palette", tiff(indices, 8, 3, 5, tags=(color_map,))
    yield "tiff-palette-tiles-predictor", tiff(indices, 8, 3, 8, tile=(16, 16), predictor=2, tags=(color_map,))
    yield "tiff-palette-alpha", tiff(np.dstack((indices, rgba[:, :, 3:])), 8, 3, 1, extra=(2,), tags=(color_map,))
    yield "tiff-rgb-tile-larger-than-the-picture", tiff(rgb, 8, 2, 5, tile=(64, 48))
    yield "tiff-rgb16-tile-planes-big-endian", tiff(wide(rgb), 16, 2, 8, tile=(16, 16), planar=True, big=True, predictor=2)
    yield "tiff-palette-4-bits", tiff(indices, 4, 3, 1, tags=(color_map_16,))
    yield "tiff-palette-1-bit", tiff(indices % 2, 1, 3, 1, tags=((320, 3, color_map[2][:6]),))
    yield "tiff-cmyk-tiles", tiff(cmyk, 8, 5, 8, tile=(16, 16))
    yield "tiff-cmyk16", tiff(wide(cmyk), 16, 5, 1)
    for orientation in (1, 3, 6, 8):
        yield f"tiff-orientation-{orientation}", tiff(rgb, 8, 2, 5, tags=((274, 3, (orientation,)),))
    small = Image.fromarray(gray[:, :, 0])
    for name, image, options in (
            ("pillow-pages", picture.convert("RGB"), dict(save_all=True, append_images=[small], compression="tiff_lzw")),
            ("pillow-palette", picture.convert("RGB").quantize(9), {}), ("pillow-1", small.convert("1"), {}),
            ("pillow-1-packbits", small.convert("1"), dict(compression="packbits")), ("pillow-la", picture.convert("LA"), {}),
            ("pillow-i16", Image.fromarray(dark[:, :, 0].astype(np.uint16)), {}),
            ("pillow-cmyk", picture.convert("RGB").convert("CMYK"), dict(compression="tiff_adobe_deflate"))):
        file = io.BytesIO()
        image.save(file, "TIFF", **options)
        yield f"tiff-{name}", file.getvalue()


def tga(kind, bits, pixels, width=WIDTH, height=HEIGHT, flags=0, identifier=b"", table=b"", table_start=0, table_bits=0, footer=False):
    count = len(table) // max(1, (table_bits + 7) // 8)
    header = struct.pack(
        "<BBBHHBHHHHBB", len(identifier), 1 if table else 0, kind, table_start, count, table_bits, 0, 0, width, height, bits, flags)
    return header + identifier + table + pixels + (b"\0" * 8 + b"TRUEVISION-XFILE.\0" if footer else b"")


def packets(pixels, size):
    """Run lengths that end with their row: Pillow 9.4 refuses others."""
    row = WIDTH * size
    return b"".join(row_packets(pixels[i:i + row], size) for i in range(0, len(pixels), row))


def row_packets(pixels, size):
    units = [pixels[i:i + size] for i in range(0, len(pixels), size)]
    out, i = bytearray(), 0
    while i < len(units):
        run = 1
        while run < 128 and i + run < len(units) and units[i + run] == units[i]:
            run += 1
        if run > 1:
            out += bytes((127 + run,)) + units[i]
        else:
            while run < 128 and i + run < len(units) and units[i + run] != units[i + run - 1]:
                run += 1
            out += bytes((run - 1,)) + b"".join(units[i:i + run])
        i += run
    return bytes(out)


def tgas():
    picture = smooth(seed=8)
    # Flat areas, so that there are runs.
    rgba = np.asarray(picture) // 32 * 32
    gray, bgr, bgra = rgba[:, :, 1].tobytes(), rgba[:, :, 2::-1].tobytes(), rgba[:, :, [2, 1, 0, 3]].tobytes()
    five = rgba.astype(np.uint16) // 8
    fifteen = (five[:, :, 2] + five[:, :, 1] * 32 + five[:, :, 0] * 1024 + 0x8000).astype("<u2").tobytes()
    gray_alpha = rgba[:, :, 2:].tobytes()
    indices = (rgba[:, :, 0] // 32).tobytes()
    table = bytes(np.random.RandomState(4).randint(0, 256, 4 * 8).astype(np.uint8))
    for kind, bits, pixels, name in ((2, 24, bgr, "rgb"), (2, 32, bgra, "rgba"), (2, 16, fifteen, "rgb16"), (3, 8, gray, "gray"),
                                     (3, 16, gray_alpha, "gray-alpha")):
        for flags, corner in ((0, "bottom-left"), (0x10, "bottom-right"), (0x20, "top-left"), (0x30, "top-right")):
            yield f"tga-{name}-{corner}", tga(kind, bits, pixels, flags=flags)
        yield f"tga-{name}-packed", tga(kind + 8, bits, packets(pixels, bits // 8), flags=0x20)
        yield f"tga-{name}-packed-bottom-right", tga(kind + 8, bits, packets(pixels, bits // 8), flags=0x10)
    yield "tga-rgba-alpha-bits", tga(2, 32, bgra, flags=0x28)
    yield "tga-identifier-and-footer", tga(2, 24, bgr, identifier=b"a name", footer=True)
    for bits in (16, 24):
        colors = table[:8 * bits // 8]
        yield f"tga-table-{bits}", tga(1, 8, indices, table=colors, table_bits=bits)
        yield f"tga-table-{bits}-packed", tga(9, 8, packets(indices, 1), table=colors, table_bits=bits, flags=0x20)
        shifted = bytes(value + 5 for value in indices)
        yield f"tga-table-{bits}-from-5", tga(1, 8, shifted, table=colors, table_bits=bits, table_start=5)
    for mode in ("L", "RGB", "RGBA", "P", "LA"):
        for packed in (None, "tga_rle"):
            file = io.BytesIO()
            image = picture.convert("RGB").quantize(9) if mode == "P" else picture.convert(mode)
            image.save(file, "TGA", compression=packed)
            yield f"tga-pillow-{mode}{'-packed' if packed else ''}", file.getvalue()


def pnms():
    picture = smooth(seed=9)
    rgb, gray = np.asarray(picture.convert("RGB")).astype(np.uint32), np.asarray(picture.convert("L")).astype(np.uint32)
    bits = gray // 128
    size = f"{WIDTH} {HEIGHT}"
    text = lambda values: " ".join(str(v) for v in values.reshape(-1)).encode()
    packed = b"".join(np.packbits(row.astype(np.uint8)).tobytes() for row in bits)
    yield "pbm-text", f"P1\n# a comment\n{size}\n".encode() + b"".join(b"%d" % v for v in bits.reshape(-1))
    yield "pbm-text-spaced", f"P1 {size} ".encode() + text(bits) + b"\n"
    yield "pbm-bytes", f"P4\n{size}\n".encode() + packed
    yield "pgm-text", f"P2\n{size}\n255\n".encode() + text(gray) + b"\n"
    yield "pgm-text-comments", f"P2\n{WIDTH} # width\n{HEIGHT}\n#\n15\n".encode() + text(gray // 16).replace(b" ", b"\n", 9) + b" # end\n"
    yield "pgm-bytes", f"P5\n{size}\n255\n".encode() + gray.astype(np.uint8).tobytes()
    yield "pgm-bytes-100", f"P5 {size} 100\n".encode() + (gray * 100 // 255).astype(np.uint8).tobytes()
    yield "pgm-bytes-beyond", f"P5 {size} 100\n".encode() + gray.astype(np.uint8).tobytes()
    for largest in (65535, 1023, 300):
        dark = (gray * largest // 255).astype(">u2")
        yield f"pgm-bytes-{largest}", f"P5\n{size}\n{largest}\n".encode() + dark.tobytes()
        yield f"pgm-text-{largest}", f"P2\n{size}\n{largest}\n".encode() + text(dark) + b"\n"
        color = (rgb * largest // 255).astype(">u2")
        yield f"ppm-bytes-{largest}", f"P6\n{size}\n{largest}\n".encode() + color.tobytes()
        yield f"ppm-text-{largest}", f"P3\n{size}\n{largest}\n".encode() + text(color) + b"\n"
    yield "pgm-bytes-65535-dark", f"P5\n{size}\n65535\n".encode() + (gray * 2).astype(">u2").tobytes()
    yield "ppm-bytes", f"P6\n{size}\n255\n".encode() + rgb.astype(np.uint8).tobytes()
    yield "ppm-bytes-15", f"P6\n{size}\n15\n".encode() + (rgb // 16).astype(np.uint8).tobytes()
    yield "ppm-text", f"P3\n{size}\n255\n".encode() + text(rgb) + b"\n"


def rows():
    for name, file in [*tiffs(), *tgas(), *pnms()]:
        try:
            image = Image.open(io.BytesIO(file))
            rgb, rgba = image.convert("RGB"), image.convert("RGBA") if image.mode in ("RGBA", "LA", "PA") else None
            yield (name, rgb.width, rgb.height, digest(rgb.tobytes()), digest(rgba.tobytes()) if rgba else "-",
                   base64.b64encode(file).decode())
        except Exception as error:  # what Pillow refuses stands nowhere but in the output of this script
            print(f"{name}: Pillow refuses it ({type(error).__name__}: {error})")
