namespace Fovea.Bench.Contract;

/// <summary>An input or output of a model or a plan.</summary>
/// <param name="Name">The ONNX value name.</param>
/// <param name="ElementType">The name of the element type: <c>Float32</c>.</param>
/// <param name="ElementBytes">The size of one element.</param>
/// <param name="Extents">The extents, with <see cref="Open"/> for dynamic ones; null if the rank is unknown.</param>
public sealed record ValueInfo(string Name, string ElementType, int ElementBytes, long[]? Extents)
{
    /// <summary>Stands for a dynamic extent.</summary>
    public const long Open = -1;

    /// <summary>The size in bytes of a value whose extents are all known.</summary>
    public long Bytes => checked(Extents!.Aggregate((long)ElementBytes, (product, extent) => product * extent));

    /// <summary><c>Float32[1,3,224,224]</c>.</summary>
    public override string ToString() => $"{ElementType}[{(Extents is null ? "?" : string.Join(',', Extents))}]";
}
