namespace Fovea.Models.StyleTransfer;

/// <summary>A published recipe of style transfer.</summary>
public enum StylePreset
{
    /// <summary>
    /// For networks shaped like VGG: styles of the first convolution of each block, content of the last one of the fourth (Zhang, Lipton,
    /// Li, Smola: Dive into Deep Learning, section 14.12).
    /// </summary>
    D2l,

    /// <summary>
    /// For networks shaped like SqueezeNet: styles of the first activation and of three fire modules, content of the first fire module
    /// (the course CS231n of Stanford, assignment on style transfer).
    /// </summary>
    Cs231n,
}
