using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Http;

/// <summary>Pictures that Skia does not read, and formats that are switched off.</summary>
public sealed class ImageFormatsTests : IDisposable
{
    private const string Predict = "/predict?model=colours";

    private readonly TestModels _models = new TestModels().AddGood();

    public static TheoryData<string, string> Kinds => new()
    {
        { "tiff", "image/tiff" }, { "tga", "image/x-tga" }, { "ppm", "image/x-portable-anymap" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_picture_of_any_format_has_the_answer_of_its_pixels(string kind, string type)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));
        JsonNode expected = await factory.Client.Post(Predict, HttpCalls.Image(Pictures.Plain(SKColors.Lime))).Json();

        JsonNode answer = await factory.Client.Post(Predict, HttpCalls.Image(Lime(kind), type)).Json();

        Assert.Equal(Text(expected), Text(answer));
        await factory.Client.Get($"/images/{answer["results"]![0]!.Text("id")}").Bytes(type);
        await factory.Client.Post(Predict, HttpCalls.Files(("a", Lime(kind)), ("b", Pictures.Lime))).Json();
        await factory.Client.Post(Predict, HttpCalls.Image(Lime(kind)[..^50])).Problem(422, "image_corrupt");
    }

    [Fact]
    public async Task What_is_not_listed_is_refused_with_what_is()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", _models.Folder), ("Images:Formats", "png; Tiff"));
        await factory.Client.Post(Predict, HttpCalls.Image(Pictures.Lime)).Json();
        await factory.Client.Post(Predict, HttpCalls.Image(Lime("tiff"))).Json();

        JsonNode problem = await factory.Client.Post(Predict, HttpCalls.Image(Lime("tga"))).Problem(415, "unsupported_image_format");

        Assert.Equal("The bytes are TGA, which is not accepted here; send PNG or TIFF.", problem.Detail());
        problem = await factory.Client.Post(Predict, HttpCalls.Image("%PDF-1.7"u8.ToArray())).Problem(415, "unsupported_image_format");
        Assert.Equal("The bytes are PDF, which is not read; send PNG or TIFF.", problem.Detail());
    }

    [Fact]
    public async Task What_takes_longer_to_decode_than_the_setting_allows_is_refused()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", _models.Folder), ("Images:MaxDecodingTime", "1ms"));
        byte[] large = [.. "P5\n4000 4000\n255\n"u8, .. new byte[16_000_000]];

        JsonNode problem = await factory.Client.Post(Predict, HttpCalls.Image(large)).Problem(413, "image_too_large");

        Assert.Contains("takes longer than 0.001 s to decode", problem.Detail(), StringComparison.Ordinal);
        // Of the readers that the setting bounds, even a small picture may take a millisecond.
        await factory.Client.Post(Predict, HttpCalls.Image(Pictures.Red)).Json();
    }

    [Fact]
    public async Task A_fax_is_refused_by_name()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

        JsonNode problem = await factory.Client.Post(Predict, HttpCalls.Image(Tiff(compression: 4)))
            .Problem(415, "unsupported_image_format");

        Assert.Contains(
            "a TIFF with CCITT (fax) compression, which is not read; save it with LZW", problem.Detail(), StringComparison.Ordinal);
    }

    public void Dispose() => _models.Dispose();

    private static string Text(JsonNode answer) => answer["results"]![0]!["predictions"]!.ToJsonString();

    private static byte[] Lime(string kind) => kind switch
    {
        "tiff" => Tiff(),
        "tga" => [.. Convert.FromHexString("000002000000000000000000100010001820"), .. Pixels()],
        _ => [.. "P6\n16 16\n255\n"u8, .. Pixels()],
    };

    // Lime is the same in RGB and BGR.
    private static byte[] Pixels() => [.. Enumerable.Repeat(new byte[] { 0, 255, 0 }, 256).SelectMany(pixel => pixel)];

    // The directory, then the strip.
    private static byte[] Tiff(ushort compression = 1)
    {
        (ushort Tag, uint Value)[] entries =
            [(256, 16), (257, 16), (258, 8), (259, compression), (262, 2), (273, 122), (277, 3), (278, 16), (279, 768)];
        byte[] file = new byte[122];
        Convert.FromHexString("49492A0008000000").CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = file.AsSpan(10 + 12 * i);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].Value);
        }

        return [.. file, .. Pixels()];
    }
}
