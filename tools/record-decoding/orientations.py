"""Files that tell their orientation in all the ways that occur, and how Pillow turns them."""
import base64
import io
import struct
import zlib

import PIL
from PIL import Image, ImageOps
from recording import noise

NEWER = int(PIL.__version__.split(".")[0]) >= 12
PICTURE = noise(3, 2, 8).convert("L")
XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
RAW = b"Raw profile type exif"
XMP = b"XML:com.adobe.xmp"

# Number, name, struct's letters: the types of TIFF that hold numbers, and those that hold text or bytes.
TYPES = [
    (1, "BYTE", "B"), (3, "SHORT", "H"), (4, "LONG", "L"), (6, "SBYTE", "b"), (7, "UNDEFINED", "B"), (8, "SSHORT", "h"), (9, "SLONG", "l"),
    (11, "FLOAT", "f"), (12, "DOUBLE", "d"), (13, "IFD", "L"), (16, "LONG8", "Q"), (5, "RATIONAL", "LL"), (10, "SRATIONAL", "ll"),
]


def tiff(entries, order="<", header=None, end=b"\0\0\0\0"):
    """A TIFF file with one directory; an entry is tag, type, count and the bytes of the value."""
    later, table = b"", b""
    offset = 8 + 2 + 12 * len(entries) + len(end)
    for tag, kind, count, value in entries:
        inline = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(order + "L", offset + len(later))
        later += value if len(value) > 4 else b""
        table += struct.pack(order + "HHL", tag, kind, count) + inline
    header = header or (b"II*\0" if order == "<" else b"MM\0*")
    return header + struct.pack(order + "LH", 8, len(entries)) + table + end + later


def oriented(value, kind=3, letters="H", order="<"):
    numbers = (value,) if len(letters) == 1 else (value * 3, 3)
    return tiff([(0x0112, kind, 1, struct.pack(order + letters, *numbers))], order)


def short(value, tag=0x0112):
    return tag, 3, 1, struct.pack("<H", value)


def attribute(value):
    return b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="%d"/>' % value


def element(value):
    return b"<rdf:Description><tiff:Orientation>%d</tiff:Orientation></rdf:Description>" % value


def save(format, **options):
    file = io.BytesIO()
    PICTURE.save(file, format, **options)
    return file.getvalue()


def jpeg(*contents):
    file = save("JPEG", quality=95)
    return file[:2] + b"".join(b"\xff\xe1" + struct.pack(">H", len(c) + 2) + c for c in contents) + file[2:]


def exif(data):
    return b"Exif\0\0" + data


def xmp(data):
    return XMP_NAME + data


def chunk(name, data):
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))


def png(*before, after=()):
    file = save("PNG")
    end = len(file) - 12
    return file[:33] + b"".join(before) + file[33:end] + b"".join(after) + file[end:]


def text(keyword, data):
    return chunk(b"tEXt", keyword + b"\0" + data)


def packed_text(keyword, data):
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(data))


def international(keyword, data, packed=False, language=b"", translated=b""):
    data = zlib.compress(data) if packed else data
    return chunk(b"iTXt", keyword + bytes([0, packed, 0]) + language + b"\0" + translated + b"\0" + data)


def raw(data, name=b"exif"):
    digits = exif(data).hex().encode()
    return b"\n%s\n%8d\n" % (name, len(digits) // 2) + b"".join(digits[i:i + 72] + b"\n" for i in range(0, len(digits), 72))


def webp(*chunks, flags=None):
    plain = save("WEBP", lossless=True)
    body = plain[12:] + b"".join(n + struct.pack("<L", len(d)) + d + b"\0" * (len(d) % 2) for n, d in chunks)
    if flags is None:
        flags = sum({b"EXIF": 8, b"XMP ": 4}.get(name, 0) for name in {n for n, _ in chunks})
    header = b"VP8X" + struct.pack("<LL", 10, flags) + struct.pack("<L", PICTURE.width - 1)[:3] + struct.pack("<L", PICTURE.height - 1)[:3]
    return b"RIFF" + struct.pack("<L", 4 + len(header) + len(body)) + b"WEBP" + header + body


def directories():
    """EXIF data as such, in a JPEG."""
    for order, name in (("<", "little endian"), (">", "big endian")):
        for kind, type_name, letters in TYPES:
            yield f"{type_name}, {name}", oriented(6, kind, letters, order)
        for value in range(1, 9):
            yield f"SHORT {value}, {name}", oriented(value, order=order)
        yield f"LONG 65542, {name}", oriented(0x10006, 4, "L", order)
        yield f"SLONG -6, {name}", oriented(-6, 9, "l", order)
        yield f"FLOAT 6.5, {name}", oriented(6.5, 11, "f", order)
        yield f"two SHORT, {name}", tiff([(0x0112, 3, 2, struct.pack(order + "HH", 6, 1))], order)
        yield f"three SHORT, {name}", tiff([(0x0112, 3, 3, struct.pack(order + "HHH", 8, 1, 2))], order)
        yield f"two LONG, {name}", tiff([(0x0112, 4, 2, struct.pack(order + "LL", 3, 1))], order)
    for value in (0, 9, 255, 65535):
        yield f"SHORT {value}", oriented(value)
        yield f"LONG {value}", oriented(value, 4, "L")
    yield "text", tiff([(0x0112, 2, 2, b"6\0")])
    yield "no value", tiff([(0x0112, 3, 0, b"\6\0")])
    yield "unknown type", tiff([(0x0112, 99, 1, b"\6\0")])
    yield "rational that is no whole number", tiff([(0x0112, 5, 1, struct.pack("<LL", 13, 2))])
    yield "rational of zero parts", tiff([(0x0112, 5, 1, struct.pack("<LL", 6, 0))])
    yield "after other entries", tiff([(0x010F, 2, 9, b"Somebody\0"), (0x011A, 5, 1, struct.pack("<LL", 72, 1)), short(6)])
    yield "twice", tiff([short(6), short(8)])
    yield "twice, the second time invalid", tiff([short(6), short(0)])
    yield "twice, the second time unknown", tiff([short(6), (0x0112, 99, 1, b"\1")])
    known, beyond = tiff([short(6)])[10:22], struct.pack("<HHLL", 0x010F, 2, 99, 9999)
    yield "after an entry beyond the data", b"II*\0\x08\0\0\0\2\0" + beyond + known
    yield "before an entry beyond the data", b"II*\0\x08\0\0\0\2\0" + known + beyond
    yield "a count that lies", tiff([short(6)])[:8] + b"\xff\xff" + tiff([short(6)])[10:]
    yield "cut in the entry", tiff([short(6)])[:20]
    yield "cut after the entry", tiff([short(6)])[:22]
    yield "cut in the header", tiff([short(6)])[:6]
    yield "directory beyond the data", b"II*\0\xff\xff\xff\xff" + tiff([short(6)])[8:]
    yield "directory elsewhere", b"II*\0\x10\0\0\0" + bytes(8) + tiff([short(6)])[8:]
    yield "no directory", b"II*\0\x08\0\0\0"
    yield "nothing", b""
    yield "no TIFF", b"garbage, and more of it"
    yield "header in the other order, little endian", tiff([short(6)], header=b"II\0*")
    yield "header in the other order, big endian", oriented(6, order=">").replace(b"MM\0*", b"MM*\0")
    yield "BigTIFF", tiff([short(6)], header=b"II+\0")


def cases():
    """Name, file, and where Pillow 9.4 differs, what 12.3 gives."""
    for name, data in directories():
        yield f"JPEG: {name}", jpeg(exif(data))
    one, six, three = oriented(1), oriented(6), oriented(3)
    yield "JPEG: name twice", jpeg(exif(exif(six))), 6
    yield "JPEG: two segments", jpeg(exif(six), exif(one))
    yield "JPEG: in two parts", jpeg(exif(six[:15]), exif(six[15:])), 6
    yield "JPEG: XMP attribute", jpeg(xmp(attribute(6))), 6
    yield "JPEG: XMP element", jpeg(xmp(element(8))), 8
    yield "JPEG: two XMP", jpeg(xmp(attribute(6)), xmp(attribute(3))), 3
    yield "JPEG: XMP 0", jpeg(xmp(attribute(0)))
    yield "JPEG: XMP 9", jpeg(xmp(attribute(9)))
    yield "JPEG: EXIF before XMP", jpeg(xmp(attribute(6)), exif(three))
    yield "JPEG: EXIF 1, XMP 6", jpeg(exif(one), xmp(attribute(6)))
    yield "JPEG: EXIF 0, XMP 6", jpeg(exif(oriented(0)), xmp(attribute(6)))
    yield "JPEG: EXIF as BYTE, XMP 6", jpeg(exif(oriented(8, 1, "B")), xmp(attribute(6)))
    yield "JPEG: EXIF without orientation, XMP 6", jpeg(exif(tiff([short(2, 0x0128)])), xmp(attribute(6))), 6
    yield "JPEG: empty EXIF, XMP 6", jpeg(exif(b""), xmp(attribute(6))), 6
    yield "JPEG: no Exif", jpeg(b"Exim\0\0" + six)
    for value in range(1, 9):
        yield f"PNG: eXIf {value}", png(chunk(b"eXIf", oriented(value, 4, "L", ">")))
        yield f"PNG: raw profile {value}", png(packed_text(RAW, raw(oriented(value))))
        yield f"PNG: XMP {value}", png(international(XMP, attribute(value)))
    for kind, type_name, letters in TYPES:
        yield f"PNG: eXIf {type_name}", png(chunk(b"eXIf", oriented(6, kind, letters)))
    yield "PNG: eXIf after the pixels", png(after=[chunk(b"eXIf", six)])
    yield "PNG: eXIf before and after", png(chunk(b"eXIf", one), after=[chunk(b"eXIf", six)]), 6
    yield "PNG: eXIf with a name", png(chunk(b"eXIf", exif(six))), 6
    yield "PNG: raw profile as tEXt", png(text(RAW, raw(six)))
    yield "PNG: raw profile as iTXt", png(international(RAW, raw(six)))
    yield "PNG: raw profile as packed iTXt", png(international(RAW, raw(six), packed=True))
    yield "PNG: raw profile after the pixels", png(after=[packed_text(RAW, raw(six))])
    yield "PNG: raw profile in one line", png(text(RAW, b"\nexif\n  32\n" + six.hex().encode()))
    yield "PNG: raw profile in upper case", png(text(RAW, raw(oriented(8, order=">")).upper()))
    yield "PNG: raw profile without lines", png(text(RAW, six.hex().encode()))
    yield "PNG: raw profile of no digits", png(text(RAW, b"\nexif\n 4\nzzzz"))
    yield "PNG: raw profile of half a byte", png(text(RAW, b"\nexif\n 4\n" + six.hex().encode()[:-1]))
    yield "PNG: raw profile, damaged", png(chunk(b"zTXt", RAW + b"\0\0garbage"))
    yield "PNG: raw profile APP1", png(packed_text(b"Raw profile type APP1", raw(six, b"generic profile")))
    yield "PNG: raw profile of XMP", png(packed_text(b"Raw profile type xmp", b"\nxmp\n 9\n" + attribute(6).hex().encode()))
    yield "PNG: exif as text", png(text(b"exif", six))
    yield "PNG: eXIf before raw profile", png(text(RAW, raw(six)), chunk(b"eXIf", three))
    yield "PNG: empty eXIf before raw profile", png(text(RAW, raw(six)), chunk(b"eXIf", b""))
    yield "PNG: two raw profiles", png(text(RAW, raw(six)), text(RAW, raw(three)))
    yield "PNG: XMP element", png(international(XMP, element(6)))
    yield "PNG: XMP packed", png(international(XMP, attribute(6), packed=True))
    yield "PNG: XMP in a language", png(international(XMP, attribute(6), language=b"en", translated=b"XMP"))
    yield "PNG: XMP as tEXt", png(text(XMP, attribute(6)))
    yield "PNG: XMP after the pixels", png(after=[international(XMP, attribute(6))])
    yield "PNG: two XMP", png(international(XMP, attribute(6)), international(XMP, attribute(8)))
    yield "PNG: XMP of a name only", png(international(XMP, b'tiff:Orientation tiff:Orientation="x" ' + element(5)))
    yield "PNG: XMP of two values", png(international(XMP, attribute(7) + attribute(2)))
    yield "PNG: XMP of spaces", png(international(XMP, b'tiff:Orientation = "6"'))
    yield "PNG: XMP in single quotes", png(international(XMP, b"tiff:Orientation='6'"))
    yield "PNG: EXIF 1, XMP 6", png(chunk(b"eXIf", one), international(XMP, attribute(6)))
    yield "PNG: EXIF 9, XMP 6", png(chunk(b"eXIf", oriented(9)), international(XMP, attribute(6)))
    yield "PNG: EXIF without orientation, XMP 6", png(chunk(b"eXIf", tiff([short(2, 0x0128)])), international(XMP, attribute(6)))
    yield "PNG: raw profile 3, XMP 6", png(text(RAW, raw(three)), international(XMP, attribute(6)))
    for value in range(1, 9):
        yield f"WebP: EXIF {value}", webp((b"EXIF", oriented(value, 4, "L", ">")))
        yield f"WebP: XMP {value}", webp((b"XMP ", attribute(value))), value
    for kind, type_name, letters in TYPES:
        yield f"WebP: EXIF {type_name}", webp((b"EXIF", oriented(6, kind, letters)))
    yield "WebP: EXIF with a name", webp((b"EXIF", exif(six)))
    yield "WebP: two EXIF", webp((b"EXIF", three), (b"EXIF", six))
    yield "WebP: EXIF that is not announced", webp((b"EXIF", six), flags=0)
    yield "WebP: XMP that is not announced", webp((b"XMP ", attribute(6)), flags=8)
    yield "WebP: EXIF of odd length, XMP", webp((b"EXIF", tiff([short(2, 0x0128)]) + b"x"), (b"XMP ", attribute(6))), 6
    yield "WebP: EXIF 1, XMP 6", webp((b"EXIF", one), (b"XMP ", attribute(6)))


TURNS = [None] + [getattr(Image, name) for name in (
    "FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90")]


def turned(file):
    """Which of the eight orientations turns the stored pixels as exif_transpose does; 1 where that fails."""
    try:
        stored = Image.open(io.BytesIO(file)).convert("RGB")
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(file))).convert("RGB")
    except Exception:
        return 1
    for orientation, turn in enumerate(TURNS, 1):
        picture = stored if turn is None else stored.transpose(turn)
        if picture.size == upright.size and picture.tobytes() == upright.tobytes():
            return orientation
    raise ValueError("no orientation")


def rows():
    for name, file, *newer in cases():
        orientation = turned(file)
        if newer and not NEWER:
            orientation = newer[0]
        assert not newer or orientation == newer[0], name
        yield name, orientation, base64.b64encode(file).decode()
