using System.Globalization;
using Fovea.Models.Packages.Json;

namespace Fovea.Models.Packages.Versions;

/// <summary>Which versions of a model are served: all, the N highest, or a list.</summary>
public sealed record VersionPolicy
{
    /// <summary>The forms of a policy as text, for messages.</summary>
    public const string Forms = "'all', 'latest', 'N latest' such as '2 latest', or version numbers separated by commas such as '1,4'";

    private readonly int _count;
    private readonly long[]? _listed;

    private VersionPolicy(int count, long[]? listed) => (_count, _listed) = (count, listed);

    /// <summary>Every version.</summary>
    public static VersionPolicy All { get; } = new(int.MaxValue, null);

    /// <summary>The highest <paramref name="count"/> versions.</summary>
    public static VersionPolicy Latest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new VersionPolicy(count, null);
    }

    /// <summary>The listed versions; those that do not exist are ignored.</summary>
    public static VersionPolicy Listed(params IEnumerable<long> versions) => new(0, [.. versions.Distinct().OrderDescending()]);

    /// <summary>Parses a policy in one of the <see cref="Forms"/>.</summary>
    public static bool TryParse(string? text, out VersionPolicy policy)
    {
        policy = All;
        string[] words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["all"])
            return true;
        if (words is ["latest"] or [_, "latest"])
        {
            int count = 1;
            if (words.Length == 2 && !(int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0))
                return false;
            policy = Latest(count);
            return true;
        }

        var versions = new List<long>();
        foreach (string item in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out long version) || version < 1)
                return false;
            versions.Add(version);
        }

        policy = Listed(versions);
        return true;
    }

    /// <summary>Chooses the versions to serve among those of a model, the highest first.</summary>
    public IReadOnlyList<long> Choose(IEnumerable<long> versions) =>
        [.. versions.OrderDescending().Where(
            version => _listed is null || _listed.Contains(version)).Take(_listed is null ? _count : int.MaxValue)];

    /// <summary>The policy as text.</summary>
    public override string ToString() =>
        _listed is not null ? string.Join(',', _listed) :
        _count == int.MaxValue ? "all" :
        _count == 1 ? "latest" :
        string.Create(CultureInfo.InvariantCulture, $"{_count} latest");

    /// <summary>Reads the field <c>versions</c> of <c>fovea.json</c>: a policy as text, or a list of numbers.</summary>
    internal static VersionPolicy Read(JsonField field)
    {
        if (field.Kind == System.Text.Json.JsonValueKind.Array)
            return Listed(field.Items().Select(item => (long)item.Whole(1, int.MaxValue)));
        return TryParse(field.Text(), out VersionPolicy policy) ? policy : throw field.Error($"{Forms}, or a list of numbers");
    }
}
