using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>The pixels of one class of a <see cref="ClassMap"/>, as COCO's run lengths.</summary>
internal sealed class ClassRuns
{
    // A network knows fewer; a map of so many values is none of classes.
    private const int MostClasses = 1000;

    private const int Block = 16;

    private readonly RunLengths _runs = new();

    private ClassRuns(int index) => Index = index;

    /// <summary>The class.</summary>
    public int Index { get; }

    /// <summary>The number of its pixels.</summary>
    public int Pixels => _runs.Pixels;

    /// <summary>How many pixels outside, inside, outside and so on follow each other, down the columns.</summary>
    public IReadOnlyList<int> Counts => _runs.Counts;

    /// <summary>The classes of a map, the largest first, in one pass over its pixels.</summary>
    /// <exception cref="InferenceException">There are more classes than any network has.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<ClassRuns> Of(ClassMap map, CancellationToken cancellationToken = default)
    {
        Dictionary<int, ClassRuns> found = [];
        int[] columns = Transpose(map);
        for (int at = 0, length; at < columns.Length; at += length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int index = columns[at], same = columns.AsSpan(at).IndexOfAnyExcept(index);
            length = same < 0 ? columns.Length - at : same;
            if (index == ClassMap.Unseen)
                continue;
            if (!found.TryGetValue(index, out ClassRuns? runs))
            {
                if (found.Count == MostClasses)
                    throw new InferenceException($"The network's map has more than {MostClasses} classes.");
                found.Add(index, runs = new ClassRuns(index));
            }

            runs._runs.Add(at, length);
        }

        foreach (ClassRuns runs in found.Values)
            runs._runs.End(map.Classes.Length);
        return [.. found.Values.OrderByDescending(runs => runs.Pixels).ThenBy(runs => runs.Index)];
    }

    // In blocks, whose rows stay in the nearest cache.
    private static int[] Transpose(ClassMap map)
    {
        int[] turned = new int[map.Classes.Length];
        for (int top = 0; top < map.Height; top += Block)
        {
            int bottom = Math.Min(top + Block, map.Height);
            for (int x = 0; x < map.Width; x++)
            {
                for (int y = top; y < bottom; y++)
                    turned[(x * map.Height) + y] = map.Classes[(y * map.Width) + x];
            }
        }

        return turned;
    }
}
