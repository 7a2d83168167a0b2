namespace Fovea.Inference.Tests.Reference;

/// <summary>The normalisations, by the formulas of ONNX's Operators.md.</summary>
internal static class ReferenceNormalization
{
    /// <summary>(x - mean) / sqrt(variance + epsilon) * scale + bias, per channel.</summary>
    public static NdArray Batch(NdArray x, NdArray scale, NdArray bias, NdArray mean, NdArray variance, float epsilon) =>
        NdArray.Build(x.Shape, index =>
        {
            long c = x.Rank > 1 ? index[1] : 0;
            return (x[index] - mean.Values[c]) / Math.Sqrt(variance.Values[c] + epsilon) * scale.Values[c] + bias.Values[c];
        });

    /// <summary>As <see cref="Batch"/>, with mean and variance of each image's own channel.</summary>
    public static NdArray Instance(NdArray x, NdArray scale, NdArray bias, float epsilon)
    {
        long maps = x.Shape[0] * x.Shape[1], size = x.Shape.ElementCount / maps;
        var result = new NdArray(x.Shape);
        for (long map = 0; map < maps; map++)
        {
            ReadOnlySpan<double> values = x.Values.AsSpan((int)(map * size), (int)size);
            double mean = 0, variance = 0;
            foreach (double value in values)
                mean += value / size;
            foreach (double value in values)
                variance += (value - mean) * (value - mean) / size;
            long c = map % x.Shape[1];
            for (int i = 0; i < size; i++)
                result.Values[map * size + i] = (values[i] - mean) / Math.Sqrt(variance + epsilon) * scale.Values[c] + bias.Values[c];
        }

        return result;
    }

    /// <summary>x / (bias + alpha / size * sum of squares over the neighbouring channels) ^ beta.</summary>
    public static NdArray LocalResponse(NdArray x, long size, float alpha, float beta, float bias) =>
        NdArray.Build(x.Shape, index =>
        {
            long c = index[1];
            long first = Math.Max(0, c - (size - 1) / 2), last = Math.Min(x.Shape[1] - 1, c + size / 2);
            double squares = 0;
            long[] neighbour = [.. index];
            for (neighbour[1] = first; neighbour[1] <= last; neighbour[1]++)
                squares += x[neighbour] * x[neighbour];
            return x[index] / Math.Pow(bias + alpha / size * squares, beta);
        });
}
