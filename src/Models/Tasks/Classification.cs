using System.ComponentModel;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>Models that take one image and give one score vector: the answer is the most probable classes.</summary>
public sealed class Classification : ImageTask
{
    /// <summary>The parameter <c>top</c>: the number of classes in the answer.</summary>
    public static IntegerParameter Top { get; } = new(
        "top", "How many classes to answer with; at most as many as there are.")
    {
        Minimum = 1,
        Maximum = int.MaxValue,
        Default = 5,
    };

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
        if (candidate.Inputs is not { Preprocessing: not null, Shapes: { } shapes } || ScoreOutput.Find(candidate, out _) is not { } output)
            return null;
        ModelPackage package = candidate.Package;
        ActivationChoice activation = ActivationRule.Choose(package, candidate.Graph.BoundsOf(shapes, output.Name), output.Scores);
        bool isPair = CheckLabels(package, output, activation);
        return new ClassificationModel(this, new Classifier(activation.Value, package.Labels, isPair), activation, output, candidate);
    }

    /// <inheritdoc/>
    public override string? Explain(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (candidate.Inputs.Preprocessing is null)
            return null;
        ScoreOutput.Find(candidate, out string? problem);
        return problem;
    }

    // Whether the labels are the two classes of one score.
    private static bool CheckLabels(ModelPackage package, ScoreOutput output, ActivationChoice activation)
    {
        if (package.Labels is not { } labels || labels.Count == output.Scores)
            return false;
        string source = package.LabelsSource ?? "The labels";
        if (!output.IsPair(labels.Count))
        {
            throw new ModelPackageException(
                $"{source}: {labels.Count} labels were found, but the model's output '{output.Name}' has {output.Scores} classes. " +
                $"Expected {(output.Scores == 1 ? "1 label, or the 2 of a score p and of 1 - p" : $"{output.Scores} labels")}; a " +
                "labels.txt beside the model has precedence.");
        }

        return activation is { IsProbability: true, Value: not OutputActivation.Softmax }
            ? true
            : throw new ModelPackageException(
                $"{source}: 2 labels were found for the one score of '{output.Name}', which is no probability: {activation.Source} makes " +
                $"the activation {activation.Value.ToString().ToLowerInvariant()}. Expected 1 label, or " +
                $"\"outputActivation\": \"sigmoid\" in {package.SettingsFile}.");
    }

    private sealed class ClassificationModel(
        Classification task, Classifier classifier, ActivationChoice activation, ScoreOutput output, TaskCandidate candidate)
        : TaskModel(task)
    {
        public override IReadOnlyList<string>? Outputs { get; } = candidate.Graph.Outputs.Count == 1 ? null : [output.Name];

        public override ClassScores? Scores { get; } = new(output.Name, output.Scores, classifier);

        public override IReadOnlyList<PackageNote> Notes { get; } = activation.Assumed
            ?
            [
                new PackageNote(
                    NoteSeverity.Warning, candidate.Package.ModelFile, null,
                    $"{activation.Reason} {activation.Value} is assumed. Write \"outputActivation\" (sigmoid, or none) " +
                    $"into {candidate.Package.SettingsFile}."),
            ]
            : [];

        public override object Details { get; } = new ClassifierDetails
        {
            OutputActivation = NameOf(activation),
            Activation = new ActivationDetails
            {
                Value = NameOf(activation),
                Source = activation.Source,
                Reason = activation.Reason,
                Assumed = activation.Assumed,
            },
            ScoreOutput = output.Name,
            Classes = classifier.IsPair ? 2 : output.Scores,
        };

        public override object Answer(ImageOutputs outputs, TaskArguments arguments) =>
            classifier.Classify(outputs.Floats(0), arguments[Top]!.Value);

        public override IReadOnlyList<AnswerMark> Marks(object answer) =>
        [
            .. ((IReadOnlyList<PredictedLabel>)answer).Select(prediction => new AnswerMark(
                string.Create(CultureInfo.InvariantCulture, $"{prediction.Label} {100 * prediction.Probability:0.0}%"), prediction.Index)),
        ];

        private static string NameOf(ActivationChoice activation) => activation.Value.ToString().ToLowerInvariant();
    }
}

/// <summary>The members of <c>GET /models/{model}</c> that describe a classifier.</summary>
internal sealed record ClassifierDetails
{
    [Description("What turns scores into probabilities; absent where the model is no classifier.")]
    public required string OutputActivation { get; init; }

    [Description("The same, with who says so and why; absent where the model is no classifier.")]
    public required ActivationDetails Activation { get; init; }

    [Description("The output of the network that has the scores; absent where the model is no classifier.")]
    public required string ScoreOutput { get; init; }

    [Description("The number of classes; absent where the model is no classifier.")]
    public required int Classes { get; init; }
}

/// <summary>What turns scores into probabilities.</summary>
[Description("What turns scores into probabilities.")]
internal sealed record ActivationDetails
{
    [Description("'none', 'softmax' or 'sigmoid'.")]
    public required string Value { get; init; }

    [Description("The file and field that it comes from, or 'model output', or 'default'.")]
    public required string Source { get; init; }

    [Description("Why it was chosen.")]
    public required string Reason { get; init; }

    [Description("Whether nothing confirms it.")]
    public required bool Assumed { get; init; }
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
