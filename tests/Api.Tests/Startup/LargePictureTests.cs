using System.Net;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Startup;

/// <summary>What a process takes for large pictures where nothing limits its heap.</summary>
public sealed class LargePictureTests
{
    /// <summary>
    /// One picture of 25 million pixels takes 100 MB, and 25 MB for the samples of the JPEG. Ten of them, one after the other, take no more
    /// than two: what one has left is freed before the next is decoded.
    /// </summary>
    [Fact]
    public async Task Pictures_one_by_one_take_the_memory_of_few()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        using ServerProcess server = ServerProcess.Start("--urls http://127.0.0.1:0 --Shutdown:Delay 0 --Batching:Timeout 1m");
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);
        long before = server.MostResidentBytes;
        byte[] picture = Gray(5000, 5000);
        for (int i = 0; i < 10; i++)
            await client.Post("/predict", HttpCalls.Image(picture)).Json();

        Assert.InRange((server.MostResidentBytes - before) >> 20, 100, 400);
    }

    private static byte[] Gray(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8));
        bitmap.Erase(SKColors.Gray);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 50);
        return data.ToArray();
    }
}
