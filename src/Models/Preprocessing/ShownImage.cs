using Fovea.Imaging.Pixels;

namespace Fovea.Models.Preprocessing;

/// <summary>An image as viewers show it.</summary>
internal static class ShownImage
{
    /// <summary>The width and height in pixels, upright.</summary>
    public static (int Width, int Height) ShownSize(this DecodedImage image) =>
        image.Orientation.SwapsSides() ? (image.Height, image.Width) : (image.Width, image.Height);
}
