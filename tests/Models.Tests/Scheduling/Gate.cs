namespace Fovea.Models.Tests.Scheduling;

/// <summary>Where a thread of the scheduler stops until the test opens.</summary>
internal sealed class Gate(bool open = false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new();
    private readonly TaskCompletionSource _open = open ? Opened() : new TaskCompletionSource();

    public void Open() => _open.TrySetResult();

    /// <summary>A thread comes by.</summary>
    public void Pass()
    {
        _reached.TrySetResult();
        Assert.True(_open.Task.Wait(Patience), "The test did not open the gate.");
    }

    public void WaitUntilReached() => Assert.True(_reached.Task.Wait(Patience), "Nobody came to the gate.");

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
