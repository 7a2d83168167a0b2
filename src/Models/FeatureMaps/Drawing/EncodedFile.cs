using System.Runtime.InteropServices;
using SkiaSharp;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>Takes the bytes that Skia's encoders write, until it is cancelled: the encoder gives up then.</summary>
internal sealed class EncodedFile(CancellationToken cancellation) : SKAbstractManagedWStream
{
    private readonly MemoryStream _bytes = new();

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    // An exception must not pass through the encoder: that nothing was written ends it, with a line of libpng's in the error output.
    protected override bool OnWrite(IntPtr buffer, IntPtr size)
    {
        if (cancellation.IsCancellationRequested)
            return false;
        int before = (int)_bytes.Length;
        _bytes.SetLength(before + (long)size);
        Marshal.Copy(buffer, _bytes.GetBuffer(), before, (int)size);
        return true;
    }

    protected override void OnFlush()
    {
    }

    protected override IntPtr OnBytesWritten() => (IntPtr)_bytes.Length;

    protected override void DisposeManaged()
    {
        _bytes.Dispose();
        base.DisposeManaged();
    }
}
