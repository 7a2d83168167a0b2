using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>
/// The ONNX backend suite's cases as the suite gives them, with its tolerances, at every instruction set, as written and optimised.
/// </summary>
public sealed class ConformanceTests(ConformanceSummary summary) : IClassFixture<ConformanceSummary>
{
    public static TheoryData<string> Cases() => [.. ConformanceSuite.Cases];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Case(string folder)
    {
        ConformanceCase given = ConformanceCase.Read(Path.Combine(ConformanceSuite.Root!, folder));
        string? reason = CasesOutOfScope.Reasons.GetValueOrDefault(given.Name) ?? ConformanceCase.NoTensor(given.Proto.Graph)
            ?? Missing(given);
        bool passed = false;
        try
        {
            Assert.SkipWhen(reason is not null, reason ?? string.Empty);
            foreach (ConformanceData data in given.Sets)
                Check(given.Model, data);
            passed = true;
        }
        finally
        {
            summary.Add(given.Subject, given.Name, reason, passed);
        }
    }

    private static void Check(byte[] model, ConformanceData data)
    {
        foreach (InstructionSet instructionSet in InstructionSets.Available)
        {
            foreach (bool optimize in new[] { true, false })
            {
                Tensor[] found = TestEngines.Get(instructionSet, optimize).Run(model, data.Inputs);
                data.Check(found, $"{instructionSet}, {(optimize ? "optimised" : "as written")}");
            }
        }
    }

    // A case runs from the moment on that the table has all its operators.
    private static string? Missing(ConformanceCase given)
    {
        string[] functions = [.. given.Proto.Functions.Select(f => f.Domain.Length == 0 ? f.Name : $"{f.Domain}.{f.Name}")];
        string[] missing = [.. given.Operators.Except(functions).Where(o => OperatorTable.Find(o) is null)];
        return missing.Length == 0 ? null : $"The engine does not have {string.Join(", ", missing)}.";
    }
}
