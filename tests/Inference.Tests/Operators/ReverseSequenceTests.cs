using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class ReverseSequenceTests
{
    [Theory]
    [InlineData(0, new long[] { 1, 4, 0 })]
    [InlineData(1, new long[] { 3, 2, 1, 0 })]
    public void Each_sequence_has_its_length(int batchAxis, long[] lengths)
    {
        foreach (Shape shape in new[] { new Shape(3, 4), new Shape(3, 4, 5, 2) })
        {
            Tensor x = new TensorRandom(1).Floats(shape);
            OperatorCase one = new OperatorCase("ReverseSequence", 10);
            // ONNX Runtime takes no length of 0.
            (lengths.Contains(0) ? one.WithoutOnnxRuntime() : one).Input(x).Input(TestTensors.Int64s(lengths))
                .Attribute("batch_axis", batchAxis)
                .Attribute("time_axis", 1 - batchAxis).Check(Tolerance.Exact, ReferenceIndexing.Reverse(x, lengths, batchAxis));
        }
    }

    [Fact]
    public void As_ONNX_Runtime()
    {
        Tensor x = new TensorRandom(1).Floats(4, 3, 2);
        new OperatorCase("ReverseSequence", 10).Input(x).Constant(TestTensors.Int64s(4, 1, 3)).Check(
            Tolerance.Exact, ReferenceIndexing.Reverse(x, [4, 1, 3], 1));
    }

    [Fact]
    public void A_length_beyond_the_time_is_refused()
    {
        Tensor x = new TensorRandom(1).Floats(4, 1), lengths = TestTensors.Int64s(5);
        byte[] model = new OperatorCase("ReverseSequence", 10).Input(x).Input(lengths).Build(symbolic: false, folded: false);
        Assert.Contains("length 5", Assert.Throws<InvalidInputException>(() => TestEngines.Best.Run(model, [x, lengths]))
            .Message, StringComparison.Ordinal);
    }
}
