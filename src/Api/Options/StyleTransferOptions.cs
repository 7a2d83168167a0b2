using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>StyleTransfer</c>: pictures that are optimised, in jobs.</summary>
public sealed record StyleTransferOptions
{
    /// <summary>Whether styles are transferred. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The longer side of a result in pixels, at most. Default 768.</summary>
    public int MaxSize { get; set; } = 768;

    /// <summary>The most steps of a transfer. Default 2000.</summary>
    public int MaxSteps { get; set; } = 2000;

    /// <summary>The most memory, in bytes, that one transfer takes. Default 1 GiB, or an eighth of the memory where that is less.</summary>
    public long MaxBytes { get; set; } = MemoryDefaults.Here.PooledArenaBytes;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<StyleTransferOptions>> Settings { get; } =
    [
        Setting<StyleTransferOptions>.Of(nameof(Enabled), new SwitchForm(), (options, value) => options.Enabled = value),
        Setting<StyleTransferOptions>.Of(nameof(MaxSize), new NumberForm<int>(16, 4096), (options, value) => options.MaxSize = value),
        Setting<StyleTransferOptions>.Of(nameof(MaxSteps), new NumberForm<int>(1, 100_000), (options, value) => options.MaxSteps = value),
        Setting<StyleTransferOptions>.Of(
            nameof(MaxBytes), new BytesForm(1, long.MaxValue, "a number of bytes"), (options, value) => options.MaxBytes = value),
    ];
}
