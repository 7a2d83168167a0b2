using System.Globalization;
using Fovea.Imaging.Pixels;
using Fovea.Models.Inputs;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.Paddle;

/// <summary>The steps of PaddlePaddle's configurations against what tools/record-processors/paddle.py computed, to the last bit.</summary>
public sealed class PaddleMatchesPythonTests
{
    public static TheoryData<string, string> Cases =>
        [.. Recorded.Rows("paddle.tsv").Select(row => (row[0], row[1])).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pictures_become_the_recorded_tensors(string file, string steps)
    {
        // JSON is YAML too.
        ResolvedPreprocessing preprocessing = Prepared.Open((file, steps));
        foreach (string[] row in Recorded.Rows("paddle.tsv").Where(row => (row[0], row[1]) == (file, steps)))
        {
            Assert.Equal((Int(row[2]), Int(row[3])), (preprocessing.Spec.Height, preprocessing.Spec.Width));
            using DecodedImage image = Noise.Image(Int(row[4]), Int(row[5]), Int(row[6]));
            Assert.Equal($"{row[4]}x{row[5]} {row[7]}", $"{row[4]}x{row[5]} {Tensors.Digest(image, preprocessing.Spec)}");
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
