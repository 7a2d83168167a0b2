"""Trains the bundled model `digits` from the MNIST idx files and writes its model folder.

    python3 tools/train-digits/train.py --mnist DIR --out src/Models/Bundled/digits
"""

import argparse
import copy
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

import augment
import check
import export
import mnist
import network

BATCH = 250


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mnist", required=True, help="folder with the four idx files (gzip or plain)")
    options.add_argument("--out", required=True, type=pathlib.Path, help="model folder to write model.onnx and test_data_set_N into")
    options.add_argument("--epochs", type=int, default=28)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--float32", action="store_true", help="train without bfloat16, for processors that lack it")
    arguments = options.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    model = train(*mnist.load(arguments.mnist, "train"), arguments)
    images, labels = mnist.load(arguments.mnist, "t10k")
    check.report(model, images, labels)
    arguments.out.mkdir(parents=True, exist_ok=True)
    export.export(model, str(arguments.out / "model.onnx"))
    for i, index in enumerate((0, 1, 2)):
        image = network_input(images[index:index + 1] if i < 2 else 255 - images[index:index + 1])
        with torch.no_grad():
            export.write_pair(arguments.out / f"test_data_set_{i}", image.numpy(), model(image).numpy())


def train(images, labels, arguments):
    """AdamW on a one-cycle cosine schedule; the result is the exponential moving average of the weights."""
    digits = torch.from_numpy(images.copy()).float() / 255
    targets = torch.from_numpy(labels.astype(np.int64))
    generator = torch.Generator().manual_seed(arguments.seed)
    model = network.build().to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    steps = arguments.epochs * (len(digits) // BATCH)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim == 1]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=steps, pct_start=0.15, final_div_factor=100)
    step = 0
    for epoch in range(arguments.epochs):
        started, total = time.time(), 0.0
        for chosen in torch.randperm(len(digits), generator=generator).split(BATCH):
            pictures = augment.training_batch(digits[chosen], generator).to(memory_format=torch.channels_last)
            with torch.cpu.amp.autocast(enabled=not arguments.float32, dtype=torch.bfloat16):
                scores = model(pictures)
            loss = F.cross_entropy(scores.float(), targets[chosen], label_smoothing=0.05)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            step += 1
            blend(average, model, min(0.998, step / (step + 100)))
            total += loss.item()
        print(f"epoch {epoch + 1}/{arguments.epochs}: loss {total / (len(digits) // BATCH):.4f}, {time.time() - started:.0f} s", flush=True)
    return average.to(memory_format=torch.contiguous_format).eval()


@torch.no_grad()
def blend(average, model, keep):
    """average = keep * average + (1 - keep) * model, running statistics included."""
    values = model.state_dict()
    for name, value in average.state_dict().items():
        if value.is_floating_point():
            value.lerp_(values[name], 1 - keep)


def network_input(images):
    return augment.normalise(torch.from_numpy(np.array(images)).float()[:, None] / 255)


if __name__ == "__main__":
    main()
