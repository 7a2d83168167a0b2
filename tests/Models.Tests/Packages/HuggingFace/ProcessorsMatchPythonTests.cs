using System.Globalization;
using System.Text.Json.Nodes;
using Fovea.Imaging.Pixels;
using Fovea.Models.Inputs;
using Fovea.Models.Packages.HuggingFace;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.HuggingFace;

/// <summary>Every class of the table against what tools/record-processors computed from its published steps, to the last bit.</summary>
public sealed class ProcessorsMatchPythonTests
{
    private static readonly ILookup<string, string[]> Rows = Recorded.Rows("processors.tsv").ToLookup(row => row[0]);

    public static TheoryData<string> Classes => [.. Rows.Select(rows => rows.Key)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Pictures_become_the_recorded_tensors(string type)
    {
        foreach (string[] row in Rows[type])
        {
            JsonObject fields = JsonNode.Parse(row[2])!.AsObject();
            fields["image_processor_type"] = type;
            ResolvedPreprocessing preprocessing = Prepared.Open(("preprocessor_config.json", fields.ToJsonString()));
            using DecodedImage image = Noise.Image(Int(row[3]), Int(row[4]), Int(row[5]));
            string found = $"{preprocessing.Spec.Height}x{preprocessing.Spec.Width} {Tensors.Digest(image, preprocessing.Spec)}";
            Assert.Equal($"{row[1]}: {Int(row[6])}x{Int(row[7])} {row[8]}", $"{row[1]}: {found}");
        }
    }

    [Fact]
    public void Every_class_whose_steps_can_be_done_is_recorded() => Assert.Equal(
        ProcessorTable.All.Where(row => row.Missing is null && row.Difference is null).SelectMany(row => row.Names)
            .Select(name => $"{name}ImageProcessor").Order(StringComparer.Ordinal),
        Rows.Select(rows => rows.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void No_name_and_no_model_type_is_in_two_rows()
    {
        string[] names = [.. ProcessorTable.All.SelectMany(row => row.Names)];
        string[] types = [.. ProcessorTable.All.SelectMany(row => row.ModelTypes)];
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.Equal(types.Distinct(), types);
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
