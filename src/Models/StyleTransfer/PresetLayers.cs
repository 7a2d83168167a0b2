using Fovea.Inference;

namespace Fovea.Models.StyleTransfer;

/// <summary>The layers of the presets, found by the structure of a network.</summary>
internal static class PresetLayers
{
    private const string Convolution = "Conv";
    private const string Pooling = "MaxPool";
    private const string Activation = "Relu";
    private const string Concatenation = "Concat";
    private const int Blocks = 5;
    private const int ContentBlock = 4;

    /// <summary>The layers of a preset; null where the network is not shaped like that.</summary>
    public static (string[] Content, string[] Style)? Find(StylePreset preset, IReadOnlyList<LayerInfo> layers, CapturePoint capture) =>
        preset == StylePreset.D2l ? Vgg(layers, capture) : SqueezeNet(layers);

    // Convolutions in blocks, which end with poolings.
    private static (string[] Content, string[] Style)? Vgg(IReadOnlyList<LayerInfo> layers, CapturePoint capture)
    {
        var blocks = new List<List<string>> { new() };
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Operator == Concatenation)
                return null;
            if (layers[i].Operator == Pooling)
                blocks.Add([]);
            else if (layers[i].Operator == Convolution)
                blocks[^1].Add(capture == CapturePoint.Before ? layers[i].Name : Activated(layers, i));
        }

        return blocks.Count >= Blocks && blocks.Take(Blocks).All(block => block.Count > 0)
            ? ([blocks[ContentBlock - 1][^1]], [.. blocks.Take(Blocks).Select(block => block[0])])
            : null;
    }

    private static string Activated(IReadOnlyList<LayerInfo> layers, int convolution) =>
        layers.Skip(convolution + 1).TakeWhile(layer => layer.Operator is not (Convolution or Pooling))
            .FirstOrDefault(layer => layer.Operator == Activation)?.Name ?? layers[convolution].Name;

    // The first activation, and fire modules, which end with concatenations: the second one of the network is the first.
    private static (string[] Content, string[] Style)? SqueezeNet(IReadOnlyList<LayerInfo> layers)
    {
        string[] fires = [.. layers.Where(layer => layer.Operator == Concatenation).Select(layer => layer.Name).Take(4)];
        LayerInfo? first = layers.FirstOrDefault(layer => layer.Operator == Activation);
        return fires.Length == 4 && first is not null ? ([fires[0]], [first.Name, .. fires[1..]]) : null;
    }
}
