using System.Buffers.Binary;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>A photo of the test data: a Windows bitmap of 24 bits per pixel.</summary>
internal sealed class Photo
{
    private readonly byte[] _file;
    private readonly int _pixels;
    private readonly int _width;
    private readonly int _height;

    private Photo(byte[] file)
    {
        _file = file;
        _pixels = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(10));
        _width = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(18));
        _height = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(22));
        Assert.Equal(24, BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(28)));
    }

    public static Photo Read(string name) => new(File.ReadAllBytes(TestData.Find($"images/photos/{name}")));

    /// <summary>
    /// The channel (0 is red) at a place of the photo, from 0 to 255; between pixels linear.
    /// </summary>
    /// <param name="channel">0 to 2.</param>
    /// <param name="y">From 0 (top) to 1.</param>
    /// <param name="x">From 0 (left) to 1.</param>
    public float At(int channel, double y, double x)
    {
        double row = y * (_height - 1), column = x * (_width - 1);
        int top = (int)row, left = (int)column;
        double down = row - top, right = column - left;
        double upper = (Pixel(channel, top, left) * (1 - right)) + (Pixel(channel, top, left + 1) * right);
        double lower = (Pixel(channel, top + 1, left) * (1 - right)) + (Pixel(channel, top + 1, left + 1) * right);
        return (float)((upper * (1 - down)) + (lower * down));
    }

    // Rows go from bottom to top, are filled up to four bytes, and hold blue first.
    private byte Pixel(int channel, int y, int x)
    {
        int pitch = ((_width * 3) + 3) / 4 * 4;
        int row = _height - 1 - Math.Min(y, _height - 1);
        return _file[_pixels + (row * pitch) + (Math.Min(x, _width - 1) * 3) + 2 - channel];
    }
}
