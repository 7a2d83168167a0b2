using SkiaSharp;

namespace Fovea.Bench.ImageStages;

/// <summary>Decodes one file repeatedly with Skia's codec, into the same memory.</summary>
internal sealed class SkiaStage(byte[] file)
{
    private byte[] _pixels = [];

    public void Run()
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (_pixels.Length == 0)
            _pixels = new byte[info.BytesSize];
        unsafe
        {
            fixed (byte* pixels = _pixels)
                codec.GetPixels(info, (nint)pixels);
        }
    }
}
