using Fovea.Inference.Graphs;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>What operators say of their nodes is true of what the nodes compute, not optimised, from random tensors.</summary>
public sealed class OperatorClaimsTests
{
    public static TheoryData<string, int> ThatKeepElements() => That(node => node.Operator.KeepsElements);

    public static TheoryData<string, int> Identities() => That(node => node.Operator.IsIdentity(node));

    public static TheoryData<string, int> ThatRead() => That(node => node.Inputs.Any(i => i is { Constant: null }));

    public static TheoryData<string, int> Sums() => That(node => node.Operator.IsSum(node));

    public static TheoryData<string, int> Concatenations() => That(node => node.Operator.Concatenates(node) is not null);

    public static TheoryData<string, int> Scales() =>
        That(node => Axes(node).Any(axis => node.Operator.ChannelScale(node, axis) is not null));

    public static TheoryData<string, int> Frames() => That(node => node.Operator.ZeroPadding(node) is not null);

    public static TheoryData<string, int> All() => That(_ => true);

    [Fact]
    public void Every_claim_is_made_by_an_example()
    {
        Holds(nameof(Operator.KeepsElements), ThatKeepElements());
        Holds(nameof(Operator.IsIdentity), Identities());
        Holds(nameof(Operator.IsSum), Sums());
        Holds(nameof(Operator.Concatenates), Concatenations());
        Holds(nameof(Operator.ChannelScale), Scales());
        Holds(nameof(Operator.ZeroPadding), Frames());

        static void Holds(string member, TheoryData<string, int> examples) =>
            Assert.Equal(
                OperatorMembers.Declaring(member), examples.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ThatKeepElements))]
    public void Elements_keep_their_order(string operation, int example)
    {
        (_, Tensor[] operands, Tensor result) = Run(operation, example, seed: 1);
        Assert.Equal(operands[0].ElementType, result.ElementType);
        Assert.Equal(operands[0].ToDoubles(), result.ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public void An_identity_gives_its_operand(string operation, int example)
    {
        (_, Tensor[] operands, Tensor result) = Run(operation, example, seed: 2);
        Assert.Equal(operands[0].ElementType, result.ElementType);
        ModelCheck.SameBits(operands[0], result, operation);
    }

    [Theory]
    [MemberData(nameof(ThatRead))]
    public void A_result_depends_on_the_data_unless_only_shapes_are_read(string operation, int example)
    {
        (Node node, _, Tensor one) = Run(operation, example, seed: 3);
        (_, _, Tensor other) = Run(operation, example, seed: 4);
        Assert.Equal(node.Operator.ReadsOnlyShapes, one.Bytes.Span.SequenceEqual(other.Bytes.Span));
    }

    [Theory]
    [MemberData(nameof(Sums))]
    public void A_sum_is_the_sum_of_its_operands(string operation, int example)
    {
        (_, Tensor[] operands, Tensor result) = Run(operation, example, seed: 5);
        NdArray a = operands[0], b = operands[1];
        Same(NdArray.Build(result.Shape, index => Broadcast(a, index) + Broadcast(b, index)), result);
    }

    [Theory]
    [MemberData(nameof(Concatenations))]
    public void A_concatenation_is_its_operands_one_after_another(string operation, int example)
    {
        (Node node, Tensor[] operands, Tensor result) = Run(operation, example, seed: 6);
        (int axis, IReadOnlyList<ConcatenatedPart> parts) = node.Operator.Concatenates(node)!;
        NdArray found = result;
        long start = 0;
        foreach ((Value operand, bool isUnchanged) in parts)
        {
            Tensor part = operands[Array.IndexOf(node.Inputs, operand)];
            if (isUnchanged)
                Same(NdArray.Build(part.Shape, i => found[[.. i.Select((x, a) => a == axis ? x + start : x)]]), part);
            start += part.Shape[axis];
        }

        Assert.Equal(start, result.Shape[axis]);
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void A_channel_scale_is_a_factor_and_a_shift_per_index_of_the_axis(string operation, int example)
    {
        (Node node, Tensor[] operands, Tensor result) = Run(operation, example, seed: 7);
        NdArray x = operands[node.Inputs.Index().Single(i => i.Item!.Constant is null).Index];
        foreach (int axis in Axes(node))
        {
            if (node.Operator.ChannelScale(node, axis) is not { } scale)
                continue;
            Assert.Equal(result.Shape[axis], scale.Channels);
            double[]? factors = scale.Factors?.Read(), shifts = scale.Shifts?.Read();
            Same(NdArray.Build(result.Shape, i => (x[i] * (factors?[i[axis]] ?? 1)) + (shifts?[i[axis]] ?? 0)), result);
        }
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Zero_padding_surrounds_the_operand(string operation, int example)
    {
        (Node node, Tensor[] operands, Tensor result) = Run(operation, example, seed: 8);
        SpatialPadding frame = node.Operator.ZeroPadding(node)!;
        NdArray x = operands[0];
        Assert.Equal(Enumerable.Range(0, frame.Axes).Select(a => x.Shape[a + 2] + frame.Begin[a] + frame.End[a]), result.Shape.Skip(2));
        Same(
            NdArray.Build(result.Shape, index =>
            {
                long[] inside = [.. index.Select((i, axis) => axis < 2 ? i : i - frame.Begin[axis - 2])];
                return inside.Index().All(p => p.Item >= 0 && p.Item < x.Shape[p.Index]) ? x[inside] : 0;
            }),
            result);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_element_lies_in_the_range(string operation, int example)
    {
        Node node = NodeOf(operation, example);
        Interval range = new ValueRanges(SpecializedGraph.Of(OperatorExamples.Build(operation, example))).Of(node.Outputs[0]);
        (_, _, Tensor result) = Run(operation, example, seed: 9);
        Assert.All(result.ToDoubles(), value => Assert.True(
            double.IsNaN(value) || (value >= range.Min - 1e-6 && value <= range.Max + 1e-6), $"{value} is not in {range}"));
    }

    private static TheoryData<string, int> That(Func<Node, bool> claim)
    {
        var data = new TheoryData<string, int>();
        foreach ((string operation, Func<OnnxModelBuilder, OnnxModelBuilder>[] examples) in OperatorExamples.All)
        {
            foreach (int example in Enumerable.Range(0, examples.Length).Where(i => claim(NodeOf(operation, i))))
                data.Add(operation, example);
        }

        return data;
    }

    private static IEnumerable<int> Axes(Node node) => Enumerable.Range(0, node.Outputs[0].Shape.Rank);

    private static Node NodeOf(string operation, int example) =>
        SpecializedGraph.Of(OperatorExamples.Build(operation, example)).Nodes.Single(n => n.Outputs[0].Name == "y");

    /// <summary>Runs an example as it is written: its node, the node's operands and its first result.</summary>
    private static (Node Node, Tensor[] Operands, Tensor Result) Run(string operation, int example, int seed)
    {
        var random = new TensorRandom(seed);
        Node node = NodeOf(operation, example);
        string[] read = [.. node.Inputs.Where(i => i is { Constant: null }).Select(i => i!.Name).Distinct()];
        OnnxModelBuilder builder = OperatorExamples.Build(operation, example);
        foreach (string operand in read)
            builder.Output(operand);
        using InferenceModel model = TestEngines.Get(InstructionSets.Best, optimize: false).Load(builder.Build(), "test.onnx");
        Tensor[] results = model.Run([.. model.Inputs.Select(i => Data(random, i))]);
        return (
            node, [
                .. node.Inputs.Where(i => i is not null)
                    .Select(i => i!.Constant?.ReadAll() ?? results[1 + Array.IndexOf(read, i.Name)])], results[0]);
    }

    private static Tensor Data(TensorRandom random, ModelValue input) => input.ElementType == ElementType.Float32
        ? random.Floats(input.Shape.ToShape(), 0.25f, 4)
        : random.Any(input.ElementType, input.Shape.ToShape());

    private static double Broadcast(NdArray x, long[] index) =>
        x[[.. index.Skip(index.Length - x.Rank).Select((i, axis) => x.Shape[axis] == 1 ? 0 : i)]];

    private static void Same(NdArray expected, Tensor actual)
    {
        string? difference = Tolerance.Rounding.Explain(expected.Shape, expected.Values, actual);
        Assert.True(difference is null, difference);
    }
}
