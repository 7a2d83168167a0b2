using Google.Protobuf;
using Grpc.Core;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// Binds methods whose malformed messages are answered with INVALID_ARGUMENT. gRPC reads the one message of a call before any interceptor
/// runs, and would answer UNKNOWN, which is for faults of the server.
/// </summary>
internal sealed class CheckedBinder(ServiceBinderBase binder) : ServiceBinderBase
{
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        binder.AddMethod(Checked(method), handler);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        binder.AddMethod(Checked(method), handler);

    /// <summary>The status of a message that cannot be read.</summary>
    /// <param name="method">The method's full name.</param>
    /// <param name="exception">Why it cannot be read.</param>
    public static RpcException Malformed<TRequest>(string method, InvalidProtocolBufferException exception) => new(new Status(
        StatusCode.InvalidArgument,
        $"The message to {method} is no {typeof(TRequest).Name} in protobuf: {exception.Message} Write it by the server's schema, which " +
        "gRPC reflection shows."));

    private static Method<TRequest, TResponse> Checked<TRequest, TResponse>(Method<TRequest, TResponse> method)
    {
        Marshaller<TRequest> request = method.RequestMarshaller;
        return new Method<TRequest, TResponse>(
            method.Type, method.ServiceName, method.Name, new Marshaller<TRequest>(request.ContextualSerializer, Read),
            method.ResponseMarshaller);

        TRequest Read(DeserializationContext context)
        {
            try
            {
                return request.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException e)
            {
                throw Malformed<TRequest>(method.FullName, e);
            }
        }
    }
}
