"""Reads the MNIST idx files (gzip or plain)."""

import gzip
import pathlib

import numpy as np


def _read(path):
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:3] != b"\x00\x00\x08":
        raise SystemExit(f"{path}: not an idx file of unsigned bytes")
    rank = data[3]
    shape = np.frombuffer(data, ">i4", rank, 4)
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * rank)
    if values.size != int(np.prod(shape)):
        raise SystemExit(f"{path}: {values.size} values, but the header announces {tuple(shape)}")
    return values.reshape(shape)


def _find(folder, name):
    for candidate in (folder / name, folder / f"{name}.gz"):
        if candidate.exists():
            return candidate
    raise SystemExit(f"{folder}: neither {name} nor {name}.gz is there; pass the folder of the four MNIST idx files with --mnist")


def load(folder, part):
    """Images (N, 28, 28) uint8, white ink on black, and labels (N) of 'train' or 't10k'."""
    folder = pathlib.Path(folder)
    return _read(_find(folder, f"{part}-images-idx3-ubyte")), _read(_find(folder, f"{part}-labels-idx1-ubyte"))
