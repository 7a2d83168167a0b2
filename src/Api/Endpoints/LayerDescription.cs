using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.Endpoints;

/// <summary>How layers are described in answers.</summary>
internal static class LayerDescription
{
    public static LayerDetails Of(LayerInfo layer, PathString pathBase, string model, string? version) => new()
    {
        Name = LayerName.Shown(layer.Name),
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
        Href = LayerPath.Href(pathBase, LayerName.Shown(layer.Name), model, version),
    };

    public static ReceptiveFieldInfo? Of(ReceptiveField? field) =>
        field is null ? null : new ReceptiveFieldInfo { Size = field.Size, Jump = field.Jump, Start = field.Start };
}
