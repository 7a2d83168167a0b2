namespace Fovea.Inference.Tests.Conformance;

/// <summary>Cases whose operators the engine has, in a meaning that it does not serve: it refuses them, and each has its reason here.</summary>
internal static class CasesOutOfScope
{
    private const string Training = "Training mode: Fovea runs trained networks only.";

    private const string LayerMoments = "LayerNormalization whose scale is given at run time, or whose mean and deviation are outputs.";

    private const string Volumes = "Three spatial axes: Fovea serves networks of images.";

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
        ["test_AvgPool3d"] = Volumes,
        ["test_AvgPool3d_stride"] = Volumes,
        ["test_AvgPool3d_stride1_pad0_gpu_input"] = Volumes,
        ["test_Conv3d"] = Volumes,
        ["test_Conv3d_groups"] = Volumes,
        ["test_Conv3d_stride"] = Volumes,
        ["test_Conv3d_stride_padding"] = Volumes,
        ["test_MaxPool3d_stride_padding"] = Volumes,
        ["test_averagepool_3d_default"] = Volumes,
        ["test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False"] = Volumes,
        ["test_averagepool_3d_dilations_small"] = Volumes,
        ["test_maxpool_3d_default"] = Volumes,
        ["test_maxpool_3d_dilations"] = Volumes,
        ["test_maxpool_3d_dilations_use_ref_impl"] = Volumes,
        ["test_reshape_allowzero_reordered"] = Empty,
        ["test_split_zero_size_splits_opset13"] = Empty,
        ["test_split_zero_size_splits_opset18"] = Empty,
    };
}
