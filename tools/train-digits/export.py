"""Writes the trained network as ONNX with readable names, and input/output pairs for the self-test at load."""

import io

import numpy as np
import onnx
import torch
from onnx import numpy_helper

_STEMS = {
    "Conv": "conv", "BatchNormalization": "bn", "Relu": "relu", "MaxPool": "maxpool",
    "GlobalAveragePool": "avgpool", "Flatten": "flatten", "Gemm": "logits",
}
_NUMBERED = {"Conv", "BatchNormalization", "Relu"}


def export(model, path):
    """Opset 13, dynamic batch, BatchNormalization kept apart from the convolutions. Every node and its value carry one name.

    For example conv1, bn1, relu1.
    """
    buffer = io.BytesIO()
    torch.onnx.export(
        model.eval(), torch.zeros(1, 1, 28, 28), buffer, opset_version=13, do_constant_folding=False,
        training=torch.onnx.TrainingMode.PRESERVE, input_names=["image"], output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})
    proto = onnx.load_from_string(buffer.getvalue())
    _rename(proto.graph)
    proto.producer_name, proto.producer_version = "fovea train-digits", ""
    proto.graph.name = "digits"
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, path)


def _rename(graph):
    counts, renamed = {}, {}
    for node in graph.node:
        stem = _STEMS[node.op_type]
        counts[stem] = counts.get(stem, 0) + 1
        node.name = f"{stem}{counts[stem]}" if node.op_type in _NUMBERED else stem
        node.input[:] = [renamed.get(name, name) for name in node.input]
        renamed[node.output[0]] = node.name
        node.output[0] = node.name
    missing = sorted({name for node in graph.node for name in node.input} - set(renamed.values())
                     - {value.name for value in graph.initializer} - {"image"})
    if missing:
        raise SystemExit(f"exported graph reads {missing}, which nothing produces")
    del graph.value_info[:]


def write_pair(folder, image, logits):
    """input_0.pb and output_0.pb as the ONNX model zoo lays them out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value, array in (("input_0", "image", image), ("output_0", "logits", logits)):
        tensor = numpy_helper.from_array(np.ascontiguousarray(array, np.float32), value)
        (folder / f"{name}.pb").write_bytes(tensor.SerializeToString())
