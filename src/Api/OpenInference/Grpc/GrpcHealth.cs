using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Security;
using Fovea.Api.Server;
using Fovea.Inference;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// The health service of gRPC (https://github.com/grpc/grpc/blob/master/doc/health-checking.md), overall and of the inference service:
/// serving as long as <c>/readyz</c> says ready.
/// </summary>
[BindServiceMethod(typeof(CheckedServices), nameof(CheckedServices.BindHealth))]
internal sealed class GrpcHealth(ServerReadiness readiness, IHostApplicationLifetime lifetime) : Health.HealthBase
{
    public const string Overall = "";

    /// <summary>How many callers may watch at once: they count against no limit.</summary>
    public const int MaxWatching = 256;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private static int _watching;

    public static string Inference => GRPCInferenceService.Descriptor.FullName;

    [OpenPlane, Cost(RequestCost.Free)]
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Knows(request.Service)
        ? Task.FromResult(new HealthCheckResponse { Status = Now() })
        : throw new RpcException(
            new Status(
                StatusCode.NotFound,
                $"There is no service '{ShownText.Name(request.Service)}'; there are '{Inference}' and, for all together, ''."));

    /// <summary>Sends the state now and whenever it changes, until the caller leaves or the server ends.</summary>
    [OpenPlane, Cost(RequestCost.Free)]
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _watching) > MaxWatching)
                throw new RpcException(new Status(
                    StatusCode.ResourceExhausted, $"{MaxWatching} callers watch already, the most that may; ask with Check instead."));
            await WatchAsync(request.Service, responseStream, context.CancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _watching);
        }
    }

    private async Task WatchAsync(
        string service, IServerStreamWriter<HealthCheckResponse> responseStream, CancellationToken cancellationToken)
    {
        ServingStatus? sent = null;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (!cancellationToken.IsCancellationRequested)
        {
            ServingStatus now = Knows(service) ? Now() : ServingStatus.ServiceUnknown;
            if (now != sent)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = now }, cancellationToken);
            sent = now;
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return;
            await Task.Delay(Period, ends.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static bool Knows(string service) => service == Overall || service == Inference;

    private ServingStatus Now() => readiness.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;
}
