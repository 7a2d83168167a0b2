using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class WhereTests
{
    [Theory]
    [MemberData(nameof(BroadcastShapes.All), MemberType = typeof(BroadcastShapes))]
    public void Broadcasting(long[] left, long[] right)
    {
        var random = new TensorRandom(left.Length + 7 * right.Length);
        Tensor condition = random.Integers(ElementType.Bool, new Shape(left), 0, 2);
        Tensor a = random.Floats(new Shape(right)), b = TestTensors.Float(5);
        new OperatorCase("Where", 16).Input(condition).Input(a).Input(b).Outputs(ElementType.Float32)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(condition, a, (c, x) => c != 0 ? x : 5));
        new OperatorCase("Where", 9).Input(condition).Constant(b).Input(a).Outputs(ElementType.Float32)
            .Check(Tolerance.Exact, ReferenceElementwise.Binary(condition, a, (c, x) => c != 0 ? 5 : x));
    }

    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type(ElementType type)
    {
        var random = new TensorRandom(3);
        Tensor condition = random.Integers(ElementType.Bool, new Shape(3, 17), 0, 2);
        Tensor a = random.Any(type, new Shape(3, 17), 0, type == ElementType.Bool ? 2 : 100);
        Tensor b = random.Any(type, new Shape(3, 17), 0, type == ElementType.Bool ? 2 : 100);
        double[] left = a.ToDoubles(), right = b.ToDoubles(), choice = condition.ToDoubles();
        new OperatorCase("Where", 16).Input(condition).Input(a).Input(b).Outputs(type).WithoutOnnxRuntime()
            .Check(Tolerance.Exact, new NdArray(a.Shape, [.. choice.Select((c, i) => c != 0 ? left[i] : right[i])]));
    }

    // A map in channels-last order beside a plain condition.
    [Fact]
    public void Operands_in_any_order_of_memory()
    {
        Tensor x = new TensorRandom(1).Floats(2, 5, 7, 3), c = new TensorRandom(2).Integers(ElementType.Bool, new Shape(2, 5, 7, 3), 0, 2);
        byte[] model = new OnnxModelBuilder(16).Input("x", 2, 5, 7, 3).Input("c", ElementType.Bool, 2, 5, 7, 3)
            .Node("MaxPool", "x", "p", ("kernel_shape", new[] { 1, 1 })).Node("Where", ["c", "p", "x"], ["y"])
            .Node("Where", ["c", "x", "p"], ["z"]).Output("y").Output("z").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x, c], Tolerance.Exact);
    }
}
