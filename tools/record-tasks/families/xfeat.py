"""XFeat: key points with a descriptor each.

Decoding: verlab/accelerated_features, modules/xfeat.py (`detectAndCompute`, `get_kpts_heatmap`, `NMS`), modules/interpolator.py (grid
positions x / (W - 1), sampled as torch's grid_sample without aligned corners, zeros outside; cubic with a = -0.75). Score: heat map at the
nearest point times reliability, bilinear. Preparation: Kazuhito00/XFeat-Image-Matching-ONNX-Sample, xfeat_onnx.py (blue, green, red,
stretched, / 255), whose score takes the heat map in the reliability's place; here the original's.
"""
import cv2
import numpy as np

from common import Family, bgr, chw, close, numbers, softmax

SIDE, THRESHOLD, MOST, TOLD = 256, 0.05, 4096, 60


def prepare(rgb):
    pixels = cv2.resize(bgr(rgb), (SIDE, SIDE)).astype(np.float32) / np.float32(255)
    return {"input": chw(pixels)}, rgb.shape


def taps(at, kind):
    """Cells and weights along one axis."""
    low = np.floor(at)
    t = (at - low)[:, None]
    if kind == "nearest":
        return np.rint(at).astype(int)[:, None], np.ones((len(at), 1))
    if kind == "bilinear":
        return low.astype(int)[:, None] + np.arange(2), np.concatenate([1 - t, t], 1)
    a = -0.75
    far = lambda d: ((d - 5) * d + 8) * d * a - 4 * a
    near = lambda d: ((a + 2) * d - (a + 3)) * d * d + 1
    return low.astype(int)[:, None] + np.arange(-1, 3), np.concatenate([far(t + 1), near(t), near(1 - t), far(2 - t)], 1)


def sample(maps, at, kind):
    """[channels, h, w] at the points x, y of the input: [points, channels]."""
    channels, height, width = maps.shape
    axes = []
    for n, values in ((height, at[:, 1]), (width, at[:, 0])):
        cells, weights = taps(((2 * values / (SIDE - 1) - 1) + 1) * n / 2 - 0.5, kind)
        axes.append((cells.clip(0, n - 1), weights * ((cells >= 0) & (cells < n))))
    (y, wy), (x, wx) = axes
    return np.einsum("cnij,ni,nj->nc", maps[:, y[:, :, None], x[:, None, :]].astype(np.float64), wy, wx)


def decode(outputs, shape):
    features, logits, reliability = outputs["output"][0], outputs["763"][0], outputs["268"][0]
    features = features / np.linalg.norm(features, axis=0, keepdims=True)
    cells = softmax(logits, 0)[:64].transpose(1, 2, 0).reshape(SIDE // 8, SIDE // 8, 8, 8)
    heat = cells.transpose(0, 2, 1, 3).reshape(SIDE, SIDE)
    padded = np.pad(heat, 2, constant_values=-np.inf)
    around = np.max([padded[y:y + SIDE, x:x + SIDE] for y in range(5) for x in range(5)], 0)
    close.scores(heat[heat == around], THRESHOLD)
    at = np.argwhere((heat == around) & (heat > THRESHOLD))[:, ::-1].astype(np.float64)
    scores = (sample(heat[None], at, "nearest") * sample(reliability, at, "bilinear"))[:, 0]
    scores[(at == 0).all(1)] = -1
    best = np.argsort(-scores, kind="stable")[:MOST]
    best = best[scores[best] > 0]
    descriptors = sample(features, at[best], "bicubic")
    descriptors /= np.linalg.norm(descriptors, axis=1, keepdims=True)
    where = at[best] * [shape[1] / SIDE, shape[0] / SIDE]
    return {"count": len(best),
            "keypoints_list": [{"point": numbers(p), "score": round(float(s), 6)} for p, s in zip(where[:TOLD], scores[best][:TOLD])],
            "samples": [numbers(d, 5) for d in descriptors[:5]]}


families = [Family(
    "xfeat-256", "wild/xfeat/xfeat_256x256.onnx", "key points",
    ["verlab/accelerated_features: modules/xfeat.py, modules/interpolator.py",
     "Kazuhito00/XFeat-Image-Matching-ONNX-Sample: xfeat_onnx.py"],
    {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "BGR", "resize": "stretch", "interpolation": "opencv-linear",
     "scale": 1 / 255, "mean": [0, 0, 0], "std": [1, 1, 1]},
    {"layout": "xfeat features [1, 64, h, w], logits [1, 65, h, w], reliability [1, 1, h, w]", "threshold": THRESHOLD, "compare": ">",
     "window": 5, "points": MOST, "told": f"the best {TOLD}; samples: descriptors of the best 5", "keypoints": "pixels of the photo"},
    prepare, decode, ["images/photos/car_triton.jpg", "images/photos/grace_hopper.jpg", "images/photos/kitten_224.png"])]
