using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>Grpc</c>: gRPC.</summary>
public sealed record GrpcOptions
{
    /// <summary>
    /// The port for gRPC without TLS (HTTP/2 from the first byte), beside the HTTP addresses and on the same interface; null: no such port.
    /// </summary>
    [Number(1, 65_535)]
    public int? Port { get; set; }
}
