using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>The values of one picture as the input of a network.</summary>
internal static class NetworkInput
{
    /// <summary>Writes a picture into the first place of a run's input, rounded to the type of its elements.</summary>
    public static void Write(ReadOnlySpan<float> image, Tensor tensor)
    {
        if (tensor.ElementType == ElementType.Float32)
        {
            image.CopyTo(tensor.Span<float>());
            return;
        }

        for (int i = 0; i < image.Length; i++)
        {
            switch (tensor.ElementType)
            {
                case ElementType.UInt8:
                    tensor.Span<byte>()[i] = byte.CreateSaturating(MathF.Round(image[i]));
                    break;
                case ElementType.Float16:
                    tensor.Span<Half>()[i] = (Half)image[i];
                    break;
                case ElementType.Float64:
                    tensor.Span<double>()[i] = image[i];
                    break;
                default:
                    throw new ArgumentException($"A picture is not written into {tensor.ElementType}.", nameof(tensor));
            }
        }
    }

    /// <summary>The values of a picture that is of one kind everywhere.</summary>
    public static float[] Of(PreprocessingSpec spec, Baseline baseline)
    {
        float[] values = new float[spec.ElementCount];
        if (baseline == Baseline.Zero)
            return values;
        byte pixel = baseline == Baseline.White ? byte.MaxValue : byte.MinValue;
        for (int channel = 0; channel < spec.ChannelCount; channel++)
        {
            float value = spec.Normalization.Apply(pixel, channel);
            for (int i = 0; i < spec.Height * spec.Width; i++)
                values[Position(spec, channel, i)] = value;
        }

        return values;
    }

    /// <summary>Where the value of a channel of a pixel lies.</summary>
    public static int Position(PreprocessingSpec spec, int channel, int pixel) => spec.Layout.IsChannelsLast()
        ? pixel * spec.ChannelCount + channel
        : channel * spec.Height * spec.Width + pixel;

    /// <summary>The sum over the channels of each pixel.</summary>
    public static float[] SumOverChannels(PreprocessingSpec spec, ReadOnlySpan<float> values)
    {
        float[] sums = new float[spec.Height * spec.Width];
        for (int channel = 0; channel < spec.ChannelCount; channel++)
        {
            for (int i = 0; i < sums.Length; i++)
                sums[i] += values[Position(spec, channel, i)];
        }

        return sums;
    }

    /// <summary>The largest magnitude over the channels of each pixel.</summary>
    public static float[] LargestOfChannels(PreprocessingSpec spec, ReadOnlySpan<float> values)
    {
        float[] largest = new float[spec.Height * spec.Width];
        for (int channel = 0; channel < spec.ChannelCount; channel++)
        {
            for (int i = 0; i < largest.Length; i++)
                largest[i] = Math.Max(largest[i], Math.Abs(values[Position(spec, channel, i)]));
        }

        return largest;
    }
}
