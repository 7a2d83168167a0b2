using Fovea.Inference;
using Fovea.Models.Graphs;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Graphs;

/// <summary>Graphs of real networks, and of networks that are written as names.</summary>
internal static class Networks
{
    /// <summary>The layers of a network of the test data, for one image.</summary>
    public static (IReadOnlyList<LayerInfo> Layers, IReadOnlyList<string> Inputs) Read(string file)
    {
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        using InferenceModel model = engine.Load(File.ReadAllBytes(TestData.Path(file)), file);
        Shape[] shapes =
        [
            .. model.Inputs.Select(input => new Shape([.. input.Shape.Dimensions!.Select((d, axis) => d.Value ?? (axis == 0 ? 1 : 224))])),
        ];
        return (model.DescribeLayers(shapes), [.. model.Inputs.Select(input => input.Name)]);
    }

    public static NetworkGraph Graph(string file)
    {
        (IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> inputs) = Read(file);
        return new NetworkGraph(layers, inputs);
    }

    /// <summary>A layer of a network that is written down: its name, its operator, and what it reads.</summary>
    public static LayerInfo Layer(string name, string type, params string[] sources) => new()
    {
        Name = name,
        Operator = type,
        ElementType = ElementType.Float32,
        Shape = new Shape(1, 8, 4, 4),
        Sources = sources,
        MultiplyAdds = type == "Conv" ? 1 : null,
    };

    /// <summary>A chain of residual blocks of two convolutions behind a first layer.</summary>
    public static IReadOnlyList<LayerInfo> Residual(int blocks)
    {
        var layers = new List<LayerInfo> { Layer("stem", "Conv", "x") };
        for (int i = 0; i < blocks; i++)
        {
            string from = layers[^1].Name;
            layers.AddRange(
            [
                Layer($"a{i}", "Conv", from), Layer($"ra{i}", "Relu", $"a{i}"), Layer($"b{i}", "Conv", $"ra{i}"),
                Layer($"sum{i}", "Add", $"b{i}", from), Layer($"r{i}", "Relu", $"sum{i}"),
            ]);
        }

        layers.Add(Layer("pool", "GlobalAveragePool", layers[^1].Name));
        return layers;
    }
}
