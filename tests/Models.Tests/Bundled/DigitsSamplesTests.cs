using System.Globalization;
using System.Runtime.CompilerServices;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tests.Bundled;

/// <summary>
/// The drawn samples in docs/samples: what the README shows must be answered right. The digit is the last character of the name.
/// </summary>
public sealed class DigitsSamplesTests(DigitsModel digits) : IClassFixture<DigitsModel>
{
    public static TheoryData<string> Samples { get; } =
        [.. Directory.GetFiles(Folder()).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Samples_ShowEveryDigit()
    {
        IEnumerable<char> shown = Samples.Select(row => Path.GetFileNameWithoutExtension(row.Data)[^1]).Distinct().Order();
        Assert.Equal("0123456789", string.Concat(shown));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsReadRight(string name)
    {
        PredictedLabel prediction = digits.Predict(File.ReadAllBytes(Path.Combine(Folder(), name)));
        Assert.Equal(Path.GetFileNameWithoutExtension(name)[^1..], prediction.Label);
        Assert.Equal(int.Parse(prediction.Label, CultureInfo.InvariantCulture), prediction.Index);
        Assert.InRange(prediction.Probability, 0.8, 1.0);
    }

    private static string Folder([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../docs/samples"));
}
