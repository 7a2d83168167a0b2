using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace Fovea.Api.Errors;

/// <summary>Answers every exception of a request; an unexpected one is logged and answered without its details.</summary>
internal sealed class ErrorHandler(ServerOptions options, ILogger<ErrorHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        bool logged = EngineFaults.TryLog(logger, exception);
        if (httpContext.RequestAborted.IsCancellationRequested || IsReset(exception))
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        var answer = ErrorAnswer.Of(exception, options.Limits);
        if (!logged && answer.Code == ErrorCodes.InternalError)
            logger.LogError(
                exception, "{Method} {Path} failed.",
                ShownText.Name(httpContext.Request.Method), ShownText.Name(httpContext.Request.Path.ToString()));
        else if (exception is ServingException { Error: ServingError.ModelFailed, InnerException: { } cause })
            logger.LogWarning(cause, "A model failed while it ran.");
        try
        {
            await ErrorWriter.WriteAsync(httpContext, answer);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has left meanwhile.
        }

        return true;
    }

    /// <summary>Whether the client has reset its connection, which may be seen before the request is aborted.</summary>
    private static bool IsReset(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is ConnectionResetException)
                return true;
        }

        return false;
    }
}
