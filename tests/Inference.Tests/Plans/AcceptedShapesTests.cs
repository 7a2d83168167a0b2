using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>Which shapes of an open input agree with the graph: its weights tell the number of channels.</summary>
public sealed class AcceptedShapesTests
{
    private static readonly int[] Counts = [1, 2, 3, 4, 6];

    /// <summary>What lies between the input 'x' and the convolution of 'c', and on which axis of the input the channels are.</summary>
    public static TheoryData<string, int> Ways() => new()
    {
        { "Identity x c", 1 },
        { "Transpose x c", 3 },
        { "Sub x mean a; Div a std c", 1 },
        { "Mul x scale a; Transpose a c", 3 },
        { "Pad x pads c", 1 },
        { "Cast x c", 1 },
        { "Clip x c", 1 },
        { "Relu x a; MaxPool a c", 1 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_first_convolution_tells_the_channels_through_what_lies_before_it(string nodes, int axis)
    {
        foreach (int channels in new[] { 1, 3, 4 })
        {
            using InferenceModel model = TestEngines.Best.Load(Build(nodes, channels, groups: 1), "test.onnx");
            Assert.Equal([channels], Counts.Where(count => model.Accepts(0, Shape(axis, count))));
        }
    }

    [Fact]
    public void Groups_count()
    {
        using InferenceModel model = TestEngines.Best.Load(Build("Identity x c", 4, groups: 4), "test.onnx");
        Assert.Equal([4], Counts.Where(count => model.Accepts(0, Shape(1, count))));
    }

    [Fact]
    public void Any_other_axis_may_have_any_extent_of_at_least_the_window()
    {
        int[] extents = [.. Counts.Where(count => count >= 3), 2048];
        using InferenceModel model = TestEngines.Best.Load(Build("Identity x c", 3, groups: 1), "test.onnx");
        Assert.Equal(extents, Counts.Append(2048).Where(count => model.Accepts(0, Shape(3, count))));
    }

    [Fact]
    public void Nothing_that_is_seen_of_the_model_changes()
    {
        using InferenceModel model = TestEngines.Best.Load(Build("Identity x c", 3, groups: 1), "test.onnx");
        string before = model.GraphText;
        Assert.False(model.Accepts(0, Shape(1, 4)));
        Assert.Equal(before, model.GraphText);
        Assert.Equal("y", Assert.Single(model.Compile([new Shape(1, 3, 8, 8)]).Outputs).Name);
    }

    private static SymbolicShape Shape(int axis, int count)
    {
        Dimension[] extents = [.. Enumerable.Repeat(Dimension.Unknown, 4)];
        extents[axis] = count;
        return new SymbolicShape(extents);
    }

    private static byte[] Build(string nodes, int channels, int groups)
    {
        static Dimension Open(string name) => Dimension.Named(name);
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", Open("n"), Open("a"), Open("b"), Open("c0"))
            .Initializer("mean", TestTensors.Float(0.5f)).Initializer("std", TestTensors.Float(0.25f))
            .Initializer("scale", TestTensors.Float(1 / 255f)).Initializer("pads", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1))
            .Initializer("w", new TensorRandom(1).Floats(new Shape(4, channels / groups, 3, 3)));
        foreach (string node in nodes.Split("; "))
        {
            string[] words = node.Split(' ');
            (string, object)[] attributes = words[0] switch
            {
                "Transpose" => [("perm", new[] { 0L, 3L, 1L, 2L })],
                "Cast" => [("to", (long)ElementType.Float32)],
                "MaxPool" => [("kernel_shape", new[] { 2L, 2L })],
                _ => [],
            };
            builder.Node(words[0], words[1..^1], [words[^1]], attributes);
        }

        return builder.Node("Conv", ["c", "w"], ["y"], ("group", (long)groups)).Output("y").Build();
    }
}
