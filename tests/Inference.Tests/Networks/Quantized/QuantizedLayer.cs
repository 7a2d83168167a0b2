namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>A value of a quantised network: integers with one scale and one zero point.</summary>
/// <param name="Name">The name of the integers.</param>
/// <param name="Scale">The scale.</param>
/// <param name="Zero">The zero point.</param>
/// <param name="Channels">Channels of an image, or columns of a matrix.</param>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
internal sealed record QuantizedLayer(string Name, float Scale, int Zero, long Channels, long Height = 1, long Width = 1)
{
    /// <summary>The names of the scale and of the zero point.</summary>
    public string[] Parameters => [$"{Name}/scale", $"{Name}/zero"];

    /// <summary>The names of the integers, the scale and the zero point.</summary>
    public string[] Operands => [Name, .. Parameters];
}
