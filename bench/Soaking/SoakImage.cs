using System.Buffers.Binary;
using Fovea.Bench.Models;
using SkiaSharp;

namespace Fovea.Bench.Soaking;

/// <summary>A request body: a good image, or one that must be refused.</summary>
/// <param name="Name">Its name in the tables.</param>
internal sealed record SoakImage(string Name, byte[] Bytes)
{
    // Start of a frame of a baseline JPEG (ITU-T T.81, B.1.1.3).
    private static readonly byte[] Frame = [0xFF, 0xC0];

    private static readonly (int Width, int Height)[] Sizes = [(500, 375), (375, 500), (640, 480), (224, 224)];

    /// <summary>Generated JPEGs of several sizes.</summary>
    public static IReadOnlyList<SoakImage> Good { get; } = [.. Sizes.Select((size, i) => Jpeg(size.Width, size.Height, seed: i + 1))];

    /// <summary>Bodies that are not usable images: truncated, not an image, empty, or with more pixels than any limit allows.</summary>
    public static IReadOnlyList<SoakImage> Bad { get; } =
    [
        new("truncated", Good[0].Bytes[..(Good[0].Bytes.Length / 2)]),
        new("header only", Good[0].Bytes[..64]),
        new("no image", "This is a text, not an image."u8.ToArray()),
        new("empty", []),
        new("too many pixels", Resized(Good[0].Bytes, 60_000)),
    ];

    private static SoakImage Jpeg(int width, int height, int seed)
    {
        using SKBitmap picture = PhotoCommand.Draw(width, height, seed);
        return new SoakImage($"{width}x{height}", PhotoCommand.Encode(picture, width * height / 2).File);
    }

    // Height and width are two bytes each, 5 bytes after the start of the frame (ITU-T T.81, B.2.2).
    private static byte[] Resized(byte[] jpeg, ushort side)
    {
        byte[] resized = [.. jpeg];
        Span<byte> size = resized.AsSpan(jpeg.AsSpan().IndexOf(Frame) + 5);
        BinaryPrimitives.WriteUInt16BigEndian(size, side);
        BinaryPrimitives.WriteUInt16BigEndian(size[2..], side);
        return resized;
    }
}
