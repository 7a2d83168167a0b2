using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>An error: problem details after RFC 9457 with a stable code.</summary>
[Description("An error: problem details (RFC 9457) with a stable code.")]
public sealed record Problem
{
    [Description("A URI for the kind of error; it follows from the code.")]
    public required string Type { get; init; }

    [Description("A short title that is the same for every error of this kind.")]
    public required string Title { get; init; }

    [Description("The HTTP status.")]
    public required int Status { get; init; }

    [Description("What was found, what was expected, and what to do.")]
    public required string Detail { get; init; }

    [Description("The stable code to decide by.")]
    public required string Code { get; init; }

    [Description("The file of a multipart request that the error concerns.")]
    public string? File { get; init; }

    [Description("Names that were probably meant, nearest first.")]
    public IReadOnlyList<string>? Suggestions { get; init; }
}
