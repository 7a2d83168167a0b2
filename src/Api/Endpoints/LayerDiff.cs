using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Arrays;
using Fovea.Models.Comparing;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary>Compares the layers of one image of a model with others, group by group, so that no more than a group is held.</summary>
internal sealed class LayerDiff(
    HostedModel model, ImageUpload image, ModelServer server, StageTimings timings, CancellationToken cancellationToken)
{
    /// <summary>The most bytes of a group of several layers of another run.</summary>
    public long GroupBytes { get; init; } = 64L << 20;

    public HostedModel Model => model;

    /// <summary>Compares with the arrays of a file.</summary>
    public async Task<DiffResponse> WithArraysAsync(ArrayFile file, string name, double tolerance)
    {
        TensorMatching matching = Match(model.Layers, [.. file.Arrays]);
        IReadOnlyList<TensorMatch> matches = matching.Found;
        var compared = new Dictionary<string, TensorDifference>(StringComparer.Ordinal);
        Dictionary<string, NamedArray> arrays = matches.ToDictionary(match => model.Layers[match.Layer].Name, match => match.Array);
        try
        {
            await ObserveAsync(model, image, matches, map => compared[map.Layer.Name] =
                TensorDifference.Of(map.Values, file.Read(arrays[map.Layer.Name])));
        }
        catch (ArrayFileException e)
        {
            throw new ApiException(ErrorCodes.InvalidBody, e.Message, e) { File = name };
        }

        return Answer(matching, compared, name, tolerance, file.Arrays);
    }

    /// <summary>Compares with the same layers of another image.</summary>
    public Task<DiffResponse> WithImageAsync(ImageUpload other, string id, double tolerance) =>
        WithRunAsync(model, other, id, tolerance);

    /// <summary>Compares with the layers of another model, or of another version, for the same image.</summary>
    public Task<DiffResponse> WithModelAsync(HostedModel other, double tolerance) =>
        WithRunAsync(other, image, $"{other.Name} {other.Version}", tolerance);

    private async Task<DiffResponse> WithRunAsync(HostedModel other, ImageUpload otherImage, string against, double tolerance)
    {
        NamedArray[] others = [.. other.Layers.Select(layer => new NamedArray(layer.Name, other.MapShape(layer)))];
        TensorMatching matching = Match(model.Layers, others);
        var compared = new Dictionary<string, TensorDifference>(StringComparer.Ordinal);
        foreach (List<TensorMatch> group in SizedGroups.Of(
            matching.Found, match => match.Array.Shape.ElementCount * sizeof(float), GroupBytes))
        {
            var held = new Dictionary<string, float[]>(StringComparer.Ordinal);
            HashSet<string> wanted = [.. group.Select(match => match.Array.Name)];
            await server.ObserveLayersAsync(
                other, [.. other.Layers.Where(layer => wanted.Contains(layer.Name))], otherImage,
                (map, _) => held[map.Layer.Name] = map.Dequantized().Values.ToArray(), server.StartTimings(), cancellationToken);
            Dictionary<string, string> counterparts = group.ToDictionary(match => model.Layers[match.Layer].Name,
                match => match.Array.Name);
            await ObserveAsync(model, image, group, map =>
            {
                if (held.TryGetValue(counterparts[map.Layer.Name], out float[]? values))
                    compared[map.Layer.Name] = TensorDifference.Of(map.Values, values);
            });
        }

        return Answer(matching, compared, against, tolerance, others);
    }

    private Task ObserveAsync(HostedModel of, ImageUpload upload, IReadOnlyList<TensorMatch> matches, Action<FeatureMap> show) =>
        matches.Count == 0
            ? Task.CompletedTask
            : server.ObserveLayersAsync(
                of, [.. matches.Select(match => of.Layers[match.Layer])], upload, (map, _) => show(map.Dequantized()), timings,
                cancellationToken);

    private TensorMatching Match(IReadOnlyList<LayerInfo> layers, IReadOnlyList<NamedArray> arrays) =>
        TensorMatcher.Match(layers, [.. layers.Select(model.MapShape)], arrays);

    private DiffResponse Answer(
        TensorMatching matching, Dictionary<string, TensorDifference> compared, string against, double tolerance,
        IReadOnlyList<NamedArray> arrays)
    {
        // A run cannot show layers behind values whose shapes depend on the data.
        TensorMatch[] matches = [.. matching.Found.Where(match => compared.ContainsKey(model.Layers[match.Layer].Name))];
        TensorMatch[] known = [.. matches, .. matching.OtherShapes];
        HashSet<NamedArray> found = new(known.Select(match => match.Array), ReferenceEqualityComparer.Instance);
        HashSet<int> layers = [.. known.Select(match => match.Layer)];
        TensorMatch? first = matches.FirstOrDefault(match => compared[model.Layers[match.Layer].Name].Exceeds(tolerance));
        return new DiffResponse
        {
            Model = model.Name,
            Version = model.Version,
            Against = ShownText.Name(against),
            Tolerance = tolerance,
            First = first is null
                ? null
                : new FirstDifferenceInfo
                {
                    Layer = LayerName.Shown(model.Layers[first.Layer].Name),
                    MaxError = compared[model.Layers[first.Layer].Name].MaxError,
                    NonFinite = compared[model.Layers[first.Layer].Name].NonFinite,
                },
            Layers = [.. matches.Select(match => Describe(match, compared[model.Layers[match.Layer].Name], tolerance))],
            Unmatched = new UnmatchedInfo
            {
                Dump = [.. arrays.Where(array => !found.Contains(array)).Select(array => LayerName.Shown(array.Name))],
                Layers = [.. model.Layers.Where((_, i) => !layers.Contains(i)).Select(layer => LayerName.Shown(layer.Name))],
                OtherShapes = matching.OtherShapes.Count == 0 ? null : [.. matching.OtherShapes.Select(DescribeShapes)],
            },
        };
    }

    private OtherShapeInfo DescribeShapes(TensorMatch named) => new()
    {
        Layer = LayerName.Shown(model.Layers[named.Layer].Name),
        DumpName = LayerName.Shown(named.Array.Name),
        Shape = [.. named.Array.Shape],
        Expected = [.. model.MapShape(model.Layers[named.Layer])],
    };

    private LayerDifferenceInfo Describe(TensorMatch match, TensorDifference difference, double tolerance) => new()
    {
        Name = LayerName.Shown(model.Layers[match.Layer].Name),
        MatchedBy = match.By,
        DumpName = LayerName.Shown(match.Array.Name),
        Shape = [.. model.MapShape(model.Layers[match.Layer])],
        MaxError = difference.MaxError,
        MeanError = difference.MeanError,
        RelativeError = difference.RelativeError,
        Differs = difference.Exceeds(tolerance),
        NonFinite = difference.NonFinite,
    };
}
