namespace Fovea.Models.StyleTransfer;

/// <summary>Where a preset takes the values of a convolution.</summary>
public enum CapturePoint
{
    /// <summary>As the convolution gives them, before its activation.</summary>
    Before,

    /// <summary>After its activation.</summary>
    After,
}
