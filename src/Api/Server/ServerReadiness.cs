using Fovea.Api.Errors;
using Fovea.Models.Errors;
using Fovea.Models.Repository;

namespace Fovea.Api.Server;

/// <summary>Whether requests are accepted: the models can answer, and the server is not ending. Thread-safe.</summary>
internal sealed class ServerReadiness(ModelRepository repository, IHostApplicationLifetime lifetime)
{
    public bool IsReady => !lifetime.ApplicationStopping.IsCancellationRequested && repository.CheckReadiness().IsReady;

    /// <summary>Makes sure that they are.</summary>
    /// <returns>What is wrong although they are.</returns>
    /// <exception cref="ServingException">They are not; the message says why.</exception>
    public Readiness Require()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            throw new ServingException(ServingError.NotReady, "The server is shutting down.");
        Readiness readiness = repository.CheckReadiness();
        if (!readiness.IsReady)
            throw new ServingException(readiness.Error ?? ServingError.NotReady, readiness.Reason ?? ErrorCodes.NotReady.Title);
        return readiness;
    }
}
