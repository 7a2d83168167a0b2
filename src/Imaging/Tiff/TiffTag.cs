namespace Fovea.Imaging.Tiff;

/// <summary>The tags that are read (TIFF 6.0, appendix A).</summary>
internal enum TiffTag
{
    /// <summary>The width in pixels.</summary>
    ImageWidth = 256,

    /// <summary>The height in pixels.</summary>
    ImageLength = 257,

    /// <summary>The bits of each sample.</summary>
    BitsPerSample = 258,

    /// <summary>How strips and tiles are compressed.</summary>
    Compression = 259,

    /// <summary>What the samples mean.</summary>
    Photometric = 262,

    /// <summary>The order of bits in a byte.</summary>
    FillOrder = 266,

    /// <summary>Where each strip begins.</summary>
    StripOffsets = 273,

    /// <summary>The samples of a pixel.</summary>
    SamplesPerPixel = 277,

    /// <summary>The rows of a strip.</summary>
    RowsPerStrip = 278,

    /// <summary>The bytes of each strip.</summary>
    StripByteCounts = 279,

    /// <summary>Whether samples of a pixel lie together or in planes.</summary>
    PlanarConfiguration = 284,

    /// <summary>What was done to samples before they were compressed.</summary>
    Predictor = 317,

    /// <summary>The colours of indices.</summary>
    ColorMap = 320,

    /// <summary>The width of a tile.</summary>
    TileWidth = 322,

    /// <summary>The height of a tile.</summary>
    TileLength = 323,

    /// <summary>Where each tile begins.</summary>
    TileOffsets = 324,

    /// <summary>The bytes of each tile.</summary>
    TileByteCounts = 325,

    /// <summary>Which inks a separated picture has.</summary>
    InkSet = 332,

    /// <summary>What samples beyond the colours mean.</summary>
    ExtraSamples = 338,

    /// <summary>Whether samples are numbers without sign, with sign, or floating point.</summary>
    SampleFormat = 339,
}
