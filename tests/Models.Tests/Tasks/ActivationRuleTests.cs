using Fovea.Inference;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Tasks;

/// <summary>
/// What makes probabilities of scores: fovea.json, the graph, the network's problem, the number of scores, in that order.
/// </summary>
public sealed class ActivationRuleTests
{
    private const string Labels = """{ "id2label": { "0": "a", "1": "b", "2": "c" } }""";
    private static readonly ValueBounds Logits = new(double.NegativeInfinity, double.PositiveInfinity, ["Gemm"]);
    private static readonly ValueBounds Probabilities = new(0, 1, ["Softmax", "Cast"]);

    [Theory]
    [InlineData("none", OutputActivation.None)]
    [InlineData("softmax", OutputActivation.Softmax)]
    [InlineData("sigmoid", OutputActivation.Sigmoid)]
    public void Fovea_json_has_precedence_over_everything(string text, OutputActivation expected)
    {
        ModelPackage package = TempModels.Load(
            ("fovea.json", $$"""{ "outputActivation": "{{text}}" }"""),
            ("config.json", """{ "problem_type": "multi_label_classification" }"""));
        foreach (ValueBounds bounds in new[] { Logits, Probabilities })
        {
            Assert.Equal(
                new ActivationChoice(expected, "fovea.json: outputActivation", "It is set there."),
                ActivationRule.Choose(package, bounds, 3));
        }
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0.2, 0.9, true)]
    [InlineData(0, 1.00001, true)]
    [InlineData(0, 5, false)]
    [InlineData(-1, 1, false)]
    [InlineData(0, double.PositiveInfinity, false)]
    public void Values_from_0_to_1_by_the_graph_stay_whatever_the_problem(double min, double max, bool stay)
    {
        foreach (string problem in new[] { "single_label_classification", "multi_label_classification" })
        {
            ModelPackage package = TempModels.Load(("config.json", $$"""{ "problem_type": "{{problem}}" }"""));
            ActivationChoice choice = ActivationRule.Choose(package, new ValueBounds(min, max, ["Softmax", "Clip"]), 3);
            Assert.Equal(stay, choice.Value == OutputActivation.None);
            Assert.Equal(stay ? "model output" : "config.json: problem_type", choice.Source);
            if (stay)
                Assert.EndsWith("used as they are: Softmax -> Clip.", choice.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 100, 3, OutputActivation.Softmax)]
    [InlineData(0, 255, 1, OutputActivation.Sigmoid)]
    public void Bounded_values_beyond_1_are_assumed_to_be_scores(double min, double max, int scores, OutputActivation expected)
    {
        ActivationChoice choice = ActivationRule.Choose(TempModels.Load(), new ValueBounds(min, max, ["Softmax", "Mul"]), scores);
        Assert.Equal((expected, true), (choice.Value, choice.Assumed));
        Assert.Contains($"from 0 to {max} (Softmax -> Mul)", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_names_the_last_operators()
    {
        string[] operators = [.. Enumerable.Range(0, 20_000).Select(_ => "Identity")];
        string reason = ActivationRule.Choose(TempModels.Load(), new ValueBounds(0, 1, ["Softmax", .. operators]), 3).Reason;
        Assert.EndsWith($": ... -> {string.Join(" -> ", operators.Take(8))}.", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("single_label_classification", 3, OutputActivation.Softmax)]
    [InlineData("multi_label_classification", 3, OutputActivation.Sigmoid)]
    [InlineData("regression", 3, OutputActivation.None)]
    [InlineData("single_label_classification", 1, OutputActivation.Sigmoid)]
    [InlineData("multi_label_classification", 1, OutputActivation.Sigmoid)]
    [InlineData("regression", 1, OutputActivation.None)]
    public void The_problem_of_the_network_says_what_its_logits_are(string problem, int scores, OutputActivation expected)
    {
        ModelPackage package = TempModels.Load(("config.json", $$"""{ "problem_type": "{{problem}}" }"""));
        ActivationChoice choice = ActivationRule.Choose(package, Logits, scores);
        Assert.Equal((expected, "config.json: problem_type", false), (choice.Value, choice.Source, choice.Assumed));
    }

    [Theory]
    [InlineData(null, null, "default", true)]
    [InlineData("labels.txt", "one\n", "default", true)]
    [InlineData("labels.txt", "no\nyes\n", "labels.txt", false)]
    [InlineData("config.json", """{ "id2label": { "0": "hot_dog" } }""", "config.json: id2label", false)]
    [InlineData("config.json", """{ "id2label": { "0": "no", "1": "yes" } }""", "config.json: id2label", false)]
    public void One_score_is_a_logit_and_assumed_to_be_where_nothing_says_so(string? file, string? text, string source, bool assumed)
    {
        ModelPackage package = file is null ? TempModels.Load() : TempModels.Load((file, text!));
        ActivationChoice choice = ActivationRule.Choose(package, Logits, 1);
        Assert.Equal((OutputActivation.Sigmoid, source, assumed), (choice.Value, choice.Source, choice.Assumed));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "the logits of classes that exclude each other")]
    [InlineData(0, "their softmax gives the probabilities")]
    public void Several_scores_are_logits_or_logarithms_and_their_softmax_is_right_for_both(double max, string reason)
    {
        ActivationChoice choice = ActivationRule.Choose(
            TempModels.Load(("config.json", Labels)), new ValueBounds(double.NegativeInfinity, max, ["Log"]), 3);
        Assert.Equal((OutputActivation.Softmax, "default", false), (choice.Value, choice.Source, choice.Assumed));
        Assert.Contains(reason, choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_that_is_not_known_is_a_warning()
    {
        ModelPackage package = TempModels.Load(("config.json", """{ "problem_type": "ranking" }"""));
        Assert.Null(package.LogitActivation);
        Assert.Contains(
            "Warning config.json: problem_type: 'ranking' is not known, and is not used; known are single_label_classification, " +
            "multi_label_classification, regression.", Prepared.Lines(package.Notes));
        Assert.Empty(TempModels.Load(("config.json", """{ "problem_type": null }""")).Notes);
    }
}
