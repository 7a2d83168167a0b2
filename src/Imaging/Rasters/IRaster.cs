namespace Fovea.Imaging.Rasters;

/// <summary>A file that is read as pixels of bytes.</summary>
internal interface IRaster : IRasterHeader
{
    /// <summary>Decodes all pixels.</summary>
    /// <param name="rgba">Room for 4 bytes per pixel, rows from top to bottom without gaps; all of them are set.</param>
    /// <param name="deadline">When it must be over.</param>
    /// <exception cref="FormatFaultException">The file is truncated or damaged, or takes too long.</exception>
    void Read(Span<byte> rgba, DecodingDeadline deadline);
}
