using Fovea.Inference.Graphs;
using Fovea.Inference.Optimization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Frames of zeros that a window takes as its padding, and frames that it may not take.</summary>
public sealed class FoldPaddingTests
{
    private static readonly (string, object) Kernel = ("kernel_shape", new[] { 3, 3 });

    /// <summary>
    /// A window over %a, which is %x padded by [1,2] before and [0,1] after: the node as printed before and after the pass.
    /// </summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Before, string After)> Windows =
        new()
        {
            ["convolution"] = (
            b => b.Node("Conv", ["a", "w"], ["y"]),
            "%y Float32[1,2,4,6] = Conv(%a, %w Float32[2,2,3,3])",
            "%y Float32[1,2,4,6] = Conv(%x, %w Float32[2,2,3,3]) auto_pad=NOTSET pads=[1,2,0,1]"),
            ["convolution with padding of its own"] = (
            b => b.Node("Conv", ["a", "w", "c"], ["y"], ("pads", new[] { 1, 1, 2, 3 }), ("strides", new[] { 2, 2 })),
            "%y Float32[1,2,4,5] = Conv(%a, %w Float32[2,2,3,3], %c Float32[2]) pads=[1,1,2,3] strides=[2,2]",
            "%y Float32[1,2,4,5] = Conv(%x, %w Float32[2,2,3,3], %c Float32[2]) auto_pad=NOTSET pads=[2,3,2,4] strides=[2,2]"),
            ["convolution without any padding"] = (
            b => b.Node("Conv", ["a", "w"], ["y"], ("auto_pad", "VALID")),
            "%y Float32[1,2,4,6] = Conv(%a, %w Float32[2,2,3,3]) auto_pad=VALID",
            "%y Float32[1,2,4,6] = Conv(%x, %w Float32[2,2,3,3]) auto_pad=NOTSET pads=[1,2,0,1]"),
            ["average"] = (
            b => b.Node("AveragePool", "a", "y", Kernel),
            "%y Float32[1,2,4,6] = AveragePool(%a) kernel_shape=[3,3]",
            "%y Float32[1,2,4,6] = AveragePool(%x) auto_pad=NOTSET count_include_pad=1 kernel_shape=[3,3] pads=[1,2,0,1]"),
            ["average that counts its own padding"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("pads", new[] { 1, 0, 2, 1 }), ("count_include_pad", 1)),
            "%y Float32[1,2,7,7] = AveragePool(%a) count_include_pad=1 kernel_shape=[3,3] pads=[1,0,2,1]",
            "%y Float32[1,2,7,7] = AveragePool(%x) auto_pad=NOTSET count_include_pad=1 kernel_shape=[3,3] pads=[2,2,2,2]"),
            ["average without any padding"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("auto_pad", "VALID")),
            "%y Float32[1,2,4,6] = AveragePool(%a) auto_pad=VALID kernel_shape=[3,3]",
            "%y Float32[1,2,4,6] = AveragePool(%x) auto_pad=NOTSET count_include_pad=1 kernel_shape=[3,3] pads=[1,2,0,1]"),
        };

    /// <summary>Windows over %a that may not take the frame, as printed.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line)> OtherWindows = new()
    {
        ["convolution whose padding follows from its input"] = (
            b => b.Node("Conv", ["a", "w"], ["y"], ("auto_pad", "SAME_UPPER")),
            "%y Float32[1,2,6,8] = Conv(%a, %w Float32[2,2,3,3]) auto_pad=SAME_UPPER"),
        ["transposed convolution"] = (
            b => b.Node("ConvTranspose", ["a", "w"], ["y"]), "%y Float32[1,2,8,10] = ConvTranspose(%a, %w Float32[2,2,3,3])"),
        ["maximum"] = (b => b.Node("MaxPool", "a", "y", Kernel), "%y Float32[1,2,4,6] = MaxPool(%a) kernel_shape=[3,3]"),
        ["average over the whole map"] = (b => b.Node("GlobalAveragePool", "a", "y"), "%y Float32[1,2,1,1] = GlobalAveragePool(%a)"),
        ["average that leaves its own padding out"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("pads", new[] { 0, 0, 1, 0 })),
            "%y Float32[1,2,5,6] = AveragePool(%a) kernel_shape=[3,3] pads=[0,0,1,0]"),
        ["average whose windows hang over the end"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("ceil_mode", 1)),
            "%y Float32[1,2,4,6] = AveragePool(%a) ceil_mode=1 kernel_shape=[3,3]"),
        ["average whose padding follows from its input"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("auto_pad", "SAME_LOWER")),
            "%y Float32[1,2,6,8] = AveragePool(%a) auto_pad=SAME_LOWER kernel_shape=[3,3]"),
        ["average no wider than the frame begins"] = (
            b => b.Node("AveragePool", "a", "y", ("kernel_shape", new[] { 3, 2 })),
            "%y Float32[1,2,4,7] = AveragePool(%a) kernel_shape=[3,2]"),
        ["average no wider than the frame and its own padding begin"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("pads", new[] { 0, 1, 0, 0 }), ("count_include_pad", 1)),
            "%y Float32[1,2,4,7] = AveragePool(%a) count_include_pad=1 kernel_shape=[3,3] pads=[0,1,0,0]"),
        ["average no wider than the frame and its own padding end"] = (
            b => b.Node("AveragePool", "a", "y", Kernel, ("pads", new[] { 0, 0, 0, 2 }), ("count_include_pad", 1)),
            "%y Float32[1,2,4,8] = AveragePool(%a) count_include_pad=1 kernel_shape=[3,3] pads=[0,0,0,2]"),
    };

    /// <summary>Nodes that write %a from %x, of which a convolution takes nothing: as printed, and the shape of the convolution.</summary>
    private static readonly Dictionary<string, (Func<OnnxModelBuilder, OnnxModelBuilder> Build, string Line, string Result)> OtherFrames =
        new()
        {
            ["mirrored"] = (
            b => b.Node("Pad", ["x", "frame"], ["a"], ("mode", "reflect")), "%a Float32[1,2,6,8] = Pad(%x, %frame Int64[8]) mode=reflect",
            "[1,2,4,6]"),
            ["repeated"] = (
            b => b.Node("Pad", ["x", "frame"], ["a"], ("mode", "edge")), "%a Float32[1,2,6,8] = Pad(%x, %frame Int64[8]) mode=edge",
            "[1,2,4,6]"),
            ["of ones"] = (
            b => b.Node("Pad", ["x", "frame", "one"], ["a"]), "%a Float32[1,2,6,8] = Pad(%x, %frame Int64[8], %one Float32[])",
            "[1,2,4,6]"),
            ["of a number that is given"] = (
            b => b.Input("number", [])
                .Node("Pad", ["x", "frame", "number"], ["a"]), "%a Float32[1,2,6,8] = Pad(%x, %frame Int64[8], %number)", "[1,2,4,6]"),
            ["that crops on one side"] = (
            b => b.Node("Pad", ["x", "crop"], ["a"]), "%a Float32[1,2,6,4] = Pad(%x, %crop Int64[8])", "[1,2,4,2]"),
            ["along the images"] = (
                b => b.Node("Pad", ["x", "images"], ["a"]), "%a Float32[2,2,5,5] = Pad(%x, %images Int64[8])", "[2,2,3,3]"),
            ["behind the images"] = (
            b => b.Node("Pad", ["x", "behind"], ["a"]), "%a Float32[2,2,5,5] = Pad(%x, %behind Int64[8])", "[2,2,3,3]"),
            ["that is given"] = (
            b => b.Input("given", ElementType.Int64, 8)
                .Node("Pad", ["x", "given"], ["a"]), "%a Float32[?,?,?,?] = Pad(%x, %given)", "[?,2,?,?]"),
            ["of none"] = (b => b.Node("Abs", "x", "a"), "%a Float32[1,2,5,5] = Abs(%x)", "[1,2,3,3]"),
        };

    public static TheoryData<string> WindowNames() => [.. Windows.Keys];

    public static TheoryData<string> OtherWindowNames() => [.. OtherWindows.Keys];

    public static TheoryData<string> OtherFrameNames() => [.. OtherFrames.Keys];

    [Fact]
    public void No_frame_and_no_window_is_forgotten()
    {
        Assert.Equal(["Pad"], OperatorMembers.Declaring(nameof(Operator.ZeroPadding)));
        Assert.Equal(["AveragePool", "Conv"], OperatorMembers.Declaring(nameof(Operator.WithPadding)));
    }

    [Theory]
    [MemberData(nameof(WindowNames))]
    public void Folds_into(string window) => PassCheck.Of<FoldPadding>(Windows[window].Build(Start()
        .Node("Pad", ["x", "frame"], ["a"])).Output("y"))
        .Turns($"""
            input %x Float32[1,2,5,5]
            %a Float32[1,2,6,8] = Pad(%x, %frame Int64[8])
            {Windows[window].Before}
            output y = %y
            """)
        .Into($"""
            input %x Float32[1,2,5,5]
            {Windows[window].After}
            output y = %y
            """)
        .Merges("a into y");

    [Theory]
    [MemberData(nameof(OtherWindowNames))]
    public void Keeps_the_frame_before(string window) => PassCheck.Of<FoldPadding>(OtherWindows[window].Build(Start()
        .Node("Pad", ["x", "frame"], ["a"])).Output("y"))
        .Leaves($"""
            input %x Float32[1,2,5,5]
            %a Float32[1,2,6,8] = Pad(%x, %frame Int64[8])
            {OtherWindows[window].Line}
            output y = %y
            """);

    [Theory]
    [MemberData(nameof(OtherFrameNames))]
    public void Keeps_a_frame(string frame)
    {
        OnnxModelBuilder builder = OtherFrames[frame].Build(Start()).Node("Conv", ["a", "w"], ["y"]).Output("y");
        string[] inputs =
            [.. builder.Model.Graph.Input.Skip(1).Select(i => i.Name == "given" ? "input %given Int64[8]\n" : "input %number Float32[]\n")];
        PassCheck.Of<FoldPadding>(builder)
            .Leaves($"""
                input %x Float32[1,2,5,5]
                {string.Concat(inputs)}{OtherFrames[frame].Line}
                %y Float32{OtherFrames[frame].Result} = Conv(%a, %w Float32[2,2,3,3])
                output y = %y
                """);
    }

    [Fact]
    public void Folds_zeros_that_are_written_out_and_one_axis_by_name() => PassCheck.Of<FoldPadding>(
            new OnnxModelBuilder(18).Input("x", 1, 2, 5).Initializer("w", TestTensors.Floats(new Shape(1, 2, 2), 1, 2, 3, 4))
            .Initializer("pads", TestTensors.Int64s(1, 0)).Initializer("zero", TestTensors.Float(0))
            .Initializer("axes", TestTensors.Int64s(-1))
            .Node("Pad", ["x", "pads", "zero", "axes"], ["a"], ("mode", "constant")).Node("Conv", ["a", "w"], ["y"]).Output("y"))
        .Turns("""
            input %x Float32[1,2,5]
            %a Float32[1,2,6] = Pad(%x, %pads Int64[2], %zero Float32[], %axes Int64[1]) mode=constant
            %y Float32[1,1,5] = Conv(%a, %w Float32[1,2,2])
            output y = %y
            """)
        .Into("""
            input %x Float32[1,2,5]
            %y Float32[1,1,5] = Conv(%x, %w Float32[1,2,2]) auto_pad=NOTSET pads=[1,0]
            output y = %y
            """);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    public void Before_opset_11_the_frame_is_an_attribute(float value)
    {
        PassCheck check = PassCheck.Of<FoldPadding>(
            new OnnxModelBuilder(10).Input("x", 1, 2, 5).Initializer("w", TestTensors.Floats(new Shape(1, 2, 2), 1, 2, 3, 4))
            .Node("Pad", "x", "a", ("pads", new[] { 0, 0, 1, 0, 0, 2 }), ("value", value)).Node("Conv", ["a", "w"], ["y"]).Output("y"));
        string before = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            input %x Float32[1,2,5]
            %a Float32[1,2,8] = Pad(%x) pads=[0,0,1,0,0,2] value={value}
            %y Float32[1,1,7] = Conv(%a, %w Float32[1,2,2])
            output y = %y
            """);
        check.Turns(before).Into(value != 0 ? before : """
            input %x Float32[1,2,5]
            %y Float32[1,1,7] = Conv(%x, %w Float32[1,2,2]) auto_pad=NOTSET pads=[1,2]
            output y = %y
            """);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Keeps_a_frame_that_adds_channels(int before, int behind) => PassCheck.Of<FoldPadding>(
            new OnnxModelBuilder().Input("x", 1, 1, 5, 5).Initializer("pads", TestTensors.Int64s(0, before, 0, 0, 0, behind, 0, 0))
            .Initializer("w", new TensorRandom(1).Floats(2, 2, 3, 3))
            .Node("Pad", ["x", "pads"], ["a"]).Node("Conv", ["a", "w"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,1,5,5]
            %a Float32[1,2,5,5] = Pad(%x, %pads Int64[8])
            %y Float32[1,2,3,3] = Conv(%a, %w Float32[2,2,3,3])
            output y = %y
            """);

    [Fact]
    public void Keeps_a_frame_that_is_asked_for() => PassCheck.Of<FoldPadding>(
            Start().Node("Pad", ["x", "frame"], ["a"]).Node("Conv", ["a", "w"], ["y"]).Output("y").Output("a"))
        .Leaves("""
            input %x Float32[1,2,5,5]
            %a Float32[1,2,6,8] = Pad(%x, %frame Int64[8])
            %y Float32[1,2,4,6] = Conv(%a, %w Float32[2,2,3,3])
            output y = %y
            output a = %a
            """);

    [Fact]
    public void Keeps_a_frame_that_two_read() => PassCheck.Of<FoldPadding>(
            Start().Node("Pad", ["x", "frame"], ["a"]).Node("Conv", ["a", "w"], ["b"]).Node("Conv", ["a", "w"], ["d"])
        .Node("Add", ["b", "d"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,5,5]
            %a Float32[1,2,6,8] = Pad(%x, %frame Int64[8])
            %b Float32[1,2,4,6] = Conv(%a, %w Float32[2,2,3,3])
            %d Float32[1,2,4,6] = Conv(%a, %w Float32[2,2,3,3])
            %y Float32[1,2,4,6] = Add(%b, %d)
            output y = %y
            """);

    [Fact]
    public void Keeps_the_frame_of_a_kernel() => PassCheck.Of<FoldPadding>(
            Start().Input("k", 2, 2, 1, 1).Node("Pad", ["k", "frame"], ["a"]).Node("Conv", ["x", "a"], ["y"]).Output("y"))
        .Leaves("""
            input %x Float32[1,2,5,5]
            input %k Float32[2,2,1,1]
            %a Float32[2,2,2,4] = Pad(%k, %frame Int64[8])
            %y Float32[1,2,4,2] = Conv(%x, %a)
            output y = %y
            """);

    private static OnnxModelBuilder Start() => new OnnxModelBuilder(19).Input("x", 1, 2, 5, 5)
        .Initializer("w", new TensorRandom(1).Floats(2, 2, 3, 3)).Initializer("c", TestTensors.Floats(1, 2))
        .Initializer("one", TestTensors.Float(1))
        .Initializer("frame", TestTensors.Int64s(0, 0, 1, 2, 0, 0, 0, 1)).Initializer("crop", TestTensors.Int64s(0, 0, 1, -2, 0, 0, 0, 1))
        .Initializer("images", TestTensors.Int64s(1, 0, 0, 0, 0, 0, 0, 0))
        .Initializer("behind", TestTensors.Int64s(0, 0, 0, 0, 1, 0, 0, 0));
}
