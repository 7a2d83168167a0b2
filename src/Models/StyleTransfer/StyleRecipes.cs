using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.StyleTransfer;

/// <summary>Makes recipes of presets, of what callers ask for, and of the layers that a network has.</summary>
internal static class StyleRecipes
{
    /// <summary>The side of a result where nothing says one.</summary>
    public const int DefaultSize = 320;

    /// <exception cref="ServingException">The network is not shaped like the preset, a layer does not exist, or a number is out of bounds.
    /// </exception>
    public static StyleRecipe Make(HostedModel model, StyleOptions options, StyleTransferLimits limits)
    {
        CapturePoint capture = options.Capture ?? CapturePoint.Before;
        StylePreset preset = options.Preset
            ?? (PresetLayers.Find(StylePreset.D2l, model.Layers, capture) is null ? StylePreset.Cs231n : StylePreset.D2l);
        StyleRecipe own = preset == StylePreset.D2l ? D2l() : Cs231n(options.Steps, IsImageNet(model));
        (string[] Content, string[] Style)? found = PresetLayers.Find(preset, model.Layers, capture);
        string[] content = Layers(model, options.ContentLayers, found?.Content, "contentLayers", preset, limits);
        string[] style = Layers(model, options.StyleLayers, found?.Style, "styleLayers", preset, limits);
        int steps = options.Steps ?? Math.Min(own.Steps, limits.MaxSteps);
        if (steps > limits.MaxSteps)
            throw Unfit($"{steps} steps are asked for; at most {limits.MaxSteps} are done (StyleTransfer:MaxSteps). Ask for fewer.");
        return new StyleRecipe
        {
            Preset = preset,
            ContentLayers = content,
            StyleLayers = style,
            ContentWeight = options.ContentWeight ?? own.ContentWeight,
            StyleWeights = Weights(options.StyleWeights ?? own.StyleWeights, style.Length, options.StyleWeights is not null),
            VariationWeight = options.VariationWeight ?? own.VariationWeight,
            Scale = own.Scale,
            Steps = steps,
            LearningRate = options.LearningRate ?? own.LearningRate,
            Decay = own.Decay,
            DecayEvery = own.DecayEvery,
            Bound = own.Bound,
            Start = options.Start,
            Seed = options.Seed,
            KeepsColour = options.KeepsColour,
        };
    }

    /// <summary>The error for what cannot be transferred.</summary>
    public static ServingException Unfit(string message, Exception? inner = null) =>
        new(ServingError.UnfitForTransfer, message, inner);

    private static StyleRecipe D2l() => new()
    {
        Preset = StylePreset.D2l,
        ContentLayers = [],
        StyleLayers = [],
        ContentWeight = 1,
        StyleWeights = [1e4],
        VariationWeight = 10,
        Scale = LossScale.Mean,
        Steps = 500,
        LearningRate = 0.3,
        Decay = 0.8,
        DecayEvery = 50,
        Bound = null,
        Start = StyleStart.Content,
        Seed = 0,
        KeepsColour = false,
    };

    // The course's numbers are for networks that were trained on torchvision's normalised pixels; others have weights without units.
    private static StyleRecipe Cs231n(int? steps, bool imageNet) => new()
    {
        Preset = StylePreset.Cs231n,
        ContentLayers = [],
        StyleLayers = [],
        ContentWeight = imageNet ? 0.05 : 1,
        StyleWeights = imageNet ? [20_000, 500, 12, 1] : [1, 1, 1, 1],
        VariationWeight = imageNet ? 0.05 : 0.5,
        Scale = imageNet ? LossScale.Sum : LossScale.Relative,
        Steps = 200,
        LearningRate = imageNet ? 3 : 0.3,
        Decay = imageNet ? 0.1 / 3 : 0.1,
        DecayEvery = Math.Max(1, (steps ?? 200) * 9 / 10),
        Bound = 1.5,
        Start = StyleStart.Content,
        Seed = 0,
        KeepsColour = false,
    };

    private static bool IsImageNet(HostedModel model) =>
        model.Inputs.Preprocessing?.Spec is { Channels: ChannelOrder.Rgb } spec && spec.Normalization.Equals(Normalization.ImageNet);

    private static string[] Layers(
        HostedModel model, IReadOnlyList<string>? asked, string[]? found, string parameter, StylePreset preset,
        StyleTransferLimits limits)
    {
        if (asked is null)
        {
            return found ?? throw Unfit(
                $"The model '{model.Name}' is not shaped like the networks of the preset '{preset.ToString().ToLowerInvariant()}' " +
                $"({(preset == StylePreset.D2l ? "VGG" : "SqueezeNet")}); name its layers with {parameter}=.");
        }

        if (asked.Count > limits.MaxLayers)
            throw Unfit($"{parameter} names {asked.Count} layers; at most {limits.MaxLayers} are taken.");
        return [.. asked.Select(name => Layer(model, name, parameter)).Distinct(StringComparer.Ordinal)];
    }

    private static string Layer(HostedModel model, string name, string parameter)
    {
        LayerInfo layer;
        try
        {
            layer = model.FindLayer(name);
        }
        catch (ServingException error)
        {
            throw new ServingException(ServingError.UnfitForTransfer, $"{parameter}: {error.Message}", error)
            {
                Suggestions = error.Suggestions,
            };
        }

        if (layer.ElementType != ElementType.Float32 || layer.Shape.Rank != 4)
            throw Unfit(
                $"{parameter}: the layer '{layer.Name}' of '{model.Name}' is {layer.ElementType}{layer.Shape}; expected maps of " +
                "Float32 (N, C, H, W), as convolutions have them.");
        return layer.Name;
    }

    private static IReadOnlyList<double> Weights(IReadOnlyList<double> weights, int layers, bool asked)
    {
        if (weights.Count == layers)
            return weights;
        if (weights.Count == 1 || !asked)
            return [.. Enumerable.Range(0, layers).Select(i => weights[Math.Min(i, weights.Count - 1)])];
        throw Unfit($"styleWeight has {weights.Count} numbers and there are {layers} style layers; give one number, or one for each.");
    }
}
