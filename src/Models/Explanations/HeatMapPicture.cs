using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>Draws a map over the picture: as it was sent, where that is known, else as the network saw it.</summary>
public static class HeatMapPicture
{
    /// <summary>Draws the map as PNG.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="colormap">
    /// How values become colours; null for blue through white to red of a method whose values have signs, with 0 at white, else viridis.
    /// </param>
    /// <param name="options">The scale of what the network saw, and the most pixels.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    public static byte[] Draw(Explanation explanation, Colormap? colormap, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(options);
        HeatMap map = explanation.Map;
        Func<float, uint> colour = Colours(map, explanation.Plan.Request.Method.IsSigned, colormap);
        if (explanation is { Picture: { } picture, Mapping: { } mapping })
            return picture.DrawUnder(map.Values, map.Height, map.Width, mapping, colour, options.MaxPixels);
        PreprocessingSpec spec = explanation.Plan.Model.Inputs.Preprocessing!.Spec;
        return InputPicture.Of(spec, Tensor.From<float>(new Shape(explanation.Image.Length), explanation.Image))
            .DrawOver(map.Values, map.Height, map.Width, colour, options, "the map");
    }

    /// <summary>Refuses a map over the network's input that would be too large, before it is computed.</summary>
    /// <param name="plan">What is explained.</param>
    /// <param name="maxPixels">The most pixels.</param>
    /// <exception cref="PictureTooLargeException">The picture would have more pixels than are drawn.</exception>
    public static void RequireDrawable(ExplanationPlan plan, long maxPixels)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PreprocessingSpec spec = plan.Model.Inputs.Preprocessing!.Spec;
        if (!InputPicture.IsDrawable(spec.Width, spec.Height, 1, maxPixels))
        {
            throw new PictureTooLargeException(
                $"The input of the model '{plan.Model.Name}' has {spec.Width}x{spec.Height} pixels; at most {maxPixels} pixels and " +
                $"{PictureLayout.MaxSide} per side are drawn. Ask for the map over the picture that was sent, or for the numbers.");
        }
    }

    private static Func<float, uint> Colours(HeatMap map, bool isSigned, Colormap? colormap)
    {
        float largest = map.Values.Max(), smallest = map.Values.Min();
        if (isSigned && colormap is null)
            (smallest, largest) = (-Math.Max(largest, -smallest), Math.Max(largest, -smallest));
        Palette palette = colormap is { } chosen ? Palette.Of(chosen) : isSigned ? Palette.Signed : Palette.Of(Colormap.Viridis);
        return value => palette.Colour(value, smallest, largest);
    }
}
