using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>
/// An input beside the image whose values follow from how a picture was prepared: declared in one file and listed in
/// <see cref="CompanionInputs"/>.
/// </summary>
internal abstract class CompanionInput
{
    /// <summary>The name that exporters give it.</summary>
    public abstract string Name { get; }

    /// <summary>The type of its elements.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>What it says of a picture, in a few words.</summary>
    public abstract string Meaning { get; }

    /// <summary>The number of its axes behind the one that counts images.</summary>
    public abstract int Rank { get; }

    /// <summary>Its extents for one picture, without the axis that counts images.</summary>
    public abstract long[] Extents(PreprocessingSpec spec);

    /// <summary>Whether a network to which it is given answers boxes in pixels of the picture.</summary>
    public virtual bool PlacesBoxes(PreprocessingSpec spec) => false;

    /// <summary>Writes the row of one picture.</summary>
    /// <param name="mapping">How the picture was prepared.</param>
    /// <param name="spec">How pictures are prepared.</param>
    /// <param name="tensor">A row for each picture.</param>
    /// <param name="row">The picture's row.</param>
    public abstract void Write(PixelMapping mapping, PreprocessingSpec spec, Tensor tensor, int row);

    /// <summary>Whether a graph's input is of this kind.</summary>
    public bool Is(ModelValue input) =>
        input.Name == Name && input.ElementType == ElementType && input.Shape.Dimensions is { } extents && extents.Count == Rank + 1;
}
