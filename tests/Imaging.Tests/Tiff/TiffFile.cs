using System.Buffers.Binary;

namespace Fovea.Imaging.Tests.Tiff;

/// <summary>
/// Writes TIFF files (TIFF 6.0, section 2), those that cannot be too: the pixels from byte 8 on, then the directory, then the values of its
/// entries, all of type LONG.
/// </summary>
internal sealed class TiffFile
{
    private const int PixelsOffset = 8;

    private readonly SortedDictionary<int, uint[]> _entries;
    private readonly byte[] _pixels;

    private TiffFile(SortedDictionary<int, uint[]> entries, byte[] pixels) => (_entries, _pixels) = (entries, pixels);

    /// <summary>One strip of 8-bit gray, or of as many samples as there are bytes for.</summary>
    public static TiffFile Of(int width, int height, byte[] pixels, int compression = 1, int samples = 1, int photometric = 1) => new(
        new SortedDictionary<int, uint[]>
        {
            [256] = [(uint)width],
            [257] = [(uint)height],
            [258] = [.. Enumerable.Repeat(8u, samples)],
            [259] = [(uint)compression],
            [262] = [(uint)photometric],
            [273] = [PixelsOffset],
            [277] = [(uint)samples],
            [278] = [(uint)height],
            [279] = [(uint)pixels.Length],
        },
        pixels);

    /// <summary>The same with other values of an entry; without it where there are none.</summary>
    public TiffFile With(int tag, params uint[] values)
    {
        var entries = new SortedDictionary<int, uint[]>(_entries);
        entries.Remove(tag);
        if (values.Length > 0)
            entries.Add(tag, values);
        return new TiffFile(entries, _pixels);
    }

    /// <summary>The same in tiles.</summary>
    public TiffFile Tiled(uint width, uint height, params uint[] offsets) =>
        With(273).With(278).With(279).With(322, width).With(323, height).With(324, offsets)
            .With(325, [.. offsets.Select(_ => width * height)]);

    /// <summary>The bytes; the next directory is the first one again.</summary>
    public byte[] ToArray()
    {
        int directory = PixelsOffset + _pixels.Length;
        int values = directory + 2 + 12 * _entries.Count + 4;
        byte[] file = new byte[values + 4 * _entries.Values.Sum(entry => entry.Length)];
        "II*\0"u8.CopyTo(file);
        Write(file, 4, (uint)directory);
        _pixels.CopyTo(file, PixelsOffset);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(directory), (ushort)_entries.Count);
        int entry = directory + 2;
        foreach ((int tag, uint[] numbers) in _entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(entry), (ushort)tag);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(entry + 2), 4);
            Write(file, entry + 4, (uint)numbers.Length);
            Write(file, entry + 8, numbers.Length == 1 ? numbers[0] : (uint)values);
            for (int i = 0; i < numbers.Length; i++)
                Write(file, values + 4 * i, numbers[i]);
            values += 4 * numbers.Length;
            entry += 12;
        }

        Write(file, entry, (uint)directory);
        return file;
    }

    private static void Write(byte[] file, int position, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(position), value);
}
