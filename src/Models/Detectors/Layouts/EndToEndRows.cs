using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// One output [N,K,6+more] of networks that compare boxes themselves: two corners (pixels of the input), the score, the class, and what
/// else a network says; rows that are not used are zeros.
/// </summary>
internal class EndToEndRows : Detector
{
    /// <summary>The columns before what else a network says.</summary>
    public const int First = 6;

    /// <summary>As many boxes as exporters write; more would be the cells of a grid.</summary>
    public const int Most = 1000;

    public override void Read(ImageOutputs outputs, BoxCandidates into)
    {
        ReadOnlySpan<float> values = outputs.Floats(0);
        int columns = (int)outputs.Shape(0).Dimensions[^1];
        for (int row = 0; row < values.Length / columns; row++)
        {
            ReadOnlySpan<float> box = values.Slice(row * columns, columns);
            if (into.Passes(box[4]))
                Add(box, row, into);
        }
    }

    /// <summary>Adds the box of a row.</summary>
    protected virtual void Add(ReadOnlySpan<float> box, int row, BoxCandidates into) =>
        into.AddCorners(box[0], box[1], box[2], box[3], box[4], BoxCandidates.ClassOf(box[5]), row);

    /// <summary>The numbers of a row.</summary>
    protected static ReadOnlySpan<float> RowOf(ImageOutputs outputs, int row)
    {
        int columns = (int)outputs.Shape(0).Dimensions[^1];
        return outputs.Floats(0).Slice(row * columns, columns);
    }
}
