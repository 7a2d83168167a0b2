using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// Puts samples of a row into the bytes of pixels, one byte each: samples 0 to 3 in their places, alpha in the fourth. What they mean is
/// seen to later, when all planes are there.
/// </summary>
/// <param name="samples">The samples of a pixel.</param>
/// <param name="colors">What they mean.</param>
/// <param name="littleEndian">Whether the lowest byte of a sample is first.</param>
internal sealed class TiffPlanes(TiffSamples samples, TiffColors colors, bool littleEndian)
{
    private const int AlphaPlace = 3;

    private readonly bool _clips = samples.Bits == 16 && colors.IsGray();

    /// <summary>Puts one row.</summary>
    /// <param name="row">The row of a strip or tile.</param>
    /// <param name="plane">The sample that the row has; -1 where it has all of them.</param>
    /// <param name="pixels">The pixels that it is for, from the first one on; further ones of the row lie beyond the picture.</param>
    public void Put(ReadOnlySpan<byte> row, int plane, Span<byte> pixels)
    {
        int stride = plane < 0 ? samples.Count : 1;
        for (int sample = plane < 0 ? 0 : plane; sample < (plane < 0 ? samples.Count : plane + 1); sample++)
        {
            int place = Place(sample);
            if (place >= 0)
                PutSample(row, plane < 0 ? sample : 0, stride, pixels[place..]);
        }
    }

    /// <summary>Whether a sample is a part of the picture; others need not be unpacked.</summary>
    public bool Wants(int sample) => Place(sample) >= 0;

    private int Place(int sample)
    {
        if (sample == samples.Alpha)
            return AlphaPlace;
        return sample < colors.Samples() ? sample : -1;
    }

    private void PutSample(ReadOnlySpan<byte> row, int first, int stride, Span<byte> target)
    {
        int index = first;
        switch (samples.Bits)
        {
            case 8:
                for (int at = 0; at < target.Length; at += PixelBytes.Count, index += stride)
                    target[at] = row[index];
                break;
            case 16:
                for (int at = 0; at < target.Length; at += PixelBytes.Count, index += stride)
                    target[at] = FromWord(row[2 * index], row[2 * index + 1]);
                break;
            default:
                PutBits(row, target);
                break;
        }
    }

    // Pillow clips gray of 16 bits to 0..255, and keeps the high byte of colours.
    private byte FromWord(byte first, byte second)
    {
        (byte low, byte high) = littleEndian ? (first, second) : (second, first);
        if (!_clips)
            return high;
        return high == 0 ? low : byte.MaxValue;
    }

    // Indices stay as they are; gray is spread over 0..255.
    private void PutBits(ReadOnlySpan<byte> row, Span<byte> target)
    {
        int bits = samples.Bits, mask = (1 << bits) - 1, factor = colors == TiffColors.Palette ? 1 : byte.MaxValue / mask;
        for (int at = 0, bit = 0; at < target.Length; at += PixelBytes.Count, bit += bits)
            target[at] = (byte)((row[bit >> 3] >> (8 - bits - (bit & 7)) & mask) * factor);
    }
}
