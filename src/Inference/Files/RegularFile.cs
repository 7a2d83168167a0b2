using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Fovea.Inference.Files;

/// <summary>
/// Opens and reads files that come from elsewhere. Only regular files are opened, opening never waits, and what is read ends at a limit
/// whatever length the file claims to have.
/// </summary>
/// <remarks>
/// On Linux the entry is looked at before it is opened, so that no device is opened, which may do something; then it is opened without
/// waiting, and the descriptor is looked at again. What lies at the path may be exchanged between any two of these steps: the descriptor
/// decides, and until then nothing has been read and nothing could wait. The descriptor keeps its flag: a file of <c>/proc</c> that would
/// wait for data fails instead. On other systems what cannot be positioned, such as a pipe, is refused once it is open.
/// </remarks>
public static class RegularFile
{
    private const int FirstBytes = 16 << 10;

    /// <summary>Opens a regular file for reading; others may write, rename and delete it meanwhile.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLink">Whether the last part of the path may be a link.</param>
    /// <exception cref="UnsuitableFileException">It is a FIFO, a device, a socket, a folder, or a link that is not followed.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafeFileHandle Open(string path, bool followLink = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!LinuxFile.IsSupported)
            return OpenElsewhere(path, followLink, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Require(LinuxFile.KindOf(path, followLink), path);
        return Checked(LinuxFile.OpenForReading(path, followLink), path);
    }

    /// <summary>Opens a regular file that is there for reading and writing, alone. A link is not followed.</summary>
    /// <exception cref="UnsuitableFileException">It is no regular file, or a link.</exception>
    /// <exception cref="IOException">The file does not exist, cannot be opened, or another program has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static SafeFileHandle OpenForWriting(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!LinuxFile.IsSupported)
            return OpenElsewhere(path, followLink: false, FileAccess.ReadWrite, FileShare.None);
        Require(LinuxFile.KindOf(path, followLink: false), path);
        SafeFileHandle handle = Checked(LinuxFile.OpenForWriting(path), path);
        if (LinuxFile.TryLock(handle))
            return handle;
        handle.Dispose();
        throw new IOException($"'{Path.GetFileName(path)}' is being used by another program. Wait until it has ended.");
    }

    /// <summary>Reads a whole regular file. Memory follows what was read, not the length that the file claims.</summary>
    /// <param name="path">The path.</param>
    /// <param name="most">The most bytes that the file may have.</param>
    /// <exception cref="UnsuitableFileException">It is no regular file, or has more bytes.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] ReadBytes(string path, int most)
    {
        using SafeFileHandle handle = Open(path);
        return ReadBytes(handle, path, most);
    }

    /// <summary>Reads a whole regular file as text: UTF-8, or UTF-16 and UTF-32 with a byte order mark.</summary>
    /// <param name="path">The path.</param>
    /// <param name="most">The most bytes that the file may have.</param>
    /// <param name="strict">Whether bytes that are no UTF-8 are an error; otherwise each becomes U+FFFD.</param>
    /// <exception cref="UnsuitableFileException">It is no regular file, or has more bytes.</exception>
    /// <exception cref="DecoderFallbackException">It is no text, where that is an error.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static string ReadText(string path, int most, bool strict = false)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path, most)), new UTF8Encoding(false, throwOnInvalidBytes: strict));
        return reader.ReadToEnd();
    }

    /// <summary>What is said of an entry that is no regular file.</summary>
    internal static string Refuse(FileKind kind)
    {
        string found = kind switch
        {
            FileKind.Fifo => "a FIFO (named pipe)",
            FileKind.Directory => "a folder",
            FileKind.Socket => "a socket",
            FileKind.CharacterDevice or FileKind.BlockDevice => "a device",
            FileKind.Link => "a link, which is not followed here",
            _ => "of an unknown kind",
        };
        return $"is {found}; only regular files are read. Put a file there, or remove it.";
    }

    private static byte[] ReadBytes(SafeFileHandle handle, string path, int most)
    {
        // One byte more than the limit tells a file that ends there from one that goes on. The length is only a guess at the first array.
        int limit = checked(most + 1);
        byte[] bytes = new byte[(int)Math.Clamp(RandomAccess.GetLength(handle) + 1, Math.Min(FirstBytes, limit), limit)];
        int count = 0;
        while (true)
        {
            int read = RandomAccess.Read(handle, bytes.AsSpan(count), count);
            count += read;
            if (count > most)
                throw new UnsuitableFileException(
                    path, $"has more than {most} bytes, the most that is read of such a file. Put a shorter file there.");
            if (read == 0)
                return bytes.Length == count ? bytes : bytes[..count];
            if (count == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * count, limit));
        }
    }

    private static SafeFileHandle Checked(SafeFileHandle handle, string path)
    {
        try
        {
            Require(LinuxFile.KindOf(handle, path), path);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void Require(FileKind kind, string path)
    {
        if (kind != FileKind.Regular)
            throw new UnsuitableFileException(path, Refuse(kind));
    }

    private static SafeFileHandle OpenElsewhere(string path, bool followLink, FileAccess access, FileShare share)
    {
        FileAttributes attributes = File.GetAttributes(path);
        if (attributes.HasFlag(FileAttributes.Directory))
            throw new UnsuitableFileException(path, Refuse(FileKind.Directory));
        if (!followLink && attributes.HasFlag(FileAttributes.ReparsePoint))
            throw new UnsuitableFileException(path, Refuse(FileKind.Link));
#pragma warning disable RS0030 // What has no position, such as a pipe, is refused below.
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, access, share);
#pragma warning restore RS0030
        try
        {
            _ = RandomAccess.GetLength(handle);
            return handle;
        }
        catch (NotSupportedException)
        {
            handle.Dispose();
            throw new UnsuitableFileException(path, Refuse(FileKind.Fifo));
        }
    }
}
