using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Support;

/// <summary>Small models, loaded from a folder of their own.</summary>
internal sealed class ServedModels : IDisposable
{
    private const int Side = 8;
    private const int Colours = 3;
    private const string Exact = """{ "normalize": { "divide": 255 }, "resize": { "rule": "exact", "width": 8, "height": 8 } }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fovea-served-");
    private ModelRepository? _repository;

    public ServedModels(int threads = 2, InstructionSet? instructionSet = null) =>
        Engine = new InferenceEngine(new InferenceOptions { Threads = threads, InstructionSet = instructionSet });

    public InferenceEngine Engine { get; }

    /// <summary>A classifier of any number of images; several of different seeds have different weights.</summary>
    public static OnnxFile Classifier(int seed, long batch = -1) => new OnnxFile()
        .Input("image", batch, 3, Side, Side)
        .Weights("w", [12, 3, 3, 3], Random(seed, 12 * 27))
        .Weights("v", [5, 12, 1, 1], Random(seed + 1000, 60))
        .Node("Conv", ["image", "w"], "conv", "conv_0", ("kernel_shape", [3, 3]))
        .Node("Relu", ["conv"], "relu")
        .Node("Conv", ["relu", "v"], "classes", "conv_1", ("kernel_shape", [1, 1]))
        .Node("GlobalAveragePool", ["classes"], "pool")
        .Node("Flatten", ["pool"], "scores")
        .Output("scores", batch, 5);

    /// <summary>
    /// One classifier of 8 x 8 pixels 0 to 255 with other inputs and outputs: what it makes of an image is the same in every form.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<OnnxFile>> Forms { get; } = new Dictionary<string, Func<OnnxFile>>
    {
        ["nchw"] = () => Form([-1, Colours, Side, Side], OnnxFile.Float, "x").Output("scores", -1, 5),
        ["one"] = () => Form([1, Colours, Side, Side], OnnxFile.Float, "x").Output("scores", -1, 5),
        ["open"] = () => Form([-1, -1, Side, Side], OnnxFile.Float, "x").Output("scores", -1, 5),
        ["nhwc"] = () => Form([-1, Side, Side, Colours], OnnxFile.Float, "x", "Transpose").Output("scores", -1, 5),
        ["chw"] = () => Form([Colours, Side, Side], OnnxFile.Float, "x", "Unsqueeze").Output("scores", -1, 5),
        ["hwc"] = () => Form([Side, Side, Colours], OnnxFile.Float, "x", "Unsqueeze", "Transpose").Output("scores", -1, 5),
        ["bytes"] = () => Form([-1, Colours, Side, Side], OnnxFile.UInt8, "x", "Cast").Output("scores", -1, 5),
        ["bytes-nhwc"] = () => Form([-1, Side, Side, Colours], OnnxFile.UInt8, "x", "Transpose", "Cast").Output("scores", -1, 5),
        ["bytes-hwc"] = () => Form([Side, Side, Colours], OnnxFile.UInt8, "x", "Unsqueeze", "Transpose", "Cast").Output("scores", -1, 5),
        ["half"] = () => Form([-1, Colours, Side, Side], OnnxFile.Half, "x", "Cast").Output("scores", -1, 5),
        ["double"] = () => Form([-1, Colours, Side, Side], OnnxFile.Double, "x", "Cast").Output("scores", -1, 5),
        ["squeezed"] = () => Form([-1, Colours, Side, Side], OnnxFile.Float, "x").Node("Squeeze", ["scores"], "squeezed")
            .Output("squeezed", 5),
        ["chw-squeezed"] = () => Form([Colours, Side, Side], OnnxFile.Float, "x", "Unsqueeze").Node("Squeeze", ["scores"], "squeezed")
            .Output("squeezed", 5),
        ["n1c"] = () => Form([-1, Colours, Side, Side], OnnxFile.Float, "x").Node("Unsqueeze", ["scores", "one"], "squeezed")
            .Output("squeezed", -1, 1, 5),
    };

    /// <summary>A classifier that takes the mean of its batch from each image: an image's answer depends on its company.</summary>
    public static OnnxFile Mixing() => new OnnxFile()
        .Input("image", -1, 3, Side, Side)
        .Node("GlobalAveragePool", ["image"], "pool")
        .Node("Flatten", ["pool"], "rows")
        .Node("ReduceMean", ["rows"], "mean", "", ("axes", [0]))
        .Node("Sub", ["rows", "mean"], "scores")
        .Output("scores", -1, 3);

    /// <summary>Two tensors of any number of rows and any length of row.</summary>
    public static OnnxFile Sum() => new OnnxFile()
        .Input("a", -1, 4, -1).Input("b", -1, 4, -1)
        .Node("Add", ["a", "b"], "sum").Node("Relu", ["sum"], "positive")
        .Output("sum", -1, 4, -1).Output("positive", -1, 4, -1);

    /// <summary>A chain of convolutions that keeps a thread busy.</summary>
    public static OnnxFile Slow(int layers, int side)
    {
        OnnxFile file = new OnnxFile().Input("x", -1, 16, side, side).Weights("w", [16, 16, 3, 3], Random(3, 16 * 16 * 9));
        for (int i = 0; i < layers; i++)
            file.Node("Conv", [i == 0 ? "x" : $"c{i - 1}", "w"], $"c{i}", $"conv_{i}", ("kernel_shape", [3, 3]), ("pads", [1, 1, 1, 1]));
        return file.Output($"c{layers - 1}", -1, 16, side, side);
    }

    public ServedModels Add(string name, OnnxFile file, bool image = true) => Add(name, file, image ? Exact : null);

    /// <summary>Adds a model with a <c>fovea.json</c>, or without where that is null.</summary>
    public ServedModels Add(string name, OnnxFile file, string? settings)
    {
        string folder = _folder.CreateSubdirectory(name).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), file.Build());
        if (settings is not null)
            File.WriteAllText(Path.Combine(folder, "fovea.json"), settings);
        return this;
    }

    public ServedModels Load()
    {
        _repository = new ModelRepository(
            Engine, new ModelRepositoryOptions { Path = _folder.FullName, SettleTime = TimeSpan.FromMilliseconds(20) });
        _repository.LoadAll(default);
        return this;
    }

    public HostedModel this[string name]
    {
        get
        {
            ModelStatus status = _repository!.Find(name, null).Status;
            return status.Model ?? throw new InvalidOperationException(status.Reason);
        }
    }

    public static Tensor Tensor(int seed, params long[] shape)
    {
        var tensor = new Tensor(ElementType.Float32, new Shape(shape));
        Random(seed, (int)tensor.Shape.ElementCount).CopyTo(tensor.Span<float>());
        return tensor;
    }

    public void Dispose()
    {
        _repository?.Dispose();
        Engine.Dispose();
        _folder.Delete(recursive: true);
    }

    private static OnnxFile Form(long[] shape, int type, string last, params string[] before)
    {
        OnnxFile file = new OnnxFile().TypedInput(last, type, shape).Weights("w", [5, 3, 3, 3], Random(7, 135)).Integers("zero", 0)
            .Integers("one", 1);
        foreach (string operation in before)
        {
            string next = operation.ToLowerInvariant();
            _ = operation switch
            {
                "Cast" => file.NodeWith(operation, [last], next, "to", OnnxFile.Float),
                "Transpose" => file.Node(operation, [last], next, "", ("perm", [0, 3, 1, 2])),
                _ => file.Node(operation, [last, "zero"], next),
            };
            last = next;
        }

        return file.Node("Conv", [last, "w"], "conv", "", ("kernel_shape", [3, 3])).Node("GlobalAveragePool", ["conv"], "pool")
            .Node("Flatten", ["pool"], "scores");
    }

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = (float)(random.NextDouble() - 0.5);
        return values;
    }
}
