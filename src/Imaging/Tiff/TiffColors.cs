using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>What the samples of a TIFF mean: TIFF's PhotometricInterpretation, as far as it is read.</summary>
internal enum TiffColors
{
    /// <summary>Gray, white is zero.</summary>
    WhiteIsZero = 0,

    /// <summary>Gray, black is zero.</summary>
    BlackIsZero = 1,

    /// <summary>Red, green and blue.</summary>
    Rgb = 2,

    /// <summary>Indices into a table of colours.</summary>
    Palette = 3,

    /// <summary>Cyan, magenta, yellow and black.</summary>
    Cmyk = 5,
}

/// <summary>Properties of the kinds of colours.</summary>
internal static class TiffColorKinds
{
    /// <summary>The samples that make a colour.</summary>
    public static int Samples(this TiffColors colors) => colors switch { TiffColors.Rgb => 3, TiffColors.Cmyk => 4, _ => 1 };

    /// <summary>Whether a pixel is one gray sample.</summary>
    public static bool IsGray(this TiffColors colors) => colors is TiffColors.WhiteIsZero or TiffColors.BlackIsZero;

    /// <summary>Reads the kind.</summary>
    /// <exception cref="FormatFaultException">It is none that is read.</exception>
    public static TiffColors Read(TiffDirectory directory)
    {
        long number = directory.Value(TiffTag.Photometric, missing: (long)TiffColors.WhiteIsZero);
        bool separated = number == (long)TiffColors.Cmyk && directory.Value(TiffTag.InkSet, missing: 1) != 1;
        if (!separated && Enum.IsDefined((TiffColors)number))
            return (TiffColors)number;
        string name = separated ? "other inks than CMYK" : number switch
        {
            4 => "a transparency mask as its first picture",
            6 => "colours in YCbCr",
            8 or 9 or 10 => "colours in L*a*b*",
            32803 => "a camera's raw colours",
            32844 or 32845 => "colours in LogLuv",
            _ => $"colours of kind {number}",
        };
        throw FormatFaultException.Unsupported($"a TIFF with {name}", "save it as gray, RGB or CMYK");
    }
}
