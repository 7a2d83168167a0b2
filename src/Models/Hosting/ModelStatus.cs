namespace Fovea.Models.Hosting;

/// <summary>A model's state at one moment.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why it failed, else null.</param>
/// <param name="Model">The model, when it is ready.</param>
public sealed record ModelStatus(ModelState State, string? Reason, HostedModel? Model)
{
    internal static ModelStatus Loading { get; } = new(ModelState.Loading, null, null);

    internal static ModelStatus Ready(HostedModel model) => new(ModelState.Ready, null, model);

    internal static ModelStatus Failed(string reason) => new(ModelState.Failed, reason, null);
}
