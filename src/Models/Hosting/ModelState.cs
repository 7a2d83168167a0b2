namespace Fovea.Models.Hosting;

/// <summary>What a model is doing.</summary>
public enum ModelState
{
    /// <summary>It waits to be loaded, is being loaded, warmed up or tested.</summary>
    Loading,

    /// <summary>It is loaded, warmed up, passed its self-tests and answers.</summary>
    Ready,

    /// <summary>It could not be loaded; the reason says why.</summary>
    Failed,
}
