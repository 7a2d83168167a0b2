using Grpc.Core;

namespace Fovea.Api.Errors;

/// <summary>One kind of error.</summary>
/// <param name="Code">The stable code to decide by.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="GrpcStatus">The gRPC status.</param>
/// <param name="Title">A title that never changes with the occasion.</param>
public sealed record ErrorCode(string Code, int Status, StatusCode GrpcStatus, string Title);
