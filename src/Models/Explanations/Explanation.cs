using Fovea.Models.Pictures;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>An explanation.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Element">The number that is explained.</param>
/// <param name="Score">Its value for the picture.</param>
/// <param name="Map">What each pixel has to do with it.</param>
/// <param name="Image">The network's input for the picture.</param>
public sealed record Explanation(ExplanationPlan Plan, ExplainedElement Element, float Score, HeatMap Map, float[] Image)
{
    /// <summary>How the picture became the network's input; null where only the input is known.</summary>
    public PixelMapping? Mapping { get; init; }

    /// <summary>The picture as it was sent; null where the map is drawn over the network's input.</summary>
    internal SentPicture? Picture { get; init; }
}
