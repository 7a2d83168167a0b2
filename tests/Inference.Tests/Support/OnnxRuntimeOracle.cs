using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Fovea.Inference.Tests.Support;

/// <summary>
/// Runs a model in ONNX Runtime: the independent implementation that Fovea's results are compared with. Graph rewrites are off: its own
/// are not always right (zero padding merged into a maximum pool loses the zeros). A test that needs it is skipped where its library does
/// not load, and where the environment variable <c>FOVEA_NO_ONNX_RUNTIME</c> has a value.
/// </summary>
internal sealed class OnnxRuntimeOracle : IDisposable
{
    private static readonly Lazy<OrtEnv> Quiet = new(() =>
    {
        var options = new EnvironmentCreationOptions { logId = "tests", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        OrtEnv environment = OrtEnv.CreateInstanceWithOptions(ref options);
        environment.DisableTelemetryEvents();
        return environment;
    });

    private static readonly Lazy<string?> WhyNot = new(() =>
    {
        if (Environment.GetEnvironmentVariable("FOVEA_NO_ONNX_RUNTIME") is { Length: > 0 })
            return "Needs ONNX Runtime, which FOVEA_NO_ONNX_RUNTIME leaves out.";
        try
        {
            _ = Quiet.Value;
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException)
        {
            return "Needs ONNX Runtime, which has no library for this processor.";
        }
    });

    private static readonly Lazy<bool> SumsExactly = new(() =>
    {
        byte[] model = new OnnxModelBuilder(13).Input("a", ElementType.UInt8, 1, 2)
            .Initializer("b", Tensor.From<sbyte>(new Shape(2, 1), [127, 127])).Node("MatMulInteger", ["a", "b"], ["y"])
            .Output("y", ElementType.Int32).Build();
        return Run(model, [Tensor.From<byte>(new Shape(1, 2), [255, 255])])[0].Span<int>()[0] == 2 * 255 * 127;
    });

    private readonly InferenceSession _session;

    public OnnxRuntimeOracle(byte[] model)
    {
        SkipTestUnlessAvailable();
        using var options = new SessionOptions
        {
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = 2,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
        };
        // A thread that has nothing to do sleeps; otherwise each session would keep a processor busy that other tests need.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
    }

    /// <summary>Whether ONNX Runtime has a library for this processor and may be used.</summary>
    public static bool IsAvailable => WhyNot.Value is null;

    /// <summary>
    /// Whether its sums of products of UInt8 and Int8 are exact. On x64 processors without VNNI it adds pairs of products in 16 bits
    /// (vpmaddubsw), which saturate where weights take more than 7 bits.
    /// </summary>
    public static bool SumsBytesExactly => SumsExactly.Value;

    /// <summary>Skips the running test where <see cref="IsAvailable"/> is false.</summary>
    public static void SkipTestUnlessAvailable() => Assert.SkipUnless(IsAvailable, WhyNot.Value ?? string.Empty);

    public static Tensor[] Run(byte[] model, IReadOnlyList<Tensor> inputs)
    {
        using var oracle = new OnnxRuntimeOracle(model);
        return oracle.Run(inputs);
    }

    /// <summary>The model's outputs; inputs are given in the model's order.</summary>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs)
    {
        OrtValue[] values = [.. inputs.Select(ToOrt)];
        try
        {
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results =
                _session.Run(options, [.. _session.InputNames.Take(values.Length)], values, _session.OutputNames);
            return [.. results.Select(FromOrt)];
        }
        finally
        {
            foreach (OrtValue value in values)
                value.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue ToOrt(Tensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        return tensor.ElementType switch
        {
            ElementType.Float32 => OrtValue.CreateTensorValueFromMemory(tensor.Span<float>().ToArray(), shape),
            ElementType.Float64 => OrtValue.CreateTensorValueFromMemory(tensor.Span<double>().ToArray(), shape),
            ElementType.Int64 => OrtValue.CreateTensorValueFromMemory(tensor.Span<long>().ToArray(), shape),
            ElementType.Int32 => OrtValue.CreateTensorValueFromMemory(tensor.Span<int>().ToArray(), shape),
            ElementType.Float16 =>
                OrtValue.CreateTensorValueFromMemory(MemoryMarshal.Cast<Half, Float16>(tensor.Span<Half>()).ToArray(), shape),
            ElementType.BFloat16 => OrtValue.CreateTensorValueFromMemory(
                MemoryMarshal.Cast<BFloat16, Microsoft.ML.OnnxRuntime.BFloat16>(tensor.Span<BFloat16>()).ToArray(), shape),
            ElementType.Int16 => OrtValue.CreateTensorValueFromMemory(tensor.Span<short>().ToArray(), shape),
            ElementType.UInt64 => OrtValue.CreateTensorValueFromMemory(tensor.Span<ulong>().ToArray(), shape),
            ElementType.UInt32 => OrtValue.CreateTensorValueFromMemory(tensor.Span<uint>().ToArray(), shape),
            ElementType.UInt16 => OrtValue.CreateTensorValueFromMemory(tensor.Span<ushort>().ToArray(), shape),
            ElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(tensor.Span<byte>().ToArray(), shape),
            ElementType.Int8 => OrtValue.CreateTensorValueFromMemory(tensor.Span<sbyte>().ToArray(), shape),
            ElementType.Bool => OrtValue.CreateTensorValueFromMemory(tensor.Span<bool>().ToArray(), shape),
            _ => throw new NotSupportedException($"No ONNX Runtime value for {tensor.ElementType}."),
        };
    }

    private static Tensor FromOrt(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        var shape = new Shape(info.Shape);
        return (ElementType)info.ElementDataType switch
        {
            ElementType.Float32 => Tensor.From(shape, value.GetTensorDataAsSpan<float>()),
            ElementType.Float64 => Tensor.From(shape, value.GetTensorDataAsSpan<double>()),
            ElementType.Int64 => Tensor.From(shape, value.GetTensorDataAsSpan<long>()),
            ElementType.Int32 => Tensor.From(shape, value.GetTensorDataAsSpan<int>()),
            ElementType.Float16 => Tensor.From(shape, MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>())),
            ElementType.BFloat16 => Tensor.From(
                shape, MemoryMarshal.Cast<Microsoft.ML.OnnxRuntime.BFloat16, BFloat16>(
                    value.GetTensorDataAsSpan<Microsoft.ML.OnnxRuntime.BFloat16>())),
            ElementType.Int16 => Tensor.From(shape, value.GetTensorDataAsSpan<short>()),
            ElementType.UInt64 => Tensor.From(shape, value.GetTensorDataAsSpan<ulong>()),
            ElementType.UInt32 => Tensor.From(shape, value.GetTensorDataAsSpan<uint>()),
            ElementType.UInt16 => Tensor.From(shape, value.GetTensorDataAsSpan<ushort>()),
            ElementType.UInt8 => Tensor.From(shape, value.GetTensorDataAsSpan<byte>()),
            ElementType.Int8 => Tensor.From(shape, value.GetTensorDataAsSpan<sbyte>()),
            ElementType.Bool => Tensor.From(shape, value.GetTensorDataAsSpan<bool>()),
            _ => throw new NotSupportedException($"ONNX Runtime answered with element type {info.ElementDataType}."),
        };
    }
}
