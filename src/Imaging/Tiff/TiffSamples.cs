using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>The samples of a pixel: how many, of how many bits, and where alpha is.</summary>
internal sealed class TiffSamples
{
    private const int MostSamples = 8;
    private const int AssociatedAlpha = 1;
    private const int UnassociatedAlpha = 2;

    // TIFF's SampleFormat.
    private const int Unsigned = 1;
    private const int FloatingPoint = 3;

    private TiffSamples(int count, int bits) => (Count, Bits) = (count, bits);

    /// <summary>The samples of a pixel, 1 to 8.</summary>
    public int Count { get; }

    /// <summary>The bits of a sample: 1, 2, 4, 8 or 16; 32 of floating point.</summary>
    public int Bits { get; }

    /// <summary>Whether samples are floating point.</summary>
    public bool IsFloat => Bits == 32;

    /// <summary>The index of the sample that is alpha; -1 where none is.</summary>
    public int Alpha { get; private init; } = -1;

    /// <summary>Whether the colours are multiplied by alpha.</summary>
    public bool IsPremultiplied { get; private init; }

    /// <summary>Reads what the directory says of samples.</summary>
    /// <exception cref="FormatFaultException">It cannot be, or is not read.</exception>
    public static TiffSamples Read(TiffDirectory directory, TiffColors colors)
    {
        long count = directory.Value(TiffTag.SamplesPerPixel, missing: 1);
        if (count < colors.Samples())
            throw FormatFaultException.Header($"{colors} colours take {colors.Samples()} samples per pixel; it has {count}");
        if (count > MostSamples)
            throw FormatFaultException.Unsupported($"a TIFF with {count} samples per pixel", $"save it with at most {MostSamples}");
        long bits = ReadBits(directory, (int)count);
        CheckBits(colors, (int)count, bits, ReadFormat(directory, (int)count));
        long extra = directory.Count(TiffTag.ExtraSamples) > 0 ? directory.Value(TiffTag.ExtraSamples, missing: 0) : -1;
        // Pillow takes a fourth sample that nothing is said of as alpha.
        bool hasAlpha = count > colors.Samples() && colors != TiffColors.Cmyk
            && (extra is AssociatedAlpha or UnassociatedAlpha || (extra < 0 && colors == TiffColors.Rgb && count == 4));
        return new TiffSamples((int)count, (int)bits)
        {
            Alpha = hasAlpha ? colors.Samples() : -1,
            IsPremultiplied = hasAlpha && extra == AssociatedAlpha,
        };
    }

    private static long ReadBits(TiffDirectory directory, int count)
    {
        long bits = directory.Value(TiffTag.BitsPerSample, missing: 1);
        // One value stands for all samples.
        bool each = directory.Count(TiffTag.BitsPerSample) > 1;
        for (int i = 1; each && i < count; i++)
        {
            if (directory.Value(TiffTag.BitsPerSample, missing: 1, i) != bits)
                throw FormatFaultException.Unsupported("a TIFF whose samples differ in their bits", "save it with 8 bits per sample");
        }

        return bits;
    }

    private static long ReadFormat(TiffDirectory directory, int count)
    {
        long format = directory.Value(TiffTag.SampleFormat, missing: Unsigned);
        bool each = directory.Count(TiffTag.SampleFormat) > 1;
        for (int i = 0; i < (each ? count : 1); i++)
        {
            if (format is not (Unsigned or FloatingPoint) || directory.Value(TiffTag.SampleFormat, missing: Unsigned, i) != format)
                throw FormatFaultException.Unsupported(
                    "a TIFF whose samples are neither whole numbers without sign nor floating point",
                    "scale it to 0..255 and save it with 8 bits per sample");
        }

        return format;
    }

    private static void CheckBits(TiffColors colors, int count, long bits, long format)
    {
        bool isGray = colors == TiffColors.BlackIsZero && count == 1;
        bool isRead = (bits, format) switch
        {
            (1 or 2 or 4, Unsigned) => count == 1,
            (8, Unsigned) => true,
            // Gray of 16 bits is clipped; what alpha would then mean, and what white is, nothing says.
            (16, Unsigned) => colors is TiffColors.Rgb or TiffColors.Cmyk || isGray,
            (32, FloatingPoint) => isGray,
            _ => false,
        };
        if (!isRead)
            throw FormatFaultException.Unsupported(
                $"a TIFF with {count} samples of {bits} bits per pixel ({(format == FloatingPoint ? "floating point, " : "")}{colors})",
                "save it with 8 bits per sample");
    }
}
