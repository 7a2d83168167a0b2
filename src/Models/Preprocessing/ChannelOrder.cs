using Fovea.Imaging.Pixels;

namespace Fovea.Models.Preprocessing;

/// <summary>The channels that a network takes, in order.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>Luminance by ITU-R 601-2, as Pillow's <c>convert('L')</c>: (19595 R + 38470 G + 7471 B + 32768) / 65536.</summary>
    Gray,

    /// <summary>Luminance as Pillow's <c>convert('YCbCr')</c> has it, after the resizing (<see cref="YCbCr.Luminance"/>).</summary>
    Luminance,

    /// <summary>Red, green, blue, and alpha: 255 where the picture is opaque.</summary>
    Rgba,
}

/// <summary>Facts about each <see cref="ChannelOrder"/>.</summary>
public static class ChannelOrders
{
    /// <summary>The number of channels.</summary>
    public static int Count(this ChannelOrder order) => order switch
    {
        ChannelOrder.Gray or ChannelOrder.Luminance => 1,
        ChannelOrder.Rgba => 4,
        _ => 3,
    };
}
