using Fovea.Models.Explanations;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Serving;

/// <summary>
/// Has the scheduler do the pieces of a long work, each as a job of its own at a lower priority than predictions, so that others are
/// served in between, and each has the whole time limit of a request.
/// </summary>
internal sealed class ScheduledShare(
    ModelServer server, HostedModel model, StageTimings timings, CancellationToken cancellation) : WorkShare
{
    public override Task<T> DoAsync<T>(Func<int, CancellationToken, T> work) => server.WorkAsync(model, work, timings, cancellation);
}
