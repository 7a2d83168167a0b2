using System.Text.Json.Serialization.Metadata;
using Fovea.Models.Errors;

namespace Fovea.Models.Tasks;

/// <summary>
/// A task that networks are trained for, such as classification: which models do it, which parameters a caller may give, and the form of its answers.
/// A task is declared in one file and has one line in <see cref="TaskTable"/>. Thread-safe.
/// </summary>
public abstract class ImageTask
{
    /// <summary>The task's name in <c>GET /models</c>, in camel case: <c>classification</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What a model that does it is called, in a message about one that is none: <c>image classifier</c>.</summary>
    public abstract string ModelNoun { get; }

    /// <summary>What such a model takes and gives, in the same message: <c>one image and one score vector</c>.</summary>
    public abstract string Signature { get; }

    /// <summary>The name of the answer: a member of each result of <c>POST /predict</c>, and an output over the Open Inference Protocol.</summary>
    public abstract string AnswerName { get; }

    /// <summary>What the answer is, for the documentation.</summary>
    public abstract string AnswerDescription { get; }

    /// <summary>How the answer for one image is written as JSON.</summary>
    public abstract JsonTypeInfo AnswerType { get; }

    /// <summary>How <see cref="TaskModel.Details"/> are written as JSON: an object whose members <c>GET /models/{model}</c> has too; null where there are none.</summary>
    public virtual JsonTypeInfo? DetailsType => null;

    /// <summary>The parameters of a request that the task understands.</summary>
    public virtual IReadOnlyList<TaskParameter> Parameters => [];

    /// <summary>The task as a model does it; null where the model does not do it.</summary>
    /// <exception cref="ModelPackageException">The model's folder contradicts the graph.</exception>
    public abstract TaskModel? Recognize(TaskCandidate candidate);
}
