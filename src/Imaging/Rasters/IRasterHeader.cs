using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Rasters;

/// <summary>A file whose header has been read, and whose pixels have not.</summary>
internal interface IRasterHeader
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
}
