using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The vectors of one network.</summary>
internal sealed class EmbeddingModel : TaskModel
{
    private readonly TaskCandidate _candidate;
    private readonly Dictionary<string, VectorLayer> _vectors;
    private readonly VectorLayer _own;

    private EmbeddingModel(Embedding task, TaskCandidate candidate, Dictionary<string, VectorLayer> vectors, VectorLayer own)
        : base(task)
    {
        (_candidate, _vectors) = (candidate, vectors);
        _own = own;
        Details = new EmbeddingDetails { VectorLayer = own.Name, VectorLength = own.Length };
    }

    public override IReadOnlyList<string> Outputs => [_own.Name];

    public override object Details { get; }

    /// <summary>The vectors of a model; <c>fovea.json</c> or the only output says which layer gives them.</summary>
    /// <exception cref="ModelPackageException">The layer does not exist, or gives no vector.</exception>
    public static EmbeddingModel Of(Embedding task, TaskCandidate candidate, IReadOnlyList<Shape> shapes)
    {
        bool channelsLast = candidate.Inputs.Preprocessing!.Spec.Layout.IsChannelsLast();
        var vectors = candidate.Graph.DescribeLayers(shapes)
            .Where(layer => layer.ElementType.IsFloat())
            .Select(layer => VectorLayer.TryRead(
                layer, candidate.Inputs.Batch, channelsLast && candidate.Graph.Outputs.Any(output => output.Name == layer.Name)))
            .OfType<VectorLayer>().ToDictionary(layer => layer.Name);
        string file = candidate.Package.SettingsFile;
        string? name = candidate.Package.Output?.Value ?? (candidate.Graph.Outputs is [var only] ? only.Name : null);
        if (name is null)
        {
            throw new ModelPackageException(
                $"{file}: task is \"{task.Name}\", and the model has {candidate.Graph.Outputs.Count} outputs. Name the one that is " +
                "the vector, or a layer, as \"output\".");
        }

        return candidate.Graph.FindLayer(name) is { } layer && vectors.TryGetValue(layer, out VectorLayer? own)
            ? new EmbeddingModel(task, candidate, vectors, own)
            : throw new ModelPackageException(
                $"{file}: the vector is to come from '{name}', which is no layer with numbers for each image." +
                NearestNames.Sentence(NearestNames.Find(name, [.. vectors.Keys])));
    }

    public override IReadOnlyList<string> OutputsFor(TaskArguments arguments) => [LayerFor(arguments).Name];

    public override void Check(TaskArguments arguments) => LayerFor(arguments);

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        VectorLayer layer = LayerFor(arguments);
        float[] values = layer.Pool(outputs.Floats(0));
        double norm = Math.Sqrt(values.Sum(value => (double)value * value));
        if (!double.IsFinite(norm))
            throw new InferenceException($"A number of the vector of '{layer.Name}' is not finite.");
        return new EmbeddedPicture
        {
            Layer = layer.Name,
            Norm = (float)norm,
            Values = arguments[Embedding.Normalize] && norm > 0 ? [.. values.Select(value => (float)(value / norm))] : values,
        };
    }

    public override IReadOnlyList<AnswerMark> Marks(object answer) => [];

    private VectorLayer LayerFor(TaskArguments arguments)
    {
        if (arguments[Embedding.Layer] is not { } name)
            return _own;
        return _candidate.Graph.FindLayer(name) is { } layer && _vectors.TryGetValue(layer, out VectorLayer? vector)
            ? vector
            : throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter 'layer' is '{ShownText.Name(name)}'; the model '{_candidate.Package.Name}' has no layer of that " +
                $"name with numbers for each image.{NearestNames.Sentence(NearestNames.Find(name, [.. _vectors.Keys]))}");
    }
}
