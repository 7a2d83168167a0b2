using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;
using Fovea.Models.Preprocessing.Companions;

namespace Fovea.Models.Inputs;

/// <summary>What a model takes, as its graph and its folder describe it.</summary>
public sealed record ModelInputs
{
    // The spatial axes of a window over a picture.
    private const int PictureAxes = 2;

    // A message names this many inputs or outputs at most.
    private const int NamedValues = 10;

    // Every request may list the inputs and outputs.
    private const int LongestName = 1024;

    /// <summary>How an image becomes the input; null where the model does not take exactly one image.</summary>
    public ResolvedPreprocessing? Preprocessing { get; private init; }

    /// <summary>The name of the image input; null where the model does not take exactly one image.</summary>
    public string? ImageName { get; private init; }

    /// <summary>What fills each input, in the graph's order: null at the image's. Empty where the model takes no image.</summary>
    internal IReadOnlyList<CompanionInput?> Companions { get; private init; } = [];

    /// <summary>Decodes a picture, with all bits of its samples where the model's pictures keep them.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    internal DecodedImage Decode(IImageDecoder decoder, ReadOnlyMemory<byte> bytes) =>
        Preprocessing is { Spec.KeepsDepth: true } ? decoder.DecodeDeep(bytes) : decoder.Decode(bytes);

    /// <summary>Whether another input makes the network answer boxes in pixels of the picture.</summary>
    internal bool PlacesBoxes => Companions.Any(companion => companion?.PlacesBoxes(Preprocessing!.Spec) == true);

    /// <summary>The fixed batch size of the model; null where any number of images can run at once, or where there is no batch.</summary>
    public int? FixedBatch { get; private init; }

    /// <summary>Whether axis 0 of the image input counts images. Without it, a run takes one image.</summary>
    public bool HasBatch { get; private init; } = true;

    /// <summary>
    /// The shapes of one run's inputs for one image (or for the fixed batch); null where they are not known before a run.
    /// </summary>
    public IReadOnlyList<Shape>? Shapes { get; private init; }

    /// <summary>The declared inputs as text, for messages.</summary>
    public required string Description { get; init; }

    /// <summary>What makes the input an image's; null where it is one, or where nothing would.</summary>
    public string? Advice { get; private init; }

    private string ModelFile { get; init; } = "";

    /// <summary>The number of images of one run: the fixed batch size, or 1.</summary>
    public int Batch => FixedBatch ?? 1;

    /// <summary>What the files say and the input contradicts, and what it leaves open.</summary>
    public IReadOnlyList<PackageNote> Notes =>
    [
        .. Preprocessing?.Notes ?? [],
        .. Advice is { } advice ? new[] { new PackageNote(NoteSeverity.Warning, ModelFile, null, advice) } : [],
    ];

    /// <summary>Finds what a model takes, without compiling it.</summary>
    /// <exception cref="ModelPackageException">The folder contradicts the graph.</exception>
    public static ModelInputs Of(ModelPackage package, InferenceModel graph)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(graph);
        RequireShortNames(graph.Inputs, "inputs");
        RequireShortNames(graph.Outputs, "outputs");
        string description = Describe(graph.Inputs);
        var tensors = new ModelInputs { Description = description, Shapes = KnownShapes(graph) };
        if (CompanionInputs.ImageAmong(graph.Inputs) is not { } at || !ImageInput.IsPossible(graph.Inputs[at]))
            return tensors;
        ModelValue input = graph.Inputs[at];
        if (ImageInput.TryRead(input, package.Preprocessing, shape => graph.Accepts(at, shape)) is not { } image)
            return tensors with { Advice = OpenChannels(package, input), ModelFile = package.ModelFile };
        CompanionInput?[] companions = [.. graph.Inputs.Select((value, i) => i == at ? null : CompanionInputs.Of(value))];
        ResolvedPreprocessing preprocessing = PreprocessingResolver.Decide(package, image, companions);
        int? fixedBatch = image.Layout.HasBatch() ? FixedRows(graph) : null;
        // A run of several images has one size.
        if (fixedBatch > 1)
            preprocessing = preprocessing with { Spec = preprocessing.Spec.InOneSize() };
        PreprocessingSpec spec = preprocessing.Spec;
        var images = new ModelInputs
        {
            Description = description,
            Preprocessing = preprocessing,
            ImageName = input.Name,
            Companions = companions,
            FixedBatch = fixedBatch,
            HasBatch = image.Layout.HasBatch(),
        };
        images = images with { Shapes = images.ShapesFor(spec, images.Batch) };
        if (graph.Inputs.Count > 1 && !(images.HasBatch && graph.Inputs.Zip(images.Shapes).All(pair => Fits(pair.First, pair.Second))))
            return tensors;
        return input.Shape.Rank == 4 || package.Preprocessing.HasAny || LooksAtPictures(graph, images.Shapes) ? images : tensors;
    }

    /// <summary>The shapes of all inputs for images that are prepared in some way.</summary>
    /// <param name="spec">How they are prepared, in one size.</param>
    /// <param name="images">The number of images.</param>
    internal IReadOnlyList<Shape> ShapesFor(PreprocessingSpec spec, int images) =>
    [
        .. Companions.Select(companion => companion is null
            ? spec.InputShape(images)
            : new Shape([images, .. companion.Extents(spec)])),
    ];

    /// <summary>Describes values with their types and shapes, for messages.</summary>
    public static string Describe(IReadOnlyList<ModelValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            return "nothing";
        string others = values.Count > NamedValues ? $" and {values.Count - NamedValues} others" : "";
        return string.Join(
            " and ", values.Take(NamedValues).Select(v => $"'{ShownText.Name(v.Name)}' {v.ElementType}{v.Shape}")) + others;
    }

    /// <summary>Requests and answers list and name every input and output.</summary>
    private static void RequireShortNames(IReadOnlyList<ModelValue> values, string what)
    {
        if (values.FirstOrDefault(value => value.Name.Length > LongestName) is { } named)
        {
            throw new ModelPackageException(
                $"The graph has '{ShownText.Name(named.Name)}' among its {what}; names of at most {LongestName} characters are served.");
        }
    }

    private static string? OpenChannels(ModelPackage package, ModelValue input) =>
        input.Shape.Dimensions is { Count: 3 or 4 } extents && (!extents[^3].IsKnown || !extents[^1].IsKnown)
            ? $"'{input.Name}' {input.ElementType}{input.Shape} leaves the number of channels open, and neither the weights nor a file " +
                "says it. If it is an image, write \"input\": { \"channels\": \"rgb\" } (or bgr, gray, rgba) into " +
                $"{package.SettingsFile}."
            : null;

    // A matrix, or a signal, may have the shape of a picture; a network of pictures has windows of two axes.
    private static bool LooksAtPictures(InferenceModel graph, IReadOnlyList<Shape> shapes)
    {
        try
        {
            return graph.DescribeLayers(shapes).Any(layer => layer.Kernel is { Count: PictureAxes });
        }
        catch (InferenceException error) when (error is not EngineFaultException)
        {
            return false;
        }
    }

    private static int? FixedRows(InferenceModel graph) =>
        (int?)graph.Inputs.Select(input => input.Shape.Dimensions![0].Value)
            .FirstOrDefault(rows => rows is >= 0 and <= ImageInput.MostImages);

    private static bool Fits(ModelValue input, Shape shape) =>
        input.Shape.Dimensions!.Zip(shape).All(pair => pair.First.Value is null || pair.First.Value == pair.Second);

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
