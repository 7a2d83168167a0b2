namespace Fovea.Models.Packages.Settings;

/// <summary>Names in messages. Files and folders may have any number of them, of any length.</summary>
internal static class NameList
{
    private const int MostNames = 20;
    private const int MostCharacters = 60;

    /// <summary>The names, separated by commas: at most 20, and how many there are besides; a long one is cut.</summary>
    public static string Of(IReadOnlyCollection<string> names)
    {
        string first = string.Join(", ", names.Take(MostNames).Select(Short));
        return names.Count <= MostNames ? first : $"{first} and {names.Count - MostNames} others";
    }

    /// <summary>A name, cut at 60 characters.</summary>
    public static string Short(string name) => name.Length <= MostCharacters ? name : $"{name[..MostCharacters]}...";
}
