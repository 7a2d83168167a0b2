using System.IO.Compression;
using System.Text;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: dumps of other programs, whatever their arrays are made of.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageDumpTests(ServedModels served)
{
    private const string Compare = "?model=digits&sample=digit-7&layer=conv1&compare=dump";
    private const int Values = 16 * 28 * 28;

    private Uri Service => served.Client.BaseAddress!;

    [Theory]
    [InlineData("<f2", false, "003C00C0000100FC0000FF7B", "1,-2,0.000015258789,-Infinity,0,65504")]
    [InlineData(">f4", false, "3F800000C00000003F000000000000004000000040400000", "1,-2,0.5,0,2,3")]
    [InlineData("<f4", true, "0000803F000080400000004000000000000040400000C040", "1,2,3,4,0,6")]
    [InlineData("|i1", true, "010402050306", "1,2,3,4,5,6")]
    [InlineData(
        "<i8", false, "0100000000000000FFFFFFFFFFFFFFFF0200000000000000030000000000000004000000000000000500000000000000",
        "1,-1,2,3,4,5")]
    public async Task Elements_of_any_kind_are_read(string type, bool fortran, string bytes, string values)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        byte[] file = [.. Header(type, fortran, "(2, 3)"), .. Convert.FromHexString(bytes)];

        Assert.Equal(values, await page.Page.EvaluateAsync<string>(
            """
            async file => {
              const { readNpy } = await import('/page/npy.js');
              const { values } = readNpy(Uint8Array.from(atob(file), c => c.charCodeAt(0)).buffer);
              return [...values].map(value => Number.isFinite(value) ? Number(value.toPrecision(8)) : value).join();
            }
            """, Convert.ToBase64String(file)));
    }

    [Theory]
    [InlineData("<c8", "(2,)", 16, "elements of the type '<c8'")]
    [InlineData("<f4", "(2,)", 7, "ends too early")]
    public async Task What_is_not_read_is_said_in_a_sentence(string type, string shape, int bytes, string sentence)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        byte[] file = [.. Header(type, false, shape), .. new byte[bytes]];

        Assert.Contains(sentence, await page.Page.EvaluateAsync<string>(
            """
            async file => {
              const { readNpy } = await import('/page/npy.js');
              try {
                readNpy(Uint8Array.from(atob(file), c => c.charCodeAt(0)).buffer);
                return 'it was read';
              } catch (error) {
                return error.message;
              }
            }
            """, Convert.ToBase64String(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_went_wrong_is_gone_with_the_next_success()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, Compare);
        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToHaveTextAsync("Choose the dump.");

        await SendAsync(page, "dump.npy", Encoding.UTF8.GetBytes("This is no dump, and nothing else that is read here."));
        await Assertions.Expect(page.Notice).Not.ToBeEmptyAsync();
        await SendAsync(page, "dump.npz", Archive("conv1", Header("<f2", false, "(16, 28, 28)"), new byte[Values * 2]));

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync(
            "1 of 25 layers compared; the first that differs by more than 0.001 is conv1: its values differ by up to");
        await Assertions.Expect(page.Page.Locator("#difference .tile").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Notice).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Another_shape_is_named()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, Compare);
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");

        await SendAsync(page, "dump.npz", Archive("conv1", Header("<f4", false, "(1, 28, 28, 16)"), new byte[Values * 4]));

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync(
            "Nothing was compared: none of the 25 layers");
        await Assertions.Expect(page.Page.Locator(".other-shapes")).ToContainTextAsync("\u00d7\u00a016 there.");
        await Assertions.Expect(page.Page.Locator(".other-shapes")).ToContainTextAsync("conv1 has the shape");
        await Assertions.Expect(page.Page.Locator("#compare-table details")).ToHaveAttributeAsync("open", "");
    }

    [Fact]
    public async Task Where_nothing_is_a_number_a_sentence_says_so()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, Compare);
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        byte[] missing = [.. Enumerable.Repeat(BitConverter.GetBytes(float.NaN), Values).SelectMany(bytes => bytes)];

        await SendAsync(page, "dump.npz", Archive("conv1", Header("<f4", false, "(16, 28, 28)"), missing));

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync(
            "is conv1: 12,544 values are not a finite number on one side.");
        await Assertions.Expect(page.Page.Locator("#difference-maps")).ToContainTextAsync("No value is a finite number on both sides");
        await Assertions.Expect(page.Page.Locator("#difference-maps")).Not.ToContainTextAsync("Infinity");
        Assert.Empty(page.Complaints);
    }

    private static Task SendAsync(PageBrowser page, string name, byte[] file) => page.Page.Locator("#dump-file").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = file });

    private static byte[] Header(string type, bool fortran, string shape)
    {
        string order = fortran ? "True" : "False";
        string text = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text)];
    }

    private static byte[] Archive(string name, params byte[][] parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry($"{name}.npy").Open())
            entry.Write([.. parts.SelectMany(part => part)]);
        return file.ToArray();
    }
}
