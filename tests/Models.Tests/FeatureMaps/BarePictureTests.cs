using System.Security.Cryptography;
using System.Text;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps;

/// <summary>Pictures without a legend keep their pixels: programs read them. The digests are those of the first version.</summary>
public sealed class BarePictureTests
{
    [Theory]
    [InlineData("1,1,1,1", "", "20x27 4affd2187d02269d")]
    [InlineData("1,3,7,7", "", "104x118 246d357acda16d01")]
    [InlineData("1,3,7,7", "channel=2", "112x112 8c332c7a044dd8d9")]
    [InlineData("1,16,28,28", "", "292x262 c7cc7c7659ac3997")]
    [InlineData("1,16,28,28", "layer scale=4", "572x486 91d02ba67cf63bd4")]
    [InlineData("1,16,28,28", "layer gray scale=1", "152x150 3a404ed55f83281b")]
    [InlineData("1,64,5,9", "gray", "394x392 35735a0410c9f955")]
    [InlineData("1,1001,2,2", "scale=1", "444x431 2bf6e3b5e69e9d34")]
    [InlineData("1,2,3,300", "", "304x26 244459719cad9da8")]
    [InlineData("1,2,300,3", "channel=1 gray", "3x300 41579385172a6ab9")]
    [InlineData("1,12,1,1", "layer", "92x77 63828a86e5efd37f")]
    [InlineData("1,10", "layer scale=16", "74x77 0ef2214b63ee4b59")]
    [InlineData("1,10", "layer channel=3", "16x16 0e84cb5cfb7846db")]
    [InlineData("1,10", "bychannel", "74x77 34ec0c92252336e6")]
    [InlineData("1,512,7,7", "pixels=900000", "927x926 1c8d28490a3671cc")]
    public void Pixels_stay_the_same(string shape, string options, string expected)
    {
        var extents = new Shape([.. shape.Split(',').Select(long.Parse)]);
        float[] values = [.. Enumerable.Range(0, (int)extents.ElementCount).Select(i => (i * 7919 % 1013 - 300) / 64f)];

        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(Maps.Of(extents, values), Options(options)));

        Assert.Equal(expected, $"{picture.Width}x{picture.Height} {Digest(picture)}");
    }

    private static RenderOptions Options(string text)
    {
        var options = new RenderOptions { Legend = false };
        foreach (string option in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options = option.Split('=') switch
            {
                ["gray"] => options with { Colormap = Colormap.Gray },
                ["layer"] => options with { Normalize = NormalizationScope.Layer },
                ["bychannel"] => options with { Normalize = NormalizationScope.Channel },
                ["channel", var channel] => options with { Channel = int.Parse(channel) },
                ["scale", var scale] => options with { Scale = int.Parse(scale) },
                ["pixels", var pixels] => options with { MaxPixels = int.Parse(pixels) },
                _ => throw new ArgumentException($"'{option}' is no option.", nameof(text)),
            };
        }

        return options;
    }

    private static string Digest(SKBitmap picture)
    {
        var pixels = new StringBuilder();
        foreach (SKColor colour in picture.Pixels)
            pixels.Append((uint)colour).Append(' ');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(pixels.ToString())))[..16];
    }
}
