namespace Fovea.Inference.Tests.BadModels;

/// <summary>What mutations put into a model.</summary>
internal static class MutationValues
{
    /// <summary>Numbers at which arithmetic turns: signs, powers of two and their neighbours, the ends of types.</summary>
    public static IReadOnlyList<long> Numbers { get; } =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100, 255, 256, 1000, 4097, -1, -2, -3, -4, -5, -100, 1L << 28, (1L << 28)
        + 1, int.MaxValue, 1L << 31, (1L << 31) + 1,
        1L << 32, (1L << 32) + 1, 1L << 40, 1L << 47, 1L << 60, 1L << 62, long.MaxValue, long.MaxValue - 1, int.MinValue, -(1L << 31)
        - 1, long.MinValue, long.MinValue + 1,
    ];

    /// <summary>Names of attributes.</summary>
    public static IReadOnlyList<string> AttributeNames { get; } =
    [
        "axis", "axes", "perm", "pads", "paddings", "kernel_shape", "strides", "dilations", "group", "auto_pad", "ceil_mode",
        "count_include_pad", "keepdims", "to", "alpha", "beta", "epsilon",
        "size", "bias", "mode", "value", "value_int", "value_ints", "value_float", "value_floats", "transA", "transB", "output_padding",
        "output_shape", "split", "starts", "ends", "allowzero",
        "start", "end", "training_mode", "spatial", "noop_with_empty_axes", "min", "max", "approximate", "num_outputs", "storage_order",
    ];

    /// <summary>Texts of attributes.</summary>
    public static IReadOnlyList<string> Texts { get; } =
        ["", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", "constant", "reflect", "edge", "wrap", "tanh", "none", "\uFFFD", "long"];
}
