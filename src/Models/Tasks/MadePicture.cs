using System.ComponentModel;
using Fovea.Models.Pictures;

namespace Fovea.Models.Tasks;

/// <summary>A picture that a network made of one.</summary>
internal sealed record MadePicture
{
    [Description("The width in pixels.")]
    public required int Width { get; init; }

    [Description("The height in pixels.")]
    public required int Height { get; init; }

    [Description("The width over that of the picture that was sent.")]
    public required float ScaleX { get; init; }

    [Description("The height over that of the picture that was sent.")]
    public required float ScaleY { get; init; }

    [Description("The picture as PNG, in base64. With 'format=png' it is the answer.")]
    public required byte[] Png { get; init; }

    /// <summary>What <see cref="Png"/> is made of, which is empty where JSON is not asked for.</summary>
    internal PixelGrid? Pixels { get; init; }
}
