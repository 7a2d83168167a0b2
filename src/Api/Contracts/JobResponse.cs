using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>What is answered about every long job: what it is, and how far it is.</summary>
[Description("A long job: what is done, and how far it is.")]
public record JobResponse
{
    // Before the members of each kind of job.
    private const int First = -1;

    [JsonPropertyOrder(First)]
    [Description("The id.")]
    public required string Id { get; init; }

    [JsonPropertyOrder(First)]
    [Description("waiting, running, paused, done, cancelled or failed. Style transfers alone can be paused.")]
    public required string State { get; init; }

    [JsonPropertyOrder(First)]
    [Description("Why it failed; absent if it did not.")]
    public string? Error { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The model.")]
    public required string Model { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The version of that model.")]
    public required string Version { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The number of steps.")]
    public required int Steps { get; init; }

    [JsonPropertyOrder(First)]
    [Description("How many of them are done.")]
    public required int StepsDone { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The seconds that these steps took.")]
    public required double ElapsedSeconds { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The seconds that the rest will take, by what the steps so far took; absent before the first, and at the end.")]
    public double? RemainingSeconds { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The address of this answer.")]
    public required string Href { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The address of the events.")]
    public required string EventsHref { get; init; }
}

/// <summary>The data of an event of a long job.</summary>
[Description("How far a long job is.")]
public record JobProgress
{
    private const int First = -1;

    [JsonPropertyOrder(First)]
    [Description("waiting, running, paused, done, cancelled or failed.")]
    public required string State { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The number of steps.")]
    public required int Steps { get; init; }

    [JsonPropertyOrder(First)]
    [Description("How many of them are done.")]
    public required int StepsDone { get; init; }

    [JsonPropertyOrder(First)]
    [Description("The seconds that the rest will take; absent where it is not known.")]
    public double? RemainingSeconds { get; init; }
}
