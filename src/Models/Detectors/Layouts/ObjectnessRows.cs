using System.Numerics.Tensors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>Rows of one output [N,cells,5+C]: a box, the objectness, and the scores of the classes; the score is their product.</summary>
/// <param name="needsObject">Whether the objectness has to be above the threshold too.</param>
internal abstract class ObjectnessRows(bool needsObject) : Detector
{
    /// <summary>The columns before the classes.</summary>
    public const int First = 5;

    public override void Read(ImageOutputs outputs, BoxCandidates into)
    {
        ReadOnlySpan<float> values = outputs.Floats(0);
        int columns = First + Classes!.Value, cells = (int)outputs.Shape(0)[0];
        for (int cell = 0; cell < cells; cell++)
        {
            ReadOnlySpan<float> row = values.Slice(cell * columns, columns);
            float objectness = row[4];
            if (needsObject && !into.Passes(objectness))
                continue;
            // A product cannot be more than the objectness where scores are at most 1, as sigmoid gives them.
            int index = TensorPrimitives.IndexOfMax(row[First..]);
            float score = objectness * row[First + index];
            if (into.Passes(score))
                Add(row, cell, score, index, into);
        }
    }

    /// <summary>Adds the box of a row.</summary>
    protected abstract void Add(ReadOnlySpan<float> row, int cell, float score, int index, BoxCandidates into);
}
