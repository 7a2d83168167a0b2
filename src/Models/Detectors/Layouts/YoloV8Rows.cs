using System.Buffers;
using System.Numerics.Tensors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// One output [N,4+C+more,cells] of Ultralytics' networks: a row for each of the centre's column and row, the width and the height (pixels
/// of the input), then one for each class, then what else a network says.
/// </summary>
internal class YoloV8Rows : Detector
{
    /// <summary>The rows before the classes.</summary>
    public const int First = 4;

    public override void Read(ImageOutputs outputs, BoxCandidates into)
    {
        ReadOnlySpan<float> values = outputs.Floats(0);
        int cells = (int)outputs.Shape(0)[1], classes = Classes!.Value;
        float[] rented = ArrayPool<float>.Shared.Rent(cells);
        try
        {
            Span<float> best = rented.AsSpan(0, cells);
            values.Slice(First * cells, cells).CopyTo(best);
            for (int c = 1; c < classes; c++)
                TensorPrimitives.Max(best, values.Slice((First + c) * cells, cells), best);
            for (int cell = 0; cell < cells; cell++)
            {
                if (into.Passes(best[cell]))
                    Add(values, cells, cell, best[cell], into);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    // Of equal scores, the lower class.
    private void Add(ReadOnlySpan<float> values, int cells, int cell, float score, BoxCandidates into)
    {
        int index = 0;
        while (index < Classes - 1 && values[((First + index) * cells) + cell] != score)
            index++;
        AddBox(values, cells, cell, score, index, into);
    }

    /// <summary>Adds the box of a cell.</summary>
    protected virtual void AddBox(ReadOnlySpan<float> values, int cells, int cell, float score, int index, BoxCandidates into) =>
        into.AddCentre(values[cell], values[cells + cell], values[(2 * cells) + cell], values[(3 * cells) + cell], score, index, cell);

    /// <summary>What else the network says of a cell.</summary>
    protected float[] More(ImageOutputs outputs, int cell)
    {
        ReadOnlySpan<float> values = outputs.Floats(0);
        int cells = (int)outputs.Shape(0)[1], rows = (int)outputs.Shape(0)[0], first = First + Classes!.Value;
        float[] more = new float[rows - first];
        for (int i = 0; i < more.Length; i++)
            more[i] = values[((first + i) * cells) + cell];
        return more;
    }
}
