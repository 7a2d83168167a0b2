using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>An input or output of a network.</summary>
[Description("An input or output of a network.")]
public sealed record ModelValueInfo
{
    [Description("The ONNX value name.")]
    public required string Name { get; init; }

    [Description("The type of the elements.")]
    public required string Type { get; init; }

    [Description("The extents, -1 where any is allowed; absent where even their number is not known.")]
    public IReadOnlyList<long>? Shape { get; init; }
}
