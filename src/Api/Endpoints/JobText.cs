using Fovea.Api.Contracts;
using Fovea.Models.Errors;
using Fovea.Models.Jobs;

namespace Fovea.Api.Endpoints;

/// <summary>What answers say of every long job.</summary>
internal static class JobText
{
    public static string State(LongJob job) => job.Phase.ToString().ToLowerInvariant();

    /// <summary>What a job is, and how far it is.</summary>
    /// <param name="job">The job.</param>
    /// <param name="href">The address of this answer.</param>
    public static JobResponse Describe(LongJob job, string href) => new()
    {
        Id = job.Id,
        State = State(job),
        Error = Error(job),
        Model = job.Work.Model,
        Version = job.Work.Version,
        Steps = job.Work.Steps,
        StepsDone = job.StepsDone,
        ElapsedSeconds = Seconds(job.Worked),
        RemainingSeconds = Remaining(job),
        Href = href,
        EventsHref = $"{href}/events",
    };

    /// <summary>How far a job is.</summary>
    public static JobProgress Progress(LongJob job) => new()
    {
        State = State(job),
        Steps = job.Work.Steps,
        StepsDone = job.StepsDone,
        RemainingSeconds = Remaining(job),
    };

    /// <summary>Why a job has nothing to answer with, and what to do.</summary>
    /// <param name="job">The job.</param>
    /// <param name="what">What is asked for, with its verb: "The explanation has no answer".</param>
    /// <param name="href">The address of the job.</param>
    public static ServingException Unanswered(LongJob job, string what, string href)
    {
        string advice = job.Error is not null ? $"Why: {Error(job)}"
            : job.Phase.IsEnd() ? "Begin a new one."
            : $"Try again after its end, or follow {href}/events.";
        return new ServingException(
            ServingError.JobState,
            $"{what}: its state is {State(job)}, with {job.StepsDone} of {job.Work.Steps} steps done. {advice}");
    }

    private static string? Error(LongJob job) => job.Error is { } error ? ErrorText.Of(error) : null;

    private static double? Remaining(LongJob job) => job.Remaining is { } rest ? Seconds(rest) : null;

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
