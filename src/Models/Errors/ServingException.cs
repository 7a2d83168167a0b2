using Fovea.Inference;

namespace Fovea.Models.Errors;

/// <summary>A request could not be served; the message says what was found, what was expected and what to do.</summary>
public sealed class ServingException(ServingError error, string message, Exception? inner = null)
    : Exception(ShownText.Cut(message, LongestMessage), inner)
{
    /// <summary>The most characters of the message, which may quote other messages and lists of names.</summary>
    public const int LongestMessage = 4 * ShownText.LongestMessage;

    /// <summary>The reason.</summary>
    public ServingError Error { get; } = error;

    /// <summary>The name of the model in which the engine failed; null for other errors.</summary>
    public string? Model { get; init; }

    /// <summary>The names that were probably meant, nearest first.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>After which time the request should be repeated; null where that is unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
