namespace Fovea.Imaging.Resizing;

/// <summary>Where a centred crop begins when the margin is odd.</summary>
public enum CropRounding
{
    /// <summary>torchvision's <c>CenterCrop</c>: half the margin, a half rounded to the even number; missing pixels are shared with the smaller part before.</summary>
    HalfEven,

    /// <summary>Half the margin rounded down, as <c>(size - crop) // 2</c> in Python and in Hugging Face's processors; missing pixels are shared with the larger part before.</summary>
    Floor,
}
