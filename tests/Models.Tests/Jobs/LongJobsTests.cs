using Fovea.Models.Errors;
using Fovea.Models.Jobs;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Jobs;

/// <summary>Long jobs: their order, their phases, and what is kept of them.</summary>
public sealed class LongJobsTests
{
    [Fact]
    public async Task Jobs_run_one_after_the_other_and_a_full_queue_refuses()
    {
        using var jobs = new LongJobs(new LongJobOptions { MaxQueue = 1 }, TimeProvider.System);
        var first = new SteppedWork(2);
        LongJob running = jobs.Add(first);
        await PhaseAsync(running, JobPhase.Running);
        var second = new SteppedWork(1);
        LongJob waiting = jobs.Add(second);
        var third = new SteppedWork(1);
        ServingException full = Assert.Throws<ServingException>(() => jobs.Add(third));
        Assert.Throws<ServingException>(jobs.RequireRoom);

        Assert.Equal(ServingError.Overloaded, full.Error);
        Assert.True(full.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.True(third.Disposed);
        Assert.Equal((JobPhase.Waiting, 1), (waiting.Phase, jobs.Waiting));
        first.Allow(2);
        second.Allow(1);
        await PhaseAsync(waiting, JobPhase.Done);
        Assert.Equal((JobPhase.Done, 2), (running.Phase, running.StepsDone));
        await UntilAsync(() => first.Disposed && second.Disposed && first.Concluded == 1 && second.Concluded == 1);
    }

    [Fact]
    public async Task A_paused_job_lets_others_go_and_is_next_when_resumed()
    {
        using var jobs = new LongJobs(new LongJobOptions(), TimeProvider.System);
        var work = new SteppedWork(3);
        LongJob job = jobs.Add(work);
        await PhaseAsync(job, JobPhase.Running);
        jobs.Pause(job);
        work.Allow(1);
        await UntilAsync(() => job.StepsDone == 1);
        var other = new SteppedWork(1);
        LongJob next = jobs.Add(other);
        other.Allow(1);
        await PhaseAsync(next, JobPhase.Done);
        Assert.Equal((JobPhase.Paused, 1), (job.Phase, job.StepsDone));
        jobs.Resume(job);
        work.Allow(2);
        await PhaseAsync(job, JobPhase.Done);
        Assert.Equal(ServingError.JobState, Assert.Throws<ServingException>(() => jobs.Pause(job)).Error);
        Assert.Equal(ServingError.JobState, Assert.Throws<ServingException>(() => jobs.Resume(job)).Error);
    }

    [Fact]
    public async Task A_step_that_fails_ends_its_job_only()
    {
        using var jobs = new LongJobs(new LongJobOptions(), TimeProvider.System);
        LongJob? told = null;
        jobs.Failed += job => told = job;
        LongJob failing = jobs.Add(new SteppedWork(1, new InvalidOperationException("broken")));
        var good = new SteppedWork(1);
        LongJob other = jobs.Add(good);
        good.Allow(1);
        await PhaseAsync(other, JobPhase.Done);

        Assert.Equal((JobPhase.Failed, "broken"), (failing.Phase, failing.Error?.Message));
        Assert.Same(failing, told);
        Assert.Null(failing.Remaining);
    }

    [Fact]
    public async Task What_is_cancelled_ends_at_once_whether_it_waits_or_runs()
    {
        using var jobs = new LongJobs(new LongJobOptions(), TimeProvider.System);
        var running = new SteppedWork(1);
        LongJob first = jobs.Add(running);
        await PhaseAsync(first, JobPhase.Running);
        var waiting = new SteppedWork(1);
        LongJob second = jobs.Add(waiting);
        jobs.Remove(second);
        Assert.Equal((JobPhase.Cancelled, true), (second.Phase, waiting.Disposed));
        jobs.Remove(first);
        await UntilAsync(() => running.Disposed);
        Assert.Equal((JobPhase.Cancelled, 0), (first.Phase, jobs.Waiting));
        jobs.Remove(first);
        Assert.Throws<ServingException>(() => jobs.Find<SteppedWork>(first.Id));
    }

    [Fact]
    public async Task What_is_removed_twice_is_not_found_even_while_its_step_is_done()
    {
        using var jobs = new LongJobs(new LongJobOptions(), TimeProvider.System);
        var work = new SteppedWork(2) { Stubborn = true };
        LongJob job = jobs.Add(work);
        await PhaseAsync(job, JobPhase.Running);
        jobs.Remove(job);
        Assert.Same(job, jobs.Find<SteppedWork>(job.Id));
        jobs.Remove(job);
        Assert.Equal(ServingError.JobNotFound, Assert.Throws<ServingException>(() => jobs.Find<SteppedWork>(job.Id)).Error);
        Assert.False(work.Disposed);
        work.Allow(1);
        await UntilAsync(() => work.Disposed && work.Concluded == 1);
        jobs.Remove(job);
    }

    [Fact]
    public async Task Ended_jobs_are_kept_for_a_time_in_bounded_memory_and_paused_ones_too()
    {
        var time = new ManualTime();
        using var jobs = new LongJobs(new LongJobOptions { Ttl = TimeSpan.FromMinutes(1), MaxKeptBytes = 25 }, time);
        LongJob[] done = new LongJob[3];
        for (int i = 0; i < done.Length; i++)
        {
            var work = new SteppedWork(1);
            work.Allow(1);
            done[i] = jobs.Add(work);
            await UntilAsync(() => work.Disposed);
        }

        // Each result has ten bytes.
        await UntilAsync(() => !Has(done[0]));
        Assert.True(Has(done[1]) && Has(done[2]));
        var slow = new SteppedWork(2);
        LongJob paused = jobs.Add(slow);
        await PhaseAsync(paused, JobPhase.Running);
        jobs.Pause(paused);
        slow.Allow(1);
        await UntilAsync(() => paused.StepsDone == 1);
        time.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(() => paused.Phase == JobPhase.Cancelled && slow.Disposed);
        Assert.False(Has(done[1]) || Has(done[2]));

        bool Has(LongJob job)
        {
            try
            {
                return jobs.Find<SteppedWork>(job.Id) == job;
            }
            catch (ServingException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task The_end_of_the_process_cancels_everything_and_waits_for_the_step()
    {
        var jobs = new LongJobs(new LongJobOptions(), TimeProvider.System);
        var work = new SteppedWork(1);
        LongJob job = jobs.Add(work);
        await PhaseAsync(job, JobPhase.Running);
        var waiting = new SteppedWork(1);
        LongJob other = jobs.Add(waiting);
        jobs.Dispose();

        Assert.Equal((JobPhase.Cancelled, JobPhase.Cancelled), (job.Phase, other.Phase));
        Assert.True(work.Disposed && waiting.Disposed);
        Assert.Throws<ObjectDisposedException>(() => jobs.Add(new SteppedWork(1)));
    }

    private static Task PhaseAsync(LongJob job, JobPhase phase) => UntilAsync(() => job.Phase == phase);

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(30); !holds(); await Task.Delay(2))
            Assert.True(DateTime.UtcNow < limit, "It did not happen within 30 seconds.");
    }

    /// <summary>Work whose steps end when they are allowed to.</summary>
    private sealed class SteppedWork(int steps, Exception? error = null) : LongWork
    {
        private readonly SemaphoreSlim _allowed = new(0);
        private int _concluded;

        public volatile bool Disposed;

        /// <summary>Whether a step goes on when it is cancelled.</summary>
        public bool Stubborn { get; init; }

        public int Concluded => _concluded;

        public override JobKind Kind => JobKind.Explanation;

        public override string Model => "model";

        public override string Version => "1";

        public override int Steps => steps;

        public override long ResultBytes => 10;

        public void Allow(int count) => _allowed.Release(count);

        public override Task StepAsync(CancellationToken cancellationToken) =>
            error is null ? _allowed.WaitAsync(Stubborn ? CancellationToken.None : cancellationToken) : Task.FromException(error);

        public override void Conclude() => Interlocked.Increment(ref _concluded);

        protected override void Dispose(bool disposing) => Disposed = true;
    }
}
