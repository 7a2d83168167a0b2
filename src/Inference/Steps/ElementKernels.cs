using Fovea.Kernels;

namespace Fovea.Inference.Steps;

/// <summary>Maps the element types of tensors to families of kernels.</summary>
internal static class ElementKernels
{
    // The existing kernels do not depend on the instruction set; the best set's code is needed anyway.
    private static readonly KernelSet AnySet = KernelSet.For(null);

    /// <summary>The kernels for elements of a type.</summary>
    public static KernelFamily Of(this KernelSet kernels, ElementType type) => type switch
    {
        ElementType.Float32 => kernels.Float32,
        ElementType.Float64 => kernels.Float64,
        ElementType.Float16 => kernels.Float16,
        ElementType.BFloat16 => kernels.BFloat16,
        ElementType.Int64 => kernels.Int64,
        ElementType.Int32 => kernels.Int32,
        ElementType.Int16 => kernels.Int16,
        ElementType.Int8 => kernels.Int8,
        ElementType.UInt64 => kernels.UInt64,
        ElementType.UInt32 => kernels.UInt32,
        ElementType.UInt16 => kernels.UInt16,
        ElementType.UInt8 => kernels.UInt8,
        ElementType.Bool => kernels.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "An element type without a family of kernels."),
    };

    /// <summary>The element types that have a certain kernel, which an operator that needs it can accept.</summary>
    public static IReadOnlyList<ElementType> With(Func<KernelFamily, bool> kernel) =>
        [.. Enum.GetValues<ElementType>().Where(type => kernel(AnySet.Of(type)))];
}
