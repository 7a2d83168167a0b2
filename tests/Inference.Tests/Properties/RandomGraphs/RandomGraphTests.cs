using System.Globalization;
using CsCheck;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>
/// Random graphs against ONNX Runtime, as written and optimised: chains that are fused and near misses, windows, broadcasting, old opsets,
/// special values. The same graphs each time; <c>FOVEA_GRAPHS=20000</c> draws as many others, and CsCheck prints the choices of one that
/// fails, shrunk.
/// </summary>
public sealed class RandomGraphTests
{
    private const int Graphs = 300;

    // What is small beside one may be what is left of a difference.
    private static readonly Tolerance Differences = Tolerance.Network with { LeastRange = 1e-2 };

    private static readonly Gen<int[]> Choices = Gen.Int[0, 1 << 20].Array[8, 90];

    [Fact]
    public void A_random_graph_gives_what_onnx_runtime_gives()
    {
        OnnxRuntimeOracle.SkipTestUnlessAvailable();
        if (Environment.GetEnvironmentVariable("FOVEA_GRAPHS") is { Length: > 0 } given)
        {
            Choices.Sample(Check, iter: int.Parse(given, CultureInfo.InvariantCulture), threads: 1);
            return;
        }

        for (int seed = 0; seed < Graphs; seed++)
        {
            var random = new Random(seed);
            Check([.. Enumerable.Range(0, random.Next(8, 91)).Select(_ => random.Next(1 << 20))]);
        }
    }

    private static void Check(int[] choices)
    {
        var graph = RandomGraph.Grow(choices);
        Tensor[] expected = OnnxRuntimeOracle.Run(graph.Model, graph.Inputs);
        foreach (bool optimize in new[] { true, false })
        {
            Tensor[] found;
            try
            {
                found = TestEngines.Get(InstructionSets.Best, optimize).Run(graph.Model, graph.Inputs);
            }
            catch (InferenceException error)
            {
                throw new InvalidOperationException($"{error.Message}\n{graph.Text}", error);
            }

            ModelCheck.Equal(
                expected, found, Differences,
                $"{(optimize ? "optimised" : "as written")}, {graph.Text}\n");
        }
    }
}
