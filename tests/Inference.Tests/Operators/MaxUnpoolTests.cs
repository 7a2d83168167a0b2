using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class MaxUnpoolTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(22)]
    public void The_maxima_return_to_their_places(long opset)
    {
        Tensor x = new TensorRandom(1).Floats(2, 3, 6, 8);
        byte[] model = new OnnxModelBuilder(opset).Input("x", 2, 3, 6, 8)
            .Node("MaxPool", ["x"], ["p", "i"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))
            .Node("MaxUnpool", ["p", "i"], ["y"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })).Output("y").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Exact);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_larger_output_has_zeros_at_its_ends(bool constant)
    {
        // Indices count the elements of the pooled tensor, as the suite has it; ONNX Runtime counts those of the result.
        Tensor x = TestTensors.Floats(new Shape(1, 1, 2, 2), 1, 2, 3, 4);
        Tensor indices = Tensor.From<long>(new Shape(1, 1, 2, 2), [5, 7, 13, 15]);
        var expected = new NdArray(new Shape(1, 1, 5, 5));
        (expected[0, 0, 1, 1], expected[0, 0, 1, 3], expected[0, 0, 3, 1], expected[0, 0, 3, 3]) = (1, 2, 3, 4);
        OperatorCase unpool = new OperatorCase("MaxUnpool", 11).Input(x).Input(indices);
        Tensor shape = TestTensors.Int64s(1, 1, 5, 5);
        (constant ? unpool.Constant(shape) : unpool.Input(shape)).Attribute("kernel_shape", new[] { 2, 2 })
            .Attribute("strides", new[] { 2, 2 }).WithoutOnnxRuntime().Check(Tolerance.Exact, expected);
    }

    [Fact]
    public void One_and_three_axes_with_pads()
    {
        foreach (int axes in new[] { 1, 3 })
        {
            int[] two = [.. Enumerable.Repeat(2, axes)];
            long[] shape = [1, 2, .. Enumerable.Repeat(5L, axes)];
            int[] pads = [.. Enumerable.Repeat(1, axes), .. Enumerable.Repeat(0, axes)];
            byte[] model = new OnnxModelBuilder(12).Input("x", [.. shape.Select(e => (Dimension)e)])
                .Node("MaxPool", ["x"], ["p", "i"], ("kernel_shape", two), ("strides", two), ("pads", pads))
                .Node("MaxUnpool", ["p", "i"], ["y"], ("kernel_shape", two), ("strides", two), ("pads", pads)).Output("y").Build();
            ModelCheck.AgreesWithOnnxRuntime(model, [new TensorRandom(axes).Floats(new Shape(shape))], Tolerance.Exact);
        }
    }

    [Fact]
    public void An_index_outside_is_an_error_of_the_run()
    {
        Tensor x = TestTensors.Floats(new Shape(1, 1, 1, 1), 1);
        foreach (long index in new long[] { -1, 4, long.MaxValue })
        {
            Tensor indices = Tensor.From<long>(x.Shape, [index]);
            byte[] model = new OperatorCase("MaxUnpool", 11).Input(x).Input(indices).Attribute("kernel_shape", new[] { 2, 2 })
                .Build(symbolic: false, folded: false);
            Assert.Throws<InvalidInputException>(() => TestEngines.Best.Run(model, [x, indices]));
        }
    }
}
