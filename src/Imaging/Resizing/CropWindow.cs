namespace Fovea.Imaging.Resizing;

/// <summary>Along one axis: which part of the resized image is seen, and where in the input it lies.</summary>
/// <param name="First">The first position of the resized image that is seen.</param>
/// <param name="Count">How many positions are seen.</param>
/// <param name="Offset">Where in the network's input they begin; what lies around them is black.</param>
public readonly record struct CropWindow(int First, int Count, int Offset)
{
    /// <summary>The centred window of <paramref name="crop"/> positions on an image of <paramref name="size"/>.</summary>
    public static CropWindow Center(int size, int crop, CropRounding rounding)
    {
        if (size >= crop)
            return new CropWindow(rounding == CropRounding.Floor ? (size - crop) / 2 : (int)Math.Round((size - crop) / 2.0, MidpointRounding.ToEven), crop, 0);
        int missing = crop - size;
        return new CropWindow(0, size, rounding == CropRounding.Floor ? (missing + 1) / 2 : missing / 2);
    }
}
