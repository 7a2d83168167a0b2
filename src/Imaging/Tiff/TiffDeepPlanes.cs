using Fovea.Imaging.Metadata;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// Puts samples of 16 bits and of floating point into the planes of <see cref="DeepPixels"/>. Floats are taken as they are: 0 is black and
/// 255 white, as for Pillow's mode F.
/// </summary>
internal readonly ref struct TiffDeepPlanes : ITiffTarget
{
    private const float Opaque = byte.MaxValue;

    private readonly TiffSamples _samples;
    private readonly bool _littleEndian;
    private readonly Span<float> _planes;
    private readonly int _plane;

    /// <param name="samples">The samples of a pixel.</param>
    /// <param name="littleEndian">Whether the lowest byte of a sample is first.</param>
    /// <param name="planes">The planes, one after another.</param>
    /// <param name="count">How many there are.</param>
    public TiffDeepPlanes(TiffSamples samples, bool littleEndian, Span<float> planes, int count)
    {
        _samples = samples;
        _littleEndian = littleEndian;
        _planes = planes;
        _plane = planes.Length / count;
    }

    /// <inheritdoc/>
    public bool Wants(int sample) => sample < _planes.Length / _plane;

    /// <inheritdoc/>
    public void Put(ReadOnlySpan<byte> row, int plane, int first, int columns)
    {
        int stride = plane < 0 ? _samples.Count : 1;
        for (int sample = Math.Max(plane, 0); Wants(sample) && (plane < 0 || sample == plane); sample++)
        {
            int index = plane < 0 ? sample : 0;
            Span<float> values = _planes.Slice(sample * _plane + first, columns);
            for (int i = 0; i < columns; i++, index += stride)
                values[i] = Value(row, index);
        }
    }

    /// <summary>Divides colours by alpha, where they are multiplied by it: what is transparent is black.</summary>
    public void Divide()
    {
        if (!_samples.IsPremultiplied)
            return;
        ReadOnlySpan<float> alpha = _planes.Slice(_samples.Alpha * _plane, _plane);
        for (int i = 0; i < _samples.Alpha * _plane; i++)
        {
            float part = alpha[i % _plane];
            _planes[i] = part == 0 ? 0 : Math.Min(Opaque, Opaque * _planes[i] / part);
        }
    }

    private float Value(ReadOnlySpan<byte> row, int index)
    {
        var bytes = new TiffBytes(row, _littleEndian);
        if (!_samples.IsFloat)
            return bytes.UInt16(2 * index) / DeepPixels.WordsPerByte;
        float value = bytes.Single(4 * index);
        return float.IsFinite(value) ? value : throw FormatFaultException.Damaged("a sample is infinite or no number");
    }
}
