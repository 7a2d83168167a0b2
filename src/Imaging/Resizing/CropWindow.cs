namespace Fovea.Imaging.Resizing;

/// <summary>Along one axis: the part of the resized image that a crop keeps, and its position in the crop.</summary>
/// <param name="First">The first position of the resized image that is kept.</param>
/// <param name="Count">The number of positions that are kept.</param>
/// <param name="Offset">
/// The position of the first one in the crop. More than 0 only where the image is smaller than the crop, which is then padded.
/// </param>
public readonly record struct CropWindow(int First, int Count, int Offset)
{
    /// <summary>The centred crop of <paramref name="crop"/> positions of an image of <paramref name="size"/> positions.</summary>
    public static CropWindow Center(int size, int crop, CropRounding rounding)
    {
        if (size >= crop)
            return new CropWindow(
                rounding == CropRounding.Floor
                    ? (size - crop) / 2
                    : (int)Math.Round((size - crop) / 2.0, MidpointRounding.ToEven), crop, 0);
        int missing = crop - size;
        return new CropWindow(0, size, rounding == CropRounding.Floor ? (missing + 1) / 2 : missing / 2);
    }

    /// <summary>The crop of the first <paramref name="crop"/> positions of an image of <paramref name="size"/> positions.</summary>
    public static CropWindow Start(int size, int crop) => new(0, Math.Min(size, crop), 0);
}
