using Fovea.Inference;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Hosting;

/// <summary>What a model can do with images, found from its inputs, its outputs and its folder.</summary>
public sealed record ModelTask
{
    /// <summary>How an image becomes the input; null where the model does not take exactly one float image.</summary>
    public ResolvedPreprocessing? Preprocessing { get; private init; }

    /// <summary>The batch that the model insists on; null where any number of images can run at once.</summary>
    public int? FixedBatch { get; private init; }

    /// <summary>The shapes of one run's inputs for one image (or for the fixed batch); null where they are not known before a run.</summary>
    public IReadOnlyList<Shape>? InputShapes { get; private init; }

    /// <summary>What turns scores into probabilities; null where the model is no classifier.</summary>
    public OutputActivation? Activation { get; private init; }

    /// <summary>The number of classes; 0 where the model is no classifier.</summary>
    public int Classes { get; private init; }

    /// <summary>The declared inputs, for messages.</summary>
    public required string Inputs { get; init; }

    /// <summary>The declared outputs, for messages.</summary>
    public required string Outputs { get; init; }

    /// <summary>Whether the model takes one image and gives one score vector.</summary>
    public bool IsClassifier => Activation is not null;

    /// <summary>Finds a model's task; compiles the plan for one image on the way.</summary>
    /// <param name="package">What the model's folder says.</param>
    /// <param name="graph">The model.</param>
    /// <param name="admit">Told the inputs' shapes (null where they are not known before a run) before anything is compiled; it may throw.</param>
    /// <exception cref="ModelPackageException">The folder contradicts the graph.</exception>
    /// <exception cref="InferenceException">The graph cannot be compiled for the image's size.</exception>
    public static ModelTask Of(ModelPackage package, InferenceModel graph, Action<IReadOnlyList<Shape>?>? admit = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(graph);
        ResolvedPreprocessing? preprocessing = graph.Inputs is [{ ElementType: ElementType.Float32 } input]
            ? PreprocessingResolver.Resolve(package, input.Shape)
            : null;
        int? fixedBatch = preprocessing is null ? null : (int?)graph.Inputs[0].Shape.Dimensions?[0].Value;
        var task = new ModelTask
        {
            Preprocessing = preprocessing,
            FixedBatch = fixedBatch,
            InputShapes = preprocessing is not null ? [preprocessing.Spec.InputShape(fixedBatch ?? 1)] : KnownShapes(graph),
            Inputs = Describe(graph.Inputs),
            Outputs = Describe(graph.Outputs),
        };
        admit?.Invoke(task.InputShapes);
        return preprocessing is null ? task : task.WithClasses(package, graph);
    }

    private ModelTask WithClasses(ModelPackage package, InferenceModel graph)
    {
        CompiledPlan plan = graph.Compile(InputShapes!);
        if (!plan.HasKnownShapes || plan.Outputs is not [{ ElementType: ElementType.Float32 } output]
            || !Classifier.IsScoreVector(SymbolicShape.Of(output.Shape), out int classes)
            || output.Shape[0] != (FixedBatch ?? 1))
        {
            return this;
        }

        if (package.Labels is { } labels && labels.Count != classes)
        {
            throw new ModelPackageException(
                $"{package.LabelsSource ?? "The labels"}: {labels.Count} labels were found, but the model's output '{output.Name}' has {classes} classes.");
        }

        return this with { Activation = Classifier.ActivationFor(graph.FinalOperator, package.OutputActivation), Classes = classes };
    }

    private static Shape[]? KnownShapes(InferenceModel graph)
    {
        var shapes = new List<Shape>();
        foreach (ModelValue input in graph.Inputs)
        {
            if (input.Shape.Dimensions is not { } dimensions || dimensions.Skip(1).Any(d => !d.IsKnown))
                return null;
            shapes.Add(new Shape([.. dimensions.Select(d => d.Value ?? 1)]));
        }

        return [.. shapes];
    }

    private static string Describe(IReadOnlyList<ModelValue> values) =>
        values.Count == 0 ? "nothing" : string.Join(" and ", values.Select(v => $"'{v.Name}' {v.ElementType}{v.Shape}"));
}
