namespace Fovea.Tests.Support;

internal static class Rgb
{
    /// <summary>RGBA pixels without their alpha bytes.</summary>
    public static byte[] WithoutAlpha(ReadOnlySpan<byte> rgba)
    {
        byte[] rgb = new byte[rgba.Length / 4 * 3];
        for (int i = 0, j = 0; i < rgba.Length; i += 4, j += 3)
            rgba.Slice(i, 3).CopyTo(rgb.AsSpan(j));
        return rgb;
    }
}
