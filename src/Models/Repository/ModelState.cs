namespace Fovea.Models.Repository;

/// <summary>What a model is doing.</summary>
public enum ModelState
{
    /// <summary>It waits to be loaded, is being loaded, warmed up or tested.</summary>
    Loading,

    /// <summary>It is loaded, warmed up, passed its self-tests and answers; a reason says why its newest files could not be loaded.</summary>
    Ready,

    /// <summary>It could not be loaded; the reason says why.</summary>
    Failed,

    /// <summary>It was unloaded on request, and stays so until it is loaded on request; or its files are gone.</summary>
    Unloaded,
}
