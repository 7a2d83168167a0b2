using Fovea.Inference;

namespace Fovea.Models.Poses;

/// <summary>
/// Reads people from a network's fields: from the surest parts along the tree of displacements (tensorflow/tfjs-models,
/// body-pix/src/multi_person: <c>decodeMultiplePoses</c>, <c>decodePose</c>, <c>buildPartWithScoreQueue</c>; Papandreou et al.,
/// "PersonLab", ECCV 2018).
/// </summary>
internal static class PoseDecoder
{
    /// <summary>The least score of a part with which a person begins, where a request has no other.</summary>
    public const double UsualScore = 0.4;

    /// <summary>The most people, where a request has no other number.</summary>
    public const int UsualPeople = 10;

    /// <summary>The most people that a request may ask for.</summary>
    public const int MostPeople = 100;

    // In pixels of the input: a part nearer to that of an earlier person is the same one.
    private const double Radius = 20;

    /// <summary>The people, the one with the surest part first.</summary>
    /// <exception cref="InferenceException">A position is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<FoundPose> Read(
        PoseFields fields, double leastScore, int most, CancellationToken cancellationToken = default)
    {
        List<FoundPose> people = [];
        foreach ((int part, int x, int y) in Roots(fields, leastScore, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (people.Count == most)
                break;
            PosePoint root = fields.At(part, x, y);
            if (IsClaimed(people, part, root))
                continue;
            PosePoint[] points = Grow(fields, part, root);
            if (!Array.TrueForAll(points, point => double.IsFinite(point.X + point.Y)))
                throw new InferenceException("A key point of the network's people is not finite.");
            double sum = points.Where((point, k) => !IsClaimed(people, k, point)).Sum(point => (double)point.Score);
            people.Add(new FoundPose(sum / points.Length, points));
        }

        return people;
    }

    // The parts whose score is the largest of the 3 by 3 cells around, the surest first; of equal ones the first cell.
    private static IEnumerable<(int Part, int X, int Y)> Roots(
        PoseFields fields, double leastScore, CancellationToken cancellationToken)
    {
        List<(float Score, int Part, int X, int Y)> roots = [];
        for (int y = 0; y < fields.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int x = 0; x < fields.Width; x++)
            {
                for (int part = 0; part < PoseParts.Names.Count; part++)
                {
                    if (fields.Score(part, x, y) is var score && score >= leastScore && IsLargest(fields, part, x, y))
                        roots.Add((score, part, x, y));
                }
            }
        }

        return roots.OrderByDescending(root => root.Score).Select(root => (root.Part, root.X, root.Y));
    }

    private static bool IsLargest(PoseFields fields, int part, int x, int y)
    {
        float score = fields.Score(part, x, y);
        for (int row = Math.Max(0, y - 1); row <= Math.Min(fields.Height - 1, y + 1); row++)
        {
            for (int column = Math.Max(0, x - 1); column <= Math.Min(fields.Width - 1, x + 1); column++)
            {
                if (fields.Score(part, column, row) > score)
                    return false;
            }
        }

        return true;
    }

    private static PosePoint[] Grow(PoseFields fields, int part, PosePoint root)
    {
        var found = new PosePoint?[PoseParts.Names.Count];
        found[part] = root;
        for (int edge = PoseParts.Edges.Count - 1; edge >= 0; edge--)
        {
            (int parent, int child) = PoseParts.Edges[edge];
            if (found[child] is { } from && found[parent] is null)
                found[parent] = fields.Follow(from, edge, isForward: false);
        }

        for (int edge = 0; edge < PoseParts.Edges.Count; edge++)
        {
            (int parent, int child) = PoseParts.Edges[edge];
            if (found[parent] is { } from && found[child] is null)
                found[child] = fields.Follow(from, edge, isForward: true);
        }

        return [.. found.Select(point => point!.Value)];
    }

    private static bool IsClaimed(List<FoundPose> people, int part, PosePoint point) =>
        people.Exists(person => person.Points[part].SquaredDistance(point) <= Radius * Radius);
}
