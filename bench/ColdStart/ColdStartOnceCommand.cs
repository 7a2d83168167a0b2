using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fovea.Bench.Models;
using Fovea.Inference;
using Microsoft.ML.OnnxRuntime;

namespace Fovea.Bench.ColdStart;

/// <summary>Loads one file with one engine and runs it once; the process does nothing else.</summary>
internal static class ColdStartOnceCommand
{
    public const string Verb = "load-once";

    public static int Run(Arguments arguments)
    {
        string file = arguments.Required("file");
        var shape = new Shape([.. arguments.Numbers("shape").Select(n => (long)n)]);
        Tensor input = BenchModel.Inputs([shape])[0];
        bool fovea = arguments.Required("rival") == ColdStartProcess.Fovea;
        Console.WriteLine((fovea ? Fovea(file, input) : OnnxRuntime(file, input)).Line);
        return 0;
    }

    // Two methods that are not inlined, so that measuring one engine does not load the other's assemblies.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ColdStartResult Fovea(string file, Tensor input)
    {
        long start = Stopwatch.GetTimestamp();
        using var engine = new InferenceEngine();
        using InferenceModel model = engine.Load(file);
        long opened = Stopwatch.GetTimestamp();
        CompiledPlan plan = model.Compile([input.Shape]);
        long compiled = Stopwatch.GetTimestamp();
        Tensor[] outputs = [.. plan.Outputs.Select(o => new Tensor(o.ElementType, o.Shape))];
        plan.Run([input], outputs);
        return Result([start, opened, compiled, Stopwatch.GetTimestamp()], outputs[0].Span<float>());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ColdStartResult OnnxRuntime(string file, Tensor input)
    {
        long start = Stopwatch.GetTimestamp();
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using var session = new InferenceSession(file, options);
        long created = Stopwatch.GetTimestamp();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(
            MemoryMarshal.Cast<byte, float>(input.Bytes.Span).ToArray(), [.. input.Shape]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [session.InputNames[0]], [value], session.OutputNames);
        return Result([start, created, created, Stopwatch.GetTimestamp()], outputs[0].GetTensorDataAsSpan<float>());
    }

    // Disposing the engine or session happens afterwards and is not counted.
    private static ColdStartResult Result(long[] times, ReadOnlySpan<float> answer)
    {
        double sum = 0;
        foreach (float value in answer)
            sum += Math.Abs(value);
        return new ColdStartResult(
            Between(times[0], times[1]), Between(times[1], times[2]), Between(times[2], times[3]), ColdStartResult.PeakOfThisProcess(),
            sum);
    }

    private static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
