"""A graph of a few convolutions, node by node, with seeded weights."""
import pathlib
import tempfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from common import run

TYPES = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int64): TensorProto.INT64, np.dtype(np.int32): TensorProto.INT32,
         np.dtype(np.uint8): TensorProto.UINT8}


class Network:
    def __init__(self, seed, opset=13):
        self.random = np.random.default_rng(seed)
        self.opset = opset
        self.nodes, self.weights, self.inputs, self.outputs, self.heads = [], {}, [], [], []
        self.count = 0

    def name(self, kind):
        self.count += 1
        return f"{kind}_{self.count}"

    def input(self, name, shape, kind=np.float32):
        self.inputs.append(helper.make_tensor_value_info(name, TYPES[np.dtype(kind)], shape))
        return name

    def constant(self, values, kind=np.float32):
        name = self.name("c")
        self.weights[name] = np.asarray(values, kind)
        return name

    def op(self, kind, *inputs, count=1, name=None, **attributes):
        outputs = [name] if name else [self.name(kind) for _ in range(count)]
        self.nodes.append(helper.make_node(kind, list(inputs), outputs, **attributes))
        return outputs[0] if count == 1 else outputs

    def output(self, value, name, shape, kind=np.float32):
        self.op("Identity", value, name=name)
        self.outputs.append(helper.make_tensor_value_info(name, TYPES[np.dtype(kind)], shape))

    def convolution(self, x, inputs, outputs, stride=1, size=3):
        w = self.constant(self.random.normal(0, np.sqrt(2 / (inputs * size * size)), (outputs, inputs, size, size)))
        b = self.constant(self.random.normal(0, 0.1, outputs))
        return self.op("Conv", x, w, b, kernel_shape=[size, size], strides=[stride, stride], pads=[size // 2] * 4)

    def trunk(self, x, levels=3):
        """Features of 8 channels at strides 4, 8, 16, ..."""
        x = self.op("Relu", self.convolution(x, 3, 6, 2))
        found, channels = [], 6
        for _ in range(levels + 1):
            x = self.op("Relu", self.convolution(x, channels, 8, 2))
            channels = 8
            found.append(x)
        return found

    def head(self, x, gains, offsets=0.0, passing=None, inputs=8):
        """A 1x1 convolution whose channels will have the given deviations over the photos, and means; or, where `passing` is (threshold,
        share), the mean with which that share of a photo's cells exceeds the threshold. Offsets of NaN are those that pass."""
        gains, offsets = np.broadcast_arrays(np.asarray(gains, np.float32), np.asarray(offsets, np.float32))
        y = self.convolution(x, inputs, len(gains), size=1)
        node = self.nodes[-1]
        self.heads.append((node.input[1], node.input[2], y, gains, offsets, passing))
        return y

    def scores(self, x, classes, share, threshold=-1.1, gain=2.0):
        """Logits of which a share exceeds the threshold."""
        return self.head(x, [gain] * classes, np.nan, (threshold, share))

    def slice(self, x, start, stop, axis):
        return self.op("Slice", x, *(self.constant([v], np.int64) for v in (start, stop, axis)))

    def reshape(self, x, *shape):
        return self.op("Reshape", x, self.constant(shape, np.int64))

    def concat(self, values, axis):
        return self.op("Concat", *values, axis=axis)

    def times(self, x, value):
        return self.op("Mul", x, self.constant(value))

    def plus(self, x, value):
        return self.op("Add", x, self.constant(value))

    def model(self, outputs=None, producer="pytorch", metadata=None):
        weights = [numpy_helper.from_array(value, name) for name, value in self.weights.items()]
        graph = helper.make_graph(self.nodes, "main_graph", self.inputs, outputs or self.outputs, weights)
        model = helper.make_model(graph, producer_name=producer, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)
        helper.set_model_props(model, metadata or {})
        if not outputs:
            onnx.checker.check_model(model, full_check=True)
        return model

    def calibrate(self, prepared):
        """Sets the heads' weights by what they compute for the given inputs."""
        values = [helper.make_tensor_value_info(head[2], TensorProto.FLOAT, None) for head in self.heads]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "raw.onnx"
            onnx.save(self.model(values), str(path))
            found = run(path, prepared)
        for w, b, y, gains, offsets, passing in self.heads:
            photos = [outputs[y][0].reshape(len(gains), -1).astype(np.float64) for outputs in found]
            channels = np.concatenate(photos, 1)
            factor = gains / (channels.std(1) + 1e-6)
            mean = channels.mean(1)
            if passing:
                high = np.mean([np.quantile((p - mean[:, None]) * factor[:, None], 1 - passing[1], axis=1) for p in photos], 0)
                offsets = np.where(np.isnan(offsets), passing[0] - high, offsets)
            self.weights[b] = ((self.weights[b] - mean) * factor + offsets).astype(np.float32)
            self.weights[w] = (self.weights[w] * factor[:, None, None, None]).astype(np.float32)


def grid(side, strides, offset):
    """x, y of the cells' points in units of the stride, and the stride: [cells, 3]."""
    rows = []
    for stride in strides:
        n = -(-side // stride)
        y, x = np.mgrid[:n, :n]
        rows.append(np.stack([x.ravel() + offset, y.ravel() + offset, np.full(n * n, stride)], 1))
    return np.concatenate(rows).astype(np.float32)
