using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GridSampleTests
{
    public static TheoryData<string, string, int> Cases()
    {
        var data = new TheoryData<string, string, int>();
        foreach (string mode in new[] { "linear", "nearest", "cubic" })
        {
            foreach (string padding in new[] { "zeros", "border", "reflection" })
            {
                data.Add(mode, padding, 0);
                data.Add(mode, padding, 1);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Modes_and_padding(string mode, string padding, int alignCorners)
    {
        foreach (int channels in new[] { 1, 17 })
        {
            var random = new TensorRandom(channels);
            Tensor x = random.Floats(2, channels, 5, 7);
            Tensor grid = random.Floats(new Shape(2, 4, 3, 2), -1.6f, 1.6f);
            string old = mode == "nearest" ? mode : $"bi{mode}";
            foreach ((long opset, string name) in new[] { (16L, old), (20L, mode) })
            {
                new OperatorCase("GridSample", opset).Input(x).Input(grid).Attribute("mode", name).Attribute("padding_mode", padding)
                    .Attribute("align_corners", alignCorners).Check(Tolerance.Accumulated);
            }
        }
    }

    [Theory]
    [InlineData("linear", 0)]
    [InlineData("linear", 1)]
    [InlineData("nearest", 0)]
    [InlineData("nearest", 1)]
    public void Volumes(string mode, int alignCorners)
    {
        var random = new TensorRandom(4);
        foreach (string padding in new[] { "zeros", "border", "reflection" })
        {
            new OperatorCase("GridSample", 20).Input(random.Floats(1, 2, 3, 4, 5))
                .Input(random.Floats(new Shape(1, 2, 3, 4, 3), -1.4f, 1.4f)).Attribute("mode", mode).Attribute("padding_mode", padding)
                .Attribute("align_corners", alignCorners).Check(Tolerance.Accumulated);
        }
    }

    [Fact]
    public void Doubles_and_integers()
    {
        Tensor x = new TensorRandom(5).Integers(ElementType.Int32, new Shape(1, 2, 3, 4), 0, 100);
        Tensor grid = TestTensors.Floats(new Shape(1, 1, 3, 2), -1, -1, 1, 1, 0, 0.1f);
        Tensor[] found = TestEngines.Best.Run(
            new OperatorCase("GridSample", 20).Input(x).Input(grid).Attribute("mode", "nearest").Attribute("align_corners", 1)
                .Build(symbolic: false, folded: false), [x, grid]);
        int[] pixels = x.Span<int>().ToArray();
        Assert.Equal([pixels[0], pixels[11], pixels[6], pixels[12], pixels[23], pixels[18]], found[0].Span<int>().ToArray());
    }

    [Fact]
    public void Positions_that_are_no_numbers_read_nothing_outside()
    {
        Tensor x = new TensorRandom(6).Floats(1, 1, 3, 4);
        Tensor grid = TestTensors.Floats(
            new Shape(1, 1, 4, 2), float.NaN, 0, float.PositiveInfinity, 0, float.NegativeInfinity, float.NaN, 1e30f, -1e30f);
        foreach (string mode in new[] { "linear", "nearest", "cubic" })
        {
            foreach (string padding in new[] { "zeros", "border", "reflection" })
            {
                byte[] model = new OperatorCase("GridSample", 20).Input(x).Input(grid).Attribute("mode", mode)
                    .Attribute("padding_mode", padding).Build(symbolic: false, folded: false);
                Assert.Equal(new Shape(1, 1, 1, 4), TestEngines.Best.Run(model, [x, grid])[0].Shape);
            }
        }
    }
}
