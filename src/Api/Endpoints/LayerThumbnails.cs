using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary>Draws layers in small, in one run of the network.</summary>
internal sealed class LayerThumbnails(LayersEndpoints.Looked looked, LayersQuery query)
{
    private const int UsualSize = 64, UsualTop = 3;

    /// <summary>So many pixels are drawn before they are encoded, several pictures at a time.</summary>
    private const int MostPixels = 4 << 20;

    private readonly List<Drawing> _drawn = [];
    private readonly List<LayerThumbnail> _found = [];
    private readonly List<string> _truncated = [];
    private long _bytes, _pixels;

    /// <summary>The most bytes of the thumbnails of one answer; the layers behind are left out.</summary>
    public long MostBytes { get; init; } = 8L << 20;

    public async Task<LayersResponse> DrawAsync(ModelServer server, StageTimings timings, CancellationToken cancellationToken)
    {
        int most = 1;
        await server.ObserveLayersAsync(
            looked.Model, looked.Layers, looked.Upload,
            (map, threads) =>
            {
                if (map.Values.IsEmpty || _bytes >= MostBytes)
                {
                    _truncated.Add(LayerName.Shown(map.Layer.Name));
                    return;
                }

                most = Math.Max(most, threads);
                Draw(map.Dequantized(), threads);
                if (_pixels > MostPixels)
                    Encode(threads);
            },
            timings, cancellationToken);
        Encode(most);
        HashSet<string> answered = [.. _found.Select(layer => layer.Name), .. _truncated];
        _truncated.AddRange(looked.Layers.Select(layer => LayerName.Shown(layer.Name)).Where(name => !answered.Contains(name)));
        return new LayersResponse
        {
            Model = looked.Model.Name,
            Version = looked.Model.Version,
            Image = looked.Image,
            Layers = _found,
            Truncated = _truncated.Count > 0 ? _truncated : null,
        };
    }

    private void Draw(FeatureMap map, int threads)
    {
        var thumbnail = Thumbnail.Of(map, query.Top ?? UsualTop, query.Size ?? UsualSize, threads);
        _drawn.Add(new Drawing(LayerName.Shown(map.Layer.Name), map.Shape, thumbnail));
        _pixels += thumbnail.PixelCount;
    }

    private void Encode(int threads)
    {
        var encoded = new LayerThumbnail[_drawn.Count];
        Parallel.For(0, encoded.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => encoded[i] = Encoded(_drawn[i]));
        foreach (LayerThumbnail thumbnail in encoded)
        {
            _bytes += thumbnail.Png.Length;
            if (_bytes < MostBytes)
                _found.Add(thumbnail);
            else
                _truncated.Add(thumbnail.Name);
        }

        _drawn.Clear();
        _pixels = 0;
    }

    private static LayerThumbnail Encoded(Drawing drawing) => new()
    {
        Name = drawing.Layer,
        Shape = [.. drawing.Shape],
        Channels = drawing.Thumbnail.Channels,
        Min = drawing.Thumbnail.Min,
        Max = drawing.Thumbnail.Max,
        Png = $"data:image/png;base64,{Convert.ToBase64String(drawing.Thumbnail.EncodePng())}",
    };

    private sealed record Drawing(string Layer, Shape Shape, Thumbnail Thumbnail);
}
