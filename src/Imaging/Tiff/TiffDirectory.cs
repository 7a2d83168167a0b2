using Fovea.Imaging.Metadata;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// The first directory of a TIFF file (TIFF 6.0, section 2). Later ones are never looked for, so that a circle of them does no harm. Values
/// stay in the file; nothing is allocated by a count that the file states.
/// </summary>
internal sealed class TiffDirectory
{
    private const int HeaderLength = 8;
    private const int EntryLength = 12;
    private const int Inline = 4;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly Dictionary<TiffTag, TiffValues> _entries = [];

    private TiffDirectory(ReadOnlyMemory<byte> file, bool littleEndian) => (_file, LittleEndian) = (file, littleEndian);

    /// <summary>Whether numbers are written with the lowest byte first.</summary>
    public bool LittleEndian { get; }

    private TiffBytes Bytes => new(_file.Span, LittleEndian);

    /// <summary>Reads the directory of a file that begins as a TIFF.</summary>
    /// <exception cref="FormatFaultException">It is no TIFF of 32-bit offsets, or ends within its directory.</exception>
    public static TiffDirectory Read(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> start = file.Span;
        if (start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8))
            throw FormatFaultException.Unsupported("a BigTIFF", "save it as an ordinary TIFF, or as PNG");
        if (start.Length < HeaderLength)
            throw FormatFaultException.Header("the file ends within the header");
        var directory = new TiffDirectory(file, littleEndian: start[0] == 'I');
        directory.ReadEntries();
        return directory;
    }

    /// <summary>How many values a tag has; 0 where it is missing.</summary>
    public long Count(TiffTag tag) => _entries.TryGetValue(tag, out TiffValues values) ? values.Count : 0;

    /// <summary>One value of a tag; the default where it is missing.</summary>
    /// <exception cref="FormatFaultException">There are fewer values.</exception>
    public long Value(TiffTag tag, long missing, long index = 0)
    {
        if (!_entries.TryGetValue(tag, out TiffValues values))
            return missing;
        if (index >= values.Count)
            throw FormatFaultException.Header($"{tag} has {values.Count} values where {index + 1} are needed");
        int position = (int)(values.Position + index * values.Size);
        return values.Size switch { 1 => Bytes.Byte(position), 2 => Bytes.UInt16(position), _ => Bytes.UInt32(position) };
    }

    private void ReadEntries()
    {
        long start = Bytes.UInt32(4);
        if (start < HeaderLength || start > _file.Length - 2)
            throw FormatFaultException.Header($"its directory would begin at byte {start} of {_file.Length}");
        int count = Bytes.UInt16((int)start);
        if (start + 2 + (long)count * EntryLength > _file.Length)
            throw FormatFaultException.Header(
                $"a directory of {count} entries at byte {start} ends beyond the file's {_file.Length} bytes");
        for (int i = 0; i < count; i++)
            ReadEntry((int)start + 2 + i * EntryLength);
    }

    // Values of other types than BYTE, SHORT and LONG are none that a picture is decoded by.
    private void ReadEntry(int entry)
    {
        var tag = (TiffTag)Bytes.UInt16(entry);
        if (!Enum.IsDefined(tag))
            return;
        int size = Bytes.UInt16(entry + 2) switch { 1 => 1, 3 => 2, 4 => 4, _ => 0 };
        long count = Bytes.UInt32(entry + 4);
        if (size == 0 || count == 0)
            throw FormatFaultException.Header($"{tag} has no whole numbers");
        long position = count * size <= Inline ? entry + 8 : Bytes.UInt32(entry + 8);
        if (position + count * size > _file.Length)
            throw FormatFaultException.Header($"the {count} values of {tag} at byte {position} end beyond the file's {_file.Length} bytes");
        _entries[tag] = new TiffValues(position, count, size);
    }

    private readonly record struct TiffValues(long Position, long Count, int Size);
}
