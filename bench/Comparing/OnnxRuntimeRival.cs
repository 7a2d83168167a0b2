using System.Runtime.InteropServices;
using Fovea.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Fovea.Bench.Comparing;

/// <summary>ONNX Runtime with all optimisations, inputs and outputs in preallocated memory.</summary>
internal sealed class OnnxRuntimeRival : IRival
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    public OnnxRuntimeRival(byte[] model, int threads, Tensor[] inputs, IReadOnlyList<Tensor> outputsLike)
    {
        OrtEnv.Instance().DisableTelemetryEvents();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(model, options);
        _inputs = [.. inputs.Select(Wrap)];
        Tensor[] outputs = [.. outputsLike.Select(o => new Tensor(o.ElementType, o.Shape))];
        _outputs = [.. outputs.Select(Wrap)];
        Outputs = outputs;
    }

    public IReadOnlyList<Tensor> Outputs { get; }

    public void Run() => _session.Run(_options, [.. _session.InputNames.Take(_inputs.Length)], _inputs, _session.OutputNames, _outputs);

    public void Dispose()
    {
        foreach (OrtValue value in _inputs.Concat(_outputs))
            value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private static OrtValue Wrap(Tensor tensor)
    {
        if (tensor.ElementType != ElementType.Float32 || !MemoryMarshal.TryGetArray(tensor.Bytes, out ArraySegment<byte> array))
            throw new NotSupportedException($"The comparison takes float models only, not {tensor}.");
        return OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, new FloatMemory(array).Memory, [.. tensor.Shape]);
    }
}
