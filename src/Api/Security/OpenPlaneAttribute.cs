namespace Fovea.Api.Security;

/// <summary>Marks an endpoint, or a gRPC method, that answers without a key: health, and the documentation.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class OpenPlaneAttribute : Attribute;
