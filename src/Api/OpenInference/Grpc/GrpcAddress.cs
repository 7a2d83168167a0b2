using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Where gRPC listens.</summary>
internal static class GrpcAddress
{
    public static int? PortOf(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { IsUnixPipe: false, IsNamedPipe: false } binding ? binding.Port : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Listens at an address in code, beside endpoints that Kestrel's own configuration names.</summary>
    public static void Listen(KestrelServerOptions kestrel, string address)
    {
        BindingAddress binding = BindingAddress.Parse(address);
        if (IPAddress.TryParse(binding.Host, out IPAddress? ip))
            kestrel.Listen(ip, binding.Port);
        else if (binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            kestrel.ListenLocalhost(binding.Port);
        else
            kestrel.ListenAnyIP(binding.Port);
    }
}
