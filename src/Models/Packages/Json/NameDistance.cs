namespace Fovea.Models.Packages.Json;

/// <summary>The Levenshtein distance of two names, ignoring case.</summary>
internal static class NameDistance
{
    // Longer names are not compared, which bounds the work.
    private const int MaxLength = 100;

    public static int Between(string first, string second)
    {
        if (first.Length > MaxLength || second.Length > MaxLength)
            return int.MaxValue;
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int substituted = diagonal + (char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
