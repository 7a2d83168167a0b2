using Microsoft.AspNetCore.Diagnostics;

namespace Fovea.Api.Errors;

/// <summary>Gives a body to the errors that the framework answers without one: unknown addresses and wrong methods.</summary>
internal static class EmptyResponses
{
    public static async Task DescribeAsync(StatusCodeContext status)
    {
        HttpContext context = status.HttpContext;
        HttpRequest request = context.Request;
        PathString path = request.PathBase.Add(request.Path);
        ErrorAnswer answer = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new(
                ErrorCodes.NotFound, $"There is nothing at {path}. {request.PathBase}/swagger shows what there is."),
            StatusCodes.Status405MethodNotAllowed => new(
                ErrorCodes.MethodNotAllowed, $"{path} does not take {request.Method}; it takes {context.Response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType => new(
                ErrorCodes.UnsupportedContentType, $"The content type '{request.ContentType}' is not supported here."),
            >= 500 and int code => new(ErrorCodes.InternalError, "The server failed.") { Status = code },
            int code => new(ErrorCodes.InvalidBody, "The request cannot be understood.") { Status = code },
        };
        await ErrorWriter.WriteAsync(context, answer);
    }
}
