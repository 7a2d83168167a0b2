namespace Fovea.Models.Preprocessing;

/// <summary>The order of an image tensor's dimensions.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channel, row, column.</summary>
    Nchw,

    /// <summary>Batch, row, column, channel.</summary>
    Nhwc,
}
