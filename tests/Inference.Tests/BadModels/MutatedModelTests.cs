using System.Globalization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>
/// Mutations of small graphs with every operator, and of the cases of the ONNX suite: loaded, described, compiled and run, they end in an
/// answer or in an error that says what is wrong with the model, never in a fault of the engine. The same seed gives the same models
/// everywhere; <c>FOVEA_FUZZ_ROUNDS</c> asks for more of them.
/// </summary>
public sealed class MutatedModelTests
{
    private static readonly int Rounds = int.TryParse(
        Environment.GetEnvironmentVariable("FOVEA_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out int rounds)
        ? rounds
        : 1;

    public static TheoryData<string> Seeds() => [.. SeedModels.All.Keys];

    [Fact]
    public void Every_operator_is_in_a_model_that_is_mutated() => Assert.Empty(SeedModels.Missing);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_model_itself_runs(string name) => Assert.Null(BadModelRun.Refusal(SeedModels.All[name], 0));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mutations_are_answered_or_refused(string name)
    {
        for (int round = 0; round < 60 * Rounds; round++)
            BadModelRun.Check(new ModelMutator(round).Mutate(SeedModels.All[name]), round, $"{name}, round {round}");
    }

    [Fact]
    public void Mutations_of_the_ONNX_suite_are_answered_or_refused()
    {
        string[] cases = Directory.GetFiles(TestData.Find("conformance"), "model.onnx", SearchOption.AllDirectories);
        Array.Sort(cases, StringComparer.Ordinal);
        foreach ((int index, string path) in cases.Index())
        {
            byte[] model = File.ReadAllBytes(path);
            for (int round = index; round < index + (3 * Rounds); round++)
                BadModelRun.Check(new ModelMutator(round).Mutate(model), round, $"{path}, round {round}");
        }
    }
}
