using System.Security.Cryptography;
using System.Text;

namespace Fovea.Api.Security;

/// <summary>The keys of one plane, kept as SHA-256 hashes; immutable.</summary>
internal sealed class KeySet
{
    private readonly byte[][] _hashes;

    private KeySet(byte[][] hashes) => _hashes = hashes;

    public static KeySet Empty { get; } = new([]);

    public bool IsEmpty => _hashes.Length == 0;

    public static KeySet Of(IEnumerable<string> keys) => new([.. keys.Distinct(StringComparer.Ordinal).Select(Hash)]);

    /// <summary>The hash under which a presented key is looked for.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Compares with every key, in a time that depends neither on which one equals nor on how much of it.</summary>
    public bool Contains(byte[] hash)
    {
        bool found = false;
        foreach (byte[] known in _hashes)
            found |= CryptographicOperations.FixedTimeEquals(known, hash);
        return found;
    }
}
