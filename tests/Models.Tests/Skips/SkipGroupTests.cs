using Fovea.Tests.Support.Skips;
using Xunit.Sdk;
using Xunit.v3;

namespace Fovea.Models.Tests.Skips;

/// <summary>What is reported of a run with tests that lack their data.</summary>
public sealed class SkipGroupTests
{
    private static readonly Dictionary<string, IReadOnlyCollection<string>> NoTraits = [];

    private readonly Recorder _reported = new();
    private readonly SkipGroup _group;

    public SkipGroupTests() => _group = new SkipGroup("Some.Tests", _reported);

    [Fact]
    public void Tests_without_data_are_one_whose_name_counts_them()
    {
        Run("a", Skipped("a", SkipGroup.NoTestData));
        Run("b", Passed("b"));
        Run("c", Skipped("c", "no browser"));
        Run("d", Skipped("d", SkipGroup.NoTestData));
        End();

        Assert.Equal(
            ["start b", "passed b", "finish b", "case b", "start c", "skipped no browser", "finish c", "case c", "case d",
             "start 2 tests of Some.Tests", $"skipped {SkipGroup.NoTestData}", "finish a", "case a", "end"],
            _reported.Lines);
    }

    [Fact]
    public void Explicit_tests_that_were_not_asked_for_are_not_reported()
    {
        Run("a", new TestNotRun
        {
            AssemblyUniqueID = "x",
            ExecutionTime = 0,
            FinishTime = default,
            Output = "",
            TestCaseUniqueID = "a",
            TestClassUniqueID = null,
            TestCollectionUniqueID = "x",
            TestMethodUniqueID = null,
            TestUniqueID = "a",
            Warnings = null,
        });
        End();

        Assert.Equal(["case a", "end"], _reported.Lines);
    }

    private void Run(string test, IMessageSinkMessage outcome)
    {
        _group.OnMessage(new TestStarting
        {
            AssemblyUniqueID = "x",
            Explicit = false,
            StartTime = default,
            TestCaseUniqueID = test,
            TestClassUniqueID = null,
            TestCollectionUniqueID = "x",
            TestDisplayName = test,
            TestLabel = null,
            TestMethodUniqueID = null,
            TestUniqueID = test,
            Timeout = 0,
            Traits = NoTraits,
        });
        _group.OnMessage(outcome);
        _group.OnMessage(new TestFinished
        {
            AssemblyUniqueID = "x",
            Attachments = new Dictionary<string, TestAttachment>(),
            ExecutionTime = 0,
            FinishTime = default,
            Output = "",
            TestCaseUniqueID = test,
            TestClassUniqueID = null,
            TestCollectionUniqueID = "x",
            TestMethodUniqueID = null,
            TestUniqueID = test,
            Warnings = null,
        });
        _group.OnMessage(new TestCaseFinished
        {
            AssemblyUniqueID = "x",
            ExecutionTime = 0,
            FinishTime = default,
            TestCaseUniqueID = test,
            TestClassUniqueID = null,
            TestCollectionUniqueID = "x",
            TestMethodUniqueID = null,
            TestsFailed = 0,
            TestsNotRun = 0,
            TestsSkipped = 0,
            TestsTotal = 1,
        });
    }

    private void End() => _group.OnMessage(new TestAssemblyFinished
    {
        AssemblyUniqueID = "x",
        ExecutionTime = 0,
        FinishTime = default,
        TestsFailed = 0,
        TestsNotRun = 0,
        TestsSkipped = 0,
        TestsTotal = 1,
    });

    private static TestPassed Passed(string test) => new()
    {
        AssemblyUniqueID = "x",
        ExecutionTime = 0,
        FinishTime = default,
        Output = "",
        TestCaseUniqueID = test,
        TestClassUniqueID = null,
        TestCollectionUniqueID = "x",
        TestMethodUniqueID = null,
        TestUniqueID = test,
        Warnings = null,
    };

    private static TestSkipped Skipped(string test, string reason) => new()
    {
        AssemblyUniqueID = "x",
        ExecutionTime = 0,
        FinishTime = default,
        Output = "",
        Reason = reason,
        TestCaseUniqueID = test,
        TestClassUniqueID = null,
        TestCollectionUniqueID = "x",
        TestMethodUniqueID = null,
        TestUniqueID = test,
        Warnings = null,
    };

    /// <summary>Notes what is passed on.</summary>
    private sealed class Recorder : IMessageSink
    {
        public List<string> Lines { get; } = [];

        public bool OnMessage(IMessageSinkMessage message)
        {
            Lines.Add(message switch
            {
                ITestStarting start => $"start {start.TestDisplayName}",
                ITestPassed passed => $"passed {passed.TestUniqueID}",
                ITestSkipped skipped => $"skipped {skipped.Reason}",
                ITestFinished finished => $"finish {finished.TestUniqueID}",
                ITestCaseFinished finished => $"case {finished.TestCaseUniqueID}",
                ITestAssemblyFinished => "end",
                _ => message.GetType().Name,
            });
            return true;
        }
    }
}
