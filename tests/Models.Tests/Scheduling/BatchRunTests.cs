using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>What a batch says of its run.</summary>
public sealed class BatchRunTests : SchedulerFixture
{
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void A_run_that_was_repeated_job_by_job_is_no_measure_of_a_batch(int bad, bool succeeded)
    {
        var queue = new ModelQueue(One, Options(), Time);
        using var run = new BatchRun(queue, Target, Time.GetTimestamp());
        ScheduledJob[] jobs =
            [.. Enumerable.Range(0, 2).Select(_ => new ScheduledJob(Job(), queue, new JobTimes(Time), TimeSpan.FromMinutes(1)))];
        foreach (ScheduledJob job in jobs)
            run.Add(job, 1);
        Target.OnRun = (slices, _) =>
        {
            if (bad >= 0 && slices.Any(slice => slice.Job == jobs[bad].Job))
                throw new InvalidDataException("bad");
        };

        run.Execute(Time);

        Assert.Equal(succeeded, run.Succeeded);
        Assert.Equal([bad != 0, bad != 1], run.Slices.Select(slice => slice.Error is null));
    }
}
