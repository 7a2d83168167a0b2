using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Images;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Turns every exception of a call into a gRPC status; what nobody expected is logged and answered without its details.</summary>
internal sealed class GrpcErrorInterceptor(TimeProvider time, ILogger<GrpcErrorInterceptor> logger) : Interceptor
{
    public const string RetryAfter = "retry-after";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            EngineFaults.TryLog(logger, e);
            throw Translate(e, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context) => exception switch
    {
        ApiException e => new RpcException(new Status(CodeOf(e.Code), e.Message)),
        ServingException e => new RpcException(new Status(CodeOf(ErrorCodes.Of(e.Error)), e.Message), Trailers(e.RetryAfter)),
        EngineFaultException e => new RpcException(new Status(StatusCode.Internal, e.Message)),
        ImageRejectedException e => new RpcException(new Status(CodeOf(ErrorCodes.Of(e.Error)), e.Message)),
        OperationCanceledException when context.Deadline <= time.GetUtcNow().UtcDateTime =>
            new RpcException(new Status(StatusCode.DeadlineExceeded, "The call's deadline has passed.")),
        OperationCanceledException when context.CancellationToken.IsCancellationRequested => new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled.")),
        _ => Unforeseen(exception, context),
    };

    private RpcException Unforeseen(Exception exception, ServerCallContext context)
    {
        logger.LogError(exception, "{Method} failed.", context.Method);
        return new RpcException(new Status(StatusCode.Internal, "The server failed in a way that was not foreseen; its log says more."));
    }

    // A request that cannot be answered as it is, now, or by this server until it changes: three answers to "shall I try again?".
    private static StatusCode CodeOf(ErrorCode code) => code.Status switch
    {
        StatusCodes.Status404NotFound => StatusCode.NotFound,
        StatusCodes.Status429TooManyRequests => StatusCode.ResourceExhausted,
        >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError => StatusCode.InvalidArgument,
        StatusCodes.Status503ServiceUnavailable => code == ErrorCodes.ModelFailed ? StatusCode.FailedPrecondition : StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    private static Metadata Trailers(TimeSpan? retryAfter)
    {
        var trailers = new Metadata();
        if (retryAfter is { } delay)
            trailers.Add(RetryAfter, Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        return trailers;
    }
}
