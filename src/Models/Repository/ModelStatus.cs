using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>A model's state at one moment.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why it failed, or why its newest files could not be loaded; else null.</param>
/// <param name="Model">The model, when it is ready.</param>
public sealed record ModelStatus(ModelState State, string? Reason, HostedModel? Model)
{
    private const int LongestReason = 2 * ShownText.LongestMessage;

    /// <summary>Why it failed, or why its newest files could not be loaded; else null. At most 2000 characters.</summary>
    public string? Reason { get; init => field = Shown(value); } = Shown(Reason);

    /// <summary>
    /// The unexpected exception because of which it failed, for the log; null where <see cref="Reason"/> says everything.
    /// </summary>
    public Exception? Fault { get; init; }

    /// <summary>Whether its newest files could not be loaded.</summary>
    internal bool IsFailing => Reason is not null && State is ModelState.Ready or ModelState.Failed;

    internal static ModelStatus Loading { get; } = new(ModelState.Loading, null, null);

    internal static ModelStatus Unloaded { get; } = new(ModelState.Unloaded, null, null);

    internal static ModelStatus Removed { get; } = new(ModelState.Unloaded, "It is no longer in the model folder.", null);

    internal static ModelStatus Ready(HostedModel model, string? reason = null, Exception? fault = null) =>
        new(ModelState.Ready, reason, model) { Fault = fault };

    internal static ModelStatus Failed(string reason, Exception? fault) => new(ModelState.Failed, reason, null) { Fault = fault };

    private static string? Shown(string? reason) => reason is null ? null : ShownText.Cut(reason, LongestReason);
}
