namespace Fovea.Models.Postprocessing;

/// <summary>What <c>fovea.json</c> says of the values of a network that makes pictures; null where it does not say it.</summary>
internal sealed record PictureSettings
{
    /// <summary>The values that are black and white.</summary>
    public (double Black, double White)? Range { get; init; }

    /// <summary>How values between whole ones become pixels.</summary>
    public PixelRounding? Rounding { get; init; }
}

/// <summary>How values become whole pixels.</summary>
internal enum PixelRounding
{
    /// <summary>The nearest one, halves to the even one (<c>numpy.rint</c>).</summary>
    Nearest,

    /// <summary>The one below (<c>astype(uint8)</c>).</summary>
    Cut,
}
