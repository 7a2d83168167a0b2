using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>The inputs beside an image that are filled.</summary>
internal static class CompanionInputs
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<CompanionInput> All { get; } =
        [new OriginalSizes(), new ScaleFactors(), new ImageShapes(), new PixelMasks()];

    /// <summary>The kind of an input; null where it is none of them.</summary>
    public static CompanionInput? Of(ModelValue input) => All.FirstOrDefault(kind => kind.Is(input));

    /// <summary>Which input may be the image: the only one, or the only one that is no companion. Null where there is none.</summary>
    public static int? ImageAmong(IReadOnlyList<ModelValue> inputs)
    {
        if (inputs.Count == 1)
            return 0;
        int[] others = [.. Enumerable.Range(0, inputs.Count).Where(i => Of(inputs[i]) is null)];
        return others is [var image] ? image : null;
    }
}
