using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Images;

namespace Fovea.Api.Errors;

/// <summary>An error as it is answered, before it takes the form of the caller's protocol.</summary>
/// <param name="Code">Which error.</param>
/// <param name="Detail">What was found, what was expected, and what to do.</param>
internal sealed record ErrorAnswer(ErrorCode Code, string Detail)
{
    /// <summary>What was found, what was expected, and what to do: cut, since it quotes what files and callers say.</summary>
    public string Detail { get; } = ShownText.Cut(Detail, ServingException.LongestMessage);

    /// <summary>The HTTP status; the code's own, unless the framework chose another.</summary>
    public int Status { get; init; } = Code.Status;

    /// <summary>The file of a multipart request that the error concerns.</summary>
    public string? File { get; init => field = value is null ? null : ShownText.Name(value); }

    /// <summary>Names that were probably meant, nearest first.</summary>
    public IReadOnlyList<string> Suggestions { get; init => field = [.. value.Select(ShownText.Name)]; } = [];

    /// <summary>The content encodings that are taken, where another one was sent.</summary>
    public string? AcceptEncoding { get; init; }

    /// <summary>After how long the request may succeed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary><see cref="RetryAfter"/> in whole seconds, at least one.</summary>
    public int? RetryAfterSeconds => RetryAfter is { } delay ? Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)) : null;

    /// <summary>The answer to an exception of a request. Of an unexpected one it says only that it happened.</summary>
    public static ErrorAnswer Of(Exception exception, LimitsOptions limits) => exception switch
    {
        ApiException e => new(e.Code, e.Message)
        {
            File = e.File,
            Suggestions = e.Suggestions,
            AcceptEncoding = e.AcceptEncoding,
            RetryAfter = e.RetryAfter,
        },
        ServingException e => new(ErrorCodes.Of(e.Error), e.Message) { Suggestions = e.Suggestions, RetryAfter = e.RetryAfter },
        EngineFaultException e => new(ErrorCodes.EngineFault, ErrorText.Of(e)),
        ImageRejectedException e => new(ErrorCodes.Of(e.Error), e.Message) { File = e.FileName },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Of(ApiException.BodyTooLarge(limits), limits),
        BadHttpRequestException e => new(ErrorCodes.InvalidBody, e.Message) { Status = e.StatusCode },
        _ => new(ErrorCodes.InternalError, "An unexpected error occurred; the server's log says more."),
    };
}
