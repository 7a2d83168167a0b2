namespace Fovea.Models.Preprocessing;

/// <summary>The order of an image tensor's dimensions.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channel, row, column.</summary>
    Nchw,

    /// <summary>Batch, row, column, channel.</summary>
    Nhwc,

    /// <summary>Channel, row, column: one image.</summary>
    Chw,

    /// <summary>Row, column, channel: one image.</summary>
    Hwc,

    /// <summary>Batch, row, column: gray images.</summary>
    Nhw,

    /// <summary>Row, column: one gray image.</summary>
    Hw,
}

/// <summary>Facts about each <see cref="TensorLayout"/>.</summary>
public static class TensorLayouts
{
    /// <summary>Whether the tensor has a batch axis, so that it holds any number of images.</summary>
    public static bool HasBatch(this TensorLayout layout) => layout is TensorLayout.Nchw or TensorLayout.Nhwc or TensorLayout.Nhw;

    /// <summary>Whether the channels of a pixel lie side by side.</summary>
    public static bool IsChannelsLast(this TensorLayout layout) => layout is TensorLayout.Nhwc or TensorLayout.Hwc;

    /// <summary>The axis of the rows; that of the columns follows it.</summary>
    internal static int RowAxis(this TensorLayout layout) =>
        (layout.HasBatch() ? 1 : 0) + (layout is TensorLayout.Nchw or TensorLayout.Chw ? 1 : 0);

    /// <summary>The shape of one image's tensor, without the batch axis.</summary>
    internal static long[] ImageExtents(this TensorLayout layout, int channels, int height, int width) => layout switch
    {
        TensorLayout.Nhwc or TensorLayout.Hwc => [height, width, channels],
        TensorLayout.Nhw or TensorLayout.Hw => [height, width],
        _ => [channels, height, width],
    };
}
