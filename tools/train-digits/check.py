"""Measures a model folder that train.py wrote: MNIST's test images, their inverses, generated photographs and drawn samples.

    python3 tools/train-digits/check.py --mnist DIR --model src/Models/Bundled/digits --samples docs/samples
"""

import argparse
import pathlib
import re

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from PIL import Image

import mnist
import network
import photographs

PHOTOGRAPHS, SEED = 2000, 7


def load(path):
    """The network with the weights of an exported file, whose initialisers are named as the modules' parameters."""
    weights = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in onnx.load(str(path)).graph.initializer}
    model = network.build()
    missing, unexpected = model.load_state_dict(weights, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise SystemExit(f"{path}: not this network; missing {missing}, unexpected {unexpected}")
    return model.eval()


@torch.no_grad()
def predict(model, pictures):
    """Class numbers of preprocessed pictures (N, 28, 28)."""
    return torch.cat([model(part).argmax(1) for part in torch.from_numpy(pictures)[:, None].split(500)]).numpy()


def report(model, images, labels):
    """Prints the three accuracies in percent."""
    for name, pixels in (("MNIST test images", images), ("their inverses", 255 - images)):
        pictures = (pixels.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
        print(f"{name:26} {100 * (predict(model, pictures) == labels).mean():.2f}%", flush=True)
    pictures = np.stack([photographs.preprocess(p) for p in photographs.generate(images, PHOTOGRAPHS, SEED)])
    print(f"{PHOTOGRAPHS} generated photographs {100 * (predict(model, pictures) == labels[:PHOTOGRAPHS]).mean():.2f}%", flush=True)


def report_samples(model, folder):
    """Prints what each drawn sample is taken for; the digit is in the file's name."""
    wrong = 0
    for path in sorted(folder.glob("*-[0-9].*")):
        with torch.no_grad():
            scores = model(torch.from_numpy(photographs.preprocess(Image.open(path).convert("RGB")))[None, None]).softmax(1)[0]
        expected = int(re.search(r"-(\d)\.", path.name).group(1))
        wrong += int(scores.argmax()) != expected
        print(f"{path.name:14} {int(scores.argmax())} {float(scores.max()):.3f}{'' if int(scores.argmax()) == expected else '  WRONG'}")
    print(f"{wrong} samples wrong")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mnist", required=True)
    options.add_argument("--model", required=True, type=pathlib.Path)
    options.add_argument("--samples", type=pathlib.Path)
    arguments = options.parse_args()
    model = load(arguments.model / "model.onnx")
    if arguments.samples:
        report_samples(model, arguments.samples)
    report(model, *mnist.load(arguments.mnist, "t10k"))


if __name__ == "__main__":
    main()
