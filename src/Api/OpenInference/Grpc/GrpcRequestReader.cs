using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Grpc.Schema;
using Google.Protobuf;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Reads a request to infer from gRPC's message.</summary>
internal static class GrpcRequestReader
{
    /// <exception cref="ApiException">Contents and shapes do not fit, or raw and typed contents are mixed.</exception>
    public static InferRequest Read(ModelInferRequest message)
    {
        bool raw = message.RawInputContents.Count > 0;
        InferRequest.CheckCount("inputs", message.Inputs.Count);
        InferRequest.CheckCount("outputs", message.Outputs.Count);
        if (message.Inputs.Count == 0)
            throw new ApiException(ErrorCodes.InvalidBody, "The request has no 'inputs'; at least one is expected.");
        if (raw && message.RawInputContents.Count != message.Inputs.Count)
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The request has {message.Inputs.Count} inputs and {message.RawInputContents.Count} raw_input_contents; one for each " +
                "input is expected, or none at all.");

        var request = new InferRequest
        {
            Id = message.Id.Length == 0 ? null : message.Id,
            BinaryOutputs = raw,
            Outputs = message.Outputs.Count == 0 ? null : [.. message.Outputs.Select(Read)],
        };
        if (GrpcParameters.Whole(message.Parameters, InferParameters.Timeout) is { } timeout)
            request.Timeout = InferParameters.Time(timeout);
        if (GrpcParameters.Whole(message.Parameters, InferParameters.Priority) is { } priority)
            request.Priority = InferParameters.Level(priority);
        for (int i = 0; i < message.Inputs.Count; i++)
            request.Inputs.Add(raw ? ReadRaw(message.Inputs[i], message.RawInputContents[i]) : TypedContents.Read(message.Inputs[i]));
        return request;
    }

    private static InferInput ReadRaw(InferInputTensor input, ByteString content) => input.Contents is null
        ? InferInput.FromBinary(input.Name, input.Datatype, [.. input.Shape], content.Memory)
        : throw new ApiException(
            ErrorCodes.InvalidBody, $"The input '{input.Name}' has contents, and the request raw_input_contents; one of them is expected.");

    private static RequestedOutput Read(InferRequestedOutputTensor output) => new(
        output.Name, GrpcParameters.Whole(output.Parameters, InferParameters.Classification) is { } classes
            ? InferParameters.Classes(classes)
            : null);
}
