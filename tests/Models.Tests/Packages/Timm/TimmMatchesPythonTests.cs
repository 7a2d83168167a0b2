using System.Globalization;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.Timm;

/// <summary>timm's fields in each of their places against what tools/record-processors computed, to the last bit.</summary>
public sealed class TimmMatchesPythonTests : IDisposable
{
    private readonly InferenceEngine _engine = new(new InferenceOptions { Threads = 1 });

    public static TheoryData<string> Cases => [.. Recorded.Rows("timm.tsv").Select(row => row[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pictures_become_the_recorded_tensors(string name)
    {
        foreach (string[] row in Recorded.Rows("timm.tsv").Where(row => row[0] == name))
        {
            foreach ((string Name, string Text) file in Forms(row[1]))
            {
                ResolvedPreprocessing preprocessing = Read(row[2], file);
                using DecodedImage image = Noise.Image(Int(row[3]), Int(row[4]), Int(row[5]));
                string found = $"{preprocessing.Spec.Height}x{preprocessing.Spec.Width} {Tensors.Digest(image, preprocessing.Spec)}";
                Assert.Equal($"{Int(row[6])}x{Int(row[7])} {row[8]} by {file.Text}", $"{found} by {file.Text}");
            }
        }
    }

    public void Dispose() => _engine.Dispose();

    // Where timm and transformers write these fields.
    private static (string Name, string Text)[] Forms(string fields)
    {
        string rest = fields == "{}" ? "}" : $", {fields[1..]}";
        return
        [
            ("config.json", $$"""{ "architecture": "resnet50"{{rest}}"""),
            ("config.json", $$"""{ "architecture": "resnet50", "num_classes": 3, "pretrained_cfg": {{fields}} }"""),
            ("config.json", $$"""{ "model_type": "timm_wrapper", "architecture": "resnet50", "pretrained_cfg": {{fields}} }"""),
            ("config.json", $$"""{ "architecture": "resnet50", "default_cfg": {{fields}} }"""),
            ("preprocessor_config.json", $$"""{ "image_processor_type": "TimmWrapperImageProcessor", "pretrained_cfg": {{fields}} }"""),
        ];
    }

    private ResolvedPreprocessing Read(string exported, (string Name, string Text) file) =>
        exported.Split('x') is [string height, string width]
            ? Prepared.Exported(_engine, Int(width), Int(height), file).Preprocessing
            : Prepared.Open(file);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
