using Fovea.Api.Contracts;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Images;
using Microsoft.AspNetCore.Diagnostics;

namespace Fovea.Api.Errors;

/// <summary>Turns every exception of a request into problem details; what nobody expected is logged and answered without its details.</summary>
internal sealed class ErrorHandler(ServerOptions options, ILogger<ErrorHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        bool logged = EngineFaults.TryLog(logger, exception);
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        (Problem problem, TimeSpan? retryAfter) = Describe(exception);
        if (!logged && problem.Code == ErrorCodes.InternalError.Code)
            logger.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, httpContext.Request.Path);
        else if (exception is ServingException { Error: ServingError.ModelFailed, InnerException: { } cause })
            logger.LogWarning(cause, "A model failed while it ran.");
        await ProblemWriter.WriteAsync(httpContext, problem, retryAfter);
        return true;
    }

    private (Problem Problem, TimeSpan? RetryAfter) Describe(Exception exception) => exception switch
    {
        ApiException e => (ProblemWriter.Create(e.Code, e.Message) with { File = e.File, Suggestions = NullIfEmpty(e.Suggestions) }, null),
        ServingException e => (ProblemWriter.Create(ErrorCodes.Of(e.Error), e.Message) with { Suggestions = NullIfEmpty(e.Suggestions) }, e.RetryAfter),
        EngineFaultException e => (ProblemWriter.Create(ErrorCodes.EngineFault, e.Message), null),
        ImageRejectedException e => (ProblemWriter.Create(ErrorCodes.Of(e.Error), e.Message) with { File = e.FileName }, null),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (ProblemWriter.Create(ErrorCodes.BodyTooLarge, BodyTooLarge(options.Limits)), null),
        BadHttpRequestException e => (ProblemWriter.Create(ErrorCodes.InvalidBody, e.Message) with { Status = e.StatusCode }, null),
        _ => (ProblemWriter.Create(ErrorCodes.InternalError, "The server failed in a way that was not foreseen; its log says more."), null),
    };

    internal static string BodyTooLarge(LimitsOptions limits) =>
        $"The request body exceeds {limits.MaxBodyBytes} bytes, the most that is taken (Limits:MaxBodyBytes). Send a smaller image, or fewer at a time.";

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> list) => list.Count == 0 ? null : list;
}
