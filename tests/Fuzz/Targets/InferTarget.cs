using System.Buffers.Binary;
using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Grpc;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.OpenInference.Http.Inference;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Tasks;
using Google.Protobuf;
using Grpc.Core;

namespace Fovea.Fuzz.Targets;

/// <summary>Requests of the Open Inference Protocol, from bytes to tensors that a model would run on.</summary>
internal static class InferTarget
{
    private const int LengthBytes = 2;

    private static readonly Lazy<ModelSignature[]> Signatures = new(() =>
    {
        HostedModel model = Load();
        return [new ModelSignature(model, ofImages: false), new ModelSignature(model, ofImages: true)];
    });

    /// <summary>Whether an exception is one that both transports answer as the caller's mistake.</summary>
    public static bool IsRefusal(Exception error) =>
        error is ApiException { Code.Status: < 500 } or RpcException { StatusCode: StatusCode.InvalidArgument };

    /// <summary>A body of JSON.</summary>
    public static void RunJson(byte[] bytes)
    {
        using InferRequest request = InferRequestReader.Read(bytes, null, FuzzBudget.NewShare());
        Match(request);
    }

    /// <summary>A body of JSON and the bytes of tensors behind it: two bytes say how long the JSON is.</summary>
    public static void RunBinary(byte[] bytes)
    {
        if (bytes.Length < LengthBytes)
            Array.Resize(ref bytes, LengthBytes);
        int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes.Length - LengthBytes);
        using InferRequest request = InferRequestReader.Read(
            bytes.AsMemory(LengthBytes, length), bytes.AsMemory(LengthBytes + length), FuzzBudget.NewShare());
        Match(request);
    }

    /// <summary>A message of gRPC, without its frame.</summary>
    public static void RunMessage(byte[] bytes)
    {
        MessageCounter.Check(bytes, "ModelInfer", FuzzBudget.Limits);
        ModelInferRequest message;
        try
        {
            message = ModelInferRequest.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw CheckedBinder.Malformed<ModelInferRequest>("ModelInfer", error);
        }

        using InferRequest request = GrpcRequestReader.Read(message);
        Match(request);
    }

    private static void Match(InferRequest request)
    {
        ModelSignature signature = Signatures.Value[request.Inputs[0].Tensor is null ? 1 : 0];
        bool images = InputMatcher.Images(signature, request.Inputs) is not null;
        if (!images)
            InputMatcher.Tensors(signature, request.Inputs);
        _ = new OutputSelection(signature, request, images);
    }

    private static HostedModel Load()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Bundled", "digits");
        string path = Path.Combine(folder, "model.onnx");
        InferenceModel graph = new InferenceEngine(new InferenceOptions { Threads = 1 }).Load(path);
        var package = ModelPackage.Load(new ModelLocation("digits", 1, path, [folder]), graph);
        return new HostedModel(new TaskCandidate(package, graph, ModelInputs.Of(package, graph)), TaskTable.Default);
    }
}
