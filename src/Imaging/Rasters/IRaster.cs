using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Rasters;

/// <summary>A file whose header has been read, and whose pixels have not.</summary>
internal interface IRaster
{
    /// <summary>The stored width in pixels, at most <see cref="int.MaxValue"/> whatever the header says.</summary>
    int Width { get; }

    /// <summary>The stored height in pixels, at most <see cref="int.MaxValue"/> whatever the header says.</summary>
    int Height { get; }

    /// <summary>How the pixels must be turned to be upright.</summary>
    ExifOrientation Orientation { get; }

    /// <summary>Checks everything else that the header says. Called once the size is known to be within the limits.</summary>
    /// <exception cref="FormatFaultException">The file is of a kind that is not read, or its header makes no sense.</exception>
    void Verify();

    /// <summary>Decodes all pixels.</summary>
    /// <param name="rgba">Room for 4 bytes per pixel, rows from top to bottom without gaps; all of them are set.</param>
    /// <param name="deadline">When it must be over.</param>
    /// <exception cref="FormatFaultException">The file is truncated or damaged, or takes too long.</exception>
    void Read(Span<byte> rgba, DecodingDeadline deadline);
}
