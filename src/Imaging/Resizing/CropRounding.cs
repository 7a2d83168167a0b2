namespace Fovea.Imaging.Resizing;

/// <summary>How the margins of a centred crop are rounded when they are not equal.</summary>
public enum CropRounding
{
    /// <summary>
    /// torchvision's <c>CenterCrop</c>: half the margin, rounded half to even. When padding, the smaller part is before the image.
    /// </summary>
    HalfEven,

    /// <summary>
    /// Half the margin rounded down, as <c>(size - crop) // 2</c> in Python and in Hugging Face's processors; When padding, the larger part
    /// is before the image.
    /// </summary>
    Floor,
}
