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
    /// <returns>Indices of boxes, the best first.</returns>
    public static List<int> Run(ReadOnlySpan<BoxCandidate> boxes, DetectionRules rules, double iou, int most)
    {
        List<int> kept = [];
        List<(BoxCandidate Box, float Area)> stay = [];
        for (int i = 0; i < boxes.Length && kept.Count < most; i++)
        {
            BoxCandidate box = Moved(boxes[i], rules.ClassOffset);
            float area = Side(box.X1, box.X2, rules.Plus) * Side(box.Y1, box.Y2, rules.Plus);
            if (Overlaps(stay, box, area, rules, iou))
                continue;
            stay.Add((box, area));
            kept.Add(i);
        }

        return kept;
    }

    private static bool Overlaps(List<(BoxCandidate Box, float Area)> stay, BoxCandidate box, float area, DetectionRules rules, double iou)
    {
        bool anyClass = rules.IsAgnostic || rules.ClassOffset > 0;
        foreach ((BoxCandidate better, float betterArea) in stay)
        {
            if (!anyClass && better.Class != box.Class)
                continue;
            float width = Math.Max(0, Side(Math.Max(better.X1, box.X1), Math.Min(better.X2, box.X2), rules.Plus));
            float height = Math.Max(0, Side(Math.Max(better.Y1, box.Y1), Math.Min(better.Y2, box.Y2), rules.Plus));
            float intersection = width * height;
            if (intersection / (betterArea + area - intersection) > iou)
                return true;
        }

        return false;
    }

    private static float Side(float from, float to, float plus) => to - from + plus;

    private static BoxCandidate Moved(BoxCandidate box, float offset)
    {
        if (offset == 0)
            return box;
        float by = box.Class * offset;
        return box with { X1 = box.X1 + by, Y1 = box.Y1 + by, X2 = box.X2 + by, Y2 = box.Y2 + by };
    }
}
