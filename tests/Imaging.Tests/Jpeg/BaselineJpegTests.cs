using Fovea.Imaging.Jpeg;
using Fovea.Imaging.Simd;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Imaging.Tests.Jpeg;

/// <summary>The own decoder against Skia's, which is compared with Pillow's elsewhere: the same bytes, or left to Skia.</summary>
public sealed class BaselineJpegTests
{
    private static readonly byte[] FrameMarker = [0xFF, 0xC0];
    private static readonly byte[] RestartMarker = [0xFF, 0xD0];
    private static readonly byte[] ScanMarker = [0xFF, 0xDA];

    private static readonly (int Width, int Height)[] Sizes =
    [
        (1, 1), (2, 3), (3, 2), (5, 5), (7, 9), (8, 8), (15, 17), (16, 16), (17, 15), (31, 33), (33, 31), (48, 40), (63, 65), (65, 63),
        (100, 1), (1, 100), (129, 130), (500, 375),
    ];

    public static TheoryData<int, SKJpegEncoderDownsample> Encodings
    {
        get
        {
            var encodings = new TheoryData<int, SKJpegEncoderDownsample>();
            foreach (int quality in new[] { 1, 10, 50, 75, 90, 100 })
            {
                foreach (SKJpegEncoderDownsample downsample in Enum.GetValues<SKJpegEncoderDownsample>())
                    encodings.Add(quality, downsample);
            }

            return encodings;
        }
    }

    private static bool Supported => InverseTransform.IsSupported;

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_size_and_sampling_has_the_bytes_of_Skia(int quality, SKJpegEncoderDownsample downsample)
    {
        Assert.SkipUnless(Supported, "This processor has no AVX2; Skia decodes everything.");
        int seed = 0;
        foreach ((int width, int height) in Sizes)
        {
            byte[] file = Encode(width, height, ++seed, quality, downsample);
            byte[]? own = Own(file);
            // Where the halved chroma has one or two columns, it is not smoothed.
            Assert.Equal(downsample != SKJpegEncoderDownsample.Downsample444 && width <= 4, own is null);
            if (own is not null)
                Assert.True(Skia(file).AsSpan().SequenceEqual(own), $"{width}x{height}");
        }
    }

    [Fact]
    public void Photos_have_the_bytes_of_Skia()
    {
        Assert.SkipUnless(Supported, "This processor has no AVX2; Skia decodes everything.");
        int compared = 0;
        foreach (string path in Directory.GetFiles(TestData.Path("images"), "*.jp*g", SearchOption.AllDirectories))
        {
            byte[] file = File.ReadAllBytes(path);
            if (Own(file) is not { } own)
                continue;
            Assert.True(Skia(file).AsSpan().SequenceEqual(own), path);
            compared++;
        }

        // Nearly all photos are baseline files.
        Assert.InRange(compared, 25, int.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Restart_markers_are_passed(int interval)
    {
        Assert.SkipUnless(Supported, "This processor has no AVX2; Skia decodes everything.");
        byte[] file = GrayJpeg.Write(89, 43, interval);
        Assert.Equal(Skia(file), Own(file));
    }

    [Fact]
    public void A_restart_marker_of_the_wrong_number_is_left_to_Skia()
    {
        byte[] file = GrayJpeg.Write(89, 43, restartInterval: 5);
        int first = file.AsSpan().IndexOf(RestartMarker);
        file[first + 1] = 0xD3;
        Assert.Null(Own(file));
    }

    [Fact]
    public void A_file_that_ends_too_early_is_left_to_Skia_wherever_it_is_cut()
    {
        byte[] file = Encode(64, 48, seed: 3, quality: 80, SKJpegEncoderDownsample.Downsample420);
        for (int length = 2; length < file.Length - 2; length++)
            Assert.Null(Own(file[..length], 64, 48));
    }

    [Fact]
    public void Damaged_files_never_do_worse_than_Skia()
    {
        byte[] file = Encode(61, 47, seed: 4, quality: 90, SKJpegEncoderDownsample.Downsample422);
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. file];
            for (int n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(2, damaged.Length)] = (byte)random.Next(256);
            using SKCodec? codec = SKCodec.Create(new MemoryStream(damaged));
            if (codec is null || (codec.Info.Width, codec.Info.Height) != (61, 47) || Own(damaged, 61, 47) is not { } own)
                continue;
            var info = new SKImageInfo(61, 47, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, out byte[]? expected));
            Assert.True(expected.AsSpan().SequenceEqual(own), $"damage {i}");
        }
    }

    /// <summary>
    /// libjpeg fills a buffer of 64 bits, and takes a file that ends before the buffer is full for truncated, even if it needed no more
    /// bits. So do Skia and Pillow.
    /// </summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_file_that_ends_where_libjpeg_looks_ahead_is_left_to_Skia(int quality, SKJpegEncoderDownsample downsample)
    {
        foreach ((int width, int height) in Sizes.Where(size => size.Width * size.Height < 2500))
        {
            byte[] file = Encode(width, height, seed: width, quality, downsample);
            foreach (byte filling in new byte[] { 0x00, 0x55, 0xFE })
            {
                for (int length = 0; length <= 16; length++)
                {
                    byte[] tail = [.. Enumerable.Repeat(filling, length)];
                    AssertAsSkia([.. file[..^2], .. tail], width, height);
                    AssertAsSkia([.. file[..^2], .. tail, 0xFF], width, height);
                    AssertAsSkia([.. file[..^2], .. tail, 0xFF, 0xFF], width, height);
                    AssertAsSkia([.. file[..^2], .. tail, 0xFF, 0x00], width, height);
                    AssertAsSkia([.. file[..^2], .. tail, 0xFF, 0xD9], width, height);
                }
            }
        }
    }

    [Fact]
    public void Small_files_may_be_damaged_and_cut_anywhere()
    {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            (int width, int height) = Sizes[i % 9];
            byte[] file = Encode(width, height, seed: i % 50, 60 + i % 40, (SKJpegEncoderDownsample)(i % 3));
            int data = file.AsSpan().IndexOf(ScanMarker) + 2;
            for (int n = random.Next(1, 4); n > 0; n--)
                file[random.Next(data, file.Length)] = (byte)random.Next(256);
            AssertAsSkia(random.Next(2) == 0 ? file : file[..random.Next(data, file.Length)], width, height);
        }
    }

    [Fact]
    public void Other_kinds_of_JPEG_are_left_to_Skia()
    {
        Assert.SkipUnless(Supported, "This processor has no AVX2; Skia decodes everything.");
        byte[] file = Encode(64, 48, seed: 5, quality: 80, SKJpegEncoderDownsample.Downsample420);
        int frame = file.AsSpan().IndexOf(FrameMarker);
        Assert.NotNull(Own(file, 64, 48));
        Assert.Null(Own(With(file, frame + 1, 0xC2), 64, 48)); // progressive
        Assert.Null(Own(With(file, frame + 1, 0xC9), 64, 48)); // arithmetic coding
        Assert.Null(Own(With(file, frame + 4, 12), 64, 48)); // 12 bits per sample
        Assert.Null(Own(With(file, frame + 11, 0x12), 64, 48)); // rows halved alone
        Assert.Null(Own(file, 48, 64)); // another size than the general decoder saw
    }

    // What is not left to Skia has its pixels, and is not refused by it.
    private static void AssertAsSkia(byte[] file, int width, int height)
    {
        if (Own(file, width, height) is not { } own)
            return;
        using SKCodec codec = SKCodec.Create(new MemoryStream(file));
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        SKCodecResult result = codec.GetPixels(info, out byte[]? expected);
        Assert.True(result == SKCodecResult.Success && expected.AsSpan().SequenceEqual(own), $"{result}: {Convert.ToHexString(file)}");
    }

    private static byte[] With(byte[] file, int position, byte value)
    {
        byte[] changed = [.. file];
        changed[position] = value;
        return changed;
    }

    private static byte[]? Own(byte[] file)
    {
        using SKCodec codec = SKCodec.Create(new MemoryStream(file));
        return Own(file, codec.Info.Width, codec.Info.Height);
    }

    private static byte[]? Own(byte[] file, int width, int height)
    {
        byte[] rgba = new byte[width * height * 4];
        return BaselineJpeg.TryDecode(file, width, height, rgba) ? rgba : null;
    }

    private static byte[] Skia(byte[] file)
    {
        using SKCodec codec = SKCodec.Create(new MemoryStream(file));
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, out byte[]? pixels));
        return pixels!;
    }

    // Smooth areas with noise in one half, so that blocks with few and with many coefficients come.
    private static byte[] Encode(int width, int height, int seed, int quality, SKJpegEncoderDownsample downsample)
    {
        byte[] noise = Noise.Rgba(width, height, seed);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<byte> pixels = bitmap.GetPixelSpan();
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 4 % width, y = i / 4 / width;
            pixels[i] = i % 4 == 3 ? (byte)255 : 2 * x < width ? (byte)(x * 3 + y * 2 + i % 4 * 60) : noise[i];
        }

        using SKPixmap pixmap = bitmap.PeekPixels();
        using SKData? data = pixmap.Encode(new SKJpegEncoderOptions(quality, downsample, SKJpegEncoderAlphaOption.Ignore));
        return data!.ToArray();
    }
}
