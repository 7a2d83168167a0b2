namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Chooses boxes of one image: the best first, and none that overlaps one that was chosen before by more than a threshold.
/// </summary>
/// <param name="count">The number of boxes.</param>
/// <param name="centers">Whether boxes are centre and size [x, y, width, height]; else two corners [y, x, y, x] in any order.</param>
/// <param name="overlap">The intersection over union above which a box is suppressed.</param>
/// <param name="throwIfStopped">Called now and then.</param>
internal sealed class BoxSuppression(int count, bool centers, float overlap, Action throwIfStopped)
{
    private readonly Box[] _boxes = new Box[count];
    private readonly (float Score, int Box)[] _candidates = new (float, int)[count];
    private readonly List<int> _chosen = [];
    private readonly List<Box> _chosenBoxes = [];
    private long _comparisons;

    /// <summary>Sets the boxes, four numbers each.</summary>
    public void SetBoxes(ReadOnlySpan<float> numbers)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> box = numbers.Slice(4 * i, 4);
            _boxes[i] = centers
                ? new Box(box[0] - (box[2] / 2), box[1] - (box[3] / 2), box[0] + (box[2] / 2), box[1] + (box[3] / 2))
                : new Box(Math.Min(box[1], box[3]), Math.Min(box[0], box[2]), Math.Max(box[1], box[3]), Math.Max(box[0], box[2]));
        }
    }

    /// <summary>The chosen boxes, the best first. Only those that pass the threshold are sorted and compared.</summary>
    /// <param name="scores">One for each box.</param>
    /// <param name="threshold">What a score must exceed; NaN if all boxes are candidates.</param>
    /// <param name="most">The most boxes.</param>
    public IReadOnlyList<int> Choose(ReadOnlySpan<float> scores, float threshold, int most)
    {
        throwIfStopped();
        int candidates = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > threshold || float.IsNaN(threshold))
                _candidates[candidates++] = (scores[i], i);
        }

        // The best score first, and the first box of equal ones; NaN is the lowest score.
        _candidates.AsSpan(0, candidates).Sort((a, b) => a.Score == b.Score ? a.Box.CompareTo(b.Box) : b.Score.CompareTo(a.Score));
        _chosen.Clear();
        _chosenBoxes.Clear();
        for (int i = 0; i < candidates && _chosen.Count < most; i++)
        {
            Box box = _boxes[_candidates[i].Box];
            if (IsSuppressed(box))
                continue;
            _chosen.Add(_candidates[i].Box);
            _chosenBoxes.Add(box);
        }

        return _chosen;
    }

    private bool IsSuppressed(in Box box)
    {
        foreach (Box other in _chosenBoxes)
        {
            if ((++_comparisons & 0xFFFFF) == 0)
                throwIfStopped();
            if (Overlaps(box, other))
                return true;
        }

        return false;
    }

    private bool Overlaps(in Box a, in Box b)
    {
        float width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        float height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        if (!(width > 0) || !(height > 0))
            return false;
        float intersection = width * height;
        float union = a.Area + b.Area - intersection;
        return intersection > 0 && a.Area > 0 && b.Area > 0 && union > 0 && intersection / union > overlap;
    }

    private readonly record struct Box(float Left, float Top, float Right, float Bottom)
    {
        public float Area { get; } = (Right - Left) * (Bottom - Top);
    }
}
