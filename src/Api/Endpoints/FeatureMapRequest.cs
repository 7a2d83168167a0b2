using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;

namespace Fovea.Api.Endpoints;

/// <summary>What a request to <c>/featuremaps</c> asks for; everything is checked before anything is computed.</summary>
internal sealed record FeatureMapRequest(string Layer, MapFormat Format, bool Raw, RenderOptions Rendering)
{
    public static FeatureMapRequest Read(HttpContext context, MapQuery query, ServerOptions options)
    {
        MapFormat format = MapFormatNegotiator.Choose(context.Request, query.Format?.Value);
        return new FeatureMapRequest(LayerPath.Read(context, query.Layer ?? ""), format, query.Raw ?? false, new RenderOptions
        {
            Channel = query.Channel,
            Colormap = query.Colormap?.Value ?? Colormap.Viridis,
            Normalize = query.Normalize?.Value,
            Legend = query.Legend,
            Scale = query.Scale,
            MaxPixels = options.FeatureMaps.MaxPixels,
        });
    }

    /// <summary>The layer asked for, if its output can be sent in the format asked for.</summary>
    /// <exception cref="ServingException">There is no such layer, or it cannot be drawn.</exception>
    /// <exception cref="ApiException">The layer has no such channel.</exception>
    public LayerInfo FindLayer(HostedModel model)
    {
        model.RequireImage();
        LayerInfo layer = model.FindLayer(Layer);
        Shape shape = model.MapShape(layer);
        if (Format == MapFormat.Png && !FeatureMap.IsMapShape(shape))
        {
            throw new ServingException(
                ServingError.NotAMap,
                $"The output of the layer '{layer.Name}' is {shape}; pictures are drawn of (1,C,H,W) and (1,C). Ask for json or npy.");
        }

        if (Raw && layer.Scale is null)
        {
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter 'raw' is 'true'; the output of the layer '{LayerName.Shown(layer.Name)}' is {layer.ElementType}, with no " +
                "8-bit integers that stand for real numbers by one constant scale. Leave it out.");
        }

        long channels = FeatureMap.ChannelsOf(shape);
        if (Rendering.Channel >= channels)
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter 'channel' is '{Rendering.Channel}'; the layer '{layer.Name}' has the channels 0 to {channels - 1}.");
        return layer;
    }

    /// <summary>
    /// The map that is answered with, of what the layer computes: real numbers, or the integers where they are asked for.
    /// </summary>
    public FeatureMap Shown(FeatureMap map) => Raw ? map : map.Dequantized();

    /// <summary>The statistics of the channel asked for, or of all.</summary>
    public IReadOnlyList<ChannelStatistics> Statistics(FeatureMap map) =>
        Rendering.Channel is { } channel ? [ChannelStatistics.Of(channel, map.Channel(channel))] : map.Statistics();

    /// <summary>The channel asked for, or all, as a NumPy array.</summary>
    public byte[] WriteNpy(FeatureMap map) =>
        Rendering.Channel is { } channel ? NpyWriter.WriteChannel(map, channel) : NpyWriter.Write(map);

    public byte[] Render(FeatureMap map)
    {
        try
        {
            return FeatureMapRenderer.RenderPng(map, Rendering);
        }
        catch (PictureTooLargeException e)
        {
            throw new ApiException(ErrorCodes.InvalidParameter, e.Message, e);
        }
    }
}
