using System.Reflection;
using Fovea.Tests.Support.Skips;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(GroupingTestFramework))]

namespace Fovea.Tests.Support.Skips;

/// <summary>xunit's own framework, with <see cref="SkipGroup"/> between it and whoever reports.</summary>
public sealed class GroupingTestFramework(string? configFileName) : XunitTestFramework(configFileName)
{
    public GroupingTestFramework()
        : this(null)
    {
    }

    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) =>
        new Executor(base.CreateExecutor(assembly), assembly.GetName().Name!);

    private sealed class Executor(ITestFrameworkExecutor inner, string project) : ITestFrameworkExecutor
    {
        public ValueTask RunTestCases(
            IReadOnlyCollection<ITestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions,
            CancellationToken? cancellationToken) =>
            inner.RunTestCases(testCases, new SkipGroup(project, executionMessageSink), executionOptions, cancellationToken);
    }
}
