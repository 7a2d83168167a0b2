using Fovea.Models.Packages.Versions;

namespace Fovea.Models.Packages.Triton;

/// <summary>Reads <c>version_policy</c> of Triton's model configuration.</summary>
internal static class TritonVersions
{
    /// <summary>The policy; null where the configuration has none. Triton's own default, the latest version, is not taken over.</summary>
    public static VersionPolicy? Read(TextMessage config)
    {
        if (config.Messages("version_policy").LastOrDefault() is not { } policy)
            return null;
        if (policy.Messages("latest").LastOrDefault() is { } latest)
            return latest.Wholes("num_versions") switch
            {
                [.., > 0 and <= int.MaxValue and var count] => VersionPolicy.Latest((int)count),
                _ => VersionPolicy.Latest(1),
            };
        if (policy.Messages("specific").LastOrDefault()?.Wholes("versions") is { Length: > 0 } versions)
            return VersionPolicy.Listed(versions);
        return policy.Messages("all").Any() ? VersionPolicy.All : null;
    }
}
