using System.IO.Compression;
using System.Runtime.InteropServices;
using Fovea.Inference;

namespace Fovea.Models.Arrays;

/// <summary>An array of a file.</summary>
/// <param name="Name">Its name: of an entry of an archive, without <c>.npy</c>.</param>
/// <param name="Shape">Its extents, outermost first.</param>
public sealed record NamedArray(string Name, Shape Shape);

/// <summary>
/// Arrays that were written with NumPy: one (<c>.npy</c>), or several by name in a zip archive (<c>.npz</c>). Elements are read one array
/// at a time, so that an archive takes no more memory than the file and the array that is asked for. The file's memory must stay valid.
/// </summary>
public sealed class ArrayFile : IDisposable
{
    /// <summary>The most arrays of one archive.</summary>
    public const int MostArrays = 4096;

    private const string Extension = ".npy";

    private readonly ReadOnlyMemory<byte> _file;
    private readonly ZipArchive? _archive;
    private readonly List<NamedArray> _listed = [];
    private readonly Dictionary<NamedArray, (NpyHeader Header, ZipArchiveEntry? Entry)> _arrays = new(ReferenceEqualityComparer.Instance);

    private ArrayFile(ReadOnlyMemory<byte> file, ZipArchive? archive) => (_file, _archive) = (file, archive);

    /// <summary>The arrays, in the order of the file.</summary>
    public IReadOnlyList<NamedArray> Arrays => _listed;

    /// <summary>Whether bytes begin like a file that is read.</summary>
    public static bool Recognize(ReadOnlySpan<byte> start) => NpyHeader.Recognize(start) || start.StartsWith("PK\x03\x04"u8);

    /// <summary>Reads what arrays a file has, but no elements yet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="ArrayFileException">It is damaged, or no file of arrays.</exception>
    public static ArrayFile Open(ReadOnlyMemory<byte> file, string name)
    {
        if (NpyHeader.Recognize(file.Span))
        {
            var header = NpyHeader.Read(file.Span, $"The file '{name}'");
            if (file.Length - header.Length != header.DataBytes)
            {
                throw new ArrayFileException(
                    $"The file '{name}' has {file.Length - header.Length} bytes of elements; its header says {header.DataBytes} for the " +
                    $"shape {header.Shape}. It was cut off, or damaged.");
            }

            string plain = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name[..^Extension.Length] : name;
            var single = new ArrayFile(file, null);
            single.Add(plain, header, null);
            return single;
        }

        return Recognize(file.Span)
            ? OpenArchive(file, name)
            : throw new ArrayFileException(
                $"The file '{name}' is no file of arrays; expected .npy or .npz, as numpy.save and numpy.savez write them.");
    }

    /// <summary>The elements of an array, as Float32 in row-major order.</summary>
    /// <exception cref="ArrayFileException">The file is damaged.</exception>
    public float[] Read(NamedArray array)
    {
        (NpyHeader header, ZipArchiveEntry? entry) = _arrays[array];
        if (entry is null)
            return NpyElements.Read(header, _file.Span[header.Length..]);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)(header.Length + header.DataBytes)));
        try
        {
            using Stream content = entry.Open();
            int read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == bytes.Length && content.ReadByte() < 0)
                return NpyElements.Read(header, bytes.AsSpan(header.Length));
        }
        catch (InvalidDataException e)
        {
            throw Damaged(array.Name, e);
        }

        throw Damaged(array.Name, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _archive?.Dispose();

    private static ArrayFile OpenArchive(ReadOnlyMemory<byte> file, string name)
    {
        // The directory is read whole: what would take more memory than the file is not begun.
        if (file.Span.Count("PK\x01\x02"u8) > 2 * MostArrays)
            throw new ArrayFileException($"The archive '{name}' has more than {MostArrays} entries, the most that are read.");
        MemoryStream bytes = MemoryMarshal.TryGetArray(file, out ArraySegment<byte> segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(file.ToArray(), writable: false);
        ArrayFile? found = null;
        try
        {
            found = new ArrayFile(file, new ZipArchive(bytes, ZipArchiveMode.Read));
            found.ReadHeaders(name);
            return found;
        }
        catch (Exception e)
        {
            found?.Dispose();
            if (e is not InvalidDataException)
                throw;
            throw new ArrayFileException($"The archive '{name}' cannot be read: {e.Message} Write it with numpy.savez.", e);
        }
    }

    private void ReadHeaders(string name)
    {
        ZipArchiveEntry[] entries = [.. _archive!.Entries.Where(e => e.FullName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))];
        if (entries.Length is 0 or > MostArrays)
        {
            throw new ArrayFileException(
                $"The archive '{name}' has {entries.Length} entries that end in .npy; expected 1 to {MostArrays}, as " +
                "numpy.savez writes them.");
        }

        byte[] start = new byte[NpyHeader.Longest];
        foreach (ZipArchiveEntry entry in entries)
        {
            string array = entry.FullName[..^Extension.Length];
            try
            {
                using Stream content = entry.Open();
                int length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
                Add(array, NpyHeader.Read(start.AsSpan(0, length), $"The entry '{ShownText.Name(entry.FullName)}' of '{name}'"), entry);
            }
            catch (InvalidDataException e)
            {
                throw Damaged(array, e);
            }
        }
    }

    private void Add(string name, NpyHeader header, ZipArchiveEntry? entry)
    {
        var array = new NamedArray(name, header.Shape);
        _arrays.Add(array, (header, entry));
        _listed.Add(array);
    }

    private static ArrayFileException Damaged(string array, Exception? inner) =>
        new($"The array '{ShownText.Name(array)}' is damaged: its bytes are not those that its header and the archive announce.", inner);
}
