using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Models.Pulling;

namespace Fovea.Api.Options;

/// <summary>Section <c>Pull</c>: where the verb <c>pull</c> fetches from.</summary>
public sealed record PullOptions
{
    /// <summary>What the path of a model of the catalogue is appended to.</summary>
    public Uri BaseAddress { get; set; } = ZooCatalogue.DefaultBaseAddress;

    /// <summary>
    /// What the path of the catalogue's labels is appended to; null takes <see cref="BaseAddress"/> where that is configured, else the
    /// zoo's own.
    /// </summary>
    public Uri? LabelsBaseAddress { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<PullOptions>> Settings { get; } =
    [
        Setting<PullOptions>.Of(nameof(BaseAddress), new AddressForm(), (options, value) => options.BaseAddress = value),
        Setting<PullOptions>.Of(nameof(LabelsBaseAddress), new AddressForm(), (options, value) => options.LabelsBaseAddress = value),
    ];

    /// <summary>Where labels are fetched from.</summary>
    internal Uri Labels =>
        LabelsBaseAddress ?? (BaseAddress == ZooCatalogue.DefaultBaseAddress ? ZooCatalogue.DefaultLabelsBaseAddress : BaseAddress);
}
