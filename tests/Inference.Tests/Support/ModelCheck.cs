namespace Fovea.Inference.Tests.Support;

/// <summary>Runs a model at every instruction set, as written and optimised, and compares with ONNX Runtime.</summary>
internal static class ModelCheck
{
    public static void AgreesWithOnnxRuntime(byte[] model, IReadOnlyList<Tensor> inputs, Tolerance tolerance) =>
        Agrees(model, inputs, OnnxRuntimeOracle.Run(model, inputs), tolerance);

    public static void Agrees(byte[] model, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> expected, Tolerance tolerance)
    {
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            Agrees(TestEngines.Get(instructionSet, optimize: true), model, inputs, expected, tolerance);
            Agrees(TestEngines.Get(instructionSet, optimize: false), model, inputs, expected, tolerance);
        }
    }

    public static void Agrees(
        InferenceEngine engine, byte[] model, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> expected, Tolerance tolerance)
    {
        Tensor[] actual = engine.Run(model, inputs);
        Equal(expected, actual, tolerance, $"{engine.InstructionSet}, {(engine.Options.Optimize ? "optimised" : "as written")}");
    }

    public static void Equal(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual, Tolerance tolerance, string who)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            string? difference = tolerance.Explain(expected[i], actual[i]);
            Assert.True(difference is null, $"{who}: output {i}: {difference}");
        }
    }

    /// <summary>Asserts that two tensors hold the same bytes.</summary>
    public static void SameBits(Tensor expected, Tensor actual, string who)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        if (!expected.Bytes.Span.SequenceEqual(actual.Bytes.Span))
            Assert.Fail(
                $"{who}: {Tolerance.Exact.Explain(expected, actual) ?? "the bits differ in the sign of a zero or the payload of a NaN"}");
    }
}
