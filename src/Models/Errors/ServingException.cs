namespace Fovea.Models.Errors;

/// <summary>A request could not be served; the message says what was found, what was expected and what to do.</summary>
public sealed class ServingException(ServingError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public ServingError Error { get; } = error;

    /// <summary>The model that failed, by the name that it is served under; null where no model is known to have.</summary>
    public string? Model { get; init; }

    /// <summary>Names that were probably meant, nearest first.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
