namespace Fovea.Inference;

/// <summary>Finds the names that a mistyped name probably stands for.</summary>
public static class NearestNames
{
    private const int LongestCompared = 200;

    // Names of a file may be any number. Comparing two takes about the product of their lengths; this many steps take some milliseconds.
    private const int MaxSteps = 1_000_000;

    /// <summary>
    /// Up to <paramref name="count"/> names, those that begin with the wanted text first, then the nearest ones: those that contain it
    /// or are contained in it, and those within an edit distance (Levenshtein 1966, case ignored) of a third of the longer name's length.
    /// Names above 200 characters are not compared, and of very many names the first ones alone.
    /// </summary>
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> names, int count = 3)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(names);
        if (wanted.Length is 0 or > LongestCompared)
            return [];
        return
        [
            .. Near(wanted, names)
                .OrderBy(candidate => !candidate.Name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
                .ThenBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(count)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>A sentence that suggests the names, with a leading space; empty when there are none.</summary>
    public static string Sentence(IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" Did you mean {string.Join(" or ", names.Select(name => $"'{name}'"))}?";

    /// <summary>
    /// The edit distance of two names (Levenshtein 1966), case ignored; the largest number where one is too long to be compared.
    /// </summary>
    public static int Distance(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Length > LongestCompared || b.Length > LongestCompared)
            return int.MaxValue;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(diagonal + change, Math.Min(row[j], row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }

    private static IEnumerable<(string Name, int Distance)> Near(string wanted, IEnumerable<string> names)
    {
        int steps = 0;
        foreach (string name in names)
        {
            steps += wanted.Length + Math.Min(name.Length, LongestCompared);
            if (steps > MaxSteps)
                yield break;
            if (name.Length > LongestCompared)
                continue;
            int most = Math.Max(2, Math.Max(wanted.Length, name.Length) / 3);
            int difference = Math.Abs(wanted.Length - name.Length);
            if (difference <= most)
            {
                steps += wanted.Length * name.Length;
                int distance = Distance(wanted, name);
                if (distance <= most || Contain(wanted, name))
                    yield return (name, distance);
            }
            else if (Contain(wanted, name))
            {
                // What one has and the other has not is then all that must be added.
                yield return (name, difference);
            }
        }
    }

    private static bool Contain(string a, string b) =>
        Math.Min(a.Length, b.Length) >= 2
        && (a.Contains(b, StringComparison.OrdinalIgnoreCase) || b.Contains(a, StringComparison.OrdinalIgnoreCase));
}
