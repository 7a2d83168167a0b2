using System.Reflection;
using Fovea.Api.OpenInference.Core.Contracts;

namespace Fovea.Api.OpenInference.Core;

/// <summary>Who the server says it is.</summary>
internal static class ServerIdentity
{
    public const string Name = "fovea";

    public static ServerMetadata Metadata { get; } = new()
    {
        Name = Name,
        Version = typeof(
            ServerIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        Extensions = ["binary_tensor_data", "classification", "model_configuration", "model_repository", "schedule_policy", "statistics"],
    };
}
