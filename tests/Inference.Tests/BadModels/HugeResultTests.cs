using System.Diagnostics;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>
/// Operators that make large results of small operands, asked for far more than there is memory: as constants, and given by a request. They
/// are refused with the node or the memory, before anything is computed or taken.
/// </summary>
public sealed class HugeResultTests
{
    private const long Huge = 1_000_000_000_000;

    private static readonly Tensor One = TestTensors.Floats(new Shape(1, 1, 1, 1), 1);

    public static TheoryData<string> Operations => [.. Cases.Keys];

    private static Dictionary<string, OperatorCase> Cases => new()
    {
        ["Range"] = new OperatorCase("Range", 11).Input(Long(0)).Input(Long(Huge)).Input(Long(1)),
        ["Range of floats"] = new OperatorCase("Range", 11).Input(TestTensors.Float(0)).Input(TestTensors.Float(1e12f))
            .Input(TestTensors.Float(1)),
        ["Tile"] = new OperatorCase("Tile", 13).Input(One).Input(TestTensors.Int64s(1, 1, 1_000_000, 1_000_000)),
        ["Tile beyond 64 bits"] = new OperatorCase("Tile", 13).Input(One)
            .Input(TestTensors.Int64s(1L << 40, 1L << 40, 1L << 40, 1L << 40)),
        ["Expand"] = new OperatorCase("Expand", 13).Input(One).Input(TestTensors.Int64s(1, 1, 1_000_000, 1_000_000)),
        ["OneHot"] = new OperatorCase("OneHot", 11).Input(TestTensors.Int64s(1)).Input(Long(Huge)).Input(TestTensors.Floats(0, 1)),
        ["ConstantOfShape"] = new OperatorCase("ConstantOfShape", 9).Input(TestTensors.Int64s(Huge)),
        ["Pad"] = new OperatorCase("Pad", 13).Input(One).Input(TestTensors.Int64s(0, 0, 0, 0, 0, 0, 1_000_000, 1_000_000)),
        ["Pad beyond 64 bits"] = new OperatorCase("Pad", 13).Input(One)
            .Input(TestTensors.Int64s(long.MaxValue, 0, 0, 0, long.MaxValue, 0, 0, 0)),
        ["Resize"] = new OperatorCase("Resize", 13).Input(One).Omitted().Omitted().Input(TestTensors.Int64s(1, 1, 1_000_000, 1_000_000)),
        ["Resize by scales"] = new OperatorCase("Resize", 13).Input(One).Omitted().Input(TestTensors.Floats(1, 1, 1e6f, 1e6f)),
        ["Resize by infinity"] = new OperatorCase("Resize", 13).Input(One).Omitted()
            .Input(TestTensors.Floats(1, 1, float.PositiveInfinity, float.NaN)),
        ["CenterCropPad"] = new OperatorCase("CenterCropPad", 18).Input(One).Input(TestTensors.Int64s(1, 1, 1_000_000, 1_000_000)),
        ["Col2Im"] = new OperatorCase("Col2Im", 18).Input(TestTensors.Floats(new Shape(1, 1, 1), 1))
            .Input(TestTensors.Int64s(1L << 40, 1L << 40)).Input(TestTensors.Int64s(1, 1)),
        ["AffineGrid"] = new OperatorCase("AffineGrid", 20).Input(new Tensor(ElementType.Float32, new Shape(1, 2, 3)))
            .Input(TestTensors.Int64s(1, 1, 1_000_000, 1_000_000)),
        ["TopK"] = new OperatorCase("TopK", 11).Input(TestTensors.Floats(1, 2, 3)).Input(TestTensors.Int64s(Huge)),
        ["Einsum"] = new OperatorCase("Einsum", 12).Input(new Tensor(ElementType.Float32, new Shape(1 << 20)))
            .Input(new Tensor(ElementType.Float32, new Shape(1 << 20))).Attribute("equation", "i,j->ij"),
        ["MatMul"] = new OperatorCase("MatMul", 13).Input(new Tensor(ElementType.Int32, new Shape(1 << 20, 1)))
            .Input(new Tensor(ElementType.Int32, new Shape(1, 1 << 20))),
        ["Reshape"] = new OperatorCase("Reshape", 13).Input(One).Input(TestTensors.Int64s(1L << 40, -1, 1L << 40)),
        ["Unsqueeze"] = new OperatorCase("Unsqueeze", 13).Input(One).Input(TestTensors.Int64s(long.MinValue)),
        ["CumSum"] = new OperatorCase("CumSum", 11).Input(One).Input(Long(long.MinValue)),
        ["Trilu"] = new OperatorCase("Trilu", 14).Input(One).Input(TestTensors.Int64s(1, 2, 3)),
        ["Split"] = new OperatorCase("Split", 13).Input(One).Input(TestTensors.Int64s(Huge)),
        ["MaxUnpool"] = new OperatorCase("MaxUnpool", 11).Input(One).Input(new Tensor(ElementType.Int64, new Shape(1, 1, 1, 1)))
            .Input(TestTensors.Int64s(1, 1, 1_000_000, 1_000_000)).Attribute("kernel_shape", new long[] { 1, 1 }),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_huge_result_is_refused(string operation)
    {
        OperatorCase node = Cases[operation];
        foreach (bool stored in new[] { false, true })
        {
            byte[] model = node.Build(symbolic: false, folded: stored);
            Tensor[] inputs = stored ? [TestTensors.Float(0)] : node.Given;
            long before = GC.GetTotalAllocatedBytes();
            long start = Stopwatch.GetTimestamp();
            string message = RefusedModel.With(() =>
            {
                using InferenceModel loaded = TestEngines.Best.Load(model, "test.onnx");
                loaded.Run(inputs);
            }).Message;
            Assert.True(
                message.Contains($"({operation.Split(' ')[0]})", StringComparison.Ordinal)
                || message.Contains("would take", StringComparison.Ordinal), message);
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
        }
    }

    private static Tensor Long(long value) => TestTensors.Int64(value);
}
