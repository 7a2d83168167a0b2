using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages;

namespace Fovea.Models.Inputs;

/// <summary>What a model takes, as its graph and its folder describe it.</summary>
public sealed record ModelInputs
{
    /// <summary>How an image becomes the input; null where the model does not take exactly one float image.</summary>
    public ResolvedPreprocessing? Preprocessing { get; private init; }

    /// <summary>The fixed batch size of the model; null where any number of images can run at once.</summary>
    public int? FixedBatch { get; private init; }

    /// <summary>
    /// The shapes of one run's inputs for one image (or for the fixed batch); null where they are not known before a run.
    /// </summary>
    public IReadOnlyList<Shape>? Shapes { get; private init; }

    /// <summary>The declared inputs as text, for messages.</summary>
    public required string Description { get; init; }

    /// <summary>The number of images of one run: the fixed batch size, or 1.</summary>
    public int Batch => FixedBatch ?? 1;

    /// <summary>Finds what a model takes, without compiling it.</summary>
    /// <exception cref="ModelPackageException">The folder contradicts the graph.</exception>
    public static ModelInputs Of(ModelPackage package, InferenceModel graph)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(graph);
        string description = Describe(graph.Inputs);
        if (graph.Inputs is not [{ ElementType: ElementType.Float32 } input]
            || PreprocessingResolver.Resolve(package, input.Shape) is not { } preprocessing)
            return new ModelInputs { Description = description, Shapes = KnownShapes(graph) };
        int? fixedBatch = (int?)input.Shape.Dimensions?[0].Value;
        return new ModelInputs
        {
            Description = description,
            Preprocessing = preprocessing,
            FixedBatch = fixedBatch,
            Shapes = [preprocessing.Spec.InputShape(fixedBatch ?? 1)],
        };
    }

    /// <summary>Describes values with their types and shapes, for messages.</summary>
    public static string Describe(IReadOnlyList<ModelValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == 0 ? "nothing" : string.Join(" and ", values.Select(v => $"'{v.Name}' {v.ElementType}{v.Shape}"));
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
}
