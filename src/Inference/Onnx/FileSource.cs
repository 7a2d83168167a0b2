using Fovea.Inference.Files;
using Fovea.Inference.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Fovea.Inference.Onnx;

/// <summary>
/// A file that stays open. Reads copy the bytes, because with a memory mapping, truncating the file would crash the process. The open
/// handle keeps the bytes readable if another file is renamed over it. If the file is overwritten in place, its length or time of change
/// reveals it, so that old and new bytes are never mixed.
/// </summary>
internal sealed class FileSource : ByteSource, IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _name;
    private readonly ErrorContext _context;
    private readonly DateTime _written;

    /// <param name="path">The path.</param>
    /// <param name="followLink">Whether the file may be a link.</param>
    /// <exception cref="UnsuitableFileException">It is no regular file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public FileSource(string path, bool followLink = true)
    {
        _name = Path.GetFileName(path);
        _context = new ErrorContext { File = path };
        _handle = RegularFile.Open(path, followLink);
        Length = RandomAccess.GetLength(_handle);
        _written = File.GetLastWriteTimeUtc(_handle);
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
            {
                throw new InvalidModelException(
                    $"'{_name}' ends at byte {offset}; it had {Length} bytes when it was opened. Replace model files by renaming, and " +
                    "load the model again.")
                { Context = _context };
            }

            offset += read;
            destination = destination[read..];
        }

        CheckUnchanged();
    }

    public void Dispose() => _handle.Dispose();

    private void CheckUnchanged()
    {
        long length = RandomAccess.GetLength(_handle);
        DateTime written = File.GetLastWriteTimeUtc(_handle);
        if (length != Length || written != _written)
        {
            throw new InvalidModelException(
                $"'{_name}' was changed while it was in use: it had {Length} bytes of {_written:O} when it was opened and has " +
                $"{length} of {written:O} now. " +
                "Replace model files by renaming, and load the model again.")
            { Context = _context };
        }
    }
}
