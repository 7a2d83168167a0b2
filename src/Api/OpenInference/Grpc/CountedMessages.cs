using Fovea.Api.Security;
using Fovea.Inference;
using Grpc.Core;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// The messages of a stream, each of which counts against the client's limit as a call of its own would. The first one is the call's.
/// </summary>
internal sealed class CountedMessages<T>(IAsyncStreamReader<T> messages, HttpContext call) : IAsyncStreamReader<T>
{
    private bool _begun;

    public T Current => messages.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await messages.MoveNext(cancellationToken))
            return false;
        if (_begun && ClientLimits.TakeAnother(call) is { } refusal)
            throw new RpcException(new Status(refusal.Code.GrpcStatus, ShownText.Message(refusal.Detail)));
        _begun = true;
        return true;
    }
}
