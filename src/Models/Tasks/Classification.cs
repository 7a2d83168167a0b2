using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image and give one score vector: the answer is the most probable classes.</summary>
public sealed class Classification : ImageTask
{
    /// <summary>The parameter <c>top</c>: the number of classes in the answer.</summary>
    public static TaskParameter Top { get; } = new(
        "top", "How many classes to answer with; at most as many as there are.", Minimum: 1, Maximum: int.MaxValue, Default: 5);

    /// <inheritdoc/>
    public override string Name => "classification";

    /// <inheritdoc/>
    public override string ModelNoun => "an image classifier";

    /// <inheritdoc/>
    public override string Signature => "one image and one score vector";

    /// <inheritdoc/>
    public override string AnswerName => "predictions";

    /// <inheritdoc/>
    public override string AnswerDescription => "The most probable classes, the most probable first.";

    /// <inheritdoc/>
    public override JsonTypeInfo AnswerType => ClassificationJson.Answers.IReadOnlyListPredictedLabel;

    /// <inheritdoc/>
    public override JsonTypeInfo DetailsType => ClassificationJson.Answers.ClassifierDetails;

    /// <inheritdoc/>
    public override IReadOnlyList<TaskParameter> Parameters { get; } = [Top];

    /// <inheritdoc/>
    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (candidate.Inputs.Preprocessing is null
            || candidate.Plan is not { HasKnownShapes: true, Outputs: [{ ElementType: ElementType.Float32 } output] }
            || !Classifier.IsScoreVector(SymbolicShape.Of(output.Shape), out int classes)
            || !candidate.HasRowPerImage(outputs: null))
        {
            return null;
        }

        ModelPackage package = candidate.Package;
        if (package.Labels is { } labels && labels.Count != classes)
        {
            throw new ModelPackageException(
                $"{package.LabelsSource ?? "The labels"}: {labels.Count} labels were found, but the model's output '{output.Name}' has " +
                $"{classes} classes.");
        }

        OutputActivation activation = Classifier.ActivationFor(candidate.Graph.FinalOperator, package.OutputActivation);
        return new ClassificationModel(this, new Classifier(activation, package.Labels), classes);
    }

    private sealed class ClassificationModel(Classification task, Classifier classifier, int classes) : TaskModel(task)
    {
        public override object Details { get; } = new ClassifierDetails
        {
            OutputActivation = classifier.Activation.ToString().ToLowerInvariant(),
            Classes = classes,
        };

        public override object Answer(ImageOutputs outputs, TaskArguments arguments) =>
            classifier.Classify(outputs.Values<float>(0), arguments[Top]);
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a classifier.</summary>
internal sealed record ClassifierDetails
{
    [Description("What turns scores into probabilities; absent where the model is no classifier.")]
    public required string OutputActivation { get; init; }

    [Description("The number of classes; absent where the model is no classifier.")]
    public required int Classes { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(IReadOnlyList<PredictedLabel>))]
[JsonSerializable(typeof(ClassifierDetails))]
internal sealed partial class ClassificationJson : JsonSerializerContext
{
    /// <summary>Leaves letters and apostrophes unescaped: answers are never put into an HTML page as they are.</summary>
    public static ClassificationJson Answers =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
