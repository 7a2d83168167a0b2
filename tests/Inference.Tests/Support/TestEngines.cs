using System.Collections.Concurrent;
using Fovea.Inference.Graphs;

namespace Fovea.Inference.Tests.Support;

/// <summary>One shared engine per setting, alive until the test process ends.</summary>
internal static class TestEngines
{
    private static readonly ConcurrentDictionary<(InstructionSet, bool, int), Lazy<InferenceEngine>> Engines = new();

    public static InferenceEngine Get(InstructionSet instructionSet, bool optimize = true, int threads = 2) =>
        Engines.GetOrAdd((
            instructionSet, optimize, threads), static key => new Lazy<InferenceEngine>(() => new InferenceEngine(new InferenceOptions
            {
                InstructionSet = key.Item1,
                Optimize = key.Item2,
                Threads = key.Item3,
            })
            {
                AfterPass = static (pass, graph) => Assert.True(
                    GraphChecker.Check(graph) is [],
                    $"{pass.GetType().Name}: {string.Join(' ', GraphChecker.Check(graph))}\n{GraphText.Write(graph)}"),
            })).Value;

    public static InferenceEngine Best => Get(InstructionSets.Best);

    /// <summary>Loads, compiles for the inputs' shapes and runs once.</summary>
    public static Tensor[] Run(
        this InferenceEngine engine, byte[] model, IReadOnlyList<Tensor> inputs, IReadOnlyList<string>? outputs = null)
    {
        using InferenceModel loaded = engine.Load(model, "test.onnx");
        return loaded.Run(inputs, outputs);
    }

    public static Tensor[] Run(this InferenceModel model, IReadOnlyList<Tensor> inputs, IReadOnlyList<string>? outputs = null) =>
        model.Compile([.. inputs.Select(i => i.Shape)], outputs).RunFilled(inputs);

    /// <summary>
    /// Runs a plan into memory that a run which forgets to write leaves full of other bytes, where the outputs' shapes are known before.
    /// </summary>
    public static Tensor[] RunFilled(this CompiledPlan plan, IReadOnlyList<Tensor> inputs)
    {
        if (!plan.HasKnownShapes)
            return plan.Run(inputs.ToArray());
        Tensor[] results = plan.NewOutputs();
        plan.Run(inputs.ToArray(), results);
        return results;
    }

    /// <summary>New tensors for a plan's outputs, filled with a byte pattern that remains only where a run does not write.</summary>
    public static Tensor[] NewOutputs(this CompiledPlan plan)
    {
        Tensor[] results = [.. plan.Outputs.Select(o => new Tensor(o.ElementType, o.Shape))];
        foreach (Tensor result in results)
            result.Bytes.Span.Fill(0x7E);
        return results;
    }
}
