using System.Runtime.InteropServices;
using Fovea.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Fovea.Bench.Comparing;

/// <summary>ONNX Runtime, inputs and outputs in preallocated memory.</summary>
internal sealed class OnnxRuntimeRival : IRival
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    /// <param name="model">The ONNX file.</param>
    /// <param name="threads">How many threads compute a node.</param>
    /// <param name="inputs">The inputs of each run, in the model's order; their elements may change between runs.</param>
    /// <param name="outputsLike">Tensors with the types and shapes of the outputs.</param>
    /// <param name="optimize">Whether ONNX Runtime rewrites the graph as it can, or computes it node by node.</param>
    /// <param name="saturates">
    /// Whether sums of products of bytes may saturate at 16 bits on processors without VNNI, as they do by default, which is fast. Else, in
    /// graphs that it rewrites, they are exact.
    /// </param>
    public OnnxRuntimeRival(
        byte[] model, int threads, Tensor[] inputs, IReadOnlyList<Tensor> outputsLike, bool optimize = true, bool saturates = true)
    {
        OrtEnv.Instance().DisableTelemetryEvents();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (!saturates)
            options.AddSessionConfigEntry("session.x64quantprecision", "1");
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
