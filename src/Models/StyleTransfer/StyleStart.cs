namespace Fovea.Models.StyleTransfer;

/// <summary>The picture that a style transfer begins with.</summary>
public enum StyleStart
{
    /// <summary>The content picture.</summary>
    Content,

    /// <summary>Random pixels.</summary>
    Noise,
}
