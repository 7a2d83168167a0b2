using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>The pixels of one class of a <see cref="ClassMap"/>, as COCO's run lengths.</summary>
internal sealed class ClassRuns
{
    // A network knows fewer; a map of so many values is none of classes.
    private const int MostClasses = 1000;

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
        for (int x = 0, at = 0; x < map.Width; x++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int y = 0; y < map.Height; y++, at++)
            {
                int index = map.Classes[(y * map.Width) + x];
                if (index == ClassMap.Unseen)
                    continue;
                if (!found.TryGetValue(index, out ClassRuns? runs))
                {
                    if (found.Count == MostClasses)
                        throw new InferenceException($"The network's map has more than {MostClasses} classes.");
                    found.Add(index, runs = new ClassRuns(index));
                }

                runs._runs.Add(at);
            }
        }

        foreach (ClassRuns runs in found.Values)
            runs._runs.End(map.Classes.Length);
        return [.. found.Values.OrderByDescending(runs => runs.Pixels).ThenBy(runs => runs.Index)];
    }
}
