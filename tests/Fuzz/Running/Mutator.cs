namespace Fovea.Fuzz.Running;

/// <summary>
/// Changes inputs at random, as AFL++ does in its havoc stage: bits, bytes, numbers at which arithmetic turns, words, blocks that are
/// removed, repeated or taken from another input. The same seed gives the same inputs everywhere.
/// </summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> words)
{
    private const int MostBytes = 1 << 16;

    private static readonly byte[] Edges = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, 16, 32, 64, 100, (byte)'0', (byte)'9', (byte)'-', (byte)'"'];

    private readonly Random _random = new(seed);

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        List<byte> bytes = [.. corpus[_random.Next(corpus.Count)]];
        for (int changes = 1 << _random.Next(5); changes > 0; changes--)
            Change(bytes);
        if (bytes.Count > MostBytes)
            bytes.RemoveRange(MostBytes, bytes.Count - MostBytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)_random.Next(256));
            return;
        }

        int place = _random.Next(bytes.Count);
        int length = Math.Min(bytes.Count - place, 1 + _random.Next(1 << _random.Next(8)));
        switch (_random.Next(10))
        {
            case 0:
                bytes[place] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[place] = (byte)_random.Next(256);
                break;
            case 2:
                bytes[place] = Edges[_random.Next(Edges.Length)];
                break;
            case 3:
                bytes[place] = (byte)(bytes[place] + _random.Next(-16, 17));
                break;
            case 4:
                bytes.RemoveRange(place, length);
                break;
            case 5:
                bytes.InsertRange(_random.Next(bytes.Count + 1), [.. bytes.GetRange(place, length)]);
                break;
            case 6:
                bytes.InsertRange(place, Enumerable.Repeat(Edges[_random.Next(Edges.Length)], Math.Min(length, 16)));
                break;
            case 7 when words.Count > 0:
                bytes.InsertRange(place, words[_random.Next(words.Count)]);
                break;
            case 8 when words.Count > 0:
                byte[] word = words[_random.Next(words.Count)];
                bytes.RemoveRange(place, Math.Min(word.Length, bytes.Count - place));
                bytes.InsertRange(place, word);
                break;
            default:
                Splice(bytes, place);
                break;
        }
    }

    private void Splice(List<byte> bytes, int place)
    {
        byte[] other = corpus[_random.Next(corpus.Count)];
        int from = _random.Next(other.Length + 1);
        bytes.RemoveRange(place, bytes.Count - place);
        bytes.AddRange(other[from..]);
    }
}
