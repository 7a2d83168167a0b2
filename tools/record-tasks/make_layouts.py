#!/usr/bin/python3
"""Writes small networks in the layouts of families without a real model here, and records what their authors' decoding answers.

usage: make_layouts.py DATA [--only NAME,...] [--draw FOLDER]
needs: what record.py needs, and apt-get install python3-onnx

Each NAME.onnx and NAME.json is written under tests/Models.Tests/Tasks/Layouts. The weights are seeded; the last convolutions are scaled
such that a handful of detections pass over the recorded photos.
"""
import argparse
import importlib
import pathlib

import onnx

import common
import drawing

MODULES = ["ultralytics", "nanodet", "transformers", "graphs"]
PHOTOS = ["images/photos/grace_hopper.jpg", "images/photos/horses.jpg", "images/photos/zebra.jpeg", "images/photos/gorilla.jpeg"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--draw", type=pathlib.Path)
    arguments = parser.parse_args()
    data, only = arguments.data.resolve(), set(filter(None, arguments.only.split(",")))
    folder = common.ROOT / "tests/Models.Tests/Tasks/Layouts"
    folder.mkdir(parents=True, exist_ok=True)
    draw = drawing.drawer(arguments.draw) if arguments.draw else None
    pictures = [common.picture(data / photo) for photo in PHOTOS]
    for module in MODULES:
        for build, family in importlib.import_module(f"layouts.{module}").families(folder, PHOTOS):
            if only and family.name not in only and module not in only:
                continue
            if build:
                net, metadata = build()
                net.calibrate([family.prepare(rgb)[0] for rgb in pictures])
                producer = metadata.pop("producer", "pytorch")
                onnx.save(net.model(metadata=metadata, producer=producer), family.model)
                print(family.name, pathlib.Path(family.model).stat().st_size)
            common.record(family, data, folder, draw)


if __name__ == "__main__":
    main()
