using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// Receives the one message of a call, and counts what it would be made into, before the library reads it: the library would take a frame
/// that is malformed for a fault of the server, and makes objects of whatever is in a message.
/// </summary>
internal static class CheckedCalls
{
    /// <summary>The most bytes of a message that carries no tensors: names and parameters.</summary>
    public const int LongestWithoutTensors = 64 << 10;

    /// <summary>Checks the calls of an endpoint; the messages of a stream are checked where they are read.</summary>
    public static void Add(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } call
            || endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault() is not { Method: { } method }
            || method.Type is not (MethodType.Unary or MethodType.ServerStreaming))
            return;
        bool tensors = method.Name == nameof(InferenceService.ModelInfer);
        endpoint.RequestDelegate = context => GrpcErrorWriter.IsCall(context.Request) && !HttpProtocol.IsHttp11(context.Request.Protocol)
            ? ReceiveAsync(context, call, method.FullName, tensors)
            : call(context);
    }

    private static async Task ReceiveAsync(HttpContext context, RequestDelegate call, string method, bool tensors)
    {
        UploadBudget budget = context.RequestServices.GetRequiredService<UploadBudget>();
        LimitsOptions limits = budget.Limits;
        long most = Math.Max(limits.MaxBodyBytes - ReceivedMessage.HeaderBytes, 1);
        using ReceivedMessage message =
            await ReceivedMessage.ReadAsync(context, method, tensors ? most : Math.Min(most, LongestWithoutTensors));
        using ParsingTurns.Turn turn = await budget.Turns.EnterAsync(message.Content.Length, context.RequestAborted);
        // The lists of the message and the tensors that are made of them are held at the same time.
        if (tensors)
            message.Take(2 * MessageCounter.Check(message.Content, method, limits));
        // A stream may last for days; its first message holds nothing meanwhile.
        message.Parsed = tensors ? turn.Dispose : message.Dispose;
        context.Features.Set<IRequestBodyPipeFeature>(message);
        await call(context);
    }
}
