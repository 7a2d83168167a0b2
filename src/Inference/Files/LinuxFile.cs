using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Fovea.Inference.Files;

/// <summary>
/// Opens a file for reading without waiting, and tells what was opened. .NET has neither: File.OpenHandle waits for a writer of a FIFO, and
/// nothing tells a FIFO or a device from a file. The numbers are those of Linux for 64-bit processors.
/// </summary>
internal static unsafe partial class LinuxFile
{
    // O_RDONLY, O_NOCTTY, O_NONBLOCK and O_CLOEXEC.
    private const int ReadWithoutWaiting = 0x100 | 0x800 | 0x80000;

    // The same with O_RDWR.
    private const int ReadAndWriteWithoutWaiting = ReadWithoutWaiting | 2;

    // LOCK_EX and LOCK_NB.
    private const int LockAlone = 2 | 4;

    private const int CurrentFolder = -100;
    private const int DoNotFollowLink = 0x100;
    private const int TheDescriptorItself = 0x1000;
    private const uint WantedType = 1;

    // struct statx is the kernel's, and the same for every processor and C library.
    private const int StatusBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeBits = 0xF000;

    private const int NoSuchFile = 2, Interrupted = 4, Denied = 13, TryAgain = 11, NoSuchDevice = 6, NotAFolder = 20, TooManyLinks = 40;

    /// <summary>Whether these calls can be used.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    // O_NOFOLLOW, one of the few flags whose number depends on the processor.
    private static int NoFollow =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Ppc64le ? 0x8000 : 0x20000;

    /// <summary>What lies at a path, without opening it.</summary>
    /// <exception cref="IOException">There is nothing, or it may not be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder of the path may not be searched.</exception>
    public static FileKind KindOf(string path, bool followLink)
    {
        fixed (byte* name = Name(path))
            return Kind(CurrentFolder, name, followLink ? 0 : DoNotFollowLink, path);
    }

    /// <summary>What a descriptor is open on, whatever lies at its path by now.</summary>
    public static FileKind KindOf(SafeFileHandle handle, string path)
    {
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            fixed (byte* nothing = Name(""))
                return Kind((int)handle.DangerousGetHandle(), nothing, TheDescriptorItself, path);
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }

    /// <summary>Opens a file for reading. Returns at once: of a FIFO without a writer too; reads of the descriptor never wait.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle OpenForReading(string path, bool followLink) =>
        Open(path, ReadWithoutWaiting | (followLink ? 0 : NoFollow));

    /// <summary>Opens a file that is there, and no link, for reading and writing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle OpenForWriting(string path) => Open(path, ReadAndWriteWithoutWaiting | NoFollow);

    /// <summary>Locks a file as .NET does for FileShare.None; false if another program has done so.</summary>
    public static bool TryLock(SafeFileHandle handle) => Lock(handle, LockAlone) == 0;

    private static SafeFileHandle Open(string path, int flags)
    {
        fixed (byte* name = Name(path))
        {
            while (true)
            {
                int descriptor = OpenFile(name, flags);
                if (descriptor >= 0)
                    return new SafeFileHandle(descriptor, ownsHandle: true);
                if (Marshal.GetLastPInvokeError() != Interrupted)
                    throw Error(path);
            }
        }
    }

    private static FileKind Kind(int folder, byte* name, int flags, string path)
    {
        byte* status = stackalloc byte[StatusBytes];
        return Status(folder, name, flags, WantedType, status) == 0
            ? (FileKind)(*(ushort*)(status + ModeOffset) & TypeBits)
            : throw Error(path);
    }

    private static Exception Error(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        string name = Path.GetFileName(path);
        return error switch
        {
            NoSuchFile or NotAFolder => new FileNotFoundException($"'{name}' does not exist.", path),
            Denied => new UnauthorizedAccessException($"'{name}' may not be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
            TooManyLinks => new UnsuitableFileException(path, "is a link, which is not followed here. Put the file itself there."),
            NoSuchDevice => new UnsuitableFileException(path, RegularFile.Refuse(FileKind.Socket)),
            TryAgain => new IOException($"'{name}' is being changed by a program that has reserved it (lease). Try again later."),
            _ => new IOException($"'{name}' cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    private static byte[] Name(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A path has no zero character.", nameof(path));
        return Encoding.UTF8.GetBytes(path + '\0');
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFile(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Status(int folder, byte* path, int flags, uint mask, byte* status);
}
