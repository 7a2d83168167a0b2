using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/explanations/{id}</c>.</summary>
[Description("An explanation that is computed as a job: what is done, and how far it is.")]
public sealed record ExplanationJobResponse
{
    [Description("The id.")]
    public required string Id { get; init; }

    [Description("waiting, running, done, cancelled or failed.")]
    public required string State { get; init; }

    [Description("Why it failed; absent if it did not.")]
    public string? Error { get; init; }

    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("The method.")]
    public required string Method { get; init; }

    [Description("The number of steps: runs of the network, of which one forwards and back counts for one, and one for the answers.")]
    public required int Steps { get; init; }

    [Description("How many of them are done.")]
    public required int StepsDone { get; init; }

    [Description("The seconds that these steps took.")]
    public required double ElapsedSeconds { get; init; }

    [Description("The seconds that the rest will take, by what the steps so far took; absent before the first, and at the end.")]
    public double? RemainingSeconds { get; init; }

    [Description("What it costs.")]
    public required ExplainCost Cost { get; init; }

    [Description("The address of this answer.")]
    public required string Href { get; init; }

    [Description("The address of the explanation.")]
    public required string AnswerHref { get; init; }

    [Description("The address of the events.")]
    public required string EventsHref { get; init; }
}

/// <summary>The data of an event of <c>/explanations/{id}/events</c>.</summary>
[Description("How far an explanation is.")]
public sealed record ExplanationJobEvent
{
    [Description("waiting, running, done, cancelled or failed.")]
    public required string State { get; init; }

    [Description("The number of steps.")]
    public required int Steps { get; init; }

    [Description("How many of them are done.")]
    public required int StepsDone { get; init; }

    [Description("The seconds that the rest will take; absent where it is not known.")]
    public double? RemainingSeconds { get; init; }
}
