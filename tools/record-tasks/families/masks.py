"""What the mask families share: a map at the size of the network and at the size of the photo."""
import cv2
import numpy as np

from common import area_by_class, digest, runs


def enlarge(maps, width, height):
    """Each channel of [channels, h, w] by OpenCV's bilinear filter."""
    return np.stack([cv2.resize(np.ascontiguousarray(channel, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
                     for channel in maps])


def answer(small, large, doubtful):
    """Class maps at both sizes. Doubtful: the share of the photo's pixels that a difference of 0.001 would turn over."""
    return {"network": {"width": small.shape[1], "height": small.shape[0], "sha256": digest(small.astype(np.uint8).tobytes()),
                        "areas": area_by_class(small)},
            "areas": area_by_class(large), "doubtful": round(float(doubtful), 6),
            "segments": [{"class": int(c), "pixels": int((large == c).sum()), "counts": runs(large == c)} for c in np.unique(large) if c]}
