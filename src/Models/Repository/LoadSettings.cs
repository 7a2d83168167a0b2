using Fovea.Inference;

namespace Fovea.Models.Repository;

/// <summary>The settings that raise the limits on loading.</summary>
internal static class LoadSettings
{
    /// <summary>The setting that raises a limit.</summary>
    public static string Of(LoadLimit limit) => limit switch
    {
        LoadLimit.Objects or LoadLimit.Bytes => "Models:LoadMaxBytes",
        _ => "Models:LoadTimeout",
    };
}
