using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class DeformConvTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(1, 2, true)]
    [InlineData(2, 4, false)]
    public void Groups_masks_and_offsets(int groups, int offsetGroups, bool full)
    {
        var random = new TensorRandom(groups + offsetGroups);
        Tensor x = random.Floats(2, 4, 6, 7);
        Tensor w = random.Floats(6, 4 / groups, 3, 2);
        // Height (6 + 2 - 3) / 2 + 1, width 7 + 1 - 3 + 1 with dilation 2.
        Tensor offsets = random.Floats(new Shape(2, offsetGroups * 12, 3, 6), -1.5f, 1.5f);
        Tensor? bias = full ? random.Floats(6) : null;
        Tensor? mask = full ? random.Floats(2, offsetGroups * 6, 3, 6) : null;
        NdArray expected = Expected(x, w, offsets, bias, mask, groups, offsetGroups);
        foreach ((long opset, bool constant) in new[] { (19L, true), (19L, false), (22L, true) })
        {
            OperatorCase operation = new OperatorCase("DeformConv", opset).Input(x);
            operation = (constant ? operation.Constant(w) : operation.Input(w)).Input(offsets).OptionalConstant(bias);
            operation = mask is null ? operation : operation.Input(mask);
            operation.Attribute("group", groups).Attribute("offset_group", offsetGroups).Attribute("pads", new[] { 1, 0, 1, 1 })
                .Attribute("strides", new[] { 2, 1 }).Attribute("dilations", new[] { 1, 2 }).Attribute("kernel_shape", new[] { 3, 2 })
                .WithoutOnnxRuntime().Check(Tolerance.Accumulated, expected);
        }
    }

    [Fact]
    public void Offsets_of_another_shape_are_refused()
    {
        var random = new TensorRandom(9);
        Tensor x = random.Floats(1, 1, 3, 3);
        Tensor offsets = random.Floats(1, 7, 2, 2);
        byte[] model = new OperatorCase("DeformConv", 19).Input(x).Constant(random.Floats(1, 1, 2, 2)).Input(offsets)
            .Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Run(model, [x, offsets]));
    }

    private static NdArray Expected(
        NdArray x, NdArray w, NdArray offsets, Tensor? bias, Tensor? mask, int groups, int offsetGroups)
    {
        int perGroup = 4 / groups;
        return NdArray.Build(new Shape(2, 6, 3, 6), i =>
        {
            double sum = bias is null ? 0 : NdArray.Of(bias)[i[1]];
            long first = i[1] / (6 / groups) * perGroup;
            for (long c = 0; c < perGroup; c++)
            {
                long offsetGroup = (first + c) / (4 / offsetGroups);
                for (long tap = 0; tap < 6; tap++)
                {
                    long row = (offsetGroup * 6) + tap;
                    double y = (i[2] * 2) - 1 + (tap / 2) + offsets[i[0], 2 * row, i[2], i[3]];
                    double z = i[3] + (tap % 2 * 2) + offsets[i[0], (2 * row) + 1, i[2], i[3]];
                    double factor = mask is null ? 1 : NdArray.Of(mask)[i[0], row, i[2], i[3]];
                    sum += w[i[1], c, tap / 2, tap % 2] * factor * Bilinear(x, i[0], first + c, y, z);
                }
            }

            return sum;
        });
    }

    private static double Bilinear(NdArray x, long n, long c, double y, double z)
    {
        double sum = 0;
        for (long row = 0; row < x.Shape[2]; row++)
        {
            for (long column = 0; column < x.Shape[3]; column++)
                sum += Math.Max(0, 1 - Math.Abs(y - row)) * Math.Max(0, 1 - Math.Abs(z - column)) * x[n, c, row, column];
        }

        return sum;
    }
}
