namespace Fovea.Inference.Tests.Conformance;

/// <summary>Cases whose results the specification leaves open, or that need what no run can give. Each has its reason.</summary>
internal static class CasesOutOfScope
{
    private const string Random =
        "The expected values come from numpy's random stream; the specification leaves the generator open (Dropout in training).";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["test_training_dropout"] = Random,
        ["test_training_dropout_default"] = Random,
        ["test_training_dropout_default_mask"] = Random,
        ["test_training_dropout_mask"] = Random,
    };
}
