"""BodyPix and PoseNet: people as 17 points along a tree of displacements, and a mask of all people.

Poses and mask: tensorflow/tfjs-models, body-pix/src/multi_person (`decodeMultiplePoses`, `decodePose`, `buildPartWithScoreQueue`),
single_person/decode_single_pose.ts, util.ts (`toValidInputResolution`, `scaleAndFlipPoses`, `scaleAndCropToInputTensorShape`),
decode_part_map.ts (`toMaskTensor`), defaults of body_pix_model.ts (half the size, root score 0.4, radius 20, 10 people, mask above 0.7).
Preparation: rwightman/posenet-python, posenet/utils.py (stretched by cv2.resize; body-pix pads to the same proportions and samples by
TensorFlow's bilinear filter instead). Channels of offsets: y of all parts, then x of all.
"""
import cv2
import numpy as np

from common import Family, close, numbers, runs, sigmoid

STRIDE, SCALE, SCORE, RADIUS, PEOPLE, MASK = 16, 0.5, 0.4, 20, 10, 0.7
PARTS = ["nose", "leftEye", "rightEye", "leftEar", "rightEar", "leftShoulder", "rightShoulder", "leftElbow", "rightElbow", "leftWrist",
         "rightWrist", "leftHip", "rightHip", "leftKnee", "rightKnee", "leftAnkle", "rightAnkle"]
EDGES = [(0, 1), (1, 3), (0, 2), (2, 4), (0, 5), (5, 7), (7, 9), (5, 11), (11, 13), (13, 15), (0, 6), (6, 8), (8, 10), (6, 12), (12, 14),
         (14, 16)]


def resolution(size):
    size *= SCALE
    return int(size) if (size - 1) % STRIDE == 0 else int(size // STRIDE) * STRIDE + 1


def prepare(rgb):
    height, width = rgb.shape[:2]
    to_height, to_width = resolution(height), resolution(width)
    pixels = cv2.resize(rgb, (to_width, to_height), interpolation=cv2.INTER_LINEAR)
    return {"input": (pixels.astype(np.float32) / np.float32(127.5) - np.float32(1))[None]}, (width, height, to_width, to_height)


def vector(field, cell, k):
    """y and x of channel k at a cell."""
    return np.array([field[cell[0], cell[1], k], field[cell[0], cell[1], k + field.shape[2] // 2]], np.float64)


def nearest(point, shape):
    """The cell of a point; halves go up."""
    return tuple(int(np.clip(np.floor(v / STRIDE + 0.5), 0, n - 1)) for v, n in zip(point, shape))


def follow(source, target, k, scores, offsets, displacements):
    """The part `target` along edge k from the point `source`: its point and score."""
    point = source + vector(displacements, nearest(source, scores.shape), k)
    for _ in range(2):
        cell = nearest(point, scores.shape)
        point = np.array(cell) * STRIDE + vector(offsets, cell, target)
    cell = nearest(point, scores.shape)
    return point, scores[cell[0], cell[1], target]


def roots(scores):
    """Part candidates: from the threshold on, and the largest of the 3 by 3 cells around. By falling score."""
    height, width, parts = scores.shape
    padded = np.pad(scores, ((1, 1), (1, 1), (0, 0)), constant_values=-np.inf)
    around = np.max([padded[y:y + height, x:x + width] for y in range(3) for x in range(3)], 0)
    close.scores(scores[scores >= around], SCORE)
    found = np.argwhere((scores >= SCORE) & (scores >= around))
    return sorted(((scores[y, x, k], y, x, k) for y, x, k in found), key=lambda c: -c[0])


def decode_pose(root, scores, offsets, forward, backward):
    score, y, x, part = root
    found = {part: (np.array([y, x]) * STRIDE + vector(offsets, (y, x), part), score)}
    for k in reversed(range(len(EDGES))):
        parent, child = EDGES[k]
        if child in found and parent not in found:
            found[parent] = follow(found[child][0], parent, k, scores, offsets, backward)
    for k, (parent, child) in enumerate(EDGES):
        if parent in found and child not in found:
            found[child] = follow(found[parent][0], child, k, scores, offsets, forward)
    return [found[k] for k in range(len(PARTS))]


def decode_poses(scores, offsets, forward, backward):
    """People with the mean score of those parts that no earlier person has claimed."""
    people = []
    claimed = lambda point, k: any(((point - pose[k][0]) ** 2).sum() <= RADIUS ** 2 for _, pose in people)
    for root in roots(scores):
        if len(people) == PEOPLE:
            break
        if claimed(np.array(root[1:3]) * STRIDE + vector(offsets, root[1:3], root[3]), root[3]):
            continue
        pose = decode_pose(root, scores, offsets, forward, backward)
        people.append((sum(s for k, (point, s) in enumerate(pose) if not claimed(point, k)) / len(PARTS), pose))
    return people


def single(scores, offsets):
    """The best cell of each part."""
    cells = [np.unravel_index(scores[..., k].argmax(), scores.shape[:2]) for k in range(len(PARTS))]
    pose = [(np.array(c) * STRIDE + vector(offsets, c, k), scores[c[0], c[1], k]) for k, c in enumerate(cells)]
    return np.mean([s for _, s in pose]), pose


def aligned(map_, width, height):
    """Bilinear with the corners' centres on each other."""
    def axis(n, size):
        at = np.linspace(0, n - 1, size) if size > 1 else np.zeros(1)
        low = np.minimum(np.floor(at).astype(int), n - 1)
        return low, np.minimum(low + 1, n - 1), at - low

    top, bottom, dy = axis(map_.shape[0], height)
    left, right, dx = axis(map_.shape[1], width)
    rows = map_[top] * (1 - dy[:, None]) + map_[bottom] * dy[:, None]
    return rows[:, left] * (1 - dx) + rows[:, right] * dx


def decode(outputs, geometry):
    width, height, to_width, to_height = geometry
    scale = np.array([height / to_height, width / to_width])
    scores = sigmoid(outputs["heatmaps"][0])
    offsets, forward, backward = (outputs[name][0] for name in ("short_offsets", "displacement_fwd", "displacement_bwd"))

    def person(score, pose):
        return {"score": round(float(score), 6), "keypoints": [numbers((p * scale)[::-1]) + [round(float(s), 6)] for p, s in pose]}

    mask = aligned(sigmoid(aligned(outputs["segments"][0, :, :, 0].astype(np.float64), to_width, to_height)), width, height)
    return {"people": [person(*found) for found in decode_poses(scores, offsets, forward, backward)],
            "single": person(*single(scores, offsets)),
            "doubtful": round(float((np.abs(mask - MASK) < 1e-3).mean()), 6),
            "segments": [{"class": 1, "pixels": int((mask > MASK).sum()), "counts": runs(mask > MASK)}]}


families = [Family(
    "bodypix-mnv1-050-16", "wild/bodypix-mnv1/MobileNetV1-x050-stride16.onnx", "pose",
    ["tensorflow/tfjs-models: body-pix/src/multi_person, body-pix/src/single_person, body-pix/src/util.ts, body-pix/src/body_pix_model.ts",
     "rwightman/posenet-python: posenet/utils.py", "keijiro/BodyPixBarracuda: Packages/jp.keijiro.bodypix/Shaders"],
    {"layout": "NHWC", "order": "RGB", "resize": "stretch", "size": "half of the photo, down to 16 n + 1", "interpolation": "opencv-linear",
     "scale": 1 / 127.5, "mean": [1, 1, 1], "std": [1, 1, 1], "formula": "pixel / 127.5 - 1"},
    {"layout": "bodypix heatmaps, short_offsets, displacement_fwd, displacement_bwd, segments", "stride": STRIDE,
     "activation": "sigmoid of heatmaps and segments", "threshold": SCORE, "compare": ">=", "radius": RADIUS, "people": PEOPLE,
     "refinements": 2, "parts": PARTS, "edges": EDGES, "keypoints": "x, y in pixels of the photo, score; unclipped",
     "mask": {"threshold": MASK, "compare": ">", "resize": "logits to the input's size, sigmoid, to the photo's size; "
                                                           "bilinear with the corners' centres aligned, both times"}},
    prepare, decode, ["images/photos/grace_hopper.jpg", "wild/deimv2-atto/sample.jpg", "wild/fastestdet/3.jpg"])]
