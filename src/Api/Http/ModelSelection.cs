using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;

namespace Fovea.Api.Http;

/// <summary>Which model a request asks for: <c>?model=</c> and <c>?version=</c>.</summary>
internal static class ModelSelection
{
    /// <summary>The model that a request names, or <paramref name="fallback"/>, or the default one; it must be ready. The caller disposes the lease.</summary>
    /// <exception cref="ServingException">There is none, or it is not ready.</exception>
    public static ModelLease Lease(HttpRequest request, ModelRepository repository, StoredImage? fallback = null)
    {
        string? name = QueryReader.Text(request, "model");
        string? version = QueryReader.Text(request, "version");
        if (name is null && fallback is not null)
            (name, version) = (fallback.Model, version ?? fallback.Version);
        return repository.Lease(name, version);
    }
}
