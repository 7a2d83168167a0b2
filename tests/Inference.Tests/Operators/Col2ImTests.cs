using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class Col2ImTests
{
    public static TheoryData<long[], long[], int[], int[], int[]> Blocks() => new()
    {
        { [5, 5], [1, 5], [1, 1], [1, 1], [0, 0, 0, 0] },
        { [6, 7], [2, 3], [2, 1], [1, 1], [0, 0, 0, 0] },
        { [6, 6], [2, 2], [1, 1], [1, 5], [0, 0, 0, 0] },
        { [5, 5], [1, 5], [1, 1], [1, 1], [0, 1, 0, 1] },
        { [3, 4, 5], [1, 1, 5], [1, 1, 1], [1, 1, 1], [0, 0, 0, 0, 0, 0] },
        { [7], [3], [2], [1], [1, 1] },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Blocks_add_up(long[] image, long[] block, int[] strides, int[] dilations, int[] pads)
    {
        int axes = image.Length;
        long[] positions =
            [.. image.Select((e, i) => ((e + pads[i] + pads[i + axes] - ((block[i] - 1) * dilations[i]) - 1) / strides[i]) + 1)];
        Tensor x = new TensorRandom(axes).Floats(2, 3 * block.Aggregate(1L, (a, b) => a * b), positions.Aggregate(1L, (a, b) => a * b));
        var expected = new NdArray(new Shape([2, 3, .. image]));
        for (int plane = 0; plane < 6; plane++)
        {
            long tap = 0;
            foreach (long[] t in SlidingWindow.Indices(block))
            {
                long position = 0;
                foreach (long[] p in SlidingWindow.Indices(positions))
                {
                    long[] place = [.. image.Select((_, i) => (p[i] * strides[i]) + (t[i] * dilations[i]) - pads[i])];
                    if (place.Select((at, i) => at >= 0 && at < image[i]).All(inside => inside))
                    {
                        long taps = block.Aggregate(1L, (a, b) => a * b);
                        expected[[plane / 3, plane % 3, .. place]] +=
                            NdArray.Of(x)[plane / 3, (plane % 3 * taps) + tap, position];
                    }

                    position++;
                }

                tap++;
            }
        }

        foreach (bool constant in new[] { true, false })
        {
            OperatorCase operation = new OperatorCase("Col2Im", 18).Input(x);
            operation = constant ? operation.Constant(TestTensors.Int64s(image)).Constant(TestTensors.Int64s(block))
                : operation.Input(TestTensors.Int64s(image)).Input(TestTensors.Int64s(block));
            operation.Attribute("strides", strides).Attribute("dilations", dilations).Attribute("pads", pads)
                .Check(Tolerance.Accumulated, expected);
        }
    }

    [Fact]
    public void Integers_wrap_around()
    {
        Tensor x = Tensor.From<byte>(new Shape(1, 2, 2), [200, 100, 100, 7]);
        Tensor[] found = TestEngines.Best.Run(
            new OperatorCase("Col2Im", 18).Input(x).Constant(TestTensors.Int64s(3)).Constant(TestTensors.Int64s(2))
                .Build(symbolic: false, folded: false), [x]);
        Assert.Equal([(byte)200, (byte)200, (byte)7], found[0].Span<byte>().ToArray());
    }
}
