using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Operands of shapes that the kernels would read or write beyond: refused before a run, naming file and node.</summary>
public sealed class WrongShapeTests
{
    private static readonly Shape Image = new(1, 4, 5, 5);

    /// <summary>An operator with its opset, the shape of its input, and the shapes of its other operands (all of zeros).</summary>
    public static TheoryData<string, long[], long[][]> Operands() => new()
    {
        { "BatchNormalization", [6], [[6], [6], [6], [6]] },
        { "BatchNormalization", [2, 6], [[6], [6], [6], [2]] },
        { "BatchNormalization", [2, 6], [[6], [3], [6], [6]] },
        { "Clip", [2, 3], [[7]] },
        { "Clip", [2, 3], [[2, 3], []] },
        { "Clip", [2, 3], [[], [3]] },
        { "Conv", [1, 4, 5, 5], [[8, 4, 3, 3], [4]] },
        { "Conv", [1, 4, 5, 5], [[8, 4, 3, 3], [8, 1]] },
        { "ConvTranspose", [1, 4, 5, 5], [[4, 8, 3, 3], [4]] },
        { "ConvTranspose", [1, 4, 5, 5], [[4, 8, 3, 3], [1, 8]] },
        { "Gemm", [2, 3], [[3, 4], [5]] },
        { "Gemm", [2, 3], [[3, 4], [3, 4]] },
        { "Gemm", [2, 3], [[3, 4], [1, 2, 4]] },
        { "InstanceNormalization", [1, 4, 5, 5], [[3], [4]] },
        { "InstanceNormalization", [1, 4, 5, 5], [[4], [5]] },
        { "InstanceNormalization", [1, 4, 5, 5], [[4], [4, 1]] },
        { "LayerNormalization", [1, 4, 5, 5], [[4], [5]] },
        { "LayerNormalization", [1, 4, 5, 5], [[5], [6]] },
        { "LRN", [4, 5], [] },
        { "LRN", [1, 4, 5, 5, 5, 5], [] },
        { "MatMul", [2, 3], [[4, 3]] },
        { "MatMul", [2, 2, 3], [[3, 3, 4]] },
        { "PRelu", [2, 3], [[4]] },
        { "PRelu", [3], [[2, 3]] },
        { "Sum", [2, 3], [[2, 3], [4]] },
    };

    [Theory]
    [MemberData(nameof(Operands))]
    public void Operands_that_do_not_fit_are_refused(string operation, long[] input, long[][] others)
    {
        foreach (bool constant in new[] { true, false })
        {
            foreach (bool symbolic in new[] { false, true })
                Refused(Model(operation, input, others, constant, symbolic), operation, [input, .. constant ? [] : others]);
        }
    }

    [Theory]
    [InlineData("edge")]
    [InlineData("reflect")]
    [InlineData("wrap")]
    public void A_frame_has_nothing_to_repeat_where_the_pads_crop_all(string mode) => Refused(
        new OnnxModelBuilder(19).Input("x", 3).Initializer("pads", TestTensors.Int64s(-10, 20))
            .Node("Pad", ["x", "pads"], ["y"], ("mode", mode)).Output("y"),
        "Pad", [[3]]);

    [Fact]
    public void A_quotient_that_overflows_while_loading_is_refused() => Refused(
        new OnnxModelBuilder(13).Input("x", 1).Initializer("a", Tensor.From<int>(new Shape(1), [int.MinValue]))
            .Initializer("b", Tensor.From<int>(new Shape(1), [-1]))
            .Node("Div", ["a", "b"], ["y"]).Node("Cast", ["y"], ["z"], ("to", 1)).Node("Add", ["x", "z"], ["sum"]).Output("sum"),
        "Div", [[1]]);

    private static OnnxModelBuilder Model(string operation, long[] input, long[][] others, bool constant, bool symbolic)
    {
        var builder = new OnnxModelBuilder(17).Input("in0", Dimensions("in0", input, symbolic));
        for (int i = 0; i < others.Length; i++)
        {
            if (constant)
                builder.Initializer($"in{i + 1}", new Tensor(ElementType.Float32, new Shape(others[i])));
            else
                builder.Input($"in{i + 1}", Dimensions($"in{i + 1}", others[i], symbolic));
        }

        string[] inputs = ["in0", .. others.Select((_, i) => $"in{i + 1}")];
        return builder.Node(operation, inputs, ["y"], operation == "LRN" ? [("size", 3)] : Array.Empty<(string, object)>()).Output("y");
    }

    private static void Refused(OnnxModelBuilder builder, string operation, long[][] shapes)
    {
        InferenceException error = RefusedModel.With(() =>
        {
            using InferenceModel model = TestEngines.Best.Load(builder.Build(), "bad.onnx");
            model.Compile([.. shapes.Select(s => new Shape(s))]);
        });
        Assert.True(error is InvalidModelException or UnsupportedModelException, error.ToString());
        Assert.All(["bad.onnx", $"'{operation}_0'"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Dimension[] Dimensions(string name, long[] shape, bool symbolic) =>
        [.. shape.Select((d, axis) => symbolic ? Dimension.Named($"{name}_{axis}") : d)];
}
