using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Inference;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Turns every exception of a call into a gRPC status; an unexpected one is logged and answered without its details.</summary>
internal sealed class GrpcErrorInterceptor(ServerOptions options, TimeProvider time, ILogger<GrpcErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    /// <summary>Reflection, whose messages are read while it runs.</summary>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(new CountedMessages<TRequest>(requestStream, context.GetHttpContext()), responseStream, context);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw CheckedBinder.Malformed<TRequest>(context.Method, e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or RpcException { StatusCode: StatusCode.Internal })
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument,
                $"A message to {context.Method} is in no valid frame of gRPC. Send it with a client of gRPC.", e));
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        bool logged = EngineFaults.TryLog(logger, exception);
        if (exception is OperationCanceledException && context.Deadline <= time.GetUtcNow().UtcDateTime)
            return new RpcException(new Status(StatusCode.DeadlineExceeded, "The call's deadline has passed."));
        if (exception is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
            return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));

        var answer = ErrorAnswer.Of(exception, options.Limits);
        if (!logged && answer.Code == ErrorCodes.InternalError)
            logger.LogError(exception, "{Method} failed.", context.Method);
        var trailers = new Metadata();
        if (answer.RetryAfterSeconds is { } seconds)
            trailers.Add(GrpcErrorWriter.RetryAfter, seconds.ToString(CultureInfo.InvariantCulture));
        return new RpcException(new Status(answer.Code.GrpcStatus, ShownText.Message(answer.Detail)), trailers);
    }
}
