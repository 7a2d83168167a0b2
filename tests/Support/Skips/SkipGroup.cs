using Xunit.Sdk;
using Xunit.v3;

namespace Fovea.Tests.Support.Skips;

/// <summary>
/// Passes on what a run of tests reports, except that the tests which were skipped for want of test data are reported together at the end,
/// as one test whose name says how many they are, and explicit tests that were not asked for are not reported. What a test reports is held
/// until its outcome is known.
/// </summary>
internal sealed class SkipGroup(string project, IMessageSink next) : IMessageSink
{
    /// <summary>The reason of the tests that are grouped.</summary>
    public const string NoTestData = "no test data (set FOVEA_TEST_DATA to its folder)";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<IMessageSinkMessage>> _undecided = [];
    private readonly HashSet<string> _withheld = [];
    private readonly List<IMessageSinkMessage> _ends = [];
    private ITestStarting? _start;
    private ITestSkipped? _skip;
    private int _skipped;

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_lock)
        {
            switch (message)
            {
                case ITestStarting start:
                    _undecided[start.TestUniqueID] = [start];
                    return true;
                case ITestMessage test when _undecided.TryGetValue(test.TestUniqueID, out List<IMessageSinkMessage>? held):
                    held.Add(test);
                    return message is not ITestResultMessage || Decide(test, held);
                case ITestMessage test when _withheld.Contains(test.TestUniqueID):
                    if (test is ITestFinished && test.TestUniqueID == _start?.TestUniqueID)
                        _ends.Add(test);
                    return true;
                case ITestAssemblyFinished:
                    Report();
                    return next.OnMessage(message);
                default:
                    // What encloses the first one of the group stays open until the group is reported.
                    if (!IsEndAroundTheFirst(message))
                        return next.OnMessage(message);
                    _ends.Add(message);
                    return true;
            }
        }
    }

    private bool Decide(ITestMessage test, List<IMessageSinkMessage> held)
    {
        _undecided.Remove(test.TestUniqueID);
        var skip = test as ITestSkipped;
        if (test is not ITestNotRun && skip?.Reason != NoTestData)
            return held.All(next.OnMessage);
        _withheld.Add(test.TestUniqueID);
        if (skip is null)
            return true;
        _skipped++;
        if (_start is null)
            (_start, _skip) = ((ITestStarting)held[0], skip);
        return true;
    }

    private bool IsEndAroundTheFirst(IMessageSinkMessage message) => _start is not null && message switch
    {
        ITestCaseFinished end => end.TestCaseUniqueID == _start.TestCaseUniqueID,
        ITestMethodFinished end => end.TestMethodUniqueID == _start.TestMethodUniqueID,
        ITestClassFinished end => end.TestClassUniqueID == _start.TestClassUniqueID,
        ITestCollectionFinished end => end.TestCollectionUniqueID == _start.TestCollectionUniqueID,
        _ => false,
    };

    private void Report()
    {
        if (_start is null || _skip is null)
            return;
        next.OnMessage(new TestStarting
        {
            AssemblyUniqueID = _start.AssemblyUniqueID,
            Explicit = false,
            StartTime = _start.StartTime,
            TestCaseUniqueID = _start.TestCaseUniqueID,
            TestClassUniqueID = _start.TestClassUniqueID,
            TestCollectionUniqueID = _start.TestCollectionUniqueID,
            TestDisplayName = _skipped == 1 ? $"one test of {project}" : $"{_skipped} tests of {project}",
            TestLabel = null,
            TestMethodUniqueID = _start.TestMethodUniqueID,
            TestUniqueID = _start.TestUniqueID,
            Timeout = 0,
            Traits = _start.Traits,
        });
        next.OnMessage(_skip);
        foreach (IMessageSinkMessage end in _ends)
            next.OnMessage(end);
    }
}
