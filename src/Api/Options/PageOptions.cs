using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Page</c>: the page at <c>/</c>.</summary>
public sealed record PageOptions
{
    /// <summary>Whether there is a page at <c>/</c>; without it, <c>/</c> leads to the documentation. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<PageOptions>> Settings { get; } =
    [
        Setting<PageOptions>.Of(nameof(Enabled), new SwitchForm(), (options, value) => options.Enabled = value),
    ];
}
