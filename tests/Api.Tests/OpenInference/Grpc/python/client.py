"""A client of the inference service in another language: python3-grpcio, with stubs that were generated from the schema.

Usage: client.py ADDRESS STUBS IMAGE -- the address of the server, the folder of the generated stubs, an image file that the model
"colours" calls blue. Prints one line of JSON; any surprise ends with a traceback and exit code 1.
"""

import json
import struct
import sys

address, stubs, image_path = sys.argv[1:]
sys.path.insert(0, stubs)

import grpc  # noqa: E402
import open_inference_pb2 as messages  # noqa: E402
import open_inference_pb2_grpc as service  # noqa: E402

SECONDS = 60


def raw_floats(stub):
    """FP32 tensors as raw bytes, answered as raw bytes."""
    request = messages.ModelInferRequest(model_name="sum-and-difference", id="from python")
    for name, values in (("a", (10.0, 20.0)), ("b", (1.0, 2.0))):
        request.inputs.add(name=name, datatype="FP32", shape=[1, 2])
        request.raw_input_contents.append(struct.pack("<2f", *values))
    answer = stub.ModelInfer(request, timeout=SECONDS)
    assert answer.id == "from python", answer.id
    return {output.name: list(struct.unpack("<2f", raw)) for output, raw in zip(answer.outputs, answer.raw_output_contents)}


def typed_integers(stub):
    """INT64 as typed contents; the other inputs of the model too."""
    request = messages.ModelInferRequest(model_name="types")
    for name, datatype, contents in (
        ("fp32", "FP32", {"fp32_contents": [0, 1]}),
        ("fp64", "FP64", {"fp64_contents": [0, 1]}),
        ("int64", "INT64", {"int64_contents": [2**62, -1]}),
        ("int32", "INT32", {"int_contents": [0, 1]}),
        ("int8", "INT8", {"int_contents": [0, 1]}),
        ("uint8", "UINT8", {"uint_contents": [0, 1]}),
        ("bool", "BOOL", {"bool_contents": [True, False]}),
    ):
        request.inputs.add(name=name, datatype=datatype, shape=[1, 2], contents=messages.InferTensorContents(**contents))
    request.outputs.add(name="int64-out")
    return list(stub.ModelInfer(request, timeout=SECONDS).outputs[0].contents.int64_contents)


def inputs(stub, model):
    """The datatypes of what must be sent to a model."""
    return [tensor.datatype for tensor in stub.ModelMetadata(messages.ModelMetadataRequest(name=model), timeout=SECONDS).inputs]


def image_request(model):
    """A request with the image file."""
    with open(image_path, "rb") as file:
        image = file.read()
    request = messages.ModelInferRequest(model_name=model)
    request.inputs.add(name="image", datatype="BYTES", shape=[1], contents=messages.InferTensorContents(bytes_contents=[image]))
    return request


def classify(stub):
    """An image file, answered as a class."""
    request = image_request("colours")
    request.outputs.add(name="scores").parameters["classification"].int64_param = 1
    return stub.ModelInfer(request, timeout=SECONDS).outputs[0].contents.bytes_contents[0].decode()


def label(stub):
    """The most probable label of an image file, by the name that the configuration gives for images."""
    config = stub.ModelConfig(messages.ModelConfigRequest(name="colours"), timeout=SECONDS).config
    request = image_request(config.parameters["image_model"].string_value)
    request.outputs.add(name="predictions")
    answer = stub.ModelInfer(request, timeout=SECONDS).outputs[0].contents.bytes_contents[0]
    return json.loads(answer)[0]["label"]


def refused(stub):
    """The status of a request for a model that there is not."""
    try:
        stub.ModelMetadata(messages.ModelMetadataRequest(name="nothing"), timeout=SECONDS)
    except grpc.RpcError as error:
        return error.code().name
    return "OK"


with grpc.insecure_channel(address) as channel:
    client = service.GRPCInferenceServiceStub(channel)
    server = client.ServerMetadata(messages.ServerMetadataRequest(), timeout=SECONDS)
    print(json.dumps({
        "live": client.ServerLive(messages.ServerLiveRequest(), timeout=SECONDS).live,
        "ready": client.ServerReady(messages.ServerReadyRequest(), timeout=SECONDS).ready,
        "name": server.name,
        "inputs": inputs(client, "colours"),
        "image inputs": inputs(client, "colours@image"),
        "raw": raw_floats(client),
        "typed": typed_integers(client),
        "class": classify(client),
        "label": label(client),
        "refused": refused(client),
        "counted": client.ModelStatistics(
            messages.ModelStatisticsRequest(name="colours"), timeout=SECONDS).model_stats[0].inference_count > 0,
    }))
