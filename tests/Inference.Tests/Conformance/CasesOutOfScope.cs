namespace Fovea.Inference.Tests.Conformance;

/// <summary>
/// Cases whose operators the engine has, in a meaning that it does not serve: it refuses them, and each has its reason here.
/// </summary>
internal static class CasesOutOfScope
{
    private const string Training = "Training mode: Fovea runs trained networks only.";

    private const string LayerMoments = "LayerNormalization whose mean and deviation are outputs.";

    private const string Empty = "An input without elements.";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["test_batchnorm_epsilon_training_mode"] = Training,
        ["test_training_dropout_default"] = Training,
        ["test_training_dropout_default_mask"] = Training,
        ["test_training_dropout_mask"] = Training,
        ["test_gelu_tanh_2"] = "Gelu's approximation by tanh.",
        ["test_layer_normalization_2d_axis1"] = LayerMoments,
        ["test_layer_normalization_3d_axis1_epsilon"] = LayerMoments,
        ["test_layer_normalization_3d_axis_negative_3_epsilon"] = LayerMoments,
        ["test_layer_normalization_4d_axis3"] = LayerMoments,
        ["test_layer_normalization_4d_axis_negative_1"] = LayerMoments,
        ["test_layer_normalization_4d_axis_negative_3"] = LayerMoments,
        ["test_layer_normalization_default_axis"] = LayerMoments,
        ["test_reduce_l1_empty_set_expanded"] = Empty,
        ["test_reduce_max_empty_set"] = Empty,
        ["test_reduce_sum_empty_set"] = Empty,
        ["test_reduce_sum_empty_set_non_reduced_axis_zero"] = Empty,
        ["test_reduce_sum_square_empty_set_expanded"] = Empty,
        ["test_reshape_allowzero_reordered"] = Empty,
        ["test_split_zero_size_splits_opset13"] = Empty,
        ["test_split_zero_size_splits_opset18"] = Empty,
    };
}
