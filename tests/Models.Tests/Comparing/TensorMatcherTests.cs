using Fovea.Inference;
using Fovea.Models.Arrays;
using Fovea.Models.Comparing;

namespace Fovea.Models.Tests.Comparing;

public sealed class TensorMatcherTests
{
    private static readonly LayerInfo[] Layers =
    [
        Layer("conv1", "/stem/conv/Conv", 1, 2, 4, 4), Layer("r1", "/stem/act/Relu", 1, 2, 4, 4),
        Layer("c2", "/layer1/layer1.0/conv1/Conv", 1, 3, 4, 4), Layer("flat", null, 1, 48), Layer("y", "fc", 1, 10),
    ];

    [Theory]
    [InlineData("conv1", "1,2,4,4", "conv1 Value")]
    [InlineData("conv1", "2,4,4", "conv1 Value")]
    [InlineData("/stem/act/Relu", "1,2,4,4", "r1 Node")]
    [InlineData("stem-act-Relu", "1,2,4,4", "r1 Node")]
    [InlineData("layer1.0.conv1", "1,3,4,4", "c2 Node")]
    [InlineData("anything", "1,48", "flat Shape")]
    [InlineData("anything", "1,2,4,4", "")]
    [InlineData("conv1", "1,2,4,5", "")]
    public void An_array_is_matched_by_name_and_shape(string name, string shape, string expected)
    {
        IReadOnlyList<TensorMatch> matches = Match(Array(name, shape));

        Assert.Equal(expected, string.Join(' ', matches.Select(match => $"{Layers[match.Layer].Name} {match.By}")));
    }

    [Fact]
    public void What_names_leave_is_matched_by_shape_in_order()
    {
        IReadOnlyList<TensorMatch> matches = Match(Array("p", "1,2,4,4"), Array("q", "1,2,4,4"), Array("fc", "10"));

        Assert.Equal(
            ["0 p Shape", "1 q Shape", "4 fc Node"], matches.Select(match => $"{match.Layer} {match.Array.Name} {match.By}"));
    }

    [Fact]
    public void An_array_that_has_the_name_of_a_layer_belongs_to_no_other()
    {
        TensorMatching matching = Matching(Array("c2", "1,48"), Array("r1", "1,3,4,4"), Array("fc", "1,10"), Array("y", "1,10"));

        Assert.Equal(["4 y Value"], matching.Found.Select(match => $"{match.Layer} {match.Array.Name} {match.By}"));
        Assert.Equal(["1 r1", "2 c2"], matching.OtherShapes.Select(match => $"{match.Layer} {match.Array.Name}"));
    }

    [Fact]
    public void Differences_are_measured()
    {
        var difference = TensorDifference.Of([1, -4, 2, float.NaN, float.NaN], [1, -3, 2, float.NaN, 1]);

        Assert.Equal((1.0, 1 / 3.0, 4.0, 1), (difference.MaxError, difference.MeanError, difference.Largest, difference.NonFinite));
        Assert.Equal(0.25, difference.RelativeError);
        Assert.True(difference.Exceeds(100));
        Assert.False(TensorDifference.Of([1, -4], [1, -4.003f]).Exceeds(1e-3));
        Assert.True(TensorDifference.Of([1, -4], [1, -4.005f]).Exceeds(1e-3));
    }

    private static IReadOnlyList<TensorMatch> Match(params NamedArray[] arrays) =>
        Matching(arrays).Found;

    private static TensorMatching Matching(params NamedArray[] arrays) =>
        TensorMatcher.Match(Layers, [.. Layers.Select(layer => layer.Shape)], arrays);

    private static NamedArray Array(string name, string shape) => new(name, new Shape([.. shape.Split(',').Select(long.Parse)]));

    private static LayerInfo Layer(string name, string? node, params long[] shape) => new()
    {
        Name = name,
        Node = node,
        Operator = "Op",
        ElementType = ElementType.Float32,
        Shape = new Shape(shape),
    };
}
