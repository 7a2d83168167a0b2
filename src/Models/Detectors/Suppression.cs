namespace Fovea.Models.Detectors;

/// <summary>
/// Non-maximum suppression: the best box stays, and those that overlap it too much go; then the best one of the rest, and so on. Sums and
/// products are of float32, as the originals compute them.
/// </summary>
internal static class Suppression
{
    /// <summary>Which boxes stay.</summary>
    /// <param name="boxes">The boxes, the best first, at the place where they are compared.</param>
    /// <param name="rules">How they are compared.</param>
    /// <param name="iou">The intersection over union above which a box goes.</param>
    /// <param name="most">The most boxes that stay.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Indices of boxes, the best first.</returns>
    public static List<int> Run(
        ReadOnlySpan<BoxCandidate> boxes, DetectionRules rules, double iou, int most, CancellationToken cancellationToken = default)
    {
        List<int> kept = [];
        List<Compared> stay = [];
        for (int i = 0; i < boxes.Length && kept.Count < most; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var box = new Compared(boxes[i], rules);
            if (stay.Exists(better => better.Overlap(box, rules) > iou))
                continue;
            stay.Add(box);
            kept.Add(i);
        }

        return kept;
    }

    /// <summary>The same with the boxes that go because of each one that stays.</summary>
    /// <param name="boxes">The boxes, the best first, at the place where they are compared.</param>
    /// <param name="rules">How they are compared.</param>
    /// <param name="iou">The intersection over union above which a box goes.</param>
    /// <param name="most">The most boxes that stay.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>For each box that stays, the best first: its index, and the indices of those that go.</returns>
    public static List<int[]> Groups(
        ReadOnlySpan<BoxCandidate> boxes, DetectionRules rules, double iou, int most, CancellationToken cancellationToken = default)
    {
        List<int[]> groups = [];
        List<(int Index, Compared Box)> left = [];
        for (int i = 0; i < boxes.Length; i++)
            left.Add((i, new Compared(boxes[i], rules)));
        while (left.Count > 0 && groups.Count < most)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Compared best = left[0].Box;
            int first = left[0].Index;
            int[] group = [.. left
                .Where(other => other.Index == first || best.Overlap(other.Box, rules) > iou).Select(other => other.Index)];
            groups.Add(group);
            left.RemoveAll(other => Array.BinarySearch(group, other.Index) >= 0);
        }

        return groups;
    }

    /// <summary>A box where it is compared, and its area.</summary>
    private readonly struct Compared
    {
        private readonly BoxCandidate _box;
        private readonly float _area;

        public Compared(BoxCandidate box, DetectionRules rules)
        {
            float by = box.Class * rules.ClassOffset;
            _box = by == 0 ? box : box with { X1 = box.X1 + by, Y1 = box.Y1 + by, X2 = box.X2 + by, Y2 = box.Y2 + by };
            _area = Side(_box.X1, _box.X2, rules.Plus) * Side(_box.Y1, _box.Y2, rules.Plus);
        }

        /// <summary>The intersection over union; 0 where boxes of different classes are not compared.</summary>
        public float Overlap(in Compared other, DetectionRules rules)
        {
            BoxCandidate a = _box, b = other._box;
            if (a.Class != b.Class && !rules.IsAgnostic && rules.ClassOffset == 0)
                return 0;
            float width = Math.Max(0, Side(Math.Max(a.X1, b.X1), Math.Min(a.X2, b.X2), rules.Plus));
            float height = Math.Max(0, Side(Math.Max(a.Y1, b.Y1), Math.Min(a.Y2, b.Y2), rules.Plus));
            float intersection = width * height;
            return intersection / (_area + other._area - intersection + rules.AddedToUnion);
        }

        private static float Side(float from, float to, float plus) => to - from + plus;
    }
}
