using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>The ONNX backend test suite's cases, at every instruction set, as written and optimised.</summary>
public sealed class ConformanceTests
{
    private const string Folder = "conformance";

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (string[] columns in Index())
            data.Add(columns[0], columns[1], columns[3]);
        return data;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void Case(string suite, string test, string operators)
    {
        // A case runs from the moment on that the table has all its operators.
        string[] missing = [.. Operators(operators).Where(IsMissing)];
        Assert.SkipUnless(missing.Length == 0, $"The engine does not have {string.Join(", ", missing)}.");
        ConformanceCase prepared = ConformanceCase.Read(TestData.Find(Path.Combine(Folder, suite, test)), Operators(operators));
        if (CasesOutOfScope.Reasons.TryGetValue(test, out string? reason))
        {
            RefusedModel.With(() => TestEngines.Best.Run(prepared.Model, prepared.Inputs));
            Assert.Skip(reason);
        }

        ModelCheck.Agrees(prepared.Model, prepared.Inputs, prepared.Outputs, Tolerance.Accumulated);
    }

    [Fact]
    public void Cases_out_of_scope_exist_and_wait_for_no_operator()
    {
        TestData.Find(Folder);
        var known = Index().ToDictionary(columns => columns[1], columns => Operators(columns[3]));
        foreach (string name in CasesOutOfScope.Reasons.Keys)
        {
            Assert.True(known.ContainsKey(name), $"{name} is no case of the suite.");
            Assert.DoesNotContain(known[name], IsMissing);
        }
    }

    private static bool IsMissing(string operation) => OperatorTable.Find(operation) is null;

    private static IEnumerable<string[]> Index() => TestData.Exists(Folder)
        ? File.ReadLines(Path.Combine(TestData.Find(Folder), "INDEX.tsv")).Skip(1).Select(line => line.Split('\t'))
        : [];

    private static string[] Operators(string column) =>
        column.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
