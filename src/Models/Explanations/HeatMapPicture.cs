using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>Draws a map over the picture, as the network saw it.</summary>
public static class HeatMapPicture
{
    /// <summary>Draws the map as PNG.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="colormap">
    /// How values become colours; null for blue through white to red of a method whose values have signs, with 0 at white, else viridis.
    /// </param>
    /// <param name="options">The scale, and the most pixels.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    public static byte[] Draw(Explanation explanation, Colormap? colormap, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(options);
        bool isSigned = explanation.Plan.Request.Method.IsSigned;
        PreprocessingSpec spec = explanation.Plan.Model.Inputs.Preprocessing!.Spec;
        return Draw(spec, explanation.Image, explanation.Map, isSigned, colormap, options);
    }

    /// <summary>Draws a map over the network's input.</summary>
    internal static byte[] Draw(
        PreprocessingSpec spec, float[] image, HeatMap map, bool isSigned, Colormap? colormap, RenderOptions options)
    {
        InputPicture picture = InputPicture.Of(spec, Tensor.From<float>(new Shape(image.Length), image));
        float largest = map.Values.Max(), smallest = map.Values.Min();
        if (isSigned && colormap is null)
            (smallest, largest) = (-Math.Max(largest, -smallest), Math.Max(largest, -smallest));
        Palette palette = colormap is { } chosen ? Palette.Of(chosen) : isSigned ? Palette.Signed : Palette.Of(Colormap.Viridis);
        return picture.DrawOver(
            map.Values, map.Height, map.Width, value => palette.Colour(value, smallest, largest), options, "the map");
    }
}
