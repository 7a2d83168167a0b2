using System.Globalization;
using Fovea.Imaging.Pixels;
using Fovea.Models.Inputs;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.Ultralytics;

/// <summary>Ultralytics' pre-processing against what tools/record-processors/ultralytics.py computed, to the last bit.</summary>
public sealed class UltralyticsMatchesPythonTests
{
    public static TheoryData<string, int, int> Cases =>
        [.. Recorded.Rows("ultralytics.tsv").Select(row => (row[0], Int(row[1]), Int(row[2]))).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pictures_become_the_recorded_tensors(string task, int height, int width)
    {
        (string, string)[] metadata = [("names", "{0: 'a'}"), ("task", task), ("imgsz", $"[{height}, {width}]")];
        using Exported open = new Exported().Metadata(metadata), fixedSize = new Exported((height, width)).Metadata(metadata);
        foreach (ResolvedPreprocessing preprocessing in new[] { open.Read().Preprocessing, fixedSize.Read().Preprocessing })
        {
            Assert.Equal((height, width), (preprocessing.Spec.Height, preprocessing.Spec.Width));
            foreach (string[] row in Recorded.Rows("ultralytics.tsv").Where(
                row => (row[0], Int(row[1]), Int(row[2])) == (task, height, width)))
            {
                using DecodedImage image = Noise.Image(Int(row[3]), Int(row[4]), Int(row[5]));
                Assert.Equal($"{row[3]}x{row[4]} {row[6]}", $"{row[3]}x{row[4]} {Tensors.Digest(image, preprocessing.Spec)}");
            }
        }
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
