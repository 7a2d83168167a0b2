using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Security</c>: who may call. Keys are 16 to 512 printable ASCII characters without spaces.</summary>
public sealed record SecurityOptions
{
    /// <summary>The key of the data plane; without one (here or in the file) everybody who reaches the server may predict.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A file with keys of the data plane, one per line; read at the start and again when it changes.</summary>
    public string? ApiKeyFile { get; set; }

    /// <summary>
    /// The key of the admin plane, which opens the data plane too; without one (here or in the file) administration is off.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>A file with keys of the admin plane, one per line; read at the start and again when it changes.</summary>
    public string? AdminKeyFile { get; set; }

    /// <summary>Whether <c>/metrics</c> answers without a key although the data plane requires one.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<SecurityOptions>> Settings { get; } =
    [
        Setting<SecurityOptions>.Of(nameof(ApiKey), new TextForm(), (options, value) => options.ApiKey = value),
        Setting<SecurityOptions>.Of(nameof(ApiKeyFile), new TextForm(), (options, value) => options.ApiKeyFile = value),
        Setting<SecurityOptions>.Of(nameof(AdminKey), new TextForm(), (options, value) => options.AdminKey = value),
        Setting<SecurityOptions>.Of(nameof(AdminKeyFile), new TextForm(), (options, value) => options.AdminKeyFile = value),
        Setting<SecurityOptions>.Of(nameof(OpenMetrics), new SwitchForm(), (options, value) => options.OpenMetrics = value),
    ];

    /// <summary>Names the type only: keys are never printed.</summary>
    public override string ToString() => nameof(SecurityOptions);
}
