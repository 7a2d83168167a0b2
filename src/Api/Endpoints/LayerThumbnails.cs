using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary>Draws layers in small, in one run of the network.</summary>
internal sealed class LayerThumbnails(LayersEndpoints.Looked looked, LayersQuery query)
{
    private const int UsualSize = 64, UsualTop = 3;

    /// <summary>The most bytes of the thumbnails of one answer; the layers behind are left out.</summary>
    public long MostBytes { get; init; } = 8L << 20;

    public async Task<LayersResponse> DrawAsync(ModelServer server, StageTimings timings, CancellationToken cancellationToken)
    {
        var found = new List<LayerThumbnail>();
        var truncated = new List<string>();
        long bytes = 0;
        await server.ObserveLayersAsync(
            looked.Model, looked.Layers, looked.Upload,
            map =>
            {
                if (map.Values.IsEmpty || bytes >= MostBytes)
                {
                    truncated.Add(LayerName.Shown(map.Layer.Name));
                    return;
                }

                LayerThumbnail thumbnail = Draw(map.Dequantized());
                bytes += thumbnail.Png.Length;
                if (bytes < MostBytes)
                    found.Add(thumbnail);
                else
                    truncated.Add(thumbnail.Name);
            },
            timings, cancellationToken);
        HashSet<string> answered = [.. found.Select(layer => layer.Name), .. truncated];
        truncated.AddRange(looked.Layers.Select(layer => LayerName.Shown(layer.Name)).Where(name => !answered.Contains(name)));
        return new LayersResponse
        {
            Model = looked.Model.Name,
            Version = looked.Model.Version,
            Image = looked.Image,
            Layers = found,
            Truncated = truncated.Count > 0 ? truncated : null,
        };
    }

    private LayerThumbnail Draw(FeatureMap map)
    {
        var thumbnail = Thumbnail.Of(map, query.Top ?? UsualTop, query.Size ?? UsualSize);
        return new LayerThumbnail
        {
            Name = LayerName.Shown(map.Layer.Name),
            Shape = [.. map.Shape],
            Channels = thumbnail.Channels,
            Min = thumbnail.Min,
            Max = thumbnail.Max,
            Png = $"data:image/png;base64,{Convert.ToBase64String(thumbnail.Png.Span)}",
        };
    }
}
