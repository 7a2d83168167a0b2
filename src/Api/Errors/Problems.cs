using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Errors;

/// <summary>Errors as problem details (RFC 9457), with a stable code.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>The members beside those of the RFC: the code; the file of a multipart request; names that were probably meant.</summary>
    public const string Code = "code", File = "file", Suggestions = "suggestions";

    public static ProblemDetails Of(ErrorAnswer answer)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:fovea:problem:{answer.Code.Code}",
            Title = answer.Code.Title,
            Status = answer.Status,
            Detail = answer.Detail,
            Extensions = { [Code] = answer.Code.Code },
        };
        if (answer.File is { } file)
            problem.Extensions[File] = file;
        if (answer.Suggestions.Count > 0)
            problem.Extensions[Suggestions] = answer.Suggestions;
        return problem;
    }
}
