using System.Globalization;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tests.Bundled;

/// <summary>How often the bundled model is right, from the bytes of image files to the label.</summary>
public sealed class DigitsAccuracyTests(DigitsModel digits) : IClassFixture<DigitsModel>
{
    private const int Photographs = 1000;
    private const int FirstSeed = 20_000;

    [Fact]
    public void MnistTestImages_AsPng_AreReadAtLeastAsWellAsPromised() =>
        AssertAccuracy(MnistDigits.Load(), 0.995, (digit, _) => GrayPng.Encode(digit.Pixels.Span, MnistDigits.Side, MnistDigits.Side));

    [Fact]
    public void InvertedMnistTestImages_AsPng_AreReadAtLeastAsWellAsPromised() =>
        AssertAccuracy(
            MnistDigits.Load(), 0.995, (digit, _) => GrayPng.Encode(Inverted(digit.Pixels.Span), MnistDigits.Side, MnistDigits.Side));

    [Fact]
    public void PhotographedDigits_AreReadAtLeastAsWellAsPromised() =>
        AssertAccuracy(
            [.. MnistDigits.Load().Take(Photographs)], 0.97, (digit, i) => PhotographedDigit.Take(digit.Pixels.Span, FirstSeed + i));

    private static byte[] Inverted(ReadOnlySpan<byte> pixels)
    {
        byte[] inverted = pixels.ToArray();
        foreach (ref byte pixel in inverted.AsSpan())
            pixel = (byte)(255 - pixel);
        return inverted;
    }

    private void AssertAccuracy(IReadOnlyList<MnistDigit> shown, double promised, Func<MnistDigit, int, byte[]> file)
    {
        IReadOnlyList<PredictedLabel> predictions = digits.Predict(shown.Count, i => file(shown[i], i));
        int right = Enumerable.Range(0, shown.Count)
            .Count(i => predictions[i].Label == shown[i].Label.ToString(CultureInfo.InvariantCulture));
        double accuracy = (double)right / shown.Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{right} of {shown.Count} right: {accuracy:P2}");
        Assert.True(accuracy >= promised, $"{right} of {shown.Count} right, {accuracy:P2}; promised are {promised:P1}.");
    }
}
