using Fovea.Inference.Execution;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Tests.Execution;

/// <summary>How a run ends before its last step: by an error or by its caller, and what is left of it.</summary>
public sealed class PlanRunEndTests
{
    private const double OfManyParts = 1e9;

    private int _released;

    public static TheoryData<int> Teams() => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Teams))]
    public void An_error_ends_the_run_and_the_object_can_be_used_again(int size)
    {
        PlanRun run = NewRun();
        for (int round = 0; round < 10; round++)
        {
            var failing = new FakeStep(OfManyParts, 4, (in _, taken) => Fail(taken.Part == taken.Parts / 2, "a part"));
            var never = new FakeStep(OfManyParts);
            Exception? thrown = TestTeam.Run(run, size, default, new FakeStep(OfManyParts), failing, never);
            EngineFaultException error = Assert.IsType<EngineFaultException>(thrown);
            Assert.Equal("a part", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
            Assert.Contains("failed with InvalidOperationException", error.Message, StringComparison.Ordinal);
            Assert.Empty(never.Log);

            var step = new FakeStep(OfManyParts);
            Assert.Null(TestTeam.Run(run, 5 - size, default, step, new FakeStep(OfManyParts)));
            step.AssertComplete(size == 4 ? 1 : 4 * (5 - size));
            Assert.Equal((2 * round) + 2, _released);
        }
    }

    [Fact]
    public void An_error_of_ours_comes_out_as_it_is()
    {
        var thrown = new InvalidInputException("a part");
        Assert.Same(thrown, TestTeam.Run(NewRun(), 2, default, new FakeStep(OfManyParts, 4, (in _, _) => throw thrown)));
    }

    [Fact]
    public void The_first_error_comes_out()
    {
        using var both = new Barrier(2);
        var step = new FakeStep(OfManyParts, 4, (in run, taken) =>
        {
            Assert.True(both.SignalAndWait(TestTeam.Limit));
            RunContext context = run;
            Fail(taken.Worker == 1, "the first");
            Assert.True(SpinWait.SpinUntil(() => context.IsStopped, TestTeam.Limit));
            Fail(true, "the second");
        });
        EngineFaultException error = Assert.IsType<EngineFaultException>(TestTeam.Run(NewRun(), 2, default, step));
        Assert.Equal("the first", error.InnerException!.Message);
        Assert.Equal(2, step.Log.Count);
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void A_run_is_cancelled_between_two_parts(int size)
    {
        using var source = new CancellationTokenSource();
        FakeStep cancelling = new(OfManyParts, 4, (in _, _) => source.Cancel()), never = new(OfManyParts);
        AssertCancelled(source, TestTeam.Run(NewRun(), size, source.Token, cancelling, never));
        // Each other thread may have begun a part.
        Assert.InRange(cancelling.Log.Count, 1, size);
        Assert.Empty(never.Log);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_run_that_is_cancelled_in_its_last_step_says_so()
    {
        using var source = new CancellationTokenSource();
        AssertCancelled(source, TestTeam.Run(NewRun(), 2, source.Token, new FakeStep(OfManyParts, 4, (in _, _) => source.Cancel())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_is_cancelled_inside_a_segment(int size)
    {
        // Each of six chunks has two steps; the first step of the third chunk to begin cancels: its second step and further chunks are left
        // out.
        using var source = new CancellationTokenSource();
        int begun = 0;
        var first = new FakeStep(OfManyParts, 4, (in _, _) =>
        {
            // Counting and cancelling are one, so that each other thread can begin at most one more chunk.
            lock (source)
                Cancel(source, ++begun == 3);
        });
        FakeStep second = new(OfManyParts), never = new(OfManyParts);
        AssertCancelled(source, TestTeam.Run(NewRun(), size, source.Token, Segment(6, first, second), never));
        Assert.InRange(first.Log.Count, 3, 2 + size);
        Assert.InRange(second.Log.Count, 0, first.Log.Count - 1);
        Assert.Empty(never.Log);
        if (size == 1)
            Assert.Equal(2, second.Log.Count);
    }

    [Fact]
    public void An_error_inside_a_segment_ends_the_chunks_of_all_workers()
    {
        using var both = new Barrier(2);
        int arrived = 0;
        var first = new FakeStep(OfManyParts, 4, (in run, _) =>
        {
            RunContext context = run;
            bool fails = Interlocked.Increment(ref arrived) == 1;
            Assert.True(both.SignalAndWait(TestTeam.Limit));
            Fail(fails, "a chunk");
            Assert.True(SpinWait.SpinUntil(() => context.IsStopped, TestTeam.Limit));
        });
        var second = new FakeStep(OfManyParts);
        EngineFaultException error = Assert.IsType<EngineFaultException>(TestTeam.Run(NewRun(), 2, default, Segment(8, first, second)));
        Assert.Equal("a chunk", error.InnerException!.Message);
        Assert.Equal(2, first.Log.Count);
        Assert.Empty(second.Log);
    }

    private PlanRun NewRun() => new(_ => Interlocked.Increment(ref _released));

    private static SegmentStep Segment(int chunks, params Step[] steps) =>
        new(steps, arenaBytes: 0, chunks, chunk: 1, reads: [], writes: []) { Scratch = new PlanBuffer(0) { Offset = 0 } };

    private static void AssertCancelled(CancellationTokenSource source, Exception? error) =>
        Assert.Equal(source.Token, Assert.IsType<OperationCanceledException>(error).CancellationToken);

    private static void Cancel(CancellationTokenSource source, bool condition)
    {
        if (condition)
            source.Cancel();
    }

    private static void Fail(bool condition, string message)
    {
        if (condition)
            throw new InvalidOperationException(message);
    }
}
