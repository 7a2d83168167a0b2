namespace Fovea.Models.Errors;

/// <summary>Why a request could not be served, apart from what is wrong with an image.</summary>
public enum ServingError
{
    /// <summary>Several models are served and none was named.</summary>
    ModelRequired,

    /// <summary>No model, or no version of it, has that name.</summary>
    ModelNotFound,

    /// <summary>The model has no such layer.</summary>
    LayerNotFound,

    /// <summary>No image with that id is kept (any more).</summary>
    ImageExpired,

    /// <summary>No task recognises the model.</summary>
    TaskNotRecognized,

    /// <summary>The layer's output cannot be drawn, or the model takes no image.</summary>
    NotAMap,

    /// <summary>The run would take more activation memory than one run may.</summary>
    ActivationLimit,

    /// <summary>More requests wait than are allowed to.</summary>
    Overloaded,

    /// <summary>The request waited as long as it is allowed to take.</summary>
    QueueTimeout,

    /// <summary>The request ran, but had no answer in the time that it is allowed to take.</summary>
    DeadlineExceeded,

    /// <summary>The model is still being loaded.</summary>
    NotReady,

    /// <summary>The model could not be loaded, or failed while it ran.</summary>
    ModelFailed,

    /// <summary>
    /// The engine failed in a way that is neither the model's fault nor the request's; both models and engine can be used on.
    /// </summary>
    EngineFault,
}
