using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.FeatureMaps;

/// <summary>Finds the pixel value that a value of the network's input was made of.</summary>
internal sealed class PixelLookup
{
    private readonly float[] _values = new float[256];
    private readonly byte[] _pixels = new byte[256];

    public PixelLookup(PreprocessingSpec spec, int channel)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            float value = spec.Normalization.Apply((byte)i, channel);
            _values[i] = spec.ElementType switch
            {
                ElementType.UInt8 => byte.CreateSaturating(value),
                ElementType.Float16 => (float)(Half)value,
                _ => value,
            };
            _pixels[i] = (byte)i;
        }

        // The arithmetic may turn the order round.
        Array.Sort(_values, _pixels);
    }

    /// <summary>The pixel whose value is nearest.</summary>
    public uint Find(float value)
    {
        int found = Array.BinarySearch(_values, value);
        if (found >= 0)
            return _pixels[found];
        int above = Math.Clamp(~found, 1, 255);
        return Math.Abs(_values[above] - value) < Math.Abs(value - _values[above - 1]) ? _pixels[above] : _pixels[above - 1];
    }
}
