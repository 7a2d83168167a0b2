"""Super-resolution by rearranged channels: of the luminance alone, and of red, green, blue.

superres-10: onnx/models, validated/vision/super_resolution/sub_pixel_cnn_2016/README.md (Pillow's YCbCr; luminance / 255 through the
network, times 255, clipped and cut to whole numbers; Cb and Cr by Pillow's bicubic filter; back to RGB). Photos of 224x224, which that page
resizes to. espcn: Xilinx/brevitas, src/brevitas_examples/super_resolution/utils/dataset.py and fastmachinelearning/qonnx (RGB / 255). The
file declares 4x4 pixels, yet is a chain of convolutions: the size is freed here. It publishes no way back to 8 bits: clipped, times 255, to
the nearest. Its weights are PyTorch's initial ones (uniform up to 1 / sqrt(inputs)), so that the picture is nearly black: the values
themselves are kept too.
"""
import cv2
import numpy as np
from PIL import Image

from common import Family, chw, numbers, statistics


def luminance(rgb):
    y, cb, cr = Image.fromarray(rgb).convert("YCbCr").split()
    return {"input": (np.asarray(y).astype(np.float32) / np.float32(255))[None, None]}, (cb, cr)


def coloured(outputs, chroma):
    y = Image.fromarray(np.uint8((outputs["output"][0, 0] * 255.0).clip(0, 255)), mode="L")
    cb, cr = (plane.resize(y.size, Image.BICUBIC) for plane in chroma)
    rgb = np.asarray(Image.merge("YCbCr", [y, cb, cr]).convert("RGB"))
    return {"luminance": statistics(np.asarray(y)), "picture": statistics(rgb), "preview": rgb}


def colours(rgb):
    return {"input": chw(rgb.astype(np.float32) / np.float32(255))}, None


def enlarged(outputs, _):
    values = outputs["output"][0].transpose(1, 2, 0)
    rgb = np.rint(values.clip(0, 1) * 255).astype(np.uint8)
    parts = cv2.resize(values.astype(np.float64), (8, 8), interpolation=cv2.INTER_AREA).reshape(8, -1)
    return {"picture": statistics(rgb), "values": {"mean": numbers(values.mean((0, 1), np.float64), 6),
                                                   "std": numbers(values.std((0, 1), np.float64), 6),
                                                   "parts": [numbers(row, 6) for row in parts]}, "preview": rgb}


def free(network):
    for value in list(network.graph.input) + list(network.graph.output):
        for axis, name in ((2, f"{value.name}_height"), (3, f"{value.name}_width")):
            value.type.tensor_type.shape.dim[axis].dim_param = name
    del network.graph.value_info[:]


families = [
    Family("superres-10", "models/superres-10/model.onnx", "picture to picture",
           ["onnx/models: validated/vision/super_resolution/sub_pixel_cnn_2016/README.md"],
           {"width": 224, "height": 224, "layout": "NCHW", "order": "Y of Pillow's YCbCr", "resize": "none", "scale": 1 / 255,
            "mean": [0], "std": [1]},
           {"layout": "luminance [1, 1, 3 h, 3 w] of 0..1", "to 8 bits": "times 255, clipped, cut", "scale": 3,
            "chroma": "Cb, Cr by pillow-bicubic", "colours": "RGB by Pillow"},
           luminance, coloured, ["images/photos/kitten_224.png", "images/photos/fish.png", "images/photos/resized_cat.bmp"]),
    Family("espcn-float", "wild/espcn-float/float_model.onnx", "picture to picture",
           ["Xilinx/brevitas: src/brevitas_examples/super_resolution/utils/dataset.py, models/espcn.py"],
           {"layout": "NCHW", "order": "RGB", "resize": "none", "size": "freed (the file says 4x4)", "scale": 1 / 255, "mean": [0, 0, 0],
            "std": [1, 1, 1]},
           {"layout": "RGB [1, 3, 3 h, 3 w] of 0..1", "to 8 bits": "clipped, times 255, to the nearest (halves to even)", "scale": 3},
           colours, enlarged, ["images/photos/kitten_224.png", "images/photos/airliner.jpeg", "images/photos/gorilla.jpeg"], free),
]
