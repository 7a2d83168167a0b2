using System.Security.Cryptography;
using System.Text;

namespace Fovea.Models.Hosting;

/// <summary>
/// The names of layers in answers and addresses. A name of up to 512 characters is shown and asked for as it is. A longer one has a short
/// form, by which the layer is shown and found: its first 480 characters, <c>...</c>, and 16 hexadecimal digits of its SHA-256.
/// </summary>
public static class LayerName
{
    /// <summary>The most characters that are shown: percent-encoded, they still fit into the first line of a request.</summary>
    public const int Longest = 512;

    private const int Kept = 480;
    private const int HashBytes = 8;

    /// <summary>The name, or its short form.</summary>
    public static string Shown(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length <= Longest)
            return name;
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        int kept = char.IsHighSurrogate(name[Kept - 1]) ? Kept - 1 : Kept;
        return $"{name.AsSpan(0, kept)}...{Convert.ToHexStringLower(hash.AsSpan(0, HashBytes))}";
    }

    /// <summary>The short forms of the layers and of their unique nodes whose names are longer than is shown.</summary>
    /// <param name="names">The names of values and nodes, each with the name of its layer.</param>
    internal static Dictionary<string, string> ShortForms(IEnumerable<(string Name, string Layer)> names)
    {
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string layer) in names.Where(entry => entry.Name.Length > Longest))
            forms.TryAdd(Shown(name), layer);
        return forms;
    }
}
