using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Grpc</c>: gRPC.</summary>
public sealed record GrpcOptions
{
    /// <summary>
    /// The port for gRPC without TLS (HTTP/2 from the first byte), beside the HTTP addresses and on the same interface; null: no such port.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<GrpcOptions>> Settings { get; } =
    [
        Setting<GrpcOptions>.Of(nameof(Port), new NumberForm<int>(1, 65_535), (options, value) => options.Port = value),
    ];
}
