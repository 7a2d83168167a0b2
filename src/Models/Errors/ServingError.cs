namespace Fovea.Models.Errors;

/// <summary>Why a request could not be served, other than for an invalid image.</summary>
public enum ServingError
{
    /// <summary>No model was named, and no default model answers.</summary>
    ModelRequired,

    /// <summary>No model, or no version of it, has that name.</summary>
    ModelNotFound,

    /// <summary>The model has no such layer.</summary>
    LayerNotFound,

    /// <summary>No image with this id is kept, or it is no longer kept.</summary>
    ImageExpired,

    /// <summary>No task recognises the model.</summary>
    TaskNotRecognized,

    /// <summary>The layer's output cannot be drawn, or the model takes no image.</summary>
    NotAMap,

    /// <summary>The run would need more activation memory than a run is allowed.</summary>
    ActivationLimit,

    /// <summary>Too many requests wait.</summary>
    Overloaded,

    /// <summary>The deadline passed while the request waited.</summary>
    QueueTimeout,

    /// <summary>The deadline passed after the request had started to run.</summary>
    DeadlineExceeded,

    /// <summary>The model is still being loaded.</summary>
    NotReady,

    /// <summary>The model could not be loaded, or failed while it ran.</summary>
    ModelFailed,

    /// <summary>
    /// The engine failed in a way that is the fault of neither the model nor the request. The engine and its models remain usable.
    /// </summary>
    EngineFault,

    /// <summary>
    /// The model has no answer for this input: the tensors do not fit it, or what it computes of them is not defined, such as a quotient of
    /// integers by zero.
    /// </summary>
    NoAnswer,

    /// <summary>No job with this id is kept.</summary>
    JobNotFound,

    /// <summary>The job is not in a state for what is asked.</summary>
    JobState,

    /// <summary>The model, its layers, a size or a number do not allow a style transfer.</summary>
    UnfitForTransfer,

    /// <summary>What a request asks for does not fit the model, such as a class that it does not have.</summary>
    InvalidRequest,

    /// <summary>What a request asks for would take more runs of the network than are allowed.</summary>
    RunLimit,

    /// <summary>The model cannot be run backwards to what a request asks for: an operator on the way has no gradient.</summary>
    NoGradient,
}
