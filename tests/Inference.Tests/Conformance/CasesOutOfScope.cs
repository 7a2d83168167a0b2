namespace Fovea.Inference.Tests.Conformance;

/// <summary>Cases whose operators the engine has, in a meaning that it does not serve; each with its reason.</summary>
internal static class CasesOutOfScope
{
    private const string Training = "Training mode: Fovea runs trained networks only.";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["test_batchnorm_epsilon_training_mode"] = Training,
        ["test_training_dropout_default"] = Training,
        ["test_training_dropout_default_mask"] = Training,
        ["test_training_dropout_mask"] = Training,
    };
}
