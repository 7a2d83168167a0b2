using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Sampling;

namespace Fovea.Inference.Operators.Support;

/// <summary>The operands of RoiAlign and MaxRoiPool.</summary>
/// <param name="X">The images, channels-last.</param>
/// <param name="Corners">The regions, one in each row; the corners are the last four numbers.</param>
/// <param name="Images">The image of each region, as Int64.</param>
/// <param name="Y">The bins, channels-last.</param>
internal sealed record Regions(View X, View Corners, View Images, View Y)
{
    /// <summary>Rows of bins of all regions.</summary>
    public long Rows => Y.Shape[0] * Y.Shape[2];

    /// <summary>The arguments of a run; the caller adds what is special.</summary>
    public unsafe RegionArguments Arguments(in RunContext run, float scale) => new()
    {
        X = run.Elements<float>(X),
        Y = run.Elements<float>(Y),
        Regions = run.Elements<float>(Corners) + Corners.Shape[1] - 4,
        RegionStride = (int)Corners.Shape[1],
        Images = run.Elements<long>(Images),
        Height = X.Shape[2],
        Width = X.Shape[3],
        Channels = X.Shape[1],
        XPixel = X.PixelStride,
        YPixel = Y.PixelStride,
        BinRows = Y.Shape[2],
        BinColumns = Y.Shape[3],
        Scale = scale,
    };
}
