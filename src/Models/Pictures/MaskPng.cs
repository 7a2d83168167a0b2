using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Pictures;

/// <summary>Writes masks as PNG files of one bit a pixel: white inside, black outside.</summary>
internal static class MaskPng
{
    private const byte Depth = 1, Gray = 0;

    public static byte[] Encode(PictureMask mask)
    {
        int pitch = (mask.Width + 7) / 8;
        byte[] rows = new byte[pitch * mask.Height];
        foreach ((int x, int top, int bottom) in mask.Columns())
        {
            for (int y = top; y < bottom; y++)
                rows[(y * pitch) + (x / 8)] |= (byte)(0x80 >> (x % 8));
        }

        return PngFile.Encode(mask.Width, Depth, Gray, rows, []);
    }
}
