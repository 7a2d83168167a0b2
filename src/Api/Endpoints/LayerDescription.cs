using Fovea.Api.Contracts;
using Fovea.Api.Http;
using Fovea.Inference;

namespace Fovea.Api.Endpoints;

/// <summary>How layers are described in answers.</summary>
internal static class LayerDescription
{
    public static LayerDetails Of(LayerInfo layer, PathString pathBase, string model, string? version) => new()
    {
        Name = layer.Name,
        Node = layer.Node,
        Operator = layer.Operator,
        Shape = [.. layer.Shape],
        Kernel = layer.Kernel,
        Stride = layer.Stride,
        Padding = layer.Padding,
        Dilation = layer.Dilation,
        Groups = layer.Groups,
        Parameters = layer.Parameters,
        MultiplyAdds = layer.MultiplyAdds,
        ReceptiveField = Of(layer.ReceptiveField),
        FusedInto = layer.FusedInto,
        Href = LayerPath.Href(pathBase, layer.Name, model, version),
    };

    public static ReceptiveFieldInfo? Of(ReceptiveField? field) =>
        field is null ? null : new ReceptiveFieldInfo { Size = field.Size, Jump = field.Jump, Start = field.Start };
}
