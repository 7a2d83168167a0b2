using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CropTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(2, 3, 7, 9);

    [Fact]
    public void Borders_left_top_right_bottom() => new OperatorCase("Crop", 1).Input(X).Attribute("border", new[] { 1, 2, 3, 4 })
        .Check(Tolerance.Exact, NdArray.Build(new Shape(2, 3, 1, 5), i => NdArray.Of(X)[i[0], i[1], i[2] + 2, i[3] + 1]));

    [Fact]
    public void A_size_from_the_left_and_the_top_on() => new OperatorCase("Crop", 1).Input(X).Attribute("border", new[] { 1, 2, 0, 0 })
        .Attribute("scale", new[] { 4, 6 })
        .Check(Tolerance.Exact, NdArray.Build(new Shape(2, 3, 4, 6), i => NdArray.Of(X)[i[0], i[1], i[2] + 2, i[3] + 1]));

    [Theory]
    [InlineData(4, 0, 6, 0)]
    [InlineData(-1, 0, 0, 0)]
    public void Impossible_borders_are_refused(int left, int top, int right, int bottom)
    {
        byte[] model = new OperatorCase("Crop", 1).Input(X).Attribute("border", new[] { left, top, right, bottom })
            .Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Run(model, [X]));
    }
}
