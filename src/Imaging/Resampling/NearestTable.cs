namespace Fovea.Imaging.Resampling;

/// <summary>
/// The input position of each output position along one axis, for the nearest filter. Pillow computes positions by repeatedly adding the
/// scale (libImaging/Geometry.c, ImagingScaleAffine), so the accumulated rounding errors are part of the result.
/// </summary>
internal static class NearestTable
{
    /// <summary>The value of an output position that lies outside of the input, and is black.</summary>
    public const int Outside = -1;

    /// <summary>
    /// Computes the input positions of the outputs from <paramref name="first"/> on, for a resize from one length to another with a nearest
    /// filter, Pillow's or OpenCV's.
    /// </summary>
    public static void Fill(ResizeFilter filter, Span<int> positions, int from, int to, int first)
    {
        if (filter == ResizeFilter.OpenCvNearest)
            FillAsOpenCv(positions, from, to, first);
        else
            FillAsPillow(positions, from, to, first);
    }

    private static void FillAsPillow(Span<int> positions, int from, int to, int first)
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

    // floor(i / (to / from)), at most the last position (modules/imgproc/src/resize.cpp, resizeNN).
    private static void FillAsOpenCv(Span<int> positions, int from, int to, int first)
    {
        double scale = OpenCvAxis.Scale(from, to);
        for (int i = 0; i < positions.Length; i++)
            positions[i] = Math.Min((int)Math.Floor((first + i) * scale), from - 1);
    }
}
