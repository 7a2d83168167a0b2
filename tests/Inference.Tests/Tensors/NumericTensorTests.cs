using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Fovea.Inference.Tests.Support;
using FoveaTensor = Fovea.Inference.Tensor;
using Numeric = System.Numerics.Tensors.Tensor;

namespace Fovea.Inference.Tests.Tensors;

/// <summary>Tensors of <c>System.Numerics.Tensors</c>, in and out: shared where the layout is the engine's, copied elsewhere.</summary>
public sealed class NumericTensorTests
{
    private static readonly byte[] Model = new OnnxModelBuilder()
        .Input("x", Dimension.Named("n"), 3).Node("Relu", ["x"], ["y"]).Output("y").Build();

    [Fact]
    public void A_row_major_tensor_is_shared()
    {
        float[] elements = [1, 2, 3, 4, 5, 6];

        FoveaTensor tensor = FoveaTensor.From(Numeric.Create(elements, [2, 3]));
        elements[4] = 50;

        Assert.Equal("Float32[2,3]", tensor.ToString());
        Assert.Equal([1f, 2, 3, 4, 50, 6], tensor.Span<float>().ToArray());
        Assert.True(Unsafe.AreSame(ref elements[0], ref tensor.Span<float>()[0]));
    }

    [Fact]
    public void Rows_of_a_larger_tensor_are_shared()
    {
        float[] elements = [1, 2, 3, 4, 5, 6, 7, 8, 9];

        FoveaTensor tensor = FoveaTensor.From(Numeric.Create(elements, [3, 3]).Slice(1..3, 0..3));

        Assert.Equal("Float32[2,3]", tensor.ToString());
        Assert.Equal([4f, 5, 6, 7, 8, 9], tensor.Span<float>().ToArray());
        Assert.True(Unsafe.AreSame(ref elements[3], ref tensor.Span<float>()[0]));
    }

    public static TheoryData<string> Copied() => ["columns", "transposed", "repeated"];

    [Theory]
    [MemberData(nameof(Copied))]
    public void Another_order_is_copied_and_cannot_be_wrapped(string order)
    {
        float[] elements = [1, 2, 3, 4, 5, 6];
        Tensor<float> numeric = order switch
        {
            "columns" => Numeric.Create(elements, [2, 3]).Slice(0..2, 1..3),
            "transposed" => Numeric.Create(elements, 0, [3, 2], [1, 3]),
            _ => Numeric.Create(elements, 0, [2, 3], [0, 1]),
        };
        float[] expected = order switch
        {
            "columns" => [2, 3, 5, 6],
            "transposed" => [1, 4, 2, 5, 3, 6],
            _ => [1, 2, 3, 1, 2, 3],
        };

        FoveaTensor tensor = FoveaTensor.From(numeric);

        Assert.Equal(expected, tensor.Span<float>().ToArray());
        tensor.Span<float>()[0] = 70;
        Assert.Equal([1f, 2, 3, 4, 5, 6], elements);
        string message = Assert.Throws<ArgumentException>(() => FoveaTensor.Wrap(numeric)).Message;
        Assert.Contains("is not contiguous in row-major order", message, StringComparison.Ordinal);
        Assert.Equal(expected, FoveaTensor.From<float>(numeric.AsReadOnlyTensorSpan()).Span<float>().ToArray());
    }

    [Fact]
    public unsafe void Shared_memory_can_be_pinned()
    {
        float[] elements = [1, 2, 3, 4];
        FoveaTensor tensor = FoveaTensor.Wrap(Numeric.Create(elements, [2, 2]).Slice(1..2, 0..2));
        using System.Buffers.MemoryHandle pinned = tensor.Bytes[sizeof(float)..].Pin();
        Assert.Equal(4f, *(float*)pinned.Pointer);
    }

    [Fact]
    public void Every_element_type_is_known_by_its_own_type()
    {
        Assert.Equal(ElementType.UInt8, FoveaTensor.From(Numeric.Create<byte>([1, 2], [2])).ElementType);
        Assert.Equal(ElementType.Int64, FoveaTensor.From(Numeric.Create([1L, 2], [2, 1])).ElementType);
        Assert.Equal(ElementType.Float16, FoveaTensor.From(Numeric.Create([Half.One], [1, 1])).ElementType);
        Assert.Throws<NotSupportedException>(() => FoveaTensor.From(Numeric.Create([1m], [1])));
    }

    [Fact]
    public void A_tensor_without_elements_keeps_its_shape()
    {
        FoveaTensor tensor = FoveaTensor.From(Numeric.CreateFromShape<float>([0, 3]));
        Assert.Equal("Float32[0,3]", tensor.ToString());
        Assert.Equal([0, 3], tensor.AsTensorSpan<float>().Lengths.ToArray());
        Assert.Equal([0, 3], tensor.ToTensor<float>().Lengths.ToArray());
    }

    [Fact]
    public void A_scalar_has_one_extent_of_1_there()
    {
        FoveaTensor tensor = FoveaTensor.From<float>(Shape.Scalar, [5]);
        Assert.Equal([1], tensor.ToTensor<float>().Lengths.ToArray());
        Assert.Equal([1], tensor.AsTensorSpan<float>().Lengths.ToArray());
    }

    [Fact]
    public void Outputs_are_seen_in_their_shape_without_a_copy()
    {
        var tensor = FoveaTensor.From<float>(new Shape(2, 3), [1, 2, 3, 4, 5, 6]);

        TensorSpan<float> span = tensor.AsTensorSpan<float>();
        ReadOnlyTensorSpan<float> reading = span;
        span[1, 2] = 60;

        Assert.Equal(60, tensor.Span<float>()[5]);
        Assert.Equal(60, reading[1, 2]);
        Assert.Throws<InvalidOperationException>(() => tensor.AsTensorSpan<int>().Lengths.Length);
    }

    [Fact]
    public void A_copy_is_independent()
    {
        var tensor = FoveaTensor.From<float>(new Shape(2, 2), [1, 2, 3, 4]);
        Tensor<float> copy = tensor.ToTensor<float>();
        copy[1, 0] = 30;
        Assert.Equal([2, 2], copy.Lengths.ToArray());
        Assert.Equal(3, tensor.Span<float>()[2]);
    }

    [Fact]
    public void A_model_runs_on_them_by_name()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "m.onnx");
        Tensor<float> x = Numeric.Create([-1f, 2, -3, 4, -5, 6], [2, 3]);

        Tensor<float> y = model.Run(("x", x))["y"].ToTensor<float>();

        Assert.Equal([0f, 2, 0, 4, 0, 6], y.ToArray());
        Assert.Equal(y.ToArray(), model.Run(["y"], ("x", x))["y"].Span<float>().ToArray());
        var error = Assert.Throws<InvalidInputException>(() => model.Run(("x", Numeric.Create([1d, 2, 3], [1, 3]))));
        Assert.Equal("m.onnx: the input 'x' takes Float32[n,3]; found Float64[1,3].", error.Message);
    }

    [Fact]
    public void A_plan_writes_into_them()
    {
        using InferenceModel model = TestEngines.Best.Load(Model, "m.onnx");
        Tensor<float> x = Numeric.Create([-1f, 2, -3], [1, 3]), y = Numeric.CreateFromShape<float>([1, 3]);

        model.Compile([new Shape(1, 3)]).Run([FoveaTensor.Wrap(x)], [FoveaTensor.Wrap(y)]);

        Assert.Equal([0f, 2, 0], y.ToArray());
    }
}
