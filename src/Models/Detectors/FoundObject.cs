namespace Fovea.Models.Detectors;

/// <summary>A box that stays, with what else the network says of it.</summary>
/// <param name="Box">The box, in pixels of the input.</param>
/// <param name="Points">Its key points; null where the network gives none.</param>
/// <param name="Rotated">The box as the network rotates it; null where it rotates none.</param>
internal readonly record struct FoundObject(BoxCandidate Box, IReadOnlyList<BoxPoint>? Points, RotatedBox? Rotated)
{
    /// <summary>The mean of objects, weighted by their scores, with the score and the class of the first one.</summary>
    public static FoundObject Blend(IReadOnlyList<FoundObject> objects)
    {
        FoundObject best = objects[0];
        if (objects.Sum(each => (double)each.Box.Score) == 0)
            return best;
        float Mean(Func<FoundObject, float> number) =>
            (float)(objects.Sum(each => (double)number(each) * each.Box.Score) / objects.Sum(each => (double)each.Box.Score));
        return new FoundObject(
            best.Box with { X1 = Mean(o => o.Box.X1), Y1 = Mean(o => o.Box.Y1), X2 = Mean(o => o.Box.X2), Y2 = Mean(o => o.Box.Y2) },
            best.Points is { } points
                ? [.. points.Select((point, i) => point with { X = Mean(o => o.Points![i].X), Y = Mean(o => o.Points![i].Y) })]
                : null,
            best.Rotated);
    }
}
