using System.Diagnostics;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Models that an attacker would write by hand: each is refused with a sentence that names what is wrong, and quickly.</summary>
public sealed class WrittenCaseTests
{
    // Generous, because the machine may be busy: each takes milliseconds.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<string, (Func<OnnxModelBuilder> Model, string Sentence)> Cases = new()
    {
        ["an input of too many elements"] = (
            () => new OnnxModelBuilder().Input("x", 1L << 40, 1L << 40).Node("Relu", "x", "y"), "more than 2^47 elements"),
        ["a shape whose product overflows"] = (() => Reshaped(1L << 62, 4), "exceeds 2^63-1"),
        ["a shape with a negative extent"] = (() => Reshaped(-2, -2), "has the extent -2"),
        ["a shape of the least integer"] = (() => Reshaped(long.MinValue, 1), "has the extent -9223372036854775808"),
        ["a shape without extents"] = (() => Reshaped(), "has 144 elements"),
        ["a shape that is no list of integers"] = (
            () => WithImage().Initializer("s", new Tensor(ElementType.Bool, new Shape(0))).Node("Reshape", ["x", "s"], ["y"]),
            "input 1 ('s') is Bool; supported are"),
        ["a broadcast to more than memory holds"] = (
            () => WithImage().Initializer("s", TestTensors.Int64s(1L << 40, 4, 1L << 40, 6)).Node("Expand", ["x", "s"], ["y"]),
            "do not broadcast"),
        ["a fill of a negative extent"] = (() => Filled(-1), "expected at least 0"),
        ["a fill that overflows"] = (() => Filled(1L << 40, 1L << 40), "more than 2^47 elements"),
        ["pads of the least integer"] = (() => Padded(long.MinValue, 0), "each must be between -2^20 and 2^20"),
        ["pads that crop more than there is"] = (() => Padded(-4, -4), "expected at least 0"),
        ["pads of a mode that does not exist"] = (
            () => WithImage().Initializer("p", TestTensors.Int64s(new long[8])).Node("Pad", ["x", "p"], ["y"], ("mode", "mirror")),
            "mode is 'mirror'; expected one of constant, reflect, edge, wrap"),
        ["a step of 0"] = (
            () => WithImage().Initializer("i", TestTensors.Int64s(0)).Node("Slice", ["x", "i", "i", "i", "i"], ["y"]), "has a step of 0"),
        ["an index beyond the axis"] = (
            () => WithImage().Initializer("i", TestTensors.Int64s(6)).Node("Gather", ["x", "i"], ["y"], ("axis", 2)),
            "the index 6 is outside an axis of 6"),
        ["an index of the least integer"] = (
            () => WithImage().Initializer("i", TestTensors.Int64s(long.MinValue)).Node("Gather", ["x", "i"], ["y"], ("axis", 2)),
            "is outside an axis of 6"),
        ["a divisor of zero"] = (
            () => new OnnxModelBuilder().Input("x", ElementType.Int32, 2).Initializer("z", Tensor.From<int>(new Shape(2), [1, 0]))
                .Node("Div", ["x", "z"], ["y"]), "division by zero: input 1 is a constant with a zero"),
        ["groups that do not divide the outputs"] = (
            () => WithImage().Initializer("w", new Tensor(ElementType.Float32, new Shape(3, 2, 1, 1)))
                .Node("Conv", ["x", "w"], ["y"], ("group", 2)), "group"),
        ["a cycle of three nodes"] = (
            () => WithImage().Node("Add", ["x", "c"], ["a"]).Node("Relu", "a", "b").Node("Relu", "b", "c").Node("Relu", "b", "y"), "cycle"),
        ["an attribute that is given twice"] = (
            () => WithImage().Node("Softmax", ["x"], ["y"], ("axis", 1), ("axis", 2)), "attribute 'axis': is given twice"),
        ["one name for two outputs of a node"] = (
            () => WithImage().Node("Split", ["x"], ["y", "y"], ("axis", 1)), "names one output twice"),
        ["functions that call each other without end"] = (Recursion, "the function local.Again calls itself"),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_written_case_is_refused_by_name(string name)
    {
        (Func<OnnxModelBuilder> model, string sentence) = Cases[name];
        Refused(model().Output("y").Model.ToByteArray(), sentence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_border_of_a_million_rows_takes_one_step(bool constant)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("z", 1);
        _ = constant ? builder.Initializer("x", new TensorRandom(1).Floats(1, 1, 2, 2)) : builder.Input("x", 1, 1, 2, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var engine = new InferenceEngine(new InferenceOptions { LoadLimits = new LoadLimits { MaxObjects = 1_000 } });
        using InferenceModel model = engine.Load(
            builder.Initializer("p", TestTensors.Int64s(0, 0, 1 << 20, 0, 0, 0, 1 << 20, 0))
                .Node("Pad", ["x", "p"], ["y"], ("mode", "edge")).Output("y").Build(), "bad.onnx");
        model.Compile([.. model.Inputs.Select(input => input.Shape.ToShape())]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    public static TheoryData<string, string, object> AttributesOfWindows()
    {
        var data = new TheoryData<string, string, object>();
        foreach (string operation in new[] { "Conv", "ConvTranspose", "MaxPool", "AveragePool" })
        {
            foreach (long wrong in new[] { 0, -1, long.MinValue })
            {
                data.Add(operation, "strides", new[] { wrong, 1 });
                data.Add(operation, "kernel_shape", new[] { wrong, 1 });
                if (operation != "AveragePool")
                    data.Add(operation, "dilations", new[] { wrong, 1 });
            }

            data.Add(operation, "pads", new[] { long.MinValue, 0, 0, 0 });
            data.Add(operation, "pads", new[] { long.MaxValue, long.MaxValue, 0, 0 });
            data.Add(operation, "pads", new long[] { -7, 0, 0, 0 });
            if (operation.StartsWith("Conv", StringComparison.Ordinal))
            {
                foreach (long groups in new[] { 0, -1, 3, long.MinValue, long.MaxValue })
                    data.Add(operation, "group", groups);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AttributesOfWindows))]
    public void A_window_that_cannot_be_is_refused(string operation, string attribute, object value)
    {
        OnnxModelBuilder builder = WithImage();
        (string, object)[] attributes = [(attribute, value)];
        if (operation.StartsWith("Conv", StringComparison.Ordinal))
        {
            builder.Initializer("w", new Tensor(ElementType.Float32, new Shape(4, 4, 2, 2))).Node(operation, ["x", "w"], ["y"], attributes);
        }
        else
        {
            if (attribute != "kernel_shape")
                attributes = [.. attributes, ("kernel_shape", new[] { 2, 2 })];
            builder.Node(operation, ["x"], ["y"], attributes);
        }

        Refused(builder.Output("y").Build(), $"'{operation}_0' ({operation})");
    }

    [Theory]
    [InlineData("Concat", "axis")]
    [InlineData("Flatten", "axis")]
    [InlineData("Gather", "axis")]
    [InlineData("LayerNormalization", "axis")]
    [InlineData("Pad", "axes input")]
    [InlineData("ReduceMean", "axes")]
    [InlineData("ReduceSum", "axes input")]
    [InlineData("Slice", "axes input")]
    [InlineData("Softmax", "axis")]
    [InlineData("Split", "axis")]
    [InlineData("Squeeze", "axes input")]
    [InlineData("Transpose", "perm")]
    [InlineData("Unsqueeze", "axes input")]
    public void The_least_and_the_largest_integer_are_no_axes(string operation, string where)
    {
        foreach (long axis in new[] { long.MinValue, long.MinValue + 3, long.MaxValue })
        {
            OnnxModelBuilder builder = new OnnxModelBuilder(operation is "ReduceMean" ? 13 : 18).Input("x", 1, 4, 6, 6)
                .Initializer("a", TestTensors.Int64s(axis)).Initializer("i", TestTensors.Int64s(0))
                .Initializer("two", TestTensors.Int64s(0, 0))
                .Initializer("f", TestTensors.Floats(1, 1, 1, 1, 1, 1));
            string[] inputs = operation switch
            {
                "Concat" => ["x", "x"],
                "Gather" => ["x", "i"],
                "LayerNormalization" => ["x", "f"],
                "Pad" => ["x", "two", "", "a"],
                "Slice" => ["x", "i", "i", "a"],
                _ => where == "axes input" ? ["x", "a"] : ["x"],
            };
            (string, object)[] attributes = where switch
            {
                "axis" => [("axis", axis)],
                "axes" => [("axes", new[] { axis })],
                "perm" => [("perm", new[] { 0, 1, 2, axis })],
                _ => [],
            };
            Refused(builder.Node(operation, inputs, ["y"], attributes).Output("y").Build(), $"'{operation}_0' ({operation})");
        }
    }

    [Fact]
    public void Ten_thousand_nested_graphs_are_refused()
    {
        // A graph with a node with an attribute with a graph ...
        byte[] graph = [];
        for (int depth = 0; depth < 10_000; depth++)
            graph = Field(1, Field(5, [.. Field(1, "then_branch"u8), .. Field(6, graph), 0xA0, 0x01, 5]));
        byte[] model = new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "y").Output("y").Build();
        Refused([.. model, .. Field(7, graph)], "bad.onnx: ");
    }

    [Fact]
    public void A_million_nodes_are_refused()
    {
        byte[] node = Field(1, [.. Field(1, "x"u8), .. Field(4, "Relu"u8)]);
        byte[] nodes = new byte[1_000_000 * node.Length];
        for (int i = 0; i < nodes.Length; i += node.Length)
            node.CopyTo(nodes, i);
        byte[] model = new OnnxModelBuilder().Input("x", 1).Node("Relu", "x", "y").Output("y").Build();
        Refused([.. model, .. Field(7, nodes)], "bad.onnx: ");
    }

    private static OnnxModelBuilder WithImage() => new OnnxModelBuilder().Input("x", 1, 4, 6, 6);

    private static OnnxModelBuilder Reshaped(params long[] shape) =>
        WithImage().Initializer("s", TestTensors.Int64s(shape)).Node("Reshape", ["x", "s"], ["y"]);

    private static OnnxModelBuilder Filled(params long[] shape) =>
        WithImage().Initializer("s", TestTensors.Int64s(shape)).Node("ConstantOfShape", ["s"], ["y"]);

    private static OnnxModelBuilder Padded(long begin, long end) =>
        WithImage().Initializer("p", TestTensors.Int64s(0, 0, begin, 0, 0, 0, end, 0)).Node("Pad", ["x", "p"], ["y"]);

    private static OnnxModelBuilder Recursion()
    {
        OnnxModelBuilder builder = WithImage().Domain("local", 1).Node("Again", "x", "y");
        builder.Model.Graph.Node[0].Domain = "local";
        // ModelProto.functions, which the schema of the engine leaves out: a function of one node that calls itself.
        byte[] call = [.. Field(1, "a"u8), .. Field(2, "b"u8), .. Field(4, "Again"u8), .. Field(7, "local"u8)];
        byte[] function = [.. Field(1, "Again"u8), .. Field(4, "a"u8), .. Field(5, "b"u8), .. Field(7, call), .. Field(10, "local"u8)];
        builder.Model.MergeFrom(Field(25, function));
        return builder;
    }

    private static void Refused(byte[] bytes, string sentence)
    {
        long start = Stopwatch.GetTimestamp();
        InferenceException error = RefusedModel.With(() =>
        {
            using InferenceModel model = TestEngines.Best.Load(bytes, "bad.onnx");
            model.Compile([.. model.Inputs.Select(input => input.Shape.ToShape())]);
        });
        Assert.StartsWith("bad.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(start) < MostTime);
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        var bytes = new MemoryStream();
        Varint(bytes, (ulong)((number << 3) | 2));
        Varint(bytes, (ulong)content.Length);
        bytes.Write(content);
        return bytes.ToArray();
    }

    private static void Varint(MemoryStream bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.WriteByte((byte)(value | 0x80));
        bytes.WriteByte((byte)value);
    }
}
