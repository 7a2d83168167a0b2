using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Tasks;

/// <summary>Which output of a network has the scores.</summary>
public sealed class ScoreOutputTests
{
    [Theory]
    [InlineData("1 5", 1, 5)]
    [InlineData("1 5 1 1", 1, 5)]
    [InlineData("1 1 5", 1, 5)]
    [InlineData("1 1 1 5", 1, 5)]
    [InlineData("5", 1, 5)]
    [InlineData("5 1", 1, 5)]
    [InlineData("1", 1, 1)]
    [InlineData("1 1", 1, 1)]
    [InlineData("", 1, 1)]
    [InlineData("4 5", 4, 5)]
    [InlineData("4 1 5", 4, 5)]
    [InlineData("4", 4, 1)]
    [InlineData("1 5 2", 1, null)]
    [InlineData("1 5 7 7", 1, null)]
    [InlineData("2 5", 1, null)]
    [InlineData("5", 4, null)]
    [InlineData("1 0", 1, null)]
    public void Axes_of_extent_1_do_not_matter(string shape, int images, int? scores) =>
        Assert.Equal(scores, ScoreOutput.Count(new Shape(Extents(shape)), images));

    /// <summary>Outputs and their widths, files, the chosen one; null where none is.</summary>
    public static TheoryData<string, string?, string?, string?> Several() => new()
    {
        { "scores 5", null, null, "scores" },
        { "logits 5; aux 5", null, null, "logits" },
        { "aux 5; logits 5", null, null, "logits" },
        { "logits 5; embedding 8", null, null, "logits" },
        { "embedding 8; scores 5", "labels.txt", "a\nb\nc\nd\ne", "scores" },
        { "embedding 8; p 1", "labels.txt", "no\nyes", "p" },
        { "logits 8; scores 5", "labels.txt", "a\nb\nc\nd\ne", "scores" },
        { "logits 5; aux 5; embedding 8", "labels.txt", "a\nb\nc\nd\ne", "logits" },
        { "one 5; other 5", "fovea.json", """{ "output": "other" }""", "other" },
        { "logits 5; other 3", "fovea.json", """{ "output": "other" }""", "other" },
        { "map 0; scores 5", null, null, "scores" },
        { "one 1; two 2", "labels.txt", "no\nyes", "two" },
        { "one 5; other 5", "config.pbtxt", """output { name: "other" label_filename: "x" }""", null },
        { "one 5; other 5", null, null, null },
        { "embedding 8; scores 5", null, null, null },
        { "map 0", null, null, null },
    };

    [Theory]
    [MemberData(nameof(Several))]
    public void Of_several_outputs_the_one_that_fits_the_labels_or_is_called_logits(
        string outputs, string? file, string? text, string? expected)
    {
        using var model = new Understood(Build(outputs), file is null ? [] : [(file, text!)]);
        ScoreOutput? found = ScoreOutput.Find(model.Candidate, out string? problem);
        Assert.Equal(expected, found?.Name);
        Assert.Equal(expected is null && outputs.Contains(';'), problem is not null);
    }

    [Fact]
    public void Probabilities_are_chosen_before_logits()
    {
        byte[] file = new OnnxFile().Input("x", -1, 3, 8, 8).Node("GlobalAveragePool", ["x"], "pool").Node("Flatten", ["pool"], "logits")
            .Node("Sigmoid", ["logits"], "probabilities").Output("logits", -1, 3).Output("probabilities", -1, 3).Build();
        using var model = new Understood(file);
        Assert.Equal("probabilities", ScoreOutput.Find(model.Candidate, out _)?.Name);
    }

    [Fact]
    public void The_output_of_a_label_file_is_chosen_among_several()
    {
        using var model = new Understood(
            Build("one 5; other 5"), ("config.pbtxt", """output { name: "other" label_filename: "x.txt" }"""), ("x.txt", "a\nb\nc\nd\ne"));
        Assert.Equal("other", ScoreOutput.Find(model.Candidate, out _)?.Name);
    }

    [Fact]
    public void What_is_left_open_is_named_with_the_setting()
    {
        using var model = new Understood(Build("one 5; other 8"));
        Assert.Null(new Classification().Recognize(model.Candidate));
        Assert.Equal(
            "It has 2 outputs that could be the scores: 'one' of 5 values and 'other' of 8 values. " +
            "Name one as \"output\" in net/fovea.json.",
            new Classification().Explain(model.Candidate));
    }

    [Theory]
    [InlineData("score", "output is \"score\"; the model's outputs are 'scores', 'map'. Did you mean 'scores'?")]
    [InlineData("map", "output is \"map\", Float32[1,2,8,8] for one image; expected one score vector of floats per image, such as [N,C].")]
    public void An_output_that_does_not_fit_is_an_error(string name, string message)
    {
        using var model = new Understood(Build("scores 5; map 0"), ("fovea.json", $$"""{ "output": "{{name}}" }"""));
        Assert.Contains(
            message, Assert.Throws<ModelPackageException>(() => new Classification().Recognize(model.Candidate)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scores 5", "a\nb", "2 labels were found, but the model's output 'scores' has 5 classes. Expected 5 labels; a labels.txt")]
    [InlineData("p 1", "a\nb\nc", "3 labels were found, but the model's output 'p' has 1 classes. Expected 1 label, or the 2 of a score")]
    public void Labels_that_do_not_fit_are_errors(string outputs, string labels, string message)
    {
        using var model = new Understood(Build(outputs), ("labels.txt", labels));
        Assert.Contains(
            message, Assert.Throws<ModelPackageException>(() => new Classification().Recognize(model.Candidate)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", """{ "problem_type": "regression" }""", "config.json: problem_type makes the activation none.")]
    [InlineData("fovea.json", """{ "outputActivation": "softmax" }""", "fovea.json: outputActivation makes the activation softmax.")]
    public void Two_labels_of_one_score_need_a_probability(string file, string text, string message)
    {
        using var model = new Understood(Build("p 1"), ("labels.txt", "no\nyes"), (file, text));
        Assert.Contains(
            message, Assert.Throws<ModelPackageException>(() => new Classification().Recognize(model.Candidate)).Message,
            StringComparison.Ordinal);
    }

    // Outputs as "name width", separated by semicolons; of width 0 a map.
    private static byte[] Build(string outputs)
    {
        OnnxFile file = new OnnxFile().Input("x", -1, 3, 8, 8);
        foreach (string output in outputs.Split("; "))
        {
            string[] words = output.Split(' ');
            int width = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            string maps = width == 0 ? words[0] : $"{words[0]}_maps";
            file.Weights($"{words[0]}_w", [width == 0 ? 2 : width, 3, 1, 1], new float[3 * (width == 0 ? 2 : width)])
                .Node("Conv", ["x", $"{words[0]}_w"], maps);
            if (width > 0)
            {
                file.Node("GlobalAveragePool", [maps], $"{words[0]}_pool").Node("Flatten", [$"{words[0]}_pool"], words[0])
                    .Output(words[0], -1, width);
            }
            else
            {
                file.Output(words[0], -1, 2, 8, 8);
            }
        }

        return file.Build();
    }

    private static long[] Extents(string shape) => [.. shape.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
}
