using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>
/// What a network takes beside images, with a row for each. Different rows may be set by several threads at the same time.
/// </summary>
internal sealed class CompanionTensors
{
    private readonly PreprocessingSpec _spec;
    private readonly IReadOnlyList<CompanionInput?> _kinds;
    private readonly Tensor?[] _tensors;

    /// <summary>Creates them for pictures that have the input's own size, which others replace.</summary>
    /// <param name="kinds">What fills each input, in the graph's order; null at the image's.</param>
    /// <param name="spec">How pictures are prepared.</param>
    /// <param name="images">The number of rows.</param>
    public CompanionTensors(IReadOnlyList<CompanionInput?> kinds, PreprocessingSpec spec, int images)
    {
        _spec = spec;
        _kinds = kinds;
        _tensors =
            [.. kinds.Select(kind => kind is null ? null : new Tensor(kind.ElementType, new Shape([images, .. kind.Extents(spec)])))];
        for (int image = 0; image < images; image++)
            Set(image, PixelMapping.Same(spec.Width, spec.Height));
    }

    /// <summary>Sets the rows of a picture.</summary>
    public void Set(int image, PixelMapping mapping)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            if (_tensors[i] is { } tensor)
                _kinds[i]!.Write(mapping, _spec, tensor, image);
        }
    }

    /// <summary>All inputs in the graph's order: these, and the images.</summary>
    public Tensor[] With(Tensor images) => [.. _tensors.Select(tensor => tensor ?? images)];
}
