using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Grpc.Schema;
using Google.Protobuf;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferResponse.Types;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// Writes an answer as gRPC's message: raw contents for a request that brought raw contents or where an output has no list of contents,
/// else typed ones; never both.
/// </summary>
internal static class GrpcResponseWriter
{
    public static ModelInferResponse Write(ModelSignature signature, string? id, IReadOnlyList<OutputValue> outputs)
    {
        var response = new ModelInferResponse { ModelName = signature.Name, ModelVersion = signature.Version, Id = id ?? "" };
        bool raw = outputs.Any(output => output.Binary || (output.Tensor is { } tensor && !TypedContents.HasList(tensor.ElementType)));
        foreach (OutputValue output in outputs)
        {
            var tensor = new InferOutputTensor { Name = output.Name, Datatype = output.Datatype, Shape = { output.Shape } };
            if (raw)
                response.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(output.Bytes));
            else
                tensor.Contents = TypedContents.Write(output);
            response.Outputs.Add(tensor);
        }

        return response;
    }
}
