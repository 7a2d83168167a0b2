using Fovea.Inference;

namespace Fovea.Models.Tasks;

/// <summary>A task as one model does it: what is run, and what the run's outputs mean. Immutable; thread-safe.</summary>
public abstract class TaskModel(ImageTask task)
{
    /// <summary>The task.</summary>
    public ImageTask Task { get; } = task;

    /// <summary>The outputs (or layers) that are run; null for all outputs of the model.</summary>
    public virtual IReadOnlyList<string>? Outputs => null;

    /// <summary>What <c>GET /models/{model}</c> says beside the task's name, of the task's <see cref="ImageTask.DetailsType"/>; null where that is null.</summary>
    public virtual object? Details => null;

    /// <summary>Turns a run's outputs into the answer for one image, of the task's <see cref="ImageTask.AnswerType"/>.</summary>
    /// <exception cref="InferenceException">The outputs mean nothing, such as a score that is not a number.</exception>
    public abstract object Answer(ImageOutputs outputs, TaskArguments arguments);
}
