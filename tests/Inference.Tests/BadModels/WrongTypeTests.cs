using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Operands whose elements the kernels do not read: refused before a run, naming file and node.</summary>
public sealed class WrongTypeTests
{
    private static readonly string[] Unary =
    [
        "Abs", "Ceil", "Erf", "Exp", "Floor", "HardSigmoid", "HardSwish", "LeakyRelu", "Log", "Neg", "Reciprocal", "Relu", "Sigmoid",
        "Sqrt", "Tanh",
    ];

    private static readonly Shape Image = new(1, 4, 5, 5);

    public static TheoryData<string, int, ElementType> Operands()
    {
        var data = new TheoryData<string, int, ElementType>();
        // Other floats are computed as Float32.
        foreach (ElementType type in Enum.GetValues<ElementType>().Where(t => !t.IsFloat()))
        {
            foreach (string operation in Unary.Where(o => !OperatorTable.Find(o)!.Accepts(0, type)))
                data.Add(operation, 0, type);
            foreach ((string operation, int operands) in new[]
            {
                ("AveragePool", 1), ("BatchNormalization", 5), ("Conv", 3), ("ConvTranspose", 3), ("Gemm", 3), ("GlobalAveragePool", 1),
                ("GlobalMaxPool", 1), ("InstanceNormalization", 3), ("LayerNormalization", 3), ("LRN", 1), ("MatMul", 2),
                ("PRelu", 2), ("ReduceMax", 1), ("ReduceMean", 1), ("ReduceSum", 1), ("Softmax", 1), ("Sum", 3), ("Gelu", 1),
            })
            {
                for (int operand = 0; operand < operands; operand++)
                {
                    if (!OperatorTable.Find(operation)!.Accepts(operand, type))
                        data.Add(operation, operand, type);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Operands))]
    public void Elements_that_are_no_floats_are_refused(string operation, int operand, ElementType type)
    {
        foreach (bool constant in new[] { true, false })
            Refused(Model(operation, operand, type, constant), operation);
    }

    /// <summary>Operators whose kernels exist for some element types, and the types that have none.</summary>
    public static TheoryData<string, ElementType> TypesWithoutKernel()
    {
        var data = new TheoryData<string, ElementType>();
        foreach (string operation in new[] { "Add", "Sub", "Mul", "Div", "Pow", "MaxPool" })
        {
            foreach (ElementType type in Enum.GetValues<ElementType>().Where(
                type => !type.IsFloat() && !OperatorTable.Find(operation)!.Accepts(0, type)))
                data.Add(operation, type);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TypesWithoutKernel))]
    public void Elements_without_a_kernel_are_refused(string operation, ElementType type)
    {
        Assert.NotEqual(ElementType.Float32, type);
        string[] inputs = operation == "MaxPool" ? ["x"] : ["x", "x"];
        (string, object)[] attributes = operation == "MaxPool" ? [("kernel_shape", new[] { 2, 2 })] : [];
        Refused(new OnnxModelBuilder(13).Input("x", type, Dimensions(Image)).Node(operation, inputs, ["y"], attributes), operation);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    [InlineData("Concat")]
    [InlineData("Sum")]
    public void Operands_of_different_types_are_refused(string operation)
    {
        (string, object)[] attributes = operation == "Concat" ? [("axis", 1)] : [];
        foreach (ElementType type in Enum.GetValues<ElementType>().Where(t => t != ElementType.Float32))
        {
            Refused(
                new OnnxModelBuilder(13).Input("x", Dimensions(Image)).Initializer("w", Zeros(type, Image))
                    .Node(operation, ["x", "w"], ["y"], attributes), operation);
            Refused(
                new OnnxModelBuilder(13).Input("x", Dimensions(Image)).Initializer("w", Zeros(type, Image))
                    .Node(operation, ["w", "x"], ["y"], attributes), operation);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_bounds_of_a_Clip_have_its_inputs_type(int bound)
    {
        foreach (ElementType type in Enum.GetValues<ElementType>().Where(t => t != ElementType.Float32))
        {
            string[] inputs = bound == 1 ? ["x", "b"] : ["x", "", "b"];
            Refused(
                new OnnxModelBuilder(13).Input("x", Dimensions(Image)).Initializer("b", Zeros(type, Shape.Scalar))
                    .Node("Clip", inputs, ["y"]), "Clip");
            Refused(new OnnxModelBuilder(13).Input("x", Dimensions(Image)).Input("b", type).Node("Clip", inputs, ["y"]), "Clip");
        }
    }

    [Fact]
    public void The_value_of_a_Pad_has_its_inputs_type()
    {
        foreach (ElementType type in Enum.GetValues<ElementType>().Where(t => t != ElementType.Float32))
        {
            foreach ((ElementType data, ElementType value) in new[] { (ElementType.Float32, type), (type, ElementType.Float32) })
            {
                Refused(
                    new OnnxModelBuilder(13).Input("x", data, Dimensions(Image))
                        .Initializer("pads", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1))
                        .Initializer("value", Zeros(value, Shape.Scalar)).Node("Pad", ["x", "pads", "value"], ["y"]),
                    "Pad");
            }
        }
    }

    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int8)]
    public void A_mask_that_cannot_be_written_is_refused(ElementType type) => Refused(
        new OnnxModelBuilder(7).Input("x", type, Dimensions(Image)).Node("Dropout", ["x"], ["y", "mask"])
            .Output("mask", ElementType.Bool), "Dropout");

    [Theory]
    [InlineData("Reshape", ElementType.Float32)]
    [InlineData("Gather", ElementType.Float32)]
    [InlineData("Slice", ElementType.Float32)]
    [InlineData("Pad", ElementType.Float64)]
    [InlineData("Unsqueeze", ElementType.UInt8)]
    public void Positions_that_are_no_integers_are_refused(string operation, ElementType type)
    {
        string[] inputs = operation == "Slice" ? ["x", "w", "w"] : ["x", "w"];
        Refused(
            new OnnxModelBuilder(13).Input("x", Dimensions(Image)).Initializer("w", Zeros(type, new Shape(1)))
                .Node(operation, inputs, ["y"]), operation);
    }

    private static OnnxModelBuilder Model(string operation, int wrong, ElementType type, bool constant)
    {
        Shape[] shapes = operation switch
        {
            "BatchNormalization" => [Image, new Shape(4), new Shape(4), new Shape(4), new Shape(4)],
            "Conv" or "ConvTranspose" => [Image, new Shape(4, 4, 3, 3), new Shape(4)],
            "Gemm" => [new Shape(2, 3), new Shape(3, 4), new Shape(4)],
            "InstanceNormalization" => [Image, new Shape(4), new Shape(4)],
            "LayerNormalization" => [Image, new Shape(5), new Shape(5)],
            "MatMul" => [new Shape(2, 3), new Shape(3, 4)],
            "PRelu" => [Image, new Shape(4, 1, 1)],
            "Sum" => [Image, Image, Image],
            _ => [Image],
        };
        (string, object)[] attributes = operation switch
        {
            "MaxPool" or "AveragePool" => [("kernel_shape", new[] { 2, 2 })],
            "LRN" => [("size", 3)],
            _ => [],
        };
        var builder = new OnnxModelBuilder(20);
        for (int i = 0; i < shapes.Length; i++)
        {
            ElementType own = i == wrong ? type : ElementType.Float32;
            if (i > 0 && constant)
                builder.Initializer($"in{i}", Zeros(own, shapes[i]));
            else
                builder.Input($"in{i}", own, Dimensions(shapes[i]));
        }

        return builder.Node(operation, [.. shapes.Select((_, i) => $"in{i}")], ["y"], attributes);
    }

    private static void Refused(OnnxModelBuilder builder, string operation)
    {
        InferenceException error = RefusedModel.With(() =>
        {
            using InferenceModel model = TestEngines.Best.Load(builder.Output("y").Build(), "bad.onnx");
            model.Compile([.. model.Inputs.Select(input => input.Shape.ToShape())]);
        });
        Assert.True(error is InvalidModelException or UnsupportedModelException, error.ToString());
        Assert.All(["bad.onnx", $"'{operation}_0'"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Tensor Zeros(ElementType type, Shape shape) => new(type, shape);

    private static Dimension[] Dimensions(Shape shape) => [.. shape.Select(d => (Dimension)d)];
}
