"""Draws an answer on its photo, for the eye alone."""
import pathlib

import cv2
import numpy as np

COLOURS = [(255, 64, 64), (64, 220, 64), (64, 128, 255), (255, 200, 0), (255, 0, 255), (0, 220, 220)]


def mask_of(counts, height, width):
    flat, at = np.zeros(height * width, bool), 0
    for i, n in enumerate(counts):
        flat[at:at + n] = i % 2
        at += n
    return flat.reshape(width, height).T


def drawer(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)

    def draw(family, photo, rgb, answer):
        image = rgb.copy()
        for key in ("segments", "people", "detections"):
            for i, item in enumerate(answer.get(key, [])):
                colour = COLOURS[i % len(COLOURS)]
                if "counts" in item and item.get("class", 1):
                    mask = mask_of(item["counts"], image.shape[0], image.shape[1])
                    image[mask] = image[mask] // 2 + np.array(colour, np.uint8) // 2
        for key in ("people", "detections", "texts"):
            for i, item in enumerate(answer.get(key, [])):
                colour = COLOURS[i % len(COLOURS)]
                if "box" in item:
                    x1, y1, x2, y2 = [int(round(v)) for v in item["box"]]
                    cv2.rectangle(image, (x1, y1), (x2, y2), colour, 2)
                    cv2.putText(image, f"{item.get('class', '')} {item['score']:.2f}", (x1, y1 + 12), 0, 0.45, colour, 1)
                if "polygon" in item:
                    cv2.polylines(image, [np.array(item["polygon"], np.int32)], True, colour, 2)
                for p in item.get("keypoints", []):
                    cv2.circle(image, (int(p[0]), int(p[1])), 2, colour, -1)
        for p in answer.get("landmarks", []) or answer.get("keypoints_list", []):
            p = p if isinstance(p, list) else p["point"]
            cv2.circle(image, (int(p[0]), int(p[1])), 1, COLOURS[1], -1)
        name = photo.split("/")[-1].replace("#", "-").replace(",", "_")
        cv2.imwrite(str(folder / f"{family.name}-{name}.png"), image[..., ::-1] if image.ndim == 3 else image)

    return draw
