#!/usr/bin/python3
"""Records what the Python originals of detectors, segmenters and other vision networks answer.

usage: record.py DATA [--only NAME,...] [--out FOLDER] [--draw FOLDER]
needs: apt-get install python3-opencv python3-numpy python3-pil; dotnet build tools/record-tasks/run -c Release

DATA is the folder of the test data. One file NAME.json a network, by default under tests/Models.Tests/Tasks/Recorded.
"""
import argparse
import importlib
import pathlib

import common
import drawing

MODULES = [
    "yolox", "fastestdet", "deimv2", "yunet", "retinaface", "ultraface", "blazeface", "selfie", "sinet", "deeplab", "bodypix", "facemesh",
    "ppocr", "superresolution", "style", "xfeat", "embedding",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=pathlib.Path, default=common.ROOT / "tests/Models.Tests/Tasks/Recorded")
    parser.add_argument("--draw", type=pathlib.Path)
    arguments = parser.parse_args()
    only = set(filter(None, arguments.only.split(",")))
    draw = drawing.drawer(arguments.draw) if arguments.draw else None
    for name in MODULES:
        for family in importlib.import_module(f"families.{name}").families:
            if not only or family.name in only or name in only:
                common.record(family, arguments.data.resolve(), arguments.out, draw)


if __name__ == "__main__":
    main()
