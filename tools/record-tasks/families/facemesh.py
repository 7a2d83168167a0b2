"""MediaPipe's face landmarks: 468 points x, y, z in pixels of the input, and the logit of a face being there.

google-ai-edge/mediapipe: mediapipe/modules/face_landmark/face_landmark_cpu.pbtxt (192x192, 0 to 1, presence by sigmoid from 0.5),
mediapipe/modules/face_landmark/tensors_to_face_landmarks.pbtxt; keijiro/FaceLandmarkBarracuda, Shaders/Postprocess.compute (the order of
the numbers). MediaPipe cuts the face out along a rotated square, by warpPerspective; here the picture is the face, stretched by cv2.resize
(facemesh-468) or sampled as there (facemesh-468-warp). The presence is told, and the landmarks whether it passes or not.
"""
import cv2
import numpy as np

from common import Family, chw, close, points, sigmoid, warped

SIDE, PRESENCE = 192, 0.5


def prepare(rgb):
    pixels = cv2.resize(rgb, (SIDE, SIDE))
    return {"input_1": chw(pixels.astype(np.float32) / np.float32(255))}, rgb.shape


def prepare_warped(rgb):
    pixels = warped(rgb, (0, 0, rgb.shape[1], rgb.shape[0]), (SIDE, SIDE), cv2.BORDER_REPLICATE)
    return {"input_1": chw(pixels.astype(np.float32) / np.float32(255))}, rgb.shape


def decode(outputs, shape):
    score = float(sigmoid(outputs["conv2d_30"].ravel()[0]))
    close.scores([score], PRESENCE)
    marks = outputs["conv2d_20"].reshape(468, 3)
    scale = np.array([shape[1] / SIDE, shape[0] / SIDE, shape[1] / SIDE])
    return {"score": round(score, 6), "landmarks": points(marks * scale, 2)}


SOURCES = [
    "google-ai-edge/mediapipe: mediapipe/modules/face_landmark/face_landmark_cpu.pbtxt, tensors_to_face_landmarks.pbtxt, "
    "mediapipe/calculators/tensor/image_to_tensor_converter_opencv.cc",
    "keijiro/FaceLandmarkBarracuda: Packages/jp.keijiro.mediapipe.facelandmark/Shaders/Postprocess.compute"]
INPUT = {"width": SIDE, "height": SIDE, "layout": "NCHW", "order": "RGB", "resize": "stretch", "scale": 1 / 255, "mean": [0, 0, 0],
         "std": [1, 1, 1]}
OUTPUT = {"layout": "landmarks [1, 3 * points, 1, 1], presence [1, 1, 1, 1]", "activation": "sigmoid of the presence",
          "threshold": PRESENCE, "landmarks": "x * width / 192, y * height / 192, z * width / 192; unclipped"}
PHOTOS = ["images/photos/grace_hopper.jpg#120,80,300,300", "images/photos/ort_kimono.jpg#850,170,160,180", "images/photos/kitten_224.png"]
MODEL = "wild/facemesh-468/face_landmark_barracuda.onnx"
families = [
    Family("facemesh-468", MODEL, "landmarks", SOURCES, {**INPUT, "interpolation": "opencv-linear"}, OUTPUT, prepare, decode, PHOTOS),
    Family("facemesh-468-warp", MODEL, "landmarks", SOURCES,
           {**INPUT, "interpolation": "warpPerspective, linear, corners on corners, the edge repeated outside"}, OUTPUT, prepare_warped,
           decode, PHOTOS[:2]),
]
