using Fovea.Imaging.Metadata;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// Puts samples of a row into the bytes of pixels, one byte each: samples 0 to 3 in their places, alpha in the fourth. What they mean is
/// seen to later, when all planes are there.
/// </summary>
internal readonly ref struct TiffPlanes : ITiffTarget
{
    private const int AlphaPlace = 3;

    private readonly TiffSamples _samples;
    private readonly TiffColors _colors;
    private readonly bool _littleEndian;
    private readonly bool _clips;
    private readonly Span<byte> _rgba;

    /// <param name="samples">The samples of a pixel.</param>
    /// <param name="colors">What they mean.</param>
    /// <param name="littleEndian">Whether the lowest byte of a sample is first.</param>
    /// <param name="rgba">4 bytes per pixel.</param>
    public TiffPlanes(TiffSamples samples, TiffColors colors, bool littleEndian, Span<byte> rgba)
    {
        _samples = samples;
        _colors = colors;
        _littleEndian = littleEndian;
        _clips = samples.Bits == 16 && colors.IsGray();
        _rgba = rgba;
    }

    /// <inheritdoc/>
    public void Put(ReadOnlySpan<byte> row, int plane, int first, int columns)
    {
        Span<byte> pixels = _rgba.Slice(first * PixelBytes.Count, columns * PixelBytes.Count);
        int stride = plane < 0 ? _samples.Count : 1;
        for (int sample = plane < 0 ? 0 : plane; sample < (plane < 0 ? _samples.Count : plane + 1); sample++)
        {
            int place = Place(sample);
            if (place >= 0)
                PutSample(row, plane < 0 ? sample : 0, stride, pixels[place..]);
        }
    }

    /// <inheritdoc/>
    public bool Wants(int sample) => Place(sample) >= 0;

    private int Place(int sample)
    {
        if (sample == _samples.Alpha)
            return AlphaPlace;
        return sample < _colors.Samples() ? sample : -1;
    }

    private void PutSample(ReadOnlySpan<byte> row, int first, int stride, Span<byte> target)
    {
        int index = first;
        switch (_samples.Bits)
        {
            case 8:
                for (int at = 0; at < target.Length; at += PixelBytes.Count, index += stride)
                    target[at] = row[index];
                break;
            case 16:
                for (int at = 0; at < target.Length; at += PixelBytes.Count, index += stride)
                    target[at] = FromWord(row[2 * index], row[2 * index + 1]);
                break;
            case 32:
                for (int at = 0; at < target.Length; at += PixelBytes.Count, index += stride)
                    target[at] = FromFloat(new TiffBytes(row, _littleEndian).Single(4 * index));
                break;
            default:
                PutBits(row, target);
                break;
        }
    }

    // Pillow clips gray of 16 bits to 0..255, and keeps the high byte of colours.
    private byte FromWord(byte first, byte second)
    {
        (byte low, byte high) = _littleEndian ? (first, second) : (second, first);
        if (!_clips)
            return high;
        return high == 0 ? low : byte.MaxValue;
    }

    // libImaging/Convert.c, f2l. What is no number is black.
    private static byte FromFloat(float value) => value >= byte.MaxValue ? byte.MaxValue : value > 0 ? (byte)value : byte.MinValue;

    // Indices stay as they are; gray is spread over 0..255.
    private void PutBits(ReadOnlySpan<byte> row, Span<byte> target)
    {
        int bits = _samples.Bits, mask = (1 << bits) - 1, factor = _colors == TiffColors.Palette ? 1 : byte.MaxValue / mask;
        for (int at = 0, bit = 0; at < target.Length; at += PixelBytes.Count, bit += bits)
            target[at] = (byte)((row[bit >> 3] >> (8 - bits - (bit & 7)) & mask) * factor);
    }
}
