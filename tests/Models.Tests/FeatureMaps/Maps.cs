using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps;

internal static class Maps
{
    public static FeatureMap Of(Shape shape, params float[] values) =>
        new(
            new LayerInfo { Name = "conv1", Operator = "Conv", ElementType = ElementType.Float32, Shape = shape },
            Tensor.From<float>(shape, values));

    public static FeatureMap Integers(ElementType type, float scale, int zero, params float[] values)
    {
        var shape = new Shape(1, values.Length);
        return new(
            new LayerInfo { Name = "conv1", Operator = "QLinearConv", ElementType = type, Shape = shape, Scale = scale, ZeroPoint = zero },
            Tensor.From<float>(shape, values));
    }

    public static FeatureMap Ramp(params long[] extents)
    {
        var shape = new Shape(extents);
        return Of(shape, [.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => (float)i)]);
    }

    public static SKBitmap Decode(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        return SKBitmap.Decode(png);
    }

    public static uint Colour(SKBitmap picture, int x, int y) => (uint)picture.GetPixel(x, y) & 0xFFFFFF;
}
