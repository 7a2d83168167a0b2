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

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

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
        ServingStatus? sent = null;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        while (!context.CancellationToken.IsCancellationRequested)
        {
            ServingStatus now = Knows(request.Service) ? Now() : ServingStatus.ServiceUnknown;
            if (now != sent)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = now }, context.CancellationToken);
            sent = now;
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                return;
            await Task.Delay(Period, ends.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static bool Knows(string service) => service == Overall || service == Inference;

    private ServingStatus Now() => readiness.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;
}
