using System.Globalization;
using Fovea.Inference;

namespace Fovea.Models.Serving;

/// <summary>A value of a layer of 8-bit integers that stand for real numbers.</summary>
/// <param name="Integer">The integer.</param>
/// <param name="Zero">The integer that stands for 0.</param>
/// <param name="Scale">The distance of two real numbers whose integers follow each other.</param>
internal sealed record QuantizedCell(int Integer, int Zero, float Scale)
{
    /// <summary>The real number, computed as those of a whole map are: in Float32.</summary>
    public float Value => (float)(Integer - Zero) * Scale;

    /// <summary>How the two relate.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture, $"The result is the integer {Integer}, which stands for ({Integer} - {Zero}) * {Scale} = {Value}.");

    /// <summary>The value, if the layer has such integers.</summary>
    public static QuantizedCell? Of(LayerInfo layer, double value) =>
        layer is { Scale: { } scale, ZeroPoint: { } zero } ? new QuantizedCell((int)value, zero, scale) : null;
}
