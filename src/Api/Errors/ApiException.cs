using Fovea.Api.Options;

namespace Fovea.Api.Errors;

/// <summary>A request is wrong in a way that only HTTP knows; the message says what was found, what was expected and what to do.</summary>
public sealed class ApiException(ErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Which error.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>The file of a multipart request that it concerns.</summary>
    public string? File { get; init; }

    /// <summary>Values that were probably meant.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>The content encodings that are taken, where another one was sent.</summary>
    public string? AcceptEncoding { get; init; }

    /// <summary>After how long the request may succeed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body exceeds the limit, as it is or once it is decompressed.</summary>
    public static ApiException BodyTooLarge(LimitsOptions limits, bool decompressed = false)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new ApiException(
            ErrorCodes.BodyTooLarge,
            $"The request body{(decompressed ? ", decompressed," : "")} exceeds {limits.MaxBodyBytes} bytes, the most that is taken "
            + "(Limits:MaxBodyBytes). "
            + "Send a smaller image, or fewer at a time.");
    }
}
