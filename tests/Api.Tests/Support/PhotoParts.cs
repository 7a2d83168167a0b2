using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Support;

/// <summary>Recorded photos as they are sent.</summary>
internal static class PhotoParts
{
    /// <summary>The file; of a part of a photo, the part as PNG.</summary>
    public static byte[] Bytes(this RecordedPhoto photo)
    {
        byte[] file = File.ReadAllBytes(TestData.Path(photo.Path));
        if (!photo.IsPart)
            return file;
        int[] crop = [.. photo.Photo["crop"]!.AsArray().Select(number => number!.GetValue<int>())];
        using SKBitmap whole = SKBitmap.Decode(file), part = new();
        Assert.True(whole.ExtractSubset(part, SKRectI.Create(crop[0], crop[1], crop[2], crop[3])));
        using SKData png = part.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
