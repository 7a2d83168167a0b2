namespace Fovea.Models.Preprocessing;

/// <summary>Where the resized image lies in the network's input, which is larger or smaller.</summary>
public enum ImagePlace
{
    /// <summary>In the middle: what is missing is padded, or what is too much is cropped, on both sides.</summary>
    Centre,

    /// <summary>At the top left: it is padded, or cropped, at the right and at the bottom only.</summary>
    TopLeft,
}
