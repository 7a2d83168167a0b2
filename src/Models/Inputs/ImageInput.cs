using Fovea.Inference;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>The layout, channels and size of a graph's image input; null where the graph leaves one open.</summary>
internal sealed record ImageInput(TensorLayout Layout, int? Channels, int? Height, int? Width)
{
    /// <summary>Reads a shape [N,C,H,W] or [N,H,W,C]; null when it is no image's.</summary>
    public static ImageInput? TryRead(SymbolicShape shape, PreprocessingSettings settings)
    {
        if (shape.Dimensions is not { Count: 4 } dimensions)
            return null;
        if (IsChannels(dimensions[1]))
            return Create(TensorLayout.Nchw, dimensions[1], dimensions[2], dimensions[3]);
        if (IsChannels(dimensions[3]))
            return Create(TensorLayout.Nhwc, dimensions[3], dimensions[1], dimensions[2]);

        // Where the graph leaves the channels open, the input is an image only if the model's folder gives the channels.
        return !dimensions[1].IsKnown && settings.Channels is not null
            ? Create(TensorLayout.Nchw, dimensions[1], dimensions[2], dimensions[3])
            : null;
    }

    private static bool IsChannels(Dimension dimension) => dimension.Value is 1 or 3;

    private static ImageInput? Create(TensorLayout layout, Dimension channels, Dimension height, Dimension width) =>
        IsSide(height) && IsSide(width) ? new ImageInput(layout, (int?)channels.Value, (int?)height.Value, (int?)width.Value) : null;

    private static bool IsSide(Dimension dimension) => dimension.Value is null or (>= 1 and <= ImageSides.Max);
}
