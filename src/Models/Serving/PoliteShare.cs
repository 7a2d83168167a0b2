using Fovea.Models.Explanations;
using Fovea.Models.Hosting;

namespace Fovea.Models.Serving;

/// <summary>Does the pieces of a long work behind predictions, as <see cref="PoliteWork"/> does.</summary>
/// <param name="worker">Does them.</param>
/// <param name="model">The model whose queue they wait in.</param>
/// <param name="cancellation">Ends the work.</param>
internal sealed class PoliteShare(PoliteWork worker, HostedModel model, CancellationToken cancellation) : WorkShare
{
    public override Task<T> DoAsync<T>(Func<int, CancellationToken, T> work) =>
        worker.DoAsync(model, work, waits: true, cancellation);
}
