using Fovea.Imaging.Resampling;
using Fovea.Inference;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.Metadata;

/// <summary>
/// How pictures are resized for networks that give a map of them, such as segmenters, where the graph shows that it does: an output with
/// the sides of the input. Such a map is of the whole picture, so that nothing is cropped.
/// </summary>
internal static class MapPreparation
{
    private const string Source = "map of the picture";

    public static Description Read(FoundFile file)
    {
        // Inputs of other ranks, or of any number of channels, may be no pictures at all.
        if (file.Said.Preprocessing is not { Resize: null, SideMultiple: null } || GraphImage.Extents(file.Graph) is not { Count: 4 }
            || GraphImage.Channels(file.Graph) is null || GraphImage.Sides(file.Graph) is not var (width, height)
            || !file.Graph!.Outputs.Any(output => IsMap(output, width, height)))
            return Description.Nothing;
        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Resize = new(new ResizeTarget(ResizeKind.Exact, null, width, height), Source),
                Filter = file.Said.Preprocessing.Filter ?? new(ResizeFilter.Bilinear, Source),
            },
        };
    }

    // [N,C,H,W], [N,H,W,C] or [N,H,W].
    private static bool IsMap(ModelValue output, int width, int height)
    {
        if (output.Shape.Dimensions is not { Count: 3 or 4 } extents)
            return false;
        return Ends(extents.Count - 2) || (extents.Count == 4 && Ends(1));

        bool Ends(int row) => extents[row].Value == height && extents[row + 1].Value == width;
    }
}
