using System.ComponentModel;
using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>A number for each pixel of a picture.</summary>
internal sealed record DepthMap
{
    [Description(
        "The width of the map in pixels: that of the picture as it is shown; a picture above 2048 pixels is made smaller.")]
    public required int Width { get; init; }

    [Description("The height of the map in pixels.")]
    public required int Height { get; init; }

    [Description("The least number of the map.")]
    public required float Min { get; init; }

    [Description("The largest number of the map.")]
    public required float Max { get; init; }

    [Description("The mean of the map.")]
    public required float Mean { get; init; }

    [Description("The width of the network's own map, which is enlarged by bilinear interpolation.")]
    public required int MapWidth { get; init; }

    [Description("The height of the network's own map.")]
    public required int MapHeight { get; init; }

    [Description("The map as PNG in the colours of 'colormap', in base64. With 'format=png' it is the answer.")]
    public required byte[] Png { get; init; }

    /// <summary>What <see cref="Png"/> is made of, which is empty where JSON is not asked for.</summary>
    internal ValueMap? Pixels { get; init; }

    /// <summary>The map as PNG, in the colours that a request asks for; what the network does not see has the first one.</summary>
    public byte[] Draw(TaskArguments arguments)
    {
        var palette = Palette.Of(Enum.Parse<Colormap>(arguments[DepthEstimation.Colormap] ?? nameof(Colormap.Viridis), ignoreCase: true));
        byte[] colours = new byte[Pixels!.Values.Length];
        for (int i = 0; i < colours.Length; i++)
            colours[i] = float.IsNaN(Pixels.Values[i]) ? (byte)0 : Palette.Index(Pixels.Values[i], Min, Max);
        return IndexedPng.Encode(colours, Width, palette.Colours);
    }
}
