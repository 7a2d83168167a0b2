using System.Net.Sockets;
using System.Text;
using Fovea.Inference.Files;
using Fovea.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace Fovea.Inference.Tests.Files;

/// <summary>What is opened, and how much of it is read. Nothing here may wait: a test that hangs has failed.</summary>
public sealed class RegularFileTests : IDisposable
{
    private const int Most = 5000;

    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-files-").FullName;

    private string File => Path.Combine(_folder, "f");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_fifo_is_refused_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        SpecialFiles.Fifo(File);
        Assert.Equal("'f' is a FIFO (named pipe); only regular files are read. Put a file there, or remove it.", Refused().Message);
        System.IO.File.CreateSymbolicLink(Path.Combine(_folder, "link"), File);
        Assert.Throws<UnsuitableFileException>(() => RegularFile.Open(Path.Combine(_folder, "link")));
        Assert.Throws<UnsuitableFileException>(() => RegularFile.OpenForWriting(File));
    }

    [Fact]
    public void A_socket_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what lies at a path.");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(File));
        Assert.Contains("is a socket", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/tty", "a device")]
    [InlineData("/proc", "a folder")]
    public void What_a_link_leads_to_decides(string target, string found)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what lies at a path.");
        System.IO.File.CreateSymbolicLink(File, target);
        Assert.Contains($"is {found}; only regular files are read", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_are_followed_where_they_may_be()
    {
        string link = Path.Combine(_folder, "link");
        System.IO.File.WriteAllText(File, "text");
        System.IO.File.CreateSymbolicLink(link, "f");
        Assert.Equal("text", RegularFile.ReadText(link, Most));
        string problem = Assert.Throws<UnsuitableFileException>(() => RegularFile.Open(link, followLink: false)).Problem;
        Assert.StartsWith("is a link, which is not followed here", problem, StringComparison.Ordinal);
        Assert.Throws<UnsuitableFileException>(() => RegularFile.OpenForWriting(link));
        System.IO.File.Delete(File);
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(link));
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(Path.Combine(File, "below")));
    }

    /// <summary>The kernel says that files of /proc have no bytes; a map of the memory has more than a disk.</summary>
    [Fact]
    public void A_length_is_not_trusted()
    {
        Assert.SkipUnless(System.IO.File.Exists("/proc/self/pagemap"), "There is no /proc.");
        Assert.Equal(0, new FileInfo("/proc/self/status").Length);
        Assert.StartsWith("Name:", RegularFile.ReadText("/proc/self/status", 1 << 16), StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo("/proc/self/pagemap").Length);
        // It is read by eight bytes at a time: the limit is one less.
        Assert.Throws<UnsuitableFileException>(() => RegularFile.ReadBytes("/proc/self/pagemap", (1 << 20) - 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most - 1)]
    [InlineData(Most)]
    public void A_file_is_read_up_to_the_limit(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Equal(bytes, RegularFile.ReadBytes(File, Most));
    }

    [Theory]
    [InlineData(Most + 1)]
    [InlineData(1L << 40)]
    public void A_longer_file_is_refused_before_it_is_read(long length)
    {
        using (FileStream file = System.IO.File.Create(File))
            file.SetLength(length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("has more than 5000 bytes", Refused().Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_ends_at_the_limit()
    {
        System.IO.File.WriteAllBytes(File, new byte[10]);
        using var ended = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            using FileStream file = System.IO.File.Open(File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            while (!ended.IsCancellationRequested && file.Length < 64 << 20)
                file.Write(new byte[4096]);
        });
        try
        {
            while (new FileInfo(File).Length < 100_000)
                await Task.Yield();
            Assert.Throws<UnsuitableFileException>(() => RegularFile.ReadBytes(File, 90_000));
        }
        finally
        {
            await ended.CancelAsync();
            await writer;
        }
    }

    /// <summary>File and FIFO change places all the time: what is opened is a file, whatever was there when it was looked at.</summary>
    [Fact]
    public async Task An_exchange_between_two_looks_changes_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a FIFO without waiting.");
        string fifo = Path.Combine(_folder, "fifo"), file = Path.Combine(_folder, "file");
        SpecialFiles.Fifo(fifo);
        System.IO.File.WriteAllText(file, "text");
        using var ended = new CancellationTokenSource();
        Task exchange = Task.Run(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                foreach (string source in new[] { fifo, file })
                {
                    System.IO.File.Move(source, File);
                    System.IO.File.Move(File, source);
                }
            }
        });
        int opened = 0, refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            try
            {
                using SafeFileHandle handle = RegularFile.Open(File);
                Assert.Equal(4, RandomAccess.GetLength(handle));
                opened++;
            }
            catch (UnsuitableFileException)
            {
                refused++;
            }
            catch (FileNotFoundException)
            {
            }
        }

        await ended.CancelAsync();
        await exchange;
        Assert.True(opened > 0 && refused > 0, $"{opened} opened, {refused} refused");
    }

    [Fact]
    public void Text_is_UTF8_or_has_a_mark()
    {
        foreach (Encoding encoding in new[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            System.IO.File.WriteAllText(File, "Größe", encoding);
            Assert.Equal("Größe", RegularFile.ReadText(File, Most, strict: true));
        }

        System.IO.File.WriteAllBytes(File, [0x61, 0xFF]);
        Assert.Equal("a\uFFFD", RegularFile.ReadText(File, Most));
        Assert.Throws<DecoderFallbackException>(() => RegularFile.ReadText(File, Most, strict: true));
    }

    [Fact]
    public void Only_one_writes()
    {
        System.IO.File.WriteAllText(File, "text");
        using (RegularFile.OpenForWriting(File))
            Assert.Throws<IOException>(() => RegularFile.OpenForWriting(File).Dispose());
        using var stream = new FileStream(RegularFile.OpenForWriting(File), FileAccess.ReadWrite);
        stream.Position = 2;
        stream.Write("sted"u8);
        stream.Flush();
        stream.SetLength(5);
        Assert.Equal("teste", RegularFile.ReadText(File, Most));
    }

    private UnsuitableFileException Refused() => Assert.Throws<UnsuitableFileException>(() => RegularFile.ReadBytes(File, Most));
}
