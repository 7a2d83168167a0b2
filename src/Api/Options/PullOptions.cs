using Fovea.Models.Pulling;

namespace Fovea.Api.Options;

/// <summary>Section <c>Pull</c>: where the verb <c>pull</c> fetches from.</summary>
public sealed record PullOptions
{
    /// <summary>What the path of a model of the catalogue is appended to.</summary>
    public Uri BaseAddress { get; init; } = ZooCatalogue.DefaultBaseAddress;

    /// <summary>What the path of the catalogue's labels is appended to; null takes <see cref="BaseAddress"/> where that is configured, else the zoo's own.</summary>
    public Uri? LabelsBaseAddress { get; init; }

    /// <summary>Where labels are fetched from.</summary>
    internal Uri Labels => LabelsBaseAddress ?? (BaseAddress == ZooCatalogue.DefaultBaseAddress ? ZooCatalogue.DefaultLabelsBaseAddress : BaseAddress);
}
