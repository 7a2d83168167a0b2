using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Bench.ImageStages;

/// <summary>Decodes one file repeatedly; the last <paramref name="kept"/> images stay alive.</summary>
internal sealed class DecodeStage(byte[] file, int kept) : IDisposable
{
    private readonly SkiaImageDecoder _decoder = new();
    private readonly Queue<DecodedImage> _images = new();

    public string Name => kept == 0 ? "decode" : $"decode, the last {kept} images kept";

    public void Run()
    {
        _images.Enqueue(_decoder.Decode(file));
        while (_images.Count > kept)
            _images.Dequeue().Dispose();
    }

    public void Dispose()
    {
        foreach (DecodedImage image in _images)
            image.Dispose();
        _images.Clear();
    }
}
