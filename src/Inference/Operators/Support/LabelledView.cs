using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>An operand of a sum of products, with a label for each axis; no label occurs twice.</summary>
internal sealed record LabelledView(View View, int[] Labels)
{
    /// <summary>
    /// The operand with each label once, at the label's extent: a label of several axes is their diagonal, and an axis of extent 1 is
    /// repeated.
    /// </summary>
    public static LabelledView Of(View view, int[] labels, Dictionary<int, long> extents)
    {
        int[] distinct = [.. labels.Distinct()];
        long[] strides = new long[distinct.Length];
        for (int axis = 0; axis < labels.Length; axis++)
        {
            if (view.Shape[axis] != 1)
                strides[Array.IndexOf(distinct, labels[axis])] += view.Strides[axis];
        }

        var shape = new Shape([.. distinct.Select(label => extents[label])]);
        return new LabelledView(new View(view.Buffer, view.Offset, shape, strides), distinct);
    }

    /// <summary>The extents of labels, multiplied.</summary>
    public long Count(IEnumerable<int> labels) => labels.Aggregate(1L, (count, label) => count * View.Shape[Array.IndexOf(Labels, label)]);

    /// <summary>The view with its axes in the order of labels.</summary>
    public View InOrder(IEnumerable<int> labels) => View.Permute([.. labels.Select(label => Array.IndexOf(Labels, label))]);
}
