using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The task of one model: which outputs are computed, and what they mean. Implementations are immutable and thread-safe.</summary>
public abstract class TaskModel(ImageTask task)
{
    /// <summary>The task.</summary>
    public ImageTask Task { get; } = task;

    /// <summary>The outputs (or layers) to compute; null for all outputs of the model.</summary>
    public virtual IReadOnlyList<string>? Outputs => null;

    /// <summary>The outputs, or layers, to compute for a request; <see cref="Outputs"/> where it does not choose.</summary>
    public virtual IReadOnlyList<string>? OutputsFor(TaskArguments arguments) => Outputs;

    /// <summary>Whether the shapes of the outputs may depend on the image, as those of boxes that a network has compared do.</summary>
    internal virtual bool TakesAnyShape => false;

    /// <summary>The scores of classes; null where the task has no classes.</summary>
    public virtual ClassScores? Scores => null;

    /// <summary>What had to be assumed of what the outputs mean.</summary>
    public virtual IReadOnlyList<PackageNote> Notes => [];

    /// <summary>
    /// What <c>GET /models/{model}</c> adds about the model, of the type <see cref="ImageTask.DetailsType"/>; null where that is null.
    /// </summary>
    public virtual object? Details => null;

    /// <summary>The task's forms that the answers of this model can have.</summary>
    public virtual IReadOnlyList<AnswerForm> Forms => Task.Forms;

    /// <summary>Checks a request's parameters, which are the task's, before anything is done for it.</summary>
    /// <exception cref="ServingException">A parameter does not fit this model.</exception>
    public virtual void Check(TaskArguments arguments)
    {
    }

    /// <summary>How large pictures go through the network in parts; null where they do not.</summary>
    internal virtual PictureTiles? Tiles => null;

    /// <summary>
    /// What of a picture the answer needs besides the network's outputs (<see cref="ImageOutputs.Kept"/>); null where it needs nothing.
    /// Called while the picture is prepared.
    /// </summary>
    /// <param name="image">The picture, whose pixels are given back afterwards.</param>
    /// <param name="prepared">How it was prepared.</param>
    public virtual object? Keep(DecodedImage image, PreprocessingSpec prepared) => null;

    /// <summary>Turns a run's outputs into the answer for one image, of the type <see cref="ImageTask.AnswerType"/>.</summary>
    /// <exception cref="InferenceException">The outputs are invalid, such as a score that is not a number.</exception>
    public abstract object Answer(ImageOutputs outputs, TaskArguments arguments);

    /// <summary>An answer with what its JSON needs alone, to be kept for a while: without what only other forms are made of.</summary>
    internal virtual object Trimmed(object answer) => answer;

    /// <summary>
    /// How the answer for one image comes about, of the type <see cref="ImageTask.TraceType"/>; null where nobody asks.
    /// </summary>
    /// <exception cref="InferenceException">The outputs are invalid.</exception>
    public virtual object? Trace(ImageOutputs outputs, TaskArguments arguments) => null;

    /// <summary>What of an answer is drawn on its picture, the most important first.</summary>
    public abstract IReadOnlyList<AnswerMark> Marks(object answer);
}
