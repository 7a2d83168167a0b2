namespace Fovea.Imaging.Rasters;

/// <summary>A file whose samples may have more than 8 bits, and are read as <see cref="Pixels.DeepPixels"/>.</summary>
internal interface IDeepRaster : IRasterHeader
{
    /// <summary>
    /// The samples of a pixel, 1 to 4, as <see cref="Pixels.DeepPixels.Samples"/> counts them; 0 where bytes hold all that the file has.
    /// Known once the header is verified.
    /// </summary>
    int DeepSamples { get; }

    /// <summary>Decodes all samples.</summary>
    /// <param name="planes">Room for one plane after another; all values are set.</param>
    /// <param name="deadline">When it must be over.</param>
    /// <exception cref="FormatFaultException">The file is truncated or damaged, or takes too long.</exception>
    void Read(Span<float> planes, DecodingDeadline deadline);
}
