"""What the families share: pictures, the network's run, boxes, masks, and the form of the recorded files."""
import dataclasses
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import typing

import cv2
import numpy as np
import PIL
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
from recording import digest

RUN = ROOT / "artifacts/bin/Fovea.RunNetwork/release/Fovea.RunNetwork.dll"
RUNTIME = "1.31.1"
VERSIONS = f"OpenCV {cv2.__version__}, numpy {np.__version__}, Pillow {PIL.__version__}, ONNX Runtime {RUNTIME}"


@dataclasses.dataclass
class Family:
    """One recorded file: a network with the preparation and the decoding that its authors publish."""
    name: str
    model: str
    task: str
    sources: list
    input: dict
    output: dict
    prepare: typing.Callable  # RGB uint8 [h, w, 3] -> ({input: array}, geometry)
    decode: typing.Callable  # {output: array}, geometry -> answer
    photos: list
    edit: typing.Callable = None  # onnx.ModelProto -> what is run in its place


class Close:
    """How near the nearest decisions were, so that a test knows what a small difference of the network could turn over; the best scores."""
    def __init__(self):
        self.score = self.iou = self.best = None

    def scores(self, scores, threshold):
        scores = np.sort(np.asarray(scores, np.float64).ravel())
        if len(scores):
            near = float(np.abs(scores - threshold).min())
            self.score = near if self.score is None else min(self.score, near)
            self.best = numbers(scores[:-6:-1], 6)

    def ious(self, ious, threshold):
        if len(ious):
            near = float(np.abs(np.asarray(ious, np.float64) - threshold).min())
            self.iou = near if self.iou is None else min(self.iou, near)


close = Close()


def picture(path):
    """RGB as shown, EXIF's orientation applied (cv2.imread decodes the recorded photos to the same bytes). PATH#x,y,w,h is a part of it."""
    path, _, crop = str(path).partition("#")
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    if crop:
        x, y, width, height = map(int, crop.split(","))
        image = image.crop((x, y, x + width, y + height))
    return np.ascontiguousarray(np.asarray(image))


def bgr(rgb):
    return np.ascontiguousarray(rgb[..., ::-1])


def chw(pixels):
    return np.ascontiguousarray(np.asarray(pixels, np.float32).transpose(2, 0, 1)[None])


def warped(rgb, box, size, border=cv2.BORDER_CONSTANT):
    """A part x, y, width, height as MediaPipe samples it: the corner of the first pixel, not its centre, lies on the part's corner.

    google-ai-edge/mediapipe: mediapipe/calculators/tensor/image_to_tensor_converter_opencv.cc (warpPerspective, linear).
    """
    x, y, width, height = box
    given = np.float32([[x, y + height], [x, y], [x + width, y], [x + width, y + height]])
    made = np.float32([[0, size[1]], [0, 0], [size[0], 0], [size[0], size[1]]])
    return cv2.warpPerspective(rgb, cv2.getPerspectiveTransform(given, made), size, flags=cv2.INTER_LINEAR, borderMode=border)


def run(model, pictures):
    """The outputs by name, a dictionary for each of the given dictionaries of inputs."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for i, inputs in enumerate(pictures):
            (folder / f"{i:04}").mkdir()
            for name, value in inputs.items():
                np.save(folder / f"{i:04}" / f"in.{name.replace('/', '_')}.npy", np.ascontiguousarray(value))
        subprocess.run(["dotnet", str(RUN), str(model), str(folder)], check=True, timeout=300)
        names = [line.split("\t")[0] for line in (folder / "outputs.txt").read_text().splitlines()]
        return [{name: np.load(folder / f"{i:04}" / f"out.{k}.npy") for k, name in enumerate(names)} for i in range(len(pictures))]


def run_edited(family, model, pictures):
    if not family.edit:
        return run(model, pictures)
    import onnx
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        network = onnx.load(str(model))
        family.edit(network)
        onnx.save(network, file.name)
        return run(file.name, pictures)


def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def order(scores):
    """Falling scores; of equal ones the lower index first."""
    return np.argsort(-np.asarray(scores), kind="stable")


def iou(box, boxes, plus=0):
    """Intersection over union of corners x1, y1, x2, y2; with plus 1 a box includes its last pixel."""
    width = np.maximum(0, np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0]) + plus)
    height = np.maximum(0, np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1]) + plus)
    area = (box[2] - box[0] + plus) * (box[3] - box[1] + plus)
    areas = (boxes[:, 2] - boxes[:, 0] + plus) * (boxes[:, 3] - boxes[:, 1] + plus)
    return width * height / (area + areas - width * height)


def nms(boxes, scores, threshold, plus=0):
    """Greedy suppression: a box goes when its overlap with a better one exceeds the threshold. Indices by falling score."""
    left, keep = order(scores), []
    while len(left):
        best, left = left[0], left[1:]
        keep.append(best)
        overlaps = iou(boxes[best], boxes[left], plus)
        close.ious(overlaps, threshold)
        left = left[overlaps <= threshold]
    return keep


def nms_by_class(boxes, scores, classes, threshold, plus=0):
    """The suppression among boxes of the same class alone; indices by falling score over all classes."""
    keep = []
    for c in np.unique(classes):
        members = np.flatnonzero(classes == c)
        keep.extend(members[nms(boxes[members], scores[members], threshold, plus)])
    keep = np.sort(np.array(keep, int))
    return list(keep[order(np.asarray(scores)[keep])])


def corners(centres):
    """x1, y1, x2, y2 of centre x, centre y, width, height."""
    half = centres[..., 2:4] / 2
    return np.concatenate([centres[..., :2] - half, centres[..., :2] + half], -1)


def runs(mask):
    """COCO's run lengths: down the columns, beginning with zeros."""
    flat = np.asarray(mask, bool).ravel(order="F")
    changes = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    edges = np.concatenate([[0], changes, [flat.size]])
    counts = np.diff(edges).tolist()
    return [0] + counts if flat.size and flat[0] else counts


def area_by_class(map_):
    classes, pixels = np.unique(map_, return_counts=True)
    return [{"class": int(c), "pixels": int(n)} for c, n in zip(classes, pixels)]


def detection(index, score, box, **more):
    return {"class": int(index), "score": round(float(score), 6), "box": numbers(box), **more}


def numbers(values, digits=3):
    return [round(float(v), digits) + 0.0 for v in np.asarray(values, np.float64).ravel()]


def points(values, digits=3):
    return [numbers(p, digits) for p in np.asarray(values, np.float64)]


def statistics(pixels):
    """What is kept of an 8-bit picture [h, w] or [h, w, channels]: the means of 8 by 8 parts too, row by row."""
    channels = pixels.reshape(pixels.shape[0] * pixels.shape[1], -1).astype(np.float64)
    parts = cv2.resize(pixels.astype(np.float64), (8, 8), interpolation=cv2.INTER_AREA).reshape(8, -1)
    return {"width": pixels.shape[1], "height": pixels.shape[0], "channels": channels.shape[1],
            "mean": numbers(channels.mean(0), 4), "std": numbers(channels.std(0), 4),
            "sha256": digest(np.ascontiguousarray(pixels).tobytes()), "parts": [numbers(row, 2) for row in parts]}


LINES = {"photos", "detections", "people", "segments", "keypoints_list", "landmarks_list", "texts", "samples"}


def text(value, indent=0):
    """JSON with one line for each member, and for each element of the lists of LINES."""
    pad = " " * (indent + 1)
    parts = []
    for key, item in value.items():
        if isinstance(item, list) and key in LINES and item:
            inner = ",\n".join(pad + " " + (text(e, indent + 2) if key == "photos" else compact(e)) for e in item)
            parts.append(f'{pad}{json.dumps(key)}: [\n{inner}\n{pad}]')
        else:
            parts.append(f"{pad}{json.dumps(key)}: {compact(item)}")
    return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def record(family, data, out, draw=None):
    """Runs one family over its photos and writes OUT/NAME.json."""
    global close
    model = pathlib.Path(family.model)
    model = model if model.is_absolute() else data / family.model
    pictures = [picture(data / photo) for photo in family.photos]
    prepared = [family.prepare(rgb) for rgb in pictures]
    outputs = run_edited(family, model, [inputs for inputs, _ in prepared])
    photos = []
    for photo, rgb, (inputs, geometry), found in zip(family.photos, pictures, prepared, outputs):
        close.__init__()
        answer = family.decode(found, geometry)
        preview = answer.pop("preview", None)
        name, _, crop = photo.partition("#")
        photos.append({
            "photo": name, **({"crop": [int(v) for v in crop.split(",")]} if crop else {}), "width": rgb.shape[1], "height": rgb.shape[0],
            "tensors": {name: {"shape": list(v.shape), "sha256": digest(np.ascontiguousarray(v).tobytes())} for name, v in inputs.items()},
            "close": {k: v if k == "best" else float(f"{v:.3g}") for k, v in vars(close).items() if v is not None}, **answer})
        if draw:
            draw(family, photo, rgb if preview is None else preview, answer)
    shown = model.relative_to(data).as_posix() if data in model.parents else model.relative_to(ROOT).as_posix()
    document = {"model": shown, "sha256": hashlib.sha256(model.read_bytes()).hexdigest(), "task": family.task, "versions": VERSIONS,
                "sources": family.sources, "input": family.input, "output": family.output, "photos": photos}
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{family.name}.json"
    path.write_text(text(document) + "\n")
    json.loads(path.read_text())
    print(path.name, path.stat().st_size, [sum(len(v) for v in p.values() if isinstance(v, list)) for p in photos],
          "close", [p["close"] for p in photos])
