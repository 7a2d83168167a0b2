namespace Fovea.Models.Repository;

/// <summary>The state of a model.</summary>
public enum ModelState
{
    /// <summary>It waits to be loaded, or is being loaded, tested or warmed up.</summary>
    Loading,

    /// <summary>
    /// It is loaded, has passed its self-tests and answers. A reason says why newer files could not be loaded, if there are any.
    /// </summary>
    Ready,

    /// <summary>It could not be loaded; the reason says why.</summary>
    Failed,

    /// <summary>It was unloaded on request, until it is loaded on request; or its files are gone.</summary>
    Unloaded,
}
