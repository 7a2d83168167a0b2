using Fovea.Api.OpenInference.Grpc.Schema;
using Grpc.Core;
using Grpc.Health.V1;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// How the services' methods are bound: as generated, but a message that cannot be read is the caller's mistake. gRPC finds these methods
/// by the attribute <see cref="BindServiceMethodAttribute"/> of a service, and calls them without an instance.
/// </summary>
internal static class CheckedServices
{
    public static void BindInference(ServiceBinderBase binder, GRPCInferenceService.GRPCInferenceServiceBase? service) =>
        GRPCInferenceService.BindService(new CheckedBinder(binder), service);

    public static void BindHealth(ServiceBinderBase binder, Health.HealthBase? service) =>
        Health.BindService(new CheckedBinder(binder), service);
}
