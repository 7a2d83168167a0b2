using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Api.Options;

/// <summary>Section <c>Images</c>: which pictures are taken, and how long their decoding may take.</summary>
public sealed record ImagesOptions
{
    private const string Example = "JPEG;PNG";

    /// <summary>
    /// The formats that are accepted, by their names (<see cref="ImageFormats.All"/>), separated by <c>;</c>. Others are refused like those
    /// that are not known. Default all.
    /// </summary>
    public string? Formats { get; set; }

    /// <summary>
    /// How long a TIFF, a TGA or a PNM may be decoded; one that takes longer is refused as too large. Default 10 seconds.
    /// </summary>
    public TimeSpan MaxDecodingTime { get; set; } = new ImageLimits().MaxTime;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<ImagesOptions>> Settings { get; } =
    [
        Setting<ImagesOptions>.Of(nameof(Formats), new TextForm(Check), (options, value) => options.Formats = value),
        Setting<ImagesOptions>.Of(
            nameof(MaxDecodingTime), new TimeForm("1ms", "1h", "a time from a millisecond to an hour"),
            (options, value) => options.MaxDecodingTime = value),
    ];

    /// <summary>The formats one by one, each once, in the order of their table.</summary>
    internal IReadOnlyList<ImageFormat> Accepted
    {
        get
        {
            ImageFormat?[] named = [.. TextForm.Split(Formats).Select(ImageFormats.Find)];
            return named.Length == 0 ? ImageFormats.All : [.. ImageFormats.All.Where(format => named.Contains(format))];
        }
    }

    private static string? Check(string text)
    {
        string all = string.Join(", ", ImageFormats.All.Select(format => format.DisplayName()));
        string expected = $"formats such as {Example}, separated by ';', of {all}";
        string[] names = TextForm.Split(text);
        if (names.Length == 0)
            return expected;
        return Array.Find(names, name => ImageFormats.Find(name) is null) is { } wrong ? $"{expected}; '{wrong}' is none" : null;
    }
}
