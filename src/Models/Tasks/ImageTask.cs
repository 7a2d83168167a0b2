using System.Text.Json.Serialization.Metadata;
using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>
/// A task that networks are trained for, such as classification: which models do it, which parameters a request may have, and the form of
/// the answers. A task is declared in one file and listed in <see cref="TaskTable"/>. Implementations are thread-safe.
/// </summary>
public abstract class ImageTask
{
    /// <summary>The task's name in <c>GET /models</c>, in camel case: <c>classification</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The noun for a model that does the task, for error messages: <c>an image classifier</c>.</summary>
    public abstract string ModelNoun { get; }

    /// <summary>What such a model takes and gives, for error messages: <c>one image and one score vector</c>.</summary>
    public abstract string Signature { get; }

    /// <summary>
    /// The name of the answer: the member of each result of <c>POST /predict</c>, and the output in the Open Inference Protocol.
    /// </summary>
    public abstract string AnswerName { get; }

    /// <summary>What the answer is, for the documentation.</summary>
    public abstract string AnswerDescription { get; }

    /// <summary>How the answer for one image is serialised.</summary>
    public abstract JsonTypeInfo AnswerType { get; }

    /// <summary>
    /// The name of what says how an answer came about, beside it in each result of <c>POST /predict</c>; null where nothing does.
    /// </summary>
    public virtual string? TraceName => null;

    /// <summary>How <see cref="TaskModel.Trace"/> is serialised; null where there is none.</summary>
    public virtual JsonTypeInfo? TraceType => null;

    /// <summary>
    /// How <see cref="TaskModel.Details"/> are serialised: an object whose members are added to <c>GET /models/{model}</c>; null where
    /// there are none.
    /// </summary>
    public virtual JsonTypeInfo? DetailsType => null;

    /// <summary>Whether a model has the task only where its folder names it.</summary>
    public virtual bool IsOnlyNamed => false;

    /// <summary>The parameters that a request may have.</summary>
    public virtual IReadOnlyList<TaskParameter> Parameters => [];

    /// <summary>
    /// The forms in which an answer can be sent beside JSON; of two with one media type, the first is the one that <c>Accept</c> asks for.
    /// </summary>
    public virtual IReadOnlyList<AnswerForm> Forms => [AnswerForm.Drawn];

    /// <summary>Recognises a model that does the task; null where it does not.</summary>
    /// <exception cref="ModelPackageException">The model's folder contradicts the graph.</exception>
    public abstract TaskModel? Recognize(TaskCandidate candidate);

    /// <summary>
    /// What keeps a model from being recognised that could do the task, and what to do, as sentences; null where nothing does.
    /// </summary>
    /// <exception cref="ModelPackageException">The model's folder contradicts the graph.</exception>
    public virtual string? Explain(TaskCandidate candidate) => null;
}
