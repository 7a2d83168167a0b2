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
    /// <summary>The cell that is explained; null where none is asked for.</summary>
    public CellIndex? Cell { get; init; }

    /// <summary>The channels asked for; null for all, or where one is asked for.</summary>
    public ChannelList? Channels { get; init; }

    /// <summary>The order asked for; null for the usual one.</summary>
    public ChannelSort? Sort { get; init; }

    /// <summary>Whether the distribution of values is asked for.</summary>
    public bool Histogram { get; init; }

    /// <summary>Whether the channel is drawn over the picture.</summary>
    public bool Overlay { get; init; }

    public static FeatureMapRequest Read(HttpContext context, MapQuery query, ServerOptions options)
    {
        if (query.Cell is not null && (query with { Cell = null, Layer = null }) != new MapQuery())
            throw Invalid("The parameter 'cell' asks for the explanation of one value, as JSON; no other parameter goes with it.");
        MapFormat format = query.Cell is null ? MapFormatNegotiator.Choose(context.Request, query.Format?.Value) : MapFormat.Json;
        if (query is { Channel: not null, Channels: not null })
            throw Invalid("The parameters 'channel' and 'channels' are both given; one channel or several are answered with.");
        if (query.Overlay == true && (format != MapFormat.Png || query.Channel is null))
            throw Invalid("The parameter 'overlay' is 'true'; one channel is drawn over the picture: ask for format=png and channel=.");
        if (query is { Overlay: true, Legend: true })
            throw Invalid("The parameters 'overlay' and 'legend' are both 'true'; a channel over the picture has none.");
        return new FeatureMapRequest(LayerPath.Read(context, query.Layer ?? ""), format, query.Raw ?? false, new RenderOptions
        {
            Channel = query.Channel,
            Colormap = query.Colormap?.Value ?? Colormap.Viridis,
            Normalize = query.Normalize?.Value,
            Legend = query.Legend,
            Scale = query.Scale,
            MaxPixels = options.FeatureMaps.MaxPixels,
        })
        {
            Cell = query.Cell is { } cell ? CellIndex.Parse(cell) : null,
            Channels = query.Channels is { } channels ? ChannelList.Parse(channels) : null,
            Sort = query.Sort?.Value,
            Histogram = query.Histogram ?? false,
            Overlay = query.Overlay ?? false,
        };
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
        if (Channels?.Indices is { } indices && indices.Any(index => index >= channels))
            throw Invalid(
                $"The parameter 'channels' names {indices.First(index => index >= channels)}; the layer '{LayerName.Shown(layer.Name)}' " +
                $"has the channels 0 to {channels - 1}.");
        Cell?.Of(layer, shape);
        return layer;
    }

    /// <summary>
    /// The map that is answered with, of what the layer computes: real numbers, or the integers where they are asked for.
    /// </summary>
    public FeatureMap Shown(FeatureMap map) => Raw ? map : map.Dequantized();

    /// <summary>The channels asked for, in the order asked for; null where those are all, by index.</summary>
    public IReadOnlyList<int>? Chosen(FeatureMap map) => this switch
    {
        { Rendering.Channel: { } one } => [one],
        { Channels: { Indices: null } strongest } => Sorted(map, ChannelSelection.Strongest(map, strongest.Top), ChannelSort.Strength),
        { Channels.Indices: { } indices } => Sort is null ? indices : Sorted(map, indices, ChannelSort.Index),
        { Sort: not null } => Sorted(map, null, ChannelSort.Index),
        _ => null,
    };

    /// <summary>The statistics of the channels asked for.</summary>
    public IEnumerable<ChannelStatistics> Statistics(FeatureMap map) =>
        (Chosen(map) ?? Enumerable.Range(0, map.Channels)).Select(channel => ChannelStatistics.Of(channel, map.Channel(channel)));

    /// <summary>The channels asked for as a NumPy array.</summary>
    public byte[] WriteNpy(FeatureMap map) => Rendering.Channel is { } channel
        ? NpyWriter.WriteChannel(map, channel)
        : Chosen(map) is { } channels ? NpyWriter.WriteChannels(map, channels) : NpyWriter.Write(map);

    public byte[] Render(FeatureMap map, InputPicture? under) => under is not null && Rendering.Channel is { } over
        ? under.DrawOver(map, over, Rendering)
        : FeatureMapRenderer.RenderPng(map, Rendering with { Channels = Rendering.Channel is null ? Chosen(map) : null });

    private IReadOnlyList<int> Sorted(FeatureMap map, IReadOnlyList<int>? channels, ChannelSort usual) =>
        ChannelSelection.Sorted(map, channels, Sort ?? usual);

    private static ApiException Invalid(string message) => new(ErrorCodes.InvalidParameter, message);
}
