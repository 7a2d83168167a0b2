namespace Fovea.Imaging.Resampling;

/// <summary>
/// The input position of each output position along one axis, for the nearest filter. Pillow adds the scale up, position by position
/// (libImaging/Geometry.c, ImagingScaleAffine), so its rounding errors are part of the result.
/// </summary>
internal static class NearestTable
{
    /// <summary>The value that stands for an input position outside of the image: its pixels are black.</summary>
    public const int Outside = -1;

    /// <summary>Fills the input positions of the outputs from <paramref name="first"/> on.</summary>
    public static void Fill(Span<int> positions, int from, int to, int first)
    {
        double scale = (double)from / to;
        double position = scale * 0.5;
        for (int i = 0; i < first; i++)
            position += scale;
        for (int i = 0; i < positions.Length; i++)
        {
            int rounded = (int)position;
            positions[i] = rounded < from ? rounded : Outside;
            position += scale;
        }
    }
}
