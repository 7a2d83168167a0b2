using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.Server;

namespace Fovea.Api.OpenInference.Core;

/// <summary>Who the server says it is.</summary>
internal static class ServerIdentity
{
    public const string Name = "fovea";

    public static ServerMetadata Metadata { get; } = new()
    {
        Name = Name,
        Version = Product.Version,
        Extensions = ["binary_tensor_data", "classification", "model_configuration", "model_repository", "schedule_policy", "statistics"],
    };
}
