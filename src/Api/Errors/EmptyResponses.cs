using Fovea.Api.Contracts;
using Microsoft.AspNetCore.Diagnostics;

namespace Fovea.Api.Errors;

/// <summary>Gives a body to the errors that the framework answers without one: unknown addresses and wrong methods.</summary>
internal static class EmptyResponses
{
    public static async Task DescribeAsync(StatusCodeContext status)
    {
        HttpContext context = status.HttpContext;
        HttpRequest request = context.Request;
        Problem problem = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ProblemWriter.Create(
                ErrorCodes.NotFound, $"There is nothing at {request.Path}. /swagger shows what there is."),
            StatusCodes.Status405MethodNotAllowed => ProblemWriter.Create(
                ErrorCodes.MethodNotAllowed, $"{request.Path} does not take {request.Method}; it takes {context.Response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType => ProblemWriter.Create(
                ErrorCodes.UnsupportedContentType, $"The content type '{request.ContentType}' is not supported here."),
            >= 500 and int code => ProblemWriter.Create(ErrorCodes.InternalError, "The server failed.") with { Status = code },
            int code => ProblemWriter.Create(ErrorCodes.InvalidBody, "The request cannot be understood.") with { Status = code },
        };
        await ProblemWriter.WriteAsync(context, problem);
    }
}
