using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>GET /models</c>.</summary>
[Description("Every model that is served, whatever its state.")]
public sealed record ModelList
{
    [Description("The model that answers when a request names none, chosen at the start; absent where one must be named.")]
    public string? Default { get; init; }

    [Description("Why it is this one, or why there is none; and, if it does not answer now, why not.")]
    public required string DefaultReason { get; init; }

    [Description("Every version of every model.")]
    public required IReadOnlyList<ModelSummary> Models { get; init; }
}
