namespace Fovea.Api.Contracts;

/// <summary>An error as the Open Inference Protocol writes it.</summary>
public sealed record V2Error
{
    /// <summary>What was found, what was expected and what to do.</summary>
    public required string Error { get; init; }
}
