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
    /// Computes the input positions of the outputs from <paramref name="first"/> on, for a resize from one length to another.
    /// </summary>
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

    /// <summary>
    /// The same for OpenCV's nearest filter: floor(i / (to / from)), at most the last position (modules/imgproc/src/resize.cpp, resizeNN).
    /// </summary>
    public static void FillAsOpenCv(Span<int> positions, int from, int to, int first)
    {
        double scale = OpenCvAxis.Scale(from, to);
        for (int i = 0; i < positions.Length; i++)
            positions[i] = Math.Min((int)Math.Floor((first + i) * scale), from - 1);
    }
}
