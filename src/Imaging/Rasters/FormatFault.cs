namespace Fovea.Imaging.Rasters;

/// <summary>Why a reader of a format gives no pixels.</summary>
internal enum FormatFault
{
    /// <summary>The header is truncated, or says what cannot be.</summary>
    Header,

    /// <summary>The file ends before its last pixel.</summary>
    Truncated,

    /// <summary>The data cannot be decoded.</summary>
    Damaged,

    /// <summary>The file is of a kind that is not read; the reason names it and says what to do.</summary>
    Unsupported,

    /// <summary>Decoding takes longer than it may.</summary>
    TooSlow,
}
