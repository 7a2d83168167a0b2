namespace Fovea.Api.Security;

/// <summary>
/// Marks an endpoint, or a gRPC method, that changes what is served: it answers only when administration is switched on, and to its key.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class AdminPlaneAttribute : Attribute;
