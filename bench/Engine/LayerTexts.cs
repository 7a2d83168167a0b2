using System.Globalization;
using System.Text;
using Fovea.Bench.Contract;
using Fovea.Inference;

namespace Fovea.Bench.Engine;

/// <summary>Formats the complete description of a layer, so that equal texts mean equal descriptions.</summary>
internal static class LayerTexts
{
    public static LayerText Of(LayerInfo layer)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{layer.Name}: {layer.Operator} {layer.ElementType}{layer.Shape}");
        Append(text, "node", layer.Node);
        Append(text, "kernel", List(layer.Kernel));
        Append(text, "stride", List(layer.Stride));
        Append(text, "padding", List(layer.Padding));
        Append(text, "dilation", List(layer.Dilation));
        Append(text, "groups", layer.Groups);
        Append(text, "parameters", layer.Parameters);
        Append(text, "multiply-adds", layer.MultiplyAdds);
        if (layer.ReceptiveField is ReceptiveField field)
            Append(text, "receptive field", $"{List(field.Size)} jump {List(field.Jump)} start {List(field.Start)}");
        Append(text, "fused into", layer.FusedInto);
        return new LayerText(layer.Name, layer.Shape.ElementCount * layer.ElementType.SizeInBytes(), text.ToString());
    }

    private static void Append(StringBuilder text, string name, object? value)
    {
        if (value is not null)
            text.Append(CultureInfo.InvariantCulture, $"; {name} {value}");
    }

    private static string? List<T>(IReadOnlyList<T>? values) where T : IFormattable =>
        values is null ? null : string.Join(',', values.Select(v => v.ToString(null, CultureInfo.InvariantCulture)));
}
