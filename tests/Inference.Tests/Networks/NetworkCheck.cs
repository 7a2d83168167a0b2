using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>Compares a whole network with ONNX Runtime: one run of the oracle, every instruction set of the engine.</summary>
internal static class NetworkCheck
{
    public static void Agrees(byte[] model, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? expected = null)
    {
        Tensor[] oracle = OnnxRuntimeOracle.Run(model, inputs);
        if (expected is not null)
            ModelCheck.Equal(expected, oracle, Tolerance.Network, "ONNX Runtime");
        foreach (InstructionSet instructionSet in InstructionSets.Available)
            ModelCheck.Agrees(TestEngines.Get(instructionSet), model, inputs, expected ?? oracle, Tolerance.Network);
        ModelCheck.Agrees(TestEngines.Get(InstructionSets.Best, optimize: false), model, inputs, oracle, Tolerance.Network);
        foreach (Tensor output in oracle)
        {
            double[] values = output.ToDoubles();
            Assert.True(
                values.All(double.IsFinite) && values.Distinct().Count() > 1, "Outputs that are equal or not finite compare nothing.");
        }
    }
}
