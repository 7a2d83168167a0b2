using System.Globalization;
using System.Text;
using Fovea.Inference.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>
/// Each operator with random operands and attributes against ONNX Runtime: as drawn, with symbolic shapes, with all operands constant, as
/// written and optimised. <c>FOVEA_NODES=2000</c> takes minutes instead of seconds, and <c>FOVEA_SEED</c> draws others. What ONNX Runtime
/// refuses need not run, but must not end in a fault of the engine either.
/// </summary>
public sealed class RandomNodeTests
{
    private const int Rounds = 6;

    public static TheoryData<string> Operations => [.. NodeTable.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_random_node_gives_what_onnx_runtime_gives(string operation)
    {
        OnnxRuntimeOracle.SkipTestUnlessAvailable();
        int rounds = Setting("FOVEA_NODES", Rounds);
        int first = Setting("FOVEA_SEED", 0);
        var failures = new StringBuilder();
        int failed = 0;
        for (int round = 0; round < rounds && failed < 12; round++)
        {
            var node = new NodeDraw(operation, (first * 1_000_003) + (operation.Sum(letter => letter) * 10_007) + round);
            NodeTable.All[operation](node);
            string? failure = Check(node);
            if (failure is null)
                continue;
            failed++;
            failures.Append(CultureInfo.InvariantCulture, $"{node.Text}: {failure}\n");
        }

        Assert.True(failures.Length == 0, failures.ToString());
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;

    private static string? Check(NodeDraw node)
    {
        byte[] model = node.Build(stored: null, symbolic: false, out Tensor[] inputs);
        Tensor[]? expected = null;
        string refusal = "";
        try
        {
            expected = OnnxRuntimeOracle.Run(model, inputs);
        }
        catch (OnnxRuntimeException error)
        {
            refusal = error.Message;
        }

        InstructionSet narrow = InstructionSets.Available[node.Choose(InstructionSets.Available.Count)];
        foreach ((string who, InferenceEngine engine, bool? stored, bool symbolic) in new[]
        {
            ("as drawn", TestEngines.Get(InstructionSets.Best), (bool?)null, false),
            ("as written", TestEngines.Get(narrow, optimize: false), null, false),
            ("symbolic shapes", TestEngines.Get(narrow), false, true),
            ("all constant", TestEngines.Get(InstructionSets.Best), true, false),
        })
        {
            byte[] bytes = node.Build(stored, symbolic, out Tensor[] given);
            try
            {
                Tensor[] found = engine.Run(bytes, given);
                if (expected is not null && NodeComparison.Difference(expected, found, node.Relative) is { } difference)
                    return $"{who}, {engine.InstructionSet}: {difference}";
            }
            catch (InferenceException error) when (error is not EngineFaultException)
            {
                if (expected is not null)
                    return $"{who}: {error.Message}";
            }
            catch (Exception error)
            {
                return $"{who}: {error}\nONNX Runtime: {refusal}";
            }
        }

        return null;
    }
}
