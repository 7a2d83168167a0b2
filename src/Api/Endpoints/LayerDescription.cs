using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.Endpoints;

/// <summary>How layers are described in answers.</summary>
internal static class LayerDescription
{
    // Shares are measured once: four digits after the point tell all there is.
    private const int ShareDigits = 4;

    /// <param name="model">The model.</param>
    /// <param name="position">The position of the layer among those of the model.</param>
    /// <param name="pathBase">What stands in front of addresses.</param>
    /// <param name="version">The version that addresses must name; null for the one that answers without.</param>
    public static LayerDetails Of(HostedModel model, int position, PathString pathBase, string? version)
    {
        LayerInfo layer = model.Layers[position];
        string name = LayerName.Shown(layer.Name);
        IReadOnlyList<string> blocks = model.Network.BlocksOf(position);
        return new LayerDetails
        {
            Name = name,
            Node = layer.Node is { } node ? LayerName.Shown(node) : null,
            Operator = layer.Operator,
            Shape = [.. layer.Shape],
            ElementType = layer.ElementType.ToString().ToLowerInvariant(),
            Scale = layer.Scale,
            ZeroPoint = layer.ZeroPoint,
            UsesIntegers = layer.UsesIntegers ? true : null,
            WhyNotIntegers = layer.WhyNotIntegers,
            Kernel = layer.Kernel,
            Stride = layer.Stride,
            Padding = layer.Padding,
            Dilation = layer.Dilation,
            Groups = layer.Groups,
            Parameters = layer.Parameters,
            MultiplyAdds = layer.MultiplyAdds,
            ReceptiveField = Of(layer.ReceptiveField),
            FusedInto = layer.FusedInto is { } into ? LayerName.Shown(into) : null,
            Share = Share(model, layer),
            Sources = [.. layer.Sources.Select(LayerName.Shown)],
            Blocks = blocks.Count > 0 ? blocks : null,
            Sharing = WeightSharing.Of(model, layer),
            WeightsHref = layer.Parameters > 0 ? LayerPath.WeightsHref(pathBase, name, model.Name, version) : null,
            Href = LayerPath.Href(pathBase, name, model.Name, version),
        };
    }

    /// <summary>The share of a layer in the work of a prediction; null where it is merged into another.</summary>
    public static double? Share(HostedModel model, LayerInfo layer) => model.Shares.TryGetValue(layer.Name, out double share)
        ? Math.Round(share, ShareDigits)
        : layer.FusedInto is null && model.Shares.Count > 0 ? 0 : null;

    public static ReceptiveFieldInfo? Of(ReceptiveField? field) =>
        field is null ? null : new ReceptiveFieldInfo { Size = field.Size, Jump = field.Jump, Start = field.Start };
}
