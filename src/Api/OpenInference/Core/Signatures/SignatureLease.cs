using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenInference.Core.Signatures;

/// <summary>The right to use a model by one of its names until this is disposed.</summary>
internal sealed class SignatureLease : IDisposable
{
    private readonly ModelLease _lease;

    /// <summary>Leases the model that callers of the protocol name.</summary>
    /// <param name="repository">The models.</param>
    /// <param name="name">The name; null: the default model's.</param>
    /// <param name="version">The version; null: the highest that is ready.</param>
    /// <exception cref="ServingException">There is no such model or version, or it is not ready.</exception>
    /// <exception cref="Errors.ApiException">The name stands for images, and the model takes none.</exception>
    public SignatureLease(ModelRepository repository, string? name, string? version)
    {
        var wanted = ProtocolName.Parse(name);
        _lease = repository.Lease(wanted.Model, version);
        try
        {
            Signature = new ModelSignature(_lease.Model, wanted.OfImages);
        }
        catch
        {
            _lease.Dispose();
            throw;
        }
    }

    public ModelSignature Signature { get; }

    public void Dispose() => _lease.Dispose();
}
