using System.Text;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Support;

/// <summary>A folder of small models, good and bad, that is deleted with this object.</summary>
public sealed class TestModels : IDisposable
{
    private const string NoNormalization = """{ "normalize": { "divide": 255 }, "resize": { "rule": "exact", "width": 4, "height": 4 } }""";

    public static IReadOnlyList<string> OddLayerNames { get; } =
        ["50% of it", "a%2Fb", "x#y?z=1&w", "Größe/1+1", "//doubled//", "semi;colon:0", "\"quoted\"", "%", "/featuremaps/inner"];

    public string Folder { get; } = Directory.CreateTempSubdirectory("fovea-models-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public TestModels Add(string name, byte[] model, string? labels = null, string? settings = NoNormalization)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        if (labels is not null)
            File.WriteAllText(Path.Combine(folder, "labels.txt"), labels);
        if (settings is not null)
            File.WriteAllText(Path.Combine(folder, "fovea.json"), settings);
        return this;
    }

    /// <summary>Models that are ready after loading.</summary>
    public TestModels AddGood() =>
        Add("colours", Colours(-1), "red\ngreen\nblue\n")
        .Add("colours-one-by-one", Colours(1), "red\ngreen\nblue\n")
        .Add("colours-in-pairs", Colours(2), "red\ngreen\nblue\n")
        .Add("edges", Edges())
        .Add("two-inputs", TwoInputs(), settings: null)
        .Add("not-a-number", NotANumber())
        .Add("odd-names", OddNames())
        .Add(Path.Combine("versions", "1"), Colours(-1), "r1\ng1\nb1\n")
        .Add(Path.Combine("versions", "2"), Colours(-1), "r2\ng2\nb2\n");

    /// <summary>
    /// Models that take and give every element type, several inputs and outputs, and shapes that are only known at a run.
    /// </summary>
    public TestModels AddTyped() =>
        Add("types", Types(), settings: null)
        .Add(
            "further-types",
            Types(("int16", OnnxFile.Int16), ("uint16", OnnxFile.UInt16), ("uint32", OnnxFile.UInt32), ("uint64", OnnxFile.UInt64)),
            settings: null)
        .Add("half", Types(("fp16", OnnxFile.Half)), settings: null)
        .Add("bfloat", Types(("bf16", OnnxFile.BFloat)), settings: null)
        .Add("sum-and-difference", SumAndDifference(), settings: null)
        .Add("echo", Echo(), settings: null)
        .Add("product", Product(), settings: null);

    /// <summary>A model with an operator that nobody has.</summary>
    public static byte[] UnknownOperator() =>
        new OnnxFile().Input("image", -1, 3, 4, 4).Node("Frobnicate", ["image"], "scores", "the_node").Output("scores", -1, 3).Build();

    /// <summary>Models that cannot be loaded.</summary>
    public TestModels AddBad() =>
        Add("truncated", Colours(-1)[..^40])
        .Add("no-onnx", Encoding.UTF8.GetBytes("<html>this is no model</html>"))
        .Add("unknown-operator", UnknownOperator())
        .Add(
            "unknown-opset", new OnnxFile().Input("image", -1, 3, 4, 4).Node("Relu", ["image"], "scores", "r").Output("scores", -1, 3, 4, 4)
                .Build(opset: 9999))
        .Add(
            "lying-sizes", new OnnxFile().Input("image", -1, 3, 4, 4).Tensor("w", 1, [3, 3, 100_000, 100_000], [1, 2, 3, 4])
                .Node("Conv", ["image", "w"], "scores", "c").Output("scores", -1, 3, 4, 4).Build())
        .Add("wrong-labels", Colours(-1), "only\ntwo\n")
        .Add("wrong-settings", Colours(-1), settings: """{ "colour": "blue" }""");

    /// <summary>Scores are the mean of each colour channel times 10: a red picture is "red". Its layers have names with slashes.</summary>
    public static byte[] Colours(long batch) => new OnnxFile()
        .Input("image", batch, 3, 4, 4)
        .Weights("w", [3, 3, 1, 1], 10, 0, 0, 0, 10, 0, 0, 0, 10)
        .Integers("flat", 0, 3, -1)
        .Integers("square", 0, 3, 4, 4)
        .Node("Conv", ["image", "w"], "block/conv", "Conv_0", ("kernel_shape", [1, 1]))
        .Node("Relu", ["block/conv"], "block/relu", "Relu_1")
        .Node("Reshape", ["block/relu", "flat"], "rows", "Reshape_2")
        .Node("Reshape", ["rows", "square"], "maps", "Reshape_3")
        .Node("GlobalAveragePool", ["maps"], "/pool/Output", "Pool_4")
        .Node("Flatten", ["/pool/Output"], "scores", "Flatten_5")
        .Output("scores", batch, 3)
        .Build();

    /// <summary>Makes pictures twice as large, of pictures of 32 x 32 pixels: larger ones go through it in tiles.</summary>
    public static byte[] Enlarging() => new OnnxFile()
        .Input("image", 1, 3, 32, 32)
        .Integers("fixed", 1, 12, 32, 32)
        .Weights("w", [12, 3, 3, 3], [.. Enumerable.Range(0, 12 * 27).Select(i => ((i * 37) % 11) / 100f)])
        .Node("Conv", ["image", "w"], "conv", "Conv_0", ("kernel_shape", [3, 3]), ("pads", [1, 1, 1, 1]))
        .Node("Reshape", ["conv", "fixed"], "same").NodeWith("DepthToSpace", ["same"], "made", "blocksize", 2)
        .Output("made", 1, 3, 64, 64)
        .Build();

    private static byte[] Edges() => new OnnxFile()
        .Input("image", -1, 1, 4, 4)
        .Weights("w", [2, 1, 1, 1], 1, -1)
        .Node("Conv", ["image", "w"], "edges", "Conv_0", ("kernel_shape", [1, 1]))
        .Output("edges", -1, 2, 4, 4)
        .Build();

    /// <summary>A chain of layers with names that need care in an address.</summary>
    private static byte[] OddNames()
    {
        var file = new OnnxFile().Input("image", -1, 3, 4, 4);
        string previous = "image";
        foreach (string name in OddLayerNames)
        {
            file.Node("Relu", [previous], name);
            previous = name;
        }

        return file.Output(previous, -1, 3, 4, 4).Build();
    }

    private static byte[] Types() => Types(
        ("fp32", OnnxFile.Float), ("fp64", OnnxFile.Double), ("int64", OnnxFile.Int64), ("int32", OnnxFile.Int32), ("int8", OnnxFile.Int8),
        ("uint8", OnnxFile.UInt8), ("bool", OnnxFile.Bool));

    /// <summary>Every input comes out again.</summary>
    private static byte[] Types(params (string Name, int Type)[] values)
    {
        var file = new OnnxFile();
        foreach ((string name, int type) in values)
        {
            file.TypedInput(name, type, -1, 2).Node("Identity", [name], $"{name}-out").TypedOutput($"{name}-out", type, -1, 2);
        }

        return file.Build();
    }

    private static byte[] SumAndDifference() => new OnnxFile()
        .Input("a", -1, 2)
        .Input("b", -1, 2)
        .Node("Add", ["a", "b"], "sum")
        .Node("Sub", ["a", "b"], "difference")
        .Output("sum", -1, 2)
        .Output("difference", -1, 2)
        .Build();

    private static byte[] Echo() => new OnnxFile().Input("x", -1, -1, 2).Node("Identity", ["x"], "y").Output("y", -1, -1, 2).Build();

    private static byte[] Product() => new OnnxFile()
        .Input("x", -1, -1)
        .Weights("w", [2, 2], 1, 2, 3, 4)
        .Node("MatMul", ["x", "w"], "y")
        .Output("y", -1, 2)
        .Build();

    private static byte[] TwoInputs() => new OnnxFile()
        .Input("a", -1, 3, 4, 4)
        .Input("b", -1, 3, 4, 4)
        .Node("Add", ["a", "b"], "sum", "Add_0")
        .Output("sum", -1, 3, 4, 4)
        .Build();

    private static byte[] NotANumber() => new OnnxFile()
        .Input("image", -1, 3, 4, 4)
        .Node("Sub", ["image", "image"], "nothing", "Sub_0")
        .Node("Div", ["nothing", "nothing"], "undefined", "Div_1")
        .Node("GlobalAveragePool", ["undefined"], "mean", "Pool_2")
        .Node("Flatten", ["mean"], "scores", "Flatten_3")
        .Output("scores", -1, 3)
        .Build();
}
